//! Requirements, awards and quantities become one piece of code with its trace.

use std::collections::BTreeMap;

use super::Compiler;
use super::build::{Share, Unit};
use super::declare::direction;
use super::names::{Kind, ValueOf};
use super::program::{AwardProgram, Check, Cut, Program, Shown, Trace, TraceKind};
use super::typed::{Ty, Typed};
use crate::engine::code::{Code, Op, Slot};
use crate::plan::money_rules::{Award, AwardCut, Quota, Requirement, RoundTo};
use crate::syntax::ast::{Arg, Args, Attr, Comparison, Expr, ExprKind, Literal, Name, Statement};
use crate::syntax::keyword::{AttrWord as A, Head, W};
use crate::syntax::report::both;
use crate::text::Text;

/// A 须 as compiled, before it is put in order.
struct Checked {
    requirement: Requirement,
    slot: Slot,
}

/// The guards of 本条适用 by clause number.
type Guards = BTreeMap<usize, Expr>;

impl Compiler {
    /// Every quantity, parameter and table as code of its own, for [`crate::policy::Policy::quantity`].
    pub fn quantities(&mut self) {
        let quantities =
            (0..self.plan.quantities.len()).map(|n| (self.plan.quantities[n].id.clone(), ValueOf::Quantity(n)));
        let standards =
            (0..self.plan.standards.len()).map(|n| (self.plan.standards[n].id.clone(), ValueOf::Standard(n)));
        let parameters = (0..self.plan.parameters.len())
            .filter(|n| self.plan.parameters[*n].value.is_some())
            .map(|n| (self.plan.parameters[n].id.clone(), ValueOf::Parameter(n)));
        let all: Vec<(String, ValueOf)> = quantities.chain(standards).chain(parameters).collect();
        for (id, value) in all {
            let mut unit = self.unit(false);
            let Some(typed) = unit.value(value, crate::syntax::report::Span::default()) else { continue };
            let code = unit.code;
            self.compiled.quantities.push((id, code, typed.slot, typed.ty));
        }
    }

    /// The decision itself.
    pub fn rules(&mut self) {
        let guards: Guards = self
            .statements(Head::Applies)
            .into_iter()
            .filter_map(|statement| Some((statement.clause, statement.expr()?.clone())))
            .collect();
        let mut program = Program::default();
        let mut checks = self.requirements(&guards, &mut program.code);
        self.sort_by_order(&mut checks);
        for Checked { requirement, slot } in checks {
            program.trace.push(self.requirement_trace(&requirement, slot, &program.code));
            program.checks.push(Check { requirement: self.plan.requirements.len(), slot });
            self.plan.requirements.push(requirement);
        }
        self.awards(&guards, &mut program);
        self.mark_inputs(&program);
        self.compiled.program = program;
    }

    fn requirements(&mut self, guards: &Guards, code: &mut Code) -> Vec<Checked> {
        let mut found = Vec::new();
        for statement in self.statements(Head::Must) {
            let Some(otherwise) = statement.attr(A::Else) else {
                let help = both("加 `不符 CODE 「…」 \"…\"`", "add `else CODE 「…」 \"…\"`");
                self.report.error("E15", statement.span, both("缺 `不符`", "`else` is missing"), help);
                continue;
            };
            let quota = self.quota(&statement);
            let mut unit = self.unit(false);
            unit.code = std::mem::take(code);
            let slot = requirement_slot(&mut unit, &statement, guards.get(&statement.clause));
            *code = std::mem::take(&mut unit.code);
            let Some(slot) = slot else { continue };
            let condition = match statement.expr() {
                Some(expr) => self.spell(expr.tokens),
                None => quota.as_ref().map(|quota| self.quota_words(quota)).unwrap_or_default(),
            };
            let requirement = Requirement {
                code: otherwise.codes().first().map(|code| code.text.clone()).unwrap_or_default(),
                words: otherwise.texts().cloned().unwrap_or_default(),
                remedy: statement.attr(A::Remedy).and_then(|attr| attr.texts()).cloned(),
                clause: self.clause_id(&statement),
                cites: self.cites(&statement),
                condition,
                facts: self.fact_ids(code.facts_of(slot)),
                quota,
            };
            found.push(Checked { requirement, slot });
        }
        found
    }

    /// `同一 企业、类别 至多 3个年度 已用 已补贴年度数`.
    fn quota(&mut self, statement: &Statement) -> Option<Quota> {
        if !statement.has(W::Same) {
            return None;
        }
        let scope = self.key_fields(statement.names());
        let limit = statement.ints().first().copied()?;
        let used = self.value_fact(statement.nth_names(1).first()?)?;
        Some(Quota { scope, limit, used: self.plan.facts.get(used)?.id.clone() })
    }

    fn quota_words(&self, quota: &Quota) -> Text {
        let used = self.plan.label(&quota.used).cloned().unwrap_or_default();
        Text::new(format!("{} 低于 {}", used.zh, quota.limit), format!("{} below {}", quota.used, quota.limit))
    }

