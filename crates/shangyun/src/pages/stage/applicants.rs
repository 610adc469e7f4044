//! Enterprises with their people, and where their cases stand.

use super::people::{be_button, part};
use crate::app::App;
use crate::demo::firms::{self, FIRMS, Firm};
use crate::names;
use crate::pages::case::course;
use crate::pages::case::look::Look;
use crate::web::components::table::{Column, Table};
use crate::web::errors::Problem;
use crate::web::layout::visit::Visit;
use domain::act::Actor;
use domain::claim::Claim;
use domain::filing::Filing;
use maud::{Markup, html};
use policy::policy::Policy;
use store::views::cases::{self, Listed};

/// An enterprise with its cases.
struct Row {
    number: usize,
    firm: Firm,
    filings: Vec<Listed<Filing>>,
    claims: Vec<Listed<Claim>>,
}

/// The enterprises of the shipped city; nothing where the city has another policy and no cases.
pub(super) async fn section(app: &App, visit: &Visit) -> Result<Markup, Problem> {
    let database = app.store.database();
    let mut rows = Vec::new();
    for (number, firm) in FIRMS.into_iter().enumerate() {
        let enterprise = firms::enterprise(number);
        let filings = cases::filings_of(database, enterprise.as_str()).await.map_err(Problem::failure)?;
        let claims = cases::claims_of(database, enterprise.as_str()).await.map_err(Problem::failure)?;
        rows.push(Row { number, firm, filings, claims });
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
                (row.firm.name) " " span.quiet { (names::district(app, lang, row.firm.district)) }
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
