//! Collects every declaration: names first, so that statements may stand in any order, then types and ranges.

use super::Compiler;
use super::model::{FactModel, ParameterValue, QuantityModel};
use super::names::{Kind, ValueOf};
use super::typed::{EnumOf, Ty};
use crate::engine::calendar;
use crate::money::Rounding;
use crate::plan::inputs::{Column, Fact, Member, Origin, Period, RecordList, Register, Role, Switch, SwitchOption};
use crate::plan::money_rules::Quantity;
use crate::plan::words::{Actor, Unit};
use crate::syntax::ast::{Args, Attr, Literal, Name, Statement, TypeExpr};
use crate::syntax::keyword::{AttrWord as A, Head, TypeWord, W};
use crate::syntax::report::{Span, both};
use crate::text::Text;
use crate::value::{Type, Value};

/// The most rows of a list that does not say.
const MAX_ROWS: i64 = 1_000;

impl Compiler {
    /// All declarations of the document.
    pub fn declare(&mut self) {
        self.declare_plan();
        for statement in self.statements(Head::Fact) {
            self.declare_facts(&statement);
        }
        for statement in self.statements(Head::Switch) {
            self.declare_switch(&statement);
        }
        for statement in self.statements(Head::Role) {
            self.declare_roles(&statement);
        }
        for statement in self.statements(Head::Register) {
            self.declare_registers(&statement);
        }
        for statement in self.statements(Head::Parameter) {
            self.declare_parameter(&statement);
        }
        for statement in self.statements(Head::Records) {
            self.declare_list(&statement);
        }
        for statement in self.statements(Head::Period) {
            self.declare_period(&statement);
        }
        for statement in self.statements(Head::Compute) {
            self.declare_quantity(&statement);
        }
        for statement in self.statements(Head::Standard) {
            self.declare_standard(&statement);
        }
        for statement in self.statements(Head::Brackets) {
            self.declare_standard(&statement);
        }
        self.standard_axes();
        self.compiled.facts = self.model.facts.clone();
        self.compiled.lists = self.model.lists.clone();
    }

    fn declare_plan(&mut self) {
        let statements = self.statements(Head::Plan);
        let [statement] = statements.as_slice() else {
            let span = statements.get(1).map_or(Span { line: 1, column: 1, length: 1 }, |second| second.span);
            self.report.error(
                "E02",
                span,
                both("一份文件须有且只有一个 `方案`", "a document has exactly one `programme`"),
                both("在开头写 `方案 名称 标识 \"Name\"`", "begin with `方案 名称 id \"Name\"`"),
            );
            return;
        };
        if let Some(decl) = statement.decls().first() {
            self.plan.id = decl.id.as_ref().map(|id| id.text.clone()).unwrap_or_default();
            self.plan.name = Text::new(decl.name.text.clone(), decl.label.clone().unwrap_or_default());
            if decl.id.is_none() || decl.label.is_none() {
                self.missing_half(&decl.name);
            }
        }
        self.plan.issued = statement.attr(A::Issued).and_then(|a| Some((a.string()?.to_owned(), *a.dates().first()?)));
        self.plan.basis = statement.all(A::Basis).filter_map(|a| a.string()).map(str::to_owned).collect();
        self.plan.in_force = statement.attr(A::InForce).and_then(|a| {
            let dates = a.dates();
            Some((*dates.first()?, dates.get(1).copied()))
        });
        self.plan.public = statement.attr(A::Public).is_some();
    }

    /// The term of a document that inherits lies within that of the document above, which is its own where it names none.
    pub fn term_within(&mut self, above: Option<(jiff::civil::Date, Option<jiff::civil::Date>)>) {
        let (Some((begins, ends)), Some((own_begins, own_ends))) = (above, self.plan.in_force) else {
            self.plan.in_force = self.plan.in_force.or(above);
            return;
        };
        let ends_later = ends.is_some_and(|ends| own_ends.is_none_or(|own| own > ends));
        if own_begins < begins || ends_later {
            let term = ends.map_or_else(|| format!("{begins}…"), |ends| format!("{begins}…{ends}"));
            let plan = self.statements(Head::Plan);
            let span = plan.first().and_then(|plan| plan.attr(A::InForce)).map(|attr| attr.span).unwrap_or_default();
            self.report.error(
                "E18",
                span,
                both(format!("施行期超出上级的 {term}"), format!("the term goes beyond that above, {term}")),
                both("写在上级的期限之内，或不写", "keep within it, or leave it out"),
            );
        }
    }

