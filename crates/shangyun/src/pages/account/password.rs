//! Another password: the present one is asked again, and sessions elsewhere end.

use super::below;
use crate::acting;
use crate::admission;
use crate::app::App;
use crate::clock::real_now;
use crate::lang::{Lang, Message};
use crate::pages::entry::{password_fields, read_password};
use crate::session::Me;
use crate::sign_in::{account, busy, is_password};
use crate::web::components::action::button;
use crate::web::components::field::Field;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form};
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use maud::html;
use store::secrets;

/// `GET /account/password`.
pub(super) async fn show(visit: Visit) -> Response {
    draw(&visit, &Filled::blank())
}

/// `POST /account/password`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let id = &me.actor().account;
    let Some(account) = account(&app, id).await? else { return Err(Problem::not_found()) };
    let (_, login) = admission::person_of(&app, &account).await?;
    let (now, new) = match sent.read(|form| read(visit.lang, form, &login)) {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&visit, &filled)),
    };
    if !is_password(&app, id, now).await? {
        let mut again = Filled::blank();
        again.reject("now", Message::new("account-password-wrong"));
        return Ok(draw(&visit, &again));
    }
    let hash = app.passwords.hash(new).await.map_err(busy)?;
    secrets::set_password(&app.store, id, &hash, real_now(), Some(&me.0.token)).await.map_err(Problem::failure)?;
    tracing::info!(account = %id, "a password was changed");
    Ok(acting::go("/account?changed=on"))
}

fn read(lang: Lang, form: &mut Form, login: &str) -> Option<(String, String)> {
    let now = form.secret("now", lang.t("account-password-now")).required();
    let new = read_password(lang, form, login);
    Some((now?, new?))
}

fn draw(visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let body = html! {
        (Field::new("now", lang.t("account-password-now")).autocomplete("current-password").secret(lang, filled))
        (password_fields(lang, filled))
        (button(&lang.t("account-password-save")))
    };
    below(visit, lang.t("account-password-change")).errors(filled).lead(lang.t("account-password-says")).respond(form(
        visit,
        "/account/password",
        &body,
    ))
}
