//! An invitation: the person sets their password, and the second factor where their seat asks for one.

use super::Door;
use super::sign_up::{gone, password_fields, read_password};
use crate::acting;
use crate::admission::{self, Purpose, Unopened};
use crate::app::App;
use crate::clock::real_now;
use crate::lang::Lang;
use crate::names;
use crate::refusals;
use crate::second_factor;
use crate::sign_in::{account, busy};
use crate::web::components::action::button;
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::account::Account;
use domain::ids::AccountId;
use maud::html;
use store::secrets;

/// Whom an invitation is for.
struct Invited {
    id: AccountId,
    account: Account,
    name: String,
    login: String,
}

/// `GET /invitation/{token}`.
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    match invited(&app, &token).await? {
        Some(invited) => Ok(draw(&app, &visit, (&token, &invited), &Filled::blank())),
        None => Ok(gone(&visit, "/reset", "entry-ask-again")),
    }
}

/// `POST /invitation/{token}`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Path(token): Path<String>,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let Some(invited) = invited(&app, &token).await? else { return Ok(gone(&visit, "/reset", "entry-ask-again")) };
    let password = match sent.read(|form| read_password(visit.lang, form, &invited.login)) {
        Ok(password) => password,
        Err(filled) => return Ok(draw(&app, &visit, (&token, &invited), &filled)),
    };
    let hash = app.passwords.hash(password).await.map_err(busy)?;
    match admission::name(&app, &invited.id, &invited.login).await {
        Ok(()) => {}
        Err(Unopened::Taken) => return Err(Problem::conflict(visit.lang.t("entry-login-taken"))),
        Err(Unopened::Failed(failed)) => return Err(refusals::problem(visit.lang, None, &failed)),
        Err(Unopened::Problem(problem)) => return Err(problem),
    }
    if !admission::use_up(&app, &token, Purpose::Invitation).await? {
        return Ok(gone(&visit, "/reset", "entry-ask-again"));
    }
    secrets::set_password(&app.store, &invited.id, &hash, real_now(), None).await.map_err(Problem::failure)?;
    tracing::info!(account = %invited.id, "an invitation was accepted");
    if second_factor::is_required(&invited.account.seat) {
        return door.go_on(&app, &invited.id, "/sign-in/second-factor", "/desk").await;
    }
    door.come_in(&app, &invited.id, acting::go("/desk")).await
}

async fn invited(app: &App, token: &str) -> Result<Option<Invited>, Problem> {
    let Some(id) = admission::account_of(app, token, Purpose::Invitation).await? else { return Ok(None) };
    let Some(account) = account(app, &id).await?.filter(|account| account.enabled) else { return Ok(None) };
    let (name, login) = admission::person_of(app, &account).await?;
    Ok(Some(Invited { id, account, name, login }))
}

fn draw(app: &App, visit: &Visit, (token, invited): (&str, &Invited), filled: &Filled) -> Response {
    let lang = visit.lang;
    let seat = names::seat(app, lang, &invited.account.seat, app.clock.today());
    let rows = [
        (label(lang, "entry-name"), html! { (invited.name) }),
        (label(lang, "entry-login"), html! { (invited.login) }),
        (label(lang, "entry-seat"), html! { (seat) }),
    ];
    let body = html! { (password_fields(lang, filled)) (button(&lang.t("entry-invitation-send"))) };
    let page = Page::new(visit, lang.t_with("entry-invitation", &[("name", invited.name.as_str().into())]));
    let page = if second_factor::is_required(&invited.account.seat) {
        page.todo(lang.t("entry-invitation-todo-second"))
    } else {
        page.todo(lang.t("entry-invitation-todo"))
    };
    page.errors(filled)
        .lead(lang.t_with("entry-invitation-says", &[("portal", visit.site.portal.show(lang).into())]))
        .respond(html! { (facts(&rows)) (form(visit, &format!("/invitation/{token}"), &body)) })
}

fn label(lang: Lang, key: &str) -> String {
    lang.t(key).into_owned()
}
