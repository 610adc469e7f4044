//! The decided claims of a programme, as far as a simulation needs them: the facts they were decided on, and what they
//! are counted by.

use super::cases::parse;
use crate::database::{Database, DatabaseError, Statement, values};
use jiff::Timestamp;
use policy::facts::Facts;
use serde::Deserialize;

const STAMP: &str = "select cast(count(*) as bigint), cast(coalesce(sum(version), 0) as bigint) \
    from claim where programme = $1";
const BODIES: &str = "select id, body from claim where programme = $1 and id > $2 order by id limit 500";

pub(super) const SQL: &[&str] = &[STAMP, BODIES];

/// One decided claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Who claims, by the name at that time.
    pub enterprise_name: String,
    /// The district of registration when it was opened.
    pub district: String,
    /// The stream.
    pub stream: String,
    /// When the enterprise confirmed it.
    pub received_at: Option<Timestamp>,
    /// The facts it was decided on.
    pub facts: Facts,
}

/// What of a claim's state is read; the rest of it is passed over.
#[derive(Deserialize)]
struct Body {
    number: String,
    enterprise_name: String,
    district: String,
    stream: String,
    received_at: Option<Timestamp>,
    decision: Option<Decision>,
}

#[derive(Deserialize)]
struct Decision {
    facts: Facts,
}

/// Changes whenever any claim of the programme does: how many there are, and how often they were changed.
pub async fn stamp(database: &Database, programme: &str) -> Result<(i64, i64), DatabaseError> {
    let rows = database.query(Statement::new(STAMP, values![programme])).await?;
    rows.first().map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// All decided claims of a programme, by their ids.
pub async fn of_programme(database: &Database, programme: &str) -> Result<Vec<Decided>, DatabaseError> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let rows = database.query(Statement::new(BODIES, values![programme, &after])).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.string(0)?;
        for row in &rows {
            let body: Body = parse(row.text(1)?)?;
            let Some(Decision { facts }) = body.decision else { continue };
            found.push(Decided {
                id: row.string(0)?,
                number: body.number,
                enterprise_name: body.enterprise_name,
                district: body.district,
                stream: body.stream,
                received_at: body.received_at,
                facts,
            });
        }
    }
}
