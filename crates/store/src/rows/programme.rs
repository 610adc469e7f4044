//! The columns of programmes.

use super::Texts;
use crate::database::{Value, values};
use domain::programme::Programme;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "programme",
    read: "select version, body from programme where id = $1",
    version: "select version from programme where id = $1",
    insert: "insert into programme (id, version, body, policy, policy_hash, state) values ($1, \
        $2, $3, $4, $5, $6)",
    update: "update programme set version = $2, body = $3, policy = $4, policy_hash = $5, state = \
        $6 where id = $1 and version + 1 = $2",
    page: "select id, version, body, policy, policy_hash, state from programme where id > $1 \
        order by id limit 300",
};

pub(super) fn columns(state: &Programme) -> Vec<Value> {
    values![&state.policy, &state.policy_hash, state.state.word()]
}
