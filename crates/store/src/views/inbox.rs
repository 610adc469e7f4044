//! The inbox: what a party was told, the newest first.

use crate::database::{Database, DatabaseError, Statement, values};
use crate::rows::message::addressee;
use crate::store::{Failed, Store};
use crate::views::PAGE;
use domain::message::{Addressee, Message};
use jiff::Timestamp;

const PAGE_OF: &str = "select id, body, at, read_at from message \
    where addressee_kind = $1 and addressee = $2 and (at, id) < ($3, $4) \
    order by at desc, id desc limit $5";
const UNREAD: &str = "select cast(count(*) as bigint) from message \
    where addressee_kind = $1 and addressee = $2 and read_at is null";
const OF_CASE: &str = "select id, body, at, read_at from message where about = $1 order by at, id";
const READ: &str = "update message set read_by = $2, read_at = $3 where id = $1 and read_at is null";

pub(super) const SQL: &[&str] = &[PAGE_OF, UNREAD, OF_CASE, READ];

/// A message as shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Its id.
    pub id: String,
    /// The message.
    pub message: Message,
    /// Whether somebody read it.
    pub is_read: bool,
}

/// The newest messages of some addressees, those before an instant and id; `None` begins.
pub async fn page(
    database: &Database,
    to: &[Addressee],
    before: Option<(Timestamp, &str)>,
) -> Result<Vec<Letter>, DatabaseError> {
    let (at, id) = before.map_or((i64::MAX, ""), |(at, id)| (at.as_microsecond(), id));
    let reads = to.iter().map(|to| {
        let (kind, addressee) = addressee(to);
        Statement::new(PAGE_OF, values![kind, addressee, at, id, PAGE])
    });
    let answers = database.query_many(reads.collect()).await?;
    let mut letters: Vec<Letter> = answers.iter().flatten().map(read).collect::<Result<_, _>>()?;
    letters.sort_by(|one, other| (other.message.at, &other.id).cmp(&(one.message.at, &one.id)));
    letters.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(letters)
}

/// How many messages of some addressees nobody has read.
pub async fn unread(database: &Database, to: &[Addressee]) -> Result<i64, DatabaseError> {
    let reads = to.iter().map(|to| {
        let (kind, addressee) = addressee(to);
        Statement::new(UNREAD, values![kind, addressee])
    });
    let answers = database.query_many(reads.collect()).await?;
    let mut sum: i64 = 0;
    for row in answers.iter().flatten() {
        sum = sum.saturating_add(row.int(0)?);
    }
    Ok(sum)
}

/// Everything that anybody was told about a case, the oldest first. `about` is the text of its key.
pub async fn of_case(database: &Database, about: &str) -> Result<Vec<Letter>, DatabaseError> {
    database.query(Statement::new(OF_CASE, values![about])).await?.iter().map(read).collect()
}

/// Somebody read a message.
pub async fn mark_read(store: &Store, id: &str, reader: &str, at: Timestamp) -> Result<(), Failed> {
    store.write(vec![Statement::new(READ, values![id, reader, at.as_microsecond()])]).await.map(|_| ())
}

fn read(row: &crate::database::Row) -> Result<Letter, DatabaseError> {
    let message = super::cases::parse(row.text(1)?)?;
    Ok(Letter { id: row.string(0)?, message, is_read: row.maybe_int(3)?.is_some() })
}
