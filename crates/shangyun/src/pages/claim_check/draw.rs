//! The page on which a claim is checked: its papers and the decision at the left, the sheet at the right.

use super::fact_fields::{self, Attestable};
use super::page::{Review, Told};
use super::sheet::{About, Item, Sheet};
use crate::lang::Lang;
use crate::names;
use crate::pages::case::claim::Gathered;
use crate::pages::case::course::{rank_word, state};
use crate::pages::case::look::Look;
use crate::pages::case::papers::{Shown, file_link};
use crate::pages::case::{claim as case, ranks, timeline};
use crate::refusals::tongue;
use crate::seen::Seen;
use crate::web::components::action::{actions, grave, link, link_button, secondary};
use crate::web::components::field::Field;
use crate::web::components::notice::{banner, inset};
use crate::web::components::pane::{Check, checklist, two_panes};
use crate::web::components::tag::Tone;
use crate::web::components::value::{date, deadline, money};
use crate::web::format;
use crate::web::forms::{Filled, form_of_version};
use crate::web::layout::page::Page;
use axum::response::Response;
use domain::claim::Claim;
use domain::paper::Verdict;
use maud::{Markup, html};
use policy::decision::Outcome;
use policy::plan::inputs::RecordList;
use policy::plan::procedure::Step;
use policy::plan::words::Exit;

/// What the page is drawn from.
pub(super) struct Desk<'a> {
    /// The claim with what is around it.
    pub gathered: &'a Gathered<'a>,
    /// The sheet.
    pub sheet: &'a Sheet<'a>,
    /// What stands in it.
    pub filled: &'a Filled,
    /// What is said first.
    pub told: &'a Told,
}

/// The page.
pub(super) fn page(review: &Review<'_>, look: Look<'_>, desk: &Desk<'_>) -> Response {
    let lang = look.lang;
    let claim = &desk.gathered.seen.state;
    let step = look.step(&claim.course.procedure, &claim.course.step);
    let mut page = Page::desk(review.visit, claim.enterprise_name.clone())
        .crumb(lang.t("rail-queue"), review.chosen.keep("/queue"))
        .crumb(claim.number.clone(), format!("/claims/{}", review.id))
        .errors(desk.filled)
        .beside_title(state(look, Some(&claim.course)))
        .todo(lang.t_with("check-todo", &[("step", step.into())]));
    if let Some(due) = claim.course.due {
        page = page.due(deadline(lang, names::deadline(look.app, due)));
    }
    if let Some(saved) = desk.told.saved {
        page = page.notice(Tone::Ok, &html! { p { (lang.t_with("check-saved", &[("n", saved.into())])) } });
    }
    if let Some((number, href)) = &desk.told.done {
        page = page.notice(Tone::Ok, &html! { p { (lang.t("officer-done-before")) " " (link(number, href)) } });
    }
    if !desk.told.partly.is_empty() {
        page = page.notice(Tone::Attention, &partly(lang, &desk.told.partly));
    }
    if desk.told.stale {
        page = page.notice(Tone::Attention, &meanwhile(look, desk.gathered));
    }
    let right = sheet(review, look, desk);
    page.respond(two_panes(&lang.t("officer-documents"), &left(look, desk), &lang.t("officer-check"), &right))
}

/// What was saved although the act did not happen.
fn partly(lang: Lang, labels: &[String]) -> Markup {
    html! {
        p { (lang.t_with("check-partly", &[("n", labels.len().into())])) }
        ul { @for label in labels { li { (label) } } }
    }
}

/// What the other person did after the page was drawn.
fn meanwhile(look: Look<'_>, gathered: &Gathered<'_>) -> Markup {
    let claim = &gathered.seen.state;
    let last = gathered.past.last(look, &claim.course.procedure, case::parties(claim));
    html! {
        p { (look.lang.t("check-meanwhile")) }
        @if let Some(last) = last { p { strong { (last.what) } " " (last.who) " " span.figure { (last.when) } } }
    }
}

