//! Enterprises with their people, and where their cases stand.

use super::people::{be_button, part};
use crate::app::App;
use crate::demo::applicants::{self, Applicant};
use crate::demo::firms;
use crate::names;
use crate::pages::case::course;
use crate::pages::case::look::Look;
use crate::web::components::table::{Column, Table};
use crate::web::errors::Problem;
use crate::web::layout::visit::Visit;
use domain::act::Actor;
use domain::claim::Claim;
use domain::filing::Filing;
use domain::world::Key;
use maud::{Markup, html};
use policy::policy::Policy;
use store::views::cases::{self, Listed};

/// An enterprise with its cases.
struct Row {
    number: usize,
    firm: Applicant,
    filings: Vec<Listed<Filing>>,
    claims: Vec<Listed<Claim>>,
}

/// The enterprises of the city; nothing where the plan has no filing, so that nobody has a case.
pub(super) async fn section(app: &App, visit: &Visit) -> Result<Markup, Problem> {
    let database = app.store.database();
    let mut rows = Vec::new();
    for (number, firm) in applicants::all(&app.setting().city).into_iter().enumerate() {
        let enterprise = firms::enterprise(number);
        let filings = cases::filings_of(database, enterprise.as_str()).await.map_err(Problem::failure)?;
        let claims = cases::claims_of(database, enterprise.as_str()).await.map_err(Problem::failure)?;
        if firm_is_there(app, number, &filings).await? {
            rows.push(Row { number, firm, filings, claims });
        }
    }
    if rows.iter().all(|row| row.filings.is_empty()) {
        return Ok(html! {});
    }
    let lang = visit.lang;
    let setting = app.setting();
    let policy = setting.policies.values().next();
    let table = Table::new(lang, lang.t("demo-enterprises"))
        .column(Column::text(lang.t("demo-enterprise"), |row: &Row| {
            html! {
                (row.firm.name) " " span.quiet { (names::district(app, lang, &row.firm.district)) }
            }
        }))
        .column(Column::text(lang.t("demo-cases"), |row: &Row| {
            html! {
                @if let Some(policy) = policy { (standing(app, visit, policy, row)) }
            }
        }))
        .column(Column::text(lang.t("demo-people"), |row: &Row| people(visit, row.number)));
    Ok(part(lang, "demo-enterprises", &table.draw(&rows)))
}

/// Whether an enterprise has come yet.
async fn firm_is_there(app: &App, number: usize, filings: &[Listed<Filing>]) -> Result<bool, Problem> {
    if !filings.is_empty() {
        return Ok(true);
    }
    let found = app.store.load(&Key::Enterprise(firms::enterprise(number))).await.map_err(Problem::failure)?;
    Ok(found.state.is_some())
}

/// Where the cases of an enterprise stand: one line each.
fn standing(app: &App, visit: &Visit, policy: &Policy, row: &Row) -> Markup {
    let lang = visit.lang;
    let look = Look::new(app, lang, policy, &Actor::public());
    html! {
        @for filing in &row.filings {
            div { (lang.t("demo-filing")) " · " (look.stream(&filing.state.stream)) " " (course::state(look, filing.state.course.as_ref())) }
        }
        @for claim in &row.claims {
            div { (lang.t("demo-claim")) " · " (claim.state.service_date) " " (course::state(look, Some(&claim.state.course))) }
        }
        @if row.filings.is_empty() { span.quiet { (lang.t("demo-no-case")) } }
    }
}

fn people(visit: &Visit, number: usize) -> Markup {
    html! {
        (be_button(visit, &firms::owner(number), &firms::owner_name(number)))
        @if firms::has_colleague(number) {
            " " (be_button(visit, &firms::colleague(number), &firms::colleague_name(number)))
        }
    }
}
