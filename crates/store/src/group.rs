//! One group: up to 64 jobs in one transaction that locks the head of the journal first. Every job
//! has a savepoint of its own; one commit; the answers go out after it.

use crate::changes::{self, ChangesError};
use crate::database::{Connection, DatabaseError, Done, Statement, values};
use crate::snapshot::{self, Snapshot};
use crate::store::Failed;
use crate::writer::{ActJob, Job, Office};
use domain::act::Act;
use domain::decide::{Answer, Decided};
use domain::world::{Key, Stop};
use std::collections::BTreeMap;

const ANSWERED: &str = "select body_hash, answer from answer where act = $1";
const HEAD: &str = "update head set seq = $1 where id = 1";
const SAVE: &str = "savepoint act";
const RELEASE: &str = "release savepoint act";
const BACK: &str = "rollback to savepoint act";

/// The statements of this file that can be prepared.
pub(crate) const SQL: &[&str] = &[ANSWERED, HEAD];

/// How often a decision may ask for more before it is taken for endless.
pub(crate) const NEEDS_MAX: usize = 200;

/// What a job is told once the group is committed.
pub(crate) enum Reply {
    Act(Result<Answer, Failed>),
    Rows(Result<Vec<u64>, Failed>),
}

/// The statement that reads the stored answer of an act.
pub(crate) fn read_answer(act_id: &str) -> Statement {
    Statement::new(ANSWERED, values![act_id])
}

/// The stored answer: the same act again gets it, another body under the same key does not.
pub(crate) fn stored_answer(
    rows: &[crate::database::Row],
    body_hash: &[u8; 32],
) -> Result<Option<Result<Answer, Failed>>, DatabaseError> {
    let Some(row) = rows.first() else { return Ok(None) };
    if row.bytes(0)? != body_hash {
        return Ok(Some(Err(Failed::KeyReused)));
    }
    let answer = serde_json::from_str(row.text(1)?)
        .map_err(|error| DatabaseError::Statement { sql: ANSWERED.to_owned(), source: Box::new(error) })?;
    Ok(Some(Ok(answer)))
}

/// Tells everybody.
pub(crate) fn reply(jobs: Vec<Job>, replies: Vec<Reply>) {
    for (job, reply) in jobs.into_iter().zip(replies) {
        match (job, reply) {
            (Job::Act(_, to), Reply::Act(result)) => drop(to.send(result)),
            (Job::Rows(_, to), Reply::Rows(result)) => drop(to.send(result)),
            (Job::Act(..) | Job::Rows(..) | Job::Stop(_), _) => {}
        }
    }
}

/// Runs a group up to and including its commit.
pub(crate) async fn run(
    office: &Office,
    connection: &mut Connection,
    jobs: &mut [Job],
) -> Result<Vec<Reply>, DatabaseError> {
    let head = connection.begin().await?;
    let mut group = Group {
        office,
        connection,
        head,
        answers: BTreeMap::new(),
        versions: BTreeMap::new(),
        wrote: false,
        open: false,
    };
    group.look_up(jobs).await?;
    let mut replies = Vec::with_capacity(jobs.len());
    for job in jobs.iter_mut() {
        replies.push(match job {
            Job::Act(job, _) => Reply::Act(group.act(job).await?),
            Job::Rows(statements, _) => Reply::Rows(group.rows(statements).await?),
            Job::Stop(_) => continue,
        });
    }
    group.finish(head).await?;
    Ok(replies)
}

/// A group under way.
struct Group<'a> {
    office: &'a Office,
    connection: &'a mut Connection,
    /// The number of the last entry.
    head: i64,
    /// Stored answers of the acts of this group, with the hash of what was asked.
    answers: BTreeMap<String, ([u8; 32], Answer)>,
    /// The versions, as they are now, of the keys that the acts of this group read.
    versions: BTreeMap<Key, i64>,
    wrote: bool,
    /// Whether the savepoint of the last job is still to be released.
    open: bool,
}

/// How an act came out inside.
enum Outcome {
    Decided(Snapshot, Decided),
    Failed(Failed),
}

