//! The second factor of somebody who is in: setting it up or renewing it, taking it away where it is not asked for, and
//! fresh recovery codes. The password is asked again each time.

use super::below;
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::pages::entry::enrol::{self, Enrolled};
use crate::pages::entry::{too_often, wait};
use crate::second_factor::{self, recovery_codes};
use crate::session::Me;
use crate::sign_in::is_password;
use crate::web::components::action::{button, link};
use crate::web::components::field::Field;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form};
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::ids::AccountId;
use maud::{Markup, html};
use store::secrets;

/// `GET /account/second-factor`.
pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me) -> Result<Response, Problem> {
    draw(&app, &visit, &me.actor().account, &Filled::blank()).await
}

/// `POST /account/second-factor`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let account = &me.actor().account;
    let mut again = sent.clone().into_filled();
    let (password, code, sealed) = match sent.read(|form| read(visit.lang, form)) {
        Ok(read) => read,
        Err(filled) => return draw(&app, &visit, account, &filled).await,
    };
    if !is_password(&app, account, password).await? {
        again.reject("now", Message::new("account-password-wrong"));
        return draw(&app, &visit, account, &again).await;
    }
    match enrol::enrol(&app, account, &sealed, &code).await? {
        Enrolled::Done(codes) => Ok(codes_page(&visit, &codes)),
        Enrolled::Wrong => {
            again.reject("code", Message::new("entry-first-code-wrong"));
            draw(&app, &visit, account, &again).await
        }
        Enrolled::Wait(seconds) => {
            again.reject("", wait(seconds));
            Ok(too_often(draw(&app, &visit, account, &again).await?, seconds))
        }
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<(String, String, String)> {
    let password = form.secret("now", lang.t("account-password-now")).required();
    let (code, sealed) = enrol::read(lang, form)?;
    Some((password?, code, sealed))
}

async fn draw(app: &App, visit: &Visit, account: &AccountId, filled: &Filled) -> Result<Response, Problem> {
    let lang = visit.lang;
    let body = html! {
        (enrol::fields(app, visit, account, filled).await?)
        (password_field(lang, filled))
        div.actions { (button(&lang.t("entry-enrol-send"))) (link(&lang.t("account-back"), "/account")) }
    };
    Ok(below(visit, lang.t("entry-enrol")).errors(filled).lead(lang.t("account-second-says")).respond(form(
        visit,
        "/account/second-factor",
        &body,
    )))
}

fn password_field(lang: Lang, filled: &Filled) -> Markup {
    Field::new("now", lang.t("account-password-now")).autocomplete("current-password").secret(lang, filled)
}

fn codes_page(visit: &Visit, codes: &[String]) -> Response {
    below(visit, visit.lang.t("entry-recovery")).respond(enrol::recovery(visit.lang, codes, "/account"))
}

/// `GET /account/recovery`.
pub(super) async fn ask_recovery(visit: Visit) -> Response {
    ask(&visit, &RECOVERY, &Filled::blank())
}

/// `POST /account/recovery`: fresh recovery codes; the old ones are void.
pub(super) async fn recovery(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let account = &me.actor().account;
    if let Err(filled) = proven(&app, &visit, account, sent).await? {
        return Ok(ask(&visit, &RECOVERY, &filled));
    }
    let credential = secrets::credential(&app.store, account).await.map_err(Problem::failure)?;
    let Some(credential) = credential.filter(|one| one.totp.is_some()) else { return Ok(acting::go("/account")) };
    let (codes, kept) = recovery_codes(app.store.vault());
    let replaced = secrets::use_recovery(&app.store, account, &credential.recovery, &kept).await;
    if !replaced.map_err(Problem::failure)? {
        return Err(Problem::conflict(visit.lang.t("refusal-conflict")));
    }
    Ok(codes_page(&visit, &codes))
}

/// `GET /account/second-factor/off`.
pub(super) async fn ask_off(visit: Visit, me: Me) -> Result<Response, Problem> {
    if second_factor::is_required(&me.actor().seat) {
        return Err(Problem::forbidden().saying(visit.lang.t("account-second-required")));
    }
    Ok(ask(&visit, &OFF, &Filled::blank()))
}

/// `POST /account/second-factor/off`.
pub(super) async fn off(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let account = &me.actor().account;
    if second_factor::is_required(&me.actor().seat) {
        return Err(Problem::forbidden().saying(visit.lang.t("account-second-required")));
    }
    if let Err(filled) = proven(&app, &visit, account, sent).await? {
        return Ok(ask(&visit, &OFF, &filled));
    }
    secrets::drop_totp(&app.store, account).await.map_err(Problem::failure)?;
    tracing::warn!(%account, "a second factor was taken away by its owner");
    Ok(acting::go("/account?off=on"))
}

/// A question that is answered with the password.
struct Question {
    action: &'static str,
    title: &'static str,
    says: &'static str,
    button: &'static str,
}

const RECOVERY: Question = Question {
    action: "/account/recovery",
    title: "account-recovery-renew",
    says: "account-recovery-says",
    button: "account-recovery-make",
};
const OFF: Question = Question {
    action: "/account/second-factor/off",
    title: "account-second-drop",
    says: "account-second-drop-says",
    button: "account-second-drop",
};

async fn proven(app: &App, visit: &Visit, account: &AccountId, sent: Form) -> Result<Result<(), Filled>, Problem> {
    let lang = visit.lang;
    let password = match sent.read(|form| form.secret("now", lang.t("account-password-now")).required()) {
        Ok(password) => password,
        Err(filled) => return Ok(Err(filled)),
    };
    if is_password(app, account, password).await? {
        return Ok(Ok(()));
    }
    let mut again = Filled::blank();
    again.reject("now", Message::new("account-password-wrong"));
    Ok(Err(again))
}

fn ask(visit: &Visit, question: &Question, filled: &Filled) -> Response {
    let lang = visit.lang;
    let body = html! {
        (password_field(lang, filled))
        div.actions { (button(&lang.t(question.button))) (link(&lang.t("account-back"), "/account")) }
    };
    below(visit, lang.t(question.title)).errors(filled).lead(lang.t(question.says)).respond(form(
        visit,
        question.action,
        &body,
    ))
}
