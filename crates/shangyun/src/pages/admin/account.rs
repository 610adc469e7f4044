//! One account: who it is, how they come in, what happened to it, and what the security administrator may do about it.
//! Never to one's own account, and never to the last administrator of a kind.

use super::accounts::{self, Person, named, state};
use super::invite::welcome;
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::refusals;
use crate::session::Me;
use crate::sign_in;
use crate::web::components::action::{button_of, grave, link, secondary};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::Tone;
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::account::{Account, AccountCommand};
use domain::act::Seat;
use domain::command::Command;
use domain::ids::AccountId;
use domain::world::Key;
use maud::{Markup, html};
use store::entry::Entry;
use store::secrets;
use store::views::{accounts as listed, timeline};

/// `GET /admin/accounts/{id}`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let id = AccountId::new(id);
    let Some(person) = accounts::one(&app, &id).await? else { return Err(Problem::not_found()) };
    let sessions = secrets::sessions(&app.store, &id).await.map_err(Problem::failure)?.len();
    let key = Key::Account(id.clone());
    let history = timeline::of_subject(app.store.database(), &key, 0, 200).await.map_err(Problem::failure)?;
    let actors: Vec<AccountId> = history.iter().map(|entry| AccountId::new(&*entry.actor)).collect();
    let people = names::people(&app, &actors).await?;
    let who =
        |entry: &Entry| people.get(&AccountId::new(&*entry.actor)).cloned().unwrap_or_else(|| seat(lang, &entry.seat));
    let zone = app.clock.zone();
    let table = Table::new(lang, lang.t("admin-history"))
        .column(Column::text(
            lang.t("inbox-at"),
            |entry: &Entry| html! { span.figure { (format::time_iso(entry.at, zone)) } },
        ))
        .column(Column::text(lang.t("admin-what"), |entry: &Entry| html! { (what(lang, &entry.what)) }))
        .column(Column::text(lang.t("admin-who"), |entry: &Entry| html! { (who(entry)) }));
    let mut page = Page::desk(&visit, named(lang, &person))
        .crumb(lang.t("admin-accounts"), "/admin/accounts")
        .beside_title(state(lang, &person));
    let is_own = id == me.actor().account;
    if is_own {
        page = page.notice(
            Tone::Neutral,
            &html! { p { (lang.t("admin-own")) " " (link(&lang.t("account-title"), "/account")) } },
        );
    }
    Ok(page.respond(html! {
        (facts(&rows(&app, lang, &person, sessions)))
        @if !is_own { (acts(&visit, &person, sessions)) }
        h2 { (lang.t("admin-history")) }
        (table.draw(&history))
    }))
}

fn seat(lang: Lang, word: &str) -> String {
    accounts::seat_word(lang, word)
}

/// What happened to an account, in words.
fn what(lang: Lang, word: &str) -> String {
    let key = format!("admin-{}", word.replace(['.', '_'], "-"));
    let known = lang.t(&key);
    if known == key { word.to_owned() } else { known.into_owned() }
}

fn rows(app: &App, lang: Lang, person: &Person, sessions: usize) -> Vec<(String, Markup)> {
    let zone = app.clock.zone();
    let password = person.ways.password_at.map(|at| format::time_text(lang, at, zone));
    vec![
        (lang.t("entry-login").into_owned(), html! { (person.login) }),
        (
            lang.t("entry-seat").into_owned(),
            html! { (names::seat(app, lang, &person.account.seat, app.clock.today())) },
        ),
        (
            lang.t("entry-password").into_owned(),
            html! { @match password { Some(at) => (lang.t_with("account-password-at", &[("at", at.into())])), None => (lang.t("account-password-none")) } },
        ),
        (
            lang.t("entry-second").into_owned(),
            html! { @if person.ways.has_totp { (lang.t("account-second-on")) } @else { (lang.t("account-second-none")) } },
        ),
        (lang.t("account-sessions").into_owned(), html! { span.figure { (sessions) } }),
        (lang.t("admin-id").into_owned(), html! { span.figure { (person.id) } }),
    ]
}

