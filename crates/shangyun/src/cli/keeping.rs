//! `shangyun backup` and `shangyun restore`: the whole of a city in one folder of plain files, and back.

use super::{Stop, Where, verify};
use crate::clock::real_now;
use crate::config::{Config, causes};
use clap::Args;
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;
use store::backup::{self, Manifest};

#[derive(Args, Debug)]
pub(super) struct BackupArguments {
    #[command(flatten)]
    city: Where,
    /// The folder to make, which must not exist yet; named after the moment, in the city's folder of backups, where none
    /// is given.
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(super) struct RestoreArguments {
    /// The folder of the backup.
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// The configuration of the city to restore into; its database and documents must be empty.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Takes a backup; acts may go on meanwhile.
pub(super) async fn back_up(arguments: &BackupArguments) -> Result<(), Stop> {
    let now = real_now();
    let folder = match &arguments.to {
        Some(folder) => folder.clone(),
        None => arguments.city.backups()?.join(now.strftime("%Y%m%dT%H%M%SZ").to_string()),
    };
    let store = arguments.city.open().await?;
    let taken = backup::backup(&store, &folder, now).await;
    store.close().await;
    let manifest = taken.map_err(|error| Stop::Wrong(format!("no backup was taken: {}", causes(&error))))?;
    let text = if arguments.json {
        let folder = folder.display().to_string();
        format!(
            "{}\n",
            json!({ "folder": folder, "entries": manifest.head, "rows": rows(&manifest), "documents": manifest.documents })
        )
    } else {
        format!(
            "backed up {} entries, {} rows and {} documents to `{}`\nthe secrets are not in it: keep a copy of them \
             apart\n",
            manifest.head,
            rows(&manifest),
            manifest.documents,
            folder.display(),
        )
    };
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(())
}

fn rows(manifest: &Manifest) -> u64 {
    manifest.tables.values().map(|table| table.rows).sum()
}

/// Restores a backup and verifies what came of it.
pub(super) async fn restore(arguments: &RestoreArguments) -> Result<(), Stop> {
    let config = Config::read(&arguments.config).map_err(Stop::Called)?;
    config.keys().and_then(|_| config.make_room()).map_err(Stop::Called)?;
    let documents = config.path(&config.documents);
    let restored = backup::restore(&arguments.from, &config.database_address(), documents).await;
    let manifest = restored.map_err(|error| Stop::Wrong(format!("nothing was restored: {}", causes(&error))))?;
    if !arguments.json {
        let _ = writeln!(io::stdout(), "restored {} entries; verifying", manifest.head);
    }
    let opened = config.open().await.map_err(Stop::Called)?;
    let report = verify::report(&opened.app.store, Vec::new()).await;
    opened.app.store.close().await;
    let report = report?;
    let _ = io::stdout().write_all(verify::told(&report, arguments.json).as_bytes());
    if report.is_clean() { Ok(()) } else { Err(Stop::Found) }
}
