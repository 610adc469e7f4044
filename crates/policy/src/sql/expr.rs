//! Expressions of the statement before they become text: every one is kept once, knows its range and whether it may be
//! NULL, and what can be computed beforehand is.

use super::layers::operands;
use crate::syntax::ast::Comparison;

/// Number of an expression.
pub(super) type Id = usize;

/// What an expression is to the database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    /// 64 bits, signed.
    Int,
    Bool,
    Date,
    Text,
}

/// The four operations on whole numbers; a quotient is cut off toward zero, a remainder has the sign of what was divided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Calc {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
}

/// What is done with a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DayOp {
    YearStart,
    AnniversaryEve,
    AddDays(u16),
    /// Clipped to the end of the month.
    AddMonths(u32),
}

/// One expression over others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Node {
    /// The column of the fact with this place in the kernel; `settled` where what came before says that it is not NULL.
    Column {
        place: usize,
        settled: bool,
    },
    Null,
    Int(i64),
    Bool(bool),
    /// As yyyymmdd.
    Date(i64),
    Text(String),
    Calc(Calc, Id, Id),
    /// As 64 bits where the database would take it for less.
    Wide(Id),
    /// Of two that are not NULL.
    Least(Id, Id),
    Greatest(Id, Id),
    Compare(Comparison, Id, Id),
    Among(Id, Vec<Id>),
    And(Vec<Id>),
    Or(Vec<Id>),
    Not(Id),
    Known(Id),
    Case {
        arms: Vec<(Id, Id)>,
        other: Option<Id>,
    },
    /// The first, or the second where that is NULL.
    Else(Id, Id),
    Day(DayOp, Id),
    /// From the first up to, not including, the second.
    Days(Id, Id),
}

/// An expression with what is known about it.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub node: Node,
    pub kind: Kind,
    pub nullable: bool,
    /// Smallest and largest value of a number or a day.
    pub low: i128,
    pub high: i128,
    /// A database may take it for a number of 32 bits.
    pub narrow: bool,
}

/// All expressions, operands first.
#[derive(Debug, Default)]
pub(super) struct Exprs {
    pub all: Vec<Expr>,
    /// Whether each reads a column that is settled: in rows that do not count it may be NULL after all.
    settled: Vec<bool>,
    /// Whether some number could leave 64 bits.
    pub overflows: bool,
}

impl Exprs {
    pub fn get(&self, id: Id) -> &Expr {
        &self.all[id]
    }

    /// Keeps an expression, or finds the same one again.
    pub fn keep(&mut self, expr: Expr) -> Id {
        let (low, high) = (i128::from(i64::MIN), i128::from(i64::MAX));
        self.overflows |= expr.low < low || expr.high > high;
        let same = |have: &&mut Expr| have.node == expr.node && have.kind == expr.kind;
        if let Some((id, have)) = self.all.iter_mut().enumerate().find(|(_, have)| same(have)) {
            (have.low, have.high) = (have.low.max(expr.low), have.high.min(expr.high));
            return id;
        }
        let is_settled = matches!(expr.node, Node::Column { settled: true, .. });
        self.settled.push(is_settled || operands(&expr.node).into_iter().any(|part| self.settled[part]));
        self.all.push(expr);
        self.all.len() - 1
    }

    pub fn null(&mut self, kind: Kind) -> Id {
        self.keep(Expr { node: Node::Null, kind, nullable: true, low: 0, high: 0, narrow: true })
    }

    pub fn int(&mut self, value: i64) -> Id {
        let (wide, narrow) = (i128::from(value), i32::try_from(value).is_ok());
        let node = Node::Int(value);
        self.keep(Expr { node, kind: Kind::Int, nullable: false, low: wide, high: wide, narrow })
    }

    pub fn date(&mut self, number: i64) -> Id {
        let (node, day) = (Node::Date(number), i128::from(number));
        self.keep(Expr { node, kind: Kind::Date, nullable: false, low: day, high: day, narrow: false })
    }

    pub fn bool(&mut self, yes: bool) -> Id {
        self.truth(Node::Bool(yes), false)
    }

    pub fn text(&mut self, text: &str) -> Id {
        let node = Node::Text(text.to_owned());
        self.keep(Expr { node, kind: Kind::Text, nullable: false, low: 0, high: 0, narrow: false })
    }

