//! Between which numbers every slot of a kernel lies, and whether it may be unknown although all facts are known: what
//! decides how wide a column of results must be, and which operations need no check.

use crate::engine::calendar;
use crate::engine::code::{Op, Slot};
use crate::kernel::Kernel;

/// The values of a slot, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Range {
    pub low: i64,
    pub high: i64,
    /// Whether the operation may give nothing on known operands.
    pub is_partial: bool,
}

const WIDEST: Range = Range { low: i64::MIN, high: i64::MAX, is_partial: true };
/// Days as yyyymmdd.
const DAYS: Range = Range { low: -99_991_231, high: 99_991_231, is_partial: true };

/// The range of every slot, where `highest` is the largest number in each fact's column.
pub(super) fn ranges(kernel: &Kernel, highest: &[i64]) -> Vec<Range> {
    let mut found: Vec<Range> = Vec::with_capacity(kernel.code.ops.len());
    for op in &kernel.code.ops {
        found.push(range(kernel, highest, op, &found));
    }
    found
}

fn range(kernel: &Kernel, highest: &[i64], op: &Op, found: &[Range]) -> Range {
    match op {
        Op::Const(value) => Range { low: *value, high: *value, is_partial: false },
        Op::Fact(number) => {
            let fact = kernel.facts.iter().zip(highest).find(|(fact, _)| fact.number == *number);
            fact.map_or(WIDEST, |(fact, high)| Range { low: fact.low, high: *high, is_partial: false })
        }
        Op::Add(a, b) => corners(found[*a], found[*b], |a, b| a + b),
        Op::Sub(a, b) => corners(found[*a], found[*b], |a, b| a - b),
        Op::Multiply(a, b) => corners(found[*a], found[*b], |a, b| a * b),
        Op::Min(a, b) => corners(found[*a], found[*b], i128::min),
        Op::Max(a, b) => corners(found[*a], found[*b], i128::max),
        Op::Share { terms, unit, granule, .. } => share(found, terms, *unit, found[*granule]),
        Op::Compare(..) | Op::And(..) | Op::Or(..) | Op::Not(_) => Range { low: 0, high: 1, is_partial: false },
        Op::Select { yes, no, .. } => either(found, &[*yes, *no], false),
        Op::Tiers { axis, starts, values } => {
            either(found, values, starts.first().is_none_or(|start| found[*axis].low < *start))
        }
        Op::Grid { axes, values } => {
            let is_outside = |(slot, size): &(Slot, usize)| {
                found[*slot].low < 0 || usize::try_from(found[*slot].high).is_ok_and(|high| high >= *size)
            };
            either(found, values, axes.iter().any(is_outside))
        }
        Op::YearStart(day) => Range {
            low: calendar::year_start(found[*day].low),
            high: calendar::year_start(found[*day].high),
            is_partial: false,
        },
        Op::AnniversaryEve(_) | Op::Plus(..) => DAYS,
        Op::Days(..) => Range { low: -10_000_000, high: 10_000_000, is_partial: true },
        Op::Switch(_) | Op::Column(_) | Op::Outer(_) | Op::ByDays(_) | Op::Listed { .. } | Op::Aggregate(_) => WIDEST,
    }
}

/// The range of a monotonous operation of two operands; what does not fit 64 bits is nothing.
fn corners(a: Range, b: Range, f: impl Fn(i128, i128) -> i128) -> Range {
    let ends = |range: Range| [i128::from(range.low), i128::from(range.high)];
    let all = ends(a).map(|a| ends(b).map(|b| f(a, b)));
    let all = all.as_flattened().iter().copied();
    fitting(all.clone().min().unwrap_or(0), all.max().unwrap_or(0))
}

fn fitting(low: i128, high: i128) -> Range {
    match (i64::try_from(low), i64::try_from(high)) {
        (Ok(low), Ok(high)) => Range { low, high, is_partial: false },
        (_, _) => WIDEST,
    }
}

/// The exact sum before rounding, both ends; nothing where it does not fit 128 bits.
pub(super) fn parts(found: &[Range], terms: &[(Slot, Slot)]) -> Option<(i128, i128)> {
    terms.iter().try_fold((0_i128, 0_i128), |(low, high), (money, ratio)| {
        let products = [found[*money].low, found[*money].high]
            .map(|money| [found[*ratio].low, found[*ratio].high].map(|ratio| i128::from(money) * i128::from(ratio)));
        let all = || products.iter().flatten().copied();
        Some((low.checked_add(all().min()?)?, high.checked_add(all().max()?)?))
    })
}

fn share(found: &[Range], terms: &[(Slot, Slot)], unit: i64, granule: Range) -> Range {
    let Some((low, high)) = parts(found, terms).filter(|_| unit > 0 && granule.low > 0) else { return WIDEST };
    let (unit, granule) = (i128::from(unit), i128::from(granule.high));
    fitting(low / unit - granule, high / unit + granule)
}

fn either(found: &[Range], slots: &[Slot], is_partial: bool) -> Range {
    let low = slots.iter().map(|slot| found[*slot].low).min();
    let high = slots.iter().map(|slot| found[*slot].high).max();
    low.zip(high).map_or(WIDEST, |(low, high)| Range { low, high, is_partial })
}

/// The largest number worth keeping in each fact's column. A fact that is only held against constants is kept up to one
/// above the largest of them: no answer can tell the difference, and the column may be narrower.
pub(super) fn highest(kernel: &Kernel) -> Vec<i64> {
    let code = &kernel.code;
    let highest = |fact: &crate::kernel::KernelFact| {
        let is_fact = |slot: &Slot| code.ops.get(*slot) == Some(&Op::Fact(fact.number));
        let mut most = fact.low;
        for op in code.ops.iter().filter(|op| op.operands().iter().any(is_fact)) {
            most = most.max(limit(kernel, op, is_fact)?.saturating_add(1));
        }
        let ends = kernel.awards.iter().flat_map(|award| {
            let cuts = award.cuts.iter().flat_map(|cut| [cut.before, cut.limit]);
            cuts.chain([award.amount]).chain(award.guard)
        });
        let mut ends = ends.chain(kernel.checks.iter().map(|check| check.slot));
        (!ends.any(|slot| is_fact(&slot))).then_some(most)
    };
    kernel.facts.iter().map(|fact| highest(fact).map_or(fact.high, |most| most.min(fact.high))).collect()
}

/// The largest constant that an operation holds a fact against; nothing where it does something else with it.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other operation needs the number itself")]
fn limit(kernel: &Kernel, op: &Op, is_fact: impl Fn(&Slot) -> bool) -> Option<i64> {
    let constant = |slot: &Slot| if let Op::Const(value) = kernel.code.ops[*slot] { Some(value) } else { None };
    match op {
        Op::Compare(_, a, b) if is_fact(a) => constant(b),
        Op::Compare(_, a, _) => constant(a),
        Op::Tiers { axis, starts, values } if is_fact(axis) && !values.iter().any(is_fact) => starts.last().copied(),
        _ => None,
    }
}
