//! The order of a set of claims: carried over, band, the keys of the policy, and at last the id.

use std::cmp::Reverse;

use super::Claimant;
use crate::decide::Decider;
use crate::facts::Readings;
use crate::plan::sharing::{OrderKey, RECEIVED_AT, Sharing};
use crate::plan::words::OrderBy;

/// A number to order by; a key that is not known stands behind all that are.
type Key = (bool, i128);

/// The place of one claim.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Rank {
    /// Claims with an equal band are served together.
    pub band: Band,
    keys: Vec<Key>,
    id: String,
}

/// Carried over first, those that waited longest before others; then by the key of the policy.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Band {
    waited: Reverse<u32>,
    key: Key,
}

impl Band {
    /// In how many rounds its claims were passed over.
    pub fn waited(&self) -> u32 {
        self.waited.0
    }
}

/// The place of a claim under a rule.
pub(super) fn rank(decider: Decider, sharing: &Sharing, readings: &Readings, claim: &Claimant) -> Rank {
    let key = |key: &OrderKey| number(decider, readings, claim, key);
    let band = Band {
        waited: Reverse(if sharing.carries_over() { claim.waited } else { 0 }),
        key: sharing.bands.as_ref().map_or((false, 0), key),
    };
    Rank { band, keys: sharing.order.iter().map(key).collect(), id: claim.id.clone() }
}

fn number(decider: Decider, readings: &Readings, claim: &Claimant, key: &OrderKey) -> Key {
    let number = if key.by == RECEIVED_AT {
        claim.received_at.map(jiff::Timestamp::as_nanosecond)
    } else {
        decider.number_of(&key.by, &claim.facts, readings).map(i128::from)
    };
    let Some(number) = number else { return (true, 0) };
    match key.direction {
        OrderBy::Ascending => (false, number),
        OrderBy::First | OrderBy::Descending => (false, -number),
    }
}
