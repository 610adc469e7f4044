//! Runs code: one pass over the operations, unknowns carried along, every result kept in its slot.

use std::collections::BTreeSet;

use super::calendar;
use super::code::{Cell, Code, Op, Slot};
use super::lists::{ListData, aggregate};
use crate::facts::Registers;
use crate::money::{ExactFen, Fen, Rounding};
use crate::plan::procedure::Duration;
use crate::syntax::ast::Comparison;

/// What code may look at while it runs.
pub(crate) struct Env<'a> {
    /// Facts by number.
    pub facts: &'a [Cell],
    /// Options in force by switch number.
    pub switches: &'a [i64],
    /// Lists by number; empty outside 核算.
    pub lists: &'a [ListData],
    /// Register ids by number.
    pub registers: &'a [String],
    /// The city's registers.
    pub listed: &'a dyn Registers,
    /// Columns of the row at hand and the slots around the aggregate.
    pub row: Option<(&'a [Cell], &'a [Cell])>,
}

/// Computes every slot; `slots` is reused from call to call.
pub(crate) fn run(code: &Code, env: &Env<'_>, slots: &mut Vec<Cell>) {
    slots.clear();
    slots.reserve(code.ops.len());
    for op in &code.ops {
        let cell = step(code, op, env, slots);
        slots.push(cell);
    }
}

/// The value of one operation.
pub(crate) fn step(code: &Code, op: &Op, env: &Env<'_>, slots: &[Cell]) -> Cell {
    match op {
        Op::Const(value) => Cell::known(*value),
        Op::Fact(number) => env.facts.get(*number).copied().unwrap_or_default(),
        Op::Switch(number) => Cell::of(env.switches.get(*number).copied()),
        Op::Column(number) => env.row.and_then(|(columns, _)| columns.get(*number).copied()).unwrap_or_default(),
        Op::Outer(slot) => env.row.and_then(|(_, outer)| outer.get(*slot).copied()).unwrap_or_default(),
        Op::Add(a, b) => two(slots, *a, *b, i64::checked_add),
        Op::Sub(a, b) => two(slots, *a, *b, i64::checked_sub),
        Op::Multiply(a, b) => two(slots, *a, *b, i64::checked_mul),
        Op::Min(a, b) => two(slots, *a, *b, |a, b| Some(a.min(b))),
        Op::Max(a, b) => two(slots, *a, *b, |a, b| Some(a.max(b))),
        Op::Share { terms, unit, granule, rounding } => share(slots, terms, *unit, slots[*granule], *rounding),
        Op::Compare(how, a, b) => two(slots, *a, *b, |a, b| Some(i64::from(compares(*how, a, b)))),
        Op::And(a, b) => and(slots[*a], slots[*b]),
        Op::Or(a, b) => not(and(not(slots[*a]), not(slots[*b]))),
        Op::Not(a) => not(slots[*a]),
        Op::Select { test, yes, no } => select(code, slots, *test, *yes, *no),
        Op::Tiers { axis, starts, values } => {
            slots[*axis].get().and_then(|at| tier(starts, at)).map_or(Cell::UNKNOWN, |row| slots[values[row]])
        }
        Op::Grid { axes, values } => grid(code, slots, axes, values),
        Op::YearStart(day) => Cell::of(slots[*day].get().map(calendar::year_start)),
        Op::AnniversaryEve(day) => Cell::of(slots[*day].get().and_then(calendar::anniversary_eve)),
        Op::Plus(day, duration) => plus(slots[*day], *duration),
        Op::Days(a, b) => two(slots, *a, *b, calendar::days),
        Op::ByDays(inputs) => by_days(slots, inputs),
        Op::Listed { register, subject, day } => listed(env, *register, *subject, slots[*day]),
        Op::Aggregate(op) => aggregate(op, env, slots),
    }
}

fn two(slots: &[Cell], a: Slot, b: Slot, f: impl Fn(i64, i64) -> Option<i64>) -> Cell {
    match (slots[a].get(), slots[b].get()) {
        (Some(a), Some(b)) => Cell::of(f(a, b)),
        (_, _) => Cell::UNKNOWN,
    }
}

/// Whether the comparison holds.
pub(crate) fn compares(how: Comparison, a: i64, b: i64) -> bool {
    match how {
        Comparison::Is => a == b,
        Comparison::IsNot => a != b,
        Comparison::AtLeast => a >= b,
        Comparison::Below => a < b,
        Comparison::NoMoreThan => a <= b,
        Comparison::Above => a > b,
    }
}

fn and(a: Cell, b: Cell) -> Cell {
    match (a.get(), b.get()) {
        (Some(0), _) | (_, Some(0)) => Cell::known(0),
        (Some(_), Some(_)) => Cell::known(1),
        (_, _) => Cell::UNKNOWN,
    }
}