    /// Puts requirements in the order of 审查顺序, which must name every code once.
    fn sort_by_order(&mut self, checks: &mut [Checked]) {
        let statements = self.statements(Head::CheckOrder);
        let order: Vec<&Name> = statements.iter().flat_map(Args::codes).collect();
        for (i, code) in order.iter().enumerate() {
            let known = checks.iter().any(|check| check.requirement.code == code.text);
            if !known || order[..i].iter().any(|before| before.text == code.text) {
                self.report.error(
                    "E10",
                    code.span,
                    both(
                        format!("审查顺序中的 {} 重复或没有对应的 `须`", code.text),
                        format!("{} is repeated or belongs to no `must`", code.text),
                    ),
                    both("每个代码写一次", "name every code once"),
                );
            }
        }
        let place = |code: &str| order.iter().position(|one| one.text == code);
        if let Some(statement) = statements.first() {
            for check in checks.iter().filter(|check| place(&check.requirement.code).is_none()) {
                self.report.error(
                    "E10",
                    statement.span,
                    both(
                        format!("{} 不在审查顺序中", check.requirement.code),
                        format!("{} is not in the check order", check.requirement.code),
                    ),
                    both("把它补进审查顺序", "add it to the order"),
                );
            }
        }
        checks.sort_by_key(|check| place(&check.requirement.code).unwrap_or(usize::MAX));
    }

    fn requirement_trace(&self, requirement: &Requirement, slot: Slot, code: &Code) -> Trace {
        Trace {
            rule: requirement.code.clone(),
            clause: requirement.clause.clone(),
            kind: TraceKind::Requirement,
            inputs: self.shown_facts(code, slot),
            result: Shown { id: requirement.code.clone(), slot, ty: Ty::Bool },
            guard: None,
        }
    }

    /// The facts a slot reads, as they are shown; each is a slot of its own.
    fn shown_facts(&self, code: &Code, slot: Slot) -> Vec<Shown> {
        let facts = code.facts_of(slot);
        let slot_of = |number: usize| code.ops.iter().position(|op| *op == Op::Fact(number));
        facts
            .into_iter()
            .filter_map(|number| {
                let (fact, model) = (self.plan.facts.get(number)?, self.model.facts.get(number)?);
                Some(Shown { id: fact.id.clone(), slot: slot_of(number)?, ty: model.ty })
            })
            .collect()
    }

