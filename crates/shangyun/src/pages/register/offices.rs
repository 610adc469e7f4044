//! Who is who on a day: the districts, the offices with their names and roles, and who holds which role today.

use super::{period, role};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::city::City;
use domain::city::entry::{District, DistrictKind, Office};
use domain::city::role::Scope;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// `/registers/offices`: roles first, since that is what one looks up; then every office with its names.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Markup {
    let lang = visit.lang;
    let setting = app.setting();
    let city = &setting.city;
    let today = app.clock.today();
    let offices: Vec<&Office> = city.offices().collect();
    Page::desk(&visit, lang.t("register-offices"))
        .crumb(lang.t("register-title"), "/registers")
        .lead(lang.t("register-offices-lead"))
        .draw(html! {
            h2 { (lang.t("register-city-roles")) }
            (city_roles(&app, lang, city, today))
            h2 { (lang.t("register-district-roles")) }
            (district_roles(&app, lang, city, today))
            h2 { (lang.t("register-offices-all")) }
            (all(&app, lang, today).draw(&offices))
        })
}

/// The office roles that anybody holds or held, of one scope.
fn roles(city: &City, scope: Scope) -> BTreeSet<&str> {
    let held = city.offices().flat_map(|office| office.roles.iter().map(|held| held.role.as_str()));
    held.filter(|role| city.role_scope(role) == Some(scope)).collect()
}

fn city_roles(app: &App, lang: Lang, city: &City, today: Date) -> Markup {
    let rows: Vec<(&str, Option<&Office>)> =
        roles(city, Scope::City).into_iter().map(|role| (role, city.office_holding(role, None, today))).collect();
    Table::new(lang, lang.t("register-city-roles"))
        .column(Column::text(
            lang.t("register-role"),
            |row: &(&str, Option<&Office>)| html! { (role(app, lang, row.0)) },
        ))
        .column(Column::text(lang.t("register-held-by"), |row: &(&str, Option<&Office>)| {
            row.1.map_or_else(|| nobody(lang), |office| html! { (office_name(lang, office, today)) })
        }))
        .column(Column::text(lang.t("register-held-since"), |row: &(&str, Option<&Office>)| {
            let held = row
                .1
                .and_then(|office| office.roles.iter().find(|held| held.role == row.0 && held.period.contains(today)));
            html! { @if let Some(held) = held { (period(lang, &held.period)) } }
        }))
        .column(Column::text(lang.t("register-signs-in"), |row: &(&str, Option<&Office>)| {
            html! { @if let Some(office) = row.1 { (signs_in(lang, office)) } }
        }))
        .draw(&rows)
}

/// One row to a district: its office for each role of districts; a zone may be served by its district (A37).
fn district_roles(app: &App, lang: Lang, city: &City, today: Date) -> Markup {
    let districts: Vec<&District> = city.districts().collect();
    let mut table = Table::new(lang, lang.t("register-district-roles"))
        .column(Column::text(lang.t("register-district"), |one: &&District| html! { (names::pick(lang, &one.names)) }));
    for held in roles(city, Scope::District) {
        table = table.column(Column::text(role(app, lang, held), move |one: &&District| {
            let Some(office) = city.office_holding(held, Some(&one.id), today) else { return nobody(lang) };
            let lent = office.district.as_deref() != Some(one.id.as_str());
            html! {
                (office_name(lang, office, today))
                @if lent { " " span.quiet { (lang.t("register-serves-zone")) } }
            }
        }));
    }
    table.draw(&districts)
}

fn all(app: &App, lang: Lang, today: Date) -> Table<'_, &Office> {
    Table::new(lang, lang.t("register-offices-all"))
        .column(Column::text(lang.t("register-office"), move |office: &&Office| {
            html! { strong { (office_name(lang, office, today)) } }
        }))
        .column(Column::text(lang.t("register-names"), move |office: &&Office| {
            html! { @for name in &office.names { div { (names::pick(lang, &name.names)) " " (period(lang, &name.period)) } } }
        }))
        .column(Column::text(lang.t("register-roles-today"), move |office: &&Office| {
            let held: Vec<String> = office.roles(today).map(|one| role(app, lang, one)).collect();
            html! { (held.join(lang.pick("、", ", "))) }
        }))
        .column(Column::text(lang.t("register-signs-in"), move |office: &&Office| signs_in(lang, office)))
}

fn office_name(lang: Lang, office: &Office, today: Date) -> String {
    office.name(today).map_or_else(|| office.id.clone(), |found| names::pick(lang, &found.names).to_owned())
}

fn nobody(lang: Lang) -> Markup {
    tag(Tone::Attention, &lang.t("register-nobody"))
}

fn signs_in(lang: Lang, office: &Office) -> Markup {
    let key = if office.signs_in { "register-signs-in-yes" } else { "register-signs-in-no" };
    html! { (lang.t(key)) }
}

/// `/registers/districts`.
pub(super) async fn districts(State(app): State<App>, visit: Visit) -> Markup {
    let lang = visit.lang;
    let setting = app.setting();
    let rows: Vec<&District> = setting.city.districts().collect();
    let table = Table::new(lang, lang.t("register-districts"))
        .column(Column::text(lang.t("register-district"), |one: &&District| {
            html! { (names::pick(lang, &one.names)) @if one.lead { " " (tag(Tone::Neutral, &lang.t("register-leads"))) } }
        }))
        .column(Column::text(lang.t("register-code"), |one: &&District| html! { span.figure { (one.id) } }))
        .column(Column::text(lang.t("register-kind"), |one: &&District| html! { (lang.t(kind(one.kind))) }))
        .column(Column::text(lang.t("register-within"), |one: &&District| {
            html! { @if let Some(within) = &one.within { (names::district(&app, lang, within)) } }
        }))
        .column(Column::text(lang.t("register-old-codes"), |one: &&District| {
            let codes: Vec<&str> = one.old_codes.iter().map(String::as_str).collect();
            html! { span.figure { (codes.join(lang.pick("、", ", "))) } }
        }));
    Page::desk(&visit, lang.t("register-districts"))
        .crumb(lang.t("register-title"), "/registers")
        .lead(lang.t("register-districts-lead"))
        .draw(table.draw(&rows))
}

const fn kind(kind: DistrictKind) -> &'static str {
    match kind {
        DistrictKind::District => "register-kind-district",
        DistrictKind::County => "register-kind-county",
        DistrictKind::CountyLevelCity => "register-kind-city",
        DistrictKind::Zone => "register-kind-zone",
    }
}