fn not(a: Cell) -> Cell {
    Cell::of(a.get().map(|value| i64::from(value == 0)))
}

/// The terms added up exactly, then rounded once.
fn share(slots: &[Cell], terms: &[(Slot, Slot)], unit: i64, granule: Cell, rounding: Rounding) -> Cell {
    let mut parts = 0_i128;
    for (money, ratio) in terms {
        let (Some(money), Some(ratio)) = (slots[*money].get(), slots[*ratio].get()) else { return Cell::UNKNOWN };
        parts += i128::from(money) * i128::from(ratio);
    }
    let rounded = |granule| ExactFen::parts(parts, unit)?.round(Fen::new(granule), rounding);
    Cell::of(granule.get().and_then(rounded).map(Fen::fen))
}

/// An unknown test leaves the result unknown, unless both branches are the same whatever the facts.
fn select(code: &Code, slots: &[Cell], test: Slot, yes: Slot, no: Slot) -> Cell {
    match slots[test].get() {
        Some(0) => slots[no],
        Some(_) => slots[yes],
        None if code.fixed[yes] && code.fixed[no] && slots[yes] == slots[no] => slots[yes],
        None => Cell::UNKNOWN,
    }
}

/// The row of a tier table, where the axis is not below the first.
pub(crate) fn tier(starts: &[i64], at: i64) -> Option<usize> {
    starts.partition_point(|start| *start <= at).checked_sub(1)
}

/// A field of a matrix; an unknown axis is split over its members and agrees only on fixed, equal values.
fn grid(code: &Code, slots: &[Cell], axes: &[(Slot, usize)], values: &[Slot]) -> Cell {
    let member = |slot: Slot| slots[slot].get().and_then(|number| usize::try_from(number).ok());
    let field = axes.iter().try_fold(0, |at, (slot, size)| member(*slot).map(|member| at * size + member));
    if let Some(field) = field {
        return values.get(field).map_or(Cell::UNKNOWN, |value| slots[*value]);
    }
    let mut fields = vec![0];
    for (slot, size) in axes {
        let members = member(*slot).map_or(0..*size, |member| member..member + 1);
        fields = fields.iter().flat_map(|at| members.clone().map(move |member| at * size + member)).collect();
    }
    let cells: Vec<Slot> = fields.iter().filter_map(|at| values.get(*at).copied()).collect();
    let Some(first) = cells.first() else { return Cell::UNKNOWN };
    let agree = cells.iter().all(|cell| code.fixed[*cell] && slots[*cell] == slots[*first]);
    if agree { slots[*first] } else { Cell::UNKNOWN }
}

fn plus(day: Cell, duration: Duration) -> Cell {
    Cell::of(day.get().and_then(|day| calendar::plus(day, duration)))
}

fn by_days(slots: &[Cell], inputs: &[Slot; 5]) -> Cell {
    let [amount, from, to, begin, end] = inputs.map(|slot| slots[slot].get());
    let value = || calendar::by_days(amount?, (from?, to?), (begin?, end?));
    Cell::of(value())
}

fn listed(env: &Env<'_>, register: usize, subject: usize, day: Cell) -> Cell {
    let ask = || {
        let day = calendar::date(day.get()?)?;
        let subject = crate::plan::words::Unit::ALL.get(subject)?.2;
        env.listed.listed(env.registers.get(register)?, subject, day)
    };
    Cell::of(ask().map(i64::from))
}

/// Adds the facts because of which a slot is unknown; behind an unknown test only those of the test.
pub(crate) fn missing(code: &Code, slots: &[Cell], slot: Slot, facts: &mut BTreeSet<usize>) {
    let Some(op) = code.ops.get(slot).filter(|_| !slots[slot].known) else { return };
    if let Op::Fact(number) = op {
        facts.insert(*number);
    }
    for next in open_operands(op, slots) {
        missing(code, slots, next, facts);
    }
}

/// The slots an unknown result is still open on: the way a known test or axis has taken, else the test or axis alone.
fn open_operands(op: &Op, slots: &[Cell]) -> Vec<Slot> {
    if let Op::Select { test, yes, no } = op {
        return vec![slots[*test].get().map_or(*test, |value| if value == 0 { *no } else { *yes })];
    }
    if let Op::Tiers { axis, starts, values } = op {
        let row = slots[*axis].get().and_then(|at| tier(starts, at));
        return vec![row.map_or(*axis, |row| values[row])];
    }
    if let Op::Grid { axes, values } = op {
        let unknown: Vec<Slot> = axes.iter().map(|(axis, _)| *axis).filter(|axis| !slots[*axis].known).collect();
        return if unknown.is_empty() { values.clone() } else { unknown };
    }
    op.operands()
}
