//! Compiled code. Slot `n` holds the result of operation `n`.

use std::collections::BTreeSet;

use crate::money::Rounding;
use crate::plan::procedure::Duration;
use crate::syntax::ast::Comparison;

/// Number of an operation and of its result.
pub(crate) type Slot = usize;

/// A value that may be unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cell {
    pub value: i64,
    pub known: bool,
}

impl Cell {
    pub const UNKNOWN: Self = Self { value: 0, known: false };

    pub const fn known(value: i64) -> Self {
        Self { value, known: true }
    }

    pub fn of(value: Option<i64>) -> Self {
        value.map_or(Self::UNKNOWN, Self::known)
    }

    pub const fn get(self) -> Option<i64> {
        if self.known { Some(self.value) } else { None }
    }
}

/// One operation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Op {
    Const(i64),
    /// The fact with this number.
    Fact(usize),
    /// The option in force for the switch with this number.
    Switch(usize),
    /// A column of the row at hand.
    Column(usize),
    /// A slot of the code around an aggregate.
    Outer(Slot),
    Add(Slot, Slot),
    Sub(Slot, Slot),
    Multiply(Slot, Slot),
    /// The sum of money times ratio over its terms, rounded once: the only place where a ratio touches money.
    Share {
        /// Money, and a ratio as so many `unit`ths.
        terms: Vec<(Slot, Slot)>,
        unit: i64,
        granule: Slot,
        rounding: Rounding,
    },
    Min(Slot, Slot),
    Max(Slot, Slot),
    Compare(Comparison, Slot, Slot),
    And(Slot, Slot),
    Or(Slot, Slot),
    Not(Slot),
    Select {
        test: Slot,
        yes: Slot,
        no: Slot,
    },
    /// `values[i]` for the last `starts[i]` not above the axis.
    Tiers {
        axis: Slot,
        starts: Vec<i64>,
        values: Vec<Slot>,
    },
    /// A field of a matrix; each axis with its number of members, the last axis fastest.
    Grid {
        axes: Vec<(Slot, usize)>,
        values: Vec<Slot>,
    },
    YearStart(Slot),
    AnniversaryEve(Slot),
    Plus(Slot, Duration),
    Days(Slot, Slot),
    /// Amount, span (both ends included), window (both ends included).
    ByDays([Slot; 5]),
    /// Whether the subject stood in the register on the day.
    Listed {
        register: usize,
        subject: usize,
        day: Slot,
    },
    Aggregate(Box<AggregateOp>),
}

/// A list reduced to one value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct AggregateOp {
    pub what: crate::syntax::keyword::Aggregate,
    /// Number of the list.
    pub list: usize,
    /// Computed once per row.
    pub row: Code,
    pub value: Option<Slot>,
    pub when: Option<Slot>,
}

/// A list of operations, each using only earlier slots.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Code {
    pub ops: Vec<Op>,
    /// Whether a slot depends on nothing but constants and readings.
    pub fixed: Vec<bool>,
}

impl Code {
    /// Adds an operation, or finds the same one again.
    pub fn push(&mut self, op: Op) -> Slot {
        let reads_facts =
            matches!(op, Op::Fact(_) | Op::Column(_) | Op::Outer(_) | Op::Listed { .. } | Op::Aggregate(_));
        let fixed = !reads_facts && op.operands().iter().all(|slot| self.fixed.get(*slot).copied().unwrap_or(false));
        self.push_as(op, fixed)
    }

    /// The same, saying whether it counts as fixed: what has become a constant may stand for something that is not.
    pub fn push_as(&mut self, op: Op, fixed: bool) -> Slot {
        let same = |(have, is_fixed): (&Op, &bool)| *have == op && *is_fixed == fixed;
        if let Some(slot) = self.ops.iter().zip(&self.fixed).position(same) {
            return slot;
        }
        self.ops.push(op);
        self.fixed.push(fixed);
        self.ops.len() - 1
    }

    /// The facts a slot depends on, by number.
    pub fn facts_of(&self, slot: Slot) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut facts = BTreeSet::new();
        let mut todo = vec![slot];
        while let Some(next) = todo.pop() {
            if !seen.insert(next) {
                continue;
            }
            match self.ops.get(next) {
                Some(Op::Fact(number)) => {
                    facts.insert(*number);
                }
                Some(op) => todo.extend(op.operands()),
                None => {}
            }
        }
        facts
    }
}

impl Op {
    /// The slots it reads.
    pub fn operands(&self) -> Vec<Slot> {
        match self {
            Self::Const(_) | Self::Fact(_) | Self::Switch(_) | Self::Column(_) | Self::Outer(_) => Vec::new(),
            Self::Add(a, b)
            | Self::Sub(a, b)
            | Self::Multiply(a, b)
            | Self::Min(a, b)
            | Self::Max(a, b)
            | Self::Compare(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Days(a, b) => vec![*a, *b],
            Self::Share { terms, granule, .. } => {
                terms.iter().flat_map(|(money, ratio)| [*money, *ratio]).chain([*granule]).collect()
            }
            Self::Not(a) | Self::YearStart(a) | Self::AnniversaryEve(a) | Self::Plus(a, _) => vec![*a],
            Self::Select { test, yes, no } => vec![*test, *yes, *no],
            Self::Tiers { axis, values, .. } => std::iter::once(*axis).chain(values.iter().copied()).collect(),
            Self::Grid { axes, values } => axes.iter().map(|(slot, _)| *slot).chain(values.iter().copied()).collect(),
            Self::ByDays(slots) => slots.to_vec(),
            Self::Listed { day, .. } => vec![*day],
            Self::Aggregate(aggregate) => {
                let outer = |op: &Op| if let Op::Outer(slot) = op { Some(*slot) } else { None };
                aggregate.row.ops.iter().filter_map(outer).collect()
            }
        }
    }

    /// Puts another slot in the place of every slot it reads.
    pub fn replace(&mut self, with: &impl Fn(Slot) -> Slot) {
        let each = |slot: &mut Slot| *slot = with(*slot);
        match self {
            Self::Const(_) | Self::Fact(_) | Self::Switch(_) | Self::Column(_) | Self::Outer(_) => {}
            Self::Add(a, b)
            | Self::Sub(a, b)
            | Self::Multiply(a, b)
            | Self::Min(a, b)
            | Self::Max(a, b)
            | Self::Compare(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Days(a, b) => [a, b].into_iter().for_each(each),
            Self::Share { terms, granule, .. } => {
                terms.iter_mut().flat_map(|(money, ratio)| [money, ratio]).chain([granule]).for_each(each);
            }
            Self::Not(a) | Self::YearStart(a) | Self::AnniversaryEve(a) | Self::Plus(a, _) => each(a),
            Self::Select { test, yes, no } => [test, yes, no].into_iter().for_each(each),
            Self::Tiers { axis, values, .. } => [axis].into_iter().chain(values).for_each(each),
            Self::Grid { axes, values } => axes.iter_mut().map(|(slot, _)| slot).chain(values).for_each(each),
            Self::ByDays(slots) => slots.iter_mut().for_each(each),
            Self::Listed { day, .. } => each(day),
            Self::Aggregate(aggregate) => {
                for op in &mut aggregate.row.ops {
                    if let Op::Outer(slot) = op {
                        each(slot);
                    }
                }
            }
        }
    }
}