    /// A condition.
    pub(super) fn truth(&mut self, node: Node, nullable: bool) -> Id {
        self.keep(Expr { node, kind: Kind::Bool, nullable, low: 0, high: 1, narrow: false })
    }

    pub fn is_null(&self, id: Id) -> bool {
        self.get(id).node == Node::Null
    }

    pub fn constant(&self, id: Id) -> Option<i64> {
        if let Node::Int(value) = self.get(id).node { Some(value) } else { None }
    }

    /// Whole numbers; what divides must be above zero or NULL.
    pub fn calc(&mut self, calc: Calc, a: Id, b: Id) -> Id {
        self.calc_between(calc, a, b, (i128::MIN, i128::MAX))
    }

    /// The same, of which more is known than the ranges of both say.
    pub fn calc_between(&mut self, calc: Calc, a: Id, b: Id, ends: (i128, i128)) -> Id {
        if self.is_null(a) || self.is_null(b) {
            return self.null(Kind::Int);
        }
        let (x, y) = (self.get(a).clone(), self.get(b).clone());
        if let Some(simple) = self.simple(calc, (a, &x), (b, &y)) {
            return simple;
        }
        let (low, high) = range(calc, (x.low, x.high), (y.low, y.high));
        let (low, high) = (low.max(ends.0), high.min(ends.1));
        if low == high && !x.nullable && !y.nullable {
            return self.int(i64::try_from(low).unwrap_or(0));
        }
        let a = if y.narrow { self.wide(a) } else { a };
        let nullable = x.nullable || y.nullable;
        self.keep(Expr { node: Node::Calc(calc, a, b), kind: Kind::Int, nullable, low, high, narrow: false })
    }

    /// The number in 64 bits, where a database could take it for less.
    pub fn wide(&mut self, a: Id) -> Id {
        let expr = self.get(a).clone();
        if !expr.narrow {
            return a;
        }
        self.keep(Expr { node: Node::Wide(a), narrow: false, ..expr })
    }

    /// What an operation with nothing or one comes to.
    fn simple(&mut self, calc: Calc, (a, x): (Id, &Expr), (b, y): (Id, &Expr)) -> Option<Id> {
        let is = |expr: &Expr, value: i128| expr.low == value && expr.high == value && !expr.nullable;
        match calc {
            Calc::Add if is(x, 0) => Some(b),
            Calc::Add | Calc::Sub if is(y, 0) => Some(a),
            Calc::Mul if is(x, 1) => Some(b),
            Calc::Mul | Calc::Div if is(y, 1) => Some(a),
            Calc::Mod if is(y, 1) => {
                let zero = self.int(0);
                Some(self.where_known(a, zero))
            }
            // A number below what divides it is its own remainder.
            Calc::Mod if x.low >= 0 && x.high < y.low && !y.nullable => Some(a),
            Calc::Add | Calc::Sub | Calc::Mul | Calc::Div | Calc::Mod => None,
        }
    }

    pub fn compare(&mut self, how: Comparison, a: Id, b: Id) -> Id {
        if self.is_null(a) || self.is_null(b) {
            return self.null(Kind::Bool);
        }
        let (x, y) = (self.get(a).clone(), self.get(b).clone());
        let nullable = x.nullable || y.nullable;
        if !nullable && matches!(x.kind, Kind::Int | Kind::Date) {
            let (all, none) = decided(how, (x.low, x.high), (y.low, y.high));
            if all || none {
                return self.bool(all);
            }
        }
        match (&x.node, &y.node, how) {
            (_, Node::Bool(yes), Comparison::Is | Comparison::IsNot) => {
                if *yes == (how == Comparison::Is) {
                    a
                } else {
                    self.not(a)
                }
            }
            (_, _, _) => self.truth(Node::Compare(how, a, b), nullable),
        }
    }

    pub fn and(&mut self, parts: impl IntoIterator<Item = Id>) -> Id {
        self.joint(parts, true)
    }

