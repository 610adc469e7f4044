//! One entry of the journal and its leaf in the transparency log.

use crate::database::{DatabaseError, Row, Statement, values};
use domain::act::Act;
use domain::event::Event;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// The version of the form of an entry's body.
pub const BODY_VERSION: i64 = 1;

const INSERT: &str = "insert into journal \
    (seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const AFTER: &str = "select seq, at, act, actor, seat, command, place, kind, id, what, v, body, leaf \
    from journal where seq > $1 order by seq limit 1000";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[INSERT, AFTER];

/// An entry of the journal, as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Counts from 1 without a gap.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// The act it belongs to.
    pub act: String,
    /// Who acted.
    pub actor: String,
    /// In which seat.
    pub seat: String,
    /// What was asked for.
    pub command: String,
    /// Which event of the act it is, from 0.
    pub place: i64,
    /// The kind of thing it happened to.
    pub kind: String,
    /// The id of that thing.
    pub id: String,
    /// What happened, as a word.
    pub what: String,
    /// The version of the form of the body.
    pub v: i64,
    /// The whole event as JSON.
    pub body: String,
    /// The leaf, as stored.
    pub leaf: Vec<u8>,
}

/// An entry's canonical form: one line of JSON with these fields in this order.
#[derive(Serialize)]
struct Canonical<'a> {
    seq: i64,
    at: String,
    act: &'a str,
    actor: &'a str,
    seat: &'a str,
    command: &'a str,
    place: i64,
    kind: &'a str,
    id: &'a str,
    what: &'a str,
    v: i64,
    body: &'a RawValue,
}

impl Entry {
    /// The entry for an event of an act.
    pub fn new(seq: i64, act: &Act, act_id: &str, place: usize, event: &Event) -> Result<Self, serde_json::Error> {
        let body = serde_json::to_value(event)?;
        let mut entry = Self {
            seq,
            at: whole_microseconds(act.at),
            act: act_id.to_owned(),
            actor: act.actor.account.to_string(),
            seat: act.actor.seat.word().to_owned(),
            command: act.command.name().to_owned(),
            place: i64::try_from(place).unwrap_or(i64::MAX),
            kind: event.subject.kind().to_owned(),
            id: event.subject.id(),
            what: word(&body["what"]),
            v: BODY_VERSION,
            body: body.to_string(),
            leaf: Vec::new(),
        };
        entry.leaf = entry.right_leaf()?.to_vec();
        Ok(entry)
    }

    /// The bytes that the log commits to: one line of JSON, as in an export.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Canonical {
            seq: self.seq,
            at: self.at.to_string(),
            act: &self.act,
            actor: &self.actor,
            seat: &self.seat,
            command: &self.command,
            place: self.place,
            kind: &self.kind,
            id: &self.id,
            what: &self.what,
            v: self.v,
            body: serde_json::from_str(&self.body)?,
        })
    }

    /// The leaf this entry must have: SHA-256 of 0x00 and the canonical bytes (RFC 6962).
    pub fn right_leaf(&self) -> Result<[u8; 32], serde_json::Error> {
        let mut hash = Sha256::new();
        hash.update([0]);
        hash.update(self.canonical()?);
        Ok(hash.finalize().into())
    }

    /// The event in the body.
    pub fn event(&self) -> Result<Event, serde_json::Error> {
        serde_json::from_str(&self.body)
    }

    pub(crate) fn insert(&self) -> Statement {
        let values = values![
            self.seq,
            self.at.as_microsecond(),
            &self.act,
            &self.actor,
            &self.seat,
            &self.command,
            self.place,
            &self.kind,
            &self.id,
            &self.what,
            self.v,
            &self.body,
            self.leaf.clone(),
        ];
        Statement::new(INSERT, values).touching(1)
    }

    /// The next entries after a number, at most a thousand.
    pub fn after(seq: i64) -> Statement {
        Statement::new(AFTER, values![seq])
    }

    /// Reads an entry from a row of [`Entry::after`].
    pub fn read(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Self {
            seq: row.int(0)?,
            at: instant(row.int(1)?),
            act: row.string(2)?,
            actor: row.string(3)?,
            seat: row.string(4)?,
            command: row.string(5)?,
            place: row.int(6)?,
            kind: row.string(7)?,
            id: row.string(8)?,
            what: row.string(9)?,
            v: row.int(10)?,
            body: row.string(11)?,
            leaf: row.bytes(12)?.to_vec(),
        })
    }
}

/// The instant of a stored number of microseconds; the first or last instant where it is outside.
pub(crate) fn instant(microseconds: i64) -> Timestamp {
    let outside = if microseconds.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(microseconds).unwrap_or(outside)
}

fn whole_microseconds(at: Timestamp) -> Timestamp {
    instant(at.as_microsecond())
}

/// The word for what happened: where it happened, and the name of the event there; of a case that moved on its
/// course, how it moved.
fn word(what: &serde_json::Value) -> String {
    let on = what["on"].as_str().unwrap_or_default();
    let event = &what["event"];
    let did = ["moved", "did", "kind"].iter().find_map(|tag| event[*tag].as_str());
    did.map_or_else(|| on.to_owned(), |did| format!("{on}.{did}"))
}
