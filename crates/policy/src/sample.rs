//! Claims made up for testing a policy: drawn at and around every number the policy knows, with facts left out now and then.
//!
//! The same seed gives the same claims on every machine. What is drawn is within the declared ranges.

pub mod plans;

use jiff::civil::Date;

use crate::compile::typed::Ty;
use crate::engine::calendar;
use crate::engine::code::{Cell, Op, Slot};
use crate::facts::{Facts, Readings};
use crate::kernel::{Kernel, KernelFact};
use crate::policy::Policy;

/// An endless supply of claims.
pub struct Sampler<'a> {
    policy: &'a Policy,
    facts: Vec<KernelFact>,
    /// For each fact: values worth trying.
    edges: Vec<Vec<i64>>,
    random: Random,
    missing: u64,
    /// A ratio given as a fact is a multiple of 0.01%, here in parts of the document's unit.
    finest_ratio: i64,
}

/// splitmix64: small, fast, the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `n`, or 0 where `n` is 0.
    pub const fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.bits() % n }
    }

    /// One of these.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let at = self.below(u64::try_from(of.len()).ok()?);
        of.get(usize::try_from(at).ok()?).copied()
    }

    /// Between both ends, included.
    pub fn within(&mut self, low: i64, high: i64) -> i64 {
        let width = high.abs_diff(low);
        let offset = if width == u64::MAX { self.bits() } else { self.below(width + 1) };
        low.wrapping_add_unsigned(offset)
    }
}

impl<'a> Sampler<'a> {
    /// Claims on the facts that matter under these readings; one fact in `missing` is left out, none where it is 0.
    pub fn new(policy: &'a Policy, readings: &Readings, seed: u64, missing: u64) -> Self {
        let kernel = policy.kernel(readings);
        let edges = kernel.facts.iter().map(|fact| edges(&kernel, fact)).collect();
        let finest_ratio = policy.compiled().ratio_unit / 10_000;
        Self { policy, facts: kernel.facts, edges, random: Random::new(seed), missing, finest_ratio }
    }

    /// The next claim.
    pub fn claim(&mut self) -> Facts {
        let cells = self.cells();
        let decider = self.policy.decider();
        let known = self.facts.iter().filter_map(|fact| {
            let cell = cells.get(fact.number)?;
            Some((fact, decider.public_value(fact.ty, *cell)?))
        });
        known.fold(Facts::new(), |facts, (fact, value)| facts.with(&fact.id, value))
    }

    /// The next claim as cells, by fact number.
    pub(crate) fn cells(&mut self) -> Vec<Cell> {
        let mut cells = vec![Cell::UNKNOWN; self.policy.plan().facts.len()];
        for (fact, edges) in self.facts.iter().zip(&self.edges) {
            if self.missing > 0 && self.random.below(self.missing) == 0 {
                continue;
            }
            if let Some(cell) = cells.get_mut(fact.number) {
                let drawn = draw(&mut self.random, fact, edges);
                let finer = if fact.ty == Ty::Ratio { drawn % self.finest_ratio } else { 0 };
                *cell = Cell::known(drawn - finer);
            }
        }
        cells
    }
}

/// One value: mostly near an edge, else anywhere; a requirement's flag is mostly true, so that claims get past it.
fn draw(random: &mut Random, fact: &KernelFact, edges: &[i64]) -> i64 {
    if fact.ty == Ty::Bool {
        return i64::from(random.below(16) != 0);
    }
    let edge = random.one(edges);
    if fact.ty == Ty::Date {
        let day = edge.and_then(calendar::date).unwrap_or(Date::constant(2020, 6, 15));
        let shift = if random.below(2) == 0 { random.within(-1, 1) } else { random.within(-900, 900) };
        let moved = day.checked_add(jiff::Span::new().days(shift)).unwrap_or(day);
        return calendar::number(moved).clamp(fact.low, fact.high);
    }
    match edge.filter(|_| random.below(3) != 0) {
        Some(edge) => edge.saturating_add(random.within(-1, 1)).clamp(fact.low, fact.high),
        None => random.within(fact.low, fact.high),
    }
}

/// The ends of a fact's range and every number it is held against; for amounts, also what gives each amount at each rate.
fn edges(kernel: &Kernel, fact: &KernelFact) -> Vec<i64> {
    let mut found = bounds(kernel, fact);
    if fact.ty == Ty::Money {
        found.extend(reached(kernel, fact));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The ends of a fact's range, but of a day, and every number it is held against.
#[expect(clippy::wildcard_enum_match_arm, reason = "other operations hold no bounds")]
pub(crate) fn bounds(kernel: &Kernel, fact: &KernelFact) -> Vec<i64> {
    let code = &kernel.code;
    let constant = |slot: Slot| if let Some(Op::Const(value)) = code.ops.get(slot) { Some(*value) } else { None };
    let is_fact = |slot: Slot| code.ops.get(slot) == Some(&Op::Fact(fact.number));
    let mut found = if fact.ty == Ty::Date { Vec::new() } else { vec![fact.low, fact.high] };
    for op in &code.ops {
        match op {
            Op::Compare(_, a, b) if is_fact(*a) => found.extend(constant(*b)),
            Op::Compare(_, a, b) if is_fact(*b) => found.extend(constant(*a)),
            Op::Tiers { axis, starts, .. } if is_fact(*axis) => found.extend(starts),
            _ => {}
        }
    }
    found.retain(|bound| (fact.low..=fact.high).contains(bound));
    found
}

/// What of an amount gives each amount that the policy names, at each of its rates.
pub(crate) fn reached(kernel: &Kernel, fact: &KernelFact) -> Vec<i64> {
    let ops = &kernel.code.ops;
    let constant = |slot: Slot| if let Some(Op::Const(value)) = ops.get(slot) { Some(*value) } else { None };
    let amounts: Vec<i64> = (0..ops.len()).filter_map(constant).filter(|amount| *amount > 0).collect();
    let mut found = Vec::new();
    for op in ops {
        let Op::Share { terms, unit, .. } = op else { continue };
        for rate in terms.iter().filter_map(|(_, rate)| constant(*rate)).filter(|rate| *rate > 0) {
            let reach = |amount: &i64| i64::try_from(i128::from(*amount) * i128::from(*unit) / i128::from(rate)).ok();
            found.extend(amounts.iter().filter_map(reach));
        }
    }
    found.retain(|edge| (fact.low..=fact.high).contains(edge));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");

    #[test]
    fn what_is_folded_under_any_reading_decides_as_the_whole_does() {
        let policy = Policy::load(SOURCE).expect("the shipped document loads");
        let mut readings = vec![Readings::default()];
        for switch in &policy.plan().switches {
            let options = switch.options.iter().map(|option| Readings::default().with(&switch.id, &option.id));
            readings.extend(options);
        }
        let mut slots = Vec::new();
        for readings in readings {
            let kernel = policy.kernel(&readings);
            let mut sampler = Sampler::new(&policy, &readings, 42, 12);
            for _ in 0..500 {
                let claim = sampler.claim();
                let decider = policy.decider();
                kernel.run(&decider.inputs(&claim, &readings).facts, &mut slots);
                let (award, reason) = kernel.verdict(&slots);
                let whole = policy.outcome(&claim, &readings);
                assert_eq!((award, kernel.code_of(reason)), (whole.award(), whole.reason()), "{claim:?} {readings:?}");
            }
        }
    }
}
