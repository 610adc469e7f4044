//! Cases in lists: those of an enterprise, those in a state, claims that wait for a round.

use crate::database::{Database, DatabaseError, Row, Statement, values};
use crate::views::PAGE;
use domain::claim::{Claim, Roster};
use domain::filing::Filing;
use domain::programme::Programme;
use domain::round::Round;
use jiff::civil::Date;
use serde::de::DeserializeOwned;

const PROGRAMMES: &str = "select id, body from programme order by id";
const ROUNDS: &str = "select id, body from round order by id";
const FILINGS_OF: &str = "select id, body from filing where enterprise = $1 order by id";
const CLAIMS_OF: &str = "select id, body from claim where enterprise = $1 order by service_date, id";
const CLAIMS_OF_FILING: &str = "select id, body from claim where filing = $1 order by service_date, id";
const CLAIMS_OF_ROUND: &str = "select id, body from claim where round = $1 order by id";
const ROSTERS_OF: &str = "select id, body from roster where provider = $1 order by sent_at desc, id desc";
const READY: &str = "select id, body from claim \
    where programme = $1 and ready = 1 order by received_at, id limit $2";
const WAITING: &str = "select id, body from filing \
    where programme = $1 and reservation = $2 order by received_at, id limit $3";
const SENT: &str = "select id, body from filing where programme = $1 and state = 'underway' \
    and step = $2 and sent_on <= $3 order by received_at, id";
const IN_STATE: &str = "select id, body from filing where programme = $1 and state = $2 \
    and ($3 = '' or district = $3) and (due, id) > ($4, $5) order by due, id limit $6";
const CLAIMS_IN_STATE: &str = "select id, body from claim where programme = $1 and state = $2 \
    and ($3 = '' or district = $3) and (due, id) > ($4, $5) order by due, id limit $6";
const FILING_NUMBER: &str = "select id, body from filing where number = $1 order by id";
const CLAIM_NUMBER: &str = "select id, body from claim where number = $1 order by id";
const FILING_STATES: &str = "select state, cast(count(*) as bigint) from filing where programme = $1 \
    group by state order by state";
const CLAIM_STATES: &str = "select state, cast(count(*) as bigint) from claim where programme = $1 \
    group by state order by state";

pub(super) const SQL: &[&str] = &[
    PROGRAMMES,
    ROUNDS,
    FILINGS_OF,
    CLAIMS_OF,
    CLAIMS_OF_FILING,
    CLAIMS_OF_ROUND,
    ROSTERS_OF,
    READY,
    WAITING,
    SENT,
    IN_STATE,
    CLAIMS_IN_STATE,
    FILING_NUMBER,
    CLAIM_NUMBER,
    FILING_STATES,
    CLAIM_STATES,
];

/// A state with its id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed<T> {
    /// Its id.
    pub id: String,
    /// Its state.
    pub state: T,
}

/// The programmes.
pub async fn programmes(database: &Database) -> Result<Vec<Listed<Programme>>, DatabaseError> {
    list(database, Statement::new(PROGRAMMES, vec![])).await
}

/// The rounds.
pub async fn rounds(database: &Database) -> Result<Vec<Listed<Round>>, DatabaseError> {
    list(database, Statement::new(ROUNDS, vec![])).await
}

/// The filings of an enterprise.
pub async fn filings_of(database: &Database, enterprise: &str) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    list(database, Statement::new(FILINGS_OF, values![enterprise])).await
}

/// The claims of an enterprise.
pub async fn claims_of(database: &Database, enterprise: &str) -> Result<Vec<Listed<Claim>>, DatabaseError> {
    list(database, Statement::new(CLAIMS_OF, values![enterprise])).await
}

/// The claims of a filing.
pub async fn claims_of_filing(database: &Database, filing: &str) -> Result<Vec<Listed<Claim>>, DatabaseError> {
    list(database, Statement::new(CLAIMS_OF_FILING, values![filing])).await
}

