//! The ledger: balances, and the movements of one account.

use crate::database::{Database, DatabaseError, Statement, values};
use crate::entry::instant;
use jiff::Timestamp;
use policy::money::Fen;

const BALANCES: &str = "select account, fen from balance where account >= $1 and account < $2 \
    order by account";
const POSTINGS: &str = "select posting.seq, journal.at, posting.fen, journal.body, journal.actor \
    from posting join journal on journal.seq = posting.seq \
    where posting.account = $1 and posting.seq < $2 order by posting.seq desc limit $3";

const SUM: &str = "select cast(coalesce(sum(fen), 0) as bigint) from posting where account = $1 and seq < $2";

pub(super) const SQL: &[&str] = &[BALANCES, POSTINGS, SUM];

/// A balance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Balance {
    /// The account, as text: programme, year, stream, purpose.
    pub account: String,
    /// What it holds.
    pub fen: Fen,
}

/// A movement of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Movement {
    /// The entry of the journal.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// How much it received; negative where it gave.
    pub fen: Fen,
    /// The whole event as JSON: reason, clause, case.
    pub body: String,
    /// Who moved it.
    pub actor: String,
}

/// The balances whose account begins with this text, such as `shenyang-2018/` or one year of it.
pub async fn balances(database: &Database, beginning: &str) -> Result<Vec<Balance>, DatabaseError> {
    let end = format!("{beginning}\u{10ffff}");
    let rows = database.query(Statement::new(BALANCES, values![beginning, end])).await?;
    rows.iter().map(|row| Ok(Balance { account: row.string(0)?, fen: Fen::new(row.int(1)?) })).collect()
}

/// The movements of an account before an entry, the newest first.
pub async fn movements(
    database: &Database,
    account: &str,
    before: i64,
    most: i64,
) -> Result<Vec<Movement>, DatabaseError> {
    let rows = database.query(Statement::new(POSTINGS, values![account, before, most])).await?;
    let movements = rows.iter().map(|row| {
        Ok(Movement {
            seq: row.int(0)?,
            at: instant(row.int(1)?),
            fen: Fen::new(row.int(2)?),
            body: row.string(3)?,
            actor: row.string(4)?,
        })
    });
    movements.collect()
}

/// What an account held before an entry: the sum of its postings so far.
pub async fn held_before(database: &Database, account: &str, before: i64) -> Result<Fen, DatabaseError> {
    let rows = database.query(Statement::new(SUM, values![account, before])).await?;
    rows.first().map_or(Ok(Fen::new(0)), |row| Ok(Fen::new(row.int(0)?)))
}
