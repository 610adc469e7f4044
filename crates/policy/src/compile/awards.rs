//! 补贴: an amount, rounded, then lowered by its cuts in the order written.

use super::Compiler;
use super::build::{Share, Unit};
use super::declare::direction;
use super::names::Kind;
use super::program::{AwardProgram, Cut, Program, Shown, Trace, TraceKind};
use super::rules::{Guards, named};
use super::typed::{Ty, Typed};
use crate::engine::code::{Op, Slot};
use crate::plan::money_rules::{Award, AwardCut, RoundTo};
use crate::syntax::ast::{Arg, Args, Attr, Expr, Name, Statement};
use crate::syntax::keyword::{AttrWord as A, Head, W};
use crate::syntax::report::both;
use crate::text::Text;

impl Compiler {
    /// Every 补贴.
    pub(super) fn awards(&mut self, guards: &Guards, program: &mut Program) {
        for statement in self.statements(Head::Subsidy) {
            let Some(decl) = statement.decls().first() else { continue };
            let number = self.plan.awards.len();
            let (id, text) = self.names.declare(Kind::Award, decl, number, None, &mut self.report);
            let condition = guards.get(&statement.guard).and_then(|guard| self.condition(guard));
            let mut unit = self.unit(false);
            unit.code = std::mem::take(&mut program.code);
            let built = award(&mut unit, &statement, guards.get(&statement.guard));
            let named = std::mem::take(&mut unit.traces);
            program.code = std::mem::take(&mut unit.code);
            let formula = statement.expr().map(|expr| self.spell(expr.tokens)).unwrap_or_default();
            let rounding = statement
                .attr(A::RoundTo)
                .and_then(|attr| Some(RoundTo { unit: self.spell(attr.expr()?.tokens), direction: direction(attr) }));
            let cuts = statement.attrs.iter().filter_map(|attr| self.award_cut(attr)).collect();
            let [beneficiary, payee] = self.parties(&statement, &id, &text);
            for attr in statement.all(A::Same) {
                let period = if attr.has(W::In) { attr.nth_names(1) } else { &[] };
                self.key_fields(&[attr.names(), period].concat());
            }
            let clause = self.clause_id(&statement);
            let Some((award, steps)) = built else { continue };
            let mut traces: Vec<Trace> =
                named.into_iter().map(|(of, trace)| self.named_trace(of, trace, &program.code)).collect();
            traces.extend(steps.into_iter().map(|step| self.award_trace(step, &id, &clause, &program.code)));
            for trace in &mut traces {
                trace.guard = award.guard;
            }
            program.trace.extend(traces);
            program.awards.push(award);
            self.plan.awards.push(Award { id, text, condition, formula, rounding, cuts, beneficiary, payee, clause });
        }
    }

    /// Who an award is for and who is paid: two things, both needed.
    fn parties(&mut self, statement: &Statement, id: &str, text: &Text) -> [String; 2] {
        [(A::Beneficiary, "受益", "beneficiary"), (A::Payee, "收款", "payee")].map(|(word, zh, en)| {
            let ids = statement.attr(word).map_or(Vec::new(), |attr| self.role_ids(attr.names(), true));
            if ids.is_empty() {
                let (zh, en) =
                    (format!("补贴 `{}` 没有写 `{zh}`", text.zh), format!("the subsidy `{id}` names no `{en}`"));
                let help = both("加 `受益 企业；收款 企业`", "add `beneficiary enterprise; payee enterprise`");
                self.report.error("E15", statement.span, both(zh, en), help);
            }
            ids.into_iter().next().unwrap_or_default()
        })
    }

    /// A cut as it is read: nothing for an attribute that is none.
    fn award_cut(&mut self, attr: &Attr) -> Option<AwardCut> {
        let kind = CutKind::of(attr.word)?;
        let used = match kind {
            CutKind::WhatIsLeft => used_up(attr).and_then(|name| self.value_fact(name)),
            CutKind::Limit | CutKind::Less => None,
        };
        Some(AwardCut {
            code: attr.codes().first().map(|code| code.text.clone()).unwrap_or_default(),
            words: attr.texts().cloned(),
            limit: self.spell(attr.expr()?.tokens),
            is_deduction: kind == CutKind::Less,
            used: used.and_then(|fact| self.plan.facts.get(fact)).map(|fact| fact.id.clone()),
            condition: condition_of(attr).map(|expr| self.spell(expr.tokens)),
        })
    }
}

/// The ways an award is lowered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CutKind {
    /// 不超过.
    Limit,
    /// 同一 … 累计 不超过 … 已享受, 连同 … 不超过: what other money leaves of a limit.
    WhatIsLeft,
    /// 扣除.
    Less,
}

