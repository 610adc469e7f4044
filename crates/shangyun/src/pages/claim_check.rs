//! Officers on claims: rows and papers beside their files, facts attested, passed, returned or refused.

use crate::routes::{May, Routes, SeatKind};

mod doing;
mod draw;
mod fact_fields;
mod page;
mod plan;
mod sheet;

/// Officers alone.
const OFFICERS: May = May::Seats(&[SeatKind::Office]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/claims/{id}/review", OFFICERS, page::show).post("/claims/{id}/review", OFFICERS, page::send)
}
