//! The PostgreSQL driver: a few reader connections that everybody shares, statements sent in one
//! flight and prepared once.

use super::{Cause, DatabaseError, Done, Row, Statement, Value};
use futures_util::StreamExt;
use std::collections::BTreeMap;
use std::error::Error;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;
use tokio::sync::RwLock;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls};

const READERS: usize = 4;
const WAIT: Duration = Duration::from_secs(3);

/// Makes commits of this connection wait for the disk where the server, the database or the role says otherwise;
/// stricter settings stay.
const DURABLE: &str = "select set_config('synchronous_commit', 'on', false) \
    where current_setting('synchronous_commit') = 'off'";

/// The reader connections.
pub(super) struct Readers {
    config: Config,
    slots: Vec<RwLock<Option<Arc<Connection>>>>,
    turn: AtomicUsize,
}

impl Readers {
    pub(super) async fn open(address: &str) -> Result<Self, DatabaseError> {
        let mut config: Config = address.parse().map_err(opening)?;
        config.connect_timeout(WAIT);
        let slots = (0..READERS).map(|_| RwLock::new(None)).collect();
        let readers = Self { config, slots, turn: AtomicUsize::new(0) };
        let probe = readers.reader().await?;
        let fsync = Statement::new("select case when current_setting('fsync') = 'on' then 1 else 0 end", vec![]);
        let done = probe.run(&[fsync]).await?;
        match done.first().and_then(|done| done.rows.first()).map(super::value::Row::values) {
            Some([Value::Int(1)]) => {}
            Some(_) | None => return Err(DatabaseError::NotDurable),
        }
        let order = Statement::new("select case when 'B' < 'a' then 1 else 0 end", vec![]);
        let done = probe.run(&[order]).await?;
        let ordered = done.first().and_then(|done| done.rows.first());
        match ordered.map(super::value::Row::values) {
            Some([Value::Int(1)]) => Ok(readers),
            Some(_) | None => Err(DatabaseError::Collation),
        }
    }

    pub(super) async fn connect(&self) -> Result<Connection, DatabaseError> {
        let connecting = tokio::time::timeout(WAIT, self.config.connect(NoTls));
        let (client, connection) =
            connecting.await.map_err(|late| DatabaseError::Lost(Box::new(late)))?.map_err(opening)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a connection to the database ended");
            }
        });
        client.batch_execute(DURABLE).await.map_err(opening)?;
        Ok(Connection { client, prepared: Mutex::new(BTreeMap::new()) })
    }

    pub(super) async fn query_many(&self, statements: &[Statement]) -> Result<Vec<Vec<Row>>, DatabaseError> {
        let reader = self.reader().await?;
        let done = match reader.run(statements).await {
            Err(error) if error.is_lost() => self.reader().await?.run(statements).await?,
            result => result?,
        };
        Ok(done.into_iter().map(|done| done.rows).collect())
    }

    pub(super) async fn prepare(&self, sql: &str) -> Result<(), DatabaseError> {
        let reader = self.reader().await?;
        let prepared = reader.client.prepare(sql).await.map_err(|error| failed(sql, error))?;
        let known = |ty: &Type| matches!(*ty, Type::INT8 | Type::TEXT | Type::BYTEA);
        match prepared.params().iter().find(|ty| !known(ty)) {
            None => Ok(()),
            Some(ty) => {
                let source = format!("a value has the type {ty}").into();
                Err(DatabaseError::Statement { sql: sql.to_owned(), source })
            }
        }
    }

    /// The next reader in turn, connected anew where its connection is gone.
    async fn reader(&self) -> Result<Arc<Connection>, DatabaseError> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % READERS;
        let slot = self.slots.get(turn).ok_or(DatabaseError::Closed)?;
        if let Some(connection) = slot.read().await.as_ref()
            && !connection.client.is_closed()
        {
            return Ok(Arc::clone(connection));
        }
        let mut slot = slot.write().await;
        if let Some(connection) = slot.as_ref()
            && !connection.client.is_closed()
        {
            return Ok(Arc::clone(connection));
        }
        let connection = Arc::new(self.connect().await?);
        *slot = Some(Arc::clone(&connection));
        Ok(connection)
    }
}

