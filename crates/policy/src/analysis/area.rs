//! A box of claims: for each fact of a kernel a first and a last value, both included.

use super::span::{Set, bit};
use crate::compile::typed::Ty;
use crate::engine::calendar;
use crate::engine::code::Cell;
use crate::kernel::{Kernel, KernelFact};

/// The days that are looked at: none is filed outside, and none of these is too late to count from.
pub(crate) const DAYS: (i64, i64) = (19_000_101, 29_991_231);

/// First and last value by place of the fact in the kernel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Area(pub Vec<(i64, i64)>);

impl Area {
    /// Every claim within the declared ranges, on days that a claim can name.
    pub fn whole(kernel: &Kernel) -> Self {
        let range = |fact: &KernelFact| {
            let (first, last) = if fact.ty == Ty::Date { DAYS } else { (i64::MIN, i64::MAX) };
            (fact.low.max(first), fact.high.min(last))
        };
        Self(kernel.facts.iter().map(range).collect())
    }

    /// Both parts, the second beginning at `second` of this fact.
    pub fn halves(&self, kernel: &Kernel, place: usize, second: i64) -> (Self, Self) {
        let (mut below, mut above) = (self.clone(), self.clone());
        let last = kernel.facts.get(place).map_or(second, |fact| moved(fact, second, -1));
        if let (Some(one), Some(other)) = (below.0.get_mut(place), above.0.get_mut(place)) {
            one.1 = last;
            other.0 = second;
        }
        (below, above)
    }

    /// The claim with each fact at its first value, or its last where `high` says so, as cells by fact number.
    pub fn corner(&self, kernel: &Kernel, facts: usize, high: impl Fn(usize) -> bool) -> Vec<Cell> {
        let mut cells = vec![Cell::UNKNOWN; facts];
        for (place, (fact, (first, last))) in kernel.facts.iter().zip(&self.0).enumerate() {
            if let Some(cell) = cells.get_mut(fact.number) {
                *cell = Cell::known(if high(place) { *last } else { *first });
            }
        }
        cells
    }

    /// Corners worth looking at: all low, all high, and each of some facts alone high or low.
    pub fn corners(&self, kernel: &Kernel, facts: usize, of: Set) -> Vec<Vec<Cell>> {
        let is_wide = |place: &usize| of & bit(*place) != 0 && self.0[*place].0 != self.0[*place].1;
        let wide: Vec<usize> = (0..self.0.len()).filter(is_wide).collect();
        let mut found = vec![self.corner(kernel, facts, |_| true), self.corner(kernel, facts, |_| false)];
        if wide.len() > 1 {
            found.extend(wide.iter().map(|one| self.corner(kernel, facts, |place| place == *one)));
            found.extend(wide.iter().map(|one| self.corner(kernel, facts, |place| place != *one)));
        }
        found
    }
}

/// The value so many steps on: a fen, a part of a ratio, one, a day.
pub(crate) fn moved(fact: &KernelFact, value: i64, by: i64) -> i64 {
    fact.ty.moved(value, by)
}

/// A value about half way, above the first and not above the last.
pub(crate) fn middle(fact: &KernelFact, first: i64, last: i64) -> i64 {
    if fact.ty == Ty::Date {
        let half = calendar::days(first, last).unwrap_or(0) / 2;
        return moved(fact, first, half.max(1));
    }
    let half = i64::try_from((i128::from(last) - i128::from(first)) / 2).unwrap_or(i64::MAX);
    first.saturating_add(half.max(1))
}
