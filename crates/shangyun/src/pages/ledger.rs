//! The ledger of a programme: what every purpose of money holds, by year and stream, and the movements of one account.

use crate::routes::{May, Routes, SeatKind};

mod account;
mod balances;
mod purse;

/// Who reads the ledger.
const READERS: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/ledger", READERS, balances::show).get("/ledger/account", READERS, account::show)
}
