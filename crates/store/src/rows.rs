//! The rows of aggregates: the whole state as JSON, and the columns that lists need, by kind.

pub mod account;
pub mod claim;
pub mod edition;
pub mod enterprise;
pub mod filing;
pub mod interpretation;
pub mod message;
pub mod programme;
pub mod queue;
pub mod roster;
pub mod round;

use crate::database::{Statement, Value, values};
use domain::world::{Aggregate, Key};
use jiff::civil::Date;

/// The day that stands for "nothing presses", after every real one.
pub const NO_DUE: &str = "9999-12-31";

/// The texts of one table. Insert and update take the same values: id, version, body, columns.
#[derive(Debug)]
pub struct Texts {
    /// The name of the table.
    pub table: &'static str,
    /// Reads version and body.
    pub read: &'static str,
    /// Reads the version.
    pub version: &'static str,
    /// Writes a new row.
    pub insert: &'static str,
    /// Replaces the row of the version before.
    pub update: &'static str,
    /// Reads all columns of the next rows after an id, a few hundred.
    pub page: &'static str,
}

/// The tables of aggregates, in the order of their kinds' names.
pub(crate) const TABLES: [&Texts; 10] = [
    &account::TEXTS,
    &claim::TEXTS,
    &edition::TEXTS,
    &enterprise::TEXTS,
    &filing::TEXTS,
    &interpretation::TEXTS,
    &message::TEXTS,
    &programme::TEXTS,
    &roster::TEXTS,
    &round::TEXTS,
];

/// The texts for the table of a key. Keys whose rows are no JSON states have texts elsewhere;
/// for them this gives those of messages, which never hold such a key.
pub(crate) fn texts(key: &Key) -> &'static Texts {
    match key {
        Key::Account(_) => &account::TEXTS,
        Key::Enterprise(_) => &enterprise::TEXTS,
        Key::Programme(_) => &programme::TEXTS,
        Key::Edition(_) => &edition::TEXTS,
        Key::Interpretation(_) => &interpretation::TEXTS,
        Key::Filing(_) => &filing::TEXTS,
        Key::Claim(_) => &claim::TEXTS,
        Key::Roster(_) => &roster::TEXTS,
        Key::Round(_) => &round::TEXTS,
        Key::Message(_) | Key::Unique(_) | Key::Counter(_) | Key::Balance(_) => &message::TEXTS,
    }
}

/// The state in a body of the table of a key.
pub(crate) fn state(key: &Key, body: &str) -> Result<Aggregate, serde_json::Error> {
    Ok(match key {
        Key::Account(_) => Aggregate::Account(serde_json::from_str(body)?),
        Key::Enterprise(_) => Aggregate::Enterprise(serde_json::from_str(body)?),
        Key::Programme(_) => Aggregate::Programme(serde_json::from_str(body)?),
        Key::Edition(_) => Aggregate::Edition(serde_json::from_str(body)?),
        Key::Interpretation(_) => Aggregate::Interpretation(serde_json::from_str(body)?),
        Key::Filing(_) => Aggregate::Filing(serde_json::from_str(body)?),
        Key::Claim(_) => Aggregate::Claim(serde_json::from_str(body)?),
        Key::Roster(_) => Aggregate::Roster(serde_json::from_str(body)?),
        Key::Round(_) => Aggregate::Round(serde_json::from_str(body)?),
        Key::Message(_) => Aggregate::Message(serde_json::from_str(body)?),
        Key::Unique(_) => Aggregate::Unique(serde_json::from_str(body)?),
        Key::Counter(_) => Aggregate::Counter(serde_json::from_str(body)?),
        Key::Balance(_) => Aggregate::Balance(serde_json::from_str(body)?),
    })
}

/// The state in a body, of the same kind as another state.
pub(crate) fn same_kind(like: &Aggregate, body: &str) -> Result<Aggregate, serde_json::Error> {
    Ok(match like {
        Aggregate::Account(_) => Aggregate::Account(serde_json::from_str(body)?),
        Aggregate::Enterprise(_) => Aggregate::Enterprise(serde_json::from_str(body)?),
        Aggregate::Programme(_) => Aggregate::Programme(serde_json::from_str(body)?),
        Aggregate::Edition(_) => Aggregate::Edition(serde_json::from_str(body)?),
        Aggregate::Interpretation(_) => Aggregate::Interpretation(serde_json::from_str(body)?),
        Aggregate::Filing(_) => Aggregate::Filing(serde_json::from_str(body)?),
        Aggregate::Claim(_) => Aggregate::Claim(serde_json::from_str(body)?),
        Aggregate::Roster(_) => Aggregate::Roster(serde_json::from_str(body)?),
        Aggregate::Round(_) => Aggregate::Round(serde_json::from_str(body)?),
        Aggregate::Message(_) => Aggregate::Message(serde_json::from_str(body)?),
        Aggregate::Unique(_) => Aggregate::Unique(serde_json::from_str(body)?),
        Aggregate::Counter(_) => Aggregate::Counter(serde_json::from_str(body)?),
        Aggregate::Balance(_) => Aggregate::Balance(serde_json::from_str(body)?),
    })
}

/// All values of the row of a state: id, version, body, then the columns of its kind.
pub(crate) fn row(id: &str, version: i64, state: &Aggregate) -> Result<Vec<Value>, serde_json::Error> {
    let (body, columns) = match state {
        Aggregate::Account(state) => (serde_json::to_string(state)?, account::columns(state)),
        Aggregate::Enterprise(state) => (serde_json::to_string(state)?, enterprise::columns(state)),
        Aggregate::Programme(state) => (serde_json::to_string(state)?, programme::columns(state)),
        Aggregate::Edition(state) => (serde_json::to_string(state)?, edition::columns(state)),
        Aggregate::Interpretation(state) => (serde_json::to_string(state)?, interpretation::columns(state)),
        Aggregate::Filing(state) => (serde_json::to_string(state)?, filing::columns(state)),
        Aggregate::Claim(state) => (serde_json::to_string(state)?, claim::columns(state)),
        Aggregate::Roster(state) => (serde_json::to_string(state)?, roster::columns(state)),
        Aggregate::Round(state) => (serde_json::to_string(state)?, round::columns(state)),
        Aggregate::Message(state) => (serde_json::to_string(state)?, message::columns(state)),
        Aggregate::Unique(state) => (serde_json::to_string(state)?, vec![]),
        Aggregate::Counter(state) => (serde_json::to_string(state)?, vec![]),
        Aggregate::Balance(state) => (serde_json::to_string(state)?, vec![]),
    };
    let mut row = values![id, version, body];
    row.extend(columns);
    Ok(row)
}

/// The statement that writes a state over the version it came from.
pub(crate) fn write(key: &Key, before: i64, state: &Aggregate) -> Result<Statement, serde_json::Error> {
    let texts = texts(key);
    let sql = if before == 0 { texts.insert } else { texts.update };
    Ok(Statement::new(sql, row(&key.id(), before.saturating_add(1), state)?).touching(1))
}

/// The column for a day by which something should be done.
pub(crate) fn due(day: Option<Date>) -> String {
    day.map_or_else(|| NO_DUE.to_owned(), |day| day.to_string())
}
