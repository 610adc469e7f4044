//! The sentences of a difference, in Chinese and English.

use super::{Change, ChangeKind};
use crate::text::{Lang, Text};

/// Longer texts show only what differs, and a little around it.
const WHOLE_CHARS: usize = 60;
/// How much is shown around it.
const AROUND_CHARS: usize = 12;

/// A change from one thing to another, with `label` saying which part of `about`, where it is a part.
pub(super) fn changed(
    clause: &str,
    kind: ChangeKind,
    (about, label): (&Text, &Text),
    was: &Text,
    now: &Text,
) -> Change {
    let (zh, en) = (halves(was, now, Lang::Zh), halves(was, now, Lang::En));
    let words = Text::new(
        format!(
            "{}：由 {} 改为 {}",
            joined(&about.zh, &label.zh, " 的 "),
            shown(&zh.0, "（无）"),
            shown(&zh.1, "（无）")
        ),
        format!(
            "{}: {} becomes {}",
            joined(&about.en, &label.en, ", "),
            shown(&en.0, "(nothing)"),
            shown(&en.1, "(nothing)")
        ),
    );
    Change { words, ..change(clause, kind, about, Some(was), Some(now)) }
}

/// A part that is new.
pub(super) fn part_added(clause: &str, kind: ChangeKind, (about, label): (&Text, &Text), now: &Text) -> Change {
    let words = Text::new(
        format!("{}：新增{}", about.zh, said(&label.zh, &now.zh, "：")),
        format!("{}: new{}", about.en, said(&label.en, &now.en, ": ")),
    );
    Change { words, ..change(clause, kind, about, None, Some(now)) }
}

/// A part that is gone.
pub(super) fn part_removed(clause: &str, kind: ChangeKind, (about, label): (&Text, &Text), was: &Text) -> Change {
    let words = Text::new(
        format!("{}：删去{}", about.zh, said(&label.zh, &was.zh, "：")),
        format!("{}: dropped{}", about.en, said(&label.en, &was.en, ": ")),
    );
    Change { words, ..change(clause, kind, about, Some(was), None) }
}

/// Something new; `now` says what it says.
pub(super) fn added(clause: &str, kind: ChangeKind, about: &Text, now: &Text) -> Change {
    let words = Text::new(
        format!("新增 {}", joined(&about.zh, &now.zh, "：")),
        format!("New: {}", joined(&about.en, &now.en, ": ")),
    );
    Change { words, ..change(clause, kind, about, None, Some(now)) }
}

/// Something gone; `was` says what it said.
pub(super) fn removed(clause: &str, kind: ChangeKind, about: &Text, was: &Text) -> Change {
    let words = Text::new(
        format!("删去 {}", joined(&about.zh, &was.zh, "：")),
        format!("Dropped: {}", joined(&about.en, &was.en, ": ")),
    );
    Change { words, ..change(clause, kind, about, Some(was), None) }
}

/// A thing under another clause.
pub(super) fn moved(clause: &str, about: &Text, from: &str) -> Change {
    let words = Text::new(
        format!("{}：由 {from} 移到 {clause}", about.zh),
        format!("{}: moved from {from} to {clause}", about.en),
    );
    let (was, now) = (Text::new(from, from), Text::new(clause, clause));
    Change { words, ..change(clause, ChangeKind::Moved, about, Some(&was), Some(&now)) }
}

/// A change with a sentence of its own.
pub(super) fn said_so(clause: &str, kind: ChangeKind, about: &Text, words: Text) -> Change {
    Change { words, ..change(clause, kind, about, None, None) }
}

fn change(clause: &str, kind: ChangeKind, about: &Text, was: Option<&Text>, now: Option<&Text>) -> Change {
    Change {
        clause: clause.to_owned(),
        kind,
        about: about.clone(),
        was: was.cloned(),
        now: now.cloned(),
        words: Text::default(),
    }
}

fn joined(about: &str, label: &str, between: &str) -> String {
    if label.is_empty() { about.to_owned() } else { format!("{about}{between}{label}") }
}

fn shown<'a>(text: &'a str, nothing: &'a str) -> &'a str {
    if text.is_empty() { nothing } else { text }
}

/// A label and what it says, after a blank.
fn said(label: &str, text: &str, between: &str) -> String {
    format!(" {}", joined(label, text, between))
}

/// What is shown in a tongue: the other half where only that one differs.
fn halves(was: &Text, now: &Text, lang: Lang) -> (String, String) {
    let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let lang = if was.get(lang) == now.get(lang) { other } else { lang };
    around(was.get(lang), now.get(lang))
}

/// Both texts, or of long ones what differs with a little around it.
fn around(was: &str, now: &str) -> (String, String) {
    let (a, b): (Vec<char>, Vec<char>) = (was.chars().collect(), now.chars().collect());
    if a.len() <= WHOLE_CHARS && b.len() <= WHOLE_CHARS {
        return (was.to_owned(), now.to_owned());
    }
    let shorter = a.len().min(b.len());
    let head = (0..shorter).take_while(|at| a[*at] == b[*at]).count();
    let tail = (0..shorter - head).take_while(|at| a[a.len() - 1 - at] == b[b.len() - 1 - at]).count();
    let cut = |text: &[char]| {
        let from = word_start(text, head.saturating_sub(AROUND_CHARS));
        let to = word_end(text, (text.len() - tail + AROUND_CHARS).min(text.len()));
        let middle: String = text[from..to].iter().collect();
        let (before, after) = (if from > 0 { "…" } else { "" }, if to < text.len() { "…" } else { "" });
        format!("{before}{}{after}", middle.trim())
    };
    (cut(&a), cut(&b))
}

/// Moves a cut back to where a word of letters or digits begins.
fn word_start(text: &[char], mut at: usize) -> usize {
    while at > 0 && text[at - 1].is_ascii_alphanumeric() {
        at -= 1;
    }
    at
}

/// Moves a cut on to where a word of letters or digits ends.
fn word_end(text: &[char], mut at: usize) -> usize {
    while at < text.len() && text[at].is_ascii_alphanumeric() {
        at += 1;
    }
    at
}
