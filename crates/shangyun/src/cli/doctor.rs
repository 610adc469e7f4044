//! `shangyun doctor`: looks at what a person would look at first; one line each, with the way out. Changes nothing.

use super::Stop;
use crate::config::Config;
use crate::keys;
use clap::Args;
use jiff::ToSpan;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(super) struct DoctorArguments {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// What was looked at, and what is wrong with it if anything is.
type Look = (&'static str, Result<String, String>);

pub(super) async fn run(arguments: &DoctorArguments) -> Result<(), Stop> {
    let config = Config::read(&arguments.config).map_err(Stop::Called)?;
    let mut looks: Vec<Look> = vec![
        ("secrets", secrets(&config)),
        ("registers and policies", config.setting().map(|setting| format!("{} policies", setting.policies.len()))),
        ("mail", mail(&config).await),
    ];
    match config.open().await {
        Ok(opened) => {
            let app = &opened.app;
            let head = app.store.head().await.map(|head| format!("{head} entries"));
            looks.push(("database", head.map_err(|error| error.to_string())));
            looks.push(("calendar", calendar(app)));
            app.store.close().await;
        }
        Err(words) => looks.push(("database", Err(words))),
    }
    let mut out = io::stdout();
    for (name, found) in &looks {
        let _ = match found {
            Ok(words) => writeln!(out, "ok     {name}: {words}"),
            Err(words) => writeln!(out, "WRONG  {name}: {words}"),
        };
    }
    if looks.iter().all(|(_, found)| found.is_ok()) { Ok(()) } else { Err(Stop::Found) }
}

fn secrets(config: &Config) -> Result<String, String> {
    config.keys()?;
    let path = config.path(&config.secrets);
    if keys::is_open(&path) {
        Err(format!("run `chmod 600 {}`", path.display()))
    } else {
        Ok("closed to others".to_owned())
    }
}

async fn mail(config: &Config) -> Result<String, String> {
    match config.mailer()? {
        Some(mailer) => mailer.test().await.map(|()| "the server answers".to_owned()),
        None => Ok("no server is named: messages stay in the inbox".to_owned()),
    }
}

/// Whether the holidays of this day and of the next half year are known.
fn calendar(app: &crate::app::App) -> Result<String, String> {
    let today = app.clock.today();
    let ahead = today.checked_add(6.months()).unwrap_or(today);
    let setting = app.setting();
    for day in [today, ahead] {
        setting.city.calendar().is_workday(day).map_err(|_| {
            format!("the holidays of {} are not in calendar.toml; add the year from the yearly notice", day.year())
        })?;
    }
    Ok(format!("known until {ahead} at least"))
}
