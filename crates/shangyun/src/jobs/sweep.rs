//! Clears away what counts no more: sessions, links, counts of tries, files that broke off on their way in.

use crate::app::App;
use crate::clock::real_now;
use crate::session::IDLE;
use jiff::{SignedDuration, Timestamp};
use store::documents::DocumentsError;
use store::secrets;
use store::store::Failed;

/// How long a count of tries is kept; longer than any of them counts.
const TRIES_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Longer than any file takes to come in.
const INCOMING_KEPT: SignedDuration = SignedDuration::from_hours(1);

/// Why not everything was cleared away.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// Rows cannot be removed.
    #[error("cannot remove rows: {0}")]
    Rows(#[from] Failed),
    /// Files cannot be removed.
    #[error("cannot remove files: {0}")]
    Files(#[from] DocumentsError),
}

/// One round.
///
/// # Errors
/// What cannot be cleared away.
pub async fn run(app: App) -> Result<String, SweepError> {
    let now = real_now();
    let before = |span| now.saturating_sub(span).unwrap_or(Timestamp::MIN);
    secrets::sweep(&app.store, now, before(IDLE), before(TRIES_KEPT)).await?;
    app.store.documents().clear_incoming(before(INCOMING_KEPT)).await?;
    Ok(String::new())
}
