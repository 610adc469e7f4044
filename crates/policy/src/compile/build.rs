//! Expressions to operations, checking types and ranges on the way.

mod amounts;
mod lookups;

use std::collections::BTreeMap;

use super::model::{Model, ParameterValue};
use super::names::{Kind, Names, ValueOf};
use super::program::{Shown, Trace, TraceKind};
use super::typed::{EnumOf, Ty, Typed};
use crate::engine::calendar;
use crate::engine::code::{Code, Op, Slot};
use crate::money::Fen;
use crate::syntax::ast::{BinaryOp, Comparison, Expr, ExprKind, Literal, Name};
use crate::syntax::report::{Report, Span, both};

/// What the trace says of a named value: number and kind; ids and clauses are filled in by the caller.
pub(crate) type NamedTrace = (ValueOf, Trace);

pub(crate) use amounts::Share;
use amounts::Terms;

/// One piece of code being built.
pub(crate) struct Unit<'a> {
    pub code: Code,
    pub model: &'a Model,
    pub names: &'a mut Names,
    pub report: &'a mut Report,
    pub lists_allowed: bool,
    /// While the row of a list is compiled: the list, and the code around it.
    pub frame: Option<(usize, Code)>,
    /// Quantities and tables already compiled.
    done: BTreeMap<usize, Typed>,
    tables: BTreeMap<usize, Typed>,
    /// Quantities being compiled, to find circles.
    open: Vec<usize>,
    open_tables: Vec<usize>,
    /// The terms of every amount not yet rounded, by the number in [`Ty::Exact`].
    exacts: Vec<Terms>,
    /// Look-ups and quantities met, in order.
    pub traces: Vec<NamedTrace>,
}

impl<'a> Unit<'a> {
    pub fn new(model: &'a Model, names: &'a mut Names, report: &'a mut Report, lists_allowed: bool) -> Self {
        Self {
            code: Code::default(),
            model,
            names,
            report,
            lists_allowed,
            frame: None,
            done: BTreeMap::new(),
            tables: BTreeMap::new(),
            open: Vec::new(),
            open_tables: Vec::new(),
            exacts: Vec::new(),
            traces: Vec::new(),
        }
    }

    /// A condition.
    pub fn boolean(&mut self, expr: &Expr) -> Option<Slot> {
        self.of_type(expr, Ty::Bool).map(|typed| typed.slot)
    }

    /// An amount, rounded.
    pub fn money(&mut self, expr: &Expr) -> Option<Typed> {
        self.of_type(expr, Ty::Money)
    }

    /// An expression that gives a fact its value, within the fact's range.
    pub fn of_fact(&mut self, expr: &Expr, fact: usize) -> Option<Slot> {
        let model = *self.model.facts.get(fact)?;
        self.of_type(expr, model.ty).map(|typed| typed.slot)
    }

    /// An expression of one type, or a report.
    pub fn of_type(&mut self, expr: &Expr, ty: Ty) -> Option<Typed> {
        let typed = self.expr(expr, Some(ty))?;
        if typed.ty == ty {
            return Some(typed);
        }
        self.mismatch(expr.span, ty, typed.ty);
        None
    }

    pub(super) fn mismatch(&mut self, span: Span, needed: Ty, found: Ty) {
        if let (Ty::Money, Ty::Exact(_)) = (needed, found) {
            self.report.error(
                "E04",
                span,
                both("金额乘以比例之后不是整分", "an amount times a ratio is not whole fen"),
                both(
                    "加上 `精确到 分，尾数舍去`，或用 舍到(分，…)",
                    "add `round-to fen, rounded-down`, or use floor-to(fen, …)",
                ),
            );
            return;
        }
        let (needed, found) = (needed.name(), found.name());
        self.report.error(
            "E03",
            span,
            both(
                format!("这里应是{}，却是{}", needed.0, found.0),
                format!("{} is needed, this is {}", needed.1, found.1),
            ),
            both("检查名称和运算", "check the name and the operation"),
        );
    }