    fn missing_half(&mut self, name: &Name) {
        self.report.error(
            "E17",
            name.span,
            both(
                format!("`{}` 缺标识或英文名称", name.text),
                format!("`{}` lacks its id or its English label", name.text),
            ),
            both("写成 `名称 id \"Label\"`", "write `名称 id \"Label\"`"),
        );
    }

    fn declare_facts(&mut self, statement: &Statement) {
        let Some(ty) = statement.ty().cloned() else { return };
        for decl in statement.decls() {
            let number = self.plan.facts.len();
            let (id, text) =
                self.names.declare(Kind::Value, decl, number, Some(ValueOf::Fact(number)), &mut self.report);
            let members: Vec<Member> = ty
                .members
                .iter()
                .enumerate()
                .map(|(i, member)| self.names.declare(Kind::Member(number), member, i, None, &mut self.report))
                .map(|(id, text)| Member { id, text })
                .collect();
            let model = self.typed_range(&ty, number, statement.attr(A::Given).is_none());
            let is_level = ty.word == TypeWord::Level;
            let public = if is_level || ty.word == TypeWord::OneOf {
                Type::OneOf(id.clone())
            } else {
                model.ty.public(&self.plan)
            };
            self.model.facts.push(model);
            self.model.members.push(members.len());
            self.model.levels.push(is_level);
            self.plan.facts.push(Fact {
                id,
                text,
                ty: public,
                members,
                is_level,
                range: ty.low.map(|_| (model.low, model.high)),
                origin: if statement.attr(A::Given).is_some() { Origin::Given } else { Origin::Stated },
                proven_by: Vec::new(),
                attested_by: Vec::new(),
                valid: statement.attr(A::Valid).and_then(Args::duration),
                ask: statement.attr(A::Ask).and_then(|a| a.texts()).cloned(),
                note: remark(statement),
                clause: self.clause_id(statement),
                decides: false,
            });
        }
    }

