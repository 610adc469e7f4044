//! The second pass, thing by thing: folds all events of one thing, compares its row, goes on. Only
//! one thing is in memory at a time.

use super::{Finding, Progress, Report, VerifyError};
use crate::database::{Connection, Row, Statement, Value, values};
use crate::rows::{self, queue};
use crate::snapshot::standing_word;
use domain::event::Event;
use domain::world::{Aggregate, Key, World};
use std::collections::VecDeque;
use std::iter::once;

const EVENTS: &str = "select id, seq, act, body from journal \
    where kind = $1 and (id, seq) > ($2, $3) order by id, seq limit 500";
const UNIQUE: &str = "select key, holder, standing, version from unique_key \
    where key > $1 order by key limit 300";
const COUNTER: &str = "select name, last from counter where name > $1 order by name limit 300";
const QUEUE: &str = "select kind, id, role, rank, programme, stream, district, enterprise, \
    enterprise_name, number, step, due, received_at, fen from queue \
    where kind = $1 and (id, role) > ($2, $3) order by id, role limit 300";

pub(super) const SQL: &[&str] = &[EVENTS, UNIQUE, COUNTER, QUEUE];

/// The kinds of cases, which may wait in the queue.
const CASES: [&str; 3] = ["filing", "claim", "round"];

pub(super) async fn check(
    connection: &mut Connection,
    report: &mut Report,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), VerifyError> {
    let aggregates = rows::TABLES.iter().map(|texts| (texts.table, texts.table, texts.page));
    let others = [("unique", "unique_key", UNIQUE), ("counter", "counter", COUNTER)];
    for (kind, table, page) in aggregates.chain(others) {
        let mut things = Things { kind, after: (String::new(), 0), page: VecDeque::new(), ended: false };
        let mut stored = Stored { page_text: page, after: String::new(), page: VecDeque::new(), ended: false };
        let mut queue = Queue { kind, after: Default::default(), page: VecDeque::new(), ended: !CASES.contains(&kind) };
        while let Some(thing) = things.next(connection).await? {
            while let Some(extra) = stored.next_before(connection, &thing.id).await? {
                report.findings.push(Finding::ExtraRow { table: table.to_owned(), id: extra });
            }
            let row = stored.take(connection, &thing.id).await?;
            report.findings.extend(thing.compare(table, row.as_ref())?);
            queue.compare(connection, &thing, report).await?;
            report.rows = report.rows.saturating_add(1);
            if report.rows.is_multiple_of(1000) {
                progress(Progress::Rows(report.rows));
            }
        }
        while let Some(extra) = stored.next(connection).await? {
            report.findings.push(Finding::ExtraRow { table: table.to_owned(), id: extra.text(0)?.to_owned() });
        }
        queue.end(connection, report).await?;
    }
    Ok(())
}

/// One thing as the journal makes it.
struct Thing {
    id: String,
    state: Option<Aggregate>,
    acts: i64,
    last_seq: i64,
}

impl Thing {
    /// What is wrong with its row.
    fn compare(&self, table: &str, row: Option<&Row>) -> Result<Option<Finding>, VerifyError> {
        let (table, id) = (table.to_owned(), self.id.clone());
        Ok(match (&self.state, row) {
            (None, None) => None,
            (None, Some(_)) => Some(Finding::ExtraRow { table, id }),
            (Some(_), None) => Some(Finding::MissingRow { table, id }),
            (Some(state), Some(row)) => (!self.is(state, row)?).then_some(Finding::Row { table, id }),
        })
    }

    fn is(&self, state: &Aggregate, row: &Row) -> Result<bool, VerifyError> {
        match state {
            Aggregate::Unique(hold) => {
                let standing = standing_word(hold.standing);
                let expected = values![&self.id, &hold.holder, standing, self.last_seq];
                Ok(row.values() == expected.as_slice())
            }
            Aggregate::Counter(last) => Ok(row.values() == values![&self.id, *last].as_slice()),
            Aggregate::Account(_)
            | Aggregate::Enterprise(_)
            | Aggregate::Programme(_)
            | Aggregate::Edition(_)
            | Aggregate::Interpretation(_)
            | Aggregate::Filing(_)
            | Aggregate::Claim(_)
            | Aggregate::Roster(_)
            | Aggregate::Round(_)
            | Aggregate::Message(_)
            | Aggregate::Balance(_) => {
                let expected = rows::row(&self.id, self.acts, state)?;
                // The body is compared as a state, not as text: an older program may have written
                // the same state in other words.
                let same_body = rows::same_kind(state, row.text(2)?).is_ok_and(|stored| stored == *state);
                let (before, after) = (expected.get(..2), expected.get(3..));
                Ok(same_body && row.values().get(..2) == before && row.values().get(3..) == after)
            }
        }
    }
}

/// The things of one kind in the order of their ids, folded one after the other.
struct Things {
    kind: &'static str,
    after: (String, i64),
    page: VecDeque<Row>,
    ended: bool,
}

impl Things {
    async fn next(&mut self, connection: &mut Connection) -> Result<Option<Thing>, VerifyError> {
        let Some(first) = self.pop(connection).await? else { return Ok(None) };
        let id = first.text(0)?.to_owned();
        let mut fold = Fold { world: World::default(), key: None, acts: 0, last_act: String::new() };
        let mut last_seq = first.int(1)?;
        fold.take(&first)?;
        while let Some(row) = self.peek(connection).await?
            && row.text(0)? == id
        {
            last_seq = row.int(1)?;
            fold.take(row)?;
            self.page.pop_front();
        }
        let state = fold.key.and_then(|key| fold.world.get(&key).ok().flatten().cloned());
        Ok(Some(Thing { id, state, acts: fold.acts, last_seq }))
    }

