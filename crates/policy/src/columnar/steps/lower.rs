//! From operations to steps.

use std::collections::BTreeMap;

use super::{AwardSteps, ByRow, How, Source, Step, Steps, Sum, Width, Work, registers};
use crate::columnar::division::Divisor;
use crate::columnar::range::{Range, parts, ranges};
use crate::engine::code::{Op, Slot};
use crate::kernel::{Kernel, KernelAward};
use crate::money::Rounding;
use crate::syntax::ast::Comparison;

/// The steps of a kernel; `highest` is the largest number in each fact's column.
pub(super) fn lower(kernel: &Kernel, highest: &[i64]) -> Option<Steps> {
    let total = |end: fn(&Range) -> i64, ranges: &[Range]| {
        let ends = kernel.awards.iter().map(|award| i128::from(end(&ranges[award.amount])));
        i64::try_from(ends.sum::<i128>()).is_ok()
    };
    let ranges = ranges(kernel, highest);
    if !total(|range| range.high.max(0), &ranges) || !total(|range| range.low.min(0), &ranges) {
        return None;
    }
    let mut lowering =
        Lowering { kernel, highest, ranges, places: Vec::new(), steps: Vec::new(), wide: BTreeMap::new() };
    for slot in 0..kernel.code.ops.len() {
        let place = lowering.slot(slot);
        lowering.places.push(place);
    }
    let checks = kernel.checks.iter().map(|check| (check.reason, lowering.places[check.slot].source)).collect();
    let awards = kernel.awards.iter().map(|award| lowering.award(award)).collect();
    Some(registers::assign(Steps { list: lowering.steps, registers: Vec::new(), checks, awards }))
}

/// Where a slot's column is, and how wide.
#[derive(Clone, Copy)]
struct Place {
    source: Source,
    width: Width,
}

struct Lowering<'a> {
    kernel: &'a Kernel,
    highest: &'a [i64],
    ranges: Vec<Range>,
    places: Vec<Place>,
    /// Each into a register of its own, numbered as the step.
    steps: Vec<Step>,
    /// What was widened already.
    wide: BTreeMap<(Source, Width), Source>,
}

