//! Types while compiling, with the ranges that rule out overflow.

use crate::engine::calendar;
use crate::engine::code::Slot;
use crate::plan::Plan;
use crate::plan::procedure::Duration;
use crate::value::Type;

/// Whose members a value is one of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EnumOf {
    Fact(usize),
    Switch(usize),
}

/// The type of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ty {
    Money,
    /// A sum of money times ratio, before rounding: number of its terms in [`super::build::Unit`].
    Exact(usize),
    Ratio,
    Integer,
    Date,
    Bool,
    Member(EnumOf),
    Text,
    Duration(Duration),
}

/// A compiled expression: its slot, type, and the smallest and largest value it can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Typed {
    pub slot: Slot,
    pub ty: Ty,
    pub low: i128,
    pub high: i128,
}

impl Ty {
    /// The type's name in both tongues.
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Money => ("金额", "money"),
            Self::Exact(_) => ("未取整的金额", "money not yet rounded"),
            Self::Ratio => ("比例", "a ratio"),
            Self::Integer => ("整数", "an integer"),
            Self::Date => ("日期", "a date"),
            Self::Bool => ("是否", "yes or no"),
            Self::Member(_) => ("选项", "a member"),
            Self::Text => ("文字", "text"),
            Self::Duration(_) => ("期间", "a length of time"),
        }
    }

    /// The value so many steps on: fen, parts of a ratio, ones, days.
    pub fn moved(self, value: i64, by: i64) -> i64 {
        if self != Self::Date {
            return value.saturating_add(by);
        }
        let day = calendar::date(value).and_then(|day| day.checked_add(jiff::Span::new().try_days(by).ok()?).ok());
        day.map_or(value, calendar::number)
    }

    /// The public form of the type.
    pub fn public(self, plan: &Plan) -> Type {
        match self {
            Self::Money | Self::Exact(_) => Type::Money,
            Self::Ratio => Type::Ratio,
            Self::Integer | Self::Duration(_) => Type::Integer,
            Self::Date => Type::Date,
            Self::Bool => Type::Bool,
            Self::Member(EnumOf::Fact(number)) => {
                Type::OneOf(plan.facts.get(number).map(|fact| fact.id.clone()).unwrap_or_default())
            }
            Self::Member(EnumOf::Switch(number)) => {
                Type::OneOf(plan.switches.get(number).map(|switch| switch.id.clone()).unwrap_or_default())
            }
            Self::Text => Type::Text,
        }
    }
}
