//! The enterprise is missing from the roster: it says so, a claim is opened, and the provider must answer in time.

use super::own::{self, home, own};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::provider::{ANSWER_WORKDAYS, answer_by};
use crate::refusals::clause_address;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{Link, actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date_cell, deadline};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::claim::{Claim, ClaimCommand};
use domain::command::Command;
use domain::course::CourseState;
use domain::filing::Filing;
use domain::ids::FilingId;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::store::Failed;
use store::views::cases;

/// What the page is drawn from.
struct Known {
    /// Filings whose service is open, with their ids and policies.
    filings: Vec<(String, Filing, Arc<Policy>)>,
    /// Claims of them, with their ids.
    claims: Vec<(String, Claim)>,
}

async fn known(app: &App, me: &Me) -> Result<Known, Problem> {
    let own = own(app, me).await?;
    let listed = cases::filings_of(app.store.database(), own.id.as_str()).await.map_err(Problem::failure)?;
    let mut filings = Vec::new();
    for one in listed.into_iter().filter(|one| one.state.is_filed()) {
        let policy = seen::policy(app, &one.state.policy_hash)?;
        filings.push((one.id, one.state, policy));
    }
    let claims = cases::claims_of(app.store.database(), own.id.as_str()).await.map_err(Problem::failure)?;
    Ok(Known { filings, claims: claims.into_iter().map(|one| (one.id, one.state)).collect() })
}

/// `GET /report-missing`.
pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me) -> Result<Response, Problem> {
    let known = known(&app, &me).await?;
    let only = if let [(id, filing, _)] = known.filings.as_slice() { Some((id, filing)) } else { None };
    let filled = match only {
        Some((id, filing)) => {
            let next = next_year(&known, id, filing).map(|day| day.to_string());
            Filled::blank().with("filing", id.as_str()).with("service_date", next.unwrap_or_default())
        }
        None => Filled::blank(),
    };
    Ok(draw(&app, &visit, &known, &filled))
}

/// The first day of the contract year that was not claimed yet.
fn next_year(known: &Known, id: &str, filing: &Filing) -> Option<Date> {
    let mut day = filing.form.starts_on?;
    let claimed =
        |day: Date| known.claims.iter().any(|(_, claim)| claim.filing.as_str() == id && claim.service_date == day);
    while claimed(day) {
        day = day.checked_add(1.year()).ok()?;
    }
    Some(day)
}

/// `POST /report-missing`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let known = known(&app, &me).await?;
    let key = acting::key_of(&form);
    let mut again = form.clone().into_filled();
    let today = app.clock.today();
    let (filing, service_date) = match form.read(|form| read(lang, form, &known, today)) {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&app, &visit, &known, &filled)),
    };
    let policy = known.filings.iter().find(|(id, _, _)| *id == filing).map(|(_, _, policy)| Arc::clone(policy));
    let report = ClaimCommand::ReportMissing { filing: FilingId::new(filing), service_date };
    match acting::act(&app, me.actor(), Command::Claim(report), &key).await {
        Ok(_) => Ok(acting::go("/report-missing")),
        Err(failed @ Failed::Refused(_)) => {
            let label = |field: &str| (field == "service_date").then(|| lang.t("enterprise-claim-year").into_owned());
            own::refused(&mut again, lang, policy.as_deref(), &failed, label)?;
            Ok(draw(&app, &visit, &known, &again))
        }
        Err(failed) => Err(crate::refusals::problem(lang, policy.as_deref(), &failed)),
    }
}

fn read(lang: Lang, form: &mut Form, known: &Known, today: Date) -> Option<(String, Date)> {
    let choices: Vec<(&str, String)> = known.filings.iter().map(|(id, _, _)| (id.as_str(), id.clone())).collect();
    let filing = form.choice("filing", lang.t("enterprise-missing-filing"), &choices).required();
    let day = form
        .date("service_date", lang.t("enterprise-claim-year"))
        .between(Date::constant(2000, 1, 1), today)
        .required();
    Some((filing?, day?))
}

