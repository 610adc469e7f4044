//! Functions and aggregates.

use super::build::Unit;
use super::names::Kind;
use super::typed::{Ty, Typed};
use crate::engine::code::{AggregateOp, Op};
use crate::money::Rounding;
use crate::plan::words::Unit as Subject;
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::syntax::keyword::{Aggregate, Function};
use crate::syntax::report::{Span, both};

impl Unit<'_> {
    /// A call of a built-in function.
    pub fn call(&mut self, function: Function, args: &[Expr], span: Span, expect: Option<Ty>) -> Option<Typed> {
        match (function, args) {
            (Function::Min | Function::Max, [first, rest @ ..]) => self.extreme(function, first, rest, expect),
            (Function::FloorTo, [granule, amount]) => {
                self.rounded(amount, granule, Rounding::Down).map(|(typed, _)| typed)
            }
            (Function::YearStart, [day]) => {
                let day = self.of_type(day, Ty::Date)?;
                Some(self.typed(Op::YearStart(day.slot), Ty::Date, day.low - 1_231, day.high))
            }
            (Function::AnniversaryEve, [day]) => {
                let day = self.of_type(day, Ty::Date)?;
                Some(self.typed(Op::AnniversaryEve(day.slot), Ty::Date, day.low, day.high + 20_000))
            }
            (Function::Plus, [day, length]) => {
                let day = self.of_type(day, Ty::Date)?;
                let length_typed = self.expr(length, None)?;
                let Ty::Duration(duration) = length_typed.ty else {
                    return self.wrong_call(
                        length.span,
                        "这里应是期间，例如 1年",
                        "a length of time such as 1years is needed here",
                    );
                };
                Some(self.typed(Op::Plus(day.slot, duration), Ty::Date, day.low, 99_991_231))
            }
            (Function::Days, [from, to]) => {
                let (from, to) = (self.of_type(from, Ty::Date)?, self.of_type(to, Ty::Date)?);
                Some(self.typed(Op::Days(from.slot, to.slot), Ty::Integer, -4_000_000, 4_000_000))
            }
            (Function::ByDays, [amount, from, to, begin, end]) => {
                let amount = self.money(amount)?;
                let mut days = [0; 4];
                for (slot, day) in days.iter_mut().zip([from, to, begin, end]) {
                    *slot = self.of_type(day, Ty::Date)?.slot;
                }
                let [from, to, begin, end] = days;
                Some(self.typed(Op::ByDays([amount.slot, from, to, begin, end]), Ty::Money, amount.low, amount.high))
            }
            (Function::Listed, [register, subject, day]) => self.listed(register, subject, day, span),
            (_, _) => self.wrong_call(span, "参数的个数不对", "the number of arguments is wrong"),
        }
    }

    fn wrong_call(&mut self, span: Span, zh: &str, en: &str) -> Option<Typed> {
        self.report.error("E03", span, both(zh, en), both("函数见语言说明", "the language page lists the functions"));
        None
    }

    fn extreme(&mut self, function: Function, first: &Expr, rest: &[Expr], expect: Option<Ty>) -> Option<Typed> {
        let mut result = self.expr(first, expect)?;
        for one in rest {
            let next = self.of_type(one, result.ty)?;
            result = match function {
                Function::Min => self.typed(
                    Op::Min(result.slot, next.slot),
                    result.ty,
                    result.low.min(next.low),
                    result.high.min(next.high),
                ),
                Function::Max
                | Function::FloorTo
                | Function::YearStart
                | Function::AnniversaryEve
                | Function::Plus
                | Function::Days
                | Function::ByDays
                | Function::Listed => self.typed(
                    Op::Max(result.slot, next.slot),
                    result.ty,
                    result.low.max(next.low),
                    result.high.max(next.high),
                ),
            };
        }
        if matches!(result.ty, Ty::Money | Ty::Integer | Ty::Date) {
            return Some(result);
        }
        self.wrong_call(
            first.span,
            "孰低、孰高只比较金额、整数或日期",
            "min and max compare amounts, integers or dates",
        )
    }

    fn plain_name(expr: &Expr) -> Option<&Name> {
        if let ExprKind::Name(name) = &expr.kind { Some(name) } else { None }
    }

    fn listed(&mut self, register: &Expr, subject: &Expr, day: &Expr, span: Span) -> Option<Typed> {
        if !self.lists_allowed {
            return self.set_level(span, "在册 只能用于 `核算`", "listed may stand only in `derive`");
        }
        let (Some(register), Some(subject)) = (Self::plain_name(register), Self::plain_name(subject)) else {
            return self.wrong_call(span, "写 在册(名录，企业，日期)", "write listed(register, enterprise, date)");
        };
        let found = self.names.resolve(Kind::Register, register, ("名录", "register"), self.report)?;
        let Some(unit) = Subject::from_word(&subject.text) else {
            return self.wrong_call(
                subject.span,
                "这里应是 企业、服务商 或 项目",
                "enterprise, provider or item is needed here",
            );
        };
        self.names.note(subject, unit.zh(), unit.en());
        let number = Subject::ALL.iter().position(|(one, _, _)| *one == unit)?;
        let day = self.of_type(day, Ty::Date)?;
        Some(self.typed(Op::Listed { register: found.number, subject: number, day: day.slot }, Ty::Bool, 0, 1))
    }

    fn set_level(&mut self, span: Span, zh: &str, en: &str) -> Option<Typed> {
        let help = both("用 `核算` 先算成一个事实", "compute a fact from it first, with `derive`");
        self.report.error("E12", span, both(zh, en), help);
        None
    }

    /// `合计(清单 的 式子 当 条件)`.
    pub fn aggregate(
        &mut self,
        what: Aggregate,
        list: &Name,
        of: Option<&Expr>,
        when: Option<&Expr>,
        span: Span,
    ) -> Option<Typed> {
        if !self.lists_allowed || self.frame.is_some() {
            return self.set_level(
                span,
                "清单只能在 `核算` 中汇总，且不能套叠",
                "lists are reduced only in `derive`, and not within one another",
            );
        }
        let number = self.names.resolve(Kind::List, list, ("清单", "list"), self.report)?.number;
        let rows = i128::try_from(self.model.lists.get(number)?.1).ok()?;
        let outer = std::mem::take(&mut self.code);
        self.frame = Some((number, outer));
        let value = of.map(|expr| self.expr(expr, None));
        let when = when.map(|expr| self.boolean(expr));
        let row = std::mem::take(&mut self.code);
        self.code = self.frame.take().map(|(_, outer)| outer).unwrap_or_default();
        let value = match value {
            Some(typed) => Some(typed?),
            None => None,
        };
        let when = match when {
            Some(slot) => Some(slot?),
            None => None,
        };
        let (ty, low, high) = match (what, value) {
            (Aggregate::Number, None) => (Ty::Integer, 0, rows),
            (Aggregate::Any, None) => (Ty::Bool, 0, 1),
            (Aggregate::Total, Some(typed)) if matches!(typed.ty, Ty::Money | Ty::Integer) => {
                (typed.ty, typed.low.min(0) * rows, typed.high.max(0) * rows)
            }
            (Aggregate::Least | Aggregate::Greatest, Some(typed))
                if matches!(typed.ty, Ty::Money | Ty::Integer | Ty::Date) =>
            {
                (typed.ty, typed.low, typed.high)
            }
            (_, _) => return self.wrong_call(span, "这样汇总没有意义", "this cannot be reduced so"),
        };
        let op = AggregateOp { what, list: number, row, value: value.map(|typed| typed.slot), when };
        let typed = self.typed(Op::Aggregate(Box::new(op)), ty, low, high);
        self.fits(typed, span)
    }
}
