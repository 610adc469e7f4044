//! A kernel as steps over columns: operands by place, results in registers that are used again, each as wide as its
//! range asks. An operation without a fast form becomes [`Work::ByRow`], which the scalar machine carries out.

mod lower;
mod registers;

use super::division::Divisor;
use crate::engine::code::Slot;
use crate::kernel::{Kernel, Reason};
use crate::money::Rounding;

/// How wide the numbers of a column are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Width {
    Byte,
    Int,
    Long,
}

/// Where an operand is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Source {
    Constant(i64),
    /// A fact, by its place among the wanted.
    Column(usize),
    Register(usize),
}

/// One pass over a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Step {
    pub work: Work,
    /// The register that takes the result.
    pub into: usize,
    /// How wide the result is.
    pub width: Width,
}

/// What a pass does. Operands of arithmetic are as wide as the result; those of a comparison have one width.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Work {
    Widen(Source, Width),
    Compare(How, Width, Source, Source),
    And(Source, Source),
    Or(Source, Source),
    Not(Source),
    Arithmetic(Sum, Source, Source),
    /// Of bytes, one of the others.
    Select(Source, Source, Source),
    /// A constant for each stretch of the axis, the first below all starts.
    Tiers {
        axis: Source,
        axis_width: Width,
        first: i64,
        rest: Vec<(i64, i64)>,
    },
    /// A constant for each combination of bytes, the last axis fastest. Unknown axes go by row, as the slot.
    Grid {
        axes: Vec<(Source, u8)>,
        values: Vec<i64>,
        by_row: ByRow,
    },
    Divide(Source, Divisor, Rounding),
    YearStart(Source),
    /// Whether a cut lowered an amount; an unknown number counts as zero here.
    Lowered {
        before: Source,
        limit: Source,
        width: Width,
    },
    ByRow(ByRow),
}

/// An operation of the kernel, and where its operands are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ByRow {
    pub slot: Slot,
    pub operands: Vec<(Slot, Source)>,
}

/// A comparison; the others are these with operands exchanged or a limit moved by one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    Equal,
    Unequal,
    AtLeast,
    Below,
}

/// Arithmetic that cannot overflow in its width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sum {
    Plus,
    Minus,
    Times,
    Least,
    Greatest,
}

/// A whole kernel as steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    pub list: Vec<Step>,
    /// Widths of the registers.
    pub registers: Vec<Width>,
    /// Reason and bytes, in order.
    pub checks: Vec<(Reason, Source)>,
    pub awards: Vec<AwardSteps>,
}

/// An award over columns.
#[derive(Clone, Debug)]
pub(super) struct AwardSteps {
    /// Bytes; always where there is none.
    pub guard: Option<Source>,
    /// Longs.
    pub amount: Source,
    /// Reasons of cuts in the order made, with bytes that say whether each lowered the amount.
    pub cuts: Vec<(Reason, Source)>,
}

impl Steps {
    /// The steps of a kernel, where `highest` is the largest number in each fact's column; nothing where a total might
    /// not fit 64 bits.
    pub fn new(kernel: &Kernel, highest: &[i64]) -> Option<Self> {
        lower::lower(kernel, highest)
    }
}

impl Width {
    /// The least that holds both.
    pub fn of(low: i64, high: i64) -> Self {
        let fits = |least: i64, most: i64| low >= least && high <= most;
        if fits(0, 255) {
            Self::Byte
        } else if fits(i64::from(i32::MIN), i64::from(i32::MAX)) {
            Self::Int
        } else {
            Self::Long
        }
    }
}
