//! What the program is doing beside answering, and since when: for the administrators' pages.

use crate::clock::real_now;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::verify::{Progress, Report};

/// When a job ran last, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// When it ended.
    pub at: Timestamp,
    /// What it did, or what went wrong.
    pub outcome: Result<String, String>,
}

/// A verification of the journal, under way or ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verification {
    /// When it began.
    pub began_at: Timestamp,
    /// How many entries were read.
    pub entries: u64,
    /// How many rows were compared.
    pub rows: u64,
    /// How many documents were read.
    pub documents: u64,
    /// When it ended, and with what; none while it runs.
    pub ended: Option<(Timestamp, Result<Report, String>)>,
}

/// The works of a running program.
#[derive(Debug)]
pub struct Works {
    started_at: Timestamp,
    jobs: Mutex<BTreeMap<&'static str, Run>>,
    verification: Mutex<Option<Verification>>,
}

impl Default for Works {
    fn default() -> Self {
        Self { started_at: real_now(), jobs: Mutex::default(), verification: Mutex::default() }
    }
}

impl Works {
    /// Since when the program runs.
    pub const fn started_at(&self) -> Timestamp {
        self.started_at
    }

    /// A job ended. What it did last is kept while it has nothing to say.
    pub fn ran(&self, job: &'static str, at: Timestamp, outcome: Result<String, String>) {
        let mut jobs = held(&self.jobs);
        let outcome = match (outcome, jobs.get(job)) {
            (Ok(nothing), Some(Run { outcome: Ok(before), .. })) if nothing.is_empty() => Ok(before.clone()),
            (outcome, _) => outcome,
        };
        jobs.insert(job, Run { at, outcome });
    }

    /// The last run of every job.
    pub fn runs(&self) -> BTreeMap<&'static str, Run> {
        held(&self.jobs).clone()
    }

    /// The last verification, or the one under way.
    pub fn verification(&self) -> Option<Verification> {
        held(&self.verification).clone()
    }

    /// Notes that a verification begins; false where one is under way.
    pub fn begin_verification(&self, at: Timestamp) -> bool {
        let mut verification = held(&self.verification);
        if verification.as_ref().is_some_and(|one| one.ended.is_none()) {
            return false;
        }
        *verification = Some(Verification { began_at: at, entries: 0, rows: 0, documents: 0, ended: None });
        true
    }

    /// How far the verification has come.
    pub fn verifying(&self, progress: Progress) {
        let mut verification = held(&self.verification);
        let Some(under_way) = verification.as_mut() else { return };
        match progress {
            Progress::Entries(count) => under_way.entries = count,
            Progress::Rows(count) => under_way.rows = count,
            Progress::Documents(count) => under_way.documents = count,
        }
    }

    /// The verification ended.
    pub fn end_verification(&self, at: Timestamp, outcome: Result<Report, String>) {
        if let Some(under_way) = held(&self.verification).as_mut() {
            under_way.ended = Some((at, outcome));
        }
    }
}

/// What a lock guards; a thread that panicked holding it has left it whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
