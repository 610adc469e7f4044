//! Everybody who has an account, by seat and by name.

use crate::admission::is_login;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::web::components::action::{Link, link, link_button};
use crate::web::components::field::{Choice, Field};
use crate::web::components::filter::filter;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::account::Account;
use domain::ids::{AccountId, PersonalId};
use maud::{Markup, html};
use store::secrets::{self, Ways};
use store::views::PAGE;
use store::views::accounts::{self, Listed};

/// The seats that can be asked for, by their words, in the order of the list.
const SEATS: [&str; 13] = [
    "officer_handle",
    "officer_check",
    "officer_sign",
    "expert",
    "provider",
    "system_admin",
    "security_admin",
    "audit_admin",
    "internal_auditor",
    "external_auditor",
    "enterprise_owner",
    "enterprise_colleague",
    "newcomer",
];
/// How many accounts a search by name goes through.
const SEARCHED_MAX: usize = 5_000;

/// An account with what the list shows of it.
pub(super) struct Person {
    /// Its id.
    pub(super) id: AccountId,
    /// The account.
    pub(super) account: Account,
    /// The person's name; empty where it was erased.
    pub(super) name: String,
    /// The name they sign in with.
    pub(super) login: String,
    /// How they come in.
    pub(super) ways: Ways,
}

/// `GET /admin/accounts`.
pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(asked): Asked) -> Result<Response, Problem> {
    let lang = visit.lang;
    let asked = asked.into_filled();
    let seat = SEATS.into_iter().find(|seat| *seat == asked.value("seat"));
    let typed = asked.value("q").trim().to_owned();
    let (people, next) = if typed.is_empty() {
        page(&app, seat, asked.value("after")).await?
    } else {
        (search(&app, seat, &typed).await?, None)
    };
    let invite = link_button(&lang.t("admin-invite"), "/admin/accounts/new");
    Ok(Page::desk(&visit, lang.t("admin-accounts"))
        .lead(lang.t("admin-accounts-says"))
        .beside_title(invite)
        .respond(html! {
            (filter(lang, "/admin/accounts", &fields(lang, &asked)))
            (table(&app, lang, &people, !typed.is_empty() || seat.is_some()))
            @if let Some(after) = next {
                p { (link(&lang.t("admin-more"), &address("/admin/accounts", [("seat", seat.unwrap_or_default()), ("after", after.as_str())]))) }
            }
        }))
}

fn fields(lang: Lang, asked: &Filled) -> [Markup; 2] {
    let seats: Vec<Choice> = SEATS.into_iter().map(|seat| Choice::new(seat, seat_word(lang, seat))).collect();
    [
        Field::new("seat", lang.t("entry-seat")).optional().select(lang, asked, &seats),
        Field::new("q", lang.t("admin-search")).optional().text(lang, asked),
    ]
}

/// The name of a seat by its word.
pub(super) fn seat_word(lang: Lang, seat: &str) -> String {
    lang.t(&format!("seat-{}", seat.replace('_', "-"))).into_owned()
}

fn table(app: &App, lang: Lang, people: &[Person], is_filtered: bool) -> Markup {
    let nobody = if is_filtered {
        empty(&lang.t("admin-nobody-found"), Some(&Link::new(lang.t("filter-clear"), "/admin/accounts")))
    } else {
        empty(&lang.t("admin-nobody"), Some(&Link::new(lang.t("admin-invite"), "/admin/accounts/new")))
    };
    Table::new(lang, lang.t("admin-accounts"))
        .column(Column::text(lang.t("entry-name"), |one: &Person| html! { (named(lang, one)) }))
        .column(Column::text(lang.t("entry-login"), |one: &Person| html! { (one.login) }))
        .column(Column::text(
            lang.t("entry-seat"),
            |one: &Person| html! { (names::seat(app, lang, &one.account.seat, app.clock.today())) },
        ))
        .column(Column::text(lang.t("inbox-state"), |one: &Person| state(lang, one)))
        .link(|one: &Person| format!("/admin/accounts/{}", one.id))
        .empty(nobody)
        .draw(people)
}

/// The person's name, or that it was erased.
pub(super) fn named(lang: Lang, person: &Person) -> String {
    if person.name.is_empty() { lang.t("admin-erased").into_owned() } else { person.name.clone() }
}

/// Whether somebody can come in.
pub(super) fn state(lang: Lang, person: &Person) -> Markup {
    match (person.account.enabled, person.ways.password_at) {
        (false, _) => tag(Tone::Stop, &lang.t("admin-disabled")),
        (true, None) => tag(Tone::Attention, &lang.t("admin-not-active")),
        (true, Some(_)) => tag(Tone::Ok, &lang.t("admin-enabled")),
    }
}

/// A page of accounts after an id, and where the next one begins.
async fn page(app: &App, seat: Option<&str>, after: &str) -> Result<(Vec<Person>, Option<String>), Problem> {
    let listed = accounts::page(app.store.database(), seat, after).await.map_err(Problem::failure)?;
    let full = usize::try_from(PAGE).is_ok_and(|full| listed.len() >= full);
    let next = listed.last().map(|last| last.id.clone()).filter(|_| full);
    Ok((people(app, listed).await?, next))
}

/// The account that signs in with what was typed, or everybody whose name holds it.
async fn search(app: &App, seat: Option<&str>, typed: &str) -> Result<Vec<Person>, Problem> {
    if is_login(typed) {
        let found = secrets::login(&app.store, typed).await.map_err(Problem::failure)?;
        return Ok(match found {
            Some(id) => one(app, &id).await?.into_iter().collect(),
            None => Vec::new(),
        });
    }
    let (mut found, mut after, mut seen) = (Vec::new(), String::new(), 0);
    let typed = typed.to_lowercase();
    loop {
        let (people, next) = page(app, seat, &after).await?;
        seen += people.len();
        found.extend(people.into_iter().filter(|one| {
            let holds = |text: &str| text.to_lowercase().contains(&typed);
            holds(&one.name) || holds(&one.login) || one.id.as_str() == typed
        }));
        match next {
            Some(next) if seen < SEARCHED_MAX && found.len() < 50 => after = next,
            Some(_) | None => return Ok(found),
        }
    }
}

/// One account with what is shown of it.
///
/// # Errors
/// A failure page.
pub(super) async fn one(app: &App, id: &AccountId) -> Result<Option<Person>, Problem> {
    let Some(account) = crate::sign_in::account(app, id).await? else { return Ok(None) };
    let listed = Listed { id: id.to_string(), account };
    Ok(people(app, vec![listed]).await?.into_iter().next())
}

async fn people(app: &App, listed: Vec<Listed>) -> Result<Vec<Person>, Problem> {
    let sealed = listed.iter().flat_map(|one| [one.account.name.id.clone(), one.account.login.id.clone()]);
    let sealed: Vec<_> = sealed.collect();
    let opened = app.store.open_personal(&sealed).await.map_err(Problem::failure)?;
    let ids: Vec<AccountId> = listed.iter().map(|one| AccountId::new(&*one.id)).collect();
    let ways = secrets::ways(&app.store, &ids).await.map_err(Problem::failure)?;
    let open = |id: &PersonalId| opened.get(id).cloned().flatten().unwrap_or_default();
    let people = listed.into_iter().zip(ids).zip(ways).map(|((one, id), ways)| Person {
        id,
        name: open(&one.account.name.id),
        login: open(&one.account.login.id),
        ways,
        account: one.account,
    });
    Ok(people.collect())
}