    /// Any expression; `expect` lets a member's name be found among its siblings.
    pub fn expr(&mut self, expr: &Expr, expect: Option<Ty>) -> Option<Typed> {
        match &expr.kind {
            ExprKind::Literal(literal) => Some(self.literal(*literal)),
            ExprKind::Name(name) => self.name(name, expect),
            ExprKind::Call(function, args) => self.call(*function, args, expr.span, expect),
            ExprKind::Aggregate { what, list, of, when } => {
                self.aggregate(*what, list, of.as_deref(), when.as_deref(), expr.span)
            }
            ExprKind::Not(inner) => {
                let slot = self.boolean(inner)?;
                Some(self.yes_no(Op::Not(slot)))
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, expr.span),
            ExprKind::Between(value, low, high) => self.between(value, low, high),
            ExprKind::Among(value, options) => self.among(value, options),
            ExprKind::If(test, yes, no) => self.conditional(test, yes, no, expect),
        }
    }

    pub(super) fn yes_no(&mut self, op: Op) -> Typed {
        self.typed(op, Ty::Bool, 0, 1)
    }

    pub fn typed(&mut self, op: Op, ty: Ty, low: i128, high: i128) -> Typed {
        Typed { slot: self.code.push(op), ty, low, high }
    }

    pub fn literal(&mut self, literal: Literal) -> Typed {
        let (value, ty) = match literal {
            Literal::Money(fen) => (fen.fen(), Ty::Money),
            Literal::Int(number) => (number, Ty::Integer),
            Literal::Date(date) => (calendar::number(date), Ty::Date),
            Literal::Bool(yes) => (i64::from(yes), Ty::Bool),
            Literal::Duration(duration) => (0, Ty::Duration(duration)),
            Literal::Ratio(ratio) => (self.model.parts(ratio), Ty::Ratio),
        };
        self.typed(Op::Const(value), ty, value.into(), value.into())
    }

    /// Runs `f` in the code around the row at hand, and gives its result to the row.
    fn around(&mut self, f: impl FnOnce(&mut Self) -> Option<Typed>) -> Option<Typed> {
        let Some((list, outer)) = self.frame.take() else { return f(self) };
        let row = std::mem::replace(&mut self.code, outer);
        let result = f(self);
        let outer = std::mem::replace(&mut self.code, row);
        self.frame = Some((list, outer));
        let typed = result?;
        Some(Typed { slot: self.code.push(Op::Outer(typed.slot)), ..typed })
    }

    pub(super) fn name(&mut self, name: &Name, expect: Option<Ty>) -> Option<Typed> {
        if let Some(list) = self.frame.as_ref().map(|(list, _)| *list)
            && let Some(column) = self.names.find(Kind::Column(list), name)
        {
            let model = *self.model.lists.get(list)?.0.get(column.number)?;
            return Some(self.typed(Op::Column(column.number), model.ty, model.low.into(), model.high.into()));
        }
        if let Some(Ty::Member(of)) = expect {
            let kind = match of {
                EnumOf::Fact(fact) => Kind::Member(fact),
                EnumOf::Switch(switch) => Kind::Option(switch),
            };
            if let Some(member) = self.names.find(kind, name) {
                let number = i64::try_from(member.number).ok()?;
                return Some(self.typed(Op::Const(number), Ty::Member(of), number.into(), number.into()));
            }
        }
        let symbol =
            self.names.resolve(Kind::Value, name, ("事实、参数或计算", "fact, parameter or quantity"), self.report)?;
        if let Some((list, _)) = &self.frame
            && self.names.lookup(Kind::Column(*list), &symbol.id).is_some()
        {
            // A column of this list has the same id: only the Chinese name says which is meant.
            self.names.note(name, &symbol.zh, &symbol.zh);
        }
        let (value, span) = (symbol.value?, name.span);
        self.around(|unit| unit.value(value, span))
    }

    /// The value something declared stands for.
    pub fn value(&mut self, value: ValueOf, span: Span) -> Option<Typed> {
        match value {
            ValueOf::Fact(number) => {
                let model = *self.model.facts.get(number)?;
                Some(self.typed(Op::Fact(number), model.ty, model.low.into(), model.high.into()))
            }
            ValueOf::Switch(number) => {
                let last = i128::try_from(*self.model.options.get(number)?).ok()? - 1;
                Some(self.typed(Op::Switch(number), Ty::Member(EnumOf::Switch(number)), 0, last))
            }
            ValueOf::Parameter(number) => {
                let parameter = self.model.parameters.get(number)?;
                match &parameter.value {
                    ParameterValue::Number(value) => {
                        let value = *value;
                        Some(self.typed(Op::Const(value), parameter.ty, value.into(), value.into()))
                    }
                    ParameterValue::Dated(axis, stretches) => self.dated(*axis, stretches, parameter.ty, span),
                    ParameterValue::SetElsewhere(fact) => self.value(ValueOf::Fact(*fact), span),
                }
            }
            ValueOf::Quantity(number) => self.quantity(number, span),
            ValueOf::Standard(number) => self.standard(number, span),
        }
    }

