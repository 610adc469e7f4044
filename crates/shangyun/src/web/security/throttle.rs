//! Slows down guessing and flooding. Tries are counted in the store under keyed hashes: the counts outlive a restart,
//! hold for every process of an installation, and tell nobody who tried what.
//!
//! Nobody is locked out for good, and no stranger locks out an owner: a name is counted together with the address it is
//! tried from, and over all addresses only against many machines at once.

use jiff::{SignedDuration, Timestamp};
use store::database::DatabaseError;
use store::secrets;
use store::store::{Failed, Store};

#[cfg(test)]
mod tests;

/// How often something may be tried in a span of time that begins with the first try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What is tried.
    pub what: &'static str,
    /// How often.
    pub most: i64,
    /// How long until the count begins anew.
    pub span: SignedDuration,
}

impl Limit {
    /// So many tries in so many minutes.
    pub const fn new(what: &'static str, most: i64, minutes: i64) -> Self {
        Self { what, most, span: SignedDuration::from_mins(minutes) }
    }

    /// For how many seconds somebody must wait before the next try; nothing lets them go on.
    ///
    /// # Errors
    /// When the count cannot be read.
    pub async fn wait(&self, store: &Store, who: &str, now: Timestamp) -> Result<Option<i64>, DatabaseError> {
        let since = now.saturating_sub(self.span).unwrap_or(Timestamp::MIN);
        let Some(tries) = secrets::tries(store, &self.key(who), since).await? else { return Ok(None) };
        if tries.count < self.most {
            return Ok(None);
        }
        let end = tries.since.saturating_add(self.span).unwrap_or(Timestamp::MAX);
        Ok(Some(end.duration_since(now).as_secs().max(1)))
    }

    /// Counts a try.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn count(&self, store: &Store, who: &str, now: Timestamp) -> Result<(), Failed> {
        let since = now.saturating_sub(self.span).unwrap_or(Timestamp::MIN);
        secrets::count_try(store, &self.key(who), now, since).await
    }

    /// Forgets the tries, as after a good sign-in.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget(&self, store: &Store, who: &str) -> Result<(), Failed> {
        secrets::forget_tries(store, &self.key(who)).await
    }

    fn key(&self, who: &str) -> String {
        format!("{}\n{who}", self.what)
    }
}
