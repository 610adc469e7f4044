//! `GET /policies`: the policies the public may read. `GET /policies/{id}/document`: one of them, byte for byte.

use super::policy::{plan_title, reader, state_tag, term};
use super::standing::{self, Published};
use crate::app::App;
use crate::web::components::notice;
use crate::web::errors::Problem;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// The list.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let all = standing::all(&app).await?;
    let page = Page::new(&visit, lang.t("menu-policies"))
        .crumb(lang.t("public-home"), "/")
        .lead(lang.t("public-policies-lead"));
    Ok(page.draw(html! {
        @if all.is_empty() { (notice::empty(&lang.t("public-policies-none"), None)) }
        ul.entries { @for one in &all { li { (entry(&app, &visit, one)) } } }
    }))
}

fn entry(app: &App, visit: &Visit, published: &Published) -> Markup {
    let setting = app.setting();
    let reader = reader(app, visit, published, &setting.city);
    let plan = reader.plan();
    let rules = plan.clauses.iter().filter(|clause| !clause.parts.is_empty()).count();
    html! {
        div.title {
            h2 { a href=(reader.href()) { (plan_title(reader)) } }
            @if let Some(state) = published.state() { p.beside { (state_tag(reader, state)) } }
        }
        p.quiet {
            @if let Some((issuer, _)) = &plan.issued { (issuer) " · " }
            @if let Some(term) = term(reader, plan) { (term) " · " }
            (reader.with("public-policies-size", &[("clauses", rules.into()), ("open", plan.switches.len().into())]))
        }
        @if let Some(state) = published.state() { p { (reader.t(&format!("public-state-{}-says", state.word()))) } }
    }
}

/// The document.
pub(super) async fn document(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Problem> {
    let published = standing::of(&app, &id).await?;
    let name = format!("attachment; filename*=UTF-8''{}.policy.md", crate::web::forms::escape(published.id()));
    let headers = [(CONTENT_TYPE, "text/markdown; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, published.policy.source().to_owned()).into_response())
}
