//! The next case: what presses most in the chosen part of the queue, after the one just left.

use super::chosen::{self, Chosen};
use super::queue::review;
use crate::acting;
use crate::app::App;
use crate::seen;
use crate::session::Me;
use crate::web::errors::Problem;
use crate::web::forms::Asked;
use crate::worklist;
use axum::extract::State;
use axum::response::Response;
use domain::act::Actor;
use domain::ids::{ClaimId, FilingId};
use store::views::queue::{self, After};

/// `GET /queue/next`: passes over one case, or begins again where none comes after it.
pub(super) async fn show(State(app): State<App>, me: Me, Asked(asked): Asked) -> Result<Response, Problem> {
    let filled = asked.into_filled();
    let chosen = Chosen::of(&filled);
    let next = find(&app, me.actor(), &chosen, &chosen::after(filled.value("after"))).await?;
    Ok(acting::go(&next.unwrap_or_else(|| chosen.keep("/queue"))))
}

/// The address of the next case that waits for an actor, after a place of the queue; the first one where none does.
///
/// # Errors
/// A failure page.
pub async fn find(app: &App, actor: &Actor, chosen: &Chosen, after: &After) -> Result<Option<String>, Problem> {
    let filter = chosen.filter(&worklist::of(app, actor));
    let database = app.store.database();
    let mut page = queue::page(database, &filter, after).await.map_err(Problem::failure)?;
    if page.rows.is_empty() && *after != After::default() {
        page = queue::page(database, &filter, &After::default()).await.map_err(Problem::failure)?;
    }
    Ok(page.rows.first().map(|row| chosen.keep(&review(row))))
}

/// The number and address of the filing or claim that was just done, for a word of confirmation on the page that
/// follows.
pub async fn just_done(app: &App, actor: &Actor, id: &str) -> Option<(String, String)> {
    if id.is_empty() {
        return None;
    }
    if let Ok(seen) = seen::filing(app, actor, &FilingId::new(id)).await {
        return Some((seen.state.number.unwrap_or_default(), format!("/filings/{id}")));
    }
    let seen = seen::claim(app, actor, &ClaimId::new(id)).await.ok()?;
    Some((seen.state.number, format!("/claims/{id}")))
}
