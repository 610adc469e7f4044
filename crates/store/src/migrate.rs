//! Migrations: plain SQL files in the program, run once each in their order, remembered with a
//! checksum. A program refuses a schema newer than itself.

use crate::database::{Connection, Database, DatabaseError, Statement, values};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const FILES: [(&str, &str); 5] = [
    ("journal", include_str!("../migrations/0001_journal.sql")),
    ("cases", include_str!("../migrations/0002_cases.sql")),
    ("secrets", include_str!("../migrations/0003_secrets.sql")),
    ("providers", include_str!("../migrations/0004_providers.sql")),
    ("editions", include_str!("../migrations/0005_editions.sql")),
];

const TABLE: &str = "-- What was done to the schema.
create table if not exists schema_version (
    -- Counts the migrations from 1.
    number bigint not null primary key,
    -- The name of the file.
    name text not null,
    -- SHA-256 of the file in hexadecimal.
    checksum text not null
);
";

const KNOWN: &str = "select number, checksum from schema_version order by number";
const DONE: &str = "insert into schema_version (number, name, checksum) values ($1, $2, $3)";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[KNOWN, DONE];

/// The number of the newest migration in this program.
pub(crate) fn newest() -> i64 {
    i64::try_from(FILES.len()).unwrap_or(i64::MAX)
}

/// Brings the schema up to this program, in one transaction.
pub(crate) async fn migrate(database: &Database) -> Result<(), DatabaseError> {
    let mut connection = database.connect().await?;
    connection.begin_schema().await?;
    match run(&mut connection).await {
        Ok(()) => connection.commit().await,
        Err(error) => {
            connection.rollback().await?;
            Err(error)
        }
    }
}

async fn run(connection: &mut Connection) -> Result<(), DatabaseError> {
    connection.run_schema(TABLE).await?;
    let done = connection.run(&[Statement::new(KNOWN, vec![])]).await?;
    let mut ran: i64 = 0;
    for row in done.iter().flat_map(|done| &done.rows) {
        ran = row.int(0)?;
        let place = usize::try_from(ran - 1).unwrap_or(usize::MAX);
        let Some((_, file)) = FILES.get(place) else {
            return Err(DatabaseError::NewerSchema { found: ran, known: newest() });
        };
        if row.text(1)? != checksum(file) {
            return Err(DatabaseError::ChangedMigration { number: ran });
        }
    }
    for (number, (name, file)) in (1_i64..).zip(FILES).filter(|(number, _)| *number > ran) {
        connection.run_schema(file).await?;
        connection.run(&[Statement::new(DONE, values![number, name, checksum(file)])]).await?;
    }
    Ok(())
}

fn checksum(file: &str) -> String {
    hexadecimal(&Sha256::digest(file))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
