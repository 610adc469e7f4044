//! Holds every 改 to what the document above allows: the same type and axes, and not past the bound.

mod deadlines;

use super::Compiler;
use super::marks::Bound;
use super::merge::Amended;
use super::model::{ParameterValue, TableRow};
use super::names::ValueOf;
use super::typed::Ty;
use crate::decide::Decider;
use crate::engine::code::Cell;
use crate::syntax::ast::{Args, Attr, CellValue, Statement};
use crate::syntax::keyword::{AttrWord as A, Head};
use crate::syntax::report::{Span, both};
use crate::text::Lang;

/// A value from a point on, and where it is written.
struct From {
    start: i64,
    value: i64,
    span: Span,
}

/// The values of a parameter, or of a table for one combination of members.
struct Values {
    /// The fact that the starts are days of, where there is one to compare.
    by: Option<String>,
    /// By ascending start.
    from: Vec<From>,
}

impl Values {
    /// The same values in a finer unit.
    fn scale(&mut self, parts: i64) {
        for one in &mut self.from {
            one.value = one.value.saturating_mul(parts);
        }
    }
}

impl Compiler {
    /// Every 改, once the document is understood.
    pub(super) fn hold_bounds(&mut self, parent: &Self) {
        for amended in std::mem::take(&mut self.amended) {
            let head = amended.new.head;
            if head == Head::Parameter {
                self.hold_parameter(parent, &amended);
            } else if matches!(head, Head::Standard | Head::Brackets) {
                self.hold_table(parent, &amended);
            } else if head == Head::Step {
                self.hold_step(parent, &amended);
            }
        }
    }

    /// The value that a statement of either document declares.
    fn value_of(&self, statement: &Statement) -> Option<ValueOf> {
        self.names.lookup(super::names::Kind::Value, &statement.decls().first()?.name.text)?.value
    }

    fn hold_parameter(&mut self, parent: &Self, amended: &Amended) {
        let (Some(ValueOf::Parameter(old)), Some(ValueOf::Parameter(new))) =
            (parent.value_of(&amended.old), self.value_of(&amended.new))
        else {
            return;
        };
        let (old_ty, new_ty) = (parent.plan.parameters[old].ty.clone(), self.plan.parameters[new].ty.clone());
        if old_ty != new_ty {
            return self.retyped(&amended.new);
        }
        if amended.bound == Bound::Free {
            return;
        }
        let ty = self.model.parameters[new].ty;
        let (olds, news) = (parent.stretches(old, &amended.old), self.stretches(new, &amended.new));
        let (Some(mut olds), Some(news)) = (olds, news) else { return self.not_comparable(&amended.new) };
        olds.scale(self.scale(parent, ty));
        self.hold(amended, ty, &olds, &news);
    }

    /// The values of a parameter by their starts; nothing where another notice sets it.
    fn stretches(&self, number: usize, statement: &Statement) -> Option<Values> {
        let starts = match &self.model.parameters.get(number)?.value {
            ParameterValue::Number(value) => {
                let (_, span) = statement.literal()?;
                return Some(Values { by: None, from: vec![From { start: i64::MIN, value: *value, span }] });
            }
            ParameterValue::Dated(axis, starts) => (Some(self.plan.facts.get(*axis)?.id.clone()), starts),
            ParameterValue::SetElsewhere(_) => return None,
        };
        let from =
            |((start, value), attr): (&(i64, i64), &Attr)| From { start: *start, value: *value, span: attr.span };
        Some(Values { by: starts.0, from: starts.1.iter().zip(statement.all(A::From)).map(from).collect() })
    }

    /// How many parts of a ratio here one part above is; 1 for all else.
    fn scale(&self, parent: &Self, ty: Ty) -> i64 {
        if ty == Ty::Ratio { self.model.ratio_unit / parent.model.ratio_unit } else { 1 }
    }

    fn hold_table(&mut self, parent: &Self, amended: &Amended) {
        let (Some(ValueOf::Standard(old)), Some(ValueOf::Standard(new))) =
            (parent.value_of(&amended.old), self.value_of(&amended.new))
        else {
            return;
        };
        let (above, here) = (&parent.plan.standards[old], &self.plan.standards[new]);
        let rounding = |compiler: &Self, statement: &Statement| {
            statement.attr(A::RoundTo).map(|attr| compiler.sense(attr)).unwrap_or_default()
        };
        let same_rounding = rounding(parent, &amended.old) == rounding(self, &amended.new);
        if above.ty != here.ty || above.axes != here.axes || !same_rounding {
            return self.retyped(&amended.new);
        }
        let (Some(above), Some(here)) =
            (parent.model.standards[old].table.clone(), self.model.standards[new].table.clone())
        else {
            return;
        };
        if amended.bound == Bound::Free {
            return;
        }
        let ty = self.model.standards[new].cell_type();
        let scale = self.scale(parent, ty);
        for (old_rows, new_rows) in above.fields.iter().zip(&here.fields) {
            let (olds, news) = (parent.plain(old_rows, ty), self.plain(new_rows, ty));
            let (Some(mut olds), Some(news)) = (olds, news) else { return self.not_comparable(&amended.new) };
            olds.scale(scale);
            self.hold(amended, ty, &olds, &news);
        }
    }

