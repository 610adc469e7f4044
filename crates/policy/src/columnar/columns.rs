//! Claims by column: every fact in the narrowest whole numbers that hold its range, and a flag for unknown values only in
//! a column that has some.

use super::Wanted;
use crate::engine::code::Cell;

/// Claims by column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    rows: usize,
    facts: Vec<Column>,
    /// 1 for a row that could not be read; empty while there is none.
    bad: Vec<u8>,
}

/// One fact of all claims.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Column {
    low: i64,
    high: i64,
    pub values: Values,
    /// 1 where the value is known; empty while all are.
    pub known: Vec<u8>,
}

/// Whole numbers of one width.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Values {
    Bytes(Vec<u8>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
}

impl Columns {
    /// No rows yet.
    pub(crate) fn new(wanted: &[Wanted]) -> Self {
        let facts = wanted.iter().map(|fact| Column::new(fact.low, fact.high)).collect();
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

    /// Whether this claim could not be read.
    pub fn is_bad(&self, row: usize) -> bool {
        self.bad.get(row) == Some(&1)
    }

    /// One value.
    pub(crate) fn cell(&self, place: usize, row: usize) -> Cell {
        self.facts.get(place).map_or(Cell::UNKNOWN, |column| column.cell(row))
    }
}

impl Column {
    fn new(low: i64, high: i64) -> Self {
        let fits = |least: i64, most: i64| low >= least && high <= most;
        let values = if fits(0, 255) {
            Values::Bytes(Vec::new())
        } else if fits(i64::from(i32::MIN), i64::from(i32::MAX)) {
            Values::Ints(Vec::new())
        } else {
            Values::Longs(Vec::new())
        };
        Self { low, high, values, known: Vec::new() }
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
        let number = value.unwrap_or(0);
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
