//! Claims close to a bound, taken out once for all scenarios that have the bound.

use std::ops::RangeInclusive;

use crate::columnar::columns::Columns;

/// A number that a fact is held against.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Bound {
    /// The first value on its upper side.
    pub at: i64,
    /// What is close to it.
    pub around: RangeInclusive<i64>,
}

/// Claims close to a bound, as each would be just below it and on it.
pub(super) struct Close {
    /// Their numbers among all claims.
    pub rows: Vec<usize>,
    /// With the last value below the bound.
    pub below: Columns,
    /// With the bound itself.
    pub on: Columns,
}

impl Close {
    /// The claims close to a bound of one column.
    pub(super) fn to(columns: &Columns, place: usize, bound: &Bound) -> Self {
        let rows = columns.rows_within(place, &bound.around);
        let mut below = columns.picked(&rows);
        let mut on = below.clone();
        below.fill(place, bound.at - 1);
        on.fill(place, bound.at);
        Self { rows, below, on }
    }
}
