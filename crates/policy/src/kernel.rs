//! A decision under fixed readings, reduced to what still depends on facts: the one form from which the columnar
//! kernel, the SQL text, the interval analysis and the solver text are made.
//!
//! Readings are constants here, what follows from them is folded away, and only slots that a requirement or an award
//! needs are left. Every slot that is left has the same value, known or unknown, as in the program it came from.

mod fold;

use std::collections::BTreeSet;

use crate::compile::program::Compiled;
use crate::compile::typed::{EnumOf, Ty};
use crate::decide::Decider;
use crate::engine::code::{Cell, Code, Op, Slot};
use crate::engine::run::{Env, run};
use crate::facts::NoRegisters;
use crate::facts::Readings;
use crate::money::Fen;
use crate::plan::Plan;
use crate::plan::inputs::Fact;

/// Number of a reason in [`Kernel::reasons`].
pub(crate) type Reason = u8;

/// A folded decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Kernel {
    /// Operations in order, each using only earlier slots. No column, register or list is among them, and no switch
    /// unless the readings were left open.
    pub code: Code,
    /// The facts read, by number in the plan, ascending.
    pub facts: Vec<KernelFact>,
    /// Requirements in order; those that can only hold are gone.
    pub checks: Vec<KernelCheck>,
    /// Awards in order; those that can never apply are gone.
    pub awards: Vec<KernelAward>,
    /// Slots that a rule of the document gives its value to, in the order of the rules.
    pub names: Vec<KernelName>,
    /// `FULL` is 0, then `PENDING`, `NO_AWARD`, `BAD_INPUT`, then every code of a cut or a requirement.
    pub reasons: Vec<String>,
}

/// What is left of a slot's code under switches.
pub(crate) fn settled(code: &Code, slot: Slot, switches: &[i64]) -> Code {
    fold::settled(code, slot, switches)
}

/// Reason numbers that every kernel has.
pub(crate) const FULL: Reason = 0;
/// A fact that matters is unknown.
pub(crate) const PENDING: Reason = 1;
/// No award applies.
pub(crate) const NO_AWARD: Reason = 2;
/// The claim could not be read.
pub(crate) const BAD_INPUT: Reason = 3;

/// A fact as a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KernelFact {
    /// Number in the plan.
    pub number: usize,
    /// The id, which is the name of its column.
    pub id: String,
    pub ty: Ty,
    /// Smallest and largest value it may have, as numbers.
    pub low: i64,
    pub high: i64,
    /// Ids of members where it is a 选一, in order.
    pub members: Vec<String>,
}

/// A requirement: false refuses with this reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct KernelCheck {
    /// Number in the plan.
    pub requirement: usize,
    pub reason: Reason,
    pub slot: Slot,
}

/// An award: applies where its guard holds (always, where there is none).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KernelAward {
    /// Number among the awards, the recognitions behind them.
    pub number: usize,
    pub guard: Option<Slot>,
    pub amount: Slot,
    /// In the order made; the last one that lowered the amount names the reason.
    pub cuts: Vec<KernelCut>,
}

/// A cut lowered the amount where `before` is above `limit`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct KernelCut {
    /// Number among the cuts of the award.
    pub number: usize,
    pub reason: Reason,
    pub before: Slot,
    pub limit: Slot,
}

/// The rule behind a slot: id and clause of a table, a quantity or an award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct KernelName {
    pub slot: Slot,
    pub id: String,
    pub clause: String,
}

impl Kernel {
    /// The decision under these readings, defaults where none is named.
    pub fn new(plan: &Plan, compiled: &Compiled, readings: &Readings) -> Self {
        let switches = Decider::new(plan, compiled).switches(readings);
        fold::fold(plan, compiled, &switches)
    }

    /// The decision under any readings: the open questions stay in the code.
    pub fn open(plan: &Plan, compiled: &Compiled) -> Self {
        fold::fold(plan, compiled, &[])
    }

