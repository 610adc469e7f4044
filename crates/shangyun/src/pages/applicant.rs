//! Enterprises and institutions: registration, filing, claims.
//!
//! Everything here speaks for one enterprise. The owner of its account confirms and withdraws; a colleague prepares.

use crate::routes::{May, Routes, SeatKind};

mod colleagues;
mod enterprise;
mod figures;
mod own;
mod profile;
mod register;

/// Who speaks for an enterprise.
const ENTERPRISE: May = May::Seats(&[SeatKind::Enterprise]);
/// The same, and who has signed up but not registered one yet.
const APPLICANT: May = May::Seats(&[SeatKind::Enterprise, SeatKind::Newcomer]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    own_entry(routes)
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
