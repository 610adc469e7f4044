//! The queue: the cases that wait for some roles, what presses most first, fifty at a time. Both
//! the page and its count cost the same over a thousand cases and over a million: each place (step and rank) is a
//! run of the index of its own, and its count is kept.

use crate::database::{Database, DatabaseError, Row, Statement, values};
use crate::rows::NO_DUE;
use crate::views::PAGE;
use std::collections::BTreeSet;

const COUNTS: &str = "select district, stream, kind, step, rank, cases from queue_count \
    where programme = $1 and role = $2 and cases > 0 order by district, stream, kind, step, rank";
const OF_STREAM: &str = "select kind, id, role, rank, programme, stream, district, enterprise, \
    enterprise_name, number, step, due, received_at, fen from queue \
    where programme = $1 and role = $2 and stream = $3 and step = $4 and rank = $5 \
    and (due, id, kind) > ($6, $7, $8) order by due, id, kind limit $9";
const OF_DISTRICT: &str = "select kind, id, role, rank, programme, stream, district, enterprise, \
    enterprise_name, number, step, due, received_at, fen from queue \
    where programme = $1 and role = $2 and stream = $3 and step = $4 and rank = $5 \
    and (due, id, kind) > ($6, $7, $8) and district = $10 order by due, id, kind limit $9";
const LATE_OF_STREAM: &str = "select cast(count(*) as bigint) from (select 1 as one from queue \
    where programme = $1 and role = $2 and stream = $3 and step = $4 and rank = $5 and due < $6 limit $7) as late";
const LATE_OF_DISTRICT: &str = "select cast(count(*) as bigint) from (select 1 as one from queue \
    where programme = $1 and role = $2 and stream = $3 and step = $4 and rank = $5 and due < $6 \
    and district = $8 limit $7) as late";
const OF_CASE: &str = "select kind, id, role, rank, programme, stream, district, enterprise, \
    enterprise_name, number, step, due, received_at, fen from queue \
    where kind = $1 and id = $2 order by role";

pub(super) const SQL: &[&str] = &[COUNTS, OF_STREAM, OF_DISTRICT, LATE_OF_STREAM, LATE_OF_DISTRICT, OF_CASE];

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
    /// Only what stands at one of these places; everywhere where none is given.
    pub turns: Option<Vec<Turn>>,
}

/// A place in a procedure: a step, and the rank whose turn it is there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Turn {
    /// filing, claim or round.
    pub kind: String,
    /// The step.
    pub step: String,
    /// The rank, from 0; any where none is given.
    pub rank: Option<i64>,
}

/// How many cases wait at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The programme.
    pub programme: String,
    /// The role they wait for.
    pub role: String,
    /// Their district.
    pub district: String,
    /// Their stream.
    pub stream: String,
    /// filing, claim or round.
    pub kind: String,
    /// The step they stand at.
    pub step: String,
    /// The rank that must act, from 0.
    pub rank: i64,
    /// How many.
    pub cases: i64,
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
    /// How many cases wait in all.
    pub count: i64,
    /// Where the next page begins; `None` on the last.
    pub next: Option<After>,
}

/// A page of the queue.
pub async fn page(database: &Database, filter: &Filter, after: &After) -> Result<Page, DatabaseError> {
    first(database, filter, after, PAGE).await
}

/// What presses most, and how many wait: for a desk, which opens the first thing to do.
pub async fn pressing(database: &Database, filter: &Filter) -> Result<Page, DatabaseError> {
    first(database, filter, &After::default(), 1).await
}