    fn quantity(&mut self, number: usize, span: Span) -> Option<Typed> {
        if let Some(done) = self.done.get(&number) {
            return Some(*done);
        }
        if self.open.contains(&number) {
            self.circle(span);
            return None;
        }
        self.open.push(number);
        let result = self.quantity_body(number);
        self.open.pop();
        let typed = result?;
        self.done.insert(number, typed);
        self.trace(ValueOf::Quantity(number), TraceKind::Compute, typed);
        Some(typed)
    }

    pub(super) fn circle(&mut self, span: Span) {
        self.report.error(
            "E02",
            span,
            both("计算绕成了圈", "the quantities go round in a circle"),
            both("其中一个须由事实算出", "one of them must be computed from facts"),
        );
    }

    fn quantity_body(&mut self, number: usize) -> Option<Typed> {
        let quantity = self.model.quantities.get(number)?;
        match &quantity.round {
            None => self.of_type(&quantity.expr, quantity.ty),
            Some((granule, rounding)) => {
                let (share, _) = self.rounded(&quantity.expr, granule, *rounding)?;
                Some(share)
            }
        }
    }

    pub(super) fn trace(&mut self, of: ValueOf, kind: TraceKind, typed: Typed) {
        let result = Shown { id: String::new(), slot: typed.slot, ty: typed.ty };
        let trace = Trace { rule: String::new(), clause: String::new(), kind, inputs: Vec::new(), result, guard: None };
        self.traces.push((of, trace));
    }

    fn conditional(&mut self, test: &Expr, yes: &Expr, no: &Expr, expect: Option<Ty>) -> Option<Typed> {
        let test = self.boolean(test);
        let yes_typed = self.expr(yes, expect);
        let no_typed = self.expr(no, expect.or(yes_typed.map(|typed| typed.ty)));
        let (test, yes_typed, no_typed) = (test?, yes_typed?, no_typed?);
        if yes_typed.ty != no_typed.ty {
            self.mismatch(no.span, yes_typed.ty, no_typed.ty);
            return None;
        }
        let op = Op::Select { test, yes: yes_typed.slot, no: no_typed.slot };
        let (low, high) = (yes_typed.low.min(no_typed.low), yes_typed.high.max(no_typed.high));
        Some(self.typed(op, yes_typed.ty, low, high))
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
        match op {
            BinaryOp::Or | BinaryOp::And => {
                let (a, b) = (self.boolean(left), self.boolean(right));
                let (a, b) = (a?, b?);
                Some(self.yes_no(if op == BinaryOp::Or { Op::Or(a, b) } else { Op::And(a, b) }))
            }
            BinaryOp::Compare(how) => self.compare(how, left, right),
            BinaryOp::Add | BinaryOp::Sub => self.sum(op, left, right, span),
            BinaryOp::Times => self.product(left, right, span),
        }
    }

    /// Two values can be compared or added: the same type on both sides.
    fn alike(&mut self, a: Typed, b: Typed, span: Span) -> Option<()> {
        if a.ty != b.ty || matches!(a.ty, Ty::Exact(_) | Ty::Text | Ty::Duration(_)) {
            self.mismatch(span, if matches!(a.ty, Ty::Exact(_)) { Ty::Money } else { a.ty }, b.ty);
            return None;
        }
        Some(())
    }

    fn compare(&mut self, how: Comparison, left: &Expr, right: &Expr) -> Option<Typed> {
        let a = self.expr(left, None)?;
        let b = self.expr(right, Some(a.ty))?;
        match (a.ty, b.ty) {
            (Ty::Money, Ty::Exact(_)) => return Some(self.compare_exact(how, a, b)),
            (Ty::Exact(_), Ty::Money) => return Some(self.compare_exact(how.mirrored(), b, a)),
            (_, _) => self.alike(a, b, right.span)?,
        }
        let ordered = match a.ty {
            Ty::Money | Ty::Ratio | Ty::Integer | Ty::Date => true,
            Ty::Member(EnumOf::Fact(fact)) => self.model.levels.get(fact).copied().unwrap_or(false),
            Ty::Exact(_) | Ty::Bool | Ty::Member(EnumOf::Switch(_)) | Ty::Text | Ty::Duration(_) => false,
        };
        if !ordered && !matches!(how, Comparison::Is | Comparison::IsNot) {
            let (zh, en) = a.ty.name();
            self.report.error(
                "E03",
                left.span,
                both(format!("{zh}没有大小先后"), format!("{en} has no order")),
                both(
                    "用 `是` 或 `不是`；选项要分高低，声明为 `等级`",
                    "use `is` or `is-not`; declare members that are in order as a `level`",
                ),
            );
            return None;
        }
        Some(self.yes_no(Op::Compare(how, a.slot, b.slot)))
    }

