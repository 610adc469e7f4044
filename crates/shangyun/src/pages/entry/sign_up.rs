//! How an enterprise's first person gets an account: name, mail address, password, and a link to the address to confirm
//! it. Where the city has no mail server the account works at once; then nothing vouches for the address, and nothing
//! rests on it either. Whether an address is known is told to nobody but its owner.

use super::Door;
use super::sign_in::{too_often, wait};
use crate::acting;
use crate::admission::{self, Opening, Purpose, Unopened, is_login, is_mail};
use crate::app::App;
use crate::clock::real_now;
use crate::lang::{Lang, Message};
use crate::letters::notes::{self, Note};
use crate::passwords;
use crate::refusals;
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
use domain::act::Actor;
use domain::ids::AccountId;
use maud::html;
use store::secrets;

/// Sign-ups from one address.
const HERE: Limit = Limit::new("sign-up", 10, 60);

struct Newcomer {
    name: String,
    login: String,
    password: String,
}

/// `GET /sign-up`.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Response {
    draw(&app, &visit, &Filled::blank())
}

/// `POST /sign-up`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let key = acting::key_of(&sent);
    let mut again = sent.clone().into_filled();
    let mails = app.mail.is_some();
    let newcomer = match sent.read(|form| read(lang, form, mails)) {
        Ok(newcomer) => newcomer,
        Err(filled) => return Ok(draw(&app, &visit, &filled)),
    };
    let (client, now) = (door.client.key(), real_now());
    if let Some(seconds) = HERE.wait(&app.store, &client, now).await.map_err(Problem::failure)? {
        again.reject("", wait(seconds));
        return Ok(too_often(draw(&app, &visit, &again), seconds));
    }
    HERE.count(&app.store, &client, now).await.map_err(Problem::failure)?;
    // The hash is made whether the name is taken or not: the time tells nothing.
    let hash = app.passwords.hash(newcomer.password.clone()).await.map_err(busy)?;
    let person = (newcomer.name.as_str(), newcomer.login.as_str());
    match admission::open(&app, (&Actor::public(), &key), person, Opening::SignUp).await {
        Ok(account) if mails => {
            set_password(&app, &account, &hash).await?;
            let link = admission::link(&app, &account, Purpose::Confirm).await?;
            notes::post(&app, &newcomer.login, &Note::Confirm { link }).await?;
            Ok(acting::go("/sign-up/sent"))
        }
        Ok(account) => match admission::name(&app, &account, &newcomer.login).await {
            Ok(()) => {
                set_password(&app, &account, &hash).await?;
                door.come_in(&app, &account, acting::go("/enterprise")).await
            }
            Err(unopened) => refused(&app, &visit, again, unopened),
        },
        Err(Unopened::Taken) if mails => {
            notes::post(&app, &newcomer.login, &Note::Known).await?;
            Ok(acting::go("/sign-up/sent"))
        }
        Err(unopened) => refused(&app, &visit, again, unopened),
    }
}

async fn set_password(app: &App, account: &AccountId, hash: &str) -> Result<(), Problem> {
    secrets::set_password(&app.store, account, hash, real_now(), None).await.map_err(Problem::failure)
}

fn refused(app: &App, visit: &Visit, mut again: Filled, unopened: Unopened) -> Result<Response, Problem> {
    match unopened {
        Unopened::Taken => again.reject("login", Message::new("entry-login-taken")),
        Unopened::Failed(failed) => acting::refused(&mut again, visit.lang, None, &failed)?,
        Unopened::Problem(problem) => return Err(problem),
    }
    Ok(draw(app, visit, &again))
}

fn read(lang: Lang, form: &mut Form, mails: bool) -> Option<Newcomer> {
    let name = form.text("name", lang.t("entry-name")).max(30).required();
    let login = form.text("login", login_label(lang, mails)).max(100).parse(move |login| {
        let fits = if mails { is_mail(&login) } else { is_login(&login) };
        if fits { Ok(login) } else { Err(Message::new("entry-login-wrong")) }
    });
    let login = login.required();
    let password = read_password(lang, form, login.as_deref().unwrap_or_default());
    let told = form.ticked("told");
    if !told {
        form.reject("told", Message::new("entry-told-missing"));
    }
    Some(Newcomer { name: name?, login: login?, password: password? }).filter(|_| told)
}