    fn awards(&mut self, guards: &Guards, program: &mut Program) {
        for statement in self.statements(Head::Subsidy) {
            let Some(decl) = statement.decls().first() else { continue };
            let number = self.plan.awards.len();
            let (id, text) = self.names.declare(Kind::Award, decl, number, None, &mut self.report);
            let condition = guards.get(&statement.clause).and_then(|guard| self.condition(guard));
            let mut unit = self.unit(false);
            unit.code = std::mem::take(&mut program.code);
            let built = award(&mut unit, &statement, guards.get(&statement.clause));
            let named = std::mem::take(&mut unit.traces);
            program.code = std::mem::take(&mut unit.code);
            let formula = statement.expr().map(|expr| self.spell(expr.tokens)).unwrap_or_default();
            let rounding = statement
                .attr(A::RoundTo)
                .and_then(|attr| Some(RoundTo { unit: self.spell(attr.expr()?.tokens), direction: direction(attr) }));
            let cuts = statement.attrs.iter().filter_map(|attr| self.award_cut(attr)).collect();
            let [beneficiary, payee] =
                [(A::Beneficiary, "受益", "beneficiary"), (A::Payee, "收款", "payee")].map(|(word, zh, en)| {
                    let ids = statement.attr(word).map_or(Vec::new(), |attr| self.role_ids(attr.names(), true));
                    if ids.is_empty() {
                        let (zh, en) = (
                            format!("补贴 `{}` 没有写 `{zh}`", text.zh),
                            format!("the subsidy `{id}` names no `{en}`"),
                        );
                        let help = both("加 `受益 企业；收款 企业`", "add `beneficiary enterprise; payee enterprise`");
                        self.report.error("E15", statement.span, both(zh, en), help);
                    }
                    ids.into_iter().next().unwrap_or_default()
                });
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

    /// A cut as it is read: nothing for an attribute that is none.
    fn award_cut(&mut self, attr: &Attr) -> Option<AwardCut> {
        let is_lasting = attr.word == A::Same;
        if !is_lasting && attr.word != A::NoMoreThan {
            return None;
        }
        let used = if is_lasting { used_up(attr).and_then(|name| self.value_fact(name)) } else { None };
        Some(AwardCut {
            code: attr.codes().first().map(|code| code.text.clone()).unwrap_or_default(),
            words: attr.texts().cloned(),
            limit: self.spell(attr.expr()?.tokens),
            used: used.and_then(|fact| self.plan.facts.get(fact)).map(|fact| fact.id.clone()),
            condition: condition_of(attr).map(|expr| self.spell(expr.tokens)),
        })
    }

    /// Fills in the name, clause and inputs of a look-up or quantity.
    fn named_trace(&self, of: ValueOf, mut trace: Trace, code: &Code) -> Trace {
        (trace.rule, trace.clause) = match of {
            ValueOf::Standard(n) => (self.plan.standards[n].id.clone(), self.plan.standards[n].clause.clone()),
            ValueOf::Quantity(n) => (self.plan.quantities[n].id.clone(), self.plan.quantities[n].clause.clone()),
            ValueOf::Fact(_) | ValueOf::Switch(_) | ValueOf::Parameter(_) => (String::new(), String::new()),
        };
        trace.inputs = self.shown_facts(code, trace.result.slot);
        trace.result.id.clone_from(&trace.rule);
        trace
    }

    fn award_trace(&self, mut trace: Trace, id: &str, clause: &str, code: &Code) -> Trace {
        id.clone_into(&mut trace.rule);
        clause.clone_into(&mut trace.clause);
        id.clone_into(&mut trace.result.id);
        trace.inputs = match &trace.kind {
            TraceKind::Share { ratio, .. } => {
                let mut inputs = self.shown_facts(code, trace.result.slot);
                inputs.extend(ratio.map(|slot| Shown { id: "rate".to_owned(), slot, ty: Ty::Ratio }));
                inputs
            }
            TraceKind::Cut { limit, .. } => vec![Shown { id: "limit".to_owned(), slot: *limit, ty: Ty::Money }],
            TraceKind::Requirement | TraceKind::LookUp | TraceKind::Compute | TraceKind::Amount => {
                self.shown_facts(code, trace.result.slot)
            }
        };
        trace
    }

    /// Marks the facts that a requirement or an award can read under some reading.
    fn mark_inputs(&mut self, program: &Program) {
        let awards = program.awards.iter().flat_map(|award| award.guard.into_iter().chain([award.amount]));
        let roots = program.checks.iter().map(|check| check.slot).chain(awards);
        for number in roots.flat_map(|root| program.code.facts_of(root)) {
            if let Some(fact) = self.plan.facts.get_mut(number) {
                fact.decides = true;
            }
        }
    }

    /// The clauses named by 据, each of which must exist.
    pub fn cites(&mut self, statement: &Statement) -> Vec<String> {
        let mut found = Vec::new();
        for name in statement.all(A::Under).flat_map(Args::names) {
            if self.plan.clause(&name.text).is_none() {
                self.report.error(
                    "E09",
                    name.span,
                    both(format!("没有条款 `{}`", name.text), format!("there is no clause `{}`", name.text)),
                    both("写标题中的条款号，例如 「三(三)1」", "write the number in the heading, such as 「三(三)1」"),
                );
            }
            found.push(name.text.clone());
        }
        found
    }
}

/// The slot of a 须, true where its clause does not apply.
fn requirement_slot(unit: &mut Unit<'_>, statement: &Statement, guard: Option<&Expr>) -> Option<Slot> {
    let condition = if let Some(expr) = statement.expr() {
        unit.boolean(expr)?
    } else {
        let limit = unit.literal(Literal::Int(statement.ints().first().copied()?));
        let used = unit.of_type(&named(statement.nth_names(1).first()?), Ty::Integer)?;
        unit.typed(Op::Compare(Comparison::Below, used.slot, limit.slot), Ty::Bool, 0, 1).slot
    };
    let Some(guard) = guard else { return Some(condition) };
    let test = unit.boolean(guard)?;
    let always = unit.code.push(Op::Const(1));
    Some(unit.code.push(Op::Select { test, yes: condition, no: always }))
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
        let limit = if attr.word == A::NoMoreThan {
            unit.money(attr.expr()?)?
        } else if attr.word == A::Same {
            what_is_left(unit, attr)?
        } else {
            continue;
        };
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
        traces.push(blank_trace(TraceKind::Cut { code: code.clone(), limit, before: amount.slot, when }, after.slot));
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

/// `累计 不超过 X 已享受 Y`: max(0, X − Y).
fn what_is_left(unit: &mut Unit<'_>, attr: &Attr) -> Option<Typed> {
    let limit = unit.money(attr.expr()?)?;
    let used = unit.money(&named(used_up(attr)?))?;
    let zero = unit.code.push(Op::Const(0));
    let left = unit.code.push(Op::Sub(limit.slot, used.slot));
    Some(unit.typed(Op::Max(left, zero), Ty::Money, 0, limit.high))
}

/// The name behind 已享受: the last one.
fn used_up(attr: &Attr) -> Option<&Name> {
    attr.args.iter().rev().find_map(|arg| if let Arg::Names(names) = arg { names.last() } else { None })
}

/// A name as an expression.
fn named(name: &Name) -> Expr {
    Expr { span: name.span, tokens: (name.place, name.place), kind: ExprKind::Name(name.clone()) }
}

fn blank_trace(kind: TraceKind, slot: Slot) -> Trace {
    let result = Shown { id: String::new(), slot, ty: Ty::Money };
    Trace { rule: String::new(), clause: String::new(), kind, inputs: Vec::new(), result, guard: None }
}
