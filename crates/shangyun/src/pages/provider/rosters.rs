//! `/rosters`: what enterprises wait for, the rosters sent so far, and the way to the next one.

use super::{answer_by, look, own, waiting};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{Link, link, link_button};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date_cell, deadline};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::claim::{Claim, Roster};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases::{self, Listed};

/// A claim that waits for the provider.
struct Waiting {
    claim: Listed<Claim>,
    policy: Arc<Policy>,
    by: Option<Date>,
}

pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let provider = own(&me)?;
    let sent = cases::rosters_of(app.store.database(), provider).await.map_err(Problem::failure)?;
    let missing = missing(&app, provider).await?;
    let open: Vec<&Waiting> = missing.iter().filter(|one| one.claim.state.declined.is_none()).collect();
    let mut page = Page::desk(&visit, lang.t("provider-rosters"))
        .lead(lang.t("provider-rosters-lead"))
        .beside_title(link_button(&lang.t("provider-new"), "/rosters/new"));
    if !open.is_empty() {
        page = page.todo(lang.t_with("provider-todo-answer", &[("n", open.len().into())]));
    }
    if let Some(first) = open.iter().filter_map(|one| one.by).min() {
        page = page.due(deadline(lang, names::deadline(&app, first)));
    }
    Ok(page.draw(html! {
        @if !missing.is_empty() {
            h2 { (lang.t("provider-missing")) }
            p { (lang.t("provider-missing-says")) }
            (missing_table(&app, lang).draw(&missing))
        }
        h2 { (lang.t("provider-sent")) }
        (sent_table(&app, lang).draw(&sent))
        p { (link(&lang.t("provider-cases"), "/rosters/cases")) }
    }))
}

async fn missing(app: &App, provider: &str) -> Result<Vec<Waiting>, Problem> {
    let mut found = Vec::new();
    for claim in waiting(app, provider).await? {
        let policy = seen::policy(app, &claim.state.policy_hash)?;
        let by = answer_by(app, &policy, &claim.state);
        found.push(Waiting { claim, policy, by });
    }
    Ok(found)
}

fn missing_table(app: &App, lang: Lang) -> Table<'_, Waiting> {
    Table::new(lang, lang.t("provider-missing"))
        .column(Column::text(
            lang.t("provider-enterprise"),
            |one: &Waiting| html! { (one.claim.state.enterprise_name) },
        ))
        .column(Column::text(lang.t("provider-stream"), move |one: &Waiting| {
            html! { (look(app, lang, &one.policy).stream(&one.claim.state.stream)) }
        }))
        .column(Column::text(lang.t("provider-contract-year"), |one: &Waiting| date_cell(one.claim.state.service_date)))
        .column(Column::text(lang.t("provider-reported-on"), |one: &Waiting| {
            date_cell(app.clock.day_of(one.claim.state.opened_at))
        }))
        .column(Column::text(lang.t("provider-answer-by"), move |one: &Waiting| {
            html! {
                @if one.claim.state.declined.is_some() { (tag(Tone::Neutral, &lang.t("provider-declined"))) }
                @else if let Some(by) = one.by { (deadline(lang, names::deadline(app, by))) }
            }
        }))
        .link(|one| format!("/rosters/missing/{}", one.claim.id))
}

fn sent_table(app: &App, lang: Lang) -> Table<'_, Listed<Roster>> {
    let setting = app.setting();
    let zone = setting.city.time_zone().clone();
    Table::new(lang, lang.t("provider-sent"))
        .column(Column::text(lang.t("provider-sent-at"), move |one: &Listed<Roster>| {
            html! { span.figure { (format::time_iso(one.state.sent_at, &zone)) } }
        }))
        .column(Column::number(lang.t("provider-lines"), |one: &Listed<Roster>| html! { (one.state.lines.len()) }))
        .column(Column::text(
            lang.t("provider-certificate"),
            |one: &Listed<Roster>| html! { (one.state.certificate.name) },
        ))
        .column(Column::text(lang.t("provider-letter"), |one: &Listed<Roster>| html! { (one.state.letter.name) }))
        .link(|one| format!("/rosters/{}", one.id))
        .empty(empty(&lang.t("provider-none-sent"), Some(&Link::new(lang.t("provider-new"), "/rosters/new"))))
}
