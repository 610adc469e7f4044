//! Who I am, how I sign in, and on which devices I am signed in.

use super::page;
use crate::acting;
use crate::admission;
use crate::app::App;
use crate::lang::Lang;
use crate::second_factor;
use crate::session::{self, Device, Me};
use crate::sign_in::account;
use crate::web::components::action::secondary;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Posted, form};
use crate::web::layout::visit::Visit;
use crate::web::security::random::{bytes_of, hex};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use store::secrets::{self, Credential, Session};

/// Ends every session but the one that asks.
const OTHERS: &str = "others";

/// `GET /account`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let id = &me.actor().account;
    let Some(account) = account(&app, id).await? else { return Err(Problem::not_found()) };
    let (name, login) = admission::person_of(&app, &account).await?;
    let credential = secrets::credential(&app.store, id).await.map_err(Problem::failure)?;
    let sessions = secrets::sessions(&app.store, id).await.map_err(Problem::failure)?;
    let rows = [
        (lang.t("entry-name").into_owned(), html! { (name) }),
        (lang.t("entry-login").into_owned(), html! { (login) }),
        (lang.t("entry-seat").into_owned(), html! { (session::place(&app, &me.0, lang)) }),
    ];
    let asked = asked.into_filled();
    let mut page = page(&visit, lang.t("account-title")).lead(lang.t("account-says"));
    for (sign, key) in
        [("recovered", "account-recovered"), ("changed", "account-changed"), ("off", "account-second-off")]
    {
        if !asked.value(sign).is_empty() {
            page = page.notice(Tone::Ok, &html! { p { (lang.t(key)) } });
        }
    }
    Ok(page.respond(html! {
        (facts(&rows))
        h2 { (lang.t("account-ways")) }
        (ways(lang, credential.as_ref(), second_factor::is_required(&account.seat), &app))
        h2 { (lang.t("account-sessions")) }
        (devices(&app, &visit, &me, &sessions))
    }))
}

/// Password and second factor, with the way to change each.
fn ways(lang: Lang, credential: Option<&Credential>, required: bool, app: &App) -> Markup {
    let set = credential.and_then(|one| one.password_at);
    let zone = app.clock.zone();
    let password = match set {
        Some(at) => {
            lang.t_with("account-password-at", &[("at", format::time_text(lang, at, zone).into())]).into_owned()
        }
        None => lang.t("account-password-none").into_owned(),
    };
    let has_second = credential.is_some_and(|one| one.totp.is_some());
    let left = credential.map_or(0, |one| one.recovery.lines().count());
    facts(&[
        (
            lang.t("entry-password").into_owned(),
            html! { (password) @if set.is_some() { " " a href="/account/password" { (lang.t("account-password-change")) } } },
        ),
        (
            lang.t("entry-second").into_owned(),
            html! {
                @if has_second { (tag(Tone::Ok, &lang.t("account-second-on"))) " " a href="/account/second-factor" { (lang.t("account-second-renew")) } }
                @else { (tag(Tone::Neutral, &lang.t("account-second-none"))) @if set.is_some() { " " a href="/account/second-factor" { (lang.t("account-second-set")) } } }
                @if has_second && !required { " " a href="/account/second-factor/off" { (lang.t("account-second-drop")) } }
            },
        ),
        (
            lang.t("account-recovery").into_owned(),
            html! {
                @if has_second { (lang.t_with("account-recovery-left", &[("n", left.into())])) " " a href="/account/recovery" { (lang.t("account-recovery-renew")) } }
                @else { (lang.t("account-recovery-none")) }
            },
        ),
    ])
}

fn devices(app: &App, visit: &Visit, me: &Me, sessions: &[(Vec<u8>, Session)]) -> Markup {
    let lang = visit.lang;
    let own = secrets::token_hash(&me.0.token);
    let zone = app.clock.zone();
    let device = |session: &Session| serde_json::from_str::<Device>(&session.body).unwrap_or_default();
    let is_own = |row: &(Vec<u8>, Session)| row.0 == own;
    let end = |row: &(Vec<u8>, Session)| {
        html! {
            @if is_own(row) { (tag(Tone::Ok, &lang.t("account-this-session"))) }
            @else { (form(visit, "/account/sessions/end", &secondary("session", &hex(&row.0), &lang.t("account-end")))) }
        }
    };
    let named = |row: &(Vec<u8>, Session)| {
        let named = device(&row.1).named();
        html! { @if named.is_empty() { (lang.t("account-device-unknown")) } @else { (named) } }
    };
    let table = Table::new(lang, lang.t("account-sessions"))
        .column(Column::text(lang.t("account-device"), named))
        .column(Column::text(
            lang.t("account-address"),
            |row: &(Vec<u8>, Session)| html! { span.figure { (device(&row.1).address) } },
        ))
        .column(Column::text(
            lang.t("account-began"),
            |row: &(Vec<u8>, Session)| html! { span.figure { (format::time_iso(row.1.created_at, zone)) } },
        ))
        .column(Column::text(
            lang.t("account-seen"),
            |row: &(Vec<u8>, Session)| html! { span.figure { (format::time_iso(row.1.seen_at, zone)) } },
        ))
        .column(Column::text(lang.t("account-act"), end));
    html! {
        p { (lang.t("account-sessions-says")) }
        (table.draw(sessions))
        @if sessions.len() > 1 { (form(visit, "/account/sessions/end", &secondary("session", OTHERS, &lang.t("account-end-others")))) }
    }
}

/// `POST /account/sessions/end`: ends a session of the reader's own, or all the others.
pub(super) async fn end(State(app): State<App>, me: Me, Posted(sent): Posted) -> Result<Response, Problem> {
    let account = &me.actor().account;
    let asked = sent.into_filled();
    let asked = asked.value("session");
    if asked == OTHERS {
        secrets::end_sessions(&app.store, account, Some(&me.0.token)).await.map_err(Problem::failure)?;
        return Ok(acting::go("/account"));
    }
    let hash = bytes_of(asked).unwrap_or_default();
    let own = secrets::sessions(&app.store, account).await.map_err(Problem::failure)?;
    if own.iter().any(|(known, _)| *known == hash) {
        secrets::end_session(&app.store, &hash).await.map_err(Problem::failure)?;
    }
    Ok(acting::go("/account"))
}
