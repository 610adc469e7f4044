//! `shangyun doctor`: looks at what a person would look at first; one line each, with the way out. Changes nothing.

use super::Stop;
use crate::app::App;
use crate::clock::real_now;
use crate::config::{Config, causes};
use crate::keys;
use clap::Args;
use domain::ids::AccountId;
use jiff::{SignedDuration, ToSpan};
use serde_json::json;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use store::backup;
use store::views::{accounts, timeline};
use store::{outbox, secrets};

/// Room on the disk below which something is wrong, and below which it is worth a look.
const ROOM_LEAST: u64 = 1 << 30;
const ROOM_GOOD: u64 = 10 << 30;
/// The age of a backup from which it is worth a look.
const BACKUP_OLD: SignedDuration = SignedDuration::from_hours(36);
/// How long a mail may wait.
const MAIL_OLD: SignedDuration = SignedDuration::from_hours(24);

#[derive(Args, Debug)]
pub(super) struct DoctorArguments {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// How something is.
enum Found {
    /// As it should be.
    Well(String),
    /// Worth a look.
    Look(String),
    /// Wrong.
    Wrong(String),
}

use Found::{Look, Well, Wrong};

/// What was looked at, and how it is.
type Line = (&'static str, Found);

pub(super) async fn run(arguments: &DoctorArguments) -> Result<(), Stop> {
    let config = Config::read(&arguments.config).map_err(Stop::Called)?;
    let mut lines: Vec<Line> =
        vec![("secrets", secrets(&config)), ("registers", registers(&config)), ("mail", mail(&config).await)];
    match config.open().await {
        Ok(opened) => {
            lines.extend(inside(&opened.app).await);
            opened.app.store.close().await;
        }
        Err(words) => lines.push(("database", Wrong(words))),
    }
    lines.push(("disk", disk(&config.path(&config.documents))));
    lines.push(("backup", last_backup(&config.path(&config.backups))));
    let text = if arguments.json { as_json(&lines) } else { as_text(&lines) };
    let _ = io::stdout().write_all(text.as_bytes());
    let is_well = lines.iter().all(|(_, found)| !matches!(found, Wrong(_)));
    if is_well { Ok(()) } else { Err(Stop::Found) }
}

fn said(found: &Found) -> (&'static str, &str) {
    match found {
        Well(words) => ("ok", words),
        Look(words) => ("look", words),
        Wrong(words) => ("WRONG", words),
    }
}

fn as_text(lines: &[Line]) -> String {
    lines.iter().fold(String::new(), |text, (name, found)| {
        let (state, words) = said(found);
        text + &format!("{state:<6} {name}: {words}\n")
    })
}

fn as_json(lines: &[Line]) -> String {
    let lines = lines.iter().map(|(name, found)| {
        let (state, words) = said(found);
        json!({ "what": name, "state": state.to_lowercase(), "says": words })
    });
    format!("{}\n", serde_json::Value::Array(lines.collect()))
}

fn secrets(config: &Config) -> Found {
    let path = config.path(&config.secrets);
    match config.keys() {
        Ok(_) if keys::is_open(&path) => Wrong(format!("others can read them: run `chmod 600 {}`", path.display())),
        Ok(_) => Well("closed to others".to_owned()),
        Err(words) => Wrong(words),
    }
}

fn registers(config: &Config) -> Found {
    match config.setting() {
        Ok(setting) => Well(format!(
            "{}, {} offices, {} policies",
            setting.city.id(),
            setting.city.offices().count(),
            setting.policies.len()
        )),
        Err(words) => Wrong(words),
    }
}

async fn mail(config: &Config) -> Found {
    match config.mailer() {
        Ok(Some(mailer)) => match mailer.test().await {
            Ok(()) => Well("the server answers".to_owned()),
            Err(words) => Wrong(format!("the server does not answer: {words}")),
        },
        Ok(None) => Look("no server is named: messages stay in the inbox, links are handed over".to_owned()),
        Err(words) => Wrong(words),
    }
}

/// What only the open city can tell.
async fn inside(app: &App) -> Vec<Line> {
    let head = app.store.head().await.map(|head| format!("{}, {head} entries", app.store.database().engine_name()));
    let database = head.map_or_else(|error| Wrong(causes(&error)), Well);
    vec![
        ("database", database),
        ("clock", clock(app).await),
        ("calendar", calendar(app)),
        ("administrators", administrators(app).await),
        ("outbox", waiting(app).await),
    ]
}

/// Whether the machine's clock stands before the last entry.
async fn clock(app: &App) -> Found {
    let last = timeline::latest(app.store.database(), i64::MAX, 1).await;
    let now = app.clock.now();
    match last {
        Ok(entries) => match entries.first().filter(|entry| entry.at > now) {
            Some(entry) => {
                Wrong(format!("it is {now}, and the last entry of the journal is of {}: set the clock", entry.at))
            }
            None => Well(format!("{now}, {} in the city", app.clock.today())),
        },
        Err(error) => Wrong(causes(&error)),
    }
}

/// Whether the holidays of this day and of the next half year are known.
fn calendar(app: &App) -> Found {
    let today = app.clock.today();
    let ahead = today.checked_add(6.months()).unwrap_or(today);
    let setting = app.setting();
    let calendar = setting.city.calendar();
    match (calendar.is_workday(today), calendar.is_workday(ahead)) {
        (Ok(_), Ok(_)) => Well(format!("known until {ahead} at least")),
        (Ok(_), Err(_)) => Look(format!("the holidays of {} are not in calendar.toml yet", ahead.year())),
        (Err(_), _) => Wrong(format!("the holidays of {} are not in calendar.toml: add the year", today.year())),
    }
}

/// Whether each kind of administrator has somebody who can come in.
async fn administrators(app: &App) -> Found {
    let mut missing = Vec::new();
    for seat in ["system_admin", "security_admin", "audit_admin"] {
        match active(app, seat).await {
            Ok(true) => {}
            Ok(false) => missing.push(seat),
            Err(words) => return Wrong(words),
        }
    }
    if missing.is_empty() {
        return Well("each kind has somebody who can come in".to_owned());
    }
    Look(format!("nobody has come in yet as {}; `shangyun init` makes fresh links", missing.join(", ")))
}

async fn active(app: &App, seat: &str) -> Result<bool, String> {
    let listed = accounts::page(app.store.database(), Some(seat), "").await.map_err(|error| causes(&error))?;
    let ids: Vec<AccountId> =
        listed.iter().filter(|one| one.account.enabled).map(|one| AccountId::new(&*one.id)).collect();
    let ways = secrets::ways(&app.store, &ids).await.map_err(|error| causes(&error))?;
    Ok(ways.iter().any(|one| one.password_at.is_some()))
}

async fn waiting(app: &App) -> Found {
    let found = match outbox::waiting(app.store.database()).await {
        Ok(found) => found,
        Err(error) => return Wrong(causes(&error)),
    };
    let sum = |state: &str| found.iter().filter(|one| one.state == state).map(|one| one.count).sum::<i64>();
    let (ready, given_up) = (sum("ready"), sum("given_up"));
    let words = format!("{ready} waiting, {given_up} given up");
    let late = found.iter().any(|one| one.state == "ready" && real_now().duration_since(one.since) > MAIL_OLD);
    if given_up > 0 || (late && app.mail.is_some()) { Look(words) } else { Well(words) }
}

/// Room where the documents lie.
fn disk(folder: &Path) -> Found {
    #[cfg(unix)]
    {
        let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
        match rustix::fs::statvfs(there) {
            Ok(found) => {
                let room = found.f_bavail.saturating_mul(found.f_frsize);
                let words = format!("{} MiB free", room >> 20);
                match room {
                    0..ROOM_LEAST => Wrong(format!("{words}: make room")),
                    ROOM_LEAST..ROOM_GOOD => Look(words),
                    ROOM_GOOD.. => Well(words),
                }
            }
            Err(error) => Wrong(format!("`{}`: {error}", there.display())),
        }
    }
    #[cfg(not(unix))]
    {
        Look(format!("look at the room of `{}` yourself", folder.display()))
    }
}

fn last_backup(folder: &Path) -> Found {
    let Some((place, manifest)) = backup::latest(folder) else {
        return Look(format!("there is none in `{}`", folder.display()));
    };
    let words = format!("{} of {}, up to entry {}", place.display(), manifest.at, manifest.head);
    if real_now().duration_since(manifest.at) > BACKUP_OLD { Look(words) } else { Well(words) }
}