/// What may be done, each with what follows from it.
fn acts(visit: &Visit, person: &Person, sessions: usize) -> Markup {
    let lang = visit.lang;
    let here = format!("/admin/accounts/{}", person.id);
    let act = |says: &str, button: &Markup| html! { li { p { (lang.t(says)) } (form(visit, &here, button)) } };
    html! {
        h2 { (lang.t("admin-acts")) }
        ul.acts {
            @if person.account.enabled {
                (act("admin-readmit-says", &secondary("act", "readmit", &lang.t(if person.ways.password_at.is_some() { "admin-readmit" } else { "admin-new-link" }))))
            }
            @if let Seat::Enterprise { owner, .. } = &person.account.seat {
                @if *owner { (act("admin-to-colleague-says", &secondary("act", "colleague", &lang.t("admin-to-colleague")))) }
                @else { (act("admin-to-owner-says", &secondary("act", "owner", &lang.t("admin-to-owner")))) }
            } @else {
                li { p { (lang.t("admin-reseat-says")) } p { (link(&lang.t("admin-reseat-go"), &format!("{here}/seat"))) } }
            }
            @if sessions > 0 { (act("admin-end-says", &secondary("act", "end", &lang.t("admin-end")))) }
            @if person.account.enabled { (act("admin-disable-says", &grave("act", "disable", &lang.t("admin-disable")))) }
            @else { (act("admin-enable-says", &button_of("act", "enable", &lang.t("admin-enable")))) }
        }
    }
}

/// What was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Readmit,
    Owner,
    Colleague,
    End,
    Disable,
    Enable,
}

const ACTS: [(&str, Asked); 6] = [
    ("readmit", Asked::Readmit),
    ("owner", Asked::Owner),
    ("colleague", Asked::Colleague),
    ("end", Asked::End),
    ("disable", Asked::Disable),
    ("enable", Asked::Enable),
];

/// `POST /admin/accounts/{id}`.
pub(super) async fn act(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let id = AccountId::new(id);
    let key = acting::key_of(&sent);
    let asked = sent.read(|form: &mut Form| form.choice("act", "", &ACTS).required());
    let asked = asked.map_err(|_| Problem::bad_request("no such act on an account"))?;
    let account = checked(&app, &id).await?;
    let command = match asked {
        Asked::Readmit => Some(AccountCommand::Readmit { account: id.clone() }),
        Asked::Owner => Some(owning(&id, &account, true)?),
        Asked::Colleague => Some(owning(&id, &account, false)?),
        Asked::End => None,
        Asked::Disable => {
            let remaining = remaining(&app, &id, &account.seat).await?;
            Some(AccountCommand::Disable { account: id.clone(), remaining })
        }
        Asked::Enable => Some(AccountCommand::Enable { account: id.clone() }),
    };
    if let Some(command) = command {
        let done = acting::act(&app, me.actor(), Command::Account(command), &key).await;
        done.map_err(|failed| refusals::problem(visit.lang, None, &failed))?;
    }
    if asked != Asked::Enable {
        secrets::end_sessions(&app.store, &id, None).await.map_err(Problem::failure)?;
    }
    if asked == Asked::Readmit {
        secrets::drop_credential(&app.store, &id).await.map_err(Problem::failure)?;
        let (name, login) = crate::admission::person_of(&app, &account).await?;
        return welcome(&app, &visit, &id, (&name, &login)).await;
    }
    Ok(acting::go(&format!("/admin/accounts/{id}")))
}

/// The account, or not found.
///
/// # Errors
/// Not found, or a failure page.
pub(super) async fn checked(app: &App, id: &AccountId) -> Result<Account, Problem> {
    sign_in::account(app, id).await?.ok_or_else(Problem::not_found)
}

/// Makes somebody of an enterprise the owner of its account, or a colleague.
fn owning(id: &AccountId, account: &Account, owner: bool) -> Result<AccountCommand, Problem> {
    let Seat::Enterprise { enterprise, .. } = &account.seat else {
        return Err(Problem::bad_request("not an account of an enterprise"));
    };
    let seat = Seat::Enterprise { enterprise: enterprise.clone(), owner };
    Ok(AccountCommand::Reseat { account: id.clone(), seat, remaining: None })
}

/// Another enabled account in the same seat, for an administrator's.
///
/// # Errors
/// A failure page.
pub(super) async fn remaining(app: &App, id: &AccountId, seat: &Seat) -> Result<Option<AccountId>, Problem> {
    if !matches!(seat, Seat::SystemAdmin | Seat::SecurityAdmin | Seat::AuditAdmin) {
        return Ok(None);
    }
    let mut after = String::new();
    loop {
        let page = listed::page(app.store.database(), Some(seat.word()), &after).await.map_err(Problem::failure)?;
        let Some(last) = page.last() else { return Ok(None) };
        last.id.clone_into(&mut after);
        if let Some(other) = page.iter().find(|one| one.account.enabled && one.id != id.as_str()) {
            return Ok(Some(AccountId::new(&*other.id)));
        }
    }
}