impl Lowering<'_> {
    fn slot(&mut self, slot: Slot) -> Place {
        let kernel = self.kernel;
        let op = &kernel.code.ops[slot];
        let operands = op.operands();
        let constants =
            operands.iter().filter(|slot| matches!(self.places[**slot].source, Source::Constant(_))).count();
        let is_closed = !operands.is_empty() && constants == operands.len();
        let fast = if self.ranges[slot].is_partial || is_closed { None } else { self.fast(op, slot) };
        fast.unwrap_or_else(|| {
            let by_row = self.by_row(slot);
            self.emit(Work::ByRow(by_row), self.width(slot))
        })
    }

    /// The fast form of an operation that always has a result, where there is one.
    fn fast(&mut self, op: &Op, slot: Slot) -> Option<Place> {
        match op {
            Op::Const(value) => Some(Place { source: Source::Constant(*value), width: Width::of(*value, *value) }),
            Op::Fact(number) => {
                let place = self.kernel.facts.iter().position(|fact| fact.number == *number)?;
                let width = Width::of(self.kernel.facts[place].low, self.highest[place]);
                Some(Place { source: Source::Column(place), width })
            }
            Op::Add(a, b) => Some(self.arithmetic(Sum::Plus, *a, *b, slot)),
            Op::Sub(a, b) => Some(self.arithmetic(Sum::Minus, *a, *b, slot)),
            Op::Multiply(a, b) => Some(self.arithmetic(Sum::Times, *a, *b, slot)),
            Op::Min(a, b) => Some(self.arithmetic(Sum::Least, *a, *b, slot)),
            Op::Max(a, b) => Some(self.arithmetic(Sum::Greatest, *a, *b, slot)),
            Op::Compare(how, a, b) => Some(self.compare(*how, self.places[*a], self.places[*b])),
            Op::And(a, b) => self.bytes([*a, *b]).map(|[a, b]| self.emit(Work::And(a, b), Width::Byte)),
            Op::Or(a, b) => self.bytes([*a, *b]).map(|[a, b]| self.emit(Work::Or(a, b), Width::Byte)),
            Op::Not(a) => self.bytes([*a]).map(|[a]| self.emit(Work::Not(a), Width::Byte)),
            Op::Select { test, yes, no } => {
                let [test] = self.bytes([*test])?;
                let width = self.places[*yes].width.max(self.places[*no].width);
                Some(self.select(test, self.places[*yes], self.places[*no], width))
            }
            Op::Tiers { axis, starts, values } => self.tiers(self.places[*axis], self.ranges[*axis], starts, values),
            Op::Grid { axes, values } => self.grid(axes, values, slot),
            Op::Share { terms, unit, granule, rounding } => self.share(terms, *unit, *granule, *rounding),
            Op::YearStart(day) => {
                let source = self.widen(self.places[*day], Width::Int);
                (self.places[*day].width <= Width::Int).then(|| self.emit(Work::YearStart(source), Width::Int))
            }
            Op::Switch(_)
            | Op::Column(_)
            | Op::Outer(_)
            | Op::AnniversaryEve(_)
            | Op::Plus(..)
            | Op::Days(..)
            | Op::ByDays(_)
            | Op::Listed { .. }
            | Op::Aggregate(_) => None,
        }
    }

    fn emit(&mut self, work: Work, width: Width) -> Place {
        let into = self.steps.len();
        self.steps.push(Step { work, into, width });
        Place { source: Source::Register(into), width }
    }

    fn by_row(&self, slot: Slot) -> ByRow {
        let mut operands = self.kernel.code.ops[slot].operands();
        operands.sort_unstable();
        operands.dedup();
        ByRow { slot, operands: operands.into_iter().map(|slot| (slot, self.places[slot].source)).collect() }
    }

    fn width(&self, slot: Slot) -> Width {
        Width::of(self.ranges[slot].low, self.ranges[slot].high)
    }

    fn constant(&self, slot: Slot) -> Option<i64> {
        if let Source::Constant(value) = self.places[slot].source { Some(value) } else { None }
    }

    fn constants(&self, slots: &[Slot]) -> Option<Vec<i64>> {
        slots.iter().map(|slot| self.constant(*slot)).collect()
    }

    /// Operands that are yes or no.
    fn bytes<const N: usize>(&self, slots: [Slot; N]) -> Option<[Source; N]> {
        let are_bytes = slots.iter().all(|slot| self.places[*slot].width == Width::Byte);
        are_bytes.then(|| slots.map(|slot| self.places[slot].source))
    }

    /// The same numbers in a width that holds them.
    fn widen(&mut self, place: Place, width: Width) -> Source {
        if place.width >= width || matches!(place.source, Source::Constant(_)) {
            return place.source;
        }
        if let Some(source) = self.wide.get(&(place.source, width)) {
            return *source;
        }
        let source = self.emit(Work::Widen(place.source, place.width), width).source;
        self.wide.insert((place.source, width), source);
        source
    }

    fn arithmetic(&mut self, sum: Sum, a: Slot, b: Slot, slot: Slot) -> Place {
        self.sum(sum, self.places[a], self.places[b], self.width(slot))
    }

    fn sum(&mut self, sum: Sum, a: Place, b: Place, width: Width) -> Place {
        let width = width.max(a.width).max(b.width);
        let (a, b) = (self.widen(a, width), self.widen(b, width));
        self.emit(Work::Arithmetic(sum, a, b), width)
    }

    fn select(&mut self, test: Source, yes: Place, no: Place, width: Width) -> Place {
        let (yes, no) = (self.widen(yes, width), self.widen(no, width));
        self.emit(Work::Select(test, yes, no), width)
    }

    fn compare(&mut self, how: Comparison, a: Place, b: Place) -> Place {
        if matches!(a.source, Source::Constant(_)) && !matches!(b.source, Source::Constant(_)) {
            return self.compare(exchanged(how), b, a);
        }
        if let Source::Constant(limit) = b.source {
            let (how, limit) = match how {
                Comparison::Is => (How::Equal, limit),
                Comparison::IsNot => (How::Unequal, limit),
                Comparison::AtLeast => (How::AtLeast, limit),
                Comparison::Below => (How::Below, limit),
                Comparison::NoMoreThan => {
                    limit.checked_add(1).map_or((How::AtLeast, i64::MIN), |next| (How::Below, next))
                }
                Comparison::Above => limit.checked_add(1).map_or((How::Below, i64::MIN), |next| (How::AtLeast, next)),
            };
            return self.held_against(
                how,
                a,
                Place { source: Source::Constant(limit), width: Width::of(limit, limit) },
            );
        }
        match how {
            Comparison::Is => self.held_against(How::Equal, a, b),
            Comparison::IsNot => self.held_against(How::Unequal, a, b),
            Comparison::AtLeast => self.held_against(How::AtLeast, a, b),
            Comparison::Below => self.held_against(How::Below, a, b),
            Comparison::NoMoreThan => self.held_against(How::AtLeast, b, a),
            Comparison::Above => self.held_against(How::Below, b, a),
        }
    }

    fn held_against(&mut self, how: How, a: Place, b: Place) -> Place {
        let width = a.width.max(b.width);
        let (a, b) = (self.widen(a, width), self.widen(b, width));
        self.emit(Work::Compare(how, width, a, b), Width::Byte)
    }

    /// Constants in one pass; other values are selected one after the other.
    fn tiers(&mut self, axis: Place, range: Range, starts: &[i64], values: &[Slot]) -> Option<Place> {
        let rows: Vec<(i64, Slot)> = starts.iter().copied().zip(values.iter().copied()).collect();
        let below = rows.iter().rposition(|(start, _)| *start <= range.low)?;
        let (first, rest) = (rows[below].1, &rows[below + 1..]);
        let rest: Vec<(i64, Slot)> = rest.iter().copied().filter(|(start, _)| *start <= range.high).collect();
        let slots: Vec<Slot> = std::iter::once(first).chain(rest.iter().map(|(_, slot)| *slot)).collect();
        if let Some(constants) = self.constants(&slots) {
            let (low, high) = (constants.iter().min()?, constants.iter().max()?);
            let width = Width::of(*low, *high);
            let rest = rest.iter().map(|(start, _)| *start).zip(constants[1..].iter().copied()).collect();
            return Some(
                self.emit(Work::Tiers { axis: axis.source, axis_width: axis.width, first: constants[0], rest }, width),
            );
        }
        if rest.is_empty() {
            return None;
        }
        let width = slots.iter().map(|slot| self.places[*slot].width).max()?;
        let mut found = self.places[first];
        for (start, slot) in rest {
            let start = Place { source: Source::Constant(start), width: Width::of(start, start) };
            let test = self.held_against(How::AtLeast, axis, start);
            found = self.select(test.source, self.places[slot], found, width);
        }
        Some(found)
    }

    fn grid(&mut self, axes: &[(Slot, usize)], values: &[Slot], slot: Slot) -> Option<Place> {
        let is_small =
            axes.iter().try_fold(1_usize, |size, (_, axis)| size.checked_mul(*axis)).is_some_and(|size| size <= 256);
        let byte = |(slot, size): &(Slot, usize)| {
            let [source] = self.bytes([*slot])?;
            let is_column = !matches!(source, Source::Constant(_));
            Some((source, u8::try_from(*size).ok().filter(|_| is_column)?))
        };
        let axes: Vec<(Source, u8)> = axes.iter().map(byte).collect::<Option<_>>()?;
        let values = self.constants(values).filter(|_| is_small)?;
        let work = Work::Grid { axes, values, by_row: self.by_row(slot) };
        Some(self.emit(work, self.width(slot)))
    }

    /// The exact sum in 64 bits, then one division; a product too large for that is divided first.
    fn share(&mut self, terms: &[(Slot, Slot)], unit: i64, granule: Slot, rounding: Rounding) -> Option<Place> {
        let granule = self.constant(granule).filter(|granule| *granule > 0)?;
        let ratios: Vec<Option<i64>> = terms.iter().map(|(_, ratio)| self.constant(*ratio)).collect();
        let common = ratios.iter().fold(unit, |common, ratio| ratio.map_or(1, |ratio| gcd(common, ratio)));
        let divisor = (unit / common).checked_mul(granule)?;
        let (low, high) = parts(&self.ranges, terms)?;
        if low < 0 || terms.iter().any(|(money, ratio)| self.ranges[*money].low < 0 || self.ranges[*ratio].low < 0) {
            return None;
        }
        let quotient = if i64::try_from(high / i128::from(common)).is_ok() {
            let parts = self.parts(terms, &ratios, common)?;
            self.divide(parts, divisor, rounding)?
        } else {
            let ([(money, _)], [Some(ratio)]) = (terms, &ratios[..]) else { return None };
            self.divided_first(self.places[*money], ratio / common, divisor, rounding)?
        };
        Some(if granule == 1 { quotient } else { self.sum(Sum::Times, quotient, constant(granule), Width::Long) })
    }

    fn parts(&mut self, terms: &[(Slot, Slot)], ratios: &[Option<i64>], common: i64) -> Option<Place> {
        let mut total: Option<Place> = None;
        for ((money, ratio), known) in terms.iter().zip(ratios) {
            let ratio = known.map_or(self.places[*ratio], |ratio| constant(ratio / common));
            let is_whole = ratio.source == Source::Constant(1);
            let part = match self.constant(*money) {
                _ if is_whole => self.places[*money],
                Some(_) if matches!(ratio.source, Source::Constant(_)) => return None,
                Some(_) | None => self.sum(Sum::Times, self.places[*money], ratio, Width::Long),
            };
            total = Some(total.map_or(part, |total| self.sum(Sum::Plus, total, part, Width::Long)));
        }
        total.filter(|total| !matches!(total.source, Source::Constant(_)))
    }

    fn divide(&mut self, parts: Place, divisor: i64, rounding: Rounding) -> Option<Place> {
        let parts = Place { source: self.widen(parts, Width::Long), width: Width::Long };
        if divisor == 1 {
            return Some(parts);
        }
        Some(self.emit(Work::Divide(parts.source, Divisor::new(divisor)?, rounding), Width::Long))
    }

    /// ⌊m/d⌋·r + (m mod d)·r/d, of which only the last is rounded.
    fn divided_first(&mut self, money: Place, ratio: i64, divisor: i64, rounding: Rounding) -> Option<Place> {
        (divisor - 1).checked_mul(ratio)?;
        let long = |place: Place| Place { width: Width::Long, ..place };
        let money = Place { source: self.widen(money, Width::Long), width: Width::Long };
        let whole = self.divide(money, divisor, Rounding::Down)?;
        let taken = self.sum(Sum::Times, whole, constant(divisor), Width::Long);
        let rest = self.sum(Sum::Minus, long(money), taken, Width::Long);
        let first = self.sum(Sum::Times, whole, constant(ratio), Width::Long);
        let second = self.sum(Sum::Times, rest, constant(ratio), Width::Long);
        let second = self.divide(second, divisor, rounding)?;
        Some(self.sum(Sum::Plus, first, second, Width::Long))
    }

    fn award(&mut self, award: &KernelAward) -> AwardSteps {
        let mut cuts = Vec::new();
        for cut in &award.cuts {
            let (before, limit) = (self.places[cut.before], self.places[cut.limit]);
            let width = before.width.max(limit.width);
            let (before, limit) = (self.widen(before, width), self.widen(limit, width));
            cuts.push((cut.reason, self.emit(Work::Lowered { before, limit, width }, Width::Byte).source));
        }
        let amount = self.places[award.amount];
        let guard = award.guard.map(|guard| self.places[guard].source);
        AwardSteps { guard, amount: self.widen(amount, Width::Long), cuts }
    }
}

fn constant(value: i64) -> Place {
    Place { source: Source::Constant(value), width: Width::of(value, value) }
}

/// The comparison with its operands exchanged.
fn exchanged(how: Comparison) -> Comparison {
    match how {
        Comparison::Is => Comparison::Is,
        Comparison::IsNot => Comparison::IsNot,
        Comparison::AtLeast => Comparison::NoMoreThan,
        Comparison::Below => Comparison::Above,
        Comparison::NoMoreThan => Comparison::AtLeast,
        Comparison::Above => Comparison::Below,
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
