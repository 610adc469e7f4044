//! Folds constants through a program and keeps what is left.

use std::collections::BTreeSet;

use super::{Kernel, KernelAward, KernelCheck, KernelCut, KernelFact, KernelName};
use crate::compile::program::{Compiled, Trace, TraceKind};
use crate::engine::code::{Cell, Code, Op, Slot};
use crate::engine::lists::ListData;
use crate::engine::run::{Env, step, tier};
use crate::facts::NoRegisters;
use crate::plan::Plan;

/// The kernel of a program under switches.
pub(super) fn fold(plan: &Plan, compiled: &Compiled, switches: &[i64]) -> Kernel {
    let program = &compiled.program;
    let (code, new) = folded(&program.code, switches);
    let constant = |slot: Slot| if let Op::Const(value) = code.ops[new[slot]] { Some(value) } else { None };
    let mut kernel = Kernel {
        code: Code::default(),
        facts: Vec::new(),
        checks: Vec::new(),
        awards: Vec::new(),
        names: Vec::new(),
        reasons: ["FULL", "PENDING", "NO_AWARD", "BAD_INPUT"].map(str::to_owned).to_vec(),
    };
    let checks: Vec<(usize, Slot)> = program
        .checks
        .iter()
        .filter(|check| !matches!(constant(check.slot), Some(value) if value != 0))
        .map(|check| (check.requirement, new[check.slot]))
        .collect();
    let awards = program.awards.iter().enumerate();
    let awards = awards.filter(|(_, award)| award.guard.is_none_or(|guard| constant(guard) != Some(0)));
    let awards: Vec<_> = awards.collect();
    let open_guard = |guard: Option<Slot>| guard.filter(|guard| constant(*guard).is_none()).map(|guard| new[guard]);

    let mut roots: Vec<Slot> = checks.iter().map(|(_, slot)| *slot).collect();
    for (_, award) in &awards {
        roots.extend(open_guard(award.guard));
        roots.push(new[award.amount]);
        roots.extend(award.cuts.iter().flat_map(|cut| [new[cut.before], new[cut.limit]]));
    }
    let (live, last) = live(&code, &roots);
    kernel.facts = read_facts(plan, compiled, &live.ops);
    kernel.code = live;
    for (requirement, slot) in checks {
        let reason = kernel.reason(&plan.requirements[requirement].code);
        kernel.checks.push(KernelCheck { requirement, reason, slot: last[slot] });
    }
    kernel.names = names(&program.trace, |slot| last[new[slot]]);
    for (number, award) in awards {
        let mut cuts = Vec::new();
        for (number, cut) in award.cuts.iter().enumerate().filter(|(_, cut)| constant(cut.limit) != Some(i64::MAX)) {
            let reason = kernel.reason(&cut.code);
            cuts.push(KernelCut { number, reason, before: last[new[cut.before]], limit: last[new[cut.limit]] });
        }
        let guard = open_guard(award.guard).map(|guard| last[guard]);
        kernel.awards.push(KernelAward { number, guard, amount: last[new[award.amount]], cuts });
    }
    kernel
}

/// The rules behind the slots that are left, each slot under the first rule that gives it its value.
fn names(traces: &[Trace], place: impl Fn(Slot) -> Slot) -> Vec<KernelName> {
    let mut found: Vec<KernelName> = Vec::new();
    for trace in traces.iter().filter(|trace| !matches!(trace.kind, TraceKind::Requirement)) {
        let slot = place(trace.result.slot);
        if slot != usize::MAX && found.iter().all(|name| name.slot != slot) {
            found.push(KernelName { slot, id: trace.rule.clone(), clause: trace.clause.clone() });
        }
    }
    found
}

/// What is left of a slot's code under switches.
pub(super) fn settled(code: &Code, slot: Slot, switches: &[i64]) -> Code {
    let (code, new) = folded(code, switches);
    live(&code, &[new[slot]]).0
}

