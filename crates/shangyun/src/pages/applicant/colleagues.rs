//! Who may act for an enterprise. The owner of its account invites colleagues by a link that works once.

use super::own::{home, own};
use crate::acting::{self, Sealing};
use crate::app::App;
use crate::clock::real_now;
use crate::lang::{Lang, Message};
use crate::session::Me;
use crate::web::components::action::{actions, button};
use crate::web::components::field::Field;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, button_form, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::random;
use axum::extract::State;
use axum::response::Response;
use domain::account::{Account, AccountCommand, Person};
use domain::act::{Fresh, Personal, Seat};
use domain::command::Command;
use domain::ids::{AccountId, EnterpriseId};
use domain::world::Key;
use jiff::SignedDuration;
use maud::{Markup, html};
use store::secrets;
use store::store::Failed;
use store::views::accounts;

/// What the link of an invitation is for, as the entry pages know it.
const PURPOSE: &str = "invitation";
/// How many days an invitation stands.
const STANDS_DAYS: i64 = 7;

/// Somebody who may act for the enterprise.
struct Member {
    id: String,
    name: String,
    login: String,
    owner: bool,
    enabled: bool,
    /// Whether they have chosen a password: the invitation was used.
    came_in: bool,
}

/// A link that was just made, to be handed on; it is never shown again.
struct Fresher {
    name: String,
    address: String,
}

/// `GET /enterprise/colleagues`.
pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me) -> Result<Response, Problem> {
    let own = own(&app, &me).await?;
    let members = members(&app, &own.id, &me.actor().account).await?;
    Ok(draw(&visit, own.owner, &members, (&Filled::blank(), None)))
}

/// `POST /enterprise/colleagues`: invites somebody, or makes the link of an invitation anew.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let own = own(&app, &me).await?;
    if !own.owner {
        return Err(Problem::forbidden());
    }
    let again = form.clone().into_filled().value("again").to_owned();
    let made = if again.is_empty() {
        invite(&app, &visit, &me, form).await?
    } else {
        let members = members(&app, &own.id, &me.actor().account).await?;
        let member = members.into_iter().find(|member| member.id == again && !member.came_in);
        let member = member.ok_or_else(Problem::not_found)?;
        Ok(link(&app, &AccountId::new(member.id), &member.name).await?)
    };
    let members = members(&app, &own.id, &me.actor().account).await?;
    Ok(match made {
        Ok(fresh) => draw(&visit, true, &members, (&Filled::blank(), Some(&fresh))),
        Err(filled) => draw(&visit, true, &members, (&filled, None)),
    })
}

