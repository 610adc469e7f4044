//! Name and password, and the way out.

use super::{Door, onward, set};
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::session;
use crate::sign_in::{Outcome, Then, by_password};
use crate::web::components::action::{button, link_button};
use crate::web::components::field::Field;
use crate::web::components::tag::Tone;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use maud::{Markup, html};
use store::secrets;

/// What a browser may forget when somebody leaves. Cookies are taken away by name: the reader's language stays.
const CLEAR: (HeaderName, HeaderValue) =
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));

/// `GET /sign-in`.
pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(asked): Asked) -> Response {
    let filled = asked.into_filled();
    if visit.who.is_some() {
        return acting::go(onward(filled.value("next")));
    }
    draw(&app, &visit, &filled)
}

/// `POST /sign-in`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let mut again = sent.clone().into_filled();
    let (name, password, next) = match sent.read(|form| read(lang, form)) {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&app, &visit, &filled)),
    };
    match by_password(&app, door.client, &name, password).await? {
        Outcome::Right(account, Then::ComeIn) => door.come_in(&app, &account, acting::go(onward(&next))).await,
        Outcome::Right(account, Then::Code) => door.go_on(&app, &account, "/sign-in/code", &next).await,
        Outcome::Right(account, Then::Enrol) => door.go_on(&app, &account, "/sign-in/second-factor", &next).await,
        Outcome::Wrong => {
            again.reject("name", Message::new("entry-wrong"));
            Ok(draw(&app, &visit, &again))
        }
        Outcome::TermEnded(until) => {
            again.reject("", Message::new("entry-term-ended").with("until", format::date_text(lang, until)));
            Ok(draw(&app, &visit, &again))
        }
        Outcome::Wait(seconds) => {
            again.reject("", wait(seconds));
            Ok(too_often(draw(&app, &visit, &again), seconds))
        }
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<(String, String, String)> {
    let name = form.text("name", lang.t("entry-login")).max(100).required();
    let password = form.secret("password", lang.t("entry-password")).required();
    let next = form.text("next", "").max(2_000).optional();
    Some((name?, password?, next?.unwrap_or_default()))
}

/// Too many tries, and when to come back.
pub(in crate::pages) fn wait(seconds: i64) -> Message {
    Message::new("entry-wait").with("minutes", (seconds + 59) / 60)
}

/// The same page with the status that says so.
pub(in crate::pages) fn too_often(mut response: Response, seconds: i64) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn draw(app: &App, visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let body = html! {
        (Field::new("name", lang.t("entry-login")).hint(lang.t("entry-login-hint")).autocomplete("username").text(lang, filled))
        (Field::new("password", lang.t("entry-password")).autocomplete("current-password").secret(lang, filled))
        input type="hidden" name="next" value=(filled.value("next"));
        div.actions { (button(&lang.t("entry-sign-in"))) a href="/reset" { (lang.t("entry-forgotten")) } }
    };
    let mut page =
        Page::new(visit, lang.t("entry-sign-in")).errors(filled).lead(lang.t("entry-sign-in-says")).aside(others(lang));
    if app.is_demo {
        let says = html! { p { (lang.t("entry-demo")) } p { (link_button(&lang.t("entry-demo-go"), "/demo")) } };
        page = page.notice(Tone::Neutral, &says);
    }
    if filled.value("done") == "reset" {
        page = page.notice(Tone::Ok, &html! { p { (lang.t("entry-reset-done")) } });
    }
    page.respond(form(visit, "/sign-in", &body))
}

/// How those come in who have no account yet.
fn others(lang: Lang) -> Markup {
    html! {
        h2 { (lang.t("entry-no-account")) }
        p { (lang.t("entry-no-account-enterprise")) }
        p { a href="/sign-up" { (lang.t("entry-sign-up")) } }
        p { (lang.t("entry-no-account-staff")) }
    }
}

/// `POST /sign-out`.
pub(super) async fn leave(State(app): State<App>, door: Door) -> Result<Response, Problem> {
    if let Some(token) = &door.session {
        secrets::end_session(&app.store, &secrets::token_hash(token)).await.map_err(Problem::failure)?;
    }
    let mut response = acting::go("/");
    set(&mut response, session::cookie_gone(&door.site));
    response.headers_mut().insert(CLEAR.0, CLEAR.1);
    Ok(response)
}
