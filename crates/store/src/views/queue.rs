//! The queue: the cases that wait for some roles, what presses most first, fifty at a time. Both
//! the page and its count cost the same over a thousand cases and over a million.

use crate::database::{Database, DatabaseError, Row, Statement, values};
use crate::rows::NO_DUE;
use crate::views::PAGE;
use std::collections::BTreeSet;

const COUNTS: &str = "select role, district, stream, cases from queue_count \
    where programme = $1 and role = $2 and cases > 0 order by district, stream";
const OF_STREAM: &str = "select kind, id, role, rank, programme, stream, district, enterprise, \
    enterprise_name, number, step, due, received_at, fen from queue \
    where programme = $1 and role = $2 and stream = $3 and (due, id, kind) > ($4, $5, $6) \
    and ($7 = '' or step = $7) and ($8 = '' or kind = $8) and (cast($9 as bigint) < 0 or rank = $9) \
    order by due, id, kind limit $10";
const OF_DISTRICT: &str = "select kind, id, role, rank, programme, stream, district, enterprise, \
    enterprise_name, number, step, due, received_at, fen from queue \
    where programme = $1 and role = $2 and stream = $3 and (due, id, kind) > ($4, $5, $6) \
    and ($7 = '' or step = $7) and ($8 = '' or kind = $8) and (cast($9 as bigint) < 0 or rank = $9) \
    and district = $11 order by due, id, kind limit $10";
const OF_CASE: &str = "select kind, id, role, rank, programme, stream, district, enterprise, \
    enterprise_name, number, step, due, received_at, fen from queue \
    where kind = $1 and id = $2 order by role";

pub(super) const SQL: &[&str] = &[COUNTS, OF_STREAM, OF_DISTRICT, OF_CASE];

/// Which cases are wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// The programmes.
    pub programmes: Vec<String>,
    /// The roles the cases wait for.
    pub roles: Vec<String>,
    /// The streams; all where none is given.
    pub streams: Option<Vec<String>>,
    /// The districts; all where none is given.
    pub districts: Option<Vec<String>>,
    /// One step only.
    pub step: Option<String>,
    /// One kind of case only: filing, claim or round.
    pub kind: Option<String>,
    /// One rank of the office only, from 0.
    pub rank: Option<i64>,
}

/// A row of the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// filing, claim or round.
    pub kind: String,
    /// The case.
    pub id: String,
    /// The role that must act.
    pub role: String,
    /// The rank that must act, from 0.
    pub rank: i64,
    /// The programme.
    pub programme: String,
    /// The stream.
    pub stream: String,
    /// The district.
    pub district: String,
    /// The enterprise.
    pub enterprise: String,
    /// The enterprise's name.
    pub enterprise_name: String,
    /// The number of the case.
    pub number: Option<String>,
    /// The step it stands at.
    pub step: String,
    /// By when; `None` where nothing presses.
    pub due: Option<String>,
    /// When it was handed in, in microseconds.
    pub received_at: Option<i64>,
    /// The amount at stake, in fen.
    pub fen: i64,
}

/// Where a page begins: after this row of the page before.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct After {
    /// Its due day, as stored.
    pub due: String,
    /// Its case.
    pub id: String,
    /// The kind of its case.
    pub kind: String,
}

/// A page of the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// At most fifty rows.
    pub rows: Vec<Waiting>,
    /// How many cases wait in all, before step, kind and rank are looked at.
    pub count: i64,
    /// Where the next page begins; `None` on the last.
    pub next: Option<After>,
}

/// A page of the queue.
pub async fn page(database: &Database, filter: &Filter, after: &After) -> Result<Page, DatabaseError> {
    let parts = parts(database, filter).await?;
    let count = parts.iter().map(|part| part.count).sum();
    let most = PAGE.saturating_add(1);
    let by_district = filter.districts.is_some();
    let ranges: BTreeSet<[&str; 4]> = parts
        .iter()
        .map(|part| {
            let district = if by_district { part.district.as_str() } else { "" };
            [part.programme.as_str(), part.role.as_str(), part.stream.as_str(), district]
        })
        .collect();
    let reads = ranges.into_iter().map(|[programme, role, stream, district]| {
        let mut values = values![
            programme,
            role,
            stream,
            &after.due,
            &after.id,
            &after.kind,
            filter.step.as_deref().unwrap_or_default(),
            filter.kind.as_deref().unwrap_or_default(),
            filter.rank.unwrap_or(-1),
            most,
        ];
        if by_district {
            values.push(district.into());
        }
        Statement::new(if by_district { OF_DISTRICT } else { OF_STREAM }, values)
    });
    let answers = database.query_many(reads.collect()).await?;
    let mut rows: Vec<Waiting> = answers.iter().flatten().map(read).collect::<Result<_, _>>()?;
    rows.sort_by_key(place);
    rows.dedup_by(|one, other| (&one.kind, &one.id) == (&other.kind, &other.id));
    let full = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > full;
    rows.truncate(full);
    let next = rows.last().filter(|_| more).map(place);
    Ok(Page { rows, count, next })
}

/// How many cases wait, before step, kind and rank are looked at.
pub async fn count(database: &Database, filter: &Filter) -> Result<i64, DatabaseError> {
    Ok(parts(database, filter).await?.iter().map(|part| part.count).sum())
}

/// Where a case waits now.
pub async fn of_case(database: &Database, kind: &str, id: &str) -> Result<Vec<Waiting>, DatabaseError> {
    let rows = database.query(Statement::new(OF_CASE, values![kind, id])).await?;
    rows.iter().map(read).collect()
}

/// A part of the queue that holds at least one case.
struct Part {
    programme: String,
    role: String,
    district: String,
    stream: String,
    count: i64,
}

async fn parts(database: &Database, filter: &Filter) -> Result<Vec<Part>, DatabaseError> {
    let pairs = filter
        .programmes
        .iter()
        .flat_map(|programme| filter.roles.iter().map(move |role| (programme.clone(), role.clone())));
    let pairs: Vec<(String, String)> = pairs.collect();
    let reads = pairs.iter().map(|(programme, role)| Statement::new(COUNTS, values![programme, role]));
    let answers = database.query_many(reads.collect()).await?;
    let mut parts = Vec::new();
    for ((programme, role), rows) in pairs.iter().zip(&answers) {
        for row in rows {
            let (district, stream) = (row.string(1)?, row.string(2)?);
            let wanted = |list: &Option<Vec<String>>, found| list.as_ref().is_none_or(|list| list.contains(found));
            if wanted(&filter.districts, &district) && wanted(&filter.streams, &stream) {
                let (programme, role) = (programme.clone(), role.clone());
                parts.push(Part { programme, role, district, stream, count: row.int(3)? });
            }
        }
    }
    Ok(parts)
}

fn place(row: &Waiting) -> After {
    let due = row.due.clone().unwrap_or_else(|| NO_DUE.to_owned());
    After { due, id: row.id.clone(), kind: row.kind.clone() }
}

fn read(row: &Row) -> Result<Waiting, DatabaseError> {
    Ok(Waiting {
        kind: row.string(0)?,
        id: row.string(1)?,
        role: row.string(2)?,
        rank: row.int(3)?,
        programme: row.string(4)?,
        stream: row.string(5)?,
        district: row.string(6)?,
        enterprise: row.string(7)?,
        enterprise_name: row.string(8)?,
        number: row.maybe_string(9)?,
        step: row.string(10)?,
        due: Some(row.string(11)?).filter(|due| due != NO_DUE),
        received_at: row.maybe_int(12)?,
        fen: row.int(13)?,
    })
}
