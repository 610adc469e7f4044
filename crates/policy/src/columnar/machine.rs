//! Carries out steps, one block of rows after the other.

use super::columns::Columns;
use super::lanes::{Lane, alter, alter2, map, zip, zip3};
use super::passes;
use super::steps::{ByRow, How, Source, Step, Steps, Width, Work};
use super::verdict;
use super::view::{Lay, Numbers, View};
use crate::engine::code::Cell;
use crate::engine::run::{Env, step};
use crate::facts::NoRegisters;
use crate::kernel::Kernel;

/// Rows to a block: few enough that all registers stay in the nearest cache.
pub(super) const BLOCK: usize = 1024;

/// Registers, and room for what goes row by row.
pub(super) struct Machine<'a> {
    kernel: &'a Kernel,
    steps: &'a Steps,
    registers: Vec<Register>,
    cells: Vec<Cell>,
    index: Vec<u8>,
    room: verdict::Room,
}

/// The results of one step for a block: numbers of one width, and which of them are known, unless all are.
#[derive(Default)]
pub(super) struct Register {
    pub bytes: Vec<u8>,
    pub ints: Vec<i32>,
    pub longs: Vec<i64>,
    known: Vec<u8>,
    has_unknown: bool,
}

/// The rows at hand of all columns.
#[derive(Clone, Copy)]
pub(super) struct Block<'c> {
    pub columns: &'c Columns,
    pub start: usize,
    pub rows: usize,
}

/// Runs an expression with `$lane` being the type of this width.
macro_rules! by_width {
    ($width:expr, $lane:ident => $run:expr) => {
        match $width {
            Width::Byte => {
                type $lane = u8;
                $run
            }
            Width::Int => {
                type $lane = i32;
                $run
            }
            Width::Long => {
                type $lane = i64;
                $run
            }
        }
    };
}

impl<'a> Machine<'a> {
    pub fn new(kernel: &'a Kernel, steps: &'a Steps) -> Self {
        Self {
            kernel,
            steps,
            registers: steps.registers.iter().map(|width| Register::new(*width)).collect(),
            cells: vec![Cell::UNKNOWN; kernel.code.ops.len()],
            index: vec![0; BLOCK],
            room: verdict::Room::default(),
        }
    }

    /// Decides the rows of a block.
    pub fn decide(&mut self, block: Block<'_>, awards: &mut [i64], reasons: &mut [u8]) {
        for step in &self.steps.list {
            let mut into = std::mem::take(&mut self.registers[step.into]);
            self.carry_out(step, block, &mut into);
            self.registers[step.into] = into;
        }
        let view = |source| view(&self.registers, block, source);
        verdict::read(self.steps, view, &mut self.room, awards, reasons);
    }

    fn carry_out(&mut self, step: &Step, block: Block<'_>, into: &mut Register) {
        let rows = block.rows;
        let see = |source: Source| view(&self.registers, block, source);
        into.has_unknown = false;
        match &step.work {
            Work::Compare(how, width, a, b) => {
                let (a, b) = (see(*a), see(*b));
                by_width!(*width, T => passes::compare::<T>(*how, a, b, &mut into.bytes[..rows]));
                into.know_as([a, b], rows);
            }
            Work::And(a, b) => {
                let (a, b) = (see(*a), see(*b));
                passes::two(a, b, &mut into.bytes[..rows], |a: u8, b: u8| a & b);
                into.know_unless([a, b], 0, rows);
            }
            Work::Or(a, b) => {
                let (a, b) = (see(*a), see(*b));
                passes::two(a, b, &mut into.bytes[..rows], |a: u8, b: u8| a | b);
                into.know_unless([a, b], 1, rows);
            }
            Work::Not(a) => {
                let a = see(*a);
                map(u8::many(a), &mut into.bytes[..rows], |a| a ^ 1);
                into.know_as([a], rows);
            }
            Work::Select(test, yes, no) => {
                let (test, yes, no) = (see(*test), see(*yes), see(*no));
                by_width!(step.width, T => passes::select::<T>(u8::many(test), yes, no, T::room(into, rows)));
                into.know_selected(test, [yes, no], rows);
            }
            Work::Grid { axes, values, by_row } => {
                let axes: Vec<(View<'_>, u8)> = axes.iter().map(|(axis, size)| (see(*axis), *size)).collect();
                let index = &mut self.index[..rows];
                passes::index(&axes, index);
                by_width!(step.width, R => passes::grid::<R>(index, values, R::room(into, rows)));
                for (axis, _) in axes {
                    into.know_as([axis], rows);
                }
                if into.has_unknown {
                    self.by_row(by_row, block, step.width, into);
                }
            }
            Work::Lowered { before, limit, width } => {
                let (before, limit) = (see(*before), see(*limit));
                by_width!(*width, T => passes::compare::<T>(How::Below, limit, before, &mut into.bytes[..rows]));
                let zero = |view: View<'_>, row| view.cell(row).get().unwrap_or(0);
                for row in [before, limit].into_iter().flat_map(View::unknown_rows) {
                    into.bytes[row] = u8::from(zero(before, row) > zero(limit, row));
                }
            }
            Work::ByRow(by_row) => {
                into.known[..rows].fill(0);
                self.by_row(by_row, block, step.width, into);
            }
            Work::Widen(..) | Work::Arithmetic(..) | Work::Tiers { .. } | Work::Divide(..) | Work::YearStart(_) => {
                compute(step, see, into, rows);
            }
        }
    }

    /// Carries out an operation as the scalar machine does, where the result is not known yet.
    fn by_row(&mut self, by_row: &ByRow, block: Block<'_>, width: Width, into: &mut Register) {
        let code = &self.kernel.code;
        let env = Env { facts: &[], switches: &[], lists: &[], registers: &[], listed: &NoRegisters, row: None };
        for row in (0..block.rows).filter(|row| into.known[*row] == 0).collect::<Vec<_>>() {
            for (slot, source) in &by_row.operands {
                self.cells[*slot] = view(&self.registers, block, *source).cell(row);
            }
            let cell = step(code, &code.ops[by_row.slot], &env, &self.cells);
            into.known[row] = u8::from(cell.known);
            by_width!(width, T => T::room(into, block.rows)[row] = T::of(cell.value));
        }
        into.has_unknown = into.known[..block.rows].contains(&0);
    }
}

/// A step of one or two operands whose result is known where they are.
#[expect(clippy::wildcard_enum_match_arm, reason = "the machine itself carries out the others")]
fn compute<'v>(step: &Step, see: impl Fn(Source) -> View<'v>, into: &mut Register, rows: usize) {
    let operands = match &step.work {
        Work::Widen(a, from) => {
            let a = see(*a);
            by_width!(*from, A => by_width!(step.width, R => {
                map(A::many(a), R::room(into, rows), |a| R::of(a.long()));
            }));
            [a, a]
        }
        Work::Arithmetic(sum, a, b) => {
            let (a, b) = (see(*a), see(*b));
            by_width!(step.width, T => passes::arithmetic::<T>(*sum, a, b, T::room(into, rows)));
            [a, b]
        }
        Work::Tiers { axis, axis_width, first, rest } => {
            let axis = see(*axis);
            by_width!(*axis_width, A => by_width!(step.width, R => {
                passes::tiers::<A, R>(A::many(axis), R::of(*first), rest, R::room(into, rows));
            }));
            [axis, axis]
        }
        Work::Divide(parts, divisor, rounding) => {
            let parts = see(*parts);
            passes::divide(i64::many(parts), &mut into.longs[..rows], *divisor, *rounding);
            [parts, parts]
        }
        Work::YearStart(day) => {
            let day = see(*day);
            map(i32::many(day), &mut into.ints[..rows], |day| day / 10_000 * 10_000 + 101);
            [day, day]
        }
        _ => return,
    };
    into.know_as(operands, rows);
}

