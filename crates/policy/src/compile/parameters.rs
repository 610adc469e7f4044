//! 参数: one value, values by date, or left to another notice.

use super::Compiler;
use super::declare::{public_value, remark};
use super::model::{ParameterModel, ParameterValue};
use super::names::{Kind, ValueOf};
use super::typed::Ty;
use crate::engine::calendar;
use crate::plan::inputs::{Dated, Fact, Origin, Parameter};
use crate::syntax::ast::{Args, Attr, Statement};
use crate::syntax::keyword::AttrWord as A;
use crate::syntax::report::{Span, both};
use crate::text::Text;

/// One 自 … 至 … 为 …: first day, last day, value, and where it stands.
struct Stretch {
    from: i64,
    to: Option<i64>,
    value: i64,
    span: Span,
}

impl Compiler {
    pub fn declare_parameter(&mut self, statement: &Statement) {
        let (Some(decl), Some(ty)) = (statement.decls().first(), statement.ty()) else { return };
        let number = self.plan.parameters.len();
        let (id, text) =
            self.names.declare(Kind::Value, decl, number, Some(ValueOf::Parameter(number)), &mut self.report);
        let range = self.typed_range(ty, usize::MAX, false);
        let (kind, literal) = (range.ty, statement.literal());
        let set_elsewhere = statement.attr(A::SetElsewhere).and_then(|attr| attr.texts()).cloned();
        let stretches: Vec<Stretch> = statement.all(A::From).filter_map(|attr| self.stretch(attr, kind)).collect();
        let ways = [literal.is_some(), set_elsewhere.is_some(), statement.attr(A::From).is_some()];
        if ways.iter().filter(|way| **way).count() != 1 {
            self.no_value(statement, &id, &text);
        }
        let by = statement.names().first().cloned();
        let value = match (literal, by) {
            (Some((literal, span)), _) => self.number_of(literal, kind, span).map(ParameterValue::Number),
            (None, Some(by)) if !stretches.is_empty() => {
                let axis = self.value_fact(&by);
                self.check_stretches(statement, &stretches);
                axis.map(|axis| ParameterValue::Dated(axis, by_start(&stretches)))
            }
            (None, _) => None,
        };
        if value.is_none() && !stretches.is_empty() {
            let help = both("写成 `：比例 由 日期事实；自 …`", "write `: ratio by date-fact; from …`");
            let (zh, en) = ("分段的参数须写明按哪个日期", "a parameter with dates must name the date it goes by");
            self.report.error("E07", statement.span, both(zh, en), help);
        }
        let value = value.unwrap_or_else(|| {
            ParameterValue::SetElsewhere(self.stand_in(&id, &text, (range.low, range.high), kind, statement))
        });
        self.model.parameters.push(ParameterModel { ty: kind, value });
        let shown = literal.map(|(literal, _)| public_value(literal));
        let dated = statement.all(A::From).filter_map(dated).collect();
        let (ty, clause, note) = (kind.public(&self.plan), self.clause_id(statement), remark(statement));
        self.plan.parameters.push(Parameter { id, text, ty, value: shown, dated, set_elsewhere, note, clause });
    }

    fn no_value(&mut self, statement: &Statement, id: &str, text: &Text) {
        self.report.error(
            "E07",
            statement.span,
            both(
                format!("参数 `{}` 须有一个值、分段的值，或写明 `另定`", text.zh),
                format!("the parameter `{id}` needs one value, values by date, or `set-elsewhere`"),
            ),
            both(
                "写 `为 …`，或 `由 日期；自 … 为 …`，或 `另定 「…」 \"…\"`",
                "write `= …`, or `by date; from … = …`, or `set-elsewhere 「…」 \"…\"`",
            ),
        );
    }

    fn stretch(&mut self, attr: &Attr, ty: Ty) -> Option<Stretch> {
        let (dates, (literal, span)) = (attr.dates(), attr.literal()?);
        let value = self.number_of(literal, ty, span)?;
        let from = calendar::number(*dates.first()?);
        Some(Stretch { from, to: dates.get(1).map(|day| calendar::number(*day)), value, span: attr.span })
    }

    /// In order, each beginning the day after the one before ends; the whole term of the plan is covered.
    fn check_stretches(&mut self, statement: &Statement, stretches: &[Stretch]) {
        for pair in stretches.windows(2) {
            let [a, b] = pair else { continue };
            let joins = a.to.and_then(calendar::date).and_then(|day| day.tomorrow().ok()).map(calendar::number);
            if joins != Some(b.from) {
                let (zh, en) =
                    ("这一段没有从上一段止日的次日起", "this stretch does not begin the day after the one before ends");
                self.report.error("E07", b.span, both(zh, en), both("让各段首尾相接", "let the stretches join"));
            }
        }
        let (Some(first), Some(last), Some((begins, ends))) = (stretches.first(), stretches.last(), self.plan.in_force)
        else {
            return;
        };
        let (begins, ends) = (calendar::number(begins), ends.map(calendar::number));
        let ends_early = last.to.is_some_and(|to| ends.is_none_or(|ends| to < ends));
        if first.from > begins || ends_early {
            let (zh, en) = ("各段没有覆盖施行的全部日期", "the stretches do not cover the whole term of the plan");
            self.report.error("E07", statement.span, both(zh, en), both("补上缺的一段", "add what is missing"));
        }
    }

    /// The fact that stands for a number another notice sets: unknown until the notice is there.
    fn stand_in(&mut self, id: &str, text: &Text, range: (i64, i64), ty: Ty, statement: &Statement) -> usize {
        let number = self.plan.facts.len();
        self.model.facts.push(super::model::FactModel { ty, low: range.0, high: range.1 });
        self.model.members.push(0);
        self.model.levels.push(false);
        self.plan.facts.push(Fact {
            ty: ty.public(&self.plan),
            range: Some(range),
            origin: Origin::Given,
            note: statement.attr(A::SetElsewhere).and_then(|attr| attr.texts()).cloned(),
            clause: self.clause_id(statement),
            ..Fact::named(id.to_owned(), text.clone())
        });
        number
    }
}

/// The stretches by their first days; before the first one its value holds too, as a requirement says what is out of term.
fn by_start(stretches: &[Stretch]) -> Vec<(i64, i64)> {
    let start = |(place, one): (usize, &Stretch)| (if place == 0 { i64::MIN } else { one.from }, one.value);
    stretches.iter().enumerate().map(start).collect()
}

fn dated(attr: &Attr) -> Option<Dated> {
    let dates = attr.dates();
    Some(Dated { from: *dates.first()?, to: dates.get(1).copied(), value: public_value(attr.literal()?.0) })
}
