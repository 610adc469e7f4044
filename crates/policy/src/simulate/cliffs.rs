//! Claims that stand at a cliff: a number of theirs lies close to a bound where one fen more or less moves the award.

use serde::Serialize;

use super::Claims;
use super::close::{Bound, Close};
use crate::columnar::Columnar;
use crate::compile::typed::Ty;
use crate::engine::code::{Cell, Op, Slot};
use crate::facts::Readings;
use crate::kernel::{Kernel, KernelFact};
use crate::money::Fen;
use crate::policy::Policy;
use crate::syntax::ast::Comparison;
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
pub fn cliffs(policy: &Policy, readings: &Readings, claims: &Claims<'_>, near: Near) -> Vec<Cliff> {
    let (kernel, columnar) = (policy.kernel(readings), Columnar::new(policy, readings));
    let columns = claims.columns(&columnar);
    let mut found: Vec<Cliff> = Vec::new();
    for (place, fact) in kernel.facts.iter().enumerate().filter(|(_, fact)| matches!(fact.ty, Ty::Money | Ty::Integer))
    {
        for edge in edges(&kernel, fact) {
            let close = claims.close(&columnar, place, &bound(fact.ty, edge, near));
            let mut cliff = empty(policy, fact, edge);
            for (row, step) in close.rows.iter().zip(steps(&columnar, &close)).filter(|(_, step)| *step >= STEP_FEN) {
                let is_below = columns.cell(place, *row).get().is_some_and(|value| value < edge);
                cliff.below += u64::from(is_below);
                cliff.above += u64::from(!is_below);
                cliff.step = cliff.step.max(Fen::new(step));
            }
            found.extend((cliff.below + cliff.above > 0).then_some(cliff));
        }
    }
    found
}

/// By how much the award of each of these claims moves between the last value below the bound and the bound.
fn steps(columnar: &Columnar<'_>, close: &Close) -> Vec<i64> {
    let (below, on) = (columnar.run_whole(&close.below).awards, columnar.run_whole(&close.on).awards);
    below.iter().zip(&on).map(|(below, on)| i64::try_from(below.abs_diff(*on)).unwrap_or(i64::MAX)).collect()
}

fn empty(policy: &Policy, fact: &KernelFact, edge: i64) -> Cliff {
    let at = policy.decider().public_value(fact.ty, Cell::known(edge)).unwrap_or(Value::Integer(edge));
    let name = policy.plan().fact(&fact.id).map(|fact| fact.text.clone()).unwrap_or_default();
    Cliff { fact: fact.id.clone(), name, at, below: 0, above: 0, step: Fen::ZERO }
}

fn bound(ty: Ty, at: i64, near: Near) -> Bound {
    let share = at.unsigned_abs() / 100 * near.percent.unsigned_abs();
    let width = if ty == Ty::Money { share.max(near.fen.fen().unsigned_abs()) } else { share };
    let width = i64::try_from(width).unwrap_or(i64::MAX);
    Bound { at, around: at.saturating_sub(width)..=at.saturating_add(width) }
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
        let Op::Compare(how, a, b) = op else { continue };
        let (how, against) = if is_fact(a) { (*how, b) } else { (how.mirrored(), a) };
        if !is_fact(a) && !is_fact(b) {
            continue;
        }
        let Some(number) = constant(against) else { continue };
        let next = number.saturating_add(1);
        match how {
            Comparison::AtLeast | Comparison::Below => drop(found.insert(number)),
            Comparison::NoMoreThan | Comparison::Above => drop(found.insert(next)),
            Comparison::Is | Comparison::IsNot => found.extend([number, next]),
        }
    }
    found.retain(|edge| *edge > fact.low && *edge <= fact.high);
    found.into_iter().collect()
}
