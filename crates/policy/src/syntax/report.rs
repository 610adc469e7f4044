//! Places in the source, and the one way to report a finding there.

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::text::Text;

/// A place in the file: line and column from 1, length in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Span {
    pub line: usize,
    pub column: usize,
    pub length: usize,
}

/// Collects findings; knows the lines so that each finding can show its own.
pub(crate) struct Report {
    lines: Vec<String>,
    found: Vec<Diagnostic>,
}

impl Report {
    pub fn new(source: &str) -> Self {
        Self { lines: source.lines().map(str::to_owned).collect(), found: Vec::new() }
    }

    /// An error: the document cannot be used.
    pub fn error(&mut self, code: &'static str, span: Span, message: Text, help: Text) {
        self.add(Severity::Error, code, span, message, help);
    }

    /// An error that putting `instead` in the place of the underlined characters would mend.
    pub fn error_with(&mut self, code: &'static str, span: Span, message: Text, help: Text, instead: String) {
        self.error(code, span, message, help);
        if let Some(added) = self.found.last_mut() {
            added.instead = Some(instead);
        }
    }

    /// A warning: the document can be used.
    pub fn warning(&mut self, code: &'static str, span: Span, message: Text, help: Text) {
        self.add(Severity::Warning, code, span, message, help);
    }

    /// How many errors there are so far.
    pub fn errors(&self) -> usize {
        self.found.iter().filter(|d| d.severity == Severity::Error).count()
    }

    /// Everything found, in document order.
    pub fn finish(mut self) -> Diagnostics {
        self.found.sort_by(|a, b| (a.line, a.column, a.code).cmp(&(b.line, b.column, b.code)));
        self.found.dedup();
        Diagnostics(self.found)
    }

    fn add(&mut self, severity: Severity, code: &'static str, span: Span, message: Text, help: Text) {
        let excerpt = span.line.checked_sub(1).and_then(|i| self.lines.get(i)).cloned().unwrap_or_default();
        self.found.push(Diagnostic {
            code,
            severity,
            line: span.line.max(1),
            column: span.column.max(1),
            length: span.length.max(1),
            message,
            help,
            instead: None,
            excerpt,
        });
    }
}

/// A bilingual text from two formatted strings.
pub(crate) fn both(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text::new(zh, en)
}
