//! The city's part of the monthly intake: what arrives, in which order, where the budget falls, who waits, and what is
//! reserved until when.

use super::money::{self, Stream};
use super::{Intake, MOST};
use crate::acting;
use crate::app::App;
use crate::names;
use crate::pages::case::look::Look;
use crate::session::Me;
use crate::web::components::notice::{empty, inset};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date_cell, deadline, yuan};
use crate::web::errors::Problem;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::response::Response;
use domain::act::{Act, Actor};
use domain::course;
use domain::due;
use domain::filing::{self, Expected, Filing, Reservation};
use domain::ids::{FilingId, ProgrammeId};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use store::views::cases::{self, Listed};
use store::views::intake as view;

pub(super) async fn draw(app: &App, visit: &Visit, me: &Me, intake: &Intake) -> Result<Response, Problem> {
    let lang = visit.lang;
    let programme = intake.programme.id.as_str();
    let database = app.store.database();
    let here = view::at_step(database, (programme, &intake.step.id), None, MOST).await.map_err(Problem::failure)?;
    let held = cases::by_reservation(database, programme, "held", MOST).await.map_err(Problem::failure)?;
    let filings: BTreeMap<&str, &Filing> = here.iter().map(|one| (one.id.as_str(), &one.state)).collect();
    let sent: Vec<FilingId> =
        here.iter().filter(|one| one.state.sent_on.is_some()).map(|one| FilingId::new(&one.id)).collect();
    let expected = expected(app, intake, &sent).await?;
    let look = intake.look(app, lang, me.actor());
    let (mut lapsing, claimed) = unclaimed(held);
    lapsing.sort_by_key(|one| (lapses_after(look, intake, &one.state), one.state.received_at));
    let waiting = sent_before(&here);
    let mut page = Page::desk(visit, lang.t("intake-title")).lead(lang.t("intake-city-lead"));
    if let Some(closes) = intake.closes {
        page = page.due(html! { (lang.t("intake-closes")) " " (deadline(lang, names::deadline(app, closes))) });
    }
    let streams = money::streams(&expected);
    Ok(page.respond(html! {
        h2 { (lang.t("intake-arrives")) }
        @if streams.is_empty() { (empty(&lang.t("intake-arrives-none"), None)) }
        @for stream in &streams { (of_stream(look, stream, &filings)) }
        @if waiting > 0 { (inset(&html! { p { (lang.t_with("intake-waiting-among", &[("n", waiting.into())])) } })) }
        h2 { (lang.t("intake-districts")) }
        (districts(look, &here))
        h2 { (lang.t("intake-held")) }
        @if claimed > 0 { p { (lang.t_with("intake-claimed", &[("n", claimed.into())])) } }
        (held_table(look, intake).draw(&lapsing))
    }))
}

/// How many of those at the step wait already, because the budget did not reach.
fn sent_before(here: &[Listed<Filing>]) -> usize {
    here.iter().filter(|one| matches!(one.state.reservation, Reservation::Waiting { .. })).count()
}

/// What would become of what was sent, if the intake closed on its day with nothing more.
async fn expected(app: &App, intake: &Intake, sent: &[FilingId]) -> Result<Vec<Expected>, Problem> {
    let id = ProgrammeId::new(&intake.programme.id);
    let command = due::close_intake(&id, sent.to_vec());
    let (at, today) = (app.clock.now(), intake.closes.unwrap_or_else(|| app.clock.today()));
    let act = Act { actor: Actor::clock(), command, at, today, key: acting::fresh_key() };
    app.store.ask(&act, |ctx| filing::intake(ctx, &id, sent)).await.map_err(Problem::failure)
}

