//! The columns of rounds, and their places in queues.

use super::Texts;
use super::queue::Place;
use crate::database::Value;
use domain::round::Round;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "round",
    read: "select version, body from round where id = $1",
    version: "select version from round where id = $1",
    insert: "insert into round (id, version, body) values ($1, $2, $3)",
    update: "update round set version = $2, body = $3 where id = $1 and version + 1 = $2",
    page: "select id, version, body from round where id > $1 order by id limit 300",
};

pub(super) fn columns(_: &Round) -> Vec<Value> {
    vec![]
}

pub(super) fn places(_: &str, _: &Round) -> Vec<Place> {
    vec![]
}
