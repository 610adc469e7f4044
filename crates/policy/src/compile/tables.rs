//! Binds tables to the standards they name, and reads their cells.
//!
//! In a list table the last columns are named after standards and the columns before are their axes, at most one of them
//! numbers or days. In a matrix the first head is the standard and the other heads are the members of its second axis.
//! A table of worked cases has a column 理由码, one of sets of claims begins with 申请. In a `[规则]` clause a table that is bound to nothing is an error, never prose.

mod cells;
mod rows;

use super::Compiler;
use super::model::{TableModel, TableRow};
use super::names::{Kind, ValueOf};
use super::set_cases::is_set;
use super::typed::{EnumOf, Ty};
use crate::plan::clause::{Cell, ClausePart, ClauseStatus, Table};
use crate::plan::money_rules::StandardRow;
use crate::syntax::ast::{CellValue, Name, Place};
use crate::syntax::keyword::Head;
use crate::syntax::report::{Span, both};
use crate::value::Value;

pub(crate) use cells::Entry;

/// Heads of the columns of worked cases that say what must come out.
pub(crate) const REASON: [&str; 2] = ["理由码", "reason"];
/// As above, for the amount.
pub(crate) const AMOUNT: [&str; 2] = ["补贴额", "award"];

/// The most fields that the axes of one table may span, so that no document can exhaust the memory.
const MOST_FIELDS: usize = 4_096;

impl Compiler {
    /// Finds every table's standard.
    pub fn bind_tables(&mut self) {
        for clause in self.source.clauses.clone() {
            for part in &clause.parts {
                let ClausePart::Table(table) = part else { continue };
                let bound = is_cases(table) || is_set(table) || self.bind(table);
                if !bound && clause.status == ClauseStatus::Encoded && !has_amounts(table) {
                    self.report.error(
                        "E06",
                        table.head.first().map(place_of).unwrap_or_default(),
                        both("这张表没有对应的 `标准`", "this table belongs to no `standard`"),
                        both("末列的表头写标准的名称", "let the head of its last column be the name of the standard"),
                    );
                }
            }
        }
        for number in 0..self.model.standards.len() {
            let standard = &self.model.standards[number];
            if standard.table.is_none() {
                let span = standard.span;
                self.report.error(
                    "E06",
                    span,
                    both("这个标准没有表", "this standard has no table"),
                    both("在同一条款下写一张表，末列表头为它的名称", "write a table whose last head is its name"),
                );
            }
        }
    }

    /// No worked case is passed over in silence: a table that looks like some is run, or it is an error.
    pub fn case_tables(&mut self) {
        let statements = self.statements(Head::Cases);
        let above = self.source.above.clauses;
        for (number, clause) in self.source.clauses.clone().into_iter().enumerate().skip(above) {
            let given = statements.iter().find(|statement| statement.clause == number);
            let tables = || {
                clause.parts.iter().filter_map(|part| match part {
                    ClausePart::Table(table) => Some(table),
                    ClausePart::Prose(_) | ClausePart::Rules(_) => None,
                })
            };
            // Under these a table may be there for people to read.
            let is_prose = matches!(clause.status, ClauseStatus::Declaratory | ClauseStatus::Procedural);
            for table in tables().filter(|table| !is_prose && !is_set(table)) {
                self.case_table_runs(table, given.is_some());
            }
            if let Some(statement) =
                given.filter(|_| !tables().any(|table| is_cases(table) || is_set(table) || has_amounts(table)))
            {
                self.report.error(
                    "E06",
                    statement.span,
                    both("这个 `算例` 没有表", "these `cases` have no table"),
                    both(
                        "在同一条款下写一张表，其中一列的表头为 `理由码`",
                        "write a table under the same clause, with a column headed `理由码` or `reason`",
                    ),
                );
            }
        }
    }

    fn case_table_runs(&mut self, table: &Table, has_statement: bool) {
        let (message, help) = if is_cases(table) && !has_statement {
            (
                both("这张算例表不会运行：本条款没有 `算例`", "these worked cases are not run: no `cases` stands here"),
                both("在同一条款下写 `算例 「…」 \"…\"`", "write `cases 「…」 \"…\"` under the same clause"),
            )
        } else if has_amounts(table) && !is_cases(table) && !self.names_standard(table) {
            (
                both(
                    "这张算例表不会运行：没有 `理由码` 一列",
                    "these worked cases are not run: no column is headed `理由码`",
                ),
                both(
                    "加一列 `理由码`；只供阅读的表写在 [宣示] 条款下",
                    "add a column `理由码` or `reason`; a table to be read only stands under [statement]",
                ),
            )
        } else {
            return;
        };
        self.report.error("E06", table.head.first().map(place_of).unwrap_or_default(), message, help);
    }

