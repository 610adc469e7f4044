//! The files of a case, sent to whoever may see the case.

use super::look::Reader;
use crate::app::App;
use crate::seen;
use crate::session::Me;
use crate::uploads;
use crate::web::errors::Problem;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::{ClaimId, FilingId};
use domain::paper::Papers;
use policy::policy::Policy;

/// `GET /filings/{id}/papers/{document}`.
pub(super) async fn of_filing(
    State(app): State<App>,
    me: Me,
    Path((id, document)): Path<(FilingId, String)>,
) -> Result<Response, Problem> {
    let seen = seen::filing(&app, me.actor(), &id).await?;
    send(&app, Reader::of(&app, me.actor()), &seen.policy, (&seen.state.papers, &document)).await
}

/// `GET /claims/{id}/papers/{document}`.
pub(super) async fn of_claim(
    State(app): State<App>,
    me: Me,
    Path((id, document)): Path<(ClaimId, String)>,
) -> Result<Response, Problem> {
    let seen = seen::claim(&app, me.actor(), &id).await?;
    send(&app, Reader::of(&app, me.actor()), &seen.policy, (&seen.state.papers, &document)).await
}

/// `GET /claims/{id}/rows/{list}/{place}`.
pub(super) async fn of_row(
    State(app): State<App>,
    me: Me,
    Path((id, list, place)): Path<(ClaimId, String, usize)>,
) -> Result<Response, Problem> {
    let seen = seen::claim(&app, me.actor(), &id).await?;
    if !Reader::of(&app, me.actor()).sees_inside() {
        return Err(Problem::not_found());
    }
    let entry = seen.state.records.get(&list).and_then(|rows| rows.get(place));
    let file = entry.and_then(|entry| entry.file.as_ref()).ok_or_else(Problem::not_found)?;
    uploads::send(&app, file).await
}

async fn send(
    app: &App,
    reader: Reader,
    policy: &Policy,
    (papers, document): (&Papers, &str),
) -> Result<Response, Problem> {
    let declared = policy.plan().document(document).filter(|document| reader.sees_paper(document));
    let paper = declared.and_then(|_| papers.get(document)).ok_or_else(Problem::not_found)?;
    uploads::send(app, &paper.file).await
}