/// The page for somebody whose turn it is not, or no more; what they wrote meanwhile stands on it.
pub(super) fn not_now(review: &Review<'_>, seen: &Seen<Claim>, opinion: &str) -> Response {
    let look = Look::new(review.app, review.visit.lang, &seen.policy, review.me.actor());
    let (lang, claim) = (look.lang, &seen.state);
    let mut actions_here = vec![link_button(&lang.t("check-open-case"), &format!("/claims/{}", review.id))];
    actions_here.push(link(&lang.t("check-next-case"), &review.chosen.keep("/queue/next")));
    let holder = timeline::now(look, &claim.course, case::parties(claim));
    Page::desk(review.visit, claim.enterprise_name.clone())
        .crumb(lang.t("rail-queue"), review.chosen.keep("/queue"))
        .beside_title(state(look, Some(&claim.course)))
        .respond(html! {
            (banner(lang, Tone::Attention, &html! {
                p { (lang.t("check-not-your-turn")) }
                @if !opinion.is_empty() { p { (lang.t("check-you-wrote")) } p.words { (opinion) } }
                @if let Some(holder) = holder { p { (lang.t("check-now-with")) " " strong { (holder.who) } " · " (holder.what) } }
            }))
            (actions(&actions_here))
        })
}

fn left(look: Look<'_>, desk: &Desk<'_>) -> Markup {
    let lang = look.lang;
    html! {
        (viewer(look, desk))
        (desk.gathered.head(look))
        (held(look, desk.gathered))
        (desk.gathered.decision(look))
        section #facts { h2 { (lang.t("case-facts")) } (desk.gathered.facts(look)) }
    }
}

/// The frame in which papers open, with the first that still needs a look.
fn viewer(look: Look<'_>, desk: &Desk<'_>) -> Markup {
    let lang = look.lang;
    let first = desk.sheet.items.iter().find(|item| !is_in_order(item) && address(desk, item).is_some());
    let first = first.or_else(|| desk.sheet.items.iter().find(|item| address(desk, item).is_some()));
    html! {
        @if let Some(item) = first {
            @let href = address(desk, item).unwrap_or_default();
            figure.document {
                figcaption { strong { (lang.t("check-viewer")) } " " span.quiet { (lang.t("check-viewer-hint")) } }
                iframe name=(FRAME) title=(lang.t("check-viewer")) src={ (href) (VIEW) } {}
            }
        }
    }
}

/// The name of the frame that papers open in.
const FRAME: &str = "paper";
/// How a PDF is shown there: as wide as the frame, without its own side pane. Pictures pass over it.
const VIEW: &str = "#navpanes=0&view=FitH";

fn is_in_order(item: &Item) -> bool {
    matches!(item.found, Some((Verdict::InOrder, _)))
}

/// The address of the file behind an item.
fn address(desk: &Desk<'_>, item: &Item) -> Option<String> {
    let base = format!("/claims/{}", desk.gathered.id);
    match &item.about {
        About::Paper(document) => Some(format!("{base}/papers/{document}")),
        About::Missing(_) => None,
        About::Row(list, place) => {
            let entry = desk.gathered.seen.state.records.get(list)?.get(*place)?;
            entry.file.as_ref().map(|_| format!("{base}/rows/{list}/{place}"))
        }
    }
}

/// Open readings that alone deny the money: the case waits for a ruling.
fn held(look: Look<'_>, gathered: &Gathered<'_>) -> Markup {
    let (lang, plan) = (look.lang, look.policy.plan());
    let switches = awaited(look, gathered);
    if switches.is_empty() {
        return html! {};
    }
    let since = look.app.clock.day_of(gathered.seen.state.course.since);
    let programme = &gathered.seen.state.programme;
    banner(
        lang,
        Tone::Attention,
        &html! {
            p { (lang.t("check-awaiting")) }
            ul {
                @for switch in switches.iter().filter_map(|id| plan.switch(id)) {
                    li { span.figure { (switch.code) } " " (switch.question.get(tongue(lang))) " " (look.clause(&switch.clause)) }
                }
            }
            p { (lang.t("check-awaiting-since")) " " (date(lang, since)) " · " (link(&lang.t("check-to-rulings"), &format!("/programmes/{programme}"))) }
        },
    )
}

/// The unruled switches whose adverse option alone stands in the way.
fn awaited(look: Look<'_>, gathered: &Gathered<'_>) -> Vec<String> {
    let estimate = &gathered.estimate;
    let all = look.policy.awaiting_ruling(&estimate.facts, &estimate.readings);
    all.into_iter().filter(|id| !gathered.seen.programme.rulings.contains_key(id)).collect()
}

