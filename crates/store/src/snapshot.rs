//! Reading the world by key: the state of aggregates and the version each was read at.

use crate::database::{DatabaseError, Row, Statement, values};
use crate::rows;
use domain::unique::{Hold, Standing};
use domain::world::{Aggregate, Key, World};
use policy::money::Fen;
use std::collections::BTreeMap;

const UNIQUE: &str = "select version, holder, standing from unique_key where key = $1";
const UNIQUE_VERSION: &str = "select version from unique_key where key = $1";
const COUNTER: &str = "select last from counter where name = $1";
const BALANCE: &str = "select fen from balance where account = $1";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[UNIQUE, UNIQUE_VERSION, COUNTER, BALANCE];

/// A row that cannot be: what it holds is no state of its kind.
#[derive(Debug, thiserror::Error)]
#[error("the row of `{key}` is inconsistent")]
pub struct Inconsistency {
    /// The text of its key.
    pub key: String,
    /// What is wrong with it.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// What an act decides from: the aggregates it asked for, each with the version it was read at.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The aggregates.
    pub world: World,
    versions: BTreeMap<Key, i64>,
}

impl Snapshot {
    /// Takes in a key as read.
    pub(crate) fn load(&mut self, key: Key, found: Found) {
        self.versions.insert(key.clone(), found.version);
        self.world.load(key, found.state);
    }

    /// Every key read, with its version; 0 where there was nothing.
    pub fn versions(&self) -> impl Iterator<Item = (&Key, i64)> {
        self.versions.iter().map(|(key, version)| (key, *version))
    }

    /// The version a key was read at; 0 where there was nothing or it was not read.
    pub fn version(&self, key: &Key) -> i64 {
        self.versions.get(key).copied().unwrap_or(0)
    }
}

/// One aggregate as read.
#[derive(Clone, Debug)]
pub struct Found {
    /// Counts its changes; the value itself for counters and balances; 0 where there is nothing.
    pub version: i64,
    /// Its state.
    pub state: Option<Aggregate>,
}

/// The statement that reads the state under a key.
pub(crate) fn read(key: &Key) -> Statement {
    let sql = match key {
        Key::Unique(_) => UNIQUE,
        Key::Counter(_) => COUNTER,
        Key::Balance(_) => BALANCE,
        Key::Account(_)
        | Key::Enterprise(_)
        | Key::Programme(_)
        | Key::Edition(_)
        | Key::Interpretation(_)
        | Key::Filing(_)
        | Key::Claim(_)
        | Key::Roster(_)
        | Key::Round(_)
        | Key::Message(_) => rows::texts(key).read,
    };
    Statement::new(sql, values![key.id()])
}

/// The statement that reads only the version under a key.
pub(crate) fn read_version(key: &Key) -> Statement {
    let sql = match key {
        Key::Unique(_) => UNIQUE_VERSION,
        Key::Counter(_) => COUNTER,
        Key::Balance(_) => BALANCE,
        Key::Account(_)
        | Key::Enterprise(_)
        | Key::Programme(_)
        | Key::Edition(_)
        | Key::Interpretation(_)
        | Key::Filing(_)
        | Key::Claim(_)
        | Key::Roster(_)
        | Key::Round(_)
        | Key::Message(_) => rows::texts(key).version,
    };
    Statement::new(sql, values![key.id()])
}

/// The version in the answer to [`read`] or [`read_version`].
pub(crate) fn version(answer: &[Row]) -> Result<i64, DatabaseError> {
    answer.first().map_or(Ok(0), |row| row.int(0))
}

/// The state in the answer to [`read`].
pub(crate) fn found(key: &Key, answer: &[Row]) -> Result<Found, Inconsistency> {
    let Some(row) = answer.first() else { return Ok(Found { version: 0, state: None }) };
    let version = row.int(0).map_err(|error| inconsistent(key, error))?;
    let state = match key {
        Key::Unique(_) => Aggregate::Unique(hold(key, row)?),
        Key::Counter(_) => Aggregate::Counter(version),
        Key::Balance(_) => Aggregate::Balance(Fen::new(version)),
        Key::Account(_)
        | Key::Enterprise(_)
        | Key::Programme(_)
        | Key::Edition(_)
        | Key::Interpretation(_)
        | Key::Filing(_)
        | Key::Claim(_)
        | Key::Roster(_)
        | Key::Round(_)
        | Key::Message(_) => {
            let body = row.text(1).map_err(|error| inconsistent(key, error))?;
            rows::state(key, body).map_err(|error| inconsistent(key, error))?
        }
    };
    Ok(Found { version, state: Some(state) })
}

fn hold(key: &Key, row: &Row) -> Result<Hold, Inconsistency> {
    let holder = row.string(1).map_err(|error| inconsistent(key, error))?;
    let standing = match row.text(2).map_err(|error| inconsistent(key, error))? {
        "live" => Standing::Live,
        "funded" => Standing::Funded,
        other => return Err(inconsistent(key, format!("unknown standing `{other}`"))),
    };
    Ok(Hold { holder, standing })
}

fn inconsistent(key: &Key, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Inconsistency {
    Inconsistency { key: key.to_string(), source: source.into() }
}

/// The word for a standing, as stored.
pub(crate) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Live => "live",
        Standing::Funded => "funded",
    }
}