/// The claims in a round.
pub async fn claims_of_round(database: &Database, round: &str) -> Result<Vec<Listed<Claim>>, DatabaseError> {
    list(database, Statement::new(CLAIMS_OF_ROUND, values![round])).await
}

/// The rosters of a provider, the newest first.
pub async fn rosters_of(database: &Database, provider: &str) -> Result<Vec<Listed<Roster>>, DatabaseError> {
    list(database, Statement::new(ROSTERS_OF, values![provider])).await
}

/// Claims that are decided with an award and wait for a round, in the order of receipt.
pub async fn ready(database: &Database, programme: &str, most: i64) -> Result<Vec<Listed<Claim>>, DatabaseError> {
    list(database, Statement::new(READY, values![programme, most])).await
}

/// Filings by what is reserved for them (none, waiting, held, released), in the order of receipt.
pub async fn by_reservation(
    database: &Database,
    programme: &str,
    reservation: &str,
    most: i64,
) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    list(database, Statement::new(WAITING, values![programme, reservation, most])).await
}

/// Filings that stand at their batch step and were sent on a day or before, those that wait among them.
pub async fn sent(
    database: &Database,
    programme: &str,
    step: &str,
    by: Date,
) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    list(database, Statement::new(SENT, values![programme, step, by.to_string()])).await
}

/// Which cases of a state are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InState<'a> {
    /// The programme.
    pub programme: &'a str,
    /// The word of the state.
    pub state: &'a str,
    /// One district, or all.
    pub district: Option<&'a str>,
    /// Due day and id of the last row of the page before; empty at the beginning.
    pub after: (&'a str, &'a str),
}

impl InState<'_> {
    fn read(self, sql: &'static str) -> Statement {
        let (due, id) = self.after;
        let district = self.district.unwrap_or_default();
        Statement::new(sql, values![self.programme, self.state, district, due, id, PAGE])
    }
}

/// Filings in a state, what presses most first.
pub async fn filings_in(database: &Database, wanted: InState<'_>) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    list(database, wanted.read(IN_STATE)).await
}

/// Claims in a state, what presses most first.
pub async fn claims_in(database: &Database, wanted: InState<'_>) -> Result<Vec<Listed<Claim>>, DatabaseError> {
    list(database, wanted.read(CLAIMS_IN_STATE)).await
}

/// The filings with a number; one, or none.
pub async fn filing_numbered(database: &Database, number: &str) -> Result<Vec<Listed<Filing>>, DatabaseError> {
    list(database, Statement::new(FILING_NUMBER, values![number])).await
}

/// The claims with a number; one, or none.
pub async fn claim_numbered(database: &Database, number: &str) -> Result<Vec<Listed<Claim>>, DatabaseError> {
    list(database, Statement::new(CLAIM_NUMBER, values![number])).await
}

/// How many filings of a programme are in each state.
pub async fn filing_states(database: &Database, programme: &str) -> Result<Vec<(String, i64)>, DatabaseError> {
    counts(database, Statement::new(FILING_STATES, values![programme])).await
}

/// How many claims of a programme are in each state.
pub async fn claim_states(database: &Database, programme: &str) -> Result<Vec<(String, i64)>, DatabaseError> {
    counts(database, Statement::new(CLAIM_STATES, values![programme])).await
}

async fn counts(database: &Database, read: Statement) -> Result<Vec<(String, i64)>, DatabaseError> {
    database.query(read).await?.iter().map(|row| Ok((row.string(0)?, row.int(1)?))).collect()
}

pub(super) async fn list<T: DeserializeOwned>(
    database: &Database,
    read: Statement,
) -> Result<Vec<Listed<T>>, DatabaseError> {
    let rows = database.query(read).await?;
    let listed = rows.iter().map(|row: &Row| Ok(Listed { id: row.string(0)?, state: parse(row.text(1)?)? }));
    listed.collect()
}

/// The state in a body.
pub(crate) fn parse<T: DeserializeOwned>(body: &str) -> Result<T, DatabaseError> {
    serde_json::from_str(body).map_err(|error| DatabaseError::Body(Box::new(error)))
}
