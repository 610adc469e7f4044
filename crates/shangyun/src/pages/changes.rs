//! What changed between two texts of a policy, as pages show it: the words under their clauses, and the lines.

use crate::lang::Lang;
use crate::refusals::tongue;
use crate::web::components::notice::inset;
use maud::{Markup, html};
use policy::diff::{ChangeKind, Difference, Hunk, LineKind, hunks};
use policy::policy::Policy;
use std::collections::BTreeMap;

/// Unchanged lines shown around a changed one.
const AROUND: usize = 1;

/// The words of a difference, the changes of each clause together; `other` names the clauses.
pub fn words(lang: Lang, difference: &Difference, other: &Policy) -> Markup {
    if difference.changes.is_empty() {
        let key = if difference.differs { "changes-layout" } else { "changes-none" };
        return inset(&html! { p { (lang.t(key)) } });
    }
    let mut clauses: Vec<(&str, Vec<Markup>)> = Vec::new();
    for change in &difference.changes {
        let said = html! { li { span.tag.neutral { (kind(lang, change.kind)) } " " (change.words.get(tongue(lang))) } };
        match clauses.iter_mut().find(|(clause, _)| *clause == change.clause) {
            Some((_, lines)) => lines.push(said),
            None => clauses.push((&change.clause, vec![said])),
        }
    }
    let title = |clause: &str| other.plan().clause(clause).map_or("", |one| one.title.get(tongue(lang))).to_owned();
    html! {
        @if difference.only_words() { (inset(&html! { p { (lang.t("changes-only-words")) } })) }
        dl.changes {
            @for (clause, lines) in clauses {
                div {
                    dt { span.clause-number { (clause) } " " (title(clause)) }
                    dd { ul { @for line in lines { (line) } } }
                }
            }
        }
    }
}

/// The changed lines, folded on the screen and open on paper.
pub fn lines(lang: Lang, was: &str, now: &str) -> Markup {
    let hunks = hunks(was, now, AROUND);
    let count: BTreeMap<bool, usize> =
        hunks.iter().flat_map(|hunk| &hunk.lines).fold(BTreeMap::new(), |mut all, line| {
            *all.entry(line.kind == LineKind::Added).or_default() += usize::from(line.kind != LineKind::Kept);
            all
        });
    let of = |added| i64::try_from(count.get(&added).copied().unwrap_or(0)).unwrap_or(i64::MAX);
    let summary = lang.t_with("changes-lines", &[("added", of(true).into()), ("removed", of(false).into())]);
    html! {
        @if !hunks.is_empty() {
            details.lines { summary { (summary) } @for hunk in &hunks { (one_hunk(lang, hunk)) } }
        }
    }
}

fn one_hunk(lang: Lang, hunk: &Hunk) -> Markup {
    let from = i64::try_from(hunk.now_from).unwrap_or(0);
    html! {
        p.quiet { (lang.t_with("changes-from-line", &[("line", from.into())])) }
        pre {
            @for line in &hunk.lines {
                @match line.kind {
                    LineKind::Kept => span { "  " (line.text) },
                    LineKind::Removed => del { "- " (line.text) },
                    LineKind::Added => ins { "+ " (line.text) },
                }
                "\n"
            }
        }
    }
}

fn kind(lang: Lang, kind: ChangeKind) -> String {
    let key = match kind {
        ChangeKind::Added => "changes-added",
        ChangeKind::Removed => "changes-removed",
        ChangeKind::Changed => "changes-changed",
        ChangeKind::Moved => "changes-moved",
        ChangeKind::Reworded => "changes-reworded",
    };
    lang.t(key).into_owned()
}