/// A new password, typed twice, that will do for somebody who signs in with this name.
pub(in crate::pages) fn read_password(lang: Lang, form: &mut Form, login: &str) -> Option<String> {
    let login = login.to_owned();
    let will_do = move |password: &String| passwords::wrong(password, &login).map_or(Ok(()), Err);
    let password = form.secret("password", lang.t("entry-password-new")).check(will_do).required();
    let repeat = form.secret("repeat", lang.t("entry-password-repeat")).required()?;
    let password = password?;
    if repeat != password {
        form.reject("repeat", Message::new("entry-password-differs"));
        return None;
    }
    Some(password)
}

/// The two fields for a new password.
pub(in crate::pages) fn password_fields(lang: Lang, filled: &Filled) -> maud::Markup {
    let hint = lang.t_with("entry-password-hint", &[("min", passwords::CHARS_MIN.into())]);
    html! {
        (Field::new("password", lang.t("entry-password-new")).hint(hint).autocomplete("new-password").secret(lang, filled))
        (Field::new("repeat", lang.t("entry-password-repeat")).autocomplete("new-password").secret(lang, filled))
    }
}

fn login_label(lang: Lang, mails: bool) -> String {
    lang.t(if mails { "entry-mail" } else { "entry-login" }).into_owned()
}

fn draw(app: &App, visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let mails = app.mail.is_some();
    let hint = lang.t(if mails { "entry-mail-hint" } else { "entry-login-new-hint" });
    let body = html! {
        (Field::new("name", lang.t("entry-name")).half().autocomplete("name").text(lang, filled))
        (Field::new("login", login_label(lang, mails)).hint(hint).autocomplete("username").text(lang, filled))
        (password_fields(lang, filled))
        (notice::inset(&html! { p { (lang.t("entry-notice")) } }))
        (Field::new("told", lang.t("entry-told")).checkbox(lang, filled))
        div.actions { (button(&lang.t("entry-sign-up-send"))) a href="/sign-in" { (lang.t("entry-have-account")) } }
    };
    Page::new(visit, lang.t("entry-sign-up"))
        .errors(filled)
        .lead(lang.t("entry-sign-up-says"))
        .respond(form(visit, "/sign-up", &body))
}

/// `GET /sign-up/sent`.
pub(super) async fn sent(visit: Visit) -> Response {
    let lang = visit.lang;
    Page::new(&visit, lang.t("entry-sent")).lead(lang.t("entry-sign-up-sent")).todo(lang.t("entry-sent-todo")).respond(
        html! { p { (lang.t("entry-sent-nothing")) } p { a href="/sign-up" { (lang.t("entry-sign-up-again")) } } },
    )
}

/// `GET /sign-up/confirm/{token}`: asks; a mail program that follows links confirms nothing.
pub(super) async fn ask(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let lang = visit.lang;
    if admission::account_of(&app, &token, Purpose::Confirm).await?.is_none() {
        return Ok(gone(&visit, "/sign-up", "entry-sign-up-again"));
    }
    let body = button(&lang.t("entry-confirm-send"));
    Ok(Page::new(&visit, lang.t("entry-confirm")).lead(lang.t("entry-confirm-says")).respond(form(
        &visit,
        &format!("/sign-up/confirm/{token}"),
        &body,
    )))
}

/// `POST /sign-up/confirm/{token}`.
pub(super) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let found = admission::account_of(&app, &token, Purpose::Confirm).await?;
    let Some(id) = found else { return Ok(gone(&visit, "/sign-up", "entry-sign-up-again")) };
    let Some(account) = account(&app, &id).await? else { return Err(Problem::not_found()) };
    let (_, login) = admission::person_of(&app, &account).await?;
    match admission::name(&app, &id, &login).await {
        Ok(()) => {}
        Err(Unopened::Taken) => return Err(Problem::conflict(visit.lang.t("entry-login-taken"))),
        Err(Unopened::Failed(failed)) => return Err(refusals::problem(visit.lang, None, &failed)),
        Err(Unopened::Problem(problem)) => return Err(problem),
    }
    admission::use_up(&app, &token, Purpose::Confirm).await?;
    door.come_in(&app, &id, acting::go("/enterprise")).await
}

/// The page for a link that does not work any more, and how one gets another.
pub(super) fn gone(visit: &Visit, again: &str, words: &str) -> Response {
    let lang = visit.lang;
    let mut response = Page::new(visit, lang.t("entry-link-gone"))
        .notice(Tone::Stop, &html! { p { (lang.t("entry-link-gone-says")) } })
        .respond(html! { p.actions { a.button href=(again) { (lang.t(words)) } a href="/sign-in" { (lang.t("entry-sign-in")) } } });
    *response.status_mut() = axum::http::StatusCode::NOT_FOUND;
    response
}
