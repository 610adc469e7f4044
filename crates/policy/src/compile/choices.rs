//! 认定 and 择一: recognitions without money, and awards of which only the highest is paid.

use std::collections::BTreeSet;

use super::Compiler;
use super::awards::blank_trace;
use super::names::Kind;
use super::program::{AwardProgram, Program, Shown, TraceKind};
use super::rules::Guards;
use super::typed::Ty;
use crate::engine::code::{Code, Op, Slot};
use crate::plan::money_rules::{Choice, Recognition};
use crate::syntax::ast::{Args, Comparison, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::both;

/// Each of the awards is held against every other, so their number is bounded.
const MOST_CHOICES: usize = 16;

impl Compiler {
    /// Every 认定: an award of nothing whose step says what was recognised.
    pub(super) fn recognitions(&mut self, guards: &Guards, program: &mut Program) {
        for statement in self.statements(Head::Recognise) {
            let (Some(decl), Some(expr)) = (statement.decls().first(), statement.expr()) else { continue };
            let number = self.plan.recognitions.len();
            let (id, text) = self.names.declare(Kind::Recognition, decl, number, None, &mut self.report);
            let guard_expr = guards.get(&statement.guard);
            let condition = guard_expr.and_then(|guard| self.condition(guard));
            let mut unit = self.unit(false);
            unit.code = std::mem::take(&mut program.code);
            let value = unit.expr(expr, None);
            let guard = guard_expr.map(|guard| unit.boolean(guard));
            let nothing = unit.code.push(Op::Const(0));
            program.code = std::mem::take(&mut unit.code);
            let (Some(value), guard) = (value, guard.flatten()) else { continue };
            if matches!(value.ty, Ty::Exact(_) | Ty::Text | Ty::Duration(_)) {
                let (zh, en) = value.ty.name();
                self.report.error(
                    "E03",
                    expr.span,
                    both(format!("{zh}不能认定"), format!("{en} can not be recognised")),
                    both(
                        "认定一个选项、等级、整数或取整后的金额",
                        "recognise a member, a level, a number or a rounded amount",
                    ),
                );
                continue;
            }
            let clause = self.clause_id(&statement);
            let mut trace = blank_trace(TraceKind::Compute, value.slot);
            trace.inputs = self.shown_facts(&program.code, value.slot);
            trace.result = Shown { id: id.clone(), slot: value.slot, ty: value.ty };
            (trace.rule, trace.clause, trace.guard) = (id.clone(), clause.clone(), guard);
            program.trace.push(trace);
            // The value is needed: where it is unknown, so is the outcome.
            let amount = needing(&mut program.code, value.slot, nothing);
            program.awards.push(AwardProgram { guard, cuts: Vec::new(), amount });
            let recognition = self.recognition(&statement, value.ty);
            self.plan.recognitions.push(Recognition { id, text, condition, clause, ..recognition });
        }
    }

    fn recognition(&mut self, statement: &Statement, ty: Ty) -> Recognition {
        let registers = statement.attr(A::EnteredIn).map_or(Vec::new(), |attr| attr.names().to_vec());
        let mut entered_in = Vec::new();
        for name in registers {
            let found = self.names.resolve(Kind::Register, &name, ("名录", "register"), &mut self.report);
            entered_in.extend(found.map(|symbol| symbol.id));
        }
        Recognition {
            ty: ty.public(&self.plan),
            formula: statement.expr().map(|expr| self.spell(expr.tokens)).unwrap_or_default(),
            valid: statement.attr(A::Valid).and_then(Args::duration),
            entered_in,
            ..Recognition::default()
        }
    }

    /// Every 择一: of the awards named, the highest alone applies; of equal ones the first.
    pub(super) fn choices(&mut self, program: &mut Program) {
        for statement in self.statements(Head::Choose) {
            let Some(decl) = statement.decls().first() else { continue };
            let number = self.plan.choices.len();
            let (id, text) = self.names.declare(Kind::Choice, decl, number, None, &mut self.report);
            let mut found = Vec::new();
            for name in statement.names() {
                found.extend(self.names.resolve(Kind::Award, name, ("补贴", "subsidy"), &mut self.report));
            }
            let distinct: BTreeSet<&str> = found.iter().map(|award| award.id.as_str()).collect();
            if distinct.len() != statement.names().len() || !(2..=MOST_CHOICES).contains(&distinct.len()) {
                self.report.error(
                    "E15",
                    statement.span,
                    both(
                        format!("`择一` 须写两项至 {MOST_CHOICES} 项不同的补贴"),
                        format!("`choose-one` needs two to {MOST_CHOICES} different subsidies"),
                    ),
                    both(
                        "写成 `择一 名称 id \"Label\"：甲，乙 就高`",
                        "write `choose-one name id \"Label\": a, b highest`",
                    ),
                );
            }
            // Where an award has a mistake of its own, the numbers of the others say nothing.
            if self.report.errors() > 0 {
                continue;
            }
            let numbers: Vec<usize> = found.iter().map(|award| award.number).collect();
            let best = highest(program, &numbers);
            let clause = self.clause_id(&statement);
            let mut trace = blank_trace(TraceKind::Compute, best);
            (trace.rule, trace.clause) = (id.clone(), clause.clone());
            let zero = program.code.push(Op::Const(0));
            trace.guard = Some(program.code.push(Op::Compare(Comparison::AtLeast, best, zero)));
            trace.result.id.clone_from(&id);
            program.trace.push(trace);
            let awards = numbers.iter().map(|at| self.plan.awards[*at].id.clone()).collect();
            self.plan.choices.push(Choice { id, text, awards, clause });
        }
    }
}

/// Narrows the guards of the awards to the highest one, and gives the slot of its amount.
fn highest(program: &mut Program, numbers: &[usize]) -> Slot {
    let none = program.code.push(Op::Const(-1));
    let mut amounts: Vec<Slot> = Vec::new();
    for at in numbers {
        let award = &program.awards[*at];
        let (guard, amount) = (award.guard, award.amount);
        amounts.push(guard.map_or(amount, |test| program.code.push(Op::Select { test, yes: amount, no: none })));
    }
    for (place, at) in numbers.iter().enumerate() {
        let mut wins = program.awards[*at].guard;
        for (other, amount) in amounts.iter().enumerate().filter(|(other, _)| *other != place) {
            let how = if other < place { Comparison::Above } else { Comparison::AtLeast };
            let beats = program.code.push(Op::Compare(how, amounts[place], *amount));
            wins = Some(wins.map_or(beats, |before| program.code.push(Op::And(before, beats))));
        }
        program.awards[*at].guard = wins;
    }
    let mut best = amounts.first().copied().unwrap_or(none);
    for amount in amounts.iter().skip(1) {
        best = program.code.push(Op::Max(best, *amount));
    }
    best
}

/// Nothing, known only where `slot` is known: the least of nothing and of a comparison with itself.
fn needing(code: &mut Code, slot: Slot, nothing: Slot) -> Slot {
    let same = code.push(Op::Compare(Comparison::Is, slot, slot));
    code.push(Op::Min(same, nothing))
}
