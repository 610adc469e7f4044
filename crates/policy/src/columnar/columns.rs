//! Claims by column: every fact in the narrowest whole numbers that hold its range, and a flag for unknown values only in
//! a column that has some.

use std::ops::{Range, RangeInclusive};

use super::Wanted;
use super::lanes::{Lane, map};
use super::machine::BLOCK;
use super::steps::Width;
use crate::engine::code::Cell;

/// Claims by column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    rows: usize,
    pub(super) facts: Vec<Column>,
    /// 1 for a row that could not be read; empty while there is none.
    bad: Vec<u8>,
}

/// One fact of all claims.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Column {
    low: i64,
    high: i64,
    /// What a larger number is kept as.
    most: i64,
    pub values: Values,
    /// 1 where the value is known; empty while all are.
    pub known: Vec<u8>,
}

/// Whole numbers of one width.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Values {
    Bytes(Vec<u8>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
}

impl Columns {
    /// No rows yet.
    pub(super) fn new(wanted: &[Wanted], highest: &[i64]) -> Self {
        let facts = wanted.iter().zip(highest).map(|(fact, most)| Column::new(fact, *most)).collect();
        Self { rows: 0, facts, bad: Vec::new() }
    }

    /// Number of claims.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Forgets the rows and keeps the room.
    pub fn clear(&mut self) {
        self.rows = 0;
        self.bad.clear();
        for column in &mut self.facts {
            column.clear();
        }
    }

    /// Adds a claim: a number for each wanted column in order, or nothing where it is unknown.
    pub fn push(&mut self, row: &[Option<i64>]) {
        for (place, column) in self.facts.iter_mut().enumerate() {
            column.push(row.get(place).copied().flatten());
        }
        self.end_row(false);
    }

    /// Adds a claim that could not be read: it is answered with `BAD_INPUT`.
    pub fn push_bad(&mut self) {
        for column in &mut self.facts {
            column.push(Some(0));
        }
        self.end_row(true);
    }

    fn end_row(&mut self, bad: bool) {
        if bad && self.bad.is_empty() {
            self.bad.resize(self.rows, 0);
        }
        if bad || !self.bad.is_empty() {
            self.bad.push(u8::from(bad));
        }
        self.rows += 1;
    }

    /// The claims that could not be read.
    pub(super) fn bad_rows(&self) -> impl Iterator<Item = usize> {
        memchr::memchr_iter(1, &self.bad)
    }

    /// Whether this claim could not be read.
    pub(crate) fn is_bad(&self, row: usize) -> bool {
        self.bad.get(row) == Some(&1)
    }

    /// Puts some of these claims into the columns of a run that keeps larger numbers as a smaller one.
    pub(super) fn narrow(&self, rows: Range<usize>, into: &mut Self) {
        for (from, to) in self.facts.iter().zip(&mut into.facts) {
            from.narrow(rows.clone(), to);
        }
        into.rows = rows.len();
    }

    /// The claims that could be read and whose number in one column is known and in a range, both ends included.
    pub(crate) fn rows_within(&self, place: usize, range: &RangeInclusive<i64>) -> Vec<usize> {
        let mut rows = self.facts.get(place).map_or_else(Vec::new, |column| column.rows_within(range));
        rows.retain(|row| !self.is_bad(*row));
        rows
    }

    /// Only these claims, all of which could be read.
    pub(crate) fn picked(&self, rows: &[usize]) -> Self {
        let facts = self.facts.iter().map(|column| column.picked(rows)).collect();
        Self { rows: rows.len(), facts, bad: Vec::new() }
    }

    /// Puts the same known number into one column of every claim.
    pub(crate) fn fill(&mut self, place: usize, number: i64) {
        if let Some(column) = self.facts.get_mut(place) {
            column.clear();
            (0..self.rows).for_each(|_| column.push(Some(number)));
        }
    }

    /// One value.
    pub(crate) fn cell(&self, place: usize, row: usize) -> Cell {
        self.facts.get(place).map_or(Cell::UNKNOWN, |column| column.cell(row))
    }
}

impl Column {
    fn new(fact: &Wanted, most: i64) -> Self {
        let values = match Width::of(fact.low, most) {
            Width::Byte => Values::Bytes(Vec::new()),
            Width::Int => Values::Ints(Vec::new()),
            Width::Long => Values::Longs(Vec::new()),
        };
        Self { low: fact.low, high: fact.high, most, values, known: Vec::new() }
    }

    /// Some of its numbers as another column for the same fact keeps them.
    fn narrow(&self, rows: Range<usize>, into: &mut Self) {
        let most = into.most;
        match (&self.values, &mut into.values) {
            (Values::Bytes(from), Values::Bytes(to)) => cut(&from[rows.clone()], most, to),
            (Values::Ints(from), Values::Ints(to)) => cut(&from[rows.clone()], most, to),
            (Values::Longs(from), Values::Longs(to)) => cut(&from[rows.clone()], most, to),
            (Values::Bytes(from), to) => to.set(&from[rows.clone()], most),
            (Values::Ints(from), to) => to.set(&from[rows.clone()], most),
            (Values::Longs(from), to) => to.set(&from[rows.clone()], most),
        }
        into.known.clear();
        into.known.extend_from_slice(self.known.get(rows).unwrap_or_default());
    }

