//! The document at a glance: its clauses, and what is declared under each.

use super::{Stretch, Workbench};
use crate::compile::names::Kind;
use crate::plan::clause::ClauseStatus;
use crate::syntax::ast::Args;
use crate::text::Text;

/// A clause with the lines it covers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Its number, such as `三(三)1`.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What its bracket says.
    pub status: ClauseStatus,
    /// 1 for `#`.
    pub level: usize,
    /// Line of the heading.
    pub line: usize,
    /// Last line before the next heading of its level or a higher one.
    pub last_line: usize,
    /// What is declared under the heading itself, not under its sub-headings.
    pub declared: Vec<Declared>,
}

/// A declared name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// Its head word.
    pub head: Text,
    /// Its Chinese name and English label.
    pub text: Text,
    /// Its id.
    pub id: String,
    /// Where the name stands.
    pub at: Stretch,
}

impl Workbench {
    /// The clauses in document order.
    pub fn outline(&self) -> Vec<Heading> {
        let clauses = &self.compiler.source.clauses;
        let mut found: Vec<Heading> = Vec::new();
        for (number, clause) in clauses.iter().enumerate().filter(|(_, clause)| clause.level > 0) {
            let next = clauses.iter().skip(number + 1).find(|later| later.level <= clause.level);
            found.push(Heading {
                id: clause.id.clone(),
                title: clause.title.clone(),
                status: clause.status,
                level: clause.level,
                line: clause.line,
                last_line: next.map_or(self.lines.len(), |next| next.line - 1).max(clause.line),
                declared: Vec::new(),
            });
        }
        for declared in self.declared() {
            if let Some(heading) = found.iter_mut().rfind(|heading| heading.line < declared.at.line) {
                heading.declared.push(declared);
            }
        }
        found
    }

    /// Everything declared by a statement of its own: no members, options or columns.
    fn declared(&self) -> Vec<Declared> {
        let mut found = Vec::new();
        for (span, kind, id, declaration) in self.index.declared() {
            let part = matches!(kind, Kind::Member(_) | Kind::Option(_) | Kind::Column(_));
            let statement = self.compiler.source.statements.get(declaration.statement);
            let (false, Some(statement)) = (part, statement) else { continue };
            let Some(decl) = statement.decls().iter().find(|decl| decl.name.span == span) else { continue };
            found.push(Declared {
                head: Text::new(statement.head.zh(), statement.head.en()),
                text: Text::new(decl.name.text.clone(), decl.label.clone().unwrap_or_default()),
                id: id.to_owned(),
                at: span.into(),
            });
        }
        found
    }
}
