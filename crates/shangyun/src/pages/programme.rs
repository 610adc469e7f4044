//! Programmes: state and moves, budgets, rulings on open readings.

use crate::routes::{May, Routes, SeatKind};

mod budget;
mod history;
mod moving;
mod reading;
mod show;

/// Who reads of programmes.
const READERS: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor, SeatKind::SystemAdmin]);
/// Who acts on them: signers of the office that leads, and of finance.
const OFFICERS: May = May::Seats(&[SeatKind::Office]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/programmes/{id}", READERS, show::show)
        .post("/programmes/{id}/move", OFFICERS, moving::act)
        .get("/programmes/{id}/budget", OFFICERS, budget::ask)
        .post("/programmes/{id}/budget", OFFICERS, budget::set)
        .get("/programmes/{id}/readings/{switch}", READERS, reading::ask)
        .post("/programmes/{id}/readings/{switch}", OFFICERS, reading::rule)
}