    fn rows_within(&self, range: &RangeInclusive<i64>) -> Vec<usize> {
        let (low, high) = (*range.start().max(&self.low), *range.end().min(&self.high));
        if low > high {
            return Vec::new();
        }
        let mut rows = match &self.values {
            Values::Bytes(values) => within(values, low, high),
            Values::Ints(values) => within(values, low, high),
            Values::Longs(values) => within(values, low, high),
        };
        rows.retain(|row| self.known.get(*row) != Some(&0));
        rows
    }

    fn picked(&self, rows: &[usize]) -> Self {
        let values = match &self.values {
            Values::Bytes(values) => Values::Bytes(pick(values, rows)),
            Values::Ints(values) => Values::Ints(pick(values, rows)),
            Values::Longs(values) => Values::Longs(pick(values, rows)),
        };
        let known = if self.known.is_empty() { Vec::new() } else { pick(&self.known, rows) };
        Self { values, known, ..*self }
    }

    fn len(&self) -> usize {
        match &self.values {
            Values::Bytes(values) => values.len(),
            Values::Ints(values) => values.len(),
            Values::Longs(values) => values.len(),
        }
    }

    fn clear(&mut self) {
        self.known.clear();
        match &mut self.values {
            Values::Bytes(values) => values.clear(),
            Values::Ints(values) => values.clear(),
            Values::Longs(values) => values.clear(),
        }
    }

    /// Adds a value; one that is out of the fact's range is not known.
    fn push(&mut self, value: Option<i64>) {
        let value = value.filter(|value| (self.low..=self.high).contains(value));
        let number = value.map_or(0, |value| value.min(self.most));
        match &mut self.values {
            Values::Bytes(values) => values.push(u8::try_from(number).unwrap_or(0)),
            Values::Ints(values) => values.push(i32::try_from(number).unwrap_or(0)),
            Values::Longs(values) => values.push(number),
        }
        let known = value.is_some();
        if !known && self.known.is_empty() {
            self.known.resize(self.len() - 1, 1);
        }
        if !known || !self.known.is_empty() {
            self.known.push(u8::from(known));
        }
    }

    fn cell(&self, row: usize) -> Cell {
        if self.known.get(row) == Some(&0) {
            return Cell::UNKNOWN;
        }
        Cell::of(match &self.values {
            Values::Bytes(values) => values.get(row).map(|value| i64::from(*value)),
            Values::Ints(values) => values.get(row).map(|value| i64::from(*value)),
            Values::Longs(values) => values.get(row).copied(),
        })
    }
}

impl Values {
    /// Holds these numbers and no others, those above `most` as that.
    fn set<A: Lane>(&mut self, numbers: &[A], most: i64) {
        match self {
            Self::Bytes(to) => keep(numbers, most, to),
            Self::Ints(to) => keep(numbers, most, to),
            Self::Longs(to) => keep(numbers, most, to),
        }
    }
}

/// As [`keep`] within one width, which holds `most`.
fn cut<A: Lane>(numbers: &[A], most: i64, to: &mut Vec<A>) {
    let most = A::of(most);
    to.resize(numbers.len(), A::default());
    map(numbers, to, |number| number.min(most));
}

fn keep<A: Lane, B: Lane>(numbers: &[A], most: i64, to: &mut Vec<B>) {
    to.resize(numbers.len(), B::default());
    map(numbers, to, |number| B::of(number.long().min(most)));
}

/// Where the numbers from `low` to `high` are, which the lane holds.
fn within<A: Lane>(numbers: &[A], low: i64, high: i64) -> Vec<usize> {
    let (low, high) = (A::of(low), A::of(high));
    let mut inside = [0; BLOCK];
    let mut rows = Vec::new();
    for (number, block) in numbers.chunks(BLOCK).enumerate() {
        let inside = &mut inside[..block.len()];
        map(block, inside, |value| u8::from(low <= value) & u8::from(value <= high));
        rows.extend(memchr::memchr_iter(1, inside).map(|row| number * BLOCK + row));
    }
    rows
}

fn pick<A: Copy>(numbers: &[A], rows: &[usize]) -> Vec<A> {
    rows.iter().map(|row| numbers[*row]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Type;

    fn column(high: i64, most: i64) -> Columns {
        Columns::new(&[Wanted { id: "x".to_owned(), ty: Type::Integer, low: 0, high, members: Vec::new() }], &[most])
    }

    #[test]
    fn no_number_is_kept_larger_than_the_run_reckons_with() {
        let most_of_each = [(200, 3), (2_000_000_000, 70_000), (90_000_000_000_000_000, 5_000_000_000)];
        for (high, most) in most_of_each.into_iter().chain([(90_000_000_000_000_000, 3)]) {
            let (mut whole, mut narrow) = (column(high, high), column(high, most));
            for number in [Some(high), Some(most + 1), None, Some(most), Some(0)] {
                whole.push(&[number]);
            }
            whole.narrow(0..whole.rows(), &mut narrow);
            let kept: Vec<Option<i64>> = (0..narrow.rows()).map(|row| narrow.cell(0, row).get()).collect();
            assert_eq!(kept, [Some(most), Some(most), None, Some(most), Some(0)], "{high} {most}");
        }
    }
}
