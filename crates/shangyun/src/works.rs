//! What the program is doing beside answering, and how it was started: for the system administrator's page.

use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// When a job ran last, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// When it ended.
    pub at: Timestamp,
    /// What it did, or what went wrong.
    pub outcome: Result<String, String>,
}

/// The works of a running program.
#[derive(Debug, Default)]
pub struct Works {
    jobs: Mutex<BTreeMap<&'static str, Run>>,
}

impl Works {
    /// A job ended. What it did last is kept while it has nothing to say.
    pub fn ran(&self, job: &'static str, at: Timestamp, outcome: Result<String, String>) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = match (outcome, jobs.get(job)) {
            (Ok(nothing), Some(Run { outcome: Ok(before), .. })) if nothing.is_empty() => Ok(before.clone()),
            (outcome, _) => outcome,
        };
        jobs.insert(job, Run { at, outcome });
    }

    /// The last run of every job.
    pub fn runs(&self) -> BTreeMap<&'static str, Run> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