/// An operand for the rows at hand.
fn view<'v>(registers: &'v [Register], block: Block<'v>, source: Source) -> View<'v> {
    match source {
        Source::Constant(number) => View { numbers: Numbers::One(number), known: None },
        Source::Column(place) => block.columns.view(place, block.start, block.rows),
        Source::Register(number) => registers[number].view(block.rows),
    }
}

impl Register {
    fn new(width: Width) -> Self {
        let mut register = Self { known: vec![1; BLOCK], ..Self::default() };
        match width {
            Width::Byte => register.bytes = vec![0; BLOCK],
            Width::Int => register.ints = vec![0; BLOCK],
            Width::Long => register.longs = vec![0; BLOCK],
        }
        register
    }

    fn view(&self, rows: usize) -> View<'_> {
        let numbers = if !self.bytes.is_empty() {
            Numbers::Bytes(&self.bytes[..rows])
        } else if !self.ints.is_empty() {
            Numbers::Ints(&self.ints[..rows])
        } else {
            Numbers::Longs(self.longs.get(..rows).unwrap_or_default())
        };
        View { numbers, known: self.has_unknown.then(|| &self.known[..rows]) }
    }

    /// Known where all operands are.
    fn know_as<const N: usize>(&mut self, operands: [View<'_>; N], rows: usize) {
        for known in operands.iter().filter_map(|operand| operand.known) {
            if self.has_unknown {
                alter(&mut self.known[..rows], known, |all, known| all & known);
            } else {
                self.known[..rows].copy_from_slice(known);
                self.has_unknown = true;
            }
        }
    }

    /// Known where both are, and where one known operand settles it by itself.
    fn know_unless(&mut self, operands: [View<'_>; 2], settling: u8, rows: usize) {
        self.know_as(operands, rows);
        let flip = settling ^ 1;
        for operand in operands.iter().filter(|_| self.has_unknown) {
            let all = &mut self.known[..rows];
            match (operand.numbers, operand.known) {
                (Numbers::Bytes(values), Some(known)) => {
                    alter2(all, values, known, |all, value, known| all | (known & (value ^ flip)));
                }
                (Numbers::Bytes(values), None) => alter(all, values, |all, value| all | (value ^ flip)),
                (Numbers::One(value), _) if value == i64::from(settling) => all.fill(1),
                (Numbers::One(_) | Numbers::Ints(_) | Numbers::Longs(_), _) => {}
            }
        }
    }

    /// Known where the test is, and what it takes.
    fn know_selected(&mut self, test: View<'_>, [yes, no]: [View<'_>; 2], rows: usize) {
        let (all, tests) = (&mut self.known[..rows], u8::many(test));
        match (yes.known, no.known) {
            (Some(yes), Some(no)) => zip3(tests, yes, no, all, u8::pick),
            (Some(yes), None) => zip(tests, yes, all, |test, yes| yes | (test ^ 1)),
            (None, Some(no)) => zip(tests, no, all, |test, no| no | test),
            (None, None) => return self.know_as([test], rows),
        }
        self.has_unknown = true;
        self.know_as([test], rows);
    }
}
