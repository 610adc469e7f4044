//! `/rosters/{id}`: a roster that was sent, each line with the claim it opened and where that stands, and its papers.

use super::look;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::case::course;
use crate::refusals;
use crate::seen;
use crate::session::Me;
use crate::uploads;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::{date_cell, facts};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::act::Seat;
use domain::claim::{Claim, Roster};
use domain::ids::RosterId;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases::Listed;
use store::views::providers;

/// A line with its claim; none where the claim was taken back.
struct Line {
    number: usize,
    year: Date,
    claim: Option<(Listed<Claim>, Arc<Policy>)>,
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let seen = seen::roster(&app, me.actor(), &RosterId::new(&id)).await?;
    let roster = &seen.state;
    let lines = lines(&app, &id, roster).await?;
    let setting = app.setting();
    let sent = format::time_text(lang, roster.sent_at, setting.city.time_zone());
    let label = |document: &str| refusals::label(lang, Some(&seen.policy), document);
    let paper = |page: &str, name: &str| html! { a href={ "/rosters/" (id) "/" (page) } { (name) } };
    let particulars = facts(&[
        (lang.t("provider-provider").into_owned(), html! { (names::provider(&app, lang, &roster.provider)) }),
        (lang.t("provider-sent-at").into_owned(), html! { span.figure { (sent) } }),
        (label("activation_certificate"), paper("certificate", &roster.certificate.name)),
        (label("truthfulness_letter"), paper("letter", &roster.letter.name)),
    ]);
    let mut page = Page::desk(&visit, lang.t("provider-roster"))
        .lead(lang.t_with("provider-roster-lead", &[("n", lines.len().into())]));
    if matches!(me.actor().seat, Seat::Provider { .. }) {
        page = page.crumb(lang.t("provider-rosters"), "/rosters");
    }
    Ok(page.draw(html! {
        (particulars)
        h2 { (lang.t("provider-lines")) }
        (table(&app, lang).draw(&lines))
    }))
}

async fn lines(app: &App, id: &str, roster: &Roster) -> Result<Vec<Line>, Problem> {
    let filings: Vec<&str> = roster.lines.iter().map(|line| line.filing.as_str()).collect();
    let claims = providers::claims_of(app.store.database(), &filings).await.map_err(Problem::failure)?;
    let mut lines = Vec::new();
    for (place, (line, claims)) in roster.lines.iter().zip(claims).enumerate() {
        let own = claims.into_iter().find(|claim| {
            let of_this = claim.state.roster.as_ref().is_some_and(|roster| roster.as_str() == id);
            of_this && claim.state.service_date == line.service_date
        });
        let claim = match own {
            Some(claim) => {
                let policy = seen::policy(app, &claim.state.policy_hash)?;
                Some((claim, policy))
            }
            None => None,
        };
        lines.push(Line { number: place.saturating_add(1), year: line.service_date, claim });
    }
    Ok(lines)
}

fn table(app: &App, lang: Lang) -> Table<'_, Line> {
    Table::new(lang, lang.t("provider-lines"))
        .column(Column::text(lang.t("provider-line"), |line: &Line| html! { span.figure { (line.number) } }))
        .column(Column::text(lang.t("provider-enterprise"), |line: &Line| {
            html! { @if let Some((claim, _)) = &line.claim { a href={ "/claims/" (claim.id) } { (claim.state.enterprise_name) } } }
        }))
        .column(Column::text(lang.t("provider-stream"), move |line: &Line| {
            html! { @if let Some((claim, policy)) = &line.claim { (look(app, lang, policy).stream(&claim.state.stream)) } }
        }))
        .column(Column::text(lang.t("provider-contract-year"), |line: &Line| date_cell(line.year)))
        .column(Column::text(lang.t("provider-claim"), |line: &Line| {
            html! { @if let Some((claim, _)) = &line.claim { span.figure { (claim.state.number) } } }
        }))
        .column(Column::text(lang.t("provider-state"), move |line: &Line| {
            html! { @if let Some((claim, policy)) = &line.claim { (course::state(look(app, lang, policy), Some(&claim.state.course))) } }
        }))
}

/// `/rosters/{id}/certificate`.
pub(super) async fn certificate(State(app): State<App>, me: Me, Path(id): Path<String>) -> Result<Response, Problem> {
    let seen = seen::roster(&app, me.actor(), &RosterId::new(&id)).await?;
    uploads::send(&app, &seen.state.certificate).await
}

/// `/rosters/{id}/letter`.
pub(super) async fn letter(State(app): State<App>, me: Me, Path(id): Path<String>) -> Result<Response, Problem> {
    let seen = seen::roster(&app, me.actor(), &RosterId::new(&id)).await?;
    uploads::send(&app, &seen.state.letter).await
}
