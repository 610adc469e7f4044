//! What a decided act writes: entries, rows, postings, keys, messages, personal values and the
//! answer, as statements in their order.

use crate::database::{Statement, values};
use crate::entry::Entry;
use crate::rows::{self, queue};
use crate::snapshot::{Snapshot, standing_word};
use crate::vault::PersonalRow;
use domain::act::Act;
use domain::decide::Decided;
use domain::event::{Event, What};
use domain::ledger;
use domain::unique::Hold;
use domain::world::{Aggregate, Key};
use std::collections::BTreeMap;

const TAKE: &str = "insert into unique_key (key, holder, standing, version) values ($1, $2, $3, $4)";
const HOLD: &str = "update unique_key set holder = $2, standing = $3, version = $4 \
    where key = $1 and version = $5";
const FREE: &str = "delete from unique_key where key = $1 and version = $2";
const COUNT_FIRST: &str = "insert into counter (name, last) values ($1, $2)";
const COUNT: &str = "update counter set last = $2 where name = $1 and last = $3";
const OPEN: &str = "insert into balance (account, fen, overdraft) values ($1, 0, $2) \
    on conflict (account) do nothing";
const POST: &str = "update balance set fen = fen + $2 where account = $1";
const POSTING: &str = "insert into posting (seq, account, fen) values ($1, $2, $3)";
const EFFECT: &str = "insert into outbox (id, kind, body, state, attempts, due) \
    values ($1, $2, $3, 'ready', 0, $4)";
const ANSWER: &str = "insert into answer (act, body_hash, answer, at) values ($1, $2, $3, $4)";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[TAKE, HOLD, FREE, COUNT_FIRST, COUNT, OPEN, POST, POSTING, EFFECT, ANSWER];

/// Why a decision cannot be turned into statements.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangesError {
    #[error("a state cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    #[error("an event of `{command}` does not fit `{key}`")]
    Misfit { command: &'static str, key: String },
    #[error("an amount of `{command}` does not fit")]
    Amount { command: &'static str },
    #[error("`{key}` was changed without being read")]
    Unread { key: String },
}

/// What an act writes, and what the next acts must know of it.
pub(crate) struct Changes {
    /// The statements, in their order.
    pub(crate) statements: Vec<Statement>,
    /// The new version of every key it changed.
    pub(crate) versions: Vec<(Key, i64)>,
    /// The number of its last entry.
    pub(crate) last_seq: i64,
}

/// An act with what identifies it and goes with it.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) act: &'a Act,
    pub(crate) id: &'a str,
    pub(crate) body_hash: &'a [u8; 32],
    pub(crate) personal: &'a [PersonalRow],
}

/// The statements of an act that was decided in a snapshot, after the entry with this number.
pub(crate) fn changes(
    signed: Signed<'_>,
    snapshot: Snapshot,
    decided: &Decided,
    head: i64,
) -> Result<Changes, ChangesError> {
    let mut writing = Writing {
        signed,
        snapshot,
        seq: head,
        changed: BTreeMap::new(),
        moved: BTreeMap::new(),
        statements: Vec::new(),
    };
    for (place, event) in decided.events.iter().enumerate() {
        writing.event(place, event)?;
    }
    let versions = writing.rows()?;
    let mut statements = writing.statements;
    statements.extend(signed.personal.iter().map(PersonalRow::insert));
    let answer = serde_json::to_string(&decided.answer)?;
    let at = signed.act.at.as_microsecond();
    let values = values![signed.id, signed.body_hash.as_slice(), answer, at];
    statements.push(Statement::new(ANSWER, values).touching(1));
    Ok(Changes { statements, versions, last_seq: writing.seq })
}

/// How a balance moved.
struct Moved {
    /// Whether nothing was ever posted to it before.
    is_first: bool,
    /// By how many fen in all.
    fen: i64,
}

/// The changes under construction.
struct Writing<'a> {
    signed: Signed<'a>,
    /// The versions that were read, and the world as it becomes event by event.
    snapshot: Snapshot,
    seq: i64,
    /// What changed: what it was before, and the last entry that changed it.
    changed: BTreeMap<Key, (Option<Aggregate>, i64)>,
    moved: BTreeMap<ledger::Account, Moved>,
    statements: Vec<Statement>,
}