impl Group<'_> {
    /// Looks up in one go the stored answers of all acts and the versions of all that they read.
    async fn look_up(&mut self, jobs: &[Job]) -> Result<(), DatabaseError> {
        let acts: Vec<&ActJob> =
            jobs.iter().filter_map(|job| if let Job::Act(job, _) = job { Some(job.as_ref()) } else { None }).collect();
        let mut keys: Vec<Key> = Vec::new();
        for (snapshot, _) in acts.iter().filter_map(|job| job.outside.as_ref()) {
            keys.extend(snapshot.versions().map(|(key, _)| key.clone()));
        }
        keys.sort();
        keys.dedup();
        let mut statements: Vec<Statement> = acts.iter().map(|job| read_answer(&job.id)).collect();
        statements.extend(keys.iter().map(snapshot::read_version));
        let done = self.connection.run(&statements).await?;
        let (answers, versions) = done.split_at(acts.len().min(done.len()));
        for (job, found) in acts.iter().zip(answers) {
            let Some(row) = found.rows.first() else { continue };
            let hash = <[u8; 32]>::try_from(row.bytes(0)?).unwrap_or_default();
            if let Some(Ok(answer)) = stored_answer(&found.rows, &hash)? {
                self.answers.insert(job.id.clone(), (hash, answer));
            }
        }
        for (key, found) in keys.into_iter().zip(versions) {
            self.versions.insert(key, snapshot::version(&found.rows)?);
        }
        Ok(())
    }

    /// Takes one act through: its stored answer, or its decision and all that it writes.
    async fn act(&mut self, job: &mut ActJob) -> Result<Result<Answer, Failed>, DatabaseError> {
        if let Some((hash, answer)) = self.answers.get(&job.id) {
            let same = *hash == job.body_hash;
            return Ok(if same { Ok(answer.clone()) } else { Err(Failed::KeyReused) });
        }
        let outcome = match job.outside.take() {
            Some((snapshot, decided)) if self.moved(&snapshot).is_empty() => Outcome::Decided(snapshot, decided),
            Some((snapshot, _)) => {
                let moved = self.moved(&snapshot);
                self.decide(&job.act, snapshot, moved).await?
            }
            None => self.decide(&job.act, Snapshot::default(), vec![]).await?,
        };
        let (snapshot, decided) = match outcome {
            Outcome::Decided(snapshot, decided) => (snapshot, decided),
            Outcome::Failed(failed) => return Ok(Err(failed)),
        };
        let changes = match changes::changes(job.signed(), snapshot, &decided, self.head) {
            Ok(changes) => changes,
            Err(error) => return Ok(Err(self.misfit(&error))),
        };
        match self.write(&changes.statements).await? {
            Ok(_) => {
                self.head = changes.last_seq;
                self.versions.extend(changes.versions);
                self.answers.insert(job.id.clone(), (job.body_hash, decided.answer.clone()));
                Ok(Ok(decided.answer))
            }
            Err(failed) => Ok(Err(failed)),
        }
    }

    /// What a decision read that is no longer as it was read; the rest of its snapshot holds.
    fn moved(&self, snapshot: &Snapshot) -> Vec<Key> {
        let moved = snapshot.versions().filter(|(key, version)| self.versions.get(key) != Some(version));
        moved.map(|(key, _)| key.clone()).collect()
    }

    /// Decides an act inside the transaction, where nothing can interfere, from what holds of a snapshot and from what
    /// else is needed.
    async fn decide(
        &mut self,
        act: &Act,
        mut snapshot: Snapshot,
        mut needed: Vec<Key>,
    ) -> Result<Outcome, DatabaseError> {
        let setting = self.office.setting();
        for _ in 0..NEEDS_MAX {
            let reads: Vec<Statement> = needed.iter().map(snapshot::read).collect();
            let answers = if reads.is_empty() { vec![] } else { self.connection.run(&reads).await? };
            for (key, answer) in needed.into_iter().zip(answers) {
                match snapshot::found(&key, &answer.rows) {
                    Ok(found) => snapshot.load(key, found),
                    Err(error) => return Ok(Outcome::Failed(self.office.failure("reading a row", &error))),
                }
            }
            match (self.office.decide)(&setting, &snapshot.world, act) {
                Ok(decided) => return Ok(Outcome::Decided(snapshot, decided)),
                Err(Stop::Refused(refusal)) => return Ok(Outcome::Failed(Failed::Refused(refusal))),
                Err(Stop::Need(keys)) => needed = keys,
            }
        }
        Ok(Outcome::Failed(self.office.failure("deciding", &Endless { command: act.command.name() })))
    }

    fn misfit(&self, error: &ChangesError) -> Failed {
        self.office.failure("writing an act", error)
    }

    async fn rows(&mut self, statements: &[Statement]) -> Result<Result<Vec<u64>, Failed>, DatabaseError> {
        let written = self.write(statements).await?;
        Ok(written.map(|done| done.iter().map(|done| done.count).collect()))
    }

    /// Writes the statements of one job under a savepoint; takes them back where one fails.
    async fn write(&mut self, statements: &[Statement]) -> Result<Result<Vec<Done>, Failed>, DatabaseError> {
        let mut flight = Vec::with_capacity(statements.len().saturating_add(2));
        if self.open {
            flight.push(Statement::new(RELEASE, vec![]));
        }
        flight.push(Statement::new(SAVE, vec![]));
        let ahead = flight.len();
        flight.extend_from_slice(statements);
        match self.connection.run(&flight).await {
            Ok(mut done) => {
                self.open = true;
                self.wrote = true;
                Ok(Ok(done.split_off(ahead)))
            }
            Err(error @ (DatabaseError::Lost(_) | DatabaseError::NotSynced(_))) => Err(error),
            Err(error) => {
                // Fails too where the database gave up the whole transaction; then the group fails.
                self.connection.run(&[Statement::new(BACK, vec![])]).await?;
                self.open = true;
                if matches!(error, DatabaseError::Count { .. } | DatabaseError::Duplicate { .. }) {
                    tracing::warn!(%error, "a write met another");
                    return Ok(Err(Failed::Conflict));
                }
                Ok(Err(self.office.failure("writing", &error)))
            }
        }
    }

    /// Moves the head and commits; where nothing was written there is nothing to sync.
    async fn finish(mut self, head_before: i64) -> Result<(), DatabaseError> {
        if !self.wrote {
            return self.connection.rollback().await;
        }
        let mut last = Vec::new();
        if std::mem::take(&mut self.open) {
            last.push(Statement::new(RELEASE, vec![]));
        }
        if self.head != head_before {
            last.push(Statement::new(HEAD, values![self.head]).touching(1));
        }
        self.connection.run(&last).await?;
        self.connection.commit().await
    }
}

/// A decision that never has enough.
#[derive(Debug, thiserror::Error)]
#[error("`{command}` asked for more {NEEDS_MAX} times")]
pub(crate) struct Endless {
    /// The command.
    pub(crate) command: &'static str,
}