impl CutKind {
    fn of(word: A) -> Option<Self> {
        let kinds = [
            (A::NoMoreThan, Self::Limit),
            (A::Same, Self::WhatIsLeft),
            (A::TogetherWith, Self::WhatIsLeft),
            (A::Less, Self::Less),
        ];
        kinds.into_iter().find(|(have, _)| *have == word).map(|(_, kind)| kind)
    }
}

/// One award: rounding first, then the cuts in the order written.
fn award(unit: &mut Unit<'_>, statement: &Statement, guard: Option<&Expr>) -> Option<(AwardProgram, Vec<Trace>)> {
    let guard = match guard {
        Some(expr) => Some(unit.boolean(expr)?),
        None => None,
    };
    let expr = statement.expr()?;
    let (mut amount, kind) = match statement.attr(A::RoundTo) {
        Some(attr) => {
            let rounding = direction(attr);
            let (typed, parts) = unit.rounded(expr, attr.expr()?, rounding)?;
            let kind = parts.map_or(TraceKind::Amount, |Share { ratio, granule }| TraceKind::Share {
                ratio,
                granule,
                rounding,
            });
            (typed, kind)
        }
        None => (unit.money(expr)?, TraceKind::Amount),
    };
    let mut traces = vec![blank_trace(kind, amount.slot)];
    let mut cuts = Vec::new();
    for attr in &statement.attrs {
        let Some(kind) = CutKind::of(attr.word) else { continue };
        let limit = match kind {
            CutKind::Limit => unit.money(attr.expr()?)?,
            CutKind::WhatIsLeft => what_is_left(unit, attr)?,
            CutKind::Less => after_deduction(unit, attr, amount)?,
        };
        let less = if kind == CutKind::Less { Some(unit.money(attr.expr()?)?.slot) } else { None };
        let when = match condition_of(attr) {
            Some(expr) => Some(unit.boolean(expr)?),
            None => None,
        };
        let limit = when.map_or(limit.slot, |test| {
            let none = unit.code.push(Op::Const(i64::MAX));
            unit.code.push(Op::Select { test, yes: limit.slot, no: none })
        });
        let code = attr.codes().first().map(|code| code.text.clone()).unwrap_or_default();
        let after = unit.typed(Op::Min(amount.slot, limit), Ty::Money, amount.low.min(0), amount.high);
        traces.push(blank_trace(
            TraceKind::Cut { code: code.clone(), limit, before: amount.slot, less, when },
            after.slot,
        ));
        cuts.push(Cut { code, limit, before: amount.slot });
        amount = after;
    }
    Some((AwardProgram { guard, cuts, amount: amount.slot }, traces))
}

/// The expression after 若 in a cut: the last one, behind the limit.
fn condition_of(attr: &Attr) -> Option<&Expr> {
    if !attr.has(W::If) {
        return None;
    }
    attr.args.iter().rev().find_map(|arg| if let Arg::Expr(expr) = arg { Some(expr) } else { None })
}

/// `扣除 X`: max(0, amount − X).
fn after_deduction(unit: &mut Unit<'_>, attr: &Attr, amount: Typed) -> Option<Typed> {
    let less = unit.money(attr.expr()?)?;
    let zero = unit.code.push(Op::Const(0));
    let left = unit.code.push(Op::Sub(amount.slot, less.slot));
    Some(unit.typed(Op::Max(left, zero), Ty::Money, 0, amount.high))
}

/// `累计 不超过 X 已享受 Y`: max(0, X − Y).
fn what_is_left(unit: &mut Unit<'_>, attr: &Attr) -> Option<Typed> {
    let limit = unit.money(attr.expr()?)?;
    let used = unit.money(&named(used_up(attr)?))?;
    let zero = unit.code.push(Op::Const(0));
    let left = unit.code.push(Op::Sub(limit.slot, used.slot));
    Some(unit.typed(Op::Max(left, zero), Ty::Money, 0, limit.high))
}

/// The name behind 已享受 or 连同: the last one.
fn used_up(attr: &Attr) -> Option<&Name> {
    attr.args.iter().rev().find_map(|arg| if let Arg::Names(names) = arg { names.last() } else { None })
}

/// A step whose names are filled in later.
pub(super) fn blank_trace(kind: TraceKind, slot: Slot) -> Trace {
    let result = Shown { id: String::new(), slot, ty: Ty::Money };
    Trace { rule: String::new(), clause: String::new(), kind, inputs: Vec::new(), result, guard: None }
}
