//! The code of the second factor, or one of the recovery codes.

use super::sign_in::{too_often, wait};
use super::{Door, onward};
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::sign_in::{CodeOutcome, by_code};
use crate::web::components::action::button;
use crate::web::components::field::Field;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use maud::html;

/// `GET /sign-in/code`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let filled = asked.into_filled();
    match door.halfway(&app).await? {
        Some(_) => Ok(draw(&visit, &filled)),
        None => Ok(acting::go("/sign-in")),
    }
}

/// `POST /sign-in/code`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let Some(account) = door.halfway(&app).await? else { return Ok(acting::go("/sign-in")) };
    let mut again = sent.clone().into_filled();
    let (code, next) = match sent.read(|form| read(visit.lang, form)) {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&visit, &filled)),
    };
    match by_code(&app, &account, &code).await? {
        CodeOutcome::Right | CodeOutcome::Recovery(_) if !door.arrived(&app).await? => Ok(acting::go("/sign-in")),
        CodeOutcome::Right => door.come_in(&app, &account, acting::go(onward(&next))).await,
        CodeOutcome::Recovery(left) => {
            tracing::warn!(%account, left, "signed in by a recovery code");
            door.come_in(&app, &account, acting::go("/account?recovered=on")).await
        }
        CodeOutcome::Wrong => {
            again.reject("code", Message::new("entry-code-wrong"));
            Ok(draw(&visit, &again))
        }
        CodeOutcome::Wait(seconds) => {
            again.reject("", wait(seconds));
            Ok(too_often(draw(&visit, &again), seconds))
        }
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<(String, String)> {
    let code = form.text("code", lang.t("entry-code")).max(40).required();
    let next = form.text("next", "").max(2_000).optional();
    Some((code?, next?.unwrap_or_default()))
}

fn draw(visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let body = html! {
        (Field::new("code", lang.t("entry-code")).hint(lang.t("entry-code-hint")).short().autocomplete("one-time-code").text(lang, filled))
        input type="hidden" name="next" value=(filled.value("next"));
        div.actions { (button(&lang.t("entry-code-send"))) a href="/sign-in" { (lang.t("entry-code-back")) } }
    };
    Page::new(visit, lang.t("entry-second")).errors(filled).lead(lang.t("entry-second-says")).respond(html! {
        (form(visit, "/sign-in/code", &body))
        details { summary { (lang.t("entry-code-lost")) } p { (lang.t("entry-code-lost-says")) } }
    })
}
