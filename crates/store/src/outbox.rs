//! The outbox: effects written with the act that wants them, done afterwards. An effect may be done
//! twice after a crash, never lost; who does it must bear that.

use crate::database::{Database, DatabaseError, Row, Statement, values};
use crate::entry::instant;
use crate::store::{Failed, Store};
use jiff::Timestamp;

const READY: &str = "select id, kind, body, attempts from outbox \
    where state = 'ready' and due <= $1 order by due, id limit $2";
const LEASE: &str = "update outbox set attempts = attempts + 1, due = $3 \
    where id = $1 and state = 'ready' and attempts = $2";
const ADD: &str = "insert into outbox (id, kind, body, state, attempts, due) \
    values ($1, $2, $3, 'ready', 0, $4) on conflict (id) do nothing";
const DONE: &str = "update outbox set state = 'done', body = '' where id = $1";
const DONE_ALL: &str = "update outbox set state = 'done', body = '' \
    where state = 'ready' and kind = $1 and due <= $2";
const AGAIN: &str = "update outbox set due = $2 where id = $1 and state = 'ready'";
const GIVE_UP: &str = "update outbox set state = 'given_up' where id = $1";
const RETRY: &str = "update outbox set state = 'ready', attempts = 0, due = $1 where state = 'given_up'";
const COUNTS: &str = "select state, kind, cast(count(*) as bigint), min(due) from outbox \
    where state <> 'done' group by state, kind order by state, kind";
const GIVEN_UP: &str = "select id, kind, body, attempts from outbox \
    where state = 'given_up' order by due desc, id limit 50";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[READY, LEASE, ADD, DONE, DONE_ALL, AGAIN, GIVE_UP, RETRY, COUNTS, GIVEN_UP];

/// An effect to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effect {
    /// Its id.
    pub id: String,
    /// What kind it is.
    pub kind: String,
    /// What it needs, as JSON.
    pub body: String,
    /// How often it was tried before.
    pub attempts: i64,
}

/// Takes effects that are due, at most so many; nobody else gets them until `until`.
pub async fn take(store: &Store, now: Timestamp, until: Timestamp, most: i64) -> Result<Vec<Effect>, TakeError> {
    let ready = Statement::new(READY, values![now.as_microsecond(), most]);
    let mut taken = Vec::new();
    for row in store.database().query(ready).await? {
        let effect = read(&row)?;
        let lease = Statement::new(LEASE, values![&effect.id, effect.attempts, until.as_microsecond()]);
        if store.write(vec![lease]).await?.first() == Some(&1) {
            taken.push(effect);
        }
    }
    Ok(taken)
}

/// Adds an effect that no act asks for, such as the mail with a link; one with this id that is there already stays.
pub async fn add(store: &Store, id: &str, kind: &str, body: &str, due: Timestamp) -> Result<(), Failed> {
    let values = values![id, kind, body, due.as_microsecond()];
    store.write(vec![Statement::new(ADD, values)]).await.map(|_| ())
}

/// All effects of a kind that are due count as done, where nobody can do them; gives how many.
pub async fn done_all(store: &Store, kind: &str, now: Timestamp) -> Result<u64, Failed> {
    let touched = store.write(vec![Statement::new(DONE_ALL, values![kind, now.as_microsecond()])]).await?;
    Ok(touched.first().copied().unwrap_or(0))
}

/// What was given up is tried again from an instant on; gives how many.
pub async fn retry(store: &Store, from: Timestamp) -> Result<u64, Failed> {
    let touched = store.write(vec![Statement::new(RETRY, values![from.as_microsecond()])]).await?;
    Ok(touched.first().copied().unwrap_or(0))
}

/// Effects of one state and kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// ready or given_up.
    pub state: String,
    /// What kind they are.
    pub kind: String,
    /// How many.
    pub count: i64,
    /// Since when the first of them is due.
    pub since: Timestamp,
}

/// What is not done, by state and kind.
pub async fn waiting(database: &Database) -> Result<Vec<Waiting>, DatabaseError> {
    let rows = database.query(Statement::new(COUNTS, vec![])).await?;
    let read = |row: &Row| {
        let since = instant(row.int(3)?);
        Ok(Waiting { state: row.string(0)?, kind: row.string(1)?, count: row.int(2)?, since })
    };
    rows.iter().map(read).collect()
}

/// The latest effects that were given up, at most fifty.
pub async fn given_up(database: &Database) -> Result<Vec<Effect>, DatabaseError> {
    database.query(Statement::new(GIVEN_UP, vec![])).await?.iter().map(read).collect()
}

/// An effect is done; what it needed is forgotten.
pub async fn done(store: &Store, id: &str) -> Result<(), Failed> {
    store.write(vec![Statement::new(DONE, values![id])]).await.map(|_| ())
}

/// An effect failed and is tried again from an instant on.
pub async fn again(store: &Store, id: &str, from: Timestamp) -> Result<(), Failed> {
    store.write(vec![Statement::new(AGAIN, values![id, from.as_microsecond()])]).await.map(|_| ())
}

/// An effect is not tried any more; it stays visible.
pub async fn give_up(store: &Store, id: &str) -> Result<(), Failed> {
    store.write(vec![Statement::new(GIVE_UP, values![id])]).await.map(|_| ())
}

fn read(row: &Row) -> Result<Effect, DatabaseError> {
    Ok(Effect { id: row.string(0)?, kind: row.string(1)?, body: row.string(2)?, attempts: row.int(3)? })
}

/// Why effects cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The outbox cannot be read.
    #[error("cannot read the outbox")]
    Read(#[from] DatabaseError),
    /// The lease cannot be written.
    #[error("cannot take an effect")]
    Lease(#[from] Failed),
}