impl Writing<'_> {
    fn command(&self) -> &'static str {
        self.signed.act.command.name()
    }

    /// Writes the entry of an event and applies it.
    fn event(&mut self, place: usize, event: &Event) -> Result<(), ChangesError> {
        self.seq = self.seq.saturating_add(1);
        let entry = Entry::new(self.seq, self.signed.act, self.signed.id, place, event)?;
        self.statements.push(entry.insert());
        match &event.what {
            What::Moved(transfer) => self.postings(transfer)?,
            What::Told(_) => {
                self.effect(&event.subject)?;
                self.change(&event.subject)?;
            }
            What::Account(_)
            | What::Enterprise(_)
            | What::Programme(_)
            | What::Edition(_)
            | What::Interpretation(_)
            | What::Filing(_)
            | What::Claim(_)
            | What::Round(_)
            | What::Hold(_)
            | What::Added(_) => self.change(&event.subject)?,
        }
        self.snapshot.world.apply(event);
        Ok(())
    }

    /// Notes that the present entry changes what stands under a key, and what stood there before the first that did.
    fn change(&mut self, key: &Key) -> Result<(), ChangesError> {
        if let Some((_, seq)) = self.changed.get_mut(key) {
            *seq = self.seq;
            return Ok(());
        }
        let before = self.snapshot.world.get(key).map_err(|_| unread(key))?.cloned();
        self.changed.insert(key.clone(), (before, self.seq));
        Ok(())
    }

    fn postings(&mut self, transfer: &ledger::Transfer) -> Result<(), ChangesError> {
        let command = self.command();
        let mut by_account: BTreeMap<&ledger::Account, i64> = BTreeMap::new();
        for (account, fen) in transfer.postings().ok_or(ChangesError::Amount { command })? {
            let sum = by_account.entry(account).or_default();
            *sum = sum.checked_add(fen.fen()).ok_or(ChangesError::Amount { command })?;
        }
        for (account, fen) in by_account {
            let values = values![self.seq, account.to_string(), fen];
            self.statements.push(Statement::new(POSTING, values).touching(1));
            let key = Key::Balance(account.clone());
            let is_first = self.snapshot.world.get(&key).map_err(|_| unread(&key))?.is_none();
            let moved = self.moved.entry(account.clone()).or_insert(Moved { is_first, fen: 0 });
            moved.fen = moved.fen.checked_add(fen).ok_or(ChangesError::Amount { command })?;
        }
        Ok(())
    }

    /// A message also leaves the house, if its addressee has an address.
    fn effect(&mut self, subject: &Key) -> Result<(), ChangesError> {
        let body = serde_json::to_string(&serde_json::json!({ "message": subject.id() }))?;
        let values = values![subject.id(), "mail", body, self.signed.act.at.as_microsecond()];
        self.statements.push(Statement::new(EFFECT, values).touching(1));
        Ok(())
    }

    /// Writes the rows of everything that changed; gives the new versions.
    fn rows(&mut self) -> Result<Vec<(Key, i64)>, ChangesError> {
        let mut versions = Vec::new();
        for (key, (before, seq)) in std::mem::take(&mut self.changed) {
            let after = self.snapshot.world.get(&key).map_err(|_| unread(&key))?.cloned();
            let version = match (before, after) {
                (None, None) => continue,
                (before, Some(Aggregate::Unique(hold))) => self.hold((&key, seq), before.as_ref(), &hold),
                (Some(Aggregate::Unique(_)), None) => self.free(&key),
                (before, Some(Aggregate::Counter(last))) => self.counter(&key, before.is_none(), last),
                (before, Some(after)) => self.state(&key, before.as_ref(), &after)?,
                (Some(_), None) => {
                    return Err(ChangesError::Misfit { command: self.command(), key: key.to_string() });
                }
            };
            versions.push((key, version));
        }
        for (account, moved) in std::mem::take(&mut self.moved) {
            versions.push(self.balance(account, &moved)?);
        }
        Ok(versions)
    }

    fn hold(&mut self, (key, seq): (&Key, i64), before: Option<&Aggregate>, hold: &Hold) -> i64 {
        let standing = standing_word(hold.standing);
        let mut values = values![key.id(), &hold.holder, standing, seq];
        if before.is_some() {
            values.push(self.snapshot.version(key).into());
            self.statements.push(Statement::new(HOLD, values).touching(1));
        } else {
            self.statements.push(Statement::new(TAKE, values).touching(1));
        }
        seq
    }

    fn free(&mut self, key: &Key) -> i64 {
        let values = values![key.id(), self.snapshot.version(key)];
        self.statements.push(Statement::new(FREE, values).touching(1));
        0
    }

    fn counter(&mut self, key: &Key, first: bool, last: i64) -> i64 {
        let before = self.snapshot.version(key);
        let statement = if first {
            Statement::new(COUNT_FIRST, values![key.id(), last])
        } else {
            Statement::new(COUNT, values![key.id(), last, before])
        };
        self.statements.push(statement.touching(1));
        last
    }

    fn state(&mut self, key: &Key, before: Option<&Aggregate>, after: &Aggregate) -> Result<i64, ChangesError> {
        let version = self.snapshot.version(key);
        self.statements.push(rows::write(key, version, after)?);
        self.statements.extend(queue::moves(&key.id(), before, Some(after)));
        Ok(version.saturating_add(1))
    }

    /// A balance moves by what the act moved, not to a value: the constraint guards the result.
    fn balance(&mut self, account: ledger::Account, moved: &Moved) -> Result<(Key, i64), ChangesError> {
        let (name, overdraft) = (account.to_string(), account.may_overdraw());
        if moved.is_first {
            self.statements.push(Statement::new(OPEN, values![&name, overdraft]));
        }
        self.statements.push(Statement::new(POST, values![name, moved.fen]).touching(1));
        let key = Key::Balance(account);
        match self.snapshot.world.get(&key) {
            Ok(Some(Aggregate::Balance(after))) => Ok((key, after.fen())),
            Ok(_) | Err(_) => Err(unread(&key)),
        }
    }
}

fn unread(key: &Key) -> ChangesError {
    ChangesError::Unread { key: key.to_string() }
}
