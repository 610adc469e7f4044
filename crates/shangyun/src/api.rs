//! The JSON API: the same commands, the same sight, the same refusals as the pages, for programs.
//!
//! A program signs in for a bearer token (`POST /api/v1/session`) and sends commands to `POST /api/v1/acts`, each under an
//! `Idempotency-Key`. What it may send and gets back is in `/api/v1/openapi.json`, made of the types themselves.
//! Cookies count for nothing here, so no page can act through a reader's browser.

mod acts;
mod files;
mod narrowed;
mod openapi;
mod personal;
mod problem;
mod reads;
mod session;

use crate::app::App;
use crate::routes::{May, Routes, SeatKind};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// The largest body: a file and a little.
const BODY_BYTES_MAX: usize = 21 * 1024 * 1024;
/// Who handles or audits cases of many enterprises.
const OFFICES: &[SeatKind] = &[SeatKind::Office, SeatKind::Auditor];
/// Who sees rounds.
const ROUNDS: &[SeatKind] = &[SeatKind::Office, SeatKind::Expert, SeatKind::Auditor];

pub use problem::ApiProblem;
pub use session::know;

/// Adds the addresses of the API.
pub fn routes(routes: Routes) -> Routes {
    routes
        .api_get("/api/v1/openapi.json", May::Everyone, openapi::document)
        .api_post("/api/v1/session", May::Everyone, session::begin)
        .api_delete("/api/v1/session", May::SignedIn, session::end)
        .api_post("/api/v1/demo/session", May::Demo, session::be)
        .api_post("/api/v1/demo/newcomer", May::Demo, session::be_new)
        .api_post("/api/v1/demo/clock", May::Demo, session::move_clock)
        .api_get("/api/v1/me", May::SignedIn, session::me)
        .api_post("/api/v1/acts", May::SignedIn, acts::act)
        .api_post("/api/v1/documents", May::SignedIn, files::keep)
        .api_get("/api/v1/filings/{id}/papers/{document}", May::SignedIn, files::filing_paper)
        .api_get("/api/v1/claims/{id}/papers/{document}", May::SignedIn, files::claim_paper)
        .api_get("/api/v1/programmes", May::Everyone, reads::programmes)
        .api_get("/api/v1/policies/{id}", May::Everyone, reads::policy)
        .api_get("/api/v1/enterprise", May::Seats(&[SeatKind::Owner, SeatKind::Colleague]), reads::enterprise)
        .api_get("/api/v1/cases", May::Seats(&[SeatKind::Owner, SeatKind::Colleague]), reads::cases)
        .api_get("/api/v1/queue", May::Seats(&[SeatKind::Office]), reads::queue)
        .api_get("/api/v1/filings/{id}", May::SignedIn, reads::filing)
        .api_get("/api/v1/claims/{id}", May::SignedIn, reads::claim)
        .api_get("/api/v1/claims/{id}/preview", May::SignedIn, reads::preview)
        .api_get("/api/v1/rounds/{id}/plan", May::Seats(OFFICES), reads::plan)
        .api_get("/api/v1/rosters/{id}", May::SignedIn, reads::roster)
        .api_get("/api/v1/rounds", May::Seats(ROUNDS), reads::rounds)
        .api_get("/api/v1/rounds/{id}", May::Seats(ROUNDS), reads::round)
        .api_get("/api/v1/rounds/{id}/sheet", May::Seats(ROUNDS), reads::sheet)
        .api_get("/api/v1/rounds/{id}/handover/{role}", May::Seats(OFFICES), reads::handover)
        .api_get("/api/v1/programmes/{id}/ready", May::Seats(OFFICES), reads::ready)
        .api_get("/api/v1/programmes/{id}/ledger", May::Seats(OFFICES), reads::ledger)
        .api_get("/api/v1/inbox", May::SignedIn, reads::inbox)
}

/// What every answer of the API needs around its handler.
pub fn around(routes: Router<App>) -> Router<App> {
    routes
        .layer(CatchPanicLayer::custom(crate::web::errors::after_panic))
        .layer(middleware::from_fn(crate::web::security::limits::in_time))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(RequestBodyTimeoutLayer::new(std::time::Duration::from_secs(20)))
}
