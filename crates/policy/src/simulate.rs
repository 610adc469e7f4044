//! What a scenario would come to: many claims decided under it, beside what comes of the policy as it is.
//!
//! The claims come as [`Claims`], whoever read them; a scenario is applied by [`crate::scenario`]. Nothing here is drawn
//! at random: the same claims and the same scenario give the same report.

mod claims;
mod cliffs;
mod close;
mod compare;
mod lately;
mod purse;
mod readings;
mod tiers;

use crate::columnar::{Answers, Columnar};
use crate::facts::Readings;
use crate::policy::Policy;

pub use claims::{Claims, Grouping};
pub use cliffs::{Cliff, Near, cliffs};
pub use compare::{Case, Group, GroupRow, Moved, ReasonRow, Report, Side};
pub use purse::{Drawn, Purse, PurseRow, Purses};
pub use readings::{ReadingCost, reading_costs};
pub use tiers::tiers;

/// Every claim decided: awards and the codes of reasons.
#[derive(Clone, Debug)]
pub struct Decided {
    answers: Answers,
    codes: Vec<String>,
}

impl Decided {
    /// Decides all claims under a policy and readings.
    pub fn under(policy: &Policy, readings: &Readings, claims: &Claims<'_>) -> Self {
        let columnar = Columnar::new(policy, readings);
        let answers = columnar.run_whole(&claims.columns(&columnar));
        Self { answers, codes: columnar.reason_codes().to_vec() }
    }

    /// The awards in fen, claim by claim.
    pub fn awards(&self) -> &[i64] {
        &self.answers.awards
    }
}
