//! Clears away what counts no more: sessions, links, counts of tries.

use crate::app::App;
use crate::clock::real_now;
use crate::session::IDLE;
use jiff::{SignedDuration, Timestamp};
use store::secrets;
use store::store::Failed;

/// How long a count of tries is kept; longer than any of them counts.
const TRIES_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// One round.
///
/// # Errors
/// When it cannot be written.
pub async fn run(app: App) -> Result<String, Failed> {
    let now = real_now();
    let before = |span| now.saturating_sub(span).unwrap_or(Timestamp::MIN);
    secrets::sweep(&app.store, now, before(IDLE), before(TRIES_KEPT)).await.map(|()| String::new())
}
