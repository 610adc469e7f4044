//! Enterprises and institutions: registration, filing, claims.
//!
//! Everything here speaks for one enterprise. The owner of its account confirms and withdraws; a colleague prepares.

use crate::routes::{May, Routes, SeatKind};

mod claim;
mod colleagues;
mod enterprise;
mod figures;
mod filing;
mod history;
mod missing;
mod own;
mod papers;
mod profile;
mod received;
mod register;
mod taking_back;
pub(in crate::pages) mod typed;

/// Who speaks for an enterprise.
const ENTERPRISE: May = May::Seats(&[SeatKind::Owner, SeatKind::Colleague]);
/// The same, and who has signed up but not registered one yet.
const APPLICANT: May = May::Seats(&[SeatKind::Owner, SeatKind::Colleague, SeatKind::Newcomer]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    claims(filings(own_entry(routes)))
}

/// The enterprise's own entry in the register.
fn own_entry(routes: Routes) -> Routes {
    routes
        .get("/enterprise", APPLICANT, enterprise::show)
        .post("/enterprise", May::Seats(&[SeatKind::Newcomer]), register::send)
        .get("/enterprise/profile", ENTERPRISE, profile::show)
        .post("/enterprise/profile", ENTERPRISE, profile::send)
        .get("/enterprise/figures", ENTERPRISE, figures::show)
        .post("/enterprise/figures", ENTERPRISE, figures::send)
        .get("/enterprise/colleagues", ENTERPRISE, colleagues::show)
        .post("/enterprise/colleagues", ENTERPRISE, colleagues::send)
}

/// Filings, from the choice of a stream to the receipt.
fn filings(routes: Routes) -> Routes {
    use filing::{begin, paper, print, receipt, submit, tasks, topic, withdraw};
    routes
        .get("/filings/new", ENTERPRISE, begin::show)
        .post("/filings/new", ENTERPRISE, begin::send)
        .get("/filings/{id}/tasks", ENTERPRISE, tasks::show)
        .get("/filings/{id}/form/{topic}", ENTERPRISE, topic::show)
        .post("/filings/{id}/form/{topic}", ENTERPRISE, topic::send)
        .get("/filings/{id}/upload/{document}", ENTERPRISE, paper::show)
        .post("/filings/{id}/upload/{document}", ENTERPRISE, paper::send)
        .post("/filings/{id}/remove/{document}", ENTERPRISE, paper::remove)
        .get("/filings/{id}/submit", ENTERPRISE, submit::show)
        .post("/filings/{id}/submit", ENTERPRISE, submit::send)
        .get("/filings/{id}/receipt", ENTERPRISE, receipt::show)
        .get("/filings/{id}/print", ENTERPRISE, print::show)
        .get("/filings/{id}/withdraw", ENTERPRISE, withdraw::show)
        .post("/filings/{id}/withdraw", ENTERPRISE, withdraw::send)
}

/// Claims, from the pre-filled one to its confirmation.
fn claims(routes: Routes) -> Routes {
    use claim::{answers, changes, confirm, letter, list, paper, receipt, row, tasks, withdraw};
    routes
        .get("/claims/{id}/tasks", ENTERPRISE, tasks::show)
        .get("/claims/{id}/changes", ENTERPRISE, changes::show)
        .post("/claims/{id}/changes", ENTERPRISE, changes::send)
        .get("/claims/{id}/answers", ENTERPRISE, answers::show)
        .post("/claims/{id}/answers", ENTERPRISE, answers::send)
        .get("/claims/{id}/lists/{list}", ENTERPRISE, list::show)
        .post("/claims/{id}/lists/{list}/carry", ENTERPRISE, list::carry)
        .get("/claims/{id}/lists/{list}/add", ENTERPRISE, row::add)
        .post("/claims/{id}/lists/{list}/add", ENTERPRISE, row::send)
        .get("/claims/{id}/lists/{list}/{place}", ENTERPRISE, row::show)
        .post("/claims/{id}/lists/{list}/{place}", ENTERPRISE, row::change)
        .post("/claims/{id}/lists/{list}/{place}/remove", ENTERPRISE, row::remove)
        .get("/claims/{id}/upload/{document}", ENTERPRISE, paper::show)
        .post("/claims/{id}/upload/{document}", ENTERPRISE, paper::send)
        .post("/claims/{id}/again/{document}", ENTERPRISE, paper::again)
        .post("/claims/{id}/remove/{document}", ENTERPRISE, paper::remove)
        .get("/claims/{id}/letter", ENTERPRISE, letter::show)
        .get("/claims/{id}/confirm", ENTERPRISE, confirm::show)
        .post("/claims/{id}/confirm", ENTERPRISE, confirm::send)
        .get("/claims/{id}/receipt", ENTERPRISE, receipt::show)
        .get("/claims/{id}/withdraw", ENTERPRISE, withdraw::show)
        .post("/claims/{id}/withdraw", ENTERPRISE, withdraw::send)
        .get("/report-missing", ENTERPRISE, missing::show)
        .post("/report-missing", ENTERPRISE, missing::send)
}
