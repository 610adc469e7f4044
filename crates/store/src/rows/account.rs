//! The columns of accounts.

use super::Texts;
use crate::database::{Value, values};
use domain::account::Account;
use domain::act::Seat;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "account",
    read: "select version, body from account where id = $1",
    version: "select version from account where id = $1",
    insert: "insert into account (id, version, body, seat, party, enabled) values ($1, $2, $3, \
        $4, $5, $6)",
    update: "update account set version = $2, body = $3, seat = $4, party = $5, enabled = $6 \
        where id = $1 and version + 1 = $2",
    page: "select id, version, body, seat, party, enabled from account where id > $1 order by \
        id limit 300",
};

pub(super) fn columns(state: &Account) -> Vec<Value> {
    values![state.seat.word(), party(&state.seat), state.enabled]
}

/// Whom a seat speaks for; empty where it speaks for nobody.
pub fn party(seat: &Seat) -> &str {
    match seat {
        Seat::Enterprise { enterprise, .. } => enterprise.as_str(),
        Seat::Provider { provider } => provider,
        Seat::Office { office, .. } => office,
        Seat::Expert { expert } => expert,
        Seat::ExternalAuditor { letter, .. } => letter,
        Seat::Newcomer
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => "",
    }
}
