//! The three administrators and the auditors: accounts and rights; configuration and health; the journal.

use crate::routes::{May, Routes, SeatKind};

mod account;
mod accounts;
mod export;
mod invite;
mod journal;
mod seat;
mod system;
#[cfg(test)]
mod tests;
mod verification;

/// Accounts and rights are the security administrator's, and nobody else's.
const SECURITY: May = May::Seats(&[SeatKind::SecurityAdmin]);
/// Configuration and health are the system administrator's.
const SYSTEM: May = May::Seats(&[SeatKind::SystemAdmin]);
/// The journal is read by the audit administrator and the auditors.
const AUDIT: May = May::Seats(&[SeatKind::AuditAdmin, SeatKind::Auditor]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/admin/accounts", SECURITY, accounts::show)
        .get("/admin/accounts/new", SECURITY, invite::show)
        .post("/admin/accounts/new", SECURITY, invite::send)
        .get("/admin/accounts/{id}", SECURITY, account::show)
        .post("/admin/accounts/{id}", SECURITY, account::act)
        .get("/admin/accounts/{id}/seat", SECURITY, seat::show)
        .post("/admin/accounts/{id}/seat", SECURITY, seat::send)
        .get("/admin/system", SYSTEM, system::show)
        .post("/admin/system/publish", SYSTEM, system::publish)
        .post("/admin/system/mail", SYSTEM, system::try_mail)
        .post("/admin/system/retry", SYSTEM, system::retry)
        .get("/admin/journal", AUDIT, journal::show)
        .get("/admin/journal/export", AUDIT, export::export)
        .get("/admin/journal/verification", AUDIT, verification::show)
        .post("/admin/journal/verification", AUDIT, verification::start)
}
