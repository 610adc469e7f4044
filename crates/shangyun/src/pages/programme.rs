//! Programmes: state and moves, budgets, rulings on open readings.

use crate::routes::{May, Routes, SeatKind};

mod budget;
mod edition;
mod editions;
mod history;
mod interpretation;
mod moving;
mod moving_case;
mod reading;
mod show;
mod trying;
mod weighing;
mod whatif;
mod writing;

/// Who reads of programmes.
const READERS: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor, SeatKind::SystemAdmin]);
/// Who acts on them: signers of the office that leads, and of finance.
const OFFICERS: May = May::Seats(&[SeatKind::Office]);

/// Who asks what something else would come to: offices of the city, and those who audit.
const ASKING: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor]);
/// Whoever the plan binds or has carry it out: they may ask what it means.
const ASKERS: May = May::Seats(&[SeatKind::Owner, SeatKind::Colleague, SeatKind::Provider, SeatKind::Office]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/programmes/{id}", READERS, show::show)
        .post("/programmes/{id}/move", OFFICERS, moving::act)
        .get("/programmes/{id}/what-if", ASKING, whatif::show)
        .get("/programmes/{id}/budget", OFFICERS, budget::ask)
        .post("/programmes/{id}/budget", OFFICERS, budget::set)
        .get("/programmes/{id}/readings/{switch}", READERS, reading::ask)
        .post("/programmes/{id}/readings/{switch}", OFFICERS, reading::rule)
        .get("/programmes/{id}/editions", OFFICERS, editions::show)
        .post("/programmes/{id}/editions", OFFICERS, editions::begun)
        .get("/editions/{id}", OFFICERS, edition::show)
        .post("/editions/{id}", OFFICERS, edition::save)
        .post("/editions/{id}/check", OFFICERS, writing::check)
        .get("/editions/{id}/try", OFFICERS, trying::show)
        .post("/editions/{id}/propose", OFFICERS, edition::propose)
        .post("/editions/{id}/confirm", OFFICERS, edition::confirm)
        .post("/editions/{id}/send-back", OFFICERS, edition::send_back)
        .post("/editions/{id}/discard", OFFICERS, edition::discard)
        .get("/filings/{id}/edition", OFFICERS, moving_case::ask)
        .post("/filings/{id}/edition", OFFICERS, moving_case::send)
        .get("/claims/{id}/edition", OFFICERS, moving_case::ask)
        .post("/claims/{id}/edition", OFFICERS, moving_case::send)
        .get("/programmes/{id}/interpretations/new", ASKERS, interpretation::ask)
        .post("/programmes/{id}/interpretations/new", ASKERS, interpretation::send)
        .get("/interpretations/{id}", ASKERS, interpretation::show)
        .post("/interpretations/{id}", OFFICERS, interpretation::answer)
}
