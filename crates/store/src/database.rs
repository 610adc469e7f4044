//! The database: one SQL text with `$n` on SQLite and PostgreSQL. This file and its folder are the
//! only place that knows that there are two (I12). It knows nothing of acts, cases or money.

mod postgres;
mod sqlite;
mod value;

pub use value::{Row, Statement, Value, values};

use std::error::Error;
use std::sync::Arc;

/// The cause of a database error, as its driver reports it.
pub type Cause = Box<dyn Error + Send + Sync>;

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The address is of no known kind.
    #[error("the database address starts neither with `sqlite:` nor with `postgres://`")]
    Address,
    /// The database cannot be opened.
    #[error("cannot open the database")]
    Open(#[source] Cause),
    /// The server does not wait for its disk, so that what was acknowledged could be lost.
    #[error("the PostgreSQL server runs with `fsync = off`; turn it on")]
    NotDurable,
    /// The connection broke; whether the last commit happened is unknown.
    #[error("the connection to the database is lost")]
    Lost(#[source] Cause),
    /// The disk did not confirm a write: nothing more may be written until a restart.
    #[error("the disk did not confirm a write")]
    NotSynced(#[source] Cause),
    /// A row with this key exists already.
    #[error("a row exists already: `{sql}`")]
    Duplicate {
        /// The statement.
        sql: String,
        /// The driver's words.
        source: Cause,
    },
    /// A constraint of the schema forbids the row.
    #[error("a constraint forbids the row: `{sql}`")]
    Constraint {
        /// The statement.
        sql: String,
        /// The driver's words.
        source: Cause,
    },
    /// A statement failed.
    #[error("cannot run `{sql}`")]
    Statement {
        /// The statement.
        sql: String,
        /// The driver's words.
        source: Cause,
    },
    /// A statement touched another number of rows than it must.
    #[error("`{sql}` touched {found} rows, not {expected}")]
    Count {
        /// The statement.
        sql: String,
        /// How many rows it had to touch.
        expected: u64,
        /// How many it touched.
        found: u64,
    },
    /// A row holds what it cannot hold.
    #[error("column {column} holds {found}, not {expected}")]
    Column {
        /// The position of the column.
        column: usize,
        /// The type it must have.
        expected: &'static str,
        /// The type it has.
        found: &'static str,
    },
    /// A body is no state of its kind.
    #[error("a body is no state of its kind")]
    Body(#[source] Cause),
    /// The database was written by a newer program.
    #[error("the schema is number {found}, this program knows up to {known}")]
    NewerSchema {
        /// The number found.
        found: i64,
        /// The newest number known.
        known: i64,
    },
    /// A migration that ran differs from the one in the program.
    #[error("migration {number} was run with another text")]
    ChangedMigration {
        /// Its number.
        number: i64,
    },
    /// Text is not ordered byte by byte.
    #[error("the database must be created with the C collation (createdb --locale=C --encoding=UTF8)")]
    Collation,
    /// A worker of the database is gone.
    #[error("the database is closed")]
    Closed,
}

impl DatabaseError {
    /// Whether another try on a new connection may help.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Lost(_))
    }
}

/// An open database. Cheap to clone; reads go to its reader connections.
#[derive(Clone)]
pub struct Database {
    engine: Arc<Engine>,
}

#[expect(clippy::large_enum_variant, reason = "there is one of it in a program")]
enum Engine {
    Sqlite(sqlite::Readers),
    Postgres(postgres::Readers),
}

impl Database {
    /// Opens a database by its address: `sqlite:/path/file.db`, `sqlite::memory:` or `postgres://…`.
    pub async fn open(address: &str) -> Result<Self, DatabaseError> {
        let engine = if let Some(place) = address.strip_prefix("sqlite:") {
            Engine::Sqlite(sqlite::Readers::open(place).await?)
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            Engine::Postgres(postgres::Readers::open(address).await?)
        } else {
            return Err(DatabaseError::Address);
        };
        Ok(Self { engine: Arc::new(engine) })
    }

    /// The name of the engine, for logs and reports.
    pub fn engine_name(&self) -> &'static str {
        match *self.engine {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres(_) => "postgresql",
        }
    }

    /// Reads the rows of one statement.
    pub async fn query(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        let mut all = self.query_many(vec![statement]).await?;
        Ok(all.pop().unwrap_or_default())
    }

    /// Reads the rows of several statements in one go: one hop on SQLite, one flight on PostgreSQL.
    pub async fn query_many(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        match &*self.engine {
            Engine::Sqlite(readers) => readers.query_many(statements).await,
            Engine::Postgres(readers) => readers.query_many(&statements).await,
        }
    }

    /// Reads what `step` asks for, time after time, until it has enough. It is given the rows of what it asked for last,
    /// nothing at first. All of it is one hop on SQLite; each time is a flight on PostgreSQL.
    pub(crate) async fn converse<T: Send + 'static>(
        &self,
        mut step: impl FnMut(Vec<Vec<Row>>) -> Next<T> + Send + 'static,
    ) -> Result<T, DatabaseError> {
        match &*self.engine {
            Engine::Sqlite(readers) => readers.converse(step).await,
            Engine::Postgres(readers) => {
                let mut rows = Vec::new();
                loop {
                    match step(rows) {
                        Next::Read(statements) => rows = readers.query_many(&statements).await?,
                        Next::Done(value) => return Ok(value),
                    }
                }
            }
        }
    }

    /// Checks that a statement can be prepared: its names and types exist.
    pub async fn prepare(&self, sql: &str) -> Result<(), DatabaseError> {
        match &*self.engine {
            Engine::Sqlite(readers) => readers.prepare(sql).await,
            Engine::Postgres(readers) => readers.prepare(sql).await,
        }
    }

    /// The columns of a table, in their order.
    pub async fn columns(&self, table: &str) -> Result<Vec<String>, DatabaseError> {
        let sql = match *self.engine {
            Engine::Sqlite(_) => "select name from pragma_table_info($1) order by cid",
            Engine::Postgres(_) => {
                "select cast(column_name as text) from information_schema.columns \
                 where table_schema = current_schema() and table_name = $1 order by ordinal_position"
            }
        };
        let rows = self.query(Statement::new(sql, values![table])).await?;
        rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
    }

    /// A connection of its own, for the writer and for long reads.
    ///
    /// On SQLite its statements run in place and block the thread.
    pub(crate) async fn connect(&self) -> Result<Connection, DatabaseError> {
        Ok(match &*self.engine {
            Engine::Sqlite(readers) => Connection::Sqlite(readers.connect()?),
            Engine::Postgres(readers) => Connection::Postgres(readers.connect().await?),
        })
    }
}

