//! Inviting somebody into a seat: the link is shown once and mailed where it can be.

use super::seat::{choose, fields, kind, kind_word, read as read_seat};
use crate::acting;
use crate::admission::{self, Link, Opening, Purpose, Unopened, is_login, is_mail};
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::letters::notes::{self, Note};
use crate::session::Me;
use crate::web::components::action::{button, link, link_button};
use crate::web::components::field::Field;
use crate::web::components::notice::{confirmation, inset};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::act::Seat;
use domain::ids::AccountId;
use maud::{Markup, html};

const PATH: &str = "/admin/accounts/new";

/// `GET /admin/accounts/new`.
pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(asked): Asked) -> Response {
    draw(&app, &visit, &asked.into_filled())
}

fn draw(app: &App, visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let page =
        Page::desk(visit, lang.t("admin-invite")).crumb(lang.t("admin-accounts"), "/admin/accounts").errors(filled);
    let Some(kind) = kind(filled.value("kind")) else {
        return page.lead(lang.t("admin-invite-says")).respond(choose(lang, PATH));
    };
    let body = html! {
        (fields(app, lang, kind, filled))
        (Field::new("name", lang.t("entry-name")).half().text(lang, filled))
        (Field::new("login", lang.t("entry-login")).hint(lang.t("admin-login-hint")).text(lang, filled))
        div.actions { (button(&lang.t("admin-invite-send"))) (link(&lang.t("admin-seat-other"), PATH)) }
    };
    page.lead(lang.t("admin-invite-says")).respond(html! { h2 { (kind_word(lang, kind)) } (form(visit, PATH, &body)) })
}

/// `POST /admin/accounts/new`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let key = acting::key_of(&sent);
    let mut again = sent.clone().into_filled();
    let (given, name, login) = match sent.read(|form| read(&app, lang, form)) {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&app, &visit, &filled)),
    };
    let person = (name.as_str(), login.as_str());
    let opened = admission::open(&app, (me.actor(), &key), person, Opening::Invite(given)).await;
    let named = match opened {
        Ok(account) => admission::name(&app, &account, &login).await.map(|()| account),
        Err(unopened) => Err(unopened),
    };
    match named {
        Ok(account) => welcome(&app, &visit, &account, (&name, &login)).await,
        Err(Unopened::Taken) => {
            again.reject("login", Message::new("admin-login-taken"));
            Ok(draw(&app, &visit, &again))
        }
        Err(Unopened::Failed(failed)) => {
            acting::refused(&mut again, lang, None, &failed)?;
            Ok(draw(&app, &visit, &again))
        }
        Err(Unopened::Problem(problem)) => Err(problem),
    }
}

fn read(app: &App, lang: Lang, form: &mut Form) -> Option<(Seat, String, String)> {
    let seat = read_seat(app, lang, form);
    let name = form.text("name", lang.t("entry-name")).max(30).required();
    let login = form
        .text("login", lang.t("entry-login"))
        .max(100)
        .parse(|login| if is_login(&login) { Ok(login) } else { Err(Message::new("entry-login-wrong")) });
    let login = login.required();
    Some((seat?, name?, login?))
}

/// Makes a link for somebody, mails it where that can be done, and shows it this once. The answer is no redirection: the
/// link is a secret, and no address leads to it.
///
/// # Errors
/// A failure page.
pub(super) async fn welcome(
    app: &App,
    visit: &Visit,
    account: &AccountId,
    (name, login): (&str, &str),
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let made = admission::link(app, account, Purpose::Invitation).await?;
    let mailed = app.mail.is_some() && is_mail(login);
    if mailed {
        let note = Note::Invitation { name: name.to_owned(), link: made.clone() };
        notes::post(app, login, &note).await?;
    }
    Ok(Page::desk(visit, lang.t_with("admin-link-title", &[("name", name.into())]))
        .crumb(lang.t("admin-accounts"), "/admin/accounts")
        .respond(html! {
            (shown(app, lang, &made, mailed))
            p.actions { (link_button(&lang.t("admin-to-account"), &format!("/admin/accounts/{account}"))) (link(&lang.t("admin-invite-next"), PATH)) }
        }))
}

fn shown(app: &App, lang: Lang, made: &Link, mailed: bool) -> Markup {
    let until = format::time_text(lang, made.until, app.clock.zone());
    html! {
        (confirmation(&lang.t("admin-link-made"), &lang.t("admin-link-until"), &until))
        (inset(&html! {
            p { strong { (lang.t("admin-link-once")) } }
            p.figure.secret-link { (made.address) }
            p { @if mailed { (lang.t("admin-link-mailed")) } @else { (lang.t("admin-link-hand")) } }
        }))
    }
}
