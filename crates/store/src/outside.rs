//! Deciding before it is the writer's turn: many acts at once, each from what readers find. The writer takes a decision
//! as it is where nothing it rests on has moved, and decides anew where something has.

use crate::database::{Next, Row, Statement};
use crate::group::{self, NEEDS_MAX};
use crate::snapshot::{self, Inconsistency, Snapshot};
use crate::store::{Decide, Failed, Store, StoreError};
use crate::writer::ActJob;
use domain::act::Act;
use domain::decide::{Answer, Decided};
use domain::refusal::Refusal;
use domain::setting::Setting;
use domain::world::{Key, Stop, World};
use std::sync::Arc;

/// How often a refusal is decided again because what it read moved meanwhile.
const REFUSALS_MAX: usize = 3;

/// What came of an act before the writer's turn.
pub(crate) enum Outside {
    /// It was done before, under the same key.
    Answered(Result<Answer, Failed>),
    /// It was decided from what was found.
    Decided(Snapshot, Decided),
}

/// What has been loaded of the world, and what is to be loaded next.
#[derive(Default)]
struct Loading {
    snapshot: Snapshot,
    needed: Vec<Key>,
    turns: usize,
}

impl Loading {
    fn reads(&self) -> Vec<Statement> {
        self.needed.iter().map(snapshot::read).collect()
    }

    /// Takes in the rows of what was needed.
    fn take(&mut self, rows: impl IntoIterator<Item = Vec<Row>>) -> Result<(), Inconsistency> {
        for (key, rows) in std::mem::take(&mut self.needed).into_iter().zip(rows) {
            let found = snapshot::found(&key, &rows)?;
            self.snapshot.load(key, found);
        }
        Ok(())
    }

    /// Remembers what is needed next.
    fn need(&mut self, keys: Vec<Key>) {
        self.needed = keys;
        self.turns = self.turns.saturating_add(1);
    }

    /// Whether a decision has asked so often that it never has enough.
    fn is_endless(&self) -> bool {
        self.turns >= NEEDS_MAX
    }
}

/// An act on its way to a decision.
struct Settling {
    act: Arc<Act>,
    /// Reads the stored answer of the act, together with what the decision asks for first.
    answer: Option<Statement>,
    /// Whether the answer is among the rows that come next.
    asked: bool,
    decide: Decide,
    setting: Arc<Setting>,
    loading: Loading,
}

/// What a conversation about an act came to.
enum Settled {
    Answered(Vec<Row>),
    Decided(Snapshot, Decided),
    Refused(Snapshot, Box<Refusal>),
    Inconsistent(Inconsistency),
    Endless,
}

impl Settling {
    fn step(&mut self, rows: Vec<Vec<Row>>) -> Next<Settled> {
        let mut rows = rows.into_iter();
        if std::mem::take(&mut self.asked)
            && let Some(found) = rows.next()
            && !found.is_empty()
        {
            return Next::Done(Settled::Answered(found));
        }
        if let Err(error) = self.loading.take(rows) {
            return Next::Done(Settled::Inconsistent(error));
        }
        match (self.decide)(&self.setting, &self.loading.snapshot.world, &self.act) {
            Ok(decided) => Next::Done(Settled::Decided(std::mem::take(&mut self.loading.snapshot), decided)),
            Err(Stop::Refused(refusal)) => {
                Next::Done(Settled::Refused(std::mem::take(&mut self.loading.snapshot), refusal))
            }
            Err(Stop::Need(_)) if self.loading.is_endless() => Next::Done(Settled::Endless),
            Err(Stop::Need(keys)) => {
                self.loading.need(keys);
                let answer = self.answer.take();
                self.asked = answer.is_some();
                Next::Read(answer.into_iter().chain(self.loading.reads()).collect())
            }
        }
    }
}

impl Store {
    /// Decides an act from what is there now. A refusal holds only if nothing it read has moved.
    pub(crate) async fn decide_outside(&self, job: &ActJob) -> Result<Outside, Failed> {
        for _ in 0..REFUSALS_MAX {
            let (snapshot, refusal) = match self.settle(job).await? {
                Settled::Answered(rows) => {
                    let answer = group::stored_answer(&rows, &job.body_hash);
                    let answer = answer.map_err(|error| self.read_failed(&error.into()))?;
                    return answer.map(Outside::Answered).ok_or(Failed::Conflict);
                }
                Settled::Decided(snapshot, decided) => return Ok(Outside::Decided(snapshot, decided)),
                Settled::Refused(snapshot, refusal) => (snapshot, refusal),
                Settled::Inconsistent(error) => return Err(self.read_failed(&error.into())),
                Settled::Endless => return Err(self.endless(&job.act)),
            };
            if let Some(answer) = self.stored(job).await? {
                return Ok(Outside::Answered(answer));
            }
            if self.stands(&snapshot).await.map_err(|error| self.read_failed(&error))? {
                return Err(Failed::Refused(refusal));
            }
        }
        Err(Failed::Conflict)
    }

    async fn settle(&self, job: &ActJob) -> Result<Settled, Failed> {
        let mut settling = Settling {
            act: Arc::clone(&job.act),
            answer: Some(group::read_answer(&job.id)),
            asked: false,
            decide: self.decider(),
            setting: self.setting(),
            loading: Loading::default(),
        };
        let settled = self.database().converse(move |rows| settling.step(rows)).await;
        settled.map_err(|error| self.read_failed(&error.into()))
    }

    /// The stored answer of an act.
    pub(crate) async fn stored(&self, job: &ActJob) -> Result<Option<Result<Answer, Failed>>, Failed> {
        let found = self.database().query(group::read_answer(&job.id)).await;
        found
            .and_then(|rows| group::stored_answer(&rows, &job.body_hash))
            .map_err(|error| self.read_failed(&error.into()))
    }

    /// Loads what a pure function asks for until it has enough.
    pub(crate) async fn inquire<T>(
        &self,
        act: &Act,
        pure: impl Fn(&Setting, &World) -> Result<T, Stop>,
    ) -> Result<T, Failed> {
        let setting = self.setting();
        let mut loading = Loading::default();
        loop {
            match pure(&setting, &loading.snapshot.world) {
                Ok(answer) => return Ok(answer),
                Err(Stop::Refused(refusal)) => return Err(Failed::Refused(refusal)),
                Err(Stop::Need(_)) if loading.is_endless() => return Err(self.endless(act)),
                Err(Stop::Need(keys)) => loading.need(keys),
            }
            let rows = self.database().query_many(loading.reads()).await;
            let rows = rows.map_err(|error| self.read_failed(&error.into()))?;
            loading.take(rows).map_err(|error| self.read_failed(&error.into()))?;
        }
    }

    /// Whether everything that was read is still as it was.
    async fn stands(&self, snapshot: &Snapshot) -> Result<bool, StoreError> {
        let reads = snapshot.versions().map(|(key, _)| snapshot::read_version(key)).collect();
        let answers = self.database().query_many(reads).await?;
        for ((_, version), rows) in snapshot.versions().zip(answers) {
            if snapshot::version(&rows)? != version {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
