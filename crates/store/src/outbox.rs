//! The outbox: effects written with the act that wants them, done afterwards. An effect may be done
//! twice after a crash, never lost; who does it must bear that.

use crate::database::{DatabaseError, Statement, values};
use crate::store::{Failed, Store};
use jiff::Timestamp;

const READY: &str = "select id, kind, body, attempts from outbox \
    where state = 'ready' and due <= $1 order by due, id limit $2";
const LEASE: &str = "update outbox set attempts = attempts + 1, due = $3 \
    where id = $1 and state = 'ready' and attempts = $2";
const DONE: &str = "update outbox set state = 'done' where id = $1";
const AGAIN: &str = "update outbox set due = $2 where id = $1 and state = 'ready'";
const GIVE_UP: &str = "update outbox set state = 'given_up' where id = $1";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[READY, LEASE, DONE, AGAIN, GIVE_UP];

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
        let effect = Effect { id: row.string(0)?, kind: row.string(1)?, body: row.string(2)?, attempts: row.int(3)? };
        let lease = Statement::new(LEASE, values![&effect.id, effect.attempts, until.as_microsecond()]);
        if store.write(vec![lease]).await?.first() == Some(&1) {
            taken.push(effect);
        }
    }
    Ok(taken)
}

/// An effect is done.
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