    async fn pop(&mut self, connection: &mut Connection) -> Result<Option<Row>, VerifyError> {
        self.fill(connection).await?;
        Ok(self.page.pop_front())
    }

    async fn peek(&mut self, connection: &mut Connection) -> Result<Option<&Row>, VerifyError> {
        self.fill(connection).await?;
        Ok(self.page.front())
    }

    async fn fill(&mut self, connection: &mut Connection) -> Result<(), VerifyError> {
        if self.page.is_empty() && !self.ended {
            let read = Statement::new(EVENTS, values![self.kind, &self.after.0, self.after.1]);
            self.page = page(connection, read).await?;
            match self.page.back() {
                Some(row) => self.after = (row.string(0)?, row.int(1)?),
                None => self.ended = true,
            }
        }
        Ok(())
    }
}

struct Fold {
    world: World,
    key: Option<Key>,
    acts: i64,
    last_act: String,
}

impl Fold {
    fn take(&mut self, row: &Row) -> Result<(), VerifyError> {
        let act = row.text(2)?;
        if act != self.last_act {
            self.acts = self.acts.saturating_add(1);
            act.clone_into(&mut self.last_act);
        }
        // A body that is no event was found in the first pass.
        if let Ok(event) = serde_json::from_str::<Event>(row.text(3)?) {
            self.world.apply(&event);
            self.key = Some(event.subject);
        }
        Ok(())
    }
}

/// The stored rows of one table in the order of their ids.
struct Stored {
    page_text: &'static str,
    after: String,
    page: VecDeque<Row>,
    ended: bool,
}

impl Stored {
    /// The id of the next row if it comes before an id.
    async fn next_before(&mut self, connection: &mut Connection, id: &str) -> Result<Option<String>, VerifyError> {
        self.fill(connection).await?;
        match self.page.front() {
            Some(row) if row.text(0)? < id => Ok(self.next(connection).await?.map(|row| row.string(0)).transpose()?),
            Some(_) | None => Ok(None),
        }
    }

    /// The next row if it has this id.
    async fn take(&mut self, connection: &mut Connection, id: &str) -> Result<Option<Row>, VerifyError> {
        self.fill(connection).await?;
        match self.page.front() {
            Some(row) if row.text(0)? == id => self.next(connection).await,
            Some(_) | None => Ok(None),
        }
    }

    async fn next(&mut self, connection: &mut Connection) -> Result<Option<Row>, VerifyError> {
        self.fill(connection).await?;
        Ok(self.page.pop_front())
    }

    async fn fill(&mut self, connection: &mut Connection) -> Result<(), VerifyError> {
        if self.page.is_empty() && !self.ended {
            self.page = page(connection, Statement::new(self.page_text, values![&self.after])).await?;
            match self.page.back() {
                Some(row) => self.after = row.string(0)?,
                None => self.ended = true,
            }
        }
        Ok(())
    }
}

/// The queue rows of one kind in the order of their cases.
struct Queue {
    kind: &'static str,
    after: (String, String),
    page: VecDeque<Row>,
    ended: bool,
}

impl Queue {
    /// Compares the places of a case.
    async fn compare(
        &mut self,
        connection: &mut Connection,
        thing: &Thing,
        report: &mut Report,
    ) -> Result<(), VerifyError> {
        let mut expected: Vec<Vec<Value>> =
            queue::places(&thing.id, thing.state.as_ref()).iter().map(queue::Place::row).collect();
        expected.sort();
        let mut stored = Vec::new();
        loop {
            self.fill(connection).await?;
            let Some(row) = self.page.front() else { break };
            if row.text(1)? > thing.id.as_str() {
                break;
            }
            if row.text(1)? == thing.id {
                stored.push(row.values().to_vec());
            } else {
                report.findings.push(extra(row)?);
            }
            self.page.pop_front();
        }
        if stored != expected {
            report.findings.push(Finding::Row { table: "queue".to_owned(), id: thing.id.clone() });
        }
        Ok(())
    }

    async fn end(&mut self, connection: &mut Connection, report: &mut Report) -> Result<(), VerifyError> {
        loop {
            self.fill(connection).await?;
            let Some(row) = self.page.pop_front() else { return Ok(()) };
            report.findings.push(extra(&row)?);
        }
    }

    async fn fill(&mut self, connection: &mut Connection) -> Result<(), VerifyError> {
        if self.page.is_empty() && !self.ended {
            let read = Statement::new(QUEUE, values![self.kind, &self.after.0, &self.after.1]);
            self.page = page(connection, read).await?;
            match self.page.back() {
                Some(row) => self.after = (row.string(1)?, row.string(2)?),
                None => self.ended = true,
            }
        }
        Ok(())
    }
}

fn extra(row: &Row) -> Result<Finding, VerifyError> {
    Ok(Finding::ExtraRow { table: "queue".to_owned(), id: row.string(1)? })
}

async fn page(connection: &mut Connection, read: Statement) -> Result<VecDeque<Row>, VerifyError> {
    let done = connection.run(&once(read).collect::<Vec<_>>()).await?;
    Ok(done.into_iter().flat_map(|done| done.rows).collect())
}
