//! The changed lines of two texts, with a few lines around them.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// Changed lines that stand together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Hunk {
    /// Line of the old text where it begins, from 1.
    pub was_from: usize,
    /// Line of the new text where it begins, from 1.
    pub now_from: usize,
    /// Its lines in order.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    /// Whether it stands in one text or in both.
    pub kind: LineKind,
    /// The line, without its end.
    pub text: String,
}

/// In which text a line stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// In both.
    Kept,
    /// In the old one.
    Removed,
    /// In the new one.
    Added,
}

/// The changed lines of `now` against `was`, each group with up to `around` unchanged lines before and after it.
pub fn hunks(was: &str, now: &str, around: usize) -> Vec<Hunk> {
    let diff = TextDiff::from_lines(was, now);
    let groups = diff.grouped_ops(around);
    groups
        .iter()
        .filter_map(|group| {
            let first = group.first()?;
            let changes = group.iter().flat_map(|op| diff.iter_changes(op));
            let lines = changes.map(|change| Line {
                kind: match change.tag() {
                    ChangeTag::Equal => LineKind::Kept,
                    ChangeTag::Delete => LineKind::Removed,
                    ChangeTag::Insert => LineKind::Added,
                },
                text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
            });
            let (was_from, now_from) = (first.old_range().start + 1, first.new_range().start + 1);
            Some(Hunk { was_from, now_from, lines: lines.collect() })
        })
        .collect()
}
