//! Who may act for an enterprise. The owner of its account invites colleagues by a link that works once.

use super::own::{home, own};
use crate::acting;
use crate::admission::{self, Link, Opening, Purpose, Unopened, is_login, is_mail};
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::letters::notes::{self, Note};
use crate::session::Me;
use crate::web::components::action::{actions, button};
use crate::web::components::field::Field;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Form, Posted, button_form, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::account::Account;
use domain::act::{Personal, Seat};
use domain::ids::{AccountId, EnterpriseId};
use maud::{Markup, html};
use store::secrets;
use store::views::accounts;

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
struct Made {
    name: String,
    link: Link,
    /// The mail address it was sent to, where there is one and the city sends mail.
    mailed_to: Option<String>,
}

/// `GET /enterprise/colleagues`.
pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me) -> Result<Response, Problem> {
    let own = own(&app, &me).await?;
    let members = members(&app, &own.id, &me.actor().account).await?;
    Ok(draw(&app, &visit, own.owner, &members, (&Filled::blank(), None)))
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
        Ok(invitation_for(&app, &AccountId::new(member.id), (&member.name, &member.login)).await?)
    };
    let members = members(&app, &own.id, &me.actor().account).await?;
    Ok(match made {
        Ok(fresh) => draw(&app, &visit, true, &members, (&Filled::blank(), Some(&fresh))),
        Err(filled) => draw(&app, &visit, true, &members, (&filled, None)),
    })
}

/// Invites somebody; what was typed comes back where it cannot be.
async fn invite(app: &App, visit: &Visit, me: &Me, form: Form) -> Result<Result<Made, Filled>, Problem> {
    let lang = visit.lang;
    let key = acting::key_of(&form);
    let mut again = form.clone().into_filled();
    let (name, login) = match form.read(|form| read(lang, form)) {
        Ok(read) => read,
        Err(filled) => return Ok(Err(filled)),
    };
    let opened = admission::open(app, (me.actor(), &key), (&name, &login), Opening::Colleague).await;
    let named = match opened {
        Ok(account) => admission::name(app, &account, &login).await.map(|()| account),
        Err(unopened) => Err(unopened),
    };
    match named {
        Ok(account) => Ok(Ok(invitation_for(app, &account, (&name, &login)).await?)),
        Err(Unopened::Taken) => {
            again.reject("login", Message::new("enterprise-login-taken"));
            Ok(Err(again))
        }
        Err(Unopened::Failed(failed)) => {
            acting::refused(&mut again, lang, None, &failed)?;
            Ok(Err(again))
        }
        Err(Unopened::Problem(problem)) => Err(problem),
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<(String, String)> {
    let name = form.text("name", lang.t("enterprise-colleague-name")).max(30).required();
    let login = form
        .text("login", lang.t("enterprise-colleague-login"))
        .max(100)
        .parse(|login| if is_login(&login) { Ok(login) } else { Err(Message::new("enterprise-login-wrong")) });
    let login = login.required();
    Some((name?, login?))
}

/// Makes a link by which somebody comes in once, and mails it where that is possible.
async fn invitation_for(app: &App, account: &AccountId, (name, login): (&str, &str)) -> Result<Made, Problem> {
    let link = admission::link(app, account, Purpose::Invitation).await?;
    let mailed_to = (app.mail.is_some() && is_mail(login)).then(|| login.to_owned());
    if let Some(address) = &mailed_to {
        notes::post(app, address, &Note::Invitation { name: name.to_owned(), link: link.clone() }).await?;
    }
    Ok(Made { name: name.to_owned(), link, mailed_to })
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

fn draw(
    app: &App,
    visit: &Visit,
    owner: bool,
    members: &[Member],
    (filled, made): (&Filled, Option<&Made>),
) -> Response {
    let lang = visit.lang;
    let home = home(lang);
    let mut page = Page::new(visit, lang.t("enterprise-colleagues-title"))
        .crumb(home.label, home.href)
        .crumb(lang.t("enterprise-title"), "/enterprise")
        .errors(filled)
        .lead(lang.t("enterprise-colleagues-lead"));
    if let Some(made) = made {
        page = page.notice(Tone::Ok, &handed_on(app, lang, made));
    }
    page.respond(html! {
        (table(visit, owner, members))
        @if owner { (invitation(visit, filled)) } @else { p { (lang.t("enterprise-colleagues-owner-invites")) } }
    })
}

/// The link, with what to do with it.
fn handed_on(app: &App, lang: Lang, made: &Made) -> Markup {
    let until = format::time_text(lang, made.link.until, app.clock.zone());
    let says = lang.t_with("enterprise-link-made", &[("name", made.name.as_str().into()), ("until", until.into())]);
    html! {
        p { (says) }
        p { code { (made.link.address) } }
        @if let Some(address) = &made.mailed_to { p { (lang.t_with("enterprise-link-mailed", &[("address", address.as_str().into())])) } }
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
            html! { div { (state(member)) " " (anew(member)) } }
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
