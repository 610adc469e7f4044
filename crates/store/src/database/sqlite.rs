//! The SQLite driver: connections with the same settings, a few of them for readers.

use super::{Cause, DatabaseError, Done, Next, Row, Statement, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, ffi, params_from_iter};
use std::borrow::Cow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

const READERS: usize = 4;
const WAIT: Duration = Duration::from_secs(5);
static MEMORIES: AtomicU64 = AtomicU64::new(0);

/// Settings of every connection: what is acknowledged is synced, and the schema is not trusted
/// with functions of the program.
const SETTINGS: &str = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
    pragma trusted_schema = off; pragma secure_delete = on; pragma cache_size = -32000; \
    pragma temp_store = memory; pragma wal_autocheckpoint = 8000;";

/// The reader connections.
pub(super) struct Readers {
    place: String,
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    #[expect(clippy::unused_async, reason = "the other engine waits here")]
    pub(super) async fn open(place: &str) -> Result<Self, DatabaseError> {
        let place = if place == ":memory:" {
            format!("file:/shangyun-{}?vfs=memdb", MEMORIES.fetch_add(1, Ordering::Relaxed))
        } else {
            place.to_owned()
        };
        let mut idle = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            idle.push(Connection::open(&place)?);
        }
        Ok(Self { place, idle: Arc::new(Mutex::new(idle)), permits: Arc::new(Semaphore::new(READERS)) })
    }

    pub(super) fn connect(&self) -> Result<Connection, DatabaseError> {
        Connection::open(&self.place)
    }

    pub(super) async fn query_many(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        self.with(move |connection| statements.iter().map(|statement| Ok(connection.one(statement)?.rows)).collect())
            .await
    }

    pub(super) async fn converse<T: Send + 'static>(
        &self,
        mut step: impl FnMut(Vec<Vec<Row>>) -> Next<T> + Send + 'static,
    ) -> Result<T, DatabaseError> {
        self.with(move |connection| {
            let mut rows = Vec::new();
            loop {
                match step(rows) {
                    Next::Read(statements) => {
                        let read = statements.iter().map(|statement| Ok(connection.one(statement)?.rows));
                        rows = read.collect::<Result<_, DatabaseError>>()?;
                    }
                    Next::Done(value) => return Ok(value),
                }
            }
        })
        .await
    }

    pub(super) async fn prepare(&self, sql: &str) -> Result<(), DatabaseError> {
        let sql = sql.to_owned();
        self.with(move |connection| {
            connection.raw.prepare(&numbered(&sql)).map(|_| ()).map_err(|error| failed(&sql, error))
        })
        .await
    }

    /// Lends an idle connection to a thread that may block. The connection comes back even when
    /// the asking task is gone.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, DatabaseError> + Send + 'static,
    ) -> Result<T, DatabaseError> {
        let permits = Arc::clone(&self.permits);
        let permit = permits.acquire_owned().await.map_err(|_| DatabaseError::Closed)?;
        let idle = Arc::clone(&self.idle);
        let place = self.place.clone();
        let worker = tokio::task::spawn_blocking(move || {
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match taken {
                Some(connection) => connection,
                None => Connection::open(&place)?,
            };
            let result = work(&mut connection);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            drop(permit);
            result
        });
        worker.await.map_err(|_| DatabaseError::Closed)?
    }
}

/// One SQLite connection.
pub(crate) struct Connection {
    raw: rusqlite::Connection,
}

impl Connection {
    fn open(place: &str) -> Result<Self, DatabaseError> {
        let flags = OpenFlags::default() | OpenFlags::SQLITE_OPEN_URI;
        let raw = rusqlite::Connection::open_with_flags(Path::new(place), flags).map_err(opening)?;
        raw.busy_timeout(WAIT).map_err(opening)?;
        raw.execute_batch(SETTINGS).map_err(opening)?;
        raw.set_prepared_statement_cache_capacity(512);
        Ok(Self { raw })
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.raw.execute_batch(sql).map_err(|error| failed(sql, error))
    }

    pub(super) fn commit(&mut self) -> Result<(), DatabaseError> {
        self.raw.execute_batch("commit").map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::SystemIoFailure) => DatabaseError::NotSynced(Box::new(error)),
            Some(_) | None => failed("commit", error),
        })
    }

    /// Forgets the transaction; SQLite may have done so already, after a full disk for instance.
    pub(super) fn rollback(&mut self) -> Result<(), DatabaseError> {
        if self.raw.is_autocommit() { Ok(()) } else { self.batch("rollback") }
    }

    pub(super) fn run(&mut self, statements: &[Statement]) -> Result<Vec<Done>, DatabaseError> {
        statements.iter().map(|statement| self.one(statement)).collect()
    }

    fn one(&mut self, statement: &Statement) -> Result<Done, DatabaseError> {
        self.one_raw(statement).map_err(|error| failed(&statement.sql, error))
    }

    fn one_raw(&mut self, statement: &Statement) -> Result<Done, rusqlite::Error> {
        let mut prepared = self.raw.prepare_cached(&numbered(&statement.sql))?;
        let values = params_from_iter(&statement.values);
        let width = prepared.column_count();
        if width == 0 {
            let count = prepared.execute(values)?;
            return Ok(Done { rows: vec![], count: u64::try_from(count).unwrap_or(u64::MAX) });
        }
        let mut cursor = prepared.query(values)?;
        let mut rows = Vec::new();
        while let Some(row) = cursor.next()? {
            let cells = (0..width).map(|column| row.get_ref(column).map(value));
            rows.push(Row::new(cells.collect::<Result<_, _>>()?));
        }
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        Ok(Done { rows, count })
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The text with `?1` for `$1`: SQLite takes `$1` for a name and counts names as they come.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

fn opening(error: rusqlite::Error) -> DatabaseError {
    DatabaseError::Open(Box::new(error))
}

fn failed(sql: &str, error: rusqlite::Error) -> DatabaseError {
    let extended = error.sqlite_error().map_or(0, |error| error.extended_code);
    let code = error.sqlite_error_code();
    let sql = sql.to_owned();
    let source: Cause = Box::new(error);
    match (code, extended) {
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
            DatabaseError::Duplicate { sql, source }
        }
        (Some(ErrorCode::ConstraintViolation), _) => DatabaseError::Constraint { sql, source },
        (Some(_) | None, _) => DatabaseError::Statement { sql, source },
    }
}

/// A migration file in SQLite's words: its type names, and tables that hold nothing else.
pub(super) fn schema_words(file: &str) -> String {
    let lines = file.lines().map(|line| {
        if line.trim_start().starts_with("--") {
            return Cow::Borrowed("");
        }
        if line == ");" {
            return Cow::Borrowed(") strict;");
        }
        Cow::Owned(line.replace(" bigint", " integer").replace(" bytea", " blob"))
    });
    lines.collect::<Vec<_>>().join("\n")
}