/// The code with everything that does not depend on facts computed, and where each old slot has gone.
fn folded(code: &Code, switches: &[i64]) -> (Code, Vec<Slot>) {
    let mut out = Code::default();
    let mut new: Vec<Slot> = Vec::with_capacity(code.ops.len());
    let no_lists: &[ListData] = &[];
    for (op, is_fixed) in code.ops.iter().zip(&code.fixed) {
        let mut op = op.clone();
        op.replace(&|slot| new[slot]);
        if let Op::Switch(number) = op {
            op = switches.get(number).map_or(Op::Switch(number), |option| Op::Const(*option));
        }
        let env = Env { facts: &[], switches, lists: no_lists, registers: &[], listed: &NoRegisters, row: None };
        let slot = simpler(&out, &op).unwrap_or_else(|| {
            let cells: Vec<Cell> = out.ops.iter().map(constant).collect();
            let closed = !op.operands().is_empty() && op.operands().iter().all(|slot| cells[*slot].known);
            let value = if closed { step(&out, &op, &env, &cells).get() } else { None };
            out.push(value.map_or(op, Op::Const))
        });
        // What depended on facts and has become a constant is still not the same whatever the facts: the program it
        // came from would leave it unknown behind an unknown test.
        let opened = !is_fixed && out.fixed[slot];
        new.push(if opened { out.push_as(out.ops[slot].clone(), false) } else { slot });
    }
    (out, new)
}

fn constant(op: &Op) -> Cell {
    if let Op::Const(value) = op { Cell::known(*value) } else { Cell::UNKNOWN }
}

/// The earlier slot that has the same value as this operation, known or unknown, whatever the facts.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other operation stays as it is")]
fn simpler(code: &Code, op: &Op) -> Option<Slot> {
    let value = |slot: &Slot| constant(code.ops.get(*slot).unwrap_or(&Op::Switch(0))).get();
    match op {
        Op::And(a, b) => match (value(a), value(b)) {
            (Some(0), _) => Some(*a),
            (_, Some(0)) | (Some(_), None) => Some(*b),
            (None, Some(_)) => Some(*a),
            (Some(_), Some(_)) => None,
            (None, None) => (a == b).then_some(*a),
        },
        Op::Or(a, b) => match (value(a), value(b)) {
            (Some(0), _) => Some(*b),
            (_, Some(0)) | (Some(_), None) => Some(*a),
            (None, Some(_)) => Some(*b),
            (Some(_), Some(_)) => None,
            (None, None) => (a == b).then_some(*a),
        },
        Op::Not(a) => match code.ops.get(*a) {
            Some(Op::Not(inner)) => Some(*inner),
            _ => None,
        },
        Op::Min(a, b) => match (value(a), value(b)) {
            (None, Some(i64::MAX)) => Some(*a),
            (Some(i64::MAX), None) => Some(*b),
            _ => (a == b).then_some(*a),
        },
        Op::Select { test, yes, no } => match value(test) {
            Some(0) => Some(*no),
            Some(_) => Some(*yes),
            None if code.fixed[*yes] && code.fixed[*no] && value(yes).is_some() && value(yes) == value(no) => {
                Some(*yes)
            }
            None => None,
        },
        Op::Tiers { axis, starts, values } => values.get(tier(starts, value(axis)?)?).copied(),
        _ => None,
    }
}

/// The operations that the roots need, and where each slot has gone.
fn live(code: &Code, roots: &[Slot]) -> (Code, Vec<Slot>) {
    let mut needed: BTreeSet<Slot> = BTreeSet::new();
    let mut todo = roots.to_vec();
    while let Some(slot) = todo.pop() {
        if needed.insert(slot) {
            todo.extend(code.ops[slot].operands());
        }
    }
    let mut last = vec![usize::MAX; code.ops.len()];
    let mut live = Code::default();
    for slot in needed {
        let mut op = code.ops[slot].clone();
        op.replace(&|slot| last[slot]);
        last[slot] = live.push_as(op, code.fixed[slot]);
    }
    (live, last)
}

fn read_facts(plan: &Plan, compiled: &Compiled, ops: &[Op]) -> Vec<KernelFact> {
    let numbers: BTreeSet<usize> =
        ops.iter().filter_map(|op| if let Op::Fact(number) = op { Some(*number) } else { None }).collect();
    numbers.into_iter().filter_map(|number| KernelFact::new(plan, compiled, number)).collect()
}
