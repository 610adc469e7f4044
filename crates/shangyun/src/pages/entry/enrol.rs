//! Setting up the second factor: a square for an authenticator app, the same secret to type, a first code as proof, and
//! the recovery codes, shown once. The same parts serve the first sign-in and the account page.

use super::sign_in::{too_often, wait};
use super::{Door, onward};
use crate::acting;
use crate::admission;
use crate::app::App;
use crate::clock::real_now;
use crate::lang::{Lang, Message};
use crate::second_factor::{self, address, fresh_secret, recovery_codes, typed};
use crate::sign_in;
use crate::web::components::action::{button, link_button};
use crate::web::components::field::Field;
use crate::web::components::notice;
use crate::web::components::qr::qr;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::random::{bytes_of, hex};
use crate::web::security::throttle::Limit;
use axum::extract::State;
use axum::response::Response;
use domain::ids::AccountId;
use maud::{Markup, html};
use store::secrets;

/// First codes of an account; whoever types them has the secret before them.
const FIRST: Limit = Limit::new("enrolment", 20, 15);

/// What came of a first code.
pub enum Enrolled {
    /// The second factor is set; these are the recovery codes.
    Done(Vec<String>),
    /// The code does not fit the secret.
    Wrong,
    /// Too many tries: come back after so many seconds.
    Wait(i64),
}

/// `GET /sign-in/second-factor`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let Some(account) = door.halfway(&app).await? else { return Ok(acting::go("/sign-in")) };
    draw(&app, &visit, &account, &asked.into_filled()).await
}

/// `POST /sign-in/second-factor`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    door: Door,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let Some(account) = door.halfway(&app).await? else { return Ok(acting::go("/sign-in")) };
    let mut again = sent.clone().into_filled();
    let next = again.value("next").to_owned();
    let (code, sealed) = match sent.read(|form| read(visit.lang, form)) {
        Ok(read) => read,
        Err(filled) => return draw(&app, &visit, &account, &filled).await,
    };
    match enrol(&app, &account, &sealed, &code).await? {
        Enrolled::Done(_) if !door.arrived(&app).await? => Ok(acting::go("/sign-in")),
        Enrolled::Done(codes) => {
            let page = Page::new(&visit, visit.lang.t("entry-recovery"));
            door.come_in(&app, &account, page.respond(recovery(visit.lang, &codes, onward(&next)))).await
        }
        Enrolled::Wrong => {
            again.reject("code", Message::new("entry-first-code-wrong"));
            draw(&app, &visit, &account, &again).await
        }
        Enrolled::Wait(seconds) => {
            again.reject("", wait(seconds));
            Ok(too_often(draw(&app, &visit, &account, &again).await?, seconds))
        }
    }
}

/// Reads a first code and the secret it is for.
pub fn read(lang: Lang, form: &mut Form) -> Option<(String, String)> {
    let code = form.text("code", lang.t("entry-code")).max(20).required();
    let sealed = form.text("sealed", "").max(400).required();
    form.text("next", "").max(2_000).optional()?;
    Some((code?, sealed?))
}

/// Sets the second factor of an account, if the code fits the sealed secret.
///
/// # Errors
/// A failure page.
pub async fn enrol(app: &App, account: &AccountId, sealed: &str, code: &str) -> Result<Enrolled, Problem> {
    let now = real_now();
    if let Some(seconds) = FIRST.wait(&app.store, account.as_str(), now).await.map_err(Problem::failure)? {
        return Ok(Enrolled::Wait(seconds));
    }
    FIRST.count(&app.store, account.as_str(), now).await.map_err(Problem::failure)?;
    let Some(secret) = opened(app, account, sealed) else { return Ok(Enrolled::Wrong) };
    let Some(step) = second_factor::step_of(&secret, code, now) else { return Ok(Enrolled::Wrong) };
    let (codes, kept) = recovery_codes(app.store.vault());
    secrets::set_totp(&app.store, account, &secret, &kept).await.map_err(Problem::failure)?;
    secrets::use_totp(&app.store, account, step).await.map_err(Problem::failure)?;
    FIRST.forget(&app.store, account.as_str()).await.map_err(Problem::failure)?;
    tracing::info!(%account, "second factor set up");
    Ok(Enrolled::Done(codes))
}

/// The secret in a form: sealed for this account, so that nobody chooses their own.
pub(super) fn opened(app: &App, account: &AccountId, sealed: &str) -> Option<Vec<u8>> {
    let secret = app.store.vault().open(&place(account), &bytes_of(sealed)?).ok()?;
    Some(secret.to_vec())
}

fn place(account: &AccountId) -> String {
    format!("enrolment\n{account}")
}

async fn draw(app: &App, visit: &Visit, account: &AccountId, filled: &Filled) -> Result<Response, Problem> {
    let lang = visit.lang;
    let body = html! {
        (fields(app, visit, account, filled).await?)
        input type="hidden" name="next" value=(filled.value("next"));
        (button(&lang.t("entry-enrol-send")))
    };
    Ok(Page::new(visit, lang.t("entry-enrol")).errors(filled).lead(lang.t("entry-enrol-says")).respond(form(
        visit,
        "/sign-in/second-factor",
        &body,
    )))
}

/// The square, the secret to type, and the field for the first code. A form drawn again keeps its secret.
///
/// # Errors
/// A failure page.
pub async fn fields(app: &App, visit: &Visit, account: &AccountId, filled: &Filled) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let kept = opened(app, account, filled.value("sealed"));
    let secret = kept.unwrap_or_else(|| fresh_secret(app.store.vault()).to_vec());
    let sealed = app.store.vault().seal(&place(account), &secret).map_err(Problem::failure)?;
    let login = login_of(app, account).await?;
    let read_by_app = address(&secret, &visit.site.portal.zh, &login);
    Ok(html! {
        ol {
            li { p { (lang.t("entry-enrol-app")) } }
            li { p { (lang.t("entry-enrol-scan")) } (qr(&read_by_app, &lang.t("entry-enrol-square"))) p { (lang.t("entry-enrol-type")) " " strong.figure { (typed(&secret)) } } }
            li { (Field::new("code", lang.t("entry-code")).hint(lang.t("entry-first-code-hint")).short().digits().autocomplete("one-time-code").text(lang, filled)) }
        }
        input type="hidden" name="sealed" value=(hex(&sealed));
    })
}

async fn login_of(app: &App, account: &AccountId) -> Result<String, Problem> {
    let Some(account) = sign_in::account(app, account).await? else { return Ok(String::new()) };
    admission::person_of(app, &account).await.map(|(_, login)| login)
}

/// The recovery codes, shown this once, and the way on.
pub fn recovery(lang: Lang, codes: &[String], next: &str) -> Markup {
    html! {
        (notice::inset(&html! { p { strong { (lang.t("entry-recovery-once")) } } p { (lang.t("entry-recovery-says")) } }))
        ul.codes { @for code in codes { li.figure { (code) } } }
        p.actions { (link_button(&lang.t("entry-recovery-kept"), next)) }
    }
}
