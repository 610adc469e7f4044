//! The worked cases of a document, each with whether the rules give what it says.

use super::Workbench;
use crate::compile::tables::is_cases;
use crate::diagnostics::{Diagnostic, Severity};
use crate::plan::clause::{Cell, Clause, ClausePart, Table};
use crate::text::Text;

/// One row of a table of worked cases.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkedCase {
    /// The clause it stands under.
    pub clause: String,
    /// Its line in the document.
    pub line: usize,
    /// What it says: head and cell of each column.
    pub cells: Vec<(String, String)>,
    /// Where the rules give something else, in words; empty where the case holds.
    pub differences: Vec<Text>,
}

impl Workbench {
    /// Every worked case with its result, in document order. Nothing where the rules cannot be run for errors of another kind.
    pub fn cases(&self) -> Option<Vec<WorkedCase>> {
        let hinders = |found: &&Diagnostic| found.severity == Severity::Error && found.code != "E16";
        if self.findings.0.iter().any(|found| hinders(&found)) {
            return None;
        }
        let clauses = &self.compiler.source.clauses;
        Some(clauses.iter().flat_map(|clause| self.cases_of(clause)).collect())
    }

    fn cases_of<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = WorkedCase> + 'a {
        let tables = clause.parts.iter().filter_map(|part| match part {
            ClausePart::Table(table) if is_cases(table) => Some(table),
            ClausePart::Table(_) | ClausePart::Prose(_) | ClausePart::Rules(_) => None,
        });
        tables.flat_map(move |table| table.rows.iter().map(move |row| self.case(clause, table, row)))
    }

    fn case(&self, clause: &Clause, table: &Table, row: &[Cell]) -> WorkedCase {
        let line = row.first().map_or(table.line, |cell| cell.line);
        let differs = self.findings.0.iter().filter(|found| found.code == "E16" && found.line == line);
        WorkedCase {
            clause: clause.id.clone(),
            line,
            cells: table.head.iter().zip(row).map(|(head, cell)| (head.text.clone(), cell.text.clone())).collect(),
            differences: differs.map(|found| found.message.clone()).collect(),
        }
    }
}
