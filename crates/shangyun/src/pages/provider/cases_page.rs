//! `/rosters/cases`: the provider's own cases, each with its contract years and where they stand. Nothing of other
//! providers, no bank accounts.

use super::{look, own};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::case::course;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::Link;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::date_cell;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::claim::Claim;
use domain::filing::Filing;
use domain::ids::FilingId;
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases::Listed;
use store::views::providers;

/// The address of the page.
const PATH: &str = "/rosters/cases";

/// A case with its contract years.
struct Case {
    filing: Listed<Filing>,
    policy: Arc<Policy>,
    claims: Vec<Listed<Claim>>,
}

pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me, Asked(asked): Asked) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let asked = asked.into_filled();
    let all = store::views::cases::programmes(app.store.database()).await.map_err(Problem::failure)?;
    let wanted = asked.value("programme");
    let page = Page::desk(&visit, lang.t("provider-cases")).crumb(lang.t("provider-rosters"), "/rosters");
    let Some(programme) = all.iter().find(|one| wanted.is_empty() || one.id == wanted) else {
        return Ok(page.draw(empty(&lang.t("provider-no-programme"), None)));
    };
    let (cases, total) = cases(&app, &me, (&programme.id, asked.value("after"))).await?;
    let full = usize::try_from(store::views::PAGE).is_ok_and(|most| cases.len() >= most);
    let next = cases
        .last()
        .filter(|_| full)
        .map(|last| address(PATH, [("programme", programme.id.as_str()), ("after", last.filing.id.as_str())]));
    let lead = lang.t_with("provider-cases-lead", &[("n", format::count(total).into())]);
    Ok(page.lead(lead).draw(html! {
        (table(&app, lang).draw(&cases))
        @if let Some(next) = next {
            nav.paging aria-label=(lang.t("table-paging")) { p {} ul { li { a href=(next) rel="next" { (lang.t("table-next")) } } } }
        }
    }))
}

async fn cases(app: &App, me: &Me, (programme, after): (&str, &str)) -> Result<(Vec<Case>, i64), Problem> {
    let provider = own(me)?;
    let name = match after {
        "" => String::new(),
        after => seen::filing(app, me.actor(), &FilingId::new(after)).await?.state.enterprise_name,
    };
    let database = app.store.database();
    let filed = providers::filed(database, provider, programme, (&name, after)).await.map_err(Problem::failure)?;
    let total = providers::filed_count(database, provider, programme).await.map_err(Problem::failure)?;
    let ids: Vec<&str> = filed.iter().map(|one| one.id.as_str()).collect();
    let claims = providers::claims_of(database, &ids).await.map_err(Problem::failure)?;
    let mut cases = Vec::new();
    for (filing, claims) in filed.into_iter().zip(claims) {
        let policy = seen::policy(app, &filing.state.policy_hash)?;
        let claims = claims.into_iter().filter(|claim| claim.state.provider == provider).collect();
        cases.push(Case { filing, policy, claims });
    }
    Ok((cases, total))
}

fn table(app: &App, lang: Lang) -> Table<'_, Case> {
    Table::new(lang, lang.t("provider-cases"))
        .column(Column::text(lang.t("provider-enterprise"), |case: &Case| html! { (case.filing.state.enterprise_name) }))
        .column(Column::text(lang.t("provider-number"), |case: &Case| {
            html! { span.figure { (case.filing.state.number.as_deref().unwrap_or_default()) } }
        }))
        .column(Column::text(lang.t("provider-stream"), move |case: &Case| {
            html! { (look(app, lang, &case.policy).stream(&case.filing.state.stream)) }
        }))
        .column(Column::text(lang.t("provider-district"), move |case: &Case| {
            html! { (names::district(app, lang, &case.filing.state.district)) }
        }))
        .column(Column::text(lang.t("provider-years"), move |case: &Case| {
            html! {
                @for claim in &case.claims {
                    div { a href={ "/claims/" (claim.id) } { (date_cell(claim.state.service_date)) } " " (course::state(look(app, lang, &case.policy), Some(&claim.state.course))) }
                }
                @if case.claims.is_empty() { span.quiet { (lang.t("provider-no-years")) } }
            }
        }))
        .link(|case| format!("/filings/{}", case.filing.id))
        .empty(empty(&lang.t("provider-no-cases"), Some(&Link::new(lang.t("provider-rosters"), "/rosters"))))
}
