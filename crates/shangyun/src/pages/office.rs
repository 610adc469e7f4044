//! Officers: the queue, filings with their documents beside the checklist, several passed together.

use crate::routes::{May, Routes, SeatKind};

pub mod chosen;
mod done;
pub mod next;
mod pass;
mod queue;
mod review;

/// Officers alone.
const OFFICERS: May = May::Seats(&[SeatKind::Office]);
/// Officers, and auditors who look on.
const READERS: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/queue", READERS, queue::show)
        .get("/queue/next", OFFICERS, next::show)
        .post("/queue/pass", OFFICERS, pass::send)
        .get("/filings/{id}/review", OFFICERS, review::show)
        .post("/filings/{id}/review", OFFICERS, review::send)
}