/// What comes next in a conversation with the database.
pub(crate) enum Next<T> {
    /// More is to be read.
    Read(Vec<Statement>),
    /// It was enough.
    Done(T),
}

/// What one statement gave: its rows, and how many rows it touched.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// The rows it returned.
    pub rows: Vec<Row>,
    /// How many rows it inserted, updated or deleted.
    pub count: u64,
}

/// One connection and its transaction.
pub(crate) enum Connection {
    Sqlite(sqlite::Connection),
    Postgres(postgres::Connection),
}

impl Connection {
    /// Begins a transaction that will write, and locks the head row of the journal with it.
    /// Gives the sequence number in the head.
    pub(crate) async fn begin(&mut self) -> Result<i64, DatabaseError> {
        let done = match self {
            Self::Sqlite(connection) => {
                connection.batch("begin immediate")?;
                connection.run(&[Statement::new("select seq from head where id = 1", vec![])])?
            }
            Self::Postgres(connection) => {
                let begin = Statement::new("begin", vec![]);
                let lock = Statement::new("select seq from head where id = 1 for update", vec![]);
                connection.run(&[begin, lock]).await?.split_off(1)
            }
        };
        match done.first().and_then(|done| done.rows.first()) {
            Some(row) => row.int(0),
            None => Err(DatabaseError::Closed),
        }
    }

    /// Begins a transaction that reads one consistent state of everything.
    pub(crate) async fn begin_snapshot(&mut self) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(connection) => connection.batch("begin deferred"),
            Self::Postgres(connection) => connection.batch("begin isolation level repeatable read, read only").await,
        }
    }

    /// Begins a transaction that changes the schema; two programs that start at once take turns.
    pub(crate) async fn begin_schema(&mut self) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(connection) => connection.batch("begin immediate"),
            Self::Postgres(connection) => connection.batch("begin; select pg_advisory_xact_lock(7245916)").await,
        }
    }

    /// Runs statements in their order, on PostgreSQL in one flight, and gives what each gave.
    /// Stops at the first that fails. Where a statement says how many rows it must touch and
    /// touches another number, that is a failure too.
    pub(crate) async fn run(&mut self, statements: &[Statement]) -> Result<Vec<Done>, DatabaseError> {
        let done = match self {
            Self::Sqlite(connection) => connection.run(statements)?,
            Self::Postgres(connection) => connection.run(statements).await?,
        };
        for (statement, done) in statements.iter().zip(&done) {
            statement.check(done.count)?;
        }
        Ok(done)
    }

    /// Runs the statements of a migration file in this database's words.
    pub(crate) async fn run_schema(&mut self, file: &str) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(connection) => connection.batch(&sqlite::schema_words(file)),
            Self::Postgres(connection) => connection.batch(file).await,
        }
    }

    /// Makes the transaction durable.
    pub(crate) async fn commit(&mut self) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(connection) => connection.commit(),
            Self::Postgres(connection) => connection.batch("commit").await,
        }
    }

    /// Forgets the transaction.
    pub(crate) async fn rollback(&mut self) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(connection) => connection.rollback(),
            Self::Postgres(connection) => connection.batch("rollback").await,
        }
    }
}
