//! `shangyun demo`: a whole city to try out, on this machine alone.

use super::ended;
use crate::demo::hints;
use crate::demo::opening::{self, Opened, Place};
use crate::jobs::Jobs;
use crate::lang::Lang;
use crate::server;
use crate::web::format;
use crate::web::security::random;
use clap::Args;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::net::TcpListener;

#[derive(Args, Debug)]
pub(super) struct DemoArguments {
    /// The folder to keep the city in; what is there is opened again. Without it the city is gone when the program ends.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The address to listen at. Only addresses of this machine itself are allowed: in the demo anyone can be anybody.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8018")]
    listen: SocketAddr,
    /// The database, such as `postgres://user@host/name`; a file in the folder where none is named.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// The id of a shipped policy, or the path of a document; shenyang-2018 where none is named. A plan without a shipped
    /// city gets one made of its roles.
    #[arg(long, value_name = "POLICY", default_value = opening::KEPT, hide_default_value = true)]
    policy: String,
}

pub(super) fn run(arguments: &DemoArguments) -> ExitCode {
    let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(io::stderr).try_init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return called_wrongly(&error.to_string()),
    };
    match runtime.block_on(demo(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => called_wrongly(&words),
    }
}

fn called_wrongly(words: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "shangyun: {}", words.trim_end());
    ExitCode::from(2)
}

async fn demo(arguments: &DemoArguments) -> Result<(), String> {
    let listen = arguments.listen;
    if !listen.ip().is_loopback() {
        return Err(format!(
            "`--listen {listen}`: the demo answers on this machine alone, because in it anyone can be anybody without \
             a password; use 127.0.0.1 or [::1]"
        ));
    }
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| format!("cannot listen at {listen} ({error}); name another address with --listen"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let folder = match &arguments.data {
        Some(folder) => folder.clone(),
        None => temporary()?,
    };
    let place = Place {
        folder: folder.clone(),
        database: arguments.database.clone(),
        policy: arguments.policy.clone(),
        origin: format!("http://{address}"),
    };
    let done = serve(listener, &place, arguments.data.is_none()).await;
    if arguments.data.is_none() {
        let _ = std::fs::remove_dir_all(&folder);
    }
    done
}

async fn serve(listener: TcpListener, place: &Place, is_temporary: bool) -> Result<(), String> {
    let opened = opening::open(place).await?;
    let app = opened.app.clone();
    // The reader may come by any name of this machine, so the `Host` header is believed.
    let mut site = server::site(&app, app.store.vault().keyed_hash("form key", ""), false);
    site.origin = None;
    let _ = io::stdout().write_all(greeting(&opened, place, is_temporary).as_bytes());
    let jobs = Jobs::start(&app);
    let served = server::serve(listener, server::router(&app, site), ended()).await;
    jobs.end().await;
    app.store.close().await;
    served.map_err(|error| error.to_string())
}

/// A folder of its own below the system's temporary one.
fn temporary() -> Result<PathBuf, String> {
    let name = random::bytes::<6>().map_err(|error| error.to_string())?;
    Ok(std::env::temp_dir().join(format!("shangyun-demo-{}", random::hex(&name))))
}

/// What is printed first: the address, the day, and what to try, in both languages.
fn greeting(opened: &Opened, place: &Place, is_temporary: bool) -> String {
    let setting = opened.app.setting();
    let mut text = String::new();
    for lang in Lang::ALL {
        let day = opened.app.clock.today();
        let begin = lang.t(if opened.is_new { "demo-hello-new" } else { "demo-hello-again" });
        let _ = writeln!(text, "\n{begin}\n\n    {}/demo\n", place.origin);
        let _ = writeln!(text, "{}", lang.t_with("demo-hello-day", &[("date", format::date_text(lang, day).into())]));
        let _ = writeln!(text, "{}", kept(lang, &place.folder, is_temporary));
        let _ = writeln!(text, "{}", lang.t("demo-hello-try"));
        for (number, hint) in hints::hints(lang, &setting, day).iter().enumerate() {
            let _ = writeln!(text, "  {}. {}", number + 1, hint.words);
        }
    }
    text.push('\n');
    text
}

fn kept(lang: Lang, folder: &Path, is_temporary: bool) -> String {
    let folder = folder.display().to_string();
    let key = if is_temporary { "demo-hello-temporary" } else { "demo-hello-kept" };
    lang.t_with(key, &[("folder", folder.into())]).into_owned()
}
