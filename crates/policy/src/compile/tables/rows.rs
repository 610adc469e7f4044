//! List tables: one row after the other, axes first, values last.

use super::super::Compiler;
use super::super::declare::public_value;
use super::super::model::{FactModel, TableModel, TableRow};
use super::super::names::{Kind, ValueOf};
use super::super::typed::Ty;
use super::{Entry, place_of, standard_row};
use crate::plan::clause::{Cell, Table};
use crate::plan::money_rules::StandardRow;
use crate::syntax::ast::{CellValue, Literal};
use crate::syntax::report::{Span, both};
use crate::text::Lang;
use crate::value::Value;

/// One row as read: the field it belongs to, what it spans on the numeric axis, and its value.
struct Read {
    field: usize,
    start: i64,
    /// The last value that belongs to it, where the row says so.
    last: Option<i64>,
    value: CellValue,
    span: Span,
    shown: Value,
}

/// Where a cell stands on the numeric axis: first value, last value if said, and the first as it is shown.
type Reach = (i64, Option<i64>, Value);

impl Compiler {
    /// Binds the value column `column` of a list table with so many axis columns.
    pub(super) fn bind_list(&mut self, number: usize, axes: usize, column: usize, table: &Table) {
        let span = table.head.get(column).map(place_of).unwrap_or_default();
        if self.model.standards[number].axes.len() != axes {
            self.table_error(span, "这张表的轴数不对", "this table has the wrong number of axes");
            return;
        }
        for place in 0..axes {
            self.check_head(number, place, &table.head[place]);
        }
        let Some(mut model) = self.empty(number, span) else { return };
        let mut read: Vec<Read> = Vec::new();
        for row in &table.rows {
            if let Some(one) = self.read_row(number, &model, axes, column, row) {
                read.push(one);
            }
        }
        for field in 0..model.fields.len() {
            let rows: Vec<&Read> = read.iter().filter(|row| row.field == field).collect();
            // The row that seems to be missing may be the one that could not be read.
            if rows.is_empty() && read.len() < table.rows.len() {
                continue;
            }
            self.check_field(number, &model, field, &rows);
        }
        for row in read {
            model.fields[row.field].push(TableRow { start: row.start, value: row.value, span: row.span });
        }
        for rows in &mut model.fields {
            rows.sort_by_key(|row| row.start);
        }
        self.bound(number, model, span);
    }

    /// An axis column bears the name of its axis.
    fn check_head(&mut self, number: usize, place: usize, head: &Cell) {
        let axis = self.model.standards[number].axes[place];
        let named = self.names.lookup(Kind::Value, &head.text).and_then(|symbol| symbol.value);
        if named != Some(axis) {
            let name = self.axis_name(axis);
            self.table_error(
                place_of(head),
                &format!("这一列的表头应是「{name}」"),
                &format!("the head of this column must be `{name}`"),
            );
        }
    }

    fn axis_name(&self, axis: ValueOf) -> String {
        let text = match axis {
            ValueOf::Fact(n) => self.plan.facts.get(n).map(|one| &one.text),
            ValueOf::Quantity(n) => self.plan.quantities.get(n).map(|one| &one.text),
            ValueOf::Parameter(n) => self.plan.parameters.get(n).map(|one| &one.text),
            ValueOf::Standard(n) => self.plan.standards.get(n).map(|one| &one.text),
            ValueOf::Switch(n) => self.plan.switches.get(n).map(|one| &one.text),
        };
        text.map(|text| text.zh.clone()).unwrap_or_default()
    }

    fn read_row(
        &mut self,
        number: usize,
        model: &TableModel,
        axes: usize,
        column: usize,
        row: &[Cell],
    ) -> Option<Read> {
        let (mut field, mut at, mut reach) = (0, Vec::new(), None);
        for (place, cell) in row.iter().enumerate().take(axes) {
            if model.tiers == Some(place) {
                let found = self.reach(number, place, cell)?;
                at.push(found.2.clone());
                reach = Some(found);
                continue;
            }
            let (member, value) = self.axis_member(number, place, cell)?;
            let size = model.members.iter().find(|(axis, _)| *axis == place).map_or(0, |(_, size)| *size);
            field = field * size + usize::try_from(member).ok()?;
            at.push(value);
        }
        let cell = row.get(column)?;
        let value = self.cell_value(cell)?;
        let rows = &mut self.plan.standards[number].rows;
        rows.push(standard_row(at, &value, &cell.text));
        let shown = rows.last().and_then(|row: &StandardRow| row.at.last()).cloned().unwrap_or(Value::Bool(true));
        let (start, last, shown) = reach.unwrap_or((i64::MIN, None, shown));
        Some(Read { field, start, last, value, span: row.first().map(place_of).unwrap_or_default(), shown })
    }

    /// Where a cell of the numeric axis begins and, where it says so, ends.
    fn reach(&mut self, number: usize, place: usize, cell: &Cell) -> Option<Reach> {
        let axis = *self.model.standards[number].axes.get(place)?;
        let (ty, span) = (self.model.of_value(axis)?.ty, place_of(cell));
        match self.entry(cell) {
            Entry::From(literal) => Some((self.number_of(literal, ty, span)?, None, public_value(literal))),
            Entry::Value(CellValue::Literal(literal @ Literal::Int(_), _)) if ty == Ty::Integer => {
                let only = self.number_of(literal, ty, span)?;
                Some((only, Some(only), public_value(literal)))
            }
            Entry::Between { low, high } => {
                let (first, last) = (self.number_of(low.0, ty, span)?, self.number_of(high.0, ty, span)?);
                let first = if low.1 { first } else { ty.moved(first, 1) };
                let last = if high.1 { last } else { ty.moved(last, -1) };
                if last < first {
                    self.table_error(span, "这一行的止点在起点之前", "this row ends before it begins");
                    return None;
                }
                Some((first, Some(last), public_value(low.0)))
            }
            Entry::Nothing | Entry::Value(_) | Entry::Code => {
                self.report.error(
                    "E06",
                    span,
                    both("这里应是 `…起` 或 `… 至 …`", "this must be `…起` or `… 至 …`"),
                    super::cells::row_help(),
                );
                None
            }
            Entry::Unread => None,
        }
    }