    pub fn or(&mut self, parts: impl IntoIterator<Item = Id>) -> Id {
        self.joint(parts, false)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other expression stays as it is")]
    /// All of them (`all`) or any of them, three-valued as in SQL.
    fn joint(&mut self, parts: impl IntoIterator<Item = Id>, all: bool) -> Id {
        let mut found: Vec<Id> = Vec::new();
        for part in parts {
            match &self.get(part).node {
                Node::Bool(yes) if *yes == all => {}
                Node::Bool(_) => return part,
                Node::And(inner) if all => found.extend(inner),
                Node::Or(inner) if !all => found.extend(inner),
                _ => found.push(part),
            }
        }
        let mut distinct: Vec<Id> = Vec::new();
        for part in found {
            if !distinct.contains(&part) {
                distinct.push(part);
            }
        }
        match distinct.as_slice() {
            [] => self.bool(all),
            [one] => *one,
            _ => {
                let nullable = distinct.iter().any(|id| self.get(*id).nullable);
                self.truth(if all { Node::And(distinct) } else { Node::Or(distinct) }, nullable)
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "of every other expression the negation is written out")]
    pub fn not(&mut self, a: Id) -> Id {
        let expr = self.get(a).clone();
        match expr.node {
            Node::Bool(yes) => self.bool(!yes),
            Node::Not(inner) => inner,
            Node::Null => a,
            Node::Compare(how, x, y) => self.truth(Node::Compare(opposite(how), x, y), expr.nullable),
            Node::Case { arms, other } => {
                let arms = arms.into_iter().map(|(test, value)| (test, self.not(value))).collect();
                let other = other.map(|other| self.not(other));
                self.case(Kind::Bool, arms, other)
            }
            _ => self.truth(Node::Not(a), expr.nullable),
        }
    }

    /// Whether it is not NULL.
    pub fn known(&mut self, a: Id) -> Id {
        match (self.is_null(a), self.get(a).nullable) {
            (true, _) => self.bool(false),
            (false, false) => self.bool(true),
            (false, true) => self.truth(Node::Known(a), false),
        }
    }

    /// `value` where `on` is not NULL.
    pub fn where_known(&mut self, on: Id, value: Id) -> Id {
        let (test, kind) = (self.known(on), self.get(value).kind);
        self.case(kind, vec![(test, value)], None)
    }

    /// The value behind the first test that holds.
    pub fn case(&mut self, kind: Kind, arms: Vec<(Id, Id)>, other: Option<Id>) -> Id {
        let (mut kept, mut other) = (Vec::new(), other.filter(|id| !self.is_null(*id)));
        for (test, value) in arms {
            if self.get(test).node == Node::Bool(true) {
                other = Some(value).filter(|id| !self.is_null(*id));
                break;
            }
            if !self.is_null(test) && self.get(test).node != Node::Bool(false) {
                kept.push((test, value));
            }
        }
        if let Some(Node::Case { arms, other: last }) = other.map(|other| self.get(other).node.clone()) {
            kept.extend(arms);
            other = last;
        }
        while kept.last().is_some_and(|(_, value)| Some(*value) == other) {
            kept.pop();
        }
        if kept.iter().all(|(_, value)| self.is_null(*value)) {
            return match other {
                Some(other) if kept.is_empty() => other,
                Some(other) => self.keep_case(kind, kept, Some(other)),
                None => self.null(kind),
            };
        }
        self.keep_case(kind, kept, other)
    }

    fn keep_case(&mut self, kind: Kind, kept: Vec<(Id, Id)>, other: Option<Id>) -> Id {
        let values: Vec<Id> = kept.iter().map(|(_, value)| *value).chain(other).collect();
        let nullable = other.is_none() || values.iter().any(|id| self.get(*id).nullable);
        let real = values.iter().filter(|id| !self.is_null(**id)).map(|id| self.get(*id));
        let (low, high, narrow) = real.fold((i128::MAX, i128::MIN, true), |(low, high, narrow), expr| {
            (low.min(expr.low), high.max(expr.high), narrow && expr.narrow)
        });
        self.keep(Expr { node: Node::Case { arms: kept, other }, kind, nullable, low, high, narrow })
    }

    /// The first, or the second where that is NULL.
    pub fn or_else(&mut self, a: Id, b: Id) -> Id {
        let (x, y) = (self.get(a).clone(), self.get(b).clone());
        if !x.nullable {
            return a;
        }
        let (low, high) = (x.low.min(y.low), x.high.max(y.high));
        let narrow = x.narrow && y.narrow;
        self.keep(Expr { node: Node::Else(a, b), kind: x.kind, nullable: y.nullable, low, high, narrow })
    }

    /// The smaller one, NULL where either is.
    pub fn min(&mut self, a: Id, b: Id) -> Id {
        self.extreme(a, b, true)
    }

    /// The larger one, NULL where either is.
    pub fn max(&mut self, a: Id, b: Id) -> Id {
        self.extreme(a, b, false)
    }

    fn extreme(&mut self, a: Id, b: Id, least: bool) -> Id {
        let (x, y) = (self.get(a).clone(), self.get(b).clone());
        if self.is_null(a) || self.is_null(b) || a == b {
            return if self.is_null(b) { b } else { a };
        }
        let (a_wins, b_wins) =
            if least { (x.high <= y.low, y.high <= x.low) } else { (x.low >= y.high, y.low >= x.high) };
        if a_wins || b_wins {
            return if a_wins { self.where_known(b, a) } else { self.where_known(a, b) };
        }
        let (low, high) =
            if least { (x.low.min(y.low), x.high.min(y.high)) } else { (x.low.max(y.low), x.high.max(y.high)) };
        let beyond = if least { Comparison::Above } else { Comparison::Below };
        // Where one is NULL after all, in a row that does not count, the other one must not come out too large.
        let is_outside = |one: &Expr| one.low < low || one.high > high;
        let is_strict = (self.settled[a] && is_outside(&y)) || (self.settled[b] && is_outside(&x));
        let node = match (x.nullable, y.nullable) {
            (true, true) => self.beyond(beyond, a, b, Some(b)),
            (_, _) if is_strict => self.beyond(beyond, a, b, Some(b)),
            (false, false) if least => Node::Least(a, b),
            (false, false) => Node::Greatest(a, b),
            // A NULL makes no comparison hold and comes out of the last branch.
            (true, false) => self.beyond(beyond, a, b, None),
            (false, true) => self.beyond(beyond, b, a, None),
        };
        let nullable = x.nullable || y.nullable;
        self.keep(Expr { node, kind: x.kind, nullable, low, high, narrow: x.narrow && y.narrow })
    }

    /// `b` where `a` lies beyond it, else `a`, where `on` is known.
    fn beyond(&mut self, how: Comparison, a: Id, b: Id, on: Option<Id>) -> Node {
        let test = self.compare(how, a, b);
        match on {
            None => Node::Case { arms: vec![(test, b)], other: Some(a) },
            Some(on) => {
                let known = self.truth(Node::Known(on), false);
                Node::Case { arms: vec![(test, b), (known, a)], other: None }
            }
        }
    }
}

/// The comparison that holds where this one does not.
fn opposite(how: Comparison) -> Comparison {
    match how {
        Comparison::Is => Comparison::IsNot,
        Comparison::IsNot => Comparison::Is,
        Comparison::AtLeast => Comparison::Below,
        Comparison::Below => Comparison::AtLeast,
        Comparison::NoMoreThan => Comparison::Above,
        Comparison::Above => Comparison::NoMoreThan,
    }
}

/// Whether a comparison holds for all values of these ranges, or for none.
fn decided(how: Comparison, (a, b): (i128, i128), (c, d): (i128, i128)) -> (bool, bool) {
    match how {
        Comparison::Is => (a == b && c == d && a == c, b < c || d < a),
        Comparison::IsNot => (b < c || d < a, a == b && c == d && a == c),
        Comparison::AtLeast => (a >= d, b < c),
        Comparison::Below => (b < c, a >= d),
        Comparison::NoMoreThan => (b <= c, a > d),
        Comparison::Above => (a > d, b <= c),
    }
}

/// The range of a result; a divisor is at least one.
fn range(calc: Calc, (a, b): (i128, i128), (c, d): (i128, i128)) -> (i128, i128) {
    let corners = |f: &dyn Fn(i128, i128) -> i128| {
        let all = [f(a, c), f(a, d), f(b, c), f(b, d)];
        all.iter().fold((i128::MAX, i128::MIN), |(low, high), one| (low.min(*one), high.max(*one)))
    };
    match calc {
        Calc::Add => (a + c, b + d),
        Calc::Sub => (a - d, b - c),
        Calc::Mul => corners(&i128::saturating_mul),
        Calc::Div => corners(&|x, y| x / y.max(1)),
        Calc::Mod => (a.min(0).max(1 - d), b.max(0).min(d - 1)),
    }
}
