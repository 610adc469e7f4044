//! The columns of messages. Whether a message was read is a column of its own, outside the journal.

use super::Texts;
use crate::database::{Value, values};
use domain::message::{Addressee, Message};

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "message",
    read: "select version, body from message where id = $1",
    version: "select version from message where id = $1",
    insert: "insert into message (id, version, body, addressee_kind, addressee, about, at) values \
        ($1, $2, $3, $4, $5, $6, $7)",
    update: "update message set version = $2, body = $3, addressee_kind = $4, addressee = $5, \
        about = $6, at = $7 where id = $1 and version + 1 = $2",
    page: "select id, version, body, addressee_kind, addressee, about, at from message where id \
        > $1 order by id limit 300",
};

pub(super) fn columns(state: &Message) -> Vec<Value> {
    let (kind, id) = addressee(&state.to);
    values![kind, id, &state.about, state.at.as_microsecond()]
}

/// The kind and id of an addressee, as stored.
pub fn addressee(to: &Addressee) -> (&'static str, &str) {
    match to {
        Addressee::Enterprise(id) => ("enterprise", id.as_str()),
        Addressee::Office(office) => ("office", office),
        Addressee::Provider(provider) => ("provider", provider),
        Addressee::Account(id) => ("account", id.as_str()),
    }
}
