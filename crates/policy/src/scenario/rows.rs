//! The values and bounds in the tables of a document, and where its rows stand.

use super::value::{literals, order};
use super::{Setting, SettingKind};
use crate::compile::declare::public_value;
use crate::diff::rows::{head_of, row_label};
use crate::plan::Plan;
use crate::plan::clause::{Cell, Clause, ClausePart, Table};
use crate::plan::money_rules::Standard;
use crate::syntax::report::Span;
use crate::text::Text;

/// The settings of every table that belongs to a 标准 or 累进.
pub(super) fn settings(plan: &Plan) -> Vec<Setting> {
    let mut found = Vec::new();
    for (clause, table) in tables(plan) {
        let reader = Reader { plan, clause, table };
        if let Some(standard) = table.head.first().and_then(|cell| standard(plan, cell)) {
            found.extend(reader.matrix(standard));
            continue;
        }
        for (column, head) in table.head.iter().enumerate() {
            if let Some(standard) = standard(plan, head) {
                found.extend(reader.list(standard, column));
            }
        }
    }
    found
}

fn tables(plan: &Plan) -> impl Iterator<Item = (&Clause, &Table)> {
    plan.clauses.iter().flat_map(|clause| {
        clause.parts.iter().filter_map(move |part| match part {
            ClausePart::Table(table) => Some((clause, table)),
            ClausePart::Prose(_) | ClausePart::Rules(_) => None,
        })
    })
}

fn standard<'a>(plan: &'a Plan, head: &Cell) -> Option<&'a Standard> {
    plan.standards.iter().find(|one| one.text.zh == head.text || one.id == head.text)
}

/// The table of a standard by its id.
pub(super) fn table_of<'a>(plan: &'a Plan, id: &str) -> Option<&'a Table> {
    let named = |table: &&Table| table.head.iter().any(|cell| standard(plan, cell).is_some_and(|one| one.id == id));
    tables(plan).map(|(_, table)| table).find(named)
}

/// The line of the row with this number (from 1) in the table of a standard.
pub(super) fn line_of(plan: &Plan, id: &str, number: usize) -> Option<usize> {
    let row = table_of(plan, id)?.rows.get(number.checked_sub(1)?)?;
    row.first().map(|cell| cell.line)
}

/// The line before which a new row belongs, so that the rows go on rising or falling; the line after the last where
/// they have no order.
pub(super) fn line_for(table: &Table, cells: &[&str]) -> usize {
    let start =
        |texts: &[&str]| texts.iter().find_map(|text| literals(text).first().map(|(literal, ..)| order(*literal)));
    let starts: Vec<(Option<i128>, usize)> = table
        .rows
        .iter()
        .map(|row| {
            (
                start(&row.iter().map(|cell| cell.text.as_str()).collect::<Vec<&str>>()),
                row.first().map_or(0, |cell| cell.line),
            )
        })
        .collect();
    let last = starts.last().map_or(table.line + 1, |(_, line)| *line);
    let (Some(new), Some((Some(first), _)), Some((Some(end), _))) = (start(cells), starts.first(), starts.last())
    else {
        return last + 1;
    };
    let falls = first > end;
    let after =
        starts.iter().find(|(start, _)| start.is_some_and(|start| if falls { start < new } else { start > new }));
    after.map_or(last + 1, |(_, line)| *line)
}

struct Reader<'a> {
    plan: &'a Plan,
    clause: &'a Clause,
    table: &'a Table,
}

impl Reader<'_> {
    /// A list: the value of each row, and where it begins and ends.
    fn list(&self, standard: &Standard, column: usize) -> Vec<Setting> {
        let mut found = Vec::new();
        for (at, row) in self.table.rows.iter().enumerate() {
            let Some(shown) = standard.rows.get(at) else { continue };
            let (path, label) = (format!("{}.{}", standard.id, at + 1), self.label(standard, at));
            let axes = row.iter().take(standard.axes.len());
            for cell in axes {
                let ends = literals(&cell.text);
                for ((literal, from, length), name) in
                    ends.iter().zip([("from", "起点", "start"), ("to", "止点", "end")])
                {
                    let place = Span { line: cell.line, column: cell.column + from, length: *length };
                    let label = Text::new(format!("{} 的{}", label.zh, name.1), format!("{}, {}", label.en, name.2));
                    let written: String = cell.text.chars().skip(*from).take(*length).collect();
                    let value = Some(public_value(*literal));
                    found.push(self.setting(
                        format!("{path}.{}", name.0),
                        label,
                        SettingKind::Bound,
                        (written, value, place),
                    ));
                }
            }
            if let Some(cell) = row.get(column) {
                let whole = (cell.text.clone(), shown.value.clone(), whole(cell));
                found.push(self.setting(path, label, SettingKind::Row, whole));
            }
        }
        found
    }

    /// A matrix: the value of each field.
    fn matrix(&self, standard: &Standard) -> Vec<Setting> {
        let width = self.table.head.len().saturating_sub(1);
        let mut found = Vec::new();
        for (line, row) in self.table.rows.iter().enumerate() {
            for (column, cell) in row.iter().skip(1).enumerate() {
                let at = line * width + column;
                let value = standard.rows.get(at).and_then(|one| one.value.clone());
                let path = format!("{}.{}.{}", standard.id, line + 1, column + 1);
                let whole = (cell.text.clone(), value, whole(cell));
                found.push(self.setting(path, self.label(standard, at), SettingKind::Row, whole));
            }
        }
        found
    }

    fn label(&self, standard: &Standard, at: usize) -> Text {
        let head = head_of(standard);
        let row = standard.rows.get(at).map_or_else(Text::default, |row| row_label((self.plan, standard), row));
        Text::new(format!("{}：{}", head.zh, row.zh), format!("{}: {}", head.en, row.en))
    }

    fn setting(
        &self,
        path: String,
        label: Text,
        kind: SettingKind,
        (written, value, place): (String, Option<crate::value::Value>, Span),
    ) -> Setting {
        Setting { path, label, kind, clause: self.clause.id.clone(), written, value, decides: false, place }
    }
}

fn whole(cell: &Cell) -> Span {
    Span { line: cell.line, column: cell.column, length: cell.text.chars().count() }
}
