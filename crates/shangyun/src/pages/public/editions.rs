//! `GET /policies/{id}/editions`: every published text of a plan and since when it holds. `/policies/{id}/editions/{hash}`:
//! one of them, byte for byte; with `/changes`, what it changed. `GET /policies/{id}/interpretations`: what was asked about the plan, and what was answered.

use super::policy::{plan_title, reader};
use super::standing;
use crate::app::App;
use crate::editions;
use crate::pages::changes;
use crate::refusals::clause_address;
use crate::seen;
use crate::web::components::action::{link, link_button};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::date_cell;
use crate::web::errors::Problem;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::edition::EditionState;
use domain::interpretation::{About, Interpretation};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::diff::Difference;
use store::views;
use store::views::cases::Listed;
use store::views::editions::Standing;

/// How many questions are listed.
const ASKED_MAX: i64 = 300;

/// A published text.
struct Text {
    hash: String,
    from: Option<Date>,
    reason: String,
    cases: Standing,
}

/// The texts, the newest first.
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Markup, Problem> {
    let published = standing::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &published, &setting.city);
    let lang = visit.lang;
    let Some((programme_id, programme)) = &published.programme else { return Err(Problem::not_found()) };
    let database = app.store.database();
    let all = views::editions::of_programme(database, programme_id.as_str()).await.map_err(Problem::failure)?;
    let standing = views::editions::standing(database, programme_id.as_str()).await.map_err(Problem::failure)?;
    let reason = |edition: &str| match all.iter().find(|one| one.id == edition).map(|one| &one.state.state) {
        Some(EditionState::Published { proposal, .. }) => proposal.reason.clone(),
        Some(EditionState::Draft | EditionState::Proposed(_) | EditionState::Discarded) | None => String::new(),
    };
    let text = |hash: &str| {
        let later = programme.editions.iter().find(|one| one.policy_hash == hash);
        Text {
            hash: hash.to_owned(),
            from: later.map(|one| one.from),
            reason: later.map_or_else(String::new, |one| reason(one.edition.as_str())),
            cases: standing.iter().find(|one| one.policy_hash == hash).cloned().unwrap_or_default(),
        }
    };
    let texts: Vec<Text> = programme.documents().map(text).collect();
    let in_force = programme.policy_on(reader.today);
    let table = Table::new(lang, lang.t("edition-published"))
        .column(Column::text(lang.t("edition-hash"), |one: &Text| {
            html! {
                code { (one.hash.chars().take(12).collect::<String>()) }
                @if one.hash == in_force { " " (tag(Tone::Ok, &lang.t("edition-in-force"))) }
            }
        }))
        .column(Column::text(lang.t("edition-from"), |one: &Text| {
            html! {
                @match one.from { Some(from) => (date_cell(from)), None => (lang.t("edition-founding")) }
            }
        }))
        .column(Column::text(lang.t("edition-reason"), |one: &Text| html! { (one.reason) }))
        .column(Column::text(lang.t("changes-title"), |one: &Text| {
            html! { @if one.from.is_some() { (link(&lang.t("changes-title"), &format!("{}/editions/{}/changes", reader.href(), one.hash))) } }
        }))
        .column(Column::number(lang.t("edition-filings"), |one: &Text| html! { (one.cases.filings) }))
        .column(Column::number(lang.t("edition-claims"), |one: &Text| html! { (one.cases.claims) }))
        .link(|one| format!("{}/editions/{}", reader.href(), one.hash));
    let page = Page::new(&visit, lang.t("edition-history"))
        .crumb(lang.t("menu-policies"), "/policies")
        .crumb(plan_title(reader), reader.href())
        .lead(lang.t("edition-history-says"));
    Ok(page.draw(table.draw(&texts)))
}