fn of_stream(look: Look<'_>, stream: &Stream<'_>, filings: &BTreeMap<&str, &Filing>) -> Markup {
    let lang = look.lang;
    let sum = |key: &str, fen| html! { div { dt { (lang.t(key)) } dd { (yuan(fen)) } } };
    html! {
        section {
            h3 { (look.stream(stream.id)) }
            dl.brief {
                (sum("intake-available", stream.available))
                (sum("intake-to-reserve", stream.reserved))
                (sum("intake-left", stream.left))
                @if stream.short > 0 { div { dt { (lang.t("intake-short")) } dd { (tag(Tone::Stop, &lang.t_with("intake-short-n", &[("n", stream.short.into())]))) } } }
            }
            (money::table(look, stream, filings))
        }
    }
}

/// How many filings each district has sent, and how many still lie there.
fn districts(look: Look<'_>, here: &[Listed<Filing>]) -> Markup {
    let lang = look.lang;
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in here {
        let (sent, unsent) = counts.entry(&one.state.district).or_default();
        let count = if one.state.sent_on.is_some() { sent } else { unsent };
        *count = count.saturating_add(1);
    }
    let rows: Vec<(&str, (usize, usize))> = counts.into_iter().collect();
    Table::new(lang, lang.t("intake-districts"))
        .column(Column::text(lang.t("intake-district"), move |row: &(&str, (usize, usize))| {
            html! { (names::district(look.app, lang, row.0)) }
        }))
        .column(Column::number(lang.t("intake-sent-count"), |row: &(&str, (usize, usize))| html! { (row.1.0) }))
        .column(Column::number(lang.t("intake-unsent-count"), |row: &(&str, (usize, usize))| html! { (row.1.1) }))
        .empty(empty(&lang.t("intake-districts-none"), None))
        .draw(&rows)
}

/// The reservations that no claim keeps, and how many others there are.
fn unclaimed(held: Vec<Listed<Filing>>) -> (Vec<Listed<Filing>>, usize) {
    let all = held.len();
    let unclaimed: Vec<_> = held.into_iter().filter(|one| one.state.claims.is_empty()).collect();
    let claimed = all.saturating_sub(unclaimed.len());
    (unclaimed, claimed)
}

/// What is reserved without a claim, and until when it stands without a roster line.
fn held_table<'a>(look: Look<'a>, intake: &'a Intake) -> Table<'a, Listed<Filing>> {
    let lang = look.lang;
    Table::new(lang, lang.t("intake-held"))
        .column(Column::text(lang.t("intake-number"), |one: &Listed<Filing>| {
            html! { span.figure { (one.state.number.as_deref().unwrap_or_default()) } }
        }))
        .column(Column::text(lang.t("intake-enterprise"), |one: &Listed<Filing>| html! { (one.state.enterprise_name) }))
        .column(Column::text(
            lang.t("intake-stream"),
            move |one: &Listed<Filing>| html! { (look.stream(&one.state.stream)) },
        ))
        .column(Column::text(lang.t("intake-year"), |one: &Listed<Filing>| {
            html! { @if let Some((year, _)) = one.state.reserved() { span.figure { (year) } } }
        }))
        .column(Column::number(lang.t("intake-amount"), |one: &Listed<Filing>| {
            html! { @if let Some((_, amount)) = one.state.reserved() { (yuan(amount)) } }
        }))
        .column(Column::text(lang.t("intake-lapses"), move |one: &Listed<Filing>| {
            html! {
                @if let Some(day) = lapses_after(look, intake, &one.state) {
                    @if day < look.app.clock.today() { (tag(Tone::Stop, &lang.t("intake-lapsing"))) " " }
                    (date_cell(day))
                }
            }
        }))
        .link(|one| format!("/filings/{}", one.id))
        .empty(empty(&lang.t("intake-held-none"), None))
}

/// The last day on which a reservation stands without a roster line.
fn lapses_after(look: Look<'_>, intake: &Intake, filing: &Filing) -> Option<Date> {
    let rule = intake.policy.plan().reserves.first()?.lapse.as_ref()?;
    let Reservation::Held { since, .. } = &filing.reservation else { return None };
    course::after(&look.app.setting(), *since, rule.after).ok()
}
