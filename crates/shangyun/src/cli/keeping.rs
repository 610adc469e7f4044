//! `shangyun backup` and `shangyun restore`: the whole of a city in one folder of plain files, and back.

use super::{Stop, Where, verify};
use crate::clock::real_now;
use crate::config::{Config, causes};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use store::backup;

#[derive(Args, Debug)]
pub(super) struct BackupArguments {
    #[command(flatten)]
    city: Where,
    /// The folder to make; it must not exist yet.
    folder: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct RestoreArguments {
    /// The folder of the backup.
    folder: PathBuf,
    /// The configuration of the city to restore into; its database and documents must be empty.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// Takes a backup; acts may go on meanwhile.
pub(super) async fn back_up(arguments: &BackupArguments) -> Result<(), Stop> {
    let store = arguments.city.open().await?;
    let taken = backup::backup(&store, &arguments.folder, real_now()).await;
    store.close().await;
    let manifest = taken.map_err(|error| Stop::Wrong(format!("no backup was taken: {}", causes(&error))))?;
    let rows: u64 = manifest.tables.values().map(|table| table.rows).sum();
    let _ = writeln!(
        io::stdout(),
        "backed up {} entries, {rows} rows and {} documents to `{}`\nthe secrets are not in it: keep a copy of them apart",
        manifest.head,
        manifest.documents,
        arguments.folder.display(),
    );
    Ok(())
}

/// Restores a backup and verifies what came of it.
pub(super) async fn restore(arguments: &RestoreArguments) -> Result<(), Stop> {
    let config = Config::read(&arguments.config).map_err(Stop::Called)?;
    let documents = config.path(&config.documents);
    let restored = backup::restore(&arguments.folder, &config.database_address(), documents).await;
    let manifest = restored.map_err(|error| Stop::Wrong(format!("nothing was restored: {}", causes(&error))))?;
    let _ = writeln!(io::stdout(), "restored {} entries; verifying", manifest.head);
    let opened = config.open().await.map_err(Stop::Called)?;
    let report = verify::report(&opened.app.store).await;
    opened.app.store.close().await;
    let report = report?;
    let _ = io::stdout().write_all(verify::told(&report, false).as_bytes());
    if report.is_clean() { Ok(()) } else { Err(Stop::Found) }
}
