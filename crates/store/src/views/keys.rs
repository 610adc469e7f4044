//! Things that may exist or be funded only once, and who holds them.

use crate::database::{Database, DatabaseError, Row, Statement, values};

const OF_HOLDER: &str = "select key, holder, standing from unique_key where holder = $1 order by key";
const FROM: &str = "select key, holder, standing from unique_key \
    where key > $1 and key < $2 order by key limit $3";

pub(super) const SQL: &[&str] = &[OF_HOLDER, FROM];

/// A held key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The key.
    pub key: String,
    /// The case that holds it.
    pub holder: String,
    /// live or funded.
    pub standing: String,
}

/// The keys that a case holds.
pub async fn of_holder(database: &Database, holder: &str) -> Result<Vec<Held>, DatabaseError> {
    database.query(Statement::new(OF_HOLDER, values![holder])).await?.iter().map(read).collect()
}

/// Held keys that begin with this text, after a key.
pub async fn beginning(
    database: &Database,
    beginning: &str,
    after: &str,
    most: i64,
) -> Result<Vec<Held>, DatabaseError> {
    let end = format!("{beginning}\u{10ffff}");
    let read_from = Statement::new(FROM, values![beginning.max(after), end, most]);
    database.query(read_from).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Held, DatabaseError> {
    Ok(Held { key: row.string(0)?, holder: row.string(1)?, standing: row.string(2)? })
}