async fn first(database: &Database, filter: &Filter, after: &After, most: i64) -> Result<Page, DatabaseError> {
    let parts = parts(database, filter).await?;
    let count = parts.iter().map(|part| part.cases).sum();
    let by_district = filter.districts.is_some();
    let reads = ranges(&parts, by_district).into_iter().map(|range| {
        let Range { programme, role, stream, step, rank, district } = range;
        let one_more = most.saturating_add(1);
        let mut values = values![programme, role, stream, step, rank, &after.due, &after.id, &after.kind, one_more];
        if by_district {
            values.push(district.into());
        }
        Statement::new(if by_district { OF_DISTRICT } else { OF_STREAM }, values)
    });
    let answers = database.query_many(reads.collect()).await?;
    let mut rows: Vec<Waiting> = answers.iter().flatten().map(read).collect::<Result<_, _>>()?;
    rows.sort_by_key(Waiting::place);
    rows.dedup_by(|one, other| (&one.kind, &one.id) == (&other.kind, &other.id));
    let full = usize::try_from(most).unwrap_or(usize::MAX);
    let more = rows.len() > full;
    rows.truncate(full);
    let next = rows.last().filter(|_| more).map(Waiting::place);
    Ok(Page { rows, count, next })
}

/// How many cases wait.
pub async fn count(database: &Database, filter: &Filter) -> Result<i64, DatabaseError> {
    Ok(parts(database, filter).await?.iter().map(|part| part.cases).sum())
}

/// How many cases wait that should have been done before a day, written `2019-03-04`; counted up to `most`, so that a
/// long-neglected queue costs no more than another.
pub async fn late(database: &Database, filter: &Filter, today: &str, most: i64) -> Result<i64, DatabaseError> {
    let parts = parts(database, filter).await?;
    let by_district = filter.districts.is_some();
    let reads = ranges(&parts, by_district).into_iter().map(|range| {
        let Range { programme, role, stream, step, rank, district } = range;
        let mut values = values![programme, role, stream, step, rank, today, most];
        if by_district {
            values.push(district.into());
        }
        Statement::new(if by_district { LATE_OF_DISTRICT } else { LATE_OF_STREAM }, values)
    });
    let answers = database.query_many(reads.collect()).await?;
    let mut late: i64 = 0;
    for row in answers.iter().flatten() {
        late = late.saturating_add(row.int(0)?);
    }
    Ok(late.min(most))
}

/// A run of the queue that is read in its own order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Range<'a> {
    programme: &'a str,
    role: &'a str,
    stream: &'a str,
    step: &'a str,
    rank: i64,
    /// One district; empty for all.
    district: &'a str,
}

fn ranges(parts: &[Part], by_district: bool) -> BTreeSet<Range<'_>> {
    let ranges = parts.iter().map(|part| Range {
        programme: &part.programme,
        role: &part.role,
        stream: &part.stream,
        step: &part.step,
        rank: part.rank,
        district: if by_district { &part.district } else { "" },
    });
    ranges.collect()
}

/// The parts of the queue that hold at least one case, with how many.
pub async fn parts(database: &Database, filter: &Filter) -> Result<Vec<Part>, DatabaseError> {
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
            let part = Part {
                programme: programme.clone(),
                role: role.clone(),
                district: row.string(0)?,
                stream: row.string(1)?,
                kind: row.string(2)?,
                step: row.string(3)?,
                rank: row.int(4)?,
                cases: row.int(5)?,
            };
            if filter.wants(&part) {
                parts.push(part);
            }
        }
    }
    Ok(parts)
}

impl Filter {
    fn wants(&self, part: &Part) -> bool {
        let listed = |list: &Option<Vec<String>>, found: &String| list.as_ref().is_none_or(|list| list.contains(found));
        let same = |wanted: &Option<String>, found: &String| wanted.as_ref().is_none_or(|wanted| wanted == found);
        let at = |turn: &Turn| {
            turn.kind == part.kind && turn.step == part.step && turn.rank.is_none_or(|rank| rank == part.rank)
        };
        listed(&self.districts, &part.district)
            && listed(&self.streams, &part.stream)
            && same(&self.step, &part.step)
            && same(&self.kind, &part.kind)
            && self.rank.is_none_or(|rank| rank == part.rank)
            && self.turns.as_ref().is_none_or(|turns| turns.iter().any(at))
    }
}

impl Waiting {
    /// Its place in the order of the queue.
    pub fn place(&self) -> After {
        let due = self.due.clone().unwrap_or_else(|| NO_DUE.to_owned());
        After { due, id: self.id.clone(), kind: self.kind.clone() }
    }
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
