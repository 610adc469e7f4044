//! Values, rows and statements: what goes to a database and what comes back. Four types of value,
//! no more, so that both databases mean the same.

use super::DatabaseError;
use std::borrow::Cow;

/// A value of a column.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number: fen, microseconds, counts, 0 or 1.
    Int(i64),
    /// Text: ids, days, words, JSON.
    Text(String),
    /// Bytes: hashes, sealed values.
    Bytes(Vec<u8>),
}

impl Value {
    fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Int(_) => "a number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<[u8; 32]> for Value {
    fn from(bytes: [u8; 32]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<T> From<Option<T>> for Value
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

/// Makes a list of values out of numbers, texts, bytes and options of them.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::database::Value::from($value)),*] };
}
pub use values;

/// A row of an answer; its columns are taken by position and checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    values: Vec<Value>,
}

impl Row {
    pub(super) fn new(values: Vec<Value>) -> Self {
        Self { values }
    }

    /// All values of the row.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// A number.
    pub fn int(&self, column: usize) -> Result<i64, DatabaseError> {
        match self.values.get(column) {
            Some(Value::Int(number)) => Ok(*number),
            other => Err(unexpected(column, "a number", other)),
        }
    }

    /// A number that may be missing.
    pub fn maybe_int(&self, column: usize) -> Result<Option<i64>, DatabaseError> {
        match self.values.get(column) {
            Some(Value::Null) => Ok(None),
            Some(_) | None => self.int(column).map(Some),
        }
    }

    /// A number that stands for yes or no.
    pub fn flag(&self, column: usize) -> Result<bool, DatabaseError> {
        Ok(self.int(column)? != 0)
    }

    /// Text.
    pub fn text(&self, column: usize) -> Result<&str, DatabaseError> {
        match self.values.get(column) {
            Some(Value::Text(text)) => Ok(text),
            other => Err(unexpected(column, "text", other)),
        }
    }

    /// Text, as its own.
    pub fn string(&self, column: usize) -> Result<String, DatabaseError> {
        self.text(column).map(str::to_owned)
    }

    /// Text that may be missing.
    pub fn maybe_string(&self, column: usize) -> Result<Option<String>, DatabaseError> {
        match self.values.get(column) {
            Some(Value::Null) => Ok(None),
            Some(_) | None => self.string(column).map(Some),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<&[u8], DatabaseError> {
        match self.values.get(column) {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            other => Err(unexpected(column, "bytes", other)),
        }
    }

    /// Bytes that may be missing.
    pub fn maybe_bytes(&self, column: usize) -> Result<Option<&[u8]>, DatabaseError> {
        match self.values.get(column) {
            Some(Value::Null) => Ok(None),
            Some(_) | None => self.bytes(column).map(Some),
        }
    }
}

fn unexpected(column: usize, expected: &'static str, found: Option<&Value>) -> DatabaseError {
    DatabaseError::Column { column, expected, found: found.map_or("no column", Value::type_name) }
}

/// A statement with its values, and how many rows it must touch.
#[derive(Clone, Debug)]
pub struct Statement {
    pub(super) sql: Cow<'static, str>,
    pub(super) values: Vec<Value>,
    expected: Option<u64>,
}

impl Statement {
    /// A statement with the values of its `$1`, `$2`, ….
    pub fn new(sql: impl Into<Cow<'static, str>>, values: Vec<Value>) -> Self {
        Self { sql: sql.into(), values, expected: None }
    }

    /// Demands that the statement touches exactly this many rows.
    #[must_use]
    pub fn touching(self, rows: u64) -> Self {
        Self { expected: Some(rows), ..self }
    }

    pub(super) fn check(&self, found: u64) -> Result<(), DatabaseError> {
        match self.expected {
            Some(expected) if expected != found => {
                Err(DatabaseError::Count { sql: self.sql.to_string(), expected, found })
            }
            Some(_) | None => Ok(()),
        }
    }
}