    /// The type and range of a fact or column; money must say its range.
    pub fn typed_range(&mut self, ty: &TypeExpr, fact: usize, range_needed: bool) -> FactModel {
        let (kind, low, high) = match ty.word {
            TypeWord::Money => (Ty::Money, 0, i64::MAX),
            TypeWord::Ratio => (Ty::Ratio, 0, self.model.ratio_unit),
            TypeWord::Integer => (Ty::Integer, i64::MIN, i64::MAX),
            TypeWord::Date => (Ty::Date, 10_101, 99_991_231),
            TypeWord::Bool => (Ty::Bool, 0, 1),
            TypeWord::Text => (Ty::Text, 0, 0),
            TypeWord::OneOf | TypeWord::Level => {
                (Ty::Member(EnumOf::Fact(fact)), 0, i64::try_from(ty.members.len()).unwrap_or(0) - 1)
            }
            TypeWord::SameAs => {
                let of = ty.same.as_ref().and_then(|name| self.value_fact(name));
                let model = of.and_then(|number| self.model.facts.get(number)).copied();
                return model.unwrap_or(FactModel { ty: Ty::Text, low: 0, high: 0 });
            }
        };
        if ty.word == TypeWord::Money && ty.high.is_none() && range_needed {
            self.report.error(
                "E05",
                ty.span,
                both("金额须写明范围", "an amount must declare its range"),
                both("写成 `金额 0元 至 100亿元`，两端都包含", "write `money 0yuan to 100yi`, both ends included"),
            );
        }
        let low = ty.low.map_or(Some(low), |(literal, span)| self.number_of(literal, kind, span));
        let high = ty.high.map_or(Some(high), |(literal, span)| self.number_of(literal, kind, span));
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            let (zh, en) = ("范围的下限高于上限", "the range begins above its end");
            self.report.error("E05", ty.span, both(zh, en), both("把两端对调", "exchange the ends"));
        }
        FactModel { ty: kind, low: low.unwrap_or(0), high: high.unwrap_or(0) }
    }

    /// A literal as a number of the type, or a report.
    pub fn number_of(&mut self, literal: Literal, ty: Ty, span: Span) -> Option<i64> {
        let number = self.as_number(literal, ty);
        if number.is_none() {
            let (zh, en) = ty.name();
            self.report.error(
                "E03",
                span,
                both(format!("这里应是{zh}"), format!("{en} is needed here")),
                both("换成这一类型的数值", "give a value of that type"),
            );
        }
        number
    }

    /// A literal as a number of the type, where it is of that type.
    pub fn as_number(&self, literal: Literal, ty: Ty) -> Option<i64> {
        match (literal, ty) {
            (Literal::Money(fen), Ty::Money) => Some(fen.fen()),
            (Literal::Ratio(ratio), Ty::Ratio) => Some(self.model.parts(ratio)),
            (Literal::Int(number), Ty::Integer) => Some(number),
            (Literal::Date(date), Ty::Date) => Some(calendar::number(date)),
            (Literal::Bool(yes), Ty::Bool) => Some(i64::from(yes)),
            (_, _) => None,
        }
    }

    /// The number of the fact a name stands for, or a report.
    pub fn value_fact(&mut self, name: &Name) -> Option<usize> {
        let symbol = self.names.resolve(Kind::Value, name, ("事实", "fact"), &mut self.report)?;
        let fact = symbol.value.and_then(|value| self.fact_behind(value));
        if fact.is_none() {
            self.names.unknown(Kind::Value, name, ("事实", "fact"), &mut self.report);
        }
        fact
    }

    /// A fact, or the fact that stands for a parameter set elsewhere.
    pub fn fact_behind(&self, value: ValueOf) -> Option<usize> {
        match value {
            ValueOf::Fact(number) => Some(number),
            ValueOf::Parameter(number) => match self.model.parameters.get(number)?.value {
                ParameterValue::SetElsewhere(fact) => Some(fact),
                ParameterValue::Number(_) | ParameterValue::Dated(..) => None,
            },
            ValueOf::Switch(_) | ValueOf::Quantity(_) | ValueOf::Standard(_) => None,
        }
    }

    fn declare_switch(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let number = self.plan.switches.len();
        let (id, text) = self.names.declare(Kind::Value, decl, number, Some(ValueOf::Switch(number)), &mut self.report);
        let mut options = Vec::new();
        for (i, attr) in statement.all(A::Option).enumerate() {
            let Some(option) = attr.decls().first() else { continue };
            let (id, text) = self.names.declare(Kind::Option(number), option, i, None, &mut self.report);
            options.push(SwitchOption { id, text, default: attr.has(W::Default), adverse: attr.has(W::Adverse) });
        }
        let defaults = options.iter().filter(|option| option.default).count();
        if defaults != 1 || options.len() < 2 {
            self.report.error(
                "E11",
                statement.span,
                both(
                    format!("疑义 `{}` 有 {defaults} 个默认", text.zh),
                    format!("the switch `{id}` has {defaults} defaults"),
                ),
                both(
                    "至少两个 `选`，其中恰有一个 `默认`",
                    "write at least two `option`, exactly one of them `default`",
                ),
            );
        }
        let default = options.iter().position(|option| option.default).unwrap_or(0);
        self.compiled.defaults.push(i64::try_from(default).unwrap_or(0));
        self.model.options.push(options.len());
        let question = self.needed_text(statement, A::Ask, "问", "ask");
        let reason = self.needed_text(statement, A::Because, "理由", "because");
        let code = statement.codes().first().map(|code| code.text.clone()).unwrap_or_default();
        let clause = self.clause_id(statement);
        self.plan.switches.push(Switch { id, code, text, question, options, reason, clause });
    }

    /// The text of an attribute that must be there.
    pub fn needed_text(&mut self, statement: &Statement, word: A, zh: &str, en: &str) -> Text {
        let text = statement.attr(word).and_then(|attr| attr.texts()).cloned();
        if text.is_none() {
            self.report.error(
                "E15",
                statement.span,
                both(format!("缺 `{zh}`"), format!("`{en}` is missing")),
                both(format!("加一项 `{zh} 「…」 \"…\"`"), format!("add `{en} 「…」 \"…\"`")),
            );
        }
        text.unwrap_or_default()
    }

    fn declare_roles(&mut self, statement: &Statement) {
        for decl in statement.decls() {
            let (id, text) = self.names.declare(Kind::Role, decl, self.plan.roles.len(), None, &mut self.report);
            self.plan.roles.push(Role { id, text, clause: self.clause_id(statement), note: remark(statement) });
        }
    }

    fn declare_registers(&mut self, statement: &Statement) {
        let subject = statement.names().first().and_then(|name| {
            let unit = Unit::from_word(&name.text);
            if let Some(unit) = unit {
                self.names.note(name, unit.zh(), unit.en());
            } else {
                self.names.unknown(Kind::Column(usize::MAX), name, ("对象", "subject"), &mut self.report);
            }
            unit
        });
        let keepers = statement.attr(A::By).map_or(Vec::new(), |attr| attr.names().to_vec());
        for decl in statement.decls() {
            let (id, text) =
                self.names.declare(Kind::Register, decl, self.plan.registers.len(), None, &mut self.report);
            self.compiled.registers.push(id.clone());
            let kept_by = self.role_ids(&keepers, true);
            let subject = subject.map(Unit::en).unwrap_or_default().to_owned();
            let clause = self.clause_id(statement);
            self.plan.registers.push(Register { id, text, subject, kept_by, clause, note: remark(statement) });
        }
    }

    /// Ids of roles; `later` roles may be declared after this statement.
    pub fn role_ids(&mut self, names: &[Name], resolve_now: bool) -> Vec<String> {
        let mut ids = Vec::new();
        for name in names {
            if let Some(symbol) = self.names.find(Kind::Role, name) {
                ids.push(symbol.id);
            } else if let Some(actor) = Actor::from_word(&name.text) {
                self.names.note(name, actor.zh(), actor.en());
                ids.push(actor.en().to_owned());
            } else if resolve_now {
                self.names.unknown(Kind::Role, name, ("角色", "role"), &mut self.report);
            }
        }
        ids
    }

    fn declare_list(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let number = self.plan.records.len();
        let (id, text) = self.names.declare(Kind::List, decl, number, None, &mut self.report);
        let (mut columns, mut models) = (Vec::new(), Vec::new());
        for (i, field) in statement.all(A::Field).enumerate() {
            let (Some(decl), Some(ty)) = (field.decls().first(), field.ty()) else { continue };
            let (id, text) = self.names.declare(Kind::Column(number), decl, i, None, &mut self.report);
            if self.names.lookup(Kind::Value, &decl.name.text).is_some() {
                let (zh, en) = (
                    format!("栏 `{}` 与一个事实同名", decl.name.text),
                    format!("the column `{}` hides a fact", decl.name.text),
                );
                self.report.error(
                    "E02",
                    decl.name.span,
                    both(zh, en),
                    both("给栏另取名称", "give the column another name"),
                );
            }
            let owner = self.plan.facts.len();
            if !ty.members.is_empty() {
                self.column_members(field, ty, (&id, &text), statement);
            }
            let model = self.typed_range(ty, owner, true);
            models.push(model);
            columns.push(Column {
                id,
                text,
                ty: model.ty.public(&self.plan),
                range: ty.low.map(|_| (model.low, model.high)),
                hint: field.texts().cloned(),
            });
        }
        let mut keys = Vec::new();
        for name in statement.all(A::KeyedBy).flat_map(Args::names) {
            keys.extend(
                self.names
                    .resolve(Kind::Column(number), name, ("栏", "column"), &mut self.report)
                    .map(|symbol| symbol.id),
            );
        }
        let rows = statement.attr(A::AtMost).and_then(|attr| attr.ints().first().copied()).unwrap_or(MAX_ROWS);
        let max_rows = usize::try_from(rows).unwrap_or(0);
        self.model.lists.push((models, max_rows));
        let (given, note, clause) = (statement.attr(A::Given).is_some(), remark(statement), self.clause_id(statement));
        self.plan.records.push(RecordList {
            id,
            text,
            columns,
            keys,
            max_rows,
            proven_by: Vec::new(),
            given,
            note,
            clause,
        });
    }

    /// The members of a 选一 in a column belong to a fact of their own that nobody states.
    fn column_members(&mut self, field: &Attr, ty: &TypeExpr, (id, text): (&str, &Text), list: &Statement) {
        let owner = self.plan.facts.len();
        let mut members = Vec::new();
        for (i, member) in ty.members.iter().enumerate() {
            let (id, text) = self.names.declare(Kind::Member(owner), member, i, None, &mut self.report);
            members.push(Member { id, text });
        }
        let high = i64::try_from(members.len()).unwrap_or(0) - 1;
        let model = FactModel { ty: Ty::Member(EnumOf::Fact(owner)), low: 0, high };
        self.model.facts.push(model);
        self.model.members.push(members.len());
        self.model.levels.push(ty.word == TypeWord::Level);
        let list_id = list.decls().first().and_then(|decl| decl.id.as_ref()).map(|id| id.text.clone());
        let id = format!("{}.{id}", list_id.unwrap_or_default());
        self.plan.facts.push(Fact {
            ty: Type::OneOf(id.clone()),
            members,
            is_level: ty.word == TypeWord::Level,
            origin: Origin::Given,
            note: field.texts().cloned(),
            clause: self.clause_id(list),
            ..Fact::named(id, text.clone())
        });
    }

    fn declare_period(&mut self, statement: &Statement) {
        let Some(decl) = statement.decls().first() else { return };
        let (id, text) = self.names.declare(Kind::Period, decl, self.plan.periods.len(), None, &mut self.report);
        let unit = statement.names().first().and_then(|name| {
            let unit = Unit::from_word(&name.text)?;
            self.names.note(name, unit.zh(), unit.en());
            Some(unit.en().to_owned())
        });
        let by = statement.nth_names(1).first().cloned().and_then(|name| self.value_fact(&name));
        if unit.is_none() {
            self.report.error(
                "E02",
                statement.span,
                both("周期的单位不认识", "unknown unit of a period"),
                both(
                    "用 合同年度、公历年度、预算年度 或 有效期",
                    "use contract_year, calendar_year, budget_year or term",
                ),
            );
        }
        let by = by.and_then(|number| self.plan.facts.get(number)).map(|fact| fact.id.clone()).unwrap_or_default();
        self.plan.periods.push(Period {
            id,
            text,
            unit: unit.unwrap_or_default(),
            by,
            clause: self.clause_id(statement),
        });
    }

    fn declare_quantity(&mut self, statement: &Statement) {
        let (Some(decl), Some(ty), Some(expr)) = (statement.decls().first(), statement.ty(), statement.expr()) else {
            return;
        };
        let number = self.plan.quantities.len();
        let (id, text) =
            self.names.declare(Kind::Value, decl, number, Some(ValueOf::Quantity(number)), &mut self.report);
        let kind = self.typed_range(ty, usize::MAX, false).ty;
        let round = statement.attr(A::RoundTo).and_then(|attr| Some((attr.expr()?.clone(), direction(attr))));
        self.model.quantities.push(QuantityModel { expr: expr.clone(), ty: kind, round });
        let (ty, clause, note) = (kind.public(&self.plan), self.clause_id(statement), remark(statement));
        self.plan.quantities.push(Quantity { id, text, ty, clause, note });
    }
}

/// The 说明 of a statement.
pub(crate) fn remark(statement: &Statement) -> Option<Text> {
    statement.attr(A::Remark).and_then(|attr| attr.texts()).cloned()
}

/// The direction in a 精确到.
pub(crate) fn direction(attr: &impl Args) -> Rounding {
    if attr.has(W::RoundUp) {
        Rounding::Up
    } else if attr.has(W::RoundHalf) {
        Rounding::Half
    } else {
        Rounding::Down
    }
}

/// A literal as a public value; a duration is its number.
pub(crate) fn public_value(literal: Literal) -> Value {
    use crate::plan::procedure::Duration;
    match literal {
        Literal::Money(fen) => Value::Money(fen),
        Literal::Ratio(ratio) => Value::Ratio(ratio),
        Literal::Int(number) => Value::Integer(number),
        Literal::Date(date) => Value::Date(date),
        Literal::Bool(yes) => Value::Bool(yes),
        Literal::Duration(Duration::Workdays(n) | Duration::Days(n) | Duration::Months(n) | Duration::Years(n)) => {
            Value::Integer(i64::from(n))
        }
    }
}
