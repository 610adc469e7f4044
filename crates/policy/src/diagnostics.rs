//! What is wrong with a policy document: all of it at once, each with its place, an excerpt and help.

use std::fmt::Write;

use serde::Serialize;

use crate::text::{Lang, Text};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document cannot be used.
    Error,
    /// It can be used, and somebody should look.
    Warning,
    /// Worth knowing.
    Info,
}

/// One finding. Lines and columns count from 1, columns in characters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Diagnostic {
    /// Such as `E06`; the list is in `docs/policy-language.md`.
    pub code: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// Line in the file.
    pub line: usize,
    /// Column in characters.
    pub column: usize,
    /// Characters to underline, at least 1.
    pub length: usize,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
    /// What should stand in place of the underlined characters, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// The line itself.
    pub excerpt: String,
}

/// All findings of one reading, in document order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{} findings in the policy document", .0.len())]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// The findings as text for people; `file` is only printed.
    pub fn render(&self, file: &str, lang: Lang) -> String {
        let mut out = String::new();
        for d in &self.0 {
            let (shown, before) = window(&d.excerpt, d.column.saturating_sub(1));
            let mark = " ".repeat(width_after(&shown, 0, before));
            let line = "^".repeat(width_after(&shown, before, d.length).max(1));
            let gutter = d.line.to_string();
            let pad = " ".repeat(gutter.len());
            let written = writeln!(
                out,
                "{} {}\n{pad} --> {file}:{}:{}\n{gutter} | {}\n{pad} | {mark}{line}\n{pad} = {}\n",
                d.code,
                d.message.get(lang),
                d.line,
                d.column,
                shown,
                d.help.get(lang),
            );
            debug_assert!(written.is_ok(), "writing to a string cannot fail");
        }
        out
    }

    /// The findings as a JSON array.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// How many characters of a long line are shown on either side of the place.
const AROUND: usize = 30;

/// The part of a line around a place, and how many characters of it stand before the place.
fn window(line: &str, at: usize) -> (String, usize) {
    let chars: Vec<char> = line.chars().collect();
    let at = at.min(chars.len());
    let (from, to) = (at.saturating_sub(AROUND), chars.len().min(at + 2 * AROUND));
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < chars.len() { "…" } else { "" });
    let middle: String = chars[from..to].iter().collect();
    (format!("{head}{middle}{tail}"), at - from + usize::from(from > 0))
}

/// The columns a terminal gives to `length` characters after the first `skip`: Han and full-width characters take two.
fn width_after(text: &str, skip: usize, length: usize) -> usize {
    text.chars().skip(skip).take(length).map(cell_width).sum()
}

/// One or two columns.
fn cell_width(c: char) -> usize {
    if matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x20000..=0x3fffd)
    {
        2
    } else {
        1
    }
}
