//! A forgotten password: asking for a link by mail, and setting a new password by it. Whether a name is known is told to
//! nobody: the answer is the same, and what it takes is done after the answer. The second factor stays.

use super::Door;
use super::sign_in::{too_often, wait};
use super::sign_up::{gone, password_fields, read_password};
use crate::acting;
use crate::admission::{self, Purpose, is_mail};
use crate::app::App;
use crate::clock::real_now;
use crate::lang::Lang;
use crate::letters::notes::{self, Note};
use crate::sign_in::{account, busy};
use crate::web::components::action::button;
use crate::web::components::field::Field;
use crate::web::components::notice;
use crate::web::components::tag::Tone;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::throttle::Limit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::AccountId;
use maud::html;
use store::secrets;

/// Asking from one address.
const HERE: Limit = Limit::new("reset here", 10, 60);
/// Mails to one person.
const NAME: Limit = Limit::new("reset name", 3, 60);

/// `GET /reset`.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Response {
    draw(&app, &visit, &Filled::blank())
}

/// `POST /reset`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let mut again = sent.clone().into_filled();
    let login = match sent.read(|form| read(visit.lang, form)) {
        Ok(login) => login,
        Err(filled) => return Ok(draw(&app, &visit, &filled)),
    };
    let (client, now) = (door.client.key(), real_now());
    if let Some(seconds) = HERE.wait(&app.store, &client, now).await.map_err(Problem::failure)? {
        again.reject("", wait(seconds));
        return Ok(too_often(draw(&app, &visit, &again), seconds));
    }
    HERE.count(&app.store, &client, now).await.map_err(Problem::failure)?;
    tokio::spawn(async move {
        if mail(&app, &login).await.is_err() {
            tracing::error!("a reset link was not mailed");
        }
    });
    Ok(acting::go("/reset/sent"))
}

fn read(lang: Lang, form: &mut Form) -> Option<String> {
    form.text("login", lang.t("entry-login")).max(100).required()
}

/// Mails a link to somebody who is known, may sign in and has a mail address; not more often than one needs.
async fn mail(app: &App, login: &str) -> Result<(), Problem> {
    let Some(id) = secrets::login(&app.store, login).await.map_err(Problem::failure)? else { return Ok(()) };
    let enabled = account(app, &id).await?.is_some_and(|account| account.enabled);
    let now = real_now();
    let often = NAME.wait(&app.store, id.as_str(), now).await.map_err(Problem::failure)?.is_some();
    if app.mail.is_none() || !enabled || often || !is_mail(login) {
        return Ok(());
    }
    NAME.count(&app.store, id.as_str(), now).await.map_err(Problem::failure)?;
    let link = admission::link(app, &id, Purpose::Reset).await?;
    notes::post(app, login, &Note::Reset { link }).await
}

fn draw(app: &App, visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let page = Page::new(visit, lang.t("entry-reset")).errors(filled);
    if app.mail.is_none() {
        let says = html! { p { (lang.t("entry-reset-no-mail")) } p.quiet { (visit.site.contact.show(lang)) } };
        return page
            .notice(Tone::Neutral, &says)
            .respond(html! { p { a href="/sign-in" { (lang.t("entry-sign-in")) } } });
    }
    let body = html! {
        (Field::new("login", lang.t("entry-login")).autocomplete("username").text(lang, filled))
        div.actions { (button(&lang.t("entry-reset-send"))) a href="/sign-in" { (lang.t("entry-sign-in")) } }
    };
    page.lead(lang.t("entry-reset-says")).respond(
        html! { (form(visit, "/reset", &body)) (notice::inset(&html! { p { (lang.t("entry-reset-staff")) } })) },
    )
}

/// `GET /reset/sent`.
pub(super) async fn sent(visit: Visit) -> Response {
    let lang = visit.lang;
    Page::new(&visit, lang.t("entry-sent"))
        .lead(lang.t("entry-reset-sent"))
        .todo(lang.t("entry-sent-todo"))
        .respond(html! { p { (lang.t("entry-sent-nothing")) } p { a href="/reset" { (lang.t("entry-reset-again")) } } })
}

/// `GET /reset/{token}`.
pub(super) async fn choose(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    match admission::account_of(&app, &token, Purpose::Reset).await? {
        Some(_) => Ok(ask(&visit, &token, &Filled::blank())),
        None => Ok(gone(&visit, "/reset", "entry-reset-again")),
    }
}

/// `POST /reset/{token}`.
pub(super) async fn set(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let found = admission::account_of(&app, &token, Purpose::Reset).await?;
    let Some(id) = found else { return Ok(gone(&visit, "/reset", "entry-reset-again")) };
    let login = login_of(&app, &id).await?;
    let password = match sent.read(|form| read_password(visit.lang, form, &login)) {
        Ok(password) => password,
        Err(filled) => return Ok(ask(&visit, &token, &filled)),
    };
    let hash = app.passwords.hash(password).await.map_err(busy)?;
    if !admission::use_up(&app, &token, Purpose::Reset).await? {
        return Ok(gone(&visit, "/reset", "entry-reset-again"));
    }
    secrets::set_password(&app.store, &id, &hash, real_now(), None).await.map_err(Problem::failure)?;
    tracing::info!(account = %id, "a password was reset");
    Ok(acting::go("/sign-in?done=reset"))
}

async fn login_of(app: &App, id: &AccountId) -> Result<String, Problem> {
    let Some(account) = account(app, id).await? else { return Ok(String::new()) };
    admission::person_of(app, &account).await.map(|(_, login)| login)
}

fn ask(visit: &Visit, token: &str, filled: &Filled) -> Response {
    let lang = visit.lang;
    let body = html! { (password_fields(lang, filled)) (button(&lang.t("entry-reset-set"))) };
    Page::new(visit, lang.t("entry-reset-choose")).errors(filled).lead(lang.t("entry-reset-choose-says")).respond(form(
        visit,
        &format!("/reset/{token}"),
        &body,
    ))
}