fn sheet(review: &Review<'_>, look: Look<'_>, desk: &Desk<'_>) -> Markup {
    let lang = look.lang;
    let claim = &desk.gathered.seen.state;
    let plan = look.policy.plan();
    let step = plan.step(&claim.course.procedure, &claim.course.step);
    let papers = desk.sheet.items.iter().filter(|item| !matches!(item.about, About::Row(_, _)));
    let papers: Vec<Check> = papers.map(|item| paper_check(look, desk, item)).collect();
    let body = html! {
        (ranks::before(look, &desk.gathered.past, &claim.course))
        div.title {
            h2 { (lang.t("officer-papers")) }
            button.button.secondary type="submit" name="act" value="fill" data-fill="" data-key="a" { (lang.t("officer-fill")) " " kbd { "A" } }
        }
        (checklist(lang, desk.filled, &papers))
        datalist #check-phrases { @for phrase in 1..=6 { option value=(lang.t(&format!("officer-phrase-{phrase}"))) {} } }
        @for list in plan.records.iter().filter(|list| !list.given) { (list_checks(look, desk, list)) }
        @if desk.sheet.hidden > 0 { (inset(&html! { p { (lang.t_with("check-hidden", &[("n", desk.sheet.hidden.into())])) } })) }
        (fact_part(look, desk))
        (Field::new("opinion", lang.t("officer-opinion")).hint(lang.t("check-opinion-hint")).textarea(lang, desk.filled, 2))
        (again(look, claim, desk.filled))
        @if let Some(step) = step { (buttons(look, desk, step)) }
    };
    let version = u64::try_from(claim.revision).unwrap_or_default();
    html! {
        div.keys { (form_of_version(review.visit, &review.address(), version, &body)) }
        p.quiet { (link(&lang.t("officer-skip"), &review.chosen.next(&review.place(claim)))) }
    }
}

/// What was returned before needs a reason, from a checker or signer.
fn again(look: Look<'_>, claim: &Claim, filled: &Filled) -> Markup {
    let before: Vec<String> = claim.course.returned_items.iter().map(|item| look.item(item)).collect();
    if before.is_empty() {
        return html! {};
    }
    let named = before.join(look.lang.pick("、", ", "));
    let hint = look.lang.t_with("officer-again-hint", &[("items", named.into())]);
    Field::new("reason", look.lang.t("officer-again")).hint(hint).optional().textarea(look.lang, filled, 2)
}

fn paper_check(look: Look<'_>, desk: &Desk<'_>, item: &Item) -> Check {
    let shown = desk.gathered.shown();
    let one =
        shown.iter().find(|one| matches!(&item.about, About::Paper(id) | About::Missing(id) if *id == one.document.id));
    let clause = one.map_or("", |one| one.document.clause.as_str());
    Check {
        name: item.about.field(),
        label: item.label.clone(),
        clause: clause_pair(look, clause),
        found: one.map(|one| paper_found(look, desk, (one, item))),
    }
}

fn clause_pair(look: Look<'_>, clause: &str) -> (String, String) {
    let link = look.clause_link(clause);
    (link.label, link.href)
}