    /// No gap, no overlap, none twice, none out of order or out of reach.
    fn check_field(&mut self, number: usize, model: &TableModel, field: usize, rows: &[&Read]) {
        let name = self.plan.standards[number].text.zh.clone();
        let Some(place) = model.tiers else {
            self.check_members(number, model, field, rows, &name);
            return;
        };
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            self.missing_field(number, model, field, &name);
            return;
        };
        let axis = self.model.standards[number].axes[place];
        let Some(range) = self.model.of_value(axis) else { return };
        let rising = first.start < last.start;
        for pair in rows.windows(2) {
            let [a, b] = pair else { continue };
            if a.start == b.start {
                let zh = format!("表「{name}」这一行与另一行起点相同");
                self.table_error(b.span, &zh, "two rows begin at the same value");
            } else if (a.start < b.start) != rising {
                let zh = format!("表「{name}」的行升降混杂");
                self.table_error(b.span, &zh, "the rows neither rise nor fall throughout");
            }
        }
        self.check_joins(range, rows, &name);
        for row in rows.iter().filter(|row| row.start > range.high || row.last.unwrap_or(row.start) < range.low) {
            let (zh, en) = (format!("表「{name}」这一行永远用不到"), "this row can never be reached");
            self.report.warning(
                "W01",
                row.span,
                both(zh, en),
                both("对照事实的范围改正", "compare it with the range of the fact"),
            );
        }
    }

    /// Each row that says where it ends must end where the next begins; the ends of the axis are covered.
    fn check_joins(&mut self, range: FactModel, rows: &[&Read], name: &str) {
        let mut sorted: Vec<&Read> = rows.to_vec();
        sorted.sort_by_key(|row| row.start);
        let declared = range.low > i64::MIN;
        if let Some(lowest) = sorted.first()
            && declared
            && lowest.start > range.low
        {
            let (zh, en) = (
                format!("表「{name}」在 {} 以下没有规定", lowest.shown),
                format!("the table says nothing below {}", self.plan.show("", &lowest.shown, Lang::En)),
            );
            self.table_error(lowest.span, &zh, &en);
        }
        for pair in sorted.windows(2) {
            let [a, b] = pair else { continue };
            let Some(last) = a.last else { continue };
            if range.ty.moved(last, 1) != b.start {
                let (zh, en) = if last >= b.start {
                    ("重叠", "this row overlaps the one below it")
                } else {
                    ("之间没有规定", "the table says nothing between this row and the one below it")
                };
                self.table_error(b.span, &format!("表「{name}」这一行与上一档{zh}"), en);
            }
        }
        if let Some(highest) = sorted.last()
            && highest.last.is_some_and(|last| last < range.high)
        {
            let zh = format!("表「{name}」最高一档之上没有规定");
            let help = both(
                "最后一档写 `…起`：从这个值（含）起，以上都算",
                "the last row is written `…起`: from this value, included, without an end",
            );
            self.report.error("E06", highest.span, both(zh, "the table says nothing above its highest row"), help);
        }
    }

    fn check_members(&mut self, number: usize, model: &TableModel, field: usize, rows: &[&Read], name: &str) {
        match rows {
            [] => self.missing_field(number, model, field, name),
            [_] => {}
            [_, second, ..] => {
                let zh = format!("表「{name}」这一行与另一行相同");
                self.table_error(second.span, &zh, "two rows are for the same members");
            }
        }
    }

    /// Reports the combination of members that has no row.
    fn missing_field(&mut self, number: usize, model: &TableModel, field: usize, name: &str) {
        let (mut rest, mut zh, mut en) = (field, Vec::new(), Vec::new());
        for (place, size) in model.members.iter().rev() {
            let (member, axis) = (rest % size, self.model.standards[number].axes[*place]);
            rest /= size;
            let text = self.member_text(axis, member);
            zh.push(text.zh);
            en.push(text.en);
        }
        zh.reverse();
        en.reverse();
        let span = self.model.standards[number].span;
        if zh.is_empty() {
            self.table_error(span, &format!("表「{name}」没有一行"), "the table has no row");
            return;
        }
        self.table_error(
            span,
            &format!("表「{name}」缺「{}」一行", zh.join("、")),
            &format!("no row for {}", en.join(", ")),
        );
    }

    fn member_text(&self, axis: ValueOf, member: usize) -> crate::text::Text {
        use super::super::typed::EnumOf;
        let found = match self.model.of_value(axis).map(|model| model.ty) {
            Some(Ty::Member(EnumOf::Fact(fact))) => {
                self.plan.facts.get(fact).and_then(|fact| fact.members.get(member)).map(|member| member.text.clone())
            }
            Some(Ty::Member(EnumOf::Switch(switch))) => self
                .plan
                .switches
                .get(switch)
                .and_then(|switch| switch.options.get(member))
                .map(|option| option.text.clone()),
            _ => None,
        };
        found.unwrap_or_else(|| if member == 0 { both("否", "no") } else { both("是", "yes") })
    }
}
