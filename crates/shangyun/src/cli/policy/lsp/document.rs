//! One open document, and the way between its places and the protocol's: the protocol counts from 0, in UTF-16.

use crate::lineage::beside;
use ::policy::diagnostics::{self, Severity};
use ::policy::text::Lang;
use ::policy::workbench::{Stretch, Workbench};
use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Position, Range, Uri};
use std::path::Path;

/// An open document.
pub(super) struct Document {
    pub uri: Uri,
    pub version: i32,
    pub text: String,
    lines: Vec<String>,
    bench: Option<Workbench>,
}

impl Document {
    pub fn new(uri: Uri, version: i32, text: String) -> Self {
        let lines = text.lines().map(str::to_owned).collect();
        Self { uri, version, text, lines, bench: None }
    }

    /// Whether nobody has asked for its workbench yet, and so its findings are still to be sent.
    pub fn is_unread(&self) -> bool {
        self.bench.is_none()
    }

    /// The document, read; once for each version.
    pub fn bench(&mut self) -> &Workbench {
        let text = &self.text;
        let path = Path::new(self.uri.path().as_str());
        self.bench.get_or_insert_with(|| Workbench::read_with(text, &|wanted| beside(path, wanted)))
    }

    /// Everything that is wrong with it.
    pub fn diagnostics(&mut self, lang: Lang) -> Vec<Diagnostic> {
        let found = self.bench().findings().0.clone();
        found.iter().map(|finding| self.diagnostic(finding, lang)).collect()
    }

    /// A finding with its code; what to do stands under what is wrong.
    pub fn diagnostic(&self, finding: &diagnostics::Diagnostic, lang: Lang) -> Diagnostic {
        let (message, help) = (finding.message.get(lang), finding.help.get(lang));
        let at = Stretch { line: finding.line, column: finding.column, length: finding.length };
        Diagnostic {
            range: self.range(at),
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Info => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(finding.code.to_owned())),
            source: Some("shangyun".to_owned()),
            message: if help.is_empty() { message.to_owned() } else { format!("{message}\n{help}") },
            ..Diagnostic::default()
        }
    }

    /// The line and the column in characters, both from 1, of a place of the protocol.
    pub fn place(&self, position: Position) -> (usize, usize) {
        let number = usize::try_from(position.line).unwrap_or(usize::MAX);
        let line = self.lines.get(number).map_or("", String::as_str);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut units = 0;
        let before = line.chars().take_while(|c| {
            units += c.len_utf16();
            units <= wanted
        });
        (number.saturating_add(1), before.count() + 1)
    }

    /// Some characters of a line, in the protocol's places.
    pub fn range(&self, at: Stretch) -> Range {
        let end = at.column.saturating_add(at.length);
        Range::new(self.position(at.line, at.column), self.position(at.line, end))
    }

    /// From the beginning of one line to the end of another.
    pub fn lines(&self, first: usize, last: usize) -> Range {
        Range::new(self.position(first, 1), self.position(last, usize::MAX))
    }

    /// Where a line begins.
    pub fn start(&self, line: usize) -> Position {
        self.position(line, 1)
    }

    fn position(&self, line: usize, column: usize) -> Position {
        let number = line.saturating_sub(1);
        let text = self.lines.get(number).map_or("", String::as_str);
        let units: usize = text.chars().take(column.saturating_sub(1)).map(char::len_utf16).sum();
        Position::new(u32::try_from(number).unwrap_or(u32::MAX), u32::try_from(units).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::new("file:///a.policy.md".parse().expect("an address"), 1, text.to_owned())
    }

    #[test]
    fn a_character_outside_the_first_plane_counts_twice_in_the_protocol() {
        let document = document("一\n𠀀二x");
        let at = Stretch { line: 2, column: 2, length: 1 };
        assert_eq!(document.range(at), Range::new(Position::new(1, 2), Position::new(1, 3)));
        assert_eq!(document.place(Position::new(1, 2)), (2, 2));
        assert_eq!(document.place(Position::new(1, 1)), (2, 1), "the middle of a character is its beginning");
    }

    #[test]
    fn places_beyond_the_text_are_its_ends() {
        let document = document("一二");
        assert_eq!(document.place(Position::new(0, 99)), (1, 3));
        assert_eq!(document.place(Position::new(u32::MAX, u32::MAX)).1, 1);
        let beyond = Stretch { line: 1, column: 2, length: 99 };
        assert_eq!(document.range(beyond).end, Position::new(0, 2));
    }
}
