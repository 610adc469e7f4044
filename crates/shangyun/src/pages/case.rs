//! What every reader of a case sees: facts with sources, papers, timeline, decision, messages. One page for filings and
//! claims, for everybody within sight; its parts are used by the pages on which cases are handled.

use crate::routes::{May, Routes, SeatKind};

pub mod acts;
pub mod claim;
pub mod course;
pub mod facts;
mod files;
pub mod filing;
pub mod layout;
pub mod look;
pub mod messages;
pub mod money;
pub mod papers;
pub mod ranks;
pub mod rows;
pub mod timeline;
pub mod verdict;
pub mod viewer;

/// Who may read filings, each within sight.
const FILINGS: May =
    May::Seats(&[SeatKind::Owner, SeatKind::Colleague, SeatKind::Provider, SeatKind::Office, SeatKind::Auditor]);
/// Who may read claims, each within sight.
const CLAIMS: May = May::Seats(&[
    SeatKind::Owner,
    SeatKind::Colleague,
    SeatKind::Provider,
    SeatKind::Office,
    SeatKind::Expert,
    SeatKind::Auditor,
]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/filings/{id}", FILINGS, filing::show)
        .get("/filings/{id}/papers/{document}", FILINGS, files::of_filing)
        .get("/claims/{id}", CLAIMS, claim::show)
        .get("/claims/{id}/papers/{document}", CLAIMS, files::of_claim)
        .get("/claims/{id}/rows/{list}/{place}", CLAIMS, files::of_row)
}
