//! Registers as people look them up: enterprises, providers, offices, experts, lists, the calendar.

use crate::app::App;
use crate::lang::Lang;
use crate::refusals;
use crate::routes::{May, Routes, SeatKind};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::date_cell;
use domain::city::entry::Period;
use maud::{Markup, html};

mod admit;
mod calendar;
mod catalogue;
mod enterprise;
mod enterprises;
mod index;
mod letterheads;
mod list;
mod offices;

/// Those who look registers up in their work.
const READERS: May = May::Seats(&[SeatKind::Office, SeatKind::SystemAdmin, SeatKind::Auditor]);
/// Those who look enterprises up.
const OFFICERS: May = May::Seats(&[SeatKind::Office, SeatKind::Auditor]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/registers", READERS, index::show)
        .get("/registers/districts", READERS, offices::districts)
        .get("/registers/offices", READERS, offices::show)
        .get("/registers/providers", READERS, catalogue::providers)
        .get("/registers/project-types", READERS, catalogue::project_types)
        .get("/registers/experts", READERS, catalogue::experts)
        .get("/registers/calendar", READERS, calendar::show)
        .get("/registers/letterheads", READERS, letterheads::show)
        .get("/registers/lists/{list}", READERS, list::show)
        .get("/enterprises", OFFICERS, enterprises::show)
        .get("/enterprises/admit-code", May::Seats(&[SeatKind::Office]), admit::show)
        .post("/enterprises/admit-code", May::Seats(&[SeatKind::Office]), admit::send)
        .get("/enterprises/{id}", OFFICERS, enterprise::show)
}

/// A span of days, with a mark where the days are not publicly certain.
fn period(lang: Lang, period: &Period) -> Markup {
    html! {
        span.figure {
            @match (period.from, period.until) {
                (Some(from), Some(until)) => { (date_cell(from)) " – " (date_cell(until)) },
                (Some(from), None) => { (lang.t_with("register-from", &[("date", from.to_string().into())])) },
                (None, Some(until)) => { (lang.t_with("register-until", &[("date", until.to_string().into())])) },
                (None, None) => { (lang.t("register-always")) },
            }
        }
        @if !period.date_known { " " (tag(Tone::Attention, &lang.t("register-date-unknown"))) }
    }
}

/// The name of a role, as a policy of the city calls it.
fn role(app: &App, lang: Lang, role: &str) -> String {
    let setting = app.setting();
    let named = setting.policies.values().find(|policy| policy.plan().label(role).is_some());
    refusals::label(lang, named.map(AsRef::as_ref), role)
}

/// The name of a stream, as a policy of the city calls it.
fn stream(app: &App, lang: Lang, id: &str) -> String {
    let setting = app.setting();
    let members = setting.policies.values().flat_map(|policy| policy.plan().streams());
    let text = members.into_iter().find(|member| member.id == id).map(|member| &member.text);
    text.map_or_else(|| id.to_owned(), |text| text.get(refusals::tongue(lang)).to_owned())
}