    fn names_standard(&self, table: &Table) -> bool {
        table.head.iter().any(|cell| self.standard_named(cell).is_some())
    }

    fn bind(&mut self, table: &Table) -> bool {
        let standards: Vec<Option<usize>> = table.head.iter().map(|cell| self.standard_named(cell)).collect();
        if let Some(Some(number)) = standards.first() {
            if self.speaks_of(*number, table) {
                self.bind_matrix(*number, table);
            }
            return true;
        }
        let axes = standards.iter().position(Option::is_some).unwrap_or(standards.len());
        let values: Vec<usize> = standards[axes..].iter().copied().flatten().collect();
        if values.is_empty() || axes + values.len() != table.head.len() {
            return false;
        }
        for (offset, number) in values.into_iter().enumerate() {
            if self.speaks_of(number, table) {
                self.bind_list(number, axes, axes + offset, table);
            }
        }
        true
    }

    /// A table belongs to a statement of its own document. One above whose statement is restated below is passed over;
    /// one below for a statement above needs that statement restated.
    fn speaks_of(&mut self, number: usize, table: &Table) -> bool {
        let declared = self.model.standards[number].span.line;
        if self.report.one_document(declared, table.line) {
            return true;
        }
        if !self.report.is_inherited(table.line) {
            self.report.error(
                "E18",
                table.head.first().map(place_of).unwrap_or_default(),
                both("这张表属于上级的标准", "this table belongs to a standard of the document above"),
                both("先写 `改 标准 …` 再列表", "restate it with `amend standard …` first"),
            );
        }
        false
    }

    fn standard_named(&self, cell: &Cell) -> Option<usize> {
        let symbol = self.names.lookup(Kind::Value, &cell.text)?;
        if let Some(ValueOf::Standard(number)) = symbol.value { Some(number) } else { None }
    }

    /// An empty table over the axes of a standard, or a report.
    fn empty(&mut self, number: usize, span: Span) -> Option<TableModel> {
        let standard = &self.model.standards[number];
        let types: Vec<Ty> =
            standard.axes.iter().filter_map(|axis| self.model.of_value(*axis)).map(|model| model.ty).collect();
        let (mut table, mut numbers) = (TableModel::default(), Vec::new());
        for (place, ty) in types.into_iter().enumerate() {
            match ty {
                Ty::Member(of) => table.members.push((place, self.model.size(of))),
                Ty::Bool => table.members.push((place, 2)),
                Ty::Money | Ty::Ratio | Ty::Integer | Ty::Date => numbers.push(place),
                Ty::Exact(_) | Ty::Text | Ty::Duration(_) => {
                    self.table_error(span, "这一列不能作表的轴", "this column can not be an axis of a table");
                    return None;
                }
            }
        }
        if numbers.len() > 1 {
            self.table_error(span, "一张表至多一个轴是数值或日期", "at most one axis of a table is a number or a day");
            return None;
        }
        table.tiers = numbers.first().copied();
        let fields = table.members.iter().try_fold(1_usize, |all, (_, size)| all.checked_mul(*size));
        let Some(fields) = fields.filter(|fields| *fields <= MOST_FIELDS) else {
            self.table_error(span, "表的组合太多", "the axes of this table span too many fields");
            return None;
        };
        table.fields = vec![Vec::new(); fields];
        Some(table)
    }

    /// Keeps a table for its standard, which must not have one yet.
    fn bound(&mut self, number: usize, table: TableModel, span: Span) {
        if self.model.standards[number].table.is_some() {
            self.table_error(span, "这个标准已有一张表", "this standard has a table already");
        }
        self.model.standards[number].table = Some(table);
    }

