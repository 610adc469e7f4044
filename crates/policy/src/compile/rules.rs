//! Requirements, awards and quantities become one piece of code with its trace.

use std::collections::{BTreeMap, BTreeSet};

use super::Compiler;
use super::build::Unit;
use super::names::ValueOf;
use super::program::{Check, Program, Shown, Trace, TraceKind};
use super::typed::Ty;
use crate::engine::code::{Code, Op, Slot};
use crate::plan::money_rules::{Quota, Requirement};
use crate::syntax::ast::{Args, Comparison, Expr, ExprKind, Literal, Name, Statement};
use crate::syntax::keyword::{AttrWord as A, Head, W};
use crate::syntax::report::both;
use crate::text::Text;

/// The most codes of requirements and cuts.
const MOST_CODES: usize = 200;

/// A 须 as compiled, before it is put in order.
struct Checked {
    requirement: Requirement,
    slot: Slot,
}

/// The guards of 本条适用 by clause number.
pub(super) type Guards = BTreeMap<usize, Expr>;

impl Compiler {
    /// Every quantity, parameter and table as code of its own, for [`crate::policy::Policy::quantity`].
    pub fn quantities(&mut self) {
        let quantities =
            (0..self.plan.quantities.len()).map(|n| (self.plan.quantities[n].id.clone(), ValueOf::Quantity(n)));
        let standards =
            (0..self.plan.standards.len()).map(|n| (self.plan.standards[n].id.clone(), ValueOf::Standard(n)));
        let parameters =
            (0..self.plan.parameters.len()).map(|n| (self.plan.parameters[n].id.clone(), ValueOf::Parameter(n)));
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
        self.recognitions(&guards, &mut program);
        self.choices(&mut program);
        self.vouchers(&guards);
        self.count_codes(&program);
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
            let slot = requirement_slot(&mut unit, &statement, guards.get(&statement.guard));
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
                applies: guards.get(&statement.guard).and_then(|guard| self.condition(guard)),
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
    pub(super) fn shown_facts(&self, code: &Code, slot: Slot) -> Vec<Shown> {
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

    /// Fills in the name, clause and inputs of a look-up or quantity.
    pub(super) fn named_trace(&self, of: ValueOf, mut trace: Trace, code: &Code) -> Trace {
        (trace.rule, trace.clause) = match of {
            ValueOf::Standard(n) => (self.plan.standards[n].id.clone(), self.plan.standards[n].clause.clone()),
            ValueOf::Quantity(n) => (self.plan.quantities[n].id.clone(), self.plan.quantities[n].clause.clone()),
            ValueOf::Fact(_) | ValueOf::Switch(_) | ValueOf::Parameter(_) => (String::new(), String::new()),
        };
        trace.inputs = self.shown_facts(code, trace.result.slot);
        trace.result.id.clone_from(&trace.rule);
        trace
    }

    pub(super) fn award_trace(&self, mut trace: Trace, id: &str, clause: &str, code: &Code) -> Trace {
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

    /// A reason is one byte wherever claims are decided by the million.
    fn count_codes(&mut self, program: &Program) {
        let cuts = program.awards.iter().flat_map(|award| &award.cuts).map(|cut| &cut.code);
        let codes: BTreeSet<&String> = self.plan.requirements.iter().map(|one| &one.code).chain(cuts).collect();
        if codes.len() > MOST_CODES {
            let span = self.source.statements.iter().find(|one| one.head == Head::Must).map(|one| one.span);
            self.report.error(
                "E10",
                span.unwrap_or_default(),
                both(format!("代码超过 {MOST_CODES} 个"), format!("there are more than {MOST_CODES} codes")),
                both("让说同一件事的条件共用一个代码", "let requirements that say the same share a code"),
            );
        }
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

/// A name as an expression.
pub(super) fn named(name: &Name) -> Expr {
    Expr { span: name.span, tokens: (name.place, name.place), kind: ExprKind::Name(name.clone()) }
}
