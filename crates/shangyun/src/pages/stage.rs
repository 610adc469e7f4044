//! The demo's stage: be anyone, move the clock.

mod applicants;
mod days;
mod later;
mod people;

use crate::acting;
use crate::app::App;
use crate::demo::forward::{self, CannotMove};
use crate::demo::{cast, hints, newcomer};
use crate::routes::{May, Routes};
use crate::session;
use crate::web::components::action::link;
use crate::web::errors::Problem;
use crate::web::forms::{Posted, button_form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use domain::act::Seat;
use domain::ids::AccountId;
use domain::world::{Aggregate, Key};
use maud::{Markup, html};
use people::{People, be_button};
use store::secrets;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/demo", May::Demo, stage)
        .post("/demo/be/{account}", May::Demo, be)
        .post("/demo/newcomer", May::Demo, be_new)
        .post("/demo/move", May::Demo, move_clock)
}

/// The parts of the page, by their ids, which are also the keys of their titles.
const PARTS: [&str; 8] = [
    "demo-clock",
    "demo-enterprises",
    "demo-city-offices",
    "demo-district-offices",
    "demo-providers",
    "demo-experts",
    "demo-administrators",
    "demo-auditors",
];

/// `GET /demo`.
async fn stage(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let lang = visit.lang;
    let setting = app.setting();
    let today = app.clock.today();
    let members = cast::members(&setting.city);
    let people = People { visit: &visit, city: &setting.city, today, members: &members };
    let days = days::section(&app, &visit).await?;
    let applicants = applicants::section(&app, &visit).await?;
    let later = later::section(&app, &visit, &members).await?;
    let page = Page::new(&visit, lang.t("demo-title")).wide().lead(lang.t("demo-lead")).todo(lang.t("demo-todo"));
    Ok(page.respond(html! {
        (suggestions(&app, &visit))
        nav aria-label=(lang.t("demo-parts")) { p {
            @for (place, part) in PARTS.into_iter().enumerate() {
                @if place > 0 { " · " }
                (link(&lang.t(part), &format!("#{part}")))
            }
        } }
        (days)
        (newcomers(&visit))
        (later)
        (applicants)
        (people.offices("demo-city-offices", |city, office| city.office(office).is_some_and(|it| it.district.is_none())))
        (people.offices("demo-district-offices", |city, office| city.office(office).is_some_and(|it| it.district.is_some())))
        (people.others("demo-providers", |seat| matches!(seat, Seat::Provider { .. })))
        (people.others("demo-experts", |seat| matches!(seat, Seat::Expert { .. })))
        (people.others("demo-administrators", |seat| matches!(seat, Seat::SystemAdmin | Seat::SecurityAdmin | Seat::AuditAdmin)))
        (people.others("demo-auditors", |seat| matches!(seat, Seat::InternalAuditor | Seat::ExternalAuditor { .. })))
    }))
}

/// What to try first, each with the person to be.
fn suggestions(app: &App, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let hints = hints::hints(lang, &app.setting(), app.clock.today());
    html! {
        section {
            h2 { (lang.t("demo-hints")) }
            ol { @for hint in &hints { li { (hint.words) " " (be_button(visit, &hint.actor, &hint.name)) } } }
        }
    }
}

/// The way in for somebody who is not there yet.
fn newcomers(visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        section {
            h2 { (lang.t("demo-newcomer")) }
            p { (lang.t("demo-newcomer-says")) }
            (button_form(visit, "/demo/newcomer", &html! {
                button.button type="submit" { (lang.t("demo-newcomer-be")) }
            }))
        }
    }
}

/// `POST /demo/be/{account}`: starts a session of this person, and ends the reader's own.
async fn be(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(account): Path<String>,
) -> Result<Response, Problem> {
    let id = AccountId::new(account);
    let found = app.store.load(&Key::Account(id.clone())).await.map_err(Problem::failure)?;
    let Some(Aggregate::Account(account)) = found.state else { return Err(Problem::not_found()) };
    if !account.enabled {
        return Err(Problem::conflict(visit.lang.t("demo-disabled")).next(visit.lang.t("demo-title"), "/demo"));
    }
    become_somebody(&app, &visit, &headers, &id).await
}

/// `POST /demo/newcomer`: starts a session of somebody who has just signed up.
async fn be_new(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    let id = newcomer::sign_up(&app).await?;
    become_somebody(&app, &visit, &headers, &id).await
}

async fn become_somebody(app: &App, visit: &Visit, headers: &HeaderMap, id: &AccountId) -> Result<Response, Problem> {
    if let Some(token) = session::token_of(&visit.site, headers) {
        let ended = secrets::end_session(&app.store, &secrets::token_hash(&token)).await;
        ended.map_err(Problem::failure)?;
    }
    let token = session::start(app, id).await.map_err(Problem::failure)?;
    let mut response = acting::go("/desk");
    if let Some(line) = session::cookie_line(&visit.site, &token) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    Ok(response)
}

/// `POST /demo/move`: moves the programme's clock forward.
async fn move_clock(State(app): State<App>, visit: Visit, Posted(form): Posted) -> Result<Response, Problem> {
    let lang = visit.lang;
    let ways = days::WAYS.map(|(code, way, _)| (code, way));
    let way = form.read(|form| form.choice("to", lang.t("demo-clock"), &ways).required());
    let way = way.map_err(|_| Problem::bad_request("no such way forward"))?;
    match forward::go(&app, way).await {
        Ok(_) => Ok(acting::go("/demo#demo-clock")),
        Err(CannotMove::Calendar(_)) => Err(cannot(&visit, "demo-calendar-ends")),
        Err(CannotMove::Nowhere) => Err(cannot(&visit, "demo-nowhere")),
        Err(CannotMove::Failed(cause)) => Err(Problem::failure(cause)),
    }
}

fn cannot(visit: &Visit, key: &'static str) -> Problem {
    Problem::conflict(visit.lang.t(key)).next(visit.lang.t("demo-title"), "/demo")
}