    fn between(&mut self, value: &Expr, low: &Expr, high: &Expr) -> Option<Typed> {
        let from = self.compare(Comparison::AtLeast, value, low);
        let to = self.compare(Comparison::NoMoreThan, value, high);
        Some(self.yes_no(Op::And(from?.slot, to?.slot)))
    }

    fn among(&mut self, value: &Expr, options: &[Expr]) -> Option<Typed> {
        let mut result: Option<Typed> = None;
        for option in options {
            let one = self.compare(Comparison::Is, value, option)?;
            result = Some(result.map_or(one, |before| self.yes_no(Op::Or(before.slot, one.slot))));
        }
        result
    }

    fn sum(&mut self, op: BinaryOp, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
        let a = self.expr(left, None)?;
        let b = self.expr(right, Some(a.ty))?;
        let amount = |ty| matches!(ty, Ty::Money | Ty::Exact(_));
        if op == BinaryOp::Add && amount(a.ty) && amount(b.ty) && (a.ty, b.ty) != (Ty::Money, Ty::Money) {
            let terms = [self.terms(a), self.terms(b)].concat();
            return Some(self.exact(terms, a.low + b.low, a.high + b.high));
        }
        self.alike(a, b, right.span)?;
        if !matches!(a.ty, Ty::Money | Ty::Integer) {
            self.mismatch(left.span, Ty::Money, a.ty);
            return None;
        }
        let typed = if op == BinaryOp::Add {
            self.typed(Op::Add(a.slot, b.slot), a.ty, a.low + b.low, a.high + b.high)
        } else {
            self.typed(Op::Sub(a.slot, b.slot), a.ty, a.low - b.high, a.high - b.low)
        };
        self.fits(typed, span)
    }

    fn product(&mut self, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
        let (a, b) = (self.expr(left, None)?, self.expr(right, None)?);
        let high = [a.low, a.high]
            .iter()
            .flat_map(|x| [x.checked_mul(b.low), x.checked_mul(b.high)])
            .collect::<Option<Vec<_>>>()?;
        let (low, high) = (high.iter().min().copied()?, high.iter().max().copied()?);
        match (a.ty, b.ty) {
            (Ty::Money, Ty::Ratio) => {
                let unit = i128::from(self.model.ratio_unit);
                Some(self.exact(vec![(a.slot, b.slot)], low.div_euclid(unit), high.div_euclid(unit) + 1))
            }
            (Ty::Money | Ty::Integer, Ty::Integer) => {
                let typed = self.typed(Op::Multiply(a.slot, b.slot), a.ty, low, high);
                self.fits(typed, span)
            }
            (found, other) => {
                let (left, right) = (found.name(), other.name());
                self.report.error(
                    "E03",
                    span,
                    both(
                        format!("{} 乘以 {} 没有意义", left.0, right.0),
                        format!("{} times {} has no meaning", left.1, right.1),
                    ),
                    both(
                        "金额写在左边，右边是比例或整数",
                        "write the amount on the left, a ratio or an integer on the right",
                    ),
                );
                None
            }
        }
    }

    /// The value, if it fits in 64 bits whatever the facts; a report otherwise.
    pub fn fits(&mut self, typed: Typed, span: Span) -> Option<Typed> {
        if typed.low >= i128::from(i64::MIN) && typed.high <= i128::from(i64::MAX) {
            return Some(typed);
        }
        let most = i64::try_from(typed.high.min(i128::from(i64::MAX))).unwrap_or(i64::MAX);
        self.report.error(
            "E05",
            span,
            both(format!("结果可能超过 {}", Fen::new(most)), "the result may pass 64 bits".to_owned()),
            both("收窄所用事实的范围", "narrow the range of the facts it uses"),
        );
        None
    }
}
