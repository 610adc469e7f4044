//! A provider's own work: the filings whose service it opened, and the claims that wait for its roster.

use super::cases::{Listed, parse};
use crate::database::{Database, DatabaseError, Row, Statement, values};
use crate::views::PAGE;
use domain::claim::Claim;
use domain::filing::Filing;
use serde::de::DeserializeOwned;

const FILED: &str = "select id, body from filing where provider = $1 and programme = $2 and state = 'finished' \
    and (enterprise_name, id) > ($3, $4) order by enterprise_name, id limit $5";
const FILED_COUNT: &str = "select cast(count(*) as bigint) from filing \
    where provider = $1 and programme = $2 and state = 'finished'";
const AT_STEP: &str = "select id, body from claim where provider = $1 and state = 'underway' and step = $2 \
    order by id limit $3";
const OF_FILING: &str = "select id, body from claim where filing = $1 order by service_date, id";

pub(super) const SQL: &[&str] = &[FILED, FILED_COUNT, AT_STEP, OF_FILING];

/// The most claims that are shown as waiting for a provider.
const WAITING_MAX: i64 = 500;

/// The filings of a programme that went all the way with this provider, by the enterprise's name, after one of the
/// page before (name and id).
pub async fn filed(
    database: &Database,
    provider: &str,
    programme: &str,
    after: (&str, &str),
) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    list(database, Statement::new(FILED, values![provider, programme, after.0, after.1, PAGE])).await
}

/// How many they are.
pub async fn filed_count(database: &Database, provider: &str, programme: &str) -> Result<i64, DatabaseError> {
    let rows = database.query(Statement::new(FILED_COUNT, values![provider, programme])).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// The claims under way that stand with this provider at a step.
pub async fn at_step(database: &Database, provider: &str, step: &str) -> Result<Vec<Listed<Claim>>, DatabaseError> {
    list(database, Statement::new(AT_STEP, values![provider, step, WAITING_MAX])).await
}

/// The claims of several filings, read in one go, in the order of the filings.
pub async fn claims_of(database: &Database, filings: &[&str]) -> Result<Vec<Vec<Listed<Claim>>>, DatabaseError> {
    let reads = filings.iter().map(|filing| Statement::new(OF_FILING, values![*filing]));
    let answers = database.query_many(reads.collect()).await?;
    answers.iter().map(|rows| rows.iter().map(read).collect()).collect()
}

async fn list<T: DeserializeOwned>(database: &Database, wanted: Statement) -> Result<Vec<Listed<T>>, DatabaseError> {
    database.query(wanted).await?.iter().map(read).collect()
}

fn read<T: DeserializeOwned>(row: &Row) -> Result<Listed<T>, DatabaseError> {
    Ok(Listed { id: row.string(0)?, state: parse(row.text(1)?)? })
}
