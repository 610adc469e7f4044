//! Claims by column: every fact in the narrowest whole numbers that hold its range, and a flag for unknown values only in
//! a column that has some.

use super::Wanted;
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

    /// The same claims as a run wants them that keeps larger numbers as `highest`.
    pub(super) fn narrowed(&self, wanted: &[Wanted], highest: &[i64]) -> Self {
        let facts = self.facts.iter().zip(wanted.iter().zip(highest));
        let facts = facts.map(|(column, (fact, most))| column.narrowed(Column::new(fact, *most))).collect();
        Self { rows: self.rows, facts, bad: self.bad.clone() }
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

    /// Its numbers in another column for the same fact.
    fn narrowed(&self, mut into: Self) -> Self {
        match (&self.values, &mut into.values) {
            (Values::Bytes(from), Values::Bytes(to)) => to.extend_from_slice(from),
            (Values::Longs(from), to) => to.extend_from(from.iter().copied(), into.most),
            (Values::Ints(from), to) => to.extend_from(from.iter().map(|number| i64::from(*number)), into.most),
            (Values::Bytes(from), to) => to.extend_from(from.iter().map(|number| i64::from(*number)), into.most),
        }
        into.known.clone_from(&self.known);
        into
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
    /// Adds numbers, those above `most` as that.
    fn extend_from(&mut self, numbers: impl Iterator<Item = i64>, most: i64) {
        let kept = numbers.map(|number| number.min(most));
        match self {
            Self::Bytes(to) => to.extend(kept.map(|number| u8::try_from(number).unwrap_or(0))),
            Self::Ints(to) => to.extend(kept.map(|number| i32::try_from(number).unwrap_or(0))),
            Self::Longs(to) => to.extend(kept),
        }
    }
}