/// The file of a paper, to be opened at the left, and what it stands for.
fn paper_found(look: Look<'_>, desk: &Desk<'_>, (one, item): (&Shown<'_>, &Item)) -> Markup {
    let lang = look.lang;
    html! {
        @match (one.paper, address(desk, item)) {
            (Some(paper), Some(href)) => { (open_left(&paper.file.name, &href)) span.quiet { " " (format::size(u64::try_from(paper.file.size_bytes).unwrap_or_default())) @if let Some(day) = paper.dated { " · " (format::date_iso(day)) } } },
            (Some(paper), None) => (file_link(paper, "")),
            (None, _) => (lang.t("case-paper-missing")),
        }
        @if one.document.id != one.wanted.id { " " (lang.t_with("case-by-other", &[("paper", look.label(&one.document.id).into())])) }
    }
}

/// A link that opens a file in the frame at the left.
fn open_left(name: &str, href: &str) -> Markup {
    html! { a href={ (href) (VIEW) } target=(FRAME) { (name) } }
}

fn list_checks(look: Look<'_>, desk: &Desk<'_>, list: &RecordList) -> Markup {
    let rows = desk.sheet.items.iter().filter(|item| matches!(&item.about, About::Row(own, _) if *own == list.id));
    let checks: Vec<Check> = rows.map(|item| row_check(look, desk, (list, item))).collect();
    html! {
        @if !checks.is_empty() {
            h3 { (look.label(&list.id)) }
            (checklist(look.lang, desk.filled, &checks))
        }
    }
}

/// A row: its values in words, and the paper it was typed from.
fn row_check(look: Look<'_>, desk: &Desk<'_>, (list, item): (&RecordList, &Item)) -> Check {
    let entry = match &item.about {
        About::Row(own, place) => desk.gathered.seen.state.records.get(own).and_then(|rows| rows.get(*place)),
        About::Paper(_) | About::Missing(_) => None,
    };
    let others = list.columns.iter().filter(|column| !list.keys.contains(&column.id));
    let found = html! {
        @if let (Some(entry), Some(href)) = (entry, address(desk, item)) {
            @if let Some(file) = &entry.file { (open_left(&file.name, &href)) }
        } @else { (look.lang.t("case-no-file")) }
        span.values {
            @for column in others {
                @if let Some(value) = entry.and_then(|entry| entry.row.get(&column.id)) {
                    span { span.quiet { (column.text.get(tongue(look.lang))) } " " span.figure { (look.value(&column.id, value)) } }
                }
            }
        }
    };
    Check {
        name: item.about.field(),
        label: item.label.clone(),
        clause: clause_pair(look, &list.clause),
        found: Some(found),
    }
}

/// The facts this office attests: those still open first, the others folded away.
fn fact_part(look: Look<'_>, desk: &Desk<'_>) -> Markup {
    let lang = look.lang;
    let (open, settled): (Vec<&Attestable>, Vec<&Attestable>) = desk.sheet.facts.iter().partition(|one| one.is_open);
    let touched = settled.iter().any(|one| desk.filled.error(&one.fact.id).is_some());
    html! {
        @if !open.is_empty() {
            h2 { (lang.t("officer-facts")) }
            p.quiet { (lang.t("check-facts-says")) }
            ol.checklist { @for one in open { (fact_fields::draw(look, one, desk.filled)) } }
        }
        @if !settled.is_empty() {
            details open[touched] {
                summary { (lang.t_with("check-facts-settled", &[("n", settled.len().into())])) }
                ol.checklist { @for one in settled { (fact_fields::draw(look, one, desk.filled)) } }
            }
        }
    }
}

fn buttons(look: Look<'_>, desk: &Desk<'_>, step: &Step) -> Markup {
    let lang = look.lang;
    let estimate = &desk.gathered.estimate.decision.outcome;
    let waits = !awaited(look, desk.gathered).is_empty();
    let claim = &desk.gathered.seen.state;
    let pass = match claim.course.rank_due(step) {
        Some(rank) => lang.t_with("officer-pass-as", &[("rank", rank_word(lang, rank).into())]),
        None => lang.t("officer-pass"),
    };
    let mut buttons = Vec::new();
    if claim.course.proposal().is_none() {
        buttons.push(html! {
            button.button type="submit" name="act" value="pass" data-next="" autofocus[desk.told.is_complete] { (pass) }
        });
    }
    if step.exits.contains(&Exit::Correct) {
        buttons.push(secondary("act", "return", &lang.t("officer-return")));
    }
    buttons.push(html! { button.plain type="submit" name="act" value="save" { (lang.t("officer-keep")) } });
    let grounds = match estimate {
        Outcome::Refused { failed } if step.exits.contains(&Exit::Refuse) && !waits => failed.as_slice(),
        Outcome::Refused { .. } | Outcome::Award { .. } | Outcome::Pending { .. } | Outcome::Held { .. } => &[],
    };
    if !grounds.is_empty() {
        let words = ranks::refusal(look, &claim.course, step, lang.t("check-refuse").into_owned());
        buttons.push(grave("act", "refuse", &words));
    }
    html! {
        p.quiet { (lang.t("check-return-means")) }
        @if !grounds.is_empty() {
            p { (lang.t("check-grounds")) }
            (ranks::grounds(look, grounds))
        }
        @if let Outcome::Award { fen, .. } = estimate { p { (lang.t("check-would-award")) " " strong { (money(lang, *fen)) } " " a.quiet href="#decision" { (lang.t("case-how-reached")) } } }
        (actions(&buttons))
        (ranks::hand_back(look, &claim.course, desk.filled))
        p.quiet { (lang.t("officer-next-opens")) }
    }
}
