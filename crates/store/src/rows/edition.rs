//! The columns of editions.

use super::Texts;
use crate::database::{Value, values};
use domain::edition::Edition;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "edition",
    read: "select version, body from edition where id = $1",
    version: "select version from edition where id = $1",
    insert: "insert into edition (id, version, body, programme, state) values ($1, $2, $3, $4, $5)",
    update: "update edition set version = $2, body = $3, programme = $4, state = $5 \
        where id = $1 and version + 1 = $2",
    page: "select id, version, body, programme, state from edition where id > $1 order by id limit 300",
};

pub(super) fn columns(state: &Edition) -> Vec<Value> {
    values![state.programme.as_str(), state.state.word()]
}