/// Invites somebody; what was typed comes back where it cannot be.
async fn invite(app: &App, visit: &Visit, me: &Me, form: Form) -> Result<Result<Fresher, Filled>, Problem> {
    let lang = visit.lang;
    let key = acting::key_of(&form);
    let mut again = form.clone().into_filled();
    let (name, login) = match form.read(|form| read(lang, form)) {
        Ok(read) => read,
        Err(filled) => return Ok(Err(filled)),
    };
    let account = AccountId::new(Fresh::of(&me.actor().account, "account.invite_colleague", &key).id("account", 0));
    let taken = secrets::login(&app.store, &login).await.map_err(Problem::failure)?;
    if taken.is_some_and(|other| other != account) {
        again.reject("login", Message::new("enterprise-login-taken"));
        return Ok(Err(again));
    }
    let mut sealing = Sealing::default();
    let owner = Key::Account(account.clone()).to_string();
    let person =
        Person { name: sealing.seal(app, &owner, "name", &name)?, login: sealing.seal(app, &owner, "login", &login)? };
    let command = Command::Account(AccountCommand::InviteColleague { person });
    if let Err(failed) = app.execute(me.actor(), command, &key, sealing.rows()).await {
        acting::refused(&mut again, lang, None, &failed)?;
        return Ok(Err(again));
    }
    match secrets::set_login(&app.store, &login, &account).await {
        Ok(()) => Ok(Ok(link(app, &account, &name).await?)),
        Err(Failed::Conflict) => {
            again.reject("login", Message::new("enterprise-login-taken"));
            Ok(Err(again))
        }
        Err(failed) => Err(Problem::failure(failed)),
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<(String, String)> {
    let name = form.text("name", lang.t("enterprise-colleague-name")).max(30).required();
    let login = form.text("login", lang.t("enterprise-colleague-login")).max(100).parse(|login| {
        let mail = login.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        let phone = login.len() == 11 && login.bytes().all(|byte| byte.is_ascii_digit());
        if mail || phone { Ok(login) } else { Err(Message::new("enterprise-login-wrong")) }
    });
    let login = login.required();
    Some((name?, login?))
}

/// Makes a link by which somebody comes in once.
async fn link(app: &App, account: &AccountId, name: &str) -> Result<Fresher, Problem> {
    let token = random::hex(&app.store.vault().random::<32>());
    let until = real_now().saturating_add(SignedDuration::from_hours(24 * STANDS_DAYS)).map_err(Problem::failure)?;
    secrets::make_link(&app.store, &token, PURPOSE, account, until).await.map_err(Problem::failure)?;
    Ok(Fresher { name: name.to_owned(), address: format!("{}/invitation/{token}", app.origin) })
}

async fn members(app: &App, enterprise: &EnterpriseId, reader: &AccountId) -> Result<Vec<Member>, Problem> {
    let listed = accounts::of_party(app.store.database(), enterprise.as_str()).await.map_err(Problem::failure)?;
    let sealed: Vec<_> =
        listed.iter().flat_map(|one| [one.account.name.id.clone(), one.account.login.id.clone()]).collect();
    let opened = app.store.open_personal(&sealed).await.map_err(Problem::failure)?;
    let open = |personal: &Personal| opened.get(&personal.id).cloned().flatten().unwrap_or_default();
    let mut members = Vec::new();
    for one in listed {
        let id = AccountId::new(&*one.id);
        let credential = secrets::credential(&app.store, &id).await.map_err(Problem::failure)?;
        members.push(Member {
            name: open(&one.account.name),
            login: open(&one.account.login),
            owner: is_owner(&one.account),
            enabled: one.account.enabled,
            came_in: credential.is_some_and(|credential| !credential.password_hash.is_empty())
                || is_owner(&one.account)
                || one.id == reader.as_str(),
            id: one.id,
        });
    }
    members.sort_by_key(|member| !member.owner);
    Ok(members)
}

fn is_owner(account: &Account) -> bool {
    matches!(account.seat, Seat::Enterprise { owner: true, .. })
}

fn draw(visit: &Visit, owner: bool, members: &[Member], (filled, made): (&Filled, Option<&Fresher>)) -> Response {
    let lang = visit.lang;
    let home = home(lang);
    let mut page = Page::new(visit, lang.t("enterprise-colleagues-title"))
        .crumb(home.label, home.href)
        .crumb(lang.t("enterprise-title"), "/enterprise")
        .errors(filled)
        .lead(lang.t("enterprise-colleagues-lead"));
    if let Some(made) = made {
        page = page.notice(Tone::Ok, &handed_on(lang, made));
    }
    page.respond(html! {
        (table(visit, owner, members))
        @if owner { (invitation(visit, filled)) } @else { p { (lang.t("enterprise-colleagues-owner-invites")) } }
    })
}

/// The link, with what to do with it.
fn handed_on(lang: Lang, made: &Fresher) -> Markup {
    let values = [("name", made.name.as_str().into()), ("days", STANDS_DAYS.into())];
    let says = lang.t_with("enterprise-link-made", &values);
    html! {
        p { (says) }
        p { code { (made.address) } }
        p { (lang.t("enterprise-link-once")) }
    }
}

fn table(visit: &Visit, owner: bool, members: &[Member]) -> Markup {
    let lang = visit.lang;
    let state = |member: &Member| match (member.enabled, member.came_in) {
        (false, _) => tag(Tone::Stop, &lang.t("enterprise-member-disabled")),
        (true, false) => tag(Tone::Attention, &lang.t("enterprise-member-invited")),
        (true, true) => tag(Tone::Ok, &lang.t("enterprise-member-active")),
    };
    let anew = |member: &Member| {
        let button = html! {
            input type="hidden" name="again" value=(member.id);
            button.button.secondary type="submit" { (lang.t("enterprise-link-again")) span.hidden { (member.name) } }
        };
        html! { @if owner && member.enabled && !member.came_in { (button_form(visit, "/enterprise/colleagues", &button)) } }
    };
    Table::new(lang, lang.t("enterprise-colleagues-title"))
        .column(Column::text(lang.t("enterprise-colleague-name"), |member: &Member| html! { (member.name) }))
        .column(Column::text(lang.t("enterprise-colleague-login"), |member: &Member| html! { (member.login) }))
        .column(Column::text(lang.t("enterprise-member-role"), |member: &Member| {
            html! { (lang.t(if member.owner { "seat-enterprise-owner" } else { "seat-enterprise-colleague" })) }
        }))
        .column(Column::text(lang.t("enterprise-member-state"), move |member: &Member| {
            html! { (state(member)) " " (anew(member)) }
        }))
        .draw(members)
}

fn invitation(visit: &Visit, filled: &Filled) -> Markup {
    let lang = visit.lang;
    let name = Field::new("name", lang.t("enterprise-colleague-name")).half();
    let login = Field::new("login", lang.t("enterprise-colleague-login")).half();
    let body = html! {
        (name.autocomplete("off").text(lang, filled))
        (login.hint(lang.t("enterprise-colleague-login-hint")).autocomplete("off").text(lang, filled))
        (actions(&[button(&lang.t("enterprise-invite"))]))
    };
    html! {
        h2 { (lang.t("enterprise-invite-title")) }
        p { (lang.t("enterprise-invite-says")) }
        (form(visit, "/enterprise/colleagues", &body))
    }
}