/// One PostgreSQL connection and the statements prepared on it.
pub(crate) struct Connection {
    client: Client,
    prepared: Mutex<BTreeMap<String, tokio_postgres::Statement>>,
}

impl Connection {
    pub(super) async fn batch(&self, sql: &str) -> Result<(), DatabaseError> {
        self.client.batch_execute(sql).await.map_err(|error| failed(sql, error))
    }

    /// Runs statements in their order in one flight. In a transaction a failure makes all that
    /// follow fail, so the first failure is the cause.
    pub(super) async fn run(&self, statements: &[Statement]) -> Result<Vec<Done>, DatabaseError> {
        let mut prepared = Vec::with_capacity(statements.len());
        for statement in statements {
            prepared.push(self.prepared(&statement.sql).await?);
        }
        let flight = statements.iter().zip(&prepared).map(|(statement, prepared)| {
            let running: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(self.one(statement, prepared));
            running
        });
        in_one_flight(flight.collect()).await.into_iter().collect()
    }

    async fn one(&self, statement: &Statement, prepared: &tokio_postgres::Statement) -> Result<Done, DatabaseError> {
        let fail = |error| failed(&statement.sql, error);
        if prepared.columns().is_empty() {
            let count = self.client.execute_raw(prepared, &statement.values).await.map_err(fail)?;
            return Ok(Done { rows: vec![], count });
        }
        let rows = self.client.query_raw(prepared, &statement.values).await.map_err(fail)?;
        let mut rows = pin!(rows);
        let mut found = Vec::new();
        while let Some(row) = rows.next().await {
            found.push(values_of(&row.map_err(fail)?).map_err(fail)?);
        }
        let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
        Ok(Done { rows: found, count })
    }

    async fn prepared(&self, sql: &str) -> Result<tokio_postgres::Statement, DatabaseError> {
        let known = self.prepared.lock().unwrap_or_else(PoisonError::into_inner).get(sql).cloned();
        if let Some(statement) = known {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await.map_err(|error| failed(sql, error))?;
        let mut known = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Polls all futures in their order, so that their statements leave in that order, until all are done.
async fn in_one_flight<T>(mut flight: Vec<Pin<Box<dyn Future<Output = T> + Send + '_>>>) -> Vec<T> {
    let mut landed: Vec<Option<T>> = flight.iter().map(|_| None).collect();
    poll_fn(|context| {
        let mut waiting = false;
        for (future, landed) in flight.iter_mut().zip(&mut landed) {
            if landed.is_some() {
                continue;
            }
            match future.as_mut().poll(context) {
                Poll::Ready(result) => *landed = Some(result),
                Poll::Pending => waiting = true,
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    landed.into_iter().flatten().collect()
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql_checked(ty, out),
            Self::Text(text) => text.to_sql_checked(ty, out),
            Self::Bytes(bytes) => bytes.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn values_of(row: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
    let cells = row.columns().iter().enumerate().map(|(at, column)| {
        Ok(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Int),
            Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map_or(Value::Null, |number| Value::Int(number.into())),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Value::Null, Value::Bytes),
            _ => row.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
        })
    });
    cells.collect::<Result<_, _>>().map(Row::new)
}

fn opening(error: tokio_postgres::Error) -> DatabaseError {
    if error.is_closed() || error.as_db_error().is_none() {
        return DatabaseError::Lost(Box::new(error));
    }
    DatabaseError::Open(Box::new(error))
}

fn failed(sql: &str, error: tokio_postgres::Error) -> DatabaseError {
    let state = error.code().cloned();
    let lost = error.is_closed() || error.source().is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    let sql = sql.to_owned();
    let source: Cause = Box::new(error);
    match state {
        None if lost => DatabaseError::Lost(source),
        Some(SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW) => {
            DatabaseError::Lost(source)
        }
        Some(SqlState::UNIQUE_VIOLATION) => DatabaseError::Duplicate { sql, source },
        Some(SqlState::CHECK_VIOLATION | SqlState::FOREIGN_KEY_VIOLATION | SqlState::NOT_NULL_VIOLATION) => {
            DatabaseError::Constraint { sql, source }
        }
        Some(_) | None => DatabaseError::Statement { sql, source },
    }
}
