//! Where in the document a thing stands, so that a finding can point at it.

use crate::plan::Plan;
use crate::plan::clause::{Cell, ClausePart};
use crate::plan::money_rules::{Requirement, Standard};
use crate::syntax::report::Span;

/// Where an id is declared: `name id "Label"`.
pub(crate) fn declaration(source: &str, id: &str) -> Span {
    let found = source.lines().enumerate().find_map(|(number, line)| {
        let (before, _) = line.split_once(&format!(" {id} \""))?;
        Some((number, before.chars().count() + 1))
    });
    let (number, at) = found.unwrap_or_default();
    Span { line: number + 1, column: at + 1, length: id.chars().count() }
}

/// Where a requirement stands: the statement with its code, and with its condition where several share the code.
pub(super) fn requirement(source: &str, requirement: &Requirement) -> Span {
    let holds = |line: &str| {
        let words = ["不符", "else"];
        words.iter().any(|word| line.contains(&format!("{word} {}", requirement.code)))
    };
    let own =
        |line: &str| [&requirement.condition.zh, &requirement.condition.en].iter().any(|text| line.contains(*text));
    let lines = || source.lines().enumerate().filter(|(_, line)| holds(line));
    let found = lines().find(|(_, line)| own(line)).or_else(|| lines().next());
    let (number, line) = found.unwrap_or_default();
    let at = line.find(&requirement.code).map_or(0, |at| line[..at].chars().count());
    Span { line: number + 1, column: at + 1, length: requirement.code.len() }
}

/// The first cell of a row of a table.
pub(super) fn row(plan: &Plan, standard: &Standard, row: usize) -> Option<Span> {
    let clause = plan.clauses.iter().find(|clause| clause.id == standard.clause && clause.from.is_none())?;
    let named = |cell: &Cell| [&standard.text.zh, &standard.text.en, &standard.id].contains(&&cell.text);
    clause.parts.iter().find_map(|part| {
        let ClausePart::Table(table) = part else { return None };
        let cell = table.head.iter().any(named).then(|| table.rows.get(row)?.first())??;
        Some(Span { line: cell.line, column: cell.column, length: cell.text.chars().count() })
    })
}
