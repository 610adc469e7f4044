//! What a claim gets and why: the checks in order, then the awards that apply and what they were cut to.

use std::collections::BTreeSet;

use super::expr::{Calc, Id, Kind, Node};
use super::lower::Lower;
use crate::engine::code::{Op, Slot};
use crate::kernel::{KernelAward, KernelCut, NO_AWARD, PENDING, Reason};
use crate::syntax::ast::Comparison;

/// The columns of the answer, and what the names of their parts are.
pub(super) struct Answer {
    pub award: Id,
    pub reason: Id,
    /// Expressions with the number of the requirement they ask for, for the comments.
    pub checks: Vec<(Id, usize)>,
    /// The code of the first requirement that does not hold, `PENDING` where one is open, NULL where all hold.
    pub failed: Id,
}

/// An award as expressions.
struct Award {
    guard: Id,
    amount: Id,
    /// Code and whether this cut lowered the amount, the last one first.
    cuts: Vec<(Reason, Id)>,
}

impl Lower<'_> {
    pub fn answer(&mut self) -> Answer {
        let kernel = self.kernel;
        let tests: Vec<Id> = kernel.checks.iter().map(|check| self.bool(check.slot)).collect();
        let eligible = self.exprs.and(tests.iter().copied());
        let settled: BTreeSet<usize> =
            kernel.checks.iter().flat_map(|check| self.read_when(check.slot, true)).collect();
        self.settled = settled;
        let awards: Vec<Award> = kernel.awards.iter().map(|award| self.award(award)).collect();
        let (paid, ground) = match self.one_of(&kernel.awards) {
            Some(covers_all) => self.the_one(&awards, covers_all),
            None => self.together(&awards),
        };

        let (mut arms, mut checks) = (Vec::new(), Vec::new());
        for (test, check) in tests.iter().zip(&kernel.checks) {
            let fails = self.exprs.not(*test);
            let fails = self.holding(fails);
            let code = self.code(check.reason);
            checks.push((fails, check.requirement));
            arms.push((fails, code));
        }
        // None has failed: where one is open, all of them together are.
        let is_settled = self.exprs.known(eligible);
        let is_open = self.exprs.not(is_settled);
        arms.push((is_open, self.code(PENDING)));
        let failed = self.exprs.case(Kind::Text, arms, None);
        let has_failed = self.exprs.known(failed);
        let holds = self.exprs.not(has_failed);
        let zero = self.exprs.int(0);
        let paid = self.exprs.or_else(paid, zero);
        let award = self.exprs.case(Kind::Int, vec![(holds, paid)], Some(zero));
        let award = self.exprs.wide(award);
        let reason = self.exprs.case(Kind::Text, vec![(has_failed, failed)], Some(ground));
        Answer { award, reason, checks, failed }
    }

    fn code(&mut self, reason: Reason) -> Id {
        let code = self.kernel.code_of(reason).to_owned();
        self.exprs.text(&code)
    }

    fn award(&mut self, award: &KernelAward) -> Award {
        let always = self.exprs.bool(true);
        let guard = award.guard.map_or(always, |guard| self.bool(guard));
        let amount = self.int(award.amount);
        let cuts = award.cuts.iter().rev().map(|cut| (cut.reason, self.lowers(cut))).collect();
        Award { guard, amount, cuts }
    }

    fn lowers(&mut self, cut: &KernelCut) -> Id {
        let (before, limit) = (self.int(cut.before), self.int(cut.limit));
        self.exprs.compare(Comparison::Above, before, limit)
    }

    /// Whether at most one award can apply, as each asks the same fact for another member; and whether they ask for all.
    fn one_of(&mut self, awards: &[KernelAward]) -> Option<bool> {
        if let [one] = awards {
            return Some(one.guard.is_none());
        }
        let mut asked: BTreeSet<(Slot, i64)> = BTreeSet::new();
        for award in awards {
            let guard = award.guard.and_then(|guard| self.kernel.code.ops.get(guard));
            let Some(Op::Compare(Comparison::Is, fact, member)) = guard else { return None };
            asked.insert((*fact, self.constant_of(*member)?));
        }
        let (fact, _) = *asked.first()?;
        let is_one_fact = asked.iter().all(|(other, _)| *other == fact);
        let members = self.member_column(fact).map_or(0, |column| self.members(column).len());
        (is_one_fact && asked.len() == awards.len()).then_some(asked.len() == members)
    }

    /// Amount and reason where at most one award applies.
    fn the_one(&mut self, awards: &[Award], covers_all: bool) -> (Id, Id) {
        let (mut paid, mut ground) = (Vec::new(), Vec::new());
        for award in awards {
            paid.push((award.guard, award.amount));
            let full = self.exprs.text("FULL");
            ground.push((award.guard, self.ground(award, full)));
        }
        let pending = self.code(PENDING);
        if !covers_all {
            let none = awards.iter().map(|award| award.guard).collect::<Vec<_>>();
            let none = self.exprs.or(none);
            let none = self.exprs.not(none);
            ground.push((none, self.code(NO_AWARD)));
        }
        (self.exprs.case(Kind::Int, paid, None), self.exprs.case(Kind::Text, ground, Some(pending)))
    }

    /// The code of the last cut that lowered an award that applies, or `PENDING`, or what the caller says.
    fn ground(&mut self, award: &Award, full: Id) -> Id {
        let pending = self.code(PENDING);
        let is_known = self.exprs.known(award.amount);
        let nullable = self.exprs.get(award.amount).nullable;
        let mut arms = Vec::new();
        if let ([(reason, lowered)], true) = (award.cuts.as_slice(), nullable) {
            // One comparison says all three: cut, not cut, not known.
            let kept = self.exprs.not(*lowered);
            if self.is_known_by(award.amount, *lowered) {
                let code = self.code(*reason);
                return self.exprs.case(Kind::Text, vec![(*lowered, code), (kept, full)], Some(pending));
            }
        }
        let unknown = self.exprs.not(is_known);
        arms.push((unknown, pending));
        for (reason, lowered) in &award.cuts {
            arms.push((*lowered, self.code(*reason)));
        }
        self.exprs.case(Kind::Text, arms, Some(full))
    }

    /// Whether an amount is known exactly where the comparison of its two parts is: it is the smaller of both.
    fn is_known_by(&self, amount: Id, comparison: Id) -> bool {
        let Node::Compare(_, before, limit) = self.exprs.get(comparison).node else { return false };
        let of_both = |id: Id| id == before || id == limit;
        let Node::Case { arms, other } = &self.exprs.get(amount).node else { return false };
        arms.iter().map(|(_, value)| *value).chain(*other).all(of_both)
    }

    /// Amount and reason where several awards may apply and add up.
    fn together(&mut self, awards: &[Award]) -> (Id, Id) {
        let (zero, full) = (self.exprs.int(0), self.exprs.text("FULL"));
        let (mut paid, mut unknown, mut grounds, mut applying) = (zero, Vec::new(), Vec::new(), Vec::new());
        for award in awards {
            let part = self.exprs.case(Kind::Int, vec![(award.guard, award.amount)], Some(zero));
            paid = self.exprs.calc(Calc::Add, paid, part);
            let (guard_known, amount_known) = (self.exprs.known(award.guard), self.exprs.known(award.amount));
            unknown.push(self.exprs.not(guard_known));
            let amount_unknown = self.exprs.not(amount_known);
            unknown.push(self.exprs.and([award.guard, amount_unknown]));
            applying.push(award.guard);
            for (reason, lowered) in &award.cuts {
                let both = self.exprs.and([award.guard, *lowered]);
                grounds.push((both, self.code(*reason)));
            }
        }
        let unknown = self.exprs.or(unknown);
        let pending = self.code(PENDING);
        let none = self.exprs.or(applying);
        let none = self.exprs.not(none);
        let mut arms = vec![(unknown, pending), (none, self.code(NO_AWARD))];
        arms.extend(grounds);
        let ground = self.exprs.case(Kind::Text, arms, Some(full));
        // Of awards of which one is unknown nothing is paid.
        let paid = self.exprs.case(Kind::Int, vec![(unknown, zero)], Some(paid));
        (paid, ground)
    }

    /// A condition that is only asked whether it holds: what leaves it open may be left out.
    fn holding(&mut self, condition: Id) -> Id {
        let Node::Case { arms, other } = self.exprs.get(condition).node.clone() else { return condition };
        let no = self.exprs.bool(false);
        match (arms.as_slice(), other) {
            ([(test, value), rest @ ..], other)
                if rest.iter().all(|(_, value)| *value == no) && other.is_none_or(|other| other == no) =>
            {
                self.exprs.and([*test, *value])
            }
            (_, _) => condition,
        }
    }

    /// The facts, by place in the kernel, that are known wherever this condition is what `outcome` says.
    fn read_when(&self, slot: Slot, outcome: bool) -> BTreeSet<usize> {
        let op = &self.kernel.code.ops[slot];
        if let Op::Not(a) = op {
            return self.read_when(*a, !outcome);
        }
        let (Op::And(a, b) | Op::Or(a, b)) = op else { return self.read(slot) };
        let (a_read, b_read) = (self.read_when(*a, outcome), self.read_when(*b, outcome));
        let is_both = matches!(op, Op::And(..)) == outcome;
        if is_both { &a_read | &b_read } else { &a_read & &b_read }
    }

    /// The facts that are known wherever this slot is.
    fn read(&self, slot: Slot) -> BTreeSet<usize> {
        let op = &self.kernel.code.ops[slot];
        match op {
            Op::Fact(number) => self.kernel.facts.iter().position(|fact| fact.number == *number).into_iter().collect(),
            // What is known of these may not depend on all they read.
            Op::And(..) | Op::Or(..) | Op::Grid { .. } => BTreeSet::new(),
            Op::Select { test, .. } => self.read(*test),
            Op::Tiers { axis, .. } => self.read(*axis),
            Op::Const(_)
            | Op::Switch(_)
            | Op::Column(_)
            | Op::Outer(_)
            | Op::Listed { .. }
            | Op::Aggregate(_)
            | Op::Add(..)
            | Op::Sub(..)
            | Op::Multiply(..)
            | Op::Share { .. }
            | Op::Min(..)
            | Op::Max(..)
            | Op::Compare(..)
            | Op::Not(_)
            | Op::YearStart(_)
            | Op::AnniversaryEve(_)
            | Op::Plus(..)
            | Op::Days(..)
            | Op::ByDays(_) => op.operands().into_iter().flat_map(|slot| self.read(slot)).collect(),
        }
    }
}
