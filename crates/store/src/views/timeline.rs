//! What happened to one thing, and what one account did: entries of the journal.

use crate::database::{Database, DatabaseError, Statement, values};
use crate::entry::Entry;
use domain::world::Key;
use jiff::Timestamp;

const OF_SUBJECT: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where kind = $1 and id = $2 and seq > $3 order by seq limit $4";
const OF_ACTOR: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where actor = $1 and seq < $2 order by seq desc limit $3";
const BETWEEN: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where at >= $1 and at < $2 and seq > $3 order by seq limit $4";
const LATEST: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where seq < $1 order by seq desc limit $2";

const SEARCH: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where seq < $1 and at >= $2 and at < $3 order by seq desc limit $4";
const SEARCH_ACTOR: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where actor = $5 and seq < $1 and at >= $2 and at < $3 \
    and ($6 = '' or kind = $6) and ($7 = '' or id = $7) order by seq desc limit $4";
const SEARCH_SUBJECT: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where kind = $5 and id = $6 and seq < $1 and at >= $2 and at < $3 \
    order by seq desc limit $4";

pub(super) const SQL: &[&str] = &[OF_SUBJECT, OF_ACTOR, BETWEEN, LATEST, SEARCH, SEARCH_ACTOR, SEARCH_SUBJECT];

/// Which entries are wanted; what is not given matters not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// By this account.
    pub actor: Option<String>,
    /// To this thing.
    pub subject: Option<Key>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
}

/// The entries that are wanted, before a number, the newest first.
pub async fn search(database: &Database, wanted: &Wanted, before: i64, most: i64) -> Result<Vec<Entry>, DatabaseError> {
    let from = wanted.from.map_or(i64::MIN, Timestamp::as_microsecond);
    let until = wanted.until.map_or(i64::MAX, Timestamp::as_microsecond);
    let mut values = values![before, from, until, most];
    let sql = match (&wanted.actor, &wanted.subject) {
        (Some(actor), subject) => {
            let (kind, id) = subject.as_ref().map_or(("", String::new()), |key| (key.kind(), key.id()));
            values.extend(values![actor, kind, id]);
            SEARCH_ACTOR
        }
        (None, Some(subject)) => {
            values.extend(values![subject.kind(), subject.id()]);
            SEARCH_SUBJECT
        }
        (None, None) => SEARCH,
    };
    entries(database, Statement::new(sql, values)).await
}

/// The entries of one thing after a number, the oldest first.
pub async fn of_subject(database: &Database, key: &Key, after: i64, most: i64) -> Result<Vec<Entry>, DatabaseError> {
    entries(database, Statement::new(OF_SUBJECT, values![key.kind(), key.id(), after, most])).await
}

/// The entries of one account before a number, the newest first.
pub async fn of_actor(database: &Database, account: &str, before: i64, most: i64) -> Result<Vec<Entry>, DatabaseError> {
    entries(database, Statement::new(OF_ACTOR, values![account, before, most])).await
}

/// The entries of a span of time after a number, the oldest first.
pub async fn between(
    database: &Database,
    span: (Timestamp, Timestamp),
    after: i64,
    most: i64,
) -> Result<Vec<Entry>, DatabaseError> {
    let values = values![span.0.as_microsecond(), span.1.as_microsecond(), after, most];
    entries(database, Statement::new(BETWEEN, values)).await
}

/// The entries before a number, the newest first.
pub async fn latest(database: &Database, before: i64, most: i64) -> Result<Vec<Entry>, DatabaseError> {
    entries(database, Statement::new(LATEST, values![before, most])).await
}

async fn entries(database: &Database, read: Statement) -> Result<Vec<Entry>, DatabaseError> {
    database.query(read).await?.iter().map(Entry::read).collect()
}
