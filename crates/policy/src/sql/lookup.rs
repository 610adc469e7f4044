//! Tables: rows by a number or a day, and matrices by members.

use super::expr::{Id, Kind};
use super::lower::Lower;
use crate::engine::code::{Op, Slot};
use crate::syntax::ast::Comparison;

/// A field of a matrix: its slot, or nothing where the fields that an unknown axis leaves open do not agree.
type Field = Option<Slot>;

impl Lower<'_> {
    /// The value of the last row that starts no later than the axis.
    pub(super) fn tiers(&mut self, axis: Slot, starts: &[i64], values: &[Slot], kind: Kind) -> Id {
        let by = if self.natural(axis) == Some(Kind::Date) { Kind::Date } else { Kind::Int };
        let at = self.value(axis, by);
        let (low, high) = (self.exprs.get(at).low, self.exprs.get(at).high);
        let first = starts.partition_point(|start| i128::from(*start) <= low).saturating_sub(1);
        let rows: Vec<(i64, Slot)> = starts
            .iter()
            .copied()
            .zip(values.iter().copied())
            .skip(first)
            .filter(|(start, _)| i128::from(*start) <= high)
            .collect();
        let mut arms = Vec::new();
        for (place, (start, value)) in rows.iter().enumerate().rev() {
            let value = self.value(*value, kind);
            let lowest = place == 0 && i128::from(*start) <= low;
            let test = if lowest {
                self.exprs.known(at)
            } else {
                let start = self.constant(*start, by);
                self.exprs.compare(Comparison::AtLeast, at, start)
            };
            arms.push((test, value));
        }
        // Of rows with the same value the lower start is enough.
        let mut joined: Vec<(Id, Id)> = Vec::new();
        for (test, value) in arms {
            match joined.last_mut() {
                Some(last) if last.1 == value => last.0 = test,
                Some(_) | None => joined.push((test, value)),
            }
        }
        self.exprs.case(kind, joined, None)
    }

    /// A field of a matrix, the last axis fastest.
    pub(super) fn grid(&mut self, axes: &[(Slot, usize)], values: &[Slot], kind: Kind) -> Id {
        let fields: Vec<Field> = values.iter().map(|slot| Some(*slot)).collect();
        self.fields(axes, &fields, kind)
    }

    fn fields(&mut self, axes: &[(Slot, usize)], fields: &[Field], kind: Kind) -> Id {
        let Some(((asked, size), others)) = axes.split_first() else {
            return match fields.first() {
                Some(Some(slot)) => self.value(*slot, kind),
                Some(None) | None => self.exprs.null(kind),
            };
        };
        let width = fields.len() / (*size).max(1);
        let parts: Vec<&[Field]> = fields.chunks(width.max(1)).collect();
        let whole: Vec<Id> = parts.iter().map(|part| self.fields(others, part, kind)).collect();
        if let Some(condition) = self.yes_no(*asked, &whole, kind) {
            return condition;
        }
        let mut arms: Vec<(Id, Id)> = Vec::new();
        let mut done: Vec<Id> = Vec::new();
        for value in &whole {
            if !done.contains(value) {
                done.push(*value);
                let test = self.axis_among(*asked, |member| whole.get(member) == Some(value));
                arms.push((test, *value));
            }
        }
        if self.may_be_unknown(*asked) {
            let merged = self.merged(&parts);
            let unknown = self.fields(others, &merged, kind);
            if self.exprs.is_null(unknown) {
                // Only one of the tests can hold: what leads to nothing may be left out.
                arms.retain(|(_, value)| !self.exprs.is_null(*value));
            }
            return self.exprs.case(kind, arms, Some(unknown));
        }
        let last = arms.pop().map(|(_, value)| value);
        self.exprs.case(kind, arms, last)
    }

    /// A single axis with nothing but yes and no behind it is the question whether it is one of those with yes.
    fn yes_no(&mut self, axis: Slot, whole: &[Id], kind: Kind) -> Option<Id> {
        let (yes, no) = (self.exprs.bool(true), self.exprs.bool(false));
        let is_plain = kind == Kind::Bool && whole.iter().all(|id| *id == yes || *id == no);
        let is_mixed = whole.contains(&yes) && whole.contains(&no);
        (is_plain && is_mixed).then(|| self.axis_among(axis, |member| whole.get(member) == Some(&yes)))
    }

    /// The fields where this axis is unknown: those that are the same whatever the facts, over all its members.
    fn merged(&self, parts: &[&[Field]]) -> Vec<Field> {
        let code = &self.kernel.code;
        let fixed = |field: &Field| field.filter(|slot| code.fixed[*slot] && matches!(code.ops[*slot], Op::Const(_)));
        let Some(first) = parts.first() else { return Vec::new() };
        let agree = |(at, field): (usize, &Field)| {
            let value = fixed(field).map(|slot| &code.ops[slot]);
            let same = parts.iter().all(|part| part.get(at).and_then(fixed).map(|slot| &code.ops[slot]) == value);
            if same { fixed(field) } else { None }
        };
        first.iter().enumerate().map(agree).collect()
    }

    fn may_be_unknown(&mut self, axis: Slot) -> bool {
        let kind = self.natural(axis).unwrap_or(Kind::Int);
        let value = self.member_column(axis).unwrap_or_else(|| self.value(axis, kind));
        self.exprs.get(value).nullable
    }

    /// Whether an axis has one of the members that fit.
    fn axis_among(&mut self, axis: Slot, fits: impl Fn(usize) -> bool) -> Id {
        let fits = |rank: i64| usize::try_from(rank).is_ok_and(&fits);
        if let Some(column) = self.member_column(axis) {
            return self.among(column, fits);
        }
        if self.natural(axis) == Some(Kind::Bool) {
            let test = self.bool(axis);
            return match (fits(1), fits(0)) {
                (true, false) => test,
                (false, true) => self.exprs.not(test),
                (both, _) => {
                    let outcome = self.exprs.bool(both);
                    self.exprs.where_known(test, outcome)
                }
            };
        }
        let number = self.int(axis);
        let (low, high) = (self.exprs.get(number).low, self.exprs.get(number).high);
        let ranks = (0..4_096_i64).filter(|rank| (low..=high).contains(&i128::from(*rank)));
        let ranks: Vec<i64> = ranks.collect();
        if ranks.iter().all(|rank| fits(*rank)) {
            let yes = self.exprs.bool(true);
            return self.exprs.where_known(number, yes);
        }
        let mut tests = Vec::new();
        for rank in ranks.into_iter().filter(|rank| fits(*rank)) {
            let rank = self.exprs.int(rank);
            tests.push(self.exprs.compare(Comparison::Is, number, rank));
        }
        self.exprs.or(tests)
    }
}
