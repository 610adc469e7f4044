//! The monthly intake: filings that stand at the batch step, and what districts sent of late.

use super::cases::{Listed, parse};
use crate::database::{Database, DatabaseError, Row, Statement, values};
use domain::filing::Filing;
use jiff::civil::Date;

const AT_STEP: &str = "select id, body from filing where programme = $1 and state = 'underway' and step = $2 \
    and ($3 = '' or district = $3) order by received_at, id limit $4";
const SENT_SINCE: &str = "select id, body from filing where programme = $1 and sent_on >= $2 \
    and ($3 = '' or district = $3) order by sent_on desc, id desc limit $4";

pub(super) const SQL: &[&str] = &[AT_STEP, SENT_SINCE];

/// The filings under way at a step, in some districts or all, in the order of receipt.
pub async fn at_step(
    database: &Database,
    (programme, step): (&str, &str),
    districts: Option<&[String]>,
    most: i64,
) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    let read = |district: &str| Statement::new(AT_STEP, values![programme, step, district, most]);
    let mut found = each(database, districts, read).await?;
    found.sort_by(|one, other| (one.state.received_at, &one.id).cmp(&(other.state.received_at, &other.id)));
    Ok(found)
}

/// The filings sent on a day or after, in some districts or all, the latest first.
pub async fn sent_since(
    database: &Database,
    (programme, day): (&str, Date),
    districts: Option<&[String]>,
    most: i64,
) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    let read = |district: &str| Statement::new(SENT_SINCE, values![programme, day.to_string(), district, most]);
    let mut found = each(database, districts, read).await?;
    found.sort_by(|one, other| (other.state.sent_on, &other.id).cmp(&(one.state.sent_on, &one.id)));
    Ok(found)
}

/// One reading for each district, or one for all.
async fn each(
    database: &Database,
    districts: Option<&[String]>,
    read: impl Fn(&str) -> Statement,
) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    let everywhere = [String::new()];
    let reads = districts.unwrap_or(&everywhere).iter().map(|district| read(district)).collect();
    let answers = database.query_many(reads).await?;
    let filings = answers.iter().flatten();
    filings.map(|row: &Row| Ok(Listed { id: row.string(0)?, state: parse(row.text(1)?)? })).collect()
}
