//! The columns of rosters.

use super::Texts;
use crate::database::{Value, values};
use domain::claim::Roster;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "roster",
    read: "select version, body from roster where id = $1",
    version: "select version from roster where id = $1",
    insert: "insert into roster (id, version, body, programme, provider, sent_at) values ($1, $2, \
        $3, $4, $5, $6)",
    update: "update roster set version = $2, body = $3, programme = $4, provider = $5, sent_at = \
        $6 where id = $1 and version + 1 = $2",
    page: "select id, version, body, programme, provider, sent_at from roster where id > $1 \
        order by id limit 300",
};

pub(super) fn columns(state: &Roster) -> Vec<Value> {
    values![state.programme.as_str(), &state.provider, state.sent_at.as_microsecond()]
}
