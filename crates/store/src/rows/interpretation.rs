//! The columns of interpretations.

use super::Texts;
use crate::database::{Value, values};
use domain::interpretation::Interpretation;
use domain::message::Addressee;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "interpretation",
    read: "select version, body from interpretation where id = $1",
    version: "select version from interpretation where id = $1",
    insert: "insert into interpretation (id, version, body, programme, asked_by, asked_at, answered) \
        values ($1, $2, $3, $4, $5, $6, $7)",
    update: "update interpretation set version = $2, body = $3, programme = $4, asked_by = $5, asked_at = $6, \
        answered = $7 where id = $1 and version + 1 = $2",
    page: "select id, version, body, programme, asked_by, asked_at, answered from interpretation \
        where id > $1 order by id limit 300",
};

pub(super) fn columns(state: &Interpretation) -> Vec<Value> {
    let party = match &state.asked_by {
        Addressee::Enterprise(id) => id.as_str(),
        Addressee::Office(id) | Addressee::Provider(id) => id.as_str(),
        Addressee::Account(id) => id.as_str(),
    };
    let answered = i64::from(state.answer.is_some());
    values![state.programme.as_str(), party, state.asked_at.as_microsecond(), answered]
}
