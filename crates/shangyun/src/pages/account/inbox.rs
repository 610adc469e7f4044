//! What the reader's party was told, the newest first. Opening a message marks it read for the whole party.

use super::page;
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::letters;
use crate::refusals::case_address;
use crate::session::Me;
use crate::web::components::action::{Link, link, secondary};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Form, address, button_form};
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::MessageId;
use domain::message::Message;
use domain::world::{Aggregate, Key};
use jiff::Timestamp;
use maud::{Markup, html};
use policy::policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::views::PAGE;
use store::views::inbox::{self, Letter};

/// A message with what its words need.
struct Row {
    letter: Letter,
    policy: Option<Arc<Policy>>,
}

/// `GET /inbox`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let to = letters::addressees(me.actor());
    let (before, before_id) = before(asked);
    let before = before.map(|at| (at, before_id.as_str()));
    let letters = inbox::page(app.store.database(), &to, before).await.map_err(Problem::failure)?;
    let unread = inbox::unread(app.store.database(), &to).await.map_err(Problem::failure)?;
    let rows = rows(&app, letters).await?;
    let mut page = page(&visit, lang.t("inbox-title")).lead(lang.t("inbox-says"));
    if unread > 0 {
        let all = button_form(&visit, "/inbox", &html! { button.button.secondary { (lang.t("inbox-read-all")) } });
        page = page.todo(lang.t_with("inbox-unread", &[("n", unread.into())])).beside_title(all);
    }
    Ok(page.wide().respond(html! {
        (table(&app, &visit, &rows))
        (older(lang, &rows))
    }))
}

/// Before which message the page begins.
fn before(asked: Form) -> (Option<Timestamp>, String) {
    let asked = asked.into_filled();
    let at = asked.value("before").parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok());
    (at, asked.value("id").to_owned())
}

async fn rows(app: &App, letters: Vec<Letter>) -> Result<Vec<Row>, Problem> {
    let mut known: BTreeMap<String, Option<Arc<Policy>>> = BTreeMap::new();
    let mut rows = Vec::with_capacity(letters.len());
    for letter in letters {
        let about = &letter.message.about;
        let policy = match known.get(about) {
            Some(policy) => policy.clone(),
            None => letters::policy_of(app, about).await.map_err(Problem::failure)?,
        };
        known.insert(about.clone(), policy.clone());
        rows.push(Row { letter, policy });
    }
    Ok(rows)
}

fn table(app: &App, visit: &Visit, rows: &[Row]) -> Markup {
    let lang = visit.lang;
    let zone = app.clock.zone();
    let says = |row: &Row| {
        let (policy, message) = (row.policy.as_deref(), &row.letter.message);
        html! {
            div {
                strong { (letters::subject(lang, policy, message)) }
                p { (letters::text(lang, policy, message)) }
                p.quiet { (format::time_text(lang, message.at, zone)) }
            }
        }
    };
    let state = |row: &Row| {
        html! { @if row.letter.is_read { (tag(Tone::Neutral, &lang.t("inbox-read"))) } @else { (tag(Tone::Attention, &lang.t("inbox-new"))) } }
    };
    let open = |row: &Row| {
        let words = lang.t(if case_address(&row.letter.message.about).is_some() { "inbox-open" } else { "inbox-mark" });
        button_form(visit, &format!("/inbox/{}", row.letter.id), &secondary("open", "on", &words))
    };
    let next = Link::new(lang.t("header-my-home"), "/desk");
    Table::new(lang, lang.t("inbox-title"))
        .column(Column::text(lang.t("inbox-state"), state))
        .column(Column::text(lang.t("inbox-message"), says))
        .column(Column::text(lang.t("account-act"), open))
        .empty(empty(&lang.t("inbox-empty"), Some(&next)))
        .draw(rows)
}

/// The way to older messages, where the page is full.
fn older(lang: Lang, rows: &[Row]) -> Markup {
    let full = usize::try_from(PAGE).is_ok_and(|full| rows.len() >= full);
    let Some(last) = rows.last().filter(|_| full) else { return html! {} };
    let at = last.letter.message.at.as_microsecond().to_string();
    let href = address("/inbox", [("before", at.as_str()), ("id", last.letter.id.as_str())]);
    html! { p { (link(&lang.t("inbox-older"), &href)) } }
}

/// `POST /inbox/{id}`: marks a message read and goes to its case.
pub(super) async fn open(State(app): State<App>, me: Me, Path(id): Path<String>) -> Result<Response, Problem> {
    let message = own(&app, &me, &id).await?;
    mark(&app, &me, &id).await?;
    Ok(acting::go(case_address(&message.about).as_deref().unwrap_or("/inbox")))
}

/// `POST /inbox`: marks the newest page of messages read.
pub(super) async fn read_all(State(app): State<App>, me: Me) -> Result<Response, Problem> {
    let to = letters::addressees(me.actor());
    let mut before: Option<(Timestamp, String)> = None;
    while inbox::unread(app.store.database(), &to).await.map_err(Problem::failure)? > 0 {
        let from = before.as_ref().map(|(at, id)| (*at, id.as_str()));
        let letters = inbox::page(app.store.database(), &to, from).await.map_err(Problem::failure)?;
        let Some(last) = letters.last() else { break };
        before = Some((last.message.at, last.id.clone()));
        for letter in letters.iter().filter(|letter| !letter.is_read) {
            mark(&app, &me, &letter.id).await?;
        }
    }
    Ok(acting::go("/inbox"))
}

async fn mark(app: &App, me: &Me, id: &str) -> Result<(), Problem> {
    let reader = me.actor().account.as_str();
    inbox::mark_read(&app.store, id, reader, app.clock.now()).await.map_err(Problem::failure)
}

/// A message to the reader's party; anything else is not found.
async fn own(app: &App, me: &Me, id: &str) -> Result<Message, Problem> {
    let found = app.store.load(&Key::Message(MessageId::new(id))).await.map_err(Problem::failure)?;
    match found.state {
        Some(Aggregate::Message(message)) if letters::addressees(me.actor()).contains(&message.to) => Ok(message),
        Some(_) | None => Err(Problem::not_found()),
    }
}
