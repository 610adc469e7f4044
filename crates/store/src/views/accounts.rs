//! Accounts: by seat, by the party they speak for.

use crate::database::{Database, DatabaseError, Row, Statement, values};
use crate::views::PAGE;
use domain::account::Account;

const OF_SEAT: &str = "select id, body from account \
    where ($1 = '' or seat = $1) and id > $2 order by id limit $3";
const OF_PARTY: &str = "select id, body from account where party = $1 order by id";
const ENABLED: &str = "select cast(count(*) as bigint) from account where seat = $1 and enabled = 1";

pub(super) const SQL: &[&str] = &[OF_SEAT, OF_PARTY, ENABLED];

/// An account in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// The account.
    pub account: Account,
}

/// Accounts in a seat (by its word) or in all, after an id.
pub async fn page(database: &Database, seat: Option<&str>, after: &str) -> Result<Vec<Listed>, DatabaseError> {
    let values = values![seat.unwrap_or_default(), after, PAGE];
    database.query(Statement::new(OF_SEAT, values)).await?.iter().map(read).collect()
}

/// The accounts that speak for an office, enterprise, provider or expert.
pub async fn of_party(database: &Database, party: &str) -> Result<Vec<Listed>, DatabaseError> {
    database.query(Statement::new(OF_PARTY, values![party])).await?.iter().map(read).collect()
}

/// How many enabled accounts sit in a seat (by its word).
pub async fn enabled(database: &Database, seat: &str) -> Result<i64, DatabaseError> {
    let rows = database.query(Statement::new(ENABLED, values![seat])).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

fn read(row: &Row) -> Result<Listed, DatabaseError> {
    Ok(Listed { id: row.string(0)?, account: super::cases::parse(row.text(1)?)? })
}
