//! The papers of a case: the file, what it stands for, what the officer found.

use super::look::Look;
use super::timeline::Past;
use crate::web::components::action::link;
use crate::web::components::icon::Icon;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag, tag_with};
use crate::web::format;
use domain::ids::AccountId;
use domain::paper::{Finding, Paper, Papers, Verdict, wanted};
use maud::{Markup, html};
use policy::facts::{Facts, Readings};
use policy::plan::inputs::Document;
use policy::policy::Policy;

/// A paper that is asked for or was attached.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The document that is asked for; the one it was attached as where none is asked for.
    pub wanted: &'a Document,
    /// The document it was attached as: the same, or one that stands in for it.
    pub document: &'a Document,
    /// The paper; none where it is asked for and not there.
    pub paper: Option<&'a Paper>,
    /// Whether the same paper stands in this list before.
    pub repeats: bool,
}

/// The papers of a case: those the documents of a step ask for in their order, then whatever else was attached.
pub fn shown<'a>(
    policy: &'a Policy,
    asked: &[String],
    papers: &'a Papers,
    (facts, readings): (&Facts, &Readings),
) -> Vec<Shown<'a>> {
    let mut shown: Vec<Shown<'a>> = Vec::new();
    for wanted in wanted(policy, asked, facts, readings) {
        let found = wanted.found(papers);
        let document = found.and_then(|(id, _)| policy.plan().document(id)).unwrap_or(wanted.document);
        let repeats = found.is_some() && is_there(&shown, document);
        shown.push(Shown { wanted: wanted.document, document, paper: found.map(|(_, paper)| paper), repeats });
    }
    let others = papers.iter().filter_map(|(id, paper)| Some((policy.plan().document(id)?, paper)));
    for (document, paper) in others {
        if !is_there(&shown, document) {
            shown.push(Shown { wanted: document, document, paper: Some(paper), repeats: false });
        }
    }
    shown
}

fn is_there(shown: &[Shown<'_>], document: &Document) -> bool {
    shown.iter().any(|one| one.paper.is_some() && one.document.id == document.id)
}

/// The papers as a table; `base` is the address of the case.
pub fn table(look: Look<'_>, shown: &[Shown<'_>], base: &str, past: &Past) -> Markup {
    let lang = look.lang;
    let seen: Vec<&Shown<'_>> = shown.iter().filter(|one| look.reader.sees_paper(one.document)).collect();
    Table::new(lang, lang.t("case-papers"))
        .column(Column::text(lang.t("case-paper"), move |one: &&Shown<'_>| {
            html! {
                span.keep { (name(look, one)) }
                @if one.document.id != one.wanted.id {
                    br; span.quiet { (lang.t_with("case-by-other", &[("paper", look.label(&one.document.id).into())])) }
                }
            }
        }))
        .column(Column::text(lang.t("case-file"), move |one: &&Shown<'_>| match one.paper {
            Some(paper) => file_link(paper, &format!("{base}/papers/{}", one.document.id)),
            None => tag(Tone::Attention, &lang.t("case-paper-missing")),
        }))
        .column(Column::text(lang.t("case-finding"), move |one: &&Shown<'_>| {
            html! { @if let Some(paper) = one.paper { (finding(look, paper.finding.as_ref(), past)) } }
        }))
        .column(Column::text(lang.t("case-clause"), move |one: &&Shown<'_>| look.clause(&one.document.clause)))
        .empty(empty(&lang.t("case-no-papers"), None))
        .draw(&seen)
}

/// The name of what is asked for with its number in the clause, such as ②.
pub fn name(look: Look<'_>, shown: &Shown<'_>) -> String {
    numbered(look, shown.wanted)
}

/// The name of a document with its number in the clause.
pub fn numbered(look: Look<'_>, document: &Document) -> String {
    let number = document.number.and_then(circled).map(String::from).unwrap_or_default();
    format!("{number}{}", look.label(&document.id))
}

/// ① to ⑳.
fn circled(number: u8) -> Option<char> {
    (1..=20).contains(&number).then(|| char::from_u32(u32::from(number) + 0x245f)).flatten()
}

/// The link to a file, with its size and its own date.
pub fn file_link(paper: &Paper, href: &str) -> Markup {
    let size = u64::try_from(paper.file.size_bytes).unwrap_or(0);
    html! {
        (link(&paper.file.name, href))
        span.quiet { " " (format::size(size)) @if let Some(day) = paper.dated { " · " (format::date_iso(day)) } }
    }
}

/// What an officer found, with words and who.
pub fn finding(look: Look<'_>, finding: Option<&Finding>, past: &Past) -> Markup {
    let lang = look.lang;
    let Some(finding) = finding else { return tag_with(Tone::Neutral, Icon::Ring, &lang.t("case-not-looked-at")) };
    html! {
        (verdict(look, finding.verdict))
        @if !finding.words.is_empty() { " " (finding.words) }
        @if look.reader.sees_officers() {
            br; span.quiet.keep { (past.person(look, &finding.by)) " · " (look.app.clock.day_of(finding.at)) }
        }
    }
}

/// 齐, 缺 or 不符 as a tag.
pub fn verdict(look: Look<'_>, verdict: Verdict) -> Markup {
    let lang = look.lang;
    match verdict {
        Verdict::InOrder => tag(Tone::Ok, &lang.t("check-ok")),
        Verdict::Incomplete => tag(Tone::Attention, &lang.t("check-missing")),
        Verdict::Disagrees => tag(Tone::Stop, &lang.t("check-wrong")),
    }
}

/// Who looked at papers, for names of persons.
pub fn finders(papers: &Papers) -> Vec<AccountId> {
    papers.values().filter_map(|paper| paper.finding.as_ref()).map(|finding| finding.by.clone()).collect()
}
