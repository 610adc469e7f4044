//! What all ways of sharing have in common: what each claim needs, what it is given, and why it is not given more.
//!
//! Amounts are fen in 64 bits. The sheet has checked that the sum of all that is asked for fits, so sums of parts do.

use super::Reason;
use super::bounds::Bound;

/// What one claim asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Ask {
    /// What it is paid when there is enough.
    pub full: i64,
    /// How much of that comes out of its reservation.
    pub own: i64,
    /// Number of its band, from 0.
    pub band: usize,
}

impl Ask {
    /// What it needs of the free money.
    pub fn need(self) -> i64 {
        self.full - self.own
    }
}

/// A set of claims in order, and the bounds for their groups.
#[derive(Clone, Copy, Debug)]
pub(super) struct Set<'a> {
    pub asks: &'a [Ask],
    pub limits: &'a [Bound],
    pub floors: &'a [Bound],
    /// Partial amounts are whole multiples of it.
    pub granule: i64,
}

/// What one claim is given of the free money, and why not more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Given {
    pub amount: i64,
    pub cuts: Vec<(Reason, i64)>,
}

impl Set<'_> {
    /// Every group of every kept share: how much is kept, and which claims belong to it.
    pub fn kept(&self) -> Vec<(i64, Vec<usize>)> {
        let mut kept = Vec::new();
        for floor in self.floors {
            for (number, group) in floor.groups.iter().enumerate() {
                let places = floor.group_of.iter().enumerate().filter(|(_, of)| **of == Some(number));
                kept.push((group.bound, places.map(|(place, _)| place).collect()));
            }
        }
        kept
    }
}

/// The most that is not above `amount` and a whole number of granules; `amount` itself where it is `full`.
pub(super) fn whole(amount: i64, full: i64, granule: i64) -> i64 {
    if amount == full { amount } else { amount - amount % granule }
}