    /// Computes every slot from facts by their number in the plan.
    pub fn run(&self, facts: &[Cell], slots: &mut Vec<Cell>) {
        let env = Env { facts, switches: &[], lists: &[], registers: &[], listed: &NoRegisters, row: None };
        run(&self.code, &env, slots);
    }

    /// What the slots say: the award, and the first failed requirement, `PENDING`, the code of the last cut of the
    /// first award that was cut, or `FULL`.
    pub fn verdict(&self, slots: &[Cell]) -> (Fen, Reason) {
        if let Some(check) = self.checks.iter().find(|check| slots[check.slot] == Cell::known(0)) {
            return (Fen::ZERO, check.reason);
        }
        if self.checks.iter().any(|check| !slots[check.slot].known) {
            return (Fen::ZERO, PENDING);
        }
        let (mut total, mut reason, mut has_award) = (Fen::ZERO, FULL, false);
        for award in &self.awards {
            match award.guard.map_or(Cell::known(1), |guard| slots[guard]).get() {
                Some(0) => continue,
                Some(_) if slots[award.amount].known => has_award = true,
                Some(_) | None => return (Fen::ZERO, PENDING),
            }
            total = total.add(Fen::new(slots[award.amount].value)).unwrap_or(Fen::ZERO);
            if reason == FULL {
                let lowered = |cut: &&KernelCut| slots[cut.before].value > slots[cut.limit].value;
                reason = award.cuts.iter().rev().find(lowered).map_or(FULL, |cut| cut.reason);
            }
        }
        if has_award { (total, reason) } else { (Fen::ZERO, NO_AWARD) }
    }

    /// The award where there is one: nothing where a requirement fails or is open, or no award applies.
    pub fn award(&self, slots: &[Cell]) -> Option<Fen> {
        let held = self.checks.iter().all(|check| matches!(slots[check.slot].get(), Some(yes) if yes != 0));
        let (fen, reason) = self.verdict(slots);
        (held && reason != PENDING && reason != NO_AWARD).then_some(fen)
    }

    /// The amounts that shares are taken of.
    pub fn paid(&self) -> Vec<KernelFact> {
        let mut numbers = BTreeSet::new();
        for op in &self.code.ops {
            if let Op::Share { terms, .. } = op {
                numbers.extend(terms.iter().flat_map(|(money, _)| self.code.facts_of(*money)));
            }
        }
        let is_paid = |fact: &&KernelFact| fact.ty == Ty::Money && numbers.contains(&fact.number);
        self.facts.iter().filter(is_paid).cloned().collect()
    }

    /// Whether a share is among what a slot is made of.
    pub fn is_share(&self, slot: Slot) -> bool {
        let op = &self.code.ops[slot];
        matches!(op, Op::Share { .. }) || op.operands().iter().any(|slot| self.is_share(*slot))
    }

    /// The code of a reason.
    pub fn code_of(&self, reason: Reason) -> &str {
        self.reasons.get(usize::from(reason)).map_or("", String::as_str)
    }

    /// The number of a reason, added where it is new.
    fn reason(&mut self, code: &str) -> Reason {
        let at = self.reasons.iter().position(|have| have == code).unwrap_or_else(|| {
            self.reasons.push(code.to_owned());
            self.reasons.len() - 1
        });
        Reason::try_from(at).unwrap_or(Reason::MAX)
    }
}

impl KernelFact {
    /// The fact with this number.
    pub fn new(plan: &Plan, compiled: &Compiled, number: usize) -> Option<Self> {
        let (fact, model): (&Fact, _) = (plan.facts.get(number)?, compiled.facts.get(number)?);
        let owner = if let Ty::Member(EnumOf::Fact(owner)) = model.ty { plan.facts.get(owner)? } else { fact };
        let members = owner.members.iter().map(|member| member.id.clone()).collect();
        Some(Self { number, id: fact.id.clone(), ty: model.ty, low: model.low, high: model.high, members })
    }
}
