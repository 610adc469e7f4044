//! Operations of the kernel to expressions, unknown becoming NULL.

use std::collections::{BTreeMap, BTreeSet};

use super::expr::{Calc, Expr, Exprs, Id, Kind, Node};
use super::share::Share;
use crate::compile::typed::Ty;
use crate::engine::code::{Op, Slot};
use crate::engine::run::compares;
use crate::kernel::Kernel;
use crate::money::Rounding;
use crate::syntax::ast::Comparison;

/// A ratio given as a fact is a whole number of these: 12.5% is 1250.
pub(super) const RATIO_PARTS: i64 = 10_000;

/// A kernel on its way to SQL.
pub(super) struct Lower<'a> {
    pub kernel: &'a Kernel,
    pub exprs: Exprs,
    /// The size of the document's unit of ratios.
    pub unit: i64,
    /// Facts whose columns are declared NOT NULL, by place in the kernel.
    pub never_null: BTreeSet<usize>,
    /// Facts that are known where an award is computed, as a requirement that holds has read them.
    pub settled: BTreeSet<usize>,
    memo: BTreeMap<(Slot, Kind, bool), Id>,
    /// The slots behind expressions, for their names.
    pub slots: BTreeMap<Id, Slot>,
}

impl<'a> Lower<'a> {
    pub fn new(kernel: &'a Kernel, unit: i64, never_null: BTreeSet<usize>) -> Self {
        Self {
            kernel,
            exprs: Exprs::default(),
            unit,
            never_null,
            settled: BTreeSet::new(),
            memo: BTreeMap::new(),
            slots: BTreeMap::new(),
        }
    }

    pub fn int(&mut self, slot: Slot) -> Id {
        self.value(slot, Kind::Int)
    }

    pub fn bool(&mut self, slot: Slot) -> Id {
        self.value(slot, Kind::Bool)
    }

    pub fn date(&mut self, slot: Slot) -> Id {
        self.value(slot, Kind::Date)
    }

    /// A slot as an expression of this kind.
    pub fn value(&mut self, slot: Slot, kind: Kind) -> Id {
        let key = (slot, kind, !self.settled.is_empty());
        if let Some(id) = self.memo.get(&key) {
            return *id;
        }
        let op = self.kernel.code.ops[slot].clone();
        let id = self.op(&op, kind);
        let id = self.as_kind(id, kind);
        self.memo.insert(key, id);
        self.slots.entry(id).or_insert(slot);
        id
    }

    fn op(&mut self, op: &Op, kind: Kind) -> Id {
        match op {
            Op::Const(value) => self.constant(*value, kind),
            Op::Fact(number) => self.fact(*number),
            // Folding leaves none of these in a kernel.
            Op::Switch(_) | Op::Column(_) | Op::Outer(_) | Op::Listed { .. } | Op::Aggregate(_) => {
                self.exprs.null(kind)
            }
            Op::Add(a, b) => self.two(Calc::Add, *a, *b),
            Op::Sub(a, b) => self.two(Calc::Sub, *a, *b),
            Op::Multiply(a, b) => self.two(Calc::Mul, *a, *b),
            Op::Share { terms, unit, granule, rounding } => self.share(terms, *unit, *granule, *rounding),
            Op::Min(a, b) => {
                let (a, b) = self.both(*a, *b);
                self.exprs.min(a, b)
            }
            Op::Max(a, b) => {
                let (a, b) = self.both(*a, *b);
                self.exprs.max(a, b)
            }
            Op::Compare(how, a, b) => self.comparison(*how, *a, *b),
            Op::And(a, b) => {
                let parts = [self.bool(*a), self.bool(*b)];
                self.exprs.and(parts)
            }
            Op::Or(a, b) => {
                let parts = [self.bool(*a), self.bool(*b)];
                self.exprs.or(parts)
            }
            Op::Not(a) => {
                let inner = self.bool(*a);
                self.exprs.not(inner)
            }
            Op::Select { test, yes, no } => self.select(*test, *yes, *no, kind),
            Op::Tiers { axis, starts, values } => self.tiers(*axis, starts, values, kind),
            Op::Grid { axes, values } => self.grid(axes, values, kind),
            Op::YearStart(day) => self.year_start(*day),
            Op::AnniversaryEve(day) => self.anniversary_eve(*day),
            Op::Plus(day, duration) => self.plus(*day, *duration),
            Op::Days(a, b) => self.days(*a, *b),
            Op::ByDays(slots) => self.by_days(*slots),
        }
    }

    pub(super) fn constant(&mut self, value: i64, kind: Kind) -> Id {
        match kind {
            Kind::Int | Kind::Text => self.exprs.int(value),
            Kind::Bool => self.exprs.bool(value != 0),
            Kind::Date => self.exprs.date(value),
        }
    }