fn draw(app: &App, visit: &Visit, known: &Known, filled: &Filled) -> Response {
    let lang = visit.lang;
    let home = home(lang);
    let page = Page::new(visit, lang.t("enterprise-missing-title"))
        .crumb(home.label, home.href)
        .errors(filled)
        .lead(lang.t("enterprise-missing-lead"));
    if known.filings.is_empty() {
        let next = Link::new(lang.t("enterprise-begin"), "/filings/new");
        return page.respond(empty(&lang.t("enterprise-missing-none-filed"), Some(&next)));
    }
    let choices: Vec<Choice> = known.filings.iter().map(|one| choice(app, lang, one)).collect();
    let filing = Field::new("filing", lang.t("enterprise-missing-filing"));
    let day = Field::new("service_date", lang.t("enterprise-claim-year"));
    let body = html! {
        (filing.radios(lang, filled, &choices))
        (day.hint(lang.t("enterprise-missing-day-hint")).date(lang, filled))
        (actions(&[button(&lang.t("enterprise-missing-send")), link(&lang.t("enterprise-cancel"), "/desk")]))
    };
    page.respond(html! {
        (answer_time(lang, known))
        (form(visit, "/report-missing", &body))
        (reported(app, lang, known))
    })
}

fn choice(app: &App, lang: Lang, (id, filing, policy): &(String, Filing, Arc<Policy>)) -> Choice {
    let stream = super::filing::stream(policy, &filing.stream, lang);
    let number = filing.number.as_deref().unwrap_or_default();
    let hint = format!("{number} · {}", names::provider(app, lang, &filing.form.provider));
    Choice::new(id.as_str(), stream).hint(hint)
}

/// In how many working days a provider must answer, and under which clause.
fn answer_time(lang: Lang, known: &Known) -> Markup {
    let Some((_, _, policy)) = known.filings.first() else { return html! {} };
    let Some(days) = policy.plan().integer(ANSWER_WORKDAYS) else { return html! {} };
    let clause = policy.plan().parameters.iter().find(|one| one.id == ANSWER_WORKDAYS).map(|one| one.clause.as_str());
    html! {
        p {
            (lang.t_with("enterprise-missing-days", &[("n", days.into())]))
            @if let Some(clause) = clause { " " a href=(clause_address(Some(policy), clause)) { (clause) } }
        }
    }
}

/// What was reported and is not on a roster yet, with the provider's answer or until when it is due.
fn reported(app: &App, lang: Lang, known: &Known) -> Markup {
    type Row<'a> = &'a (String, Claim);
    let waiting = |(_, claim): &&(String, Claim)| claim.roster.is_none() && claim.course.state == CourseState::Underway;
    let rows: Vec<Row<'_>> = known.claims.iter().filter(waiting).collect();
    if rows.is_empty() {
        return html! {};
    }
    let answer = |(_, claim): &Row<'_>| match &claim.declined {
        Some(words) => html! { div { (tag(Tone::Attention, &lang.t("enterprise-missing-declined"))) " " (words) } },
        None => until(app, lang, known, claim),
    };
    let table = Table::new(lang, lang.t("enterprise-missing-reported"))
        .column(Column::text(lang.t("enterprise-number"), |(_, claim): &Row<'_>| html! { (claim.number) }))
        .column(Column::text(lang.t("enterprise-claim-year"), |(_, claim): &Row<'_>| date_cell(claim.service_date)))
        .column(Column::text(lang.t("enterprise-form-provider"), |(_, claim): &Row<'_>| {
            html! { (names::provider(app, lang, &claim.provider)) }
        }))
        .column(Column::text(lang.t("enterprise-missing-answer"), answer))
        .column(Column::text(lang.t("enterprise-row-acts"), |(id, _): &Row<'_>| {
            link(&lang.t("enterprise-withdraw-claim"), &format!("/claims/{id}/withdraw"))
        }))
        .link(|(id, _)| format!("/claims/{id}"));
    html! { h2 { (lang.t("enterprise-missing-reported")) } (table.draw(&rows)) }
}

/// Until when the provider must answer.
fn until(app: &App, lang: Lang, known: &Known, claim: &Claim) -> Markup {
    let policy = known.filings.iter().find(|(id, _, _)| id == claim.filing.as_str()).map(|(_, _, policy)| policy);
    let day = policy.and_then(|policy| answer_by(app, policy, claim));
    html! {
        div {
            (lang.t("enterprise-missing-waits")) " "
            @if let Some(day) = day { (deadline(lang, names::deadline(app, day))) " " span.quiet { (format::date_iso(day)) } }
        }
    }
}
