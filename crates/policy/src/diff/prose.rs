//! Compares clauses as headings and prose, and the tables that are worked cases.

use super::{Change, ChangeKind, words};
use crate::compile::tables::is_cases;
use crate::plan::Plan;
use crate::plan::clause::{Clause, ClausePart, ClauseStatus, Table};
use crate::text::Text;

/// What differs in headings, prose, worked cases and tables that no rule reads.
pub(super) fn changes(was: &Plan, now: &Plan) -> Vec<Change> {
    let mut found = Vec::new();
    for clause in &now.clauses {
        match was.clause(&clause.id) {
            Some(before) => compare((was, before), (now, clause), &mut found),
            None => found.push(words::added(&clause.id, ChangeKind::Added, &about(clause), &clause.title)),
        }
    }
    let gone = was.clauses.iter().filter(|clause| now.clause(&clause.id).is_none());
    found.extend(gone.map(|clause| words::removed(&clause.id, ChangeKind::Removed, &about(clause), &clause.title)));
    found
}

fn about(clause: &Clause) -> Text {
    Text::new(format!("条款 {}", clause.id), format!("clause {}", clause.id))
}

fn compare((was_plan, was): (&Plan, &Clause), (now_plan, now): (&Plan, &Clause), found: &mut Vec<Change>) {
    let (id, about) = (&now.id, about(now));
    if was.title != now.title {
        let label = Text::new("标题", "title");
        found.push(words::changed(id, ChangeKind::Reworded, (&about, &label), &was.title, &now.title));
    }
    if was.status != now.status {
        let label = Text::new("性质", "kind");
        found.push(words::changed(id, ChangeKind::Changed, (&about, &label), &status(was.status), &status(now.status)));
    }
    let (before, after) = (prose(was), prose(now));
    if before != after {
        let label = Text::new("文字", "prose");
        found.push(words::changed(id, ChangeKind::Reworded, (&about, &label), &before, &after));
    }
    let (before, after) = (rows(was, is_cases), rows(now, is_cases));
    found.extend(counted(id, ("算例", "worked cases"), ChangeKind::Reworded, &before, &after));
    let (before, after) = (rows(was, |table| is_loose(was_plan, table)), rows(now, |table| is_loose(now_plan, table)));
    found.extend(counted(id, ("表格", "table"), ChangeKind::Reworded, &before, &after));
}

fn status(status: ClauseStatus) -> Text {
    match status {
        ClauseStatus::Encoded => Text::new("规则", "rules"),
        ClauseStatus::Procedural => Text::new("程序", "procedure"),
        ClauseStatus::Declaratory => Text::new("宣示", "statement"),
        ClauseStatus::Structure => Text::new("只作标题", "a heading only"),
    }
}

fn prose(clause: &Clause) -> Text {
    let paragraphs = clause.parts.iter().filter_map(|part| match part {
        ClausePart::Prose(text) => Some(text),
        ClausePart::Rules(_) | ClausePart::Table(_) => None,
    });
    let (zh, en): (Vec<&str>, Vec<&str>) = paragraphs.map(|text| (text.zh.as_str(), text.en.as_str())).unzip();
    Text::new(zh.join("\n").trim(), en.join("\n").trim())
}

/// Whether a table is neither worked cases nor the values of a 标准, which are compared row by row.
fn is_loose(plan: &Plan, table: &Table) -> bool {
    let is_standard = |name: &str| plan.standards.iter().any(|one| one.text.zh == name || one.id == name);
    !is_cases(table) && !table.head.iter().any(|cell| is_standard(&cell.text))
}

/// The rows of some tables of a clause, each as one text; the head counts as one.
fn rows(clause: &Clause, wanted: impl Fn(&Table) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for part in &clause.parts {
        let ClausePart::Table(table) = part else { continue };
        if wanted(table) {
            let lines = std::iter::once(&table.head).chain(&table.rows);
            found.extend(lines.map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<&str>>().join(" | ")));
        }
    }
    found
}

/// How many rows were put in and taken out.
fn counted(clause: &str, what: (&str, &str), kind: ChangeKind, was: &[String], now: &[String]) -> Option<Change> {
    let without = |rows: &[String], other: &[String]| {
        let mut left = other.to_vec();
        let new = rows.iter().filter(|row| match left.iter().position(|one| one == *row) {
            Some(at) => {
                left.remove(at);
                false
            }
            None => true,
        });
        new.count()
    };
    let (added, removed) = (without(now, was), without(was, now));
    if added + removed == 0 {
        return None;
    }
    let words = Text::new(
        format!("{}：新写 {added} 行，去掉 {removed} 行", what.0),
        format!("{}: {added} rows new, {removed} gone", what.1),
    );
    Some(words::said_so(clause, kind, &Text::new(what.0, what.1), words))
}