    /// The column of a fact; a member's is text, a ratio's so many parts of [`RATIO_PARTS`].
    fn fact(&mut self, number: usize) -> Id {
        let Some(place) = self.kernel.facts.iter().position(|fact| fact.number == number) else {
            return self.exprs.null(Kind::Int);
        };
        let fact = &self.kernel.facts[place];
        let settled = self.settled.contains(&place);
        let kind = column_kind(fact.ty);
        let scale = if fact.ty == Ty::Ratio { self.unit / RATIO_PARTS } else { 1 };
        let (low, high) = (i128::from(fact.low / scale), i128::from(fact.high / scale));
        let nullable = !settled && !self.never_null.contains(&place);
        let column = Expr { node: Node::Column { place, settled }, kind, nullable, low, high, narrow: false };
        let column = self.exprs.keep(column);
        let scale = self.exprs.int(scale);
        if kind == Kind::Int { self.exprs.calc(Calc::Mul, column, scale) } else { column }
    }

    /// What a slot is, where that does not depend on who asks: nothing for constants alone.
    pub(super) fn natural(&self, slot: Slot) -> Option<Kind> {
        match &self.kernel.code.ops[slot] {
            Op::Const(_) | Op::Switch(_) | Op::Column(_) | Op::Outer(_) | Op::Aggregate(_) => None,
            Op::Fact(number) => {
                let fact = self.kernel.facts.iter().find(|fact| fact.number == *number)?;
                Some(if column_kind(fact.ty) == Kind::Text { Kind::Int } else { column_kind(fact.ty) })
            }
            Op::Add(..) | Op::Sub(..) | Op::Multiply(..) | Op::Share { .. } | Op::Days(..) | Op::ByDays(_) => {
                Some(Kind::Int)
            }
            Op::Min(a, b) | Op::Max(a, b) => {
                let is_date = [*a, *b].iter().any(|slot| self.natural(*slot) == Some(Kind::Date));
                Some(if is_date { Kind::Date } else { Kind::Int })
            }
            Op::Compare(..) | Op::And(..) | Op::Or(..) | Op::Not(_) | Op::Listed { .. } => Some(Kind::Bool),
            Op::Select { yes, no, .. } => self.natural(*yes).or_else(|| self.natural(*no)),
            Op::Tiers { values, .. } | Op::Grid { values, .. } => values.iter().find_map(|slot| self.natural(*slot)),
            Op::YearStart(_) | Op::AnniversaryEve(_) | Op::Plus(..) => Some(Kind::Date),
        }
    }

    /// The same value as another kind: members by their rank, yes and no as one and nothing.
    fn as_kind(&mut self, id: Id, kind: Kind) -> Id {
        match (self.exprs.get(id).kind, kind) {
            (Kind::Text, Kind::Int) => self.rank(id),
            (Kind::Bool, Kind::Int) => {
                let (one, zero, no) = (self.exprs.int(1), self.exprs.int(0), self.exprs.not(id));
                let other = if self.exprs.get(id).nullable { None } else { Some(zero) };
                self.exprs.case(Kind::Int, vec![(id, one), (no, zero)], other)
            }
            (Kind::Int, Kind::Bool) => {
                let zero = self.exprs.int(0);
                self.exprs.compare(Comparison::IsNot, id, zero)
            }
            (_, _) => id,
        }
    }

    fn rank(&mut self, column: Id) -> Id {
        let members = self.members(column);
        let nullable = self.exprs.get(column).nullable;
        let mut arms = Vec::new();
        for (rank, member) in members.iter().enumerate() {
            let id = self.exprs.text(member);
            let is_it = self.exprs.compare(Comparison::Is, column, id);
            arms.push((is_it, self.exprs.int(i64::try_from(rank).unwrap_or(0))));
        }
        let other = if nullable { None } else { arms.pop().map(|(_, value)| value) };
        self.exprs.case(Kind::Int, arms, other)
    }

    /// The ids of the members that a text column may hold.
    pub(super) fn members(&self, column: Id) -> Vec<String> {
        if let Node::Column { place, .. } = self.exprs.get(column).node {
            return self.kernel.facts[place].members.clone();
        }
        Vec::new()
    }

    /// The column itself where a slot is a fact of members.
    pub(super) fn member_column(&mut self, slot: Slot) -> Option<Id> {
        let Op::Fact(number) = self.kernel.code.ops[slot] else { return None };
        let column = self.fact(number);
        (self.exprs.get(column).kind == Kind::Text).then_some(column)
    }

    pub(super) fn constant_of(&self, slot: Slot) -> Option<i64> {
        if let Op::Const(value) = self.kernel.code.ops[slot] { Some(value) } else { None }
    }

