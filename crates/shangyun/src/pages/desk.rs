//! The work desk: what waits for the reader, whatever their seat, the first of it one click away.

use crate::app::App;
use crate::lang::Lang;
use crate::letters;
use crate::refusals;
use crate::routes::{May, Routes};
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{actions, link, link_button};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::date_cell;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::visit::{RailLink, Visit};
use axum::extract::State;
use axum::response::Response;
use domain::act::Seat;
use domain::course::Course;
use domain::ids::EnterpriseId;
use maud::{Markup, html};
use store::views::{cases, inbox};

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/desk", May::SignedIn, desk)
}

/// `GET /desk`.
async fn desk(State(app): State<App>, visit: Visit, me: Me) -> Result<Response, Problem> {
    let lang = visit.lang;
    match &me.actor().seat {
        Seat::Newcomer => Ok(Page::new(&visit, lang.t("desk-title"))
            .todo(lang.t("desk-register-says"))
            .respond(actions(&[link_button(&lang.t("desk-register"), "/enterprise")]))),
        Seat::Enterprise { enterprise, .. } => of_enterprise(&app, &visit, &me, enterprise).await,
        Seat::Provider { .. }
        | Seat::Office { .. }
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => Ok(of_rail(&visit)),
    }
}

/// The places of the rail with what waits there; the first of them is the button.
fn of_rail(visit: &Visit) -> Response {
    let lang = visit.lang;
    let links = visit.rail.iter().flat_map(|rail| &rail.groups).flat_map(|group| &group.links);
    let places: Vec<&RailLink> = links.filter(|link| link.href != "/desk").collect();
    let first = places.iter().find(|place| place.waiting.is_some());
    let page = Page::desk(visit, lang.t("desk-title"));
    let page = page.todo(lang.t(if first.is_some() { "desk-waits" } else { "desk-nothing" }));
    page.respond(html! {
        @if let Some(first) = first { (actions(&[link_button(&lang.t_with("desk-first", &[("place", first.label.as_str().into())]), &first.href)])) }
        (Table::new(lang, lang.t("desk-places"))
            .column(Column::text(lang.t("desk-place"), |place: &&RailLink| html! { (place.label) }))
            .column(Column::number(lang.t("desk-waiting"), move |place: &&RailLink| html! {
                @match place.waiting {
                    Some(count) => { (format::grouped(count)) @if place.late { " " strong { (lang.t("layout-rail-late")) } } },
                    None => "—",
                }
            }))
            .link(|place| place.href.clone())
            .draw(&places))
    })
}

/// A filing or claim of the enterprise, as its desk shows it.
struct Case {
    label: String,
    stream: String,
    state: String,
    due: Option<jiff::civil::Date>,
    href: String,
}

async fn of_enterprise(app: &App, visit: &Visit, me: &Me, id: &EnterpriseId) -> Result<Response, Problem> {
    let lang = visit.lang;
    let own = own_cases(app, lang, id).await?;
    let to = letters::addressees(me.actor());
    let unread = inbox::unread(app.store.database(), &to).await.map_err(Problem::failure)?;
    let messages = lang.t_with("desk-messages", &[("n", unread.into())]);
    Ok(Page::new(visit, lang.t("desk-title")).wide().lead(lang.t("desk-enterprise-says")).respond(html! {
        (actions(&[link_button(&lang.t("desk-new-filing"), "/filings/new"), link(&messages, "/inbox"), link(&lang.t("desk-enterprise"), "/enterprise"), link(&lang.t("desk-report-missing"), "/report-missing")]))
        @if own.is_empty() { (empty(&lang.t("desk-no-cases"), None)) }
        @else {
            (Table::new(lang, lang.t("desk-cases"))
                .column(Column::text(lang.t("desk-case"), |case: &Case| html! { (case.label) }))
                .column(Column::text(lang.t("desk-stream"), |case: &Case| html! { (case.stream) }))
                .column(Column::text(lang.t("desk-state"), |case: &Case| html! { (case.state) }))
                .column(Column::text(lang.t("desk-due"), |case: &Case| due(case)))
                .link(|case| case.href.clone())
                .draw(&own))
        }
    }))
}

fn due(case: &Case) -> Markup {
    html! { @match case.due { Some(day) => (date_cell(day)), None => "—" } }
}

async fn own_cases(app: &App, lang: Lang, id: &EnterpriseId) -> Result<Vec<Case>, Problem> {
    let database = app.store.database();
    let mut found = Vec::new();
    for filing in cases::filings_of(database, id.as_str()).await.map_err(Problem::failure)? {
        let policy = seen::policy(app, &filing.state.policy_hash)?;
        let stream = policy::value::Value::Member(filing.state.stream.clone());
        let number = filing.state.number.clone().unwrap_or_else(|| lang.t("desk-draft").into_owned());
        let state = filing
            .state
            .course
            .as_ref()
            .map_or_else(|| lang.t("word-draft").into_owned(), |course| at(lang, &policy, course));
        found.push(Case {
            label: lang.t_with("desk-filing", &[("number", number.into())]).into_owned(),
            stream: policy.plan().show("stream", &stream, refusals::tongue(lang)),
            state,
            due: filing.state.course.as_ref().filter(|course| course.is_live()).and_then(|course| course.due),
            href: format!("/filings/{}", filing.id),
        });
    }
    for claim in cases::claims_of(database, id.as_str()).await.map_err(Problem::failure)? {
        let policy = seen::policy(app, &claim.state.policy_hash)?;
        let stream = policy::value::Value::Member(claim.state.stream.clone());
        found.push(Case {
            label: lang.t_with("desk-claim", &[("number", claim.state.number.as_str().into())]).into_owned(),
            stream: policy.plan().show("stream", &stream, refusals::tongue(lang)),
            state: at(lang, &policy, &claim.state.course),
            due: Some(&claim.state.course).filter(|course| course.is_live()).and_then(|course| course.due),
            href: format!("/claims/{}", claim.id),
        });
    }
    Ok(found)
}

/// Where a case stands: its step while it goes on, else how it ended.
fn at(lang: Lang, policy: &policy::policy::Policy, course: &Course) -> String {
    let word = refusals::label(lang, None, course.state.word());
    if course.is_live() { format!("{} · {word}", refusals::label(lang, Some(policy), &course.step)) } else { word }
}
