//! The list of every statement, so that a test can prepare each on both databases.

use crate::{backup, changes, entry, group, migrate, outbox, rows, secrets, snapshot, store, tables, vault};
use crate::{verify, views};

/// Every statement of this crate.
pub fn all() -> Vec<String> {
    let lists = [
        backup::SQL,
        changes::SQL,
        entry::SQL,
        group::SQL,
        migrate::SQL,
        outbox::SQL,
        rows::queue::SQL,
        secrets::SQL,
        snapshot::SQL,
        store::SQL,
        vault::SQL,
    ];
    let mut all: Vec<String> = lists.concat().into_iter().map(str::to_owned).collect();
    for texts in rows::TABLES {
        let of_table = [texts.read, texts.version, texts.insert, texts.update, texts.page];
        all.extend(of_table.map(str::to_owned));
    }
    all.extend(verify::statements().into_iter().map(str::to_owned));
    all.extend(tables::statements());
    all.extend(views::statements());
    all
}
