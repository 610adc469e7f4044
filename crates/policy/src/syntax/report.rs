//! Places in the source, and the one way to report a finding there.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::text::Text;

/// A place in the file: line and column from 1, length in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Span {
    pub line: usize,
    pub column: usize,
    pub length: usize,
}

/// A document above the one that is read: its id and lines.
#[derive(Clone, Debug)]
pub(crate) struct Above {
    pub id: String,
    pub lines: Vec<String>,
}

/// Collects findings; knows the lines so that each finding can show its own.
///
/// Where a document inherits, lines count on through the documents above, the topmost first, and what is found in one of
/// those is told at the line of this document that brought it about.
pub(crate) struct Report {
    lines: Vec<String>,
    found: Vec<Diagnostic>,
    above: Vec<Above>,
    inherits: Span,
    causes: BTreeMap<String, Span>,
}

impl Report {
    pub fn new(source: &str) -> Self {
        Self::below(source, Vec::new(), Span::default())
    }

    /// For a document that inherits; `inherits` is where it says so, counted in its own lines.
    pub fn below(source: &str, above: Vec<Above>, inherits: Span) -> Self {
        let lines = source.lines().map(str::to_owned).collect();
        Self { lines, found: Vec::new(), above, inherits, causes: BTreeMap::new() }
    }

    /// How many lines the documents above have.
    pub fn lines_above(&self) -> usize {
        self.above.iter().map(|document| document.lines.len()).sum()
    }

    /// The documents above one that inherits from this one.
    pub fn handed_down(&self, id: &str) -> Vec<Above> {
        let own = Above { id: id.to_owned(), lines: self.lines.clone() };
        self.above.iter().cloned().chain([own]).collect()
    }

    /// Whether a line belongs to a document above.
    pub fn is_inherited(&self, line: usize) -> bool {
        self.place(line).is_some()
    }

    /// Whether two lines belong to one document.
    pub fn one_document(&self, a: usize, b: usize) -> bool {
        self.place(a).map(|(number, _)| number) == self.place(b).map(|(number, _)| number)
    }

    /// What is found about this name in a document above is told at this place, which changed it.
    pub fn caused(&mut self, name: &str, by: Span) {
        self.causes.insert(name.to_owned(), by);
    }

    /// The first error, in the order found.
    pub fn first_error(&self) -> Option<&Diagnostic> {
        self.found.iter().find(|d| d.severity == Severity::Error)
    }

    /// The line within its own document.
    pub fn own_line(&self, line: usize) -> usize {
        self.place(line).map_or(line - self.lines_above(), |(_, line)| line)
    }

    /// The document above that a line belongs to, and the line in it; nothing for this document.
    pub fn place(&self, line: usize) -> Option<(usize, usize)> {
        if self.above.is_empty() {
            return None;
        }
        let mut before = 0;
        for (number, document) in self.above.iter().enumerate() {
            if line <= before + document.lines.len() {
                return Some((number, line - before));
            }
            before += document.lines.len();
        }
        None
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

    /// Worth knowing.
    pub fn info(&mut self, code: &'static str, span: Span, message: Text, help: Text) {
        self.add(Severity::Info, code, span, message, help);
    }

    /// How many findings there are so far, of every severity.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// How many errors there are so far.
    pub fn errors(&self) -> usize {
        self.found.iter().filter(|d| d.severity == Severity::Error).count()
    }

    /// Whether something in these lines of the document itself, the last one left out, could not be read.
    pub fn unread_within(&self, lines: std::ops::Range<usize>) -> bool {
        let above = self.lines_above();
        self.found.iter().any(|d| d.code == "E01" && lines.contains(&(above + d.line)))
    }

    /// Everything found, in document order.
    pub fn finish(mut self) -> Diagnostics {
        self.found.sort_by(|a, b| (a.line, a.column, a.code).cmp(&(b.line, b.column, b.code)));
        self.found.dedup();
        Diagnostics(self.found)
    }

    fn add(&mut self, severity: Severity, code: &'static str, span: Span, message: Text, help: Text) {
        let Some((number, line)) = self.place(span.line) else {
            let own = Span { line: self.own_line(span.line), ..span };
            return self.told(severity, code, own, message, help);
        };
        if severity != Severity::Error {
            return;
        }
        let document = &self.above[number];
        let there = line.checked_sub(1).and_then(|at| document.lines.get(at)).map(String::as_str).unwrap_or_default();
        let name: String = there.chars().skip(span.column.saturating_sub(1)).take(span.length).collect();
        let message = both(
            format!("{}（上级 `{}` 第 {line} 行）", message.zh, document.id),
            format!("{} (in `{}` above, line {line})", message.en, document.id),
        );
        let at = self
            .causes
            .get(&name)
            .copied()
            .map_or(self.inherits, |cause| Span { line: self.own_line(cause.line), ..cause });
        self.told(severity, code, at, message, help);
    }

    fn told(&mut self, severity: Severity, code: &'static str, span: Span, message: Text, help: Text) {
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
