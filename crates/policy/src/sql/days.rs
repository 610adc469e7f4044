//! Days: the little arithmetic rules do with them, and shares by days.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::expr::{Calc, DayOp, Expr, Id, Kind, Node};
use super::lower::Lower;
use crate::engine::calendar;
use crate::engine::code::Slot;
use crate::plan::procedure::Duration;
use crate::syntax::ast::Comparison;

/// No day of a claim lies after this one.
const LAST: Date = Date::constant(9999, 12, 31);
/// More days than lie between any two days.
const MOST_DAYS: i128 = 4_000_000;

impl Lower<'_> {
    pub(super) fn year_start(&mut self, day: Slot) -> Id {
        let day = self.date(day);
        self.day(DayOp::YearStart, day)
    }

    pub(super) fn anniversary_eve(&mut self, day: Slot) -> Id {
        let day = self.date(day);
        let eve = self.day(DayOp::AnniversaryEve, day);
        self.until(day, LAST.checked_sub(1.year()).ok(), eve)
    }

    pub(super) fn plus(&mut self, day: Slot, duration: Duration) -> Id {
        let day = self.date(day);
        let (op, back) = match duration {
            // Workdays are the city's: without its register nothing is known.
            Duration::Workdays(_) => return self.exprs.null(Kind::Date),
            Duration::Days(days) => (DayOp::AddDays(days), Span::new().try_days(days)),
            Duration::Months(months) => (DayOp::AddMonths(months.into()), Span::new().try_months(months)),
            Duration::Years(years) => (DayOp::AddMonths(u32::from(years) * 12), Span::new().try_years(years)),
        };
        let last = back.ok().and_then(|span| LAST.checked_sub(span).ok());
        // What is added to any day of the last month there is stays within it.
        let last = if matches!(op, DayOp::AddDays(_)) { last } else { last.map(Date::last_of_month) };
        let sum = self.day(op, day);
        self.until(day, last, sum)
    }

    /// The result, where the day is not later than the last one that has it.
    fn until(&mut self, day: Id, last: Option<Date>, result: Id) -> Id {
        let Some(last) = last else { return self.exprs.null(Kind::Date) };
        let last = calendar::number(last);
        let expr = self.exprs.get(day);
        if expr.high <= i128::from(last) {
            return result;
        }
        let last = self.exprs.date(last);
        let fits = self.exprs.compare(Comparison::NoMoreThan, day, last);
        self.exprs.case(Kind::Date, vec![(fits, result)], None)
    }

    /// An operation on a day, with the range it leads to.
    fn day(&mut self, op: DayOp, day: Id) -> Id {
        let expr = self.exprs.get(day).clone();
        if expr.node == Node::Null {
            return day;
        }
        let moved = |number: i128| {
            let number = i64::try_from(number).ok()?;
            let moved = match op {
                DayOp::YearStart => Some(calendar::year_start(number)),
                DayOp::AnniversaryEve => calendar::anniversary_eve(number),
                DayOp::AddDays(days) => calendar::plus(number, Duration::Days(days)),
                DayOp::AddMonths(months) => {
                    u16::try_from(months).ok().and_then(|months| calendar::plus(number, Duration::Months(months)))
                }
            };
            moved.map(i128::from)
        };
        let last = i128::from(calendar::number(LAST));
        let (low, high) = (moved(expr.low).unwrap_or(expr.low), moved(expr.high).unwrap_or(last));
        self.exprs.keep(Expr { node: Node::Day(op, day), low, high, ..expr })
    }

    pub(super) fn days(&mut self, from: Slot, to: Slot) -> Id {
        let (from, to) = (self.date(from), self.date(to));
        self.days_between(from, to)
    }

    fn days_between(&mut self, from: Id, to: Id) -> Id {
        let (a, b) = (self.exprs.get(from), self.exprs.get(to));
        if a.node == Node::Null || b.node == Node::Null {
            return self.exprs.null(Kind::Int);
        }
        let nullable = a.nullable || b.nullable;
        let node = Node::Days(from, to);
        let days = Expr { node, kind: Kind::Int, nullable, low: -MOST_DAYS, high: MOST_DAYS, narrow: true };
        self.exprs.keep(days)
    }

    /// The part of an amount that falls in a window, by days: ⌊amount × days ÷ all⌋ up to the end of the window, less the
    /// same up to its beginning. The amount is split by the days of the whole span, so that nothing leaves 64 bits.
    pub(super) fn by_days(&mut self, [amount, from, to, begin, end]: [Slot; 5]) -> Id {
        let amount = self.int(amount);
        let [from, to, begin, end] = [from, to, begin, end].map(|day| self.date(day));
        let one = self.exprs.int(1);
        let all = self.days_between(from, to);
        let all = self.exprs.calc(Calc::Add, all, one);
        let all = self.above_zero(all);
        let before = self.days_between(from, begin);
        let before = self.within(before, all);
        let until = self.days_between(from, end);
        let until = self.exprs.calc(Calc::Add, until, one);
        let until = self.within(until, all);
        let ends_early = self.exprs.compare(Comparison::Below, until, before);
        let until = self.exprs.case(Kind::Int, vec![(ends_early, before)], Some(until));
        let a_day = self.exprs.calc(Calc::Div, amount, all);
        let rest = self.exprs.calc(Calc::Mod, amount, all);
        let days = self.exprs.calc(Calc::Sub, until, before);
        // No share is larger than the amount.
        let ends = (self.exprs.get(amount).low.min(0), self.exprs.get(amount).high.max(0));
        let even = self.exprs.calc_between(Calc::Mul, a_day, days, ends);
        let [until, before] = [until, before].map(|days| {
            let product = self.exprs.calc(Calc::Mul, rest, days);
            self.exprs.calc(Calc::Div, product, all)
        });
        let odd = self.exprs.calc(Calc::Sub, until, before);
        self.exprs.calc_between(Calc::Add, even, odd, ends)
    }

    /// Days brought between nothing and all of them; NULL where they are NULL.
    fn within(&mut self, days: Id, all: Id) -> Id {
        let zero = self.exprs.int(0);
        let is_below = self.exprs.compare(Comparison::Below, days, zero);
        let is_above = self.exprs.compare(Comparison::Above, days, all);
        let within = self.exprs.case(Kind::Int, vec![(is_below, zero), (is_above, all)], Some(days));
        let expr = self.exprs.get(within).clone();
        self.exprs.keep(Expr { low: 0, high: MOST_DAYS, ..expr })
    }
}