    /// Rows as numbers; nothing where a cell names another value.
    fn plain(&self, rows: &[TableRow], ty: Ty) -> Option<Values> {
        let number = |row: &TableRow| {
            let CellValue::Literal(literal, _) = &row.value else { return None };
            Some(From { start: row.start, value: self.as_number(*literal, ty)?, span: row.span })
        };
        Some(Values { by: None, from: rows.iter().map(number).collect::<Option<Vec<From>>>()? })
    }

    /// Every new value against the old one that it takes the place of.
    fn hold(&mut self, amended: &Amended, ty: Ty, olds: &Values, news: &Values) {
        let one_axis = olds.by.is_none() || news.by.is_none() || olds.by == news.by;
        let (olds, news) = (&olds.from, &news.from);
        let at = |values: &[From], point: i64| values.iter().rposition(|one| one.start <= point);
        let mut points: Vec<i64> = olds.iter().chain(news).map(|one| one.start).collect();
        points.sort_unstable();
        let mut pairs: Vec<(usize, usize)> = if one_axis {
            points.into_iter().filter_map(|point| Some((at(olds, point)?, at(news, point)?))).collect()
        } else {
            (0..news.len()).flat_map(|new| (0..olds.len()).map(move |old| (old, new))).collect()
        };
        pairs.dedup();
        for (old, new) in pairs {
            let (old, new) = (&olds[old], &news[new]);
            let within = match amended.bound {
                Bound::Free | Bound::Stricter => true,
                Bound::Up => new.value >= old.value,
                Bound::Down => new.value <= old.value,
                Bound::Between(low, high) => {
                    let end = |literal| self.as_number(literal, ty);
                    end(low).is_some_and(|low| new.value >= low) && end(high).is_some_and(|high| new.value <= high)
                }
            };
            if !within {
                return self.past(amended, ty, old, new);
            }
        }
    }

    fn past(&mut self, amended: &Amended, ty: Ty, old: &From, new: &From) {
        let shown = |value: i64, lang: Lang| {
            let value = Decider::new(&self.plan, &self.compiled).public_value(ty, Cell::known(value));
            value.map_or_else(String::new, |value| self.plan.show("", &value, lang))
        };
        let (zh, en) = self.allowed(amended, ty, &shown);
        let name = &amended.new.decls()[0].name.text;
        let message = both(
            format!("`{name}` 改为 {}，上级是 {}，{zh}", shown(new.value, Lang::Zh), shown(old.value, Lang::Zh)),
            format!(
                "`{name}` becomes {}; above it is {}, and {en}",
                shown(new.value, Lang::En),
                shown(old.value, Lang::En)
            ),
        );
        self.report.error("E18", new.span, message, both("改回许可的范围内", "keep within what is allowed"));
    }

    /// What the bound allows, in both tongues.
    fn allowed(&self, amended: &Amended, ty: Ty, shown: &dyn Fn(i64, Lang) -> String) -> (String, String) {
        match amended.bound {
            Bound::Free | Bound::Stricter => (String::new(), String::new()),
            Bound::Up => ("只许增加".to_owned(), "it may only go up".to_owned()),
            Bound::Down => ("只许减少".to_owned(), "it may only go down".to_owned()),
            Bound::Between(low, high) => {
                let end = |literal, lang| self.as_number(literal, ty).map(|end| shown(end, lang)).unwrap_or_default();
                (
                    format!("只许在 {} 至 {} 之间", end(low, Lang::Zh), end(high, Lang::Zh)),
                    format!("it may go from {} to {}", end(low, Lang::En), end(high, Lang::En)),
                )
            }
        }
    }

    fn retyped(&mut self, new: &Statement) {
        self.report.error(
            "E18",
            new.span,
            both(
                "改写须保持上级的类型、表的轴和取整",
                "an amendment keeps the type, the axes of a table and the rounding",
            ),
            both("只改数值", "change the values alone"),
        );
    }

    fn not_comparable(&mut self, new: &Statement) {
        self.report.error(
            "E18",
            new.span,
            both(
                "有限定的改写须写明数值，两边才能比较",
                "a bounded amendment gives plain values, so that both can be compared",
            ),
            both("写数值，不写名称或 `另定`", "write values, not names or `set-elsewhere`"),
        );
    }
}