/// One text, byte for byte.
pub(super) async fn text(
    State(app): State<App>,
    Path((id, hash)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let published = standing::of(&app, &id).await?;
    let is_its = published.programme.as_ref().is_some_and(|(_, one)| one.documents().any(|known| known == hash));
    if !is_its {
        return Err(Problem::not_found());
    }
    let text = editions::text(&app.store, &hash).await.map_err(Problem::failure)?;
    let name = format!("attachment; filename*=UTF-8''{}.{hash}.policy.md", crate::web::forms::escape(published.id()));
    Ok(([(CONTENT_TYPE, "text/markdown; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], text).into_response())
}

/// What one text changed against the one before it.
pub(super) async fn changes(
    State(app): State<App>,
    visit: Visit,
    Path((id, hash)): Path<(String, String)>,
) -> Result<Markup, Problem> {
    let published = standing::of(&app, &id).await?;
    let setting = app.setting();
    let (reader, lang) = (reader(&app, &visit, &published, &setting.city), visit.lang);
    let Some((_, programme)) = &published.programme else { return Err(Problem::not_found()) };
    let documents: Vec<&str> = programme.documents().collect();
    let Some(place) = documents.iter().position(|known| *known == hash) else { return Err(Problem::not_found()) };
    let other = seen::policy(&app, &hash)?;
    let base = documents.get(place + 1).map(|hash| seen::policy(&app, hash)).transpose()?;
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    let page = Page::new(&visit, lang.t("changes-title"))
        .crumb(lang.t("menu-policies"), "/policies")
        .crumb(plan_title(reader), reader.href())
        .crumb(lang.t("edition-history"), format!("{}/editions", reader.href()));
    Ok(page.draw(html! {
        @match base {
            Some(base) => {
                p {
                    code { (short(&hash)) } " "
                    (lang.t_with("changes-against", &[("hash", short(&base.plan().hash).into())]))
                }
                (changes::words(lang, &Difference::between(&base, &other), &other))
                (changes::lines(lang, base.source(), other.source()))
            }
            None => p { (lang.t("changes-first")) },
        }
        p { (link(&lang.t("edition-history"), &format!("{}/editions", reader.href()))) }
    }))
}

/// What was asked and what was answered. The words of who asked are theirs, and not shown.
pub(super) async fn interpretations(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let published = standing::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &published, &setting.city);
    let lang = visit.lang;
    let Some((programme, _)) = &published.programme else { return Err(Problem::not_found()) };
    let asked = views::editions::asked(app.store.database(), programme.as_str(), ASKED_MAX).await;
    let asked = asked.map_err(Problem::failure)?;
    let about = |one: &Interpretation| match &one.about {
        About::Clause(clause) => (clause.clone(), String::new()),
        About::Switch(id) => reader.plan().switch(id).map_or_else(
            || (String::new(), id.clone()),
            |switch| (switch.clause.clone(), reader.said(&switch.question).to_owned()),
        ),
    };
    let table = Table::new(lang, lang.t("interpretation-title"))
        .column(Column::text(lang.t("interpretation-about"), |one: &Listed<Interpretation>| {
            let (clause, question) = about(&one.state);
            html! { a href=(clause_address(Some(&published.policy), &clause)) { (clause) } " " (question) }
        }))
        .column(Column::text(lang.t("interpretation-asked-on"), |one: &Listed<Interpretation>| {
            date_cell(app.clock.day_of(one.state.asked_at))
        }))
        .column(Column::text(lang.t("interpretation-answer"), |one: &Listed<Interpretation>| {
            html! {
                @match &one.state.answer {
                    Some(answer) => { (answer.words) br; span.quiet { (answer.number) " " (answer.date) } }
                    None => (tag(Tone::Neutral, &lang.t("interpretation-open"))),
                }
            }
        }))
        .empty(empty(&lang.t("interpretation-none"), None));
    let page = Page::new(&visit, lang.t("interpretation-title"))
        .crumb(lang.t("menu-policies"), "/policies")
        .crumb(plan_title(reader), reader.href())
        .lead(lang.t("interpretation-lead"));
    Ok(page.draw(html! {
        (table.draw(&asked))
        p { (link_button(&lang.t("interpretation-ask"), &format!("/programmes/{programme}/interpretations/new"))) }
    }))
}
