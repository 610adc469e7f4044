//! Values that are looked up: tables by their axes, brackets, and parameters by date.

use super::super::model::{StandardUse, TableRow};
use super::super::names::ValueOf;
use super::super::program::TraceKind;
use super::super::typed::{Ty, Typed};
use super::{Terms, Unit};
use crate::engine::code::{Op, Slot};
use crate::money::Rounding;
use crate::syntax::ast::{CellValue, Expr};
use crate::syntax::report::{Span, both};

impl Unit<'_> {
    /// The value of a parameter on the day a fact names.
    pub(super) fn dated(&mut self, axis: usize, stretches: &[(i64, i64)], ty: Ty, span: Span) -> Option<Typed> {
        let day = self.value(ValueOf::Fact(axis), span)?;
        if day.ty != Ty::Date {
            self.mismatch(span, Ty::Date, day.ty);
            return None;
        }
        let starts = stretches.iter().map(|(from, _)| *from).collect();
        let values: Vec<Typed> = stretches
            .iter()
            .map(|(_, value)| self.typed(Op::Const(*value), ty, (*value).into(), (*value).into()))
            .collect();
        let (low, high) = bounds(&values);
        Some(self.typed(Op::Tiers { axis: day.slot, starts, values: slots(&values) }, ty, low, high))
    }

    /// A table, looked up, or its brackets added up.
    pub(super) fn standard(&mut self, number: usize, span: Span) -> Option<Typed> {
        if let Some(done) = self.tables.get(&number) {
            return Some(*done);
        }
        if self.open_tables.contains(&number) {
            self.circle(span);
            return None;
        }
        self.open_tables.push(number);
        let result = self.standard_body(number);
        self.open_tables.pop();
        let typed = result?;
        self.tables.insert(number, typed);
        self.trace(ValueOf::Standard(number), TraceKind::LookUp, typed);
        Some(typed)
    }

    fn standard_body(&mut self, number: usize) -> Option<Typed> {
        let standard = self.model.standards.get(number)?;
        let table = standard.table.as_ref()?;
        let mut axes = Vec::new();
        for axis in &standard.axes {
            axes.push(self.value(*axis, standard.span)?);
        }
        let numeric = table.tiers.and_then(|place| axes.get(place).copied());
        let mut fields: Vec<Typed> = Vec::new();
        for rows in &table.fields {
            let values = self.cells(rows.iter().map(|row| &row.value), standard.cell_type())?;
            fields.push(match (&standard.usage, numeric) {
                (StandardUse::Brackets { granule, rounding }, Some(amount)) => {
                    self.brackets(amount, rows, &values, (granule, *rounding), standard.span)?
                }
                (StandardUse::LookUp, Some(by)) => self.tiers(by, rows, &values, standard.ty),
                (_, None) => *values.first()?,
            });
        }
        if table.members.is_empty() {
            return fields.first().copied();
        }
        let (low, high) = bounds(&fields);
        let axes = table.members.iter().filter_map(|(place, size)| Some((axes.get(*place)?.slot, *size))).collect();
        Some(self.typed(Op::Grid { axes, values: slots(&fields) }, standard.ty, low, high))
    }

    fn tiers(&mut self, axis: Typed, rows: &[TableRow], values: &[Typed], ty: Ty) -> Typed {
        self.reaches_down(axis, rows, axis.low);
        let starts = rows.iter().map(|row| row.start).collect();
        let (low, high) = bounds(values);
        self.typed(Op::Tiers { axis: axis.slot, starts, values: slots(values) }, ty, low, high)
    }

    /// The lowest row begins at the smallest value that anything is said of, or before it.
    fn reaches_down(&mut self, axis: Typed, rows: &[TableRow], smallest: i128) {
        // Of a fact the range is declared, and the table was held against it when it was bound.
        let declared = matches!(self.code.ops.get(axis.slot), Some(Op::Fact(_)));
        if let Some(lowest) = rows.first().filter(|_| !declared)
            && i128::from(lowest.start) > smallest
        {
            self.report.error(
                "E06",
                lowest.span,
                both("这张表的最低一档之下没有规定", "the table says nothing below its lowest row"),
                both("补一行，从可能的最小值起", "add a row that starts at the smallest value there can be"),
            );
        }
    }

    /// Each bracket's ratio of the part of the amount that lies in it, added up and rounded once.
    fn brackets(
        &mut self,
        amount: Typed,
        rows: &[TableRow],
        ratios: &[Typed],
        (granule, rounding): (&Expr, Rounding),
        span: Span,
    ) -> Option<Typed> {
        // An amount below nothing earns nothing; from nothing on every part of it has its row.
        self.reaches_down(amount, rows, amount.low.max(0));
        let granule = self.granule(granule, span)?;
        let zero = self.code.push(Op::Const(0));
        let (mut terms, mut high) = (Terms::new(), 0_i128);
        for (place, (row, ratio)) in rows.iter().zip(ratios).enumerate() {
            let start = self.code.push(Op::Const(row.start));
            let until = rows.get(place + 1).map_or(amount.slot, |next| {
                let end = self.code.push(Op::Const(next.start));
                self.code.push(Op::Min(amount.slot, end))
            });
            let part = self.code.push(Op::Sub(until, start));
            terms.push((self.code.push(Op::Max(part, zero)), ratio.slot));
            high = high.max(ratio.high);
        }
        let most = amount.high.max(0).checked_mul(high)? / i128::from(self.model.ratio_unit) + granule.high;
        let op = Op::Share { terms, unit: self.model.ratio_unit, granule: granule.slot, rounding };
        let typed = self.typed(op, Ty::Money, 0, most);
        self.fits(typed, span)
    }

    fn cells<'c>(&mut self, cells: impl Iterator<Item = &'c CellValue>, ty: Ty) -> Option<Vec<Typed>> {
        let mut values = Vec::new();
        for cell in cells {
            let (typed, span) = match cell {
                CellValue::Literal(literal, span) => (self.literal(*literal), *span),
                CellValue::Name(name) => (self.name(name, Some(ty))?, name.span),
            };
            if typed.ty != ty {
                self.mismatch(span, ty, typed.ty);
                return None;
            }
            values.push(typed);
        }
        Some(values)
    }
}

fn slots(values: &[Typed]) -> Vec<Slot> {
    values.iter().map(|typed| typed.slot).collect()
}

fn bounds(values: &[Typed]) -> (i128, i128) {
    let low = values.iter().map(|typed| typed.low).min().unwrap_or(0);
    (low, values.iter().map(|typed| typed.high).max().unwrap_or(0))
}
