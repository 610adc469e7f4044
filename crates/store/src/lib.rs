//! Where everything is kept: the journal, the rows, the documents and the secrets, on SQLite or
//! PostgreSQL.
//!
//! Every change goes through [`Store::execute`](store::Store::execute): one writer, one
//! transaction, one journal. Pages read through [`views`]. What this crate does not know: rules
//! (they are in `domain`), pages, the clock, the source of randomness.

pub mod backup;
pub mod database;
pub mod documents;
pub mod entry;
pub mod migrate;
pub mod outbox;
pub mod rows;
pub mod secrets;
pub mod snapshot;
pub mod statements;
pub mod store;
pub mod tables;
pub mod tree;
pub mod vault;
pub mod verify;
pub mod views;

mod changes;
mod group;
mod outside;
mod writer;
