//! Claims that stand at a cliff: a number of theirs lies close to a bound where one fen more or less moves the award.

use serde::Serialize;

use crate::columnar::columns::Columns;
use crate::compile::typed::Ty;
use crate::engine::code::{Cell, Op, Slot};
use crate::facts::Readings;
use crate::kernel::{Kernel, KernelFact};
use crate::money::Fen;
use crate::policy::Policy;
use crate::text::Text;
use crate::value::Value;

/// How close is close.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Near {
    /// Hundredths of the bound.
    pub percent: i64,
    /// An amount, whatever the bound; the wider of both counts.
    pub fen: Fen,
}

impl Default for Near {
    fn default() -> Self {
        Self { percent: 1, fen: Fen::ZERO }
    }
}

/// A bound with claims close to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Cliff {
    /// Id of the fact.
    pub fact: String,
    /// Its name.
    pub name: Text,
    /// The bound: the first value on its upper side.
    pub at: Value,
    /// Claims just below it.
    pub below: u64,
    /// Claims on it or just above it.
    pub above: u64,
    /// The largest step of any of their awards at the bound, in fen; never negative.
    pub step: Fen,
}

/// A step smaller than this is no cliff: one fen of a number may well move an award by a fen.
const STEP_FEN: i64 = 100;

/// Every bound that has claims close to it, by fact and bound.
pub fn cliffs(policy: &Policy, readings: &Readings, columns: &Columns, near: Near) -> Vec<Cliff> {
    let kernel = policy.kernel(readings);
    let mut watch = Watch { kernel: &kernel, facts: vec![Cell::UNKNOWN; policy.plan().facts.len()], slots: Vec::new() };
    let mut found: Vec<Cliff> = Vec::new();
    for (place, fact) in kernel.facts.iter().enumerate().filter(|(_, fact)| matches!(fact.ty, Ty::Money | Ty::Integer))
    {
        for edge in edges(&kernel, fact) {
            let width = width(fact.ty, edge, near);
            let mut cliff = empty(policy, fact, edge);
            for row in 0..columns.rows() {
                let Some(value) = columns.cell(place, row).get() else { continue };
                if value.abs_diff(edge) > width || columns.is_bad(row) {
                    continue;
                }
                let step = watch.step(columns, row, (fact, edge));
                if step >= STEP_FEN {
                    cliff.below += u64::from(value < edge);
                    cliff.above += u64::from(value >= edge);
                    cliff.step = cliff.step.max(Fen::new(step));
                }
            }
            found.extend((cliff.below + cliff.above > 0).then_some(cliff));
        }
    }
    found
}

fn empty(policy: &Policy, fact: &KernelFact, edge: i64) -> Cliff {
    let at = policy.decider().public_value(fact.ty, Cell::known(edge)).unwrap_or(Value::Integer(edge));
    let name = policy.plan().fact(&fact.id).map(|fact| fact.text.clone()).unwrap_or_default();
    Cliff { fact: fact.id.clone(), name, at, below: 0, above: 0, step: Fen::ZERO }
}

fn width(ty: Ty, edge: i64, near: Near) -> u64 {
    let share = edge.unsigned_abs() / 100 * near.percent.unsigned_abs();
    if ty == Ty::Money { share.max(near.fen.fen().unsigned_abs()) } else { share }
}

/// The numbers that a fact is held against, each as the first value of its upper side.
fn edges(kernel: &Kernel, fact: &KernelFact) -> Vec<i64> {
    let code = &kernel.code;
    let constant = |slot: &Slot| if let Some(Op::Const(value)) = code.ops.get(*slot) { Some(*value) } else { None };
    let is_fact = |slot: &Slot| code.ops.get(*slot) == Some(&Op::Fact(fact.number));
    let mut found = std::collections::BTreeSet::new();
    for op in &code.ops {
        if let Op::Tiers { axis, starts, .. } = op
            && is_fact(axis)
        {
            found.extend(starts.iter().copied());
        }
        if let Op::Compare(_, a, b) = op {
            let against = if is_fact(a) { constant(b) } else { constant(a).filter(|_| is_fact(b)) };
            found.extend(against.into_iter().flat_map(|edge| [edge, edge.saturating_add(1)]));
        }
    }
    found.retain(|edge| *edge > fact.low && *edge <= fact.high);
    found.into_iter().collect()
}

/// Decides single claims with one number moved.
struct Watch<'a> {
    kernel: &'a Kernel,
    facts: Vec<Cell>,
    slots: Vec<Cell>,
}

impl Watch<'_> {
    /// By how much the award of a claim moves between the last value below a bound and the bound.
    fn step(&mut self, columns: &Columns, row: usize, (fact, edge): (&KernelFact, i64)) -> i64 {
        for (place, known) in self.kernel.facts.iter().enumerate() {
            self.facts[known.number] = columns.cell(place, row);
        }
        let mut award = |value: i64| {
            self.facts[fact.number] = Cell::known(value);
            self.kernel.run(&self.facts, &mut self.slots);
            self.kernel.verdict(&self.slots).0.fen()
        };
        let (below, above) = (award(edge - 1), award(edge));
        i64::try_from(below.abs_diff(above)).unwrap_or(i64::MAX)
    }
}
