//! `GET /policies/{id}`: a policy as a person reads it, clause by clause, each with the rules that carry it out.

use super::standing::{self, Published};
use crate::app::App;
use crate::web::components::action::link;
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use domain::programme::State as ProgrammeState;
use maud::{Markup, html};
use policy::plan::Plan;
use policy::plan::clause::Clause;
use reader::Reader;

pub(super) mod amounts;
mod asked;
mod clause;
mod open;
pub(super) mod parties;
pub(super) mod reader;
mod sharing;
mod steps;
pub(super) mod tables;

/// The page.
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Markup, Problem> {
    let published = standing::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &published, &setting.city);
    let plan = reader.plan();
    let mut page = Page::new(&visit, plan_title(reader))
        .crumb(reader.t("public-home"), "/")
        .crumb(reader.t("menu-policies"), "/policies")
        .lead(reader.said(&plan.name));
    if let Some(state) = published.state() {
        page = page.beside_title(state_tag(reader, state));
    }
    let contents = contents(reader);
    Ok(page.aside(html! { nav.toc aria-label=(reader.t("public-contents")) { (contents) } }).draw(html! {
        (particulars(reader))
        details.toc-folded { summary { (reader.t("public-contents")) } (contents) }
        (clause::legend(reader))
        article.policy { @for one in &plan.clauses { (clause::clause(reader, one)) } }
    }))
}

/// A reader of a published policy.
pub(super) fn reader<'a>(
    app: &App,
    visit: &Visit,
    published: &'a Published,
    city: &'a domain::city::City,
) -> Reader<'a> {
    Reader {
        lang: visit.lang,
        policy: &published.policy,
        programme: published.programme.as_ref().map(|(_, programme)| programme),
        city,
        today: app.clock.today(),
    }
}

/// The full title: the words of the first heading.
pub(super) fn plan_title(reader: Reader<'_>) -> String {
    let plan = reader.plan();
    let first = plan.clauses.iter().find(|clause| clause.level == 1).map(|clause| &clause.title);
    reader.said(first.unwrap_or(&plan.name)).to_owned()
}

/// The state of a programme in a word.
pub(super) fn state_tag(reader: Reader<'_>, state: ProgrammeState) -> Markup {
    let tone = match state {
        ProgrammeState::Open => Tone::Ok,
        ProgrammeState::Settling => Tone::Attention,
        ProgrammeState::Draft | ProgrammeState::Closed => Tone::Neutral,
    };
    tag(tone, &reader.t(&format!("public-state-{}", state.word())))
}

/// Who issued it, when it holds, and how the document is checked.
fn particulars(reader: Reader<'_>) -> Markup {
    let plan = reader.plan();
    html! {
        dl.facts {
            @if let Some((issuer, date)) = &plan.issued {
                div { dt { (reader.t("public-issued")) } dd { (issuer) (reader.lang.pick("，", ", ")) (format::date_text(reader.lang, *date)) } }
            }
            @if let Some(term) = term(reader, plan) { div { dt { (reader.t("public-term")) } dd { (term) } } }
            @if !plan.basis.is_empty() { div { dt { (reader.t("public-basis")) } dd { (reader.joined(plan.basis.iter().cloned())) } } }
            @if let Some(state) = reader.programme.map(|programme| programme.state) {
                div { dt { (reader.t("public-standing")) } dd { (reader.t(&format!("public-state-{}-says", state.word()))) } }
            }
            div {
                dt { (reader.t("public-document")) }
                dd {
                    a href={ (reader.href()) "/document" } download={ (plan.id) ".policy.md" } { (reader.t("public-document-download")) }
                    " · " (link(&reader.t("public-readings-sheet"), &format!("{}/readings", reader.href())))
                    @if reader.programme.is_some() {
                        " · " (link(&reader.t("edition-history"), &format!("{}/editions", reader.href())))
                        " · " (link(&reader.t("interpretation-title"), &format!("{}/interpretations", reader.href())))
                    }
                    p.quiet.hash { (reader.t("public-document-hash")) " " code { (plan.hash) } }
                }
            }
        }
    }
}

/// The days a plan is in force.
pub(super) fn term(reader: Reader<'_>, plan: &Plan) -> Option<String> {
    let (first, last) = plan.in_force?;
    let first = format::date_text(reader.lang, first);
    Some(match last {
        Some(last) => reader.with(
            "public-term-says",
            &[("first", first.into()), ("last", format::date_text(reader.lang, last).into())],
        ),
        None => reader.with("public-term-open", &[("first", first.into())]),
    })
}

/// The headings as links, those of the second level with theirs beneath.
fn contents(reader: Reader<'_>) -> Markup {
    let clauses: Vec<&Clause> = reader.plan().clauses.iter().filter(|clause| clause.level > 1).collect();
    html! {
        ul {
            @for clause in clauses {
                li.{ "level-" (clause.level) } { a href={ "#" (clause.id) } { span.clause-number { (clause.id) } " " (reader.said(&clause.title)) } }
            }
        }
    }
}

/// What a clause says about one kind of thing, under a small heading; nothing where it says nothing.
fn block(is_there: bool, title: &str, content: &Markup) -> Markup {
    html! { @if is_there { div.rules { p.name { (title) } (content) } } }
}

/// The same for what few readers need: folded on the screen, open on paper.
fn folded(count: usize, title: &str, content: &Markup) -> Markup {
    html! { @if count > 0 { details.rules { summary { (title) " " span.count { (count) } } (content) } } }
}
