//! Binds tables to the standards they name, and reads their cells.
//!
//! A tier table is bound by the head of its last column, a matrix by its first head, a table of worked cases by a column 理由码.
//! In a `[规则]` clause a table that is bound to nothing is an error, never prose.

use super::Compiler;
use super::model::TableModel;
use super::names::{Kind, ValueOf};
use super::typed::Ty;
use crate::plan::clause::{Cell, ClausePart, ClauseStatus, Table};
use crate::plan::money_rules::StandardRow;
use crate::syntax::ast::{CellValue, Literal, Name, Place};
use crate::syntax::keyword::W;
use crate::syntax::lexer::{TokenKind, tokens};
use crate::syntax::parser::yes_or_no;
use crate::syntax::report::{Span, both};
use crate::value::Value;

/// Heads of the columns of worked cases that say what must come out.
pub(crate) const REASON: [&str; 2] = ["理由码", "reason"];
/// As above, for the amount.
pub(crate) const AMOUNT: [&str; 2] = ["补贴额", "award"];

/// What a cell says.
pub(crate) enum Entry {
    /// `-`: left out.
    Nothing,
    Value(CellValue),
    /// `50亿元起`.
    From(Literal),
    Code,
}

impl Compiler {
    /// Finds every table's standard.
    pub fn bind_tables(&mut self) {
        for clause in self.source.clauses.clone() {
            for part in &clause.parts {
                let ClausePart::Table(table) = part else { continue };
                let bound = self.bind(table) || is_cases(table);
                if !bound && clause.status == ClauseStatus::Encoded {
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

    fn bind(&mut self, table: &Table) -> bool {
        let standard = |names: &super::names::Names, cell: Option<&Cell>| {
            let symbol = names.lookup(Kind::Value, &cell?.text)?;
            if let Some(ValueOf::Standard(number)) = symbol.value { Some(number) } else { None }
        };
        if let Some(number) = standard(&self.names, table.head.first()) {
            self.bind_grid(number, table);
            return true;
        }
        let Some(number) = standard(&self.names, table.head.last()) else { return false };
        if self.model.standards[number].table.is_some() || table.rows.is_empty() {
            self.table_error(
                place_of(&table.head[0]),
                "这个标准已有一张表，或表中没有行",
                "this standard has a table already, or the table has no rows",
            );
        }
        match self.model.standards[number].axes.as_slice() {
            [axis] => {
                let axis = *axis;
                self.bind_tiers(number, axis, table);
            }
            _ => self.table_error(
                place_of(&table.head[0]),
                "这张表的轴数不对",
                "this table has the wrong number of axes",
            ),
        }
        true
    }

    fn bind_tiers(&mut self, number: usize, axis: usize, table: &Table) {
        let axis_ty = self.model.facts[axis].ty;
        let mut rows: Vec<(i64, CellValue, Span, Value, String)> = Vec::new();
        for row in &table.rows {
            let (Some(at), Some(cell)) = (row.first(), row.get(1)) else { continue };
            let span = place_of(at);
            let (start, shown) = match (self.entry(at), axis_ty) {
                (Entry::From(literal), Ty::Money | Ty::Integer | Ty::Date) => {
                    match self.number_of(literal, axis_ty, span) {
                        Some(start) => (start, super::declare::public_value(literal)),
                        None => continue,
                    }
                }
                (Entry::Value(CellValue::Name(name)), Ty::Member(_)) => match self.member(axis, &name) {
                    Some((member, id)) => (member, Value::Member(id)),
                    None => continue,
                },
                (_, _) => {
                    self.table_error(span, "这里应是 `…起` 或一个选项", "this must be `…起` or a member");
                    continue;
                }
            };
            let value = self.cell_value(cell);
            rows.extend(value.map(|value| (start, value, span, shown, cell.text.clone())));
        }
        self.plan.standards[number].rows =
            rows.iter().map(|(_, value, _, at, text)| standard_row(vec![at.clone()], value, text)).collect();
        self.check_tiers(number, axis, &rows);
        let mut sorted: Vec<(i64, CellValue)> = rows.into_iter().map(|(start, value, ..)| (start, value)).collect();
        sorted.sort_by_key(|(start, _)| *start);
        self.model.standards[number].table = Some(TableModel::Tiers(sorted));
    }

    /// No gap at the bottom, no row twice, none out of order or out of reach.
    fn check_tiers(&mut self, number: usize, axis: usize, rows: &[(i64, CellValue, Span, Value, String)]) {
        let model = self.model.facts[axis];
        let name = self.plan.standards[number].text.zh.clone();
        let rising = rows.first().map(|row| row.0) < rows.last().map(|row| row.0);
        for pair in rows.windows(2) {
            let [a, b] = pair else { continue };
            if a.0 == b.0 {
                self.table_error(
                    b.2,
                    &format!("表「{name}」这一行与另一行起点相同"),
                    "two rows begin at the same value",
                );
            } else if (a.0 < b.0) != rising && !matches!(model.ty, Ty::Member(_)) {
                self.table_error(
                    b.2,
                    &format!("表「{name}」的行升降混杂"),
                    "the rows neither rise nor fall throughout",
                );
            }
        }
        if let Ty::Member(_) = model.ty {
            let members = self.model.members[axis];
            let missing = (0..members).find(|m| !rows.iter().any(|row| usize::try_from(row.0) == Ok(*m)));
            if let Some(missing) = missing {
                let text = self.plan.facts[axis].members[missing].text.clone();
                let span = self.model.standards[number].span;
                self.table_error(
                    span,
                    &format!("表「{name}」缺「{}」一行", text.zh),
                    &format!("no row for {}", text.en),
                );
            }
            return;
        }
        let lowest = rows.iter().min_by_key(|row| row.0);
        if let Some(lowest) = lowest
            && lowest.0 > model.low
        {
            let (zh, en) = (
                format!("表「{name}」在 {} 以下没有规定", lowest.3),
                format!("the table says nothing below {}", self.plan.show("", &lowest.3, crate::text::Lang::En)),
            );
            self.table_error(lowest.2, &zh, &en);
        }
        for row in rows.iter().filter(|row| row.0 > model.high || row.0 < model.low) {
            let (zh, en) = (format!("表「{name}」这一行永远用不到"), "this row can never be reached");
            self.report.warning(
                "W01",
                row.2,
                both(zh, en),
                both("对照事实的范围改正", "compare it with the range of the fact"),
            );
        }
    }

    fn bind_grid(&mut self, number: usize, table: &Table) {
        let [rows_axis, columns_axis] = self.model.standards[number].axes[..] else {
            self.table_error(place_of(&table.head[0]), "矩阵须有两个轴", "a matrix has two axes");
            return;
        };
        let (height, width) = (self.model.members[rows_axis], self.model.members[columns_axis]);
        let columns: Vec<Option<(i64, String)>> =
            table.head[1..].iter().map(|cell| self.member(columns_axis, &name_of(cell))).collect();
        let mut fields: Vec<Option<CellValue>> = vec![None; height * width];
        for row in &table.rows {
            let Some((line, line_id)) = row.first().and_then(|cell| self.member(rows_axis, &name_of(cell))) else {
                continue;
            };
            for (cell, column) in row[1..].iter().zip(&columns) {
                let (Some((column, column_id)), Some(value)) = (column, self.cell_value(cell)) else { continue };
                let at = vec![Value::Member(line_id.clone()), Value::Member(column_id.clone())];
                self.plan.standards[number].rows.push(standard_row(at, &value, &cell.text));
                let index = usize::try_from(line).unwrap_or(0) * width + usize::try_from(*column).unwrap_or(0);
                if let Some(field) = fields.get_mut(index) {
                    *field = Some(value);
                }
            }
        }
        if fields.iter().any(Option::is_none) {
            self.table_error(
                place_of(&table.head[0]),
                "矩阵有空格或缺行缺列",
                "the matrix has an empty field, or lacks a row or column",
            );
        }
        self.model.standards[number].table = Some(TableModel::Grid(fields.into_iter().flatten().collect()));
    }

    /// The number and id of a member of a fact.
    pub fn member(&mut self, fact: usize, name: &Name) -> Option<(i64, String)> {
        let symbol = self.names.lookup(Kind::Member(fact), &name.text).cloned();
        if symbol.is_none() {
            self.names.unknown(Kind::Member(fact), name, ("选项", "member"), &mut self.report);
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
        if let Entry::Value(value) = self.entry(cell) {
            return Some(value);
        }
        self.table_error(place_of(cell), "这里应是一个值", "a value is needed here");
        None
    }

    /// Reads a cell.
    pub fn entry(&mut self, cell: &Cell) -> Entry {
        if cell.text == "-" || cell.text.is_empty() {
            return Entry::Nothing;
        }
        let mut found = tokens(&cell.text, cell.line, &mut self.report);
        found.retain(|token| !matches!(token.kind, TokenKind::Newline | TokenKind::Indent | TokenKind::Comment));
        let (Some(token), rest) = (found.first().cloned(), found.get(1)) else { return Entry::Nothing };
        let up = rest.is_some_and(|next| W::from_word(&next.text) == Some(W::Up));
        match token.kind {
            TokenKind::Literal(literal) if up => Entry::From(literal),
            TokenKind::Literal(literal) => Entry::Value(CellValue::Literal(literal, place_of(cell))),
            TokenKind::Code => Entry::Code,
            TokenKind::Word => match yes_or_no(&token.text) {
                Some(yes) => Entry::Value(CellValue::Literal(Literal::Bool(yes), place_of(cell))),
                None => Entry::Value(CellValue::Name(name_of(cell))),
            },
            TokenKind::Quoted => Entry::Value(CellValue::Name(Name { text: token.text, ..name_of(cell) })),
            TokenKind::Str | TokenKind::Punct(_) | TokenKind::Newline | TokenKind::Indent | TokenKind::Comment => {
                Entry::Nothing
            }
        }
    }
}

/// Whether a table holds worked cases.
pub(crate) fn is_cases(table: &Table) -> bool {
    table.head.iter().any(|cell| REASON.contains(&cell.text.as_str()))
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