    fn bind_matrix(&mut self, number: usize, table: &Table) {
        let span = table.head.first().map(place_of).unwrap_or_default();
        let Some(mut model) = self.empty(number, span) else { return };
        let [(0, _), (1, width)] = model.members[..] else {
            self.table_error(span, "矩阵须有两个轴，都是选项", "a matrix has two axes, both of members");
            return;
        };
        let columns: Vec<Option<(i64, Value)>> =
            table.head[1..].iter().map(|cell| self.axis_member(number, 1, cell)).collect();
        for row in &table.rows {
            let Some((line, line_id)) = row.first().and_then(|cell| self.axis_member(number, 0, cell)) else {
                continue;
            };
            for (cell, column) in row[1..].iter().zip(&columns) {
                let (Some((column, column_id)), Some(value)) = (column, self.cell_value(cell)) else { continue };
                let at = vec![line_id.clone(), column_id.clone()];
                self.plan.standards[number].rows.push(standard_row(at, &value, &cell.text));
                let index = usize::try_from(line).unwrap_or(0) * width + usize::try_from(*column).unwrap_or(0);
                if let Some(field) = model.fields.get_mut(index) {
                    field.push(TableRow { start: i64::MIN, value, span: place_of(cell) });
                }
            }
        }
        if model.fields.iter().any(|rows| rows.len() != 1) {
            self.table_error(
                span,
                "矩阵有空格或缺行缺列，或有一格写了两次",
                "the matrix has an empty field, lacks a row or column, or has one twice",
            );
        }
        self.bound(number, model, span);
    }

    /// The member that a cell names on an axis, by number and as a value.
    fn axis_member(&mut self, number: usize, place: usize, cell: &Cell) -> Option<(i64, Value)> {
        let axis = *self.model.standards[number].axes.get(place)?;
        match self.model.of_value(axis)?.ty {
            Ty::Bool => {
                let Entry::Value(CellValue::Literal(crate::syntax::ast::Literal::Bool(yes), _)) = self.entry(cell)
                else {
                    self.table_error(place_of(cell), "这里应是 是 或 否", "this must be yes or no");
                    return None;
                };
                Some((i64::from(yes), Value::Bool(yes)))
            }
            Ty::Member(of) => {
                let name =
                    if let Entry::Value(CellValue::Name(name)) = self.entry(cell) { name } else { name_of(cell) };
                self.member(of, &name).map(|(member, id)| (member, Value::Member(id)))
            }
            Ty::Money | Ty::Exact(_) | Ty::Ratio | Ty::Integer | Ty::Date | Ty::Text | Ty::Duration(_) => None,
        }
    }

    /// The number and id of a member of an enumeration.
    pub fn member(&mut self, of: EnumOf, name: &Name) -> Option<(i64, String)> {
        let kind = match of {
            EnumOf::Fact(fact) => Kind::Member(fact),
            EnumOf::Switch(switch) => Kind::Option(switch),
        };
        let symbol = self.names.lookup(kind, &name.text).cloned();
        if symbol.is_none() {
            self.names.unknown(kind, name, ("选项", "member"), &mut self.report);
        }
        symbol.map(|symbol| (i64::try_from(symbol.number).unwrap_or(0), symbol.id))
    }

    fn table_error(&mut self, span: Span, zh: &str, en: &str) {
        let help = both(
            "档次表每行写一个起点（含），行与行相接；矩阵每格写一个值",
            "in a tier table each row gives its start (included) and rows join; in a matrix every field has a value",
        );
        self.report.error("E06", span, both(zh, en), help);
    }

    /// The value in a cell, or a report.
    fn cell_value(&mut self, cell: &Cell) -> Option<CellValue> {
        match self.entry(cell) {
            Entry::Value(value) => return Some(value),
            Entry::Unread => {}
            Entry::Nothing | Entry::From(_) | Entry::Between { .. } | Entry::Code => {
                self.table_error(place_of(cell), "这里应是一个值", "a value is needed here");
            }
        }
        None
    }
}

/// Whether a table holds worked cases.
pub(crate) fn is_cases(table: &Table) -> bool {
    table.head.iter().any(|cell| REASON.contains(&cell.text.as_str()))
}

/// Whether a table says what a claim gets, as worked cases do.
fn has_amounts(table: &Table) -> bool {
    table.head.iter().any(|cell| AMOUNT.contains(&cell.text.as_str()))
}

/// The place of a cell.
pub(crate) fn place_of(cell: &Cell) -> Span {
    Span { line: cell.line, column: cell.column, length: cell.text.chars().count() }
}

/// A cell as a name; it stands in no block.
pub(crate) fn name_of(cell: &Cell) -> Name {
    Name { text: cell.text.clone(), span: place_of(cell), place: Place { block: usize::MAX, token: 0 } }
}

fn standard_row(at: Vec<Value>, value: &CellValue, cell: &str) -> StandardRow {
    let value = match value {
        CellValue::Literal(literal, _) => Some(super::declare::public_value(*literal)),
        CellValue::Name(_) => None,
    };
    StandardRow { at, value, cell: cell.to_owned() }
}
