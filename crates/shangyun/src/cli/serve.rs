//! `shangyun serve`: the city answers, and does by itself what falls due, until it is asked to end.

use super::{Stop, ended};
use crate::config::{Config, Log};
use crate::daily;
use crate::jobs::Jobs;
use crate::server;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// Starts the log, on the standard output.
fn logs(form: Log) {
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new("info,tokio_postgres=warn"));
    let _ = match form {
        Log::Json => log.json().try_init(),
        Log::Text => log.try_init(),
    };
}

pub(super) async fn run(arguments: &ServeArguments) -> Result<(), Stop> {
    let config = Config::read(&arguments.config).map_err(Stop::Called)?;
    let proxies = config.networks().map_err(Stop::Called)?;
    logs(config.log);
    let opened = config.open().await.map_err(Stop::Called)?;
    let app = opened.app;
    let day = daily::catch_up(&app.store, &app.clock).await;
    let day = day.map_err(|error| Stop::Wrong(format!("days that passed cannot be closed: {error}")))?;
    let listener = TcpListener::bind(config.listen).await;
    let listener = listener.map_err(|error| Stop::Called(format!("cannot listen at {}: {error}", config.listen)))?;
    let address = listener.local_addr().map_or_else(|_| config.listen.to_string(), |address| address.to_string());
    let mut site = server::site(&app, opened.form_key, config.origin.starts_with("https://"));
    site.proxies = proxies;
    let jobs = Jobs::start(&app);
    let keeper = tokio::spawn(daily::keep(app.store.clone(), app.clock.clone(), day));
    let _ = writeln!(io::stderr(), "serving {} at http://{address}", app.origin);
    let served = server::serve(listener, server::router(&app, site), ended()).await;
    keeper.abort();
    jobs.end().await;
    app.store.close().await;
    served.map_err(|error| Stop::Wrong(error.to_string()))
}