    fn two(&mut self, calc: Calc, a: Slot, b: Slot) -> Id {
        let (a, b) = (self.int(a), self.int(b));
        self.exprs.calc(calc, a, b)
    }

    /// Both as days where either is one, else both as numbers.
    fn both(&mut self, a: Slot, b: Slot) -> (Id, Id) {
        let is_date = [a, b].iter().any(|slot| self.natural(*slot) == Some(Kind::Date));
        let kind = if is_date { Kind::Date } else { Kind::Int };
        (self.value(a, kind), self.value(b, kind))
    }

    fn comparison(&mut self, how: Comparison, a: Slot, b: Slot) -> Id {
        if a == b {
            // A comparison with itself says no more than that the value is known.
            let kind = self.natural(a).unwrap_or(Kind::Int);
            let subject = self.member_column(a).unwrap_or_else(|| self.value(a, kind));
            let outcome = self.exprs.bool(compares(how, 0, 0));
            return self.exprs.where_known(subject, outcome);
        }
        if let (Some(column), Some(value)) = (self.member_column(a), self.constant_of(b)) {
            return self.among(column, |rank| compares(how, rank, value));
        }
        if let (Some(value), Some(column)) = (self.constant_of(a), self.member_column(b)) {
            return self.among(column, |rank| compares(how, value, rank));
        }
        let kind = self.natural(a).or_else(|| self.natural(b)).unwrap_or(Kind::Int);
        let (a, b) = (self.value(a, kind), self.value(b, kind));
        self.exprs.compare(how, a, b)
    }

    /// Whether a column holds a member whose rank fits.
    pub(super) fn among(&mut self, column: Id, fits: impl Fn(i64) -> bool) -> Id {
        let members = self.members(column);
        let rank = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let found: Vec<String> =
            members.iter().enumerate().filter(|(at, _)| fits(rank(*at))).map(|(_, id)| id.clone()).collect();
        let all_or_none = found.len() == members.len() || found.is_empty();
        if all_or_none {
            let outcome = self.exprs.bool(!found.is_empty());
            return self.exprs.where_known(column, outcome);
        }
        let rest: Vec<&String> = members.iter().filter(|member| !found.contains(member)).collect();
        if let ([one], true) = (rest.as_slice(), found.len() > 1) {
            let text = self.exprs.text(one);
            return self.exprs.compare(Comparison::IsNot, column, text);
        }
        let texts: Vec<Id> = found.iter().map(|member| self.exprs.text(member)).collect();
        if let [one] = texts.as_slice() {
            return self.exprs.compare(Comparison::Is, column, *one);
        }
        let nullable = self.exprs.get(column).nullable;
        self.exprs.truth(Node::Among(column, texts), nullable)
    }

    fn share(&mut self, terms: &[(Slot, Slot)], unit: i64, granule: Slot, rounding: Rounding) -> Id {
        let terms = terms.iter().map(|(money, ratio)| (self.int(*money), self.int(*ratio))).collect();
        let granule = self.int(granule);
        let granule = self.above_zero(granule);
        Share { terms, unit, granule, rounding }.rounded(&mut self.exprs)
    }

    /// A number where it is above zero, so that it can divide.
    pub(super) fn above_zero(&mut self, number: Id) -> Id {
        let expr = self.exprs.get(number).clone();
        if expr.low > 0 {
            return number;
        }
        let zero = self.exprs.int(0);
        let test = self.exprs.compare(Comparison::Above, number, zero);
        let guarded = self.exprs.case(Kind::Int, vec![(test, number)], None);
        let known = self.exprs.get(guarded).clone();
        self.exprs.keep(Expr { low: expr.low.max(1), ..known })
    }

    /// An unknown test leaves the result unknown; what is the same either way was folded before.
    fn select(&mut self, test: Slot, yes: Slot, no: Slot, kind: Kind) -> Id {
        let (test, yes, no) = (self.bool(test), self.value(yes, kind), self.value(no, kind));
        if !self.exprs.get(test).nullable {
            return self.exprs.case(kind, vec![(test, yes)], Some(no));
        }
        let otherwise = self.exprs.not(test);
        self.exprs.case(kind, vec![(test, yes), (otherwise, no)], None)
    }
}

/// How a fact of this type stands in its column.
pub(super) fn column_kind(ty: Ty) -> Kind {
    match ty {
        Ty::Money | Ty::Exact(_) | Ty::Ratio | Ty::Integer | Ty::Duration(_) => Kind::Int,
        Ty::Date => Kind::Date,
        Ty::Bool => Kind::Bool,
        Ty::Member(_) | Ty::Text => Kind::Text,
    }
}
