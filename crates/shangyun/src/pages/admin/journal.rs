//! The journal as an auditor reads it: the newest first, by who acted, by what it happened to, by day; each entry with its
//! body folded. Nothing here can change it.

use crate::admission::is_login;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::names;
use crate::refusals::case_address;
use crate::session::Me;
use crate::web::components::action::{Link, link};
use crate::web::components::field::Field;
use crate::web::components::filter::filter;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, Form, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::random::hex;
use axum::extract::State;
use axum::response::Response;
use domain::act::{Actor, Seat};
use domain::ids::{AccountId, ClaimId, EnterpriseId, FilingId, MessageId, ProgrammeId, RosterId, RoundId};
use domain::world::Key;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use store::entry::Entry;
use store::secrets;
use store::views::PAGE;
use store::views::timeline::{self, Wanted};

/// What was asked for, as typed and read.
struct Search {
    actor: Option<String>,
    subject: Option<Key>,
    from: Option<Date>,
    until: Option<Date>,
}

/// `GET /admin/journal`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let typed = asked.clone().into_filled();
    let before: i64 = typed.value("before").parse().unwrap_or(i64::MAX);
    let head = app.store.head().await.map_err(Problem::failure)?;
    let page = Page::desk(&visit, lang.t("admin-journal")).lead(lang.t("admin-journal-says"));
    let search = match asked.read(|form| read(lang, form)) {
        Ok(search) => search,
        Err(filled) => return Ok(page.errors(&filled).respond(filter(lang, "/admin/journal", &fields(lang, &filled)))),
    };
    let wanted = wanted(&app, search).await?;
    let entries = timeline::search(app.store.database(), &wanted, before, PAGE).await.map_err(Problem::failure)?;
    let actors: Vec<AccountId> = entries.iter().map(|entry| AccountId::new(&*entry.actor)).collect();
    let people = names::people(&app, &actors).await?;
    let full = usize::try_from(PAGE).is_ok_and(|full| entries.len() >= full);
    let older = entries.last().filter(|_| full).map(|last| older(&typed, last.seq));
    Ok(page.respond(html! {
        (state(&app, lang, head))
        (filter(lang, "/admin/journal", &fields(lang, &typed)))
        (table(&app, lang, (&entries, &people), may_open(me.actor())))
        @if let Some(href) = older { p { (link(&lang.t("admin-older"), &href)) } }
        (exports(lang, head))
    }))
}

fn read(lang: Lang, form: &mut Form) -> Option<Search> {
    let actor = form.text("actor", lang.t("admin-who")).max(100).optional();
    let subject = form
        .text("subject", lang.t("admin-subject"))
        .max(100)
        .parse(|text| key(&text).ok_or_else(|| Message::new("admin-subject-wrong")));
    let subject = subject.optional();
    let from = form.date("from", lang.t("admin-from")).optional();
    let until = form.date("until", lang.t("admin-until-day")).optional();
    form.integer("before", "").optional()?;
    Some(Search { actor: actor?, subject: subject?, from: from?, until: until? })
}

/// The key behind `filing:abc`, or behind the address of a case.
fn key(text: &str) -> Option<Key> {
    let text = text.trim();
    let (kind, id) = match text.split_once("://") {
        Some((_, rest)) => in_path(rest.split_once('/')?.1)?,
        None if text.starts_with('/') => in_path(text.trim_start_matches('/'))?,
        None => text.split_once(':')?,
    };
    match kind {
        "account" => Some(Key::Account(AccountId::new(id))),
        "enterprise" => Some(Key::Enterprise(EnterpriseId::new(id))),
        "programme" => Some(Key::Programme(ProgrammeId::new(id))),
        "filing" => Some(Key::Filing(FilingId::new(id))),
        "claim" => Some(Key::Claim(ClaimId::new(id))),
        "roster" => Some(Key::Roster(RosterId::new(id))),
        "round" => Some(Key::Round(RoundId::new(id))),
        "message" => Some(Key::Message(MessageId::new(id))),
        "unique" => Some(Key::Unique(id.to_owned())),
        "counter" => Some(Key::Counter(id.to_owned())),
        _ => None,
    }
}

/// Kind and id in the path of a case's page.
fn in_path(path: &str) -> Option<(&str, &str)> {
    let (kinds, rest) = path.split_once('/')?;
    Some((kinds.trim_end_matches('s'), rest.split(['/', '?', '#']).next()?))
}

async fn wanted(app: &App, search: Search) -> Result<Wanted, Problem> {
    let actor = match search.actor {
        Some(login) if is_login(&login) => {
            let known = secrets::login(&app.store, &login).await.map_err(Problem::failure)?;
            Some(known.map_or(login, |id| id.to_string()))
        }
        actor => actor,
    };
    let begin = |day: Date| app.clock.begin_of(day);
    let from = search.from.and_then(begin);
    let until = search.until.and_then(|day| day.tomorrow().ok()).and_then(begin);
    Ok(Wanted { actor, subject: search.subject, from, until })
}

fn fields(lang: Lang, asked: &Filled) -> [Markup; 4] {
    [
        Field::new("actor", lang.t("admin-who-search")).optional().text(lang, asked),
        Field::new("subject", lang.t("admin-subject-search")).optional().text(lang, asked),
        Field::new("from", lang.t("admin-from")).optional().date(lang, asked),
        Field::new("until", lang.t("admin-until-day")).optional().date(lang, asked),
    ]
}

/// How many entries there are, and the root of the last verification.
fn state(app: &App, lang: Lang, head: i64) -> Markup {
    let ended = app.works.verification().and_then(|one| one.ended);
    let verified = match ended {
        Some((at, Ok(report))) => html! {
            (format::time_text(lang, at, app.clock.zone())) " · "
            (lang.t_with("admin-verified-entries", &[("n", format::grouped(report.entries).into())])) " · "
            @if report.is_clean() { (lang.t("admin-verified-clean")) } @else { strong { (lang.t("admin-verified-broken")) } }
            br; span.figure { (hex(&report.root)) }
        },
        Some((_, Err(_))) | None => html! { (lang.t("admin-verified-never")) },
    };
    facts(&[
        (lang.t("admin-entries").into_owned(), html! { span.figure { (format::count(head)) } }),
        (
            lang.t("admin-verified").into_owned(),
            html! { (verified) " " (link(&lang.t("admin-verify-go"), "/admin/journal/verification")) },
        ),
    ])
}

/// Whether a reader of the journal may open what its entries are about: auditors may, the audit administrator is kept
/// apart from business.
fn may_open(reader: &Actor) -> bool {
    matches!(reader.seat, Seat::InternalAuditor | Seat::ExternalAuditor { .. })
}

fn table(app: &App, lang: Lang, (entries, people): (&[Entry], &BTreeMap<AccountId, String>), may_open: bool) -> Markup {
    let zone = app.clock.zone();
    let who = |entry: &Entry| {
        let name = people.get(&AccountId::new(&*entry.actor));
        let seat = super::accounts::seat_word(lang, &entry.seat);
        html! { div { @if let Some(name) = name { (name) " " } span.quiet { (seat) } } }
    };
    let subject = |entry: &Entry| {
        let text = format!("{}:{}", entry.kind, entry.id);
        html! { @match case_address(&text).filter(|_| may_open) { Some(href) => (link(&text, &href)), None => span.figure { (text) } } }
    };
    let body = |entry: &Entry| {
        html! { details { summary { (lang.t("admin-body")) } pre { (pretty(&entry.body)) } p.quiet.figure { (lang.t("admin-leaf")) " " (hex(&entry.leaf)) } } }
    };
    Table::new(lang, lang.t("admin-journal"))
        .column(Column::number(lang.t("admin-number"), |entry: &Entry| html! { (entry.seq) }))
        .column(Column::text(
            lang.t("inbox-at"),
            |entry: &Entry| html! { span.figure { (format::time_iso(entry.at, zone)) } },
        ))
        .column(Column::text(lang.t("admin-who"), who))
        .column(Column::text(lang.t("admin-what"), |entry: &Entry| html! { code { (entry.what) } }))
        .column(Column::text(lang.t("admin-subject"), subject))
        .column(Column::text(lang.t("admin-body"), body))
        .empty(empty(&lang.t("admin-journal-empty"), Some(&Link::new(lang.t("filter-clear"), "/admin/journal"))))
        .draw(entries)
}

/// JSON over several lines.
fn pretty(body: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(body).ok();
    let text = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
    text.unwrap_or_else(|| body.to_owned())
}

fn older(asked: &Filled, before: i64) -> String {
    let before = before.to_string();
    let kept = asked.pairs().filter(|(name, _)| *name != "before");
    address("/admin/journal", kept.chain([("before", before.as_str())]))
}

/// The ranges that can be taken away, each a file.
fn exports(lang: Lang, head: i64) -> Markup {
    let head = head.to_string();
    html! {
        h2 { (lang.t("admin-export")) }
        p { (lang.t("admin-export-says")) }
        form.filter method="get" action="/admin/journal/export" {
            div.fields {
                (Field::new("from", lang.t("admin-export-from")).short().digits().text(lang, &Filled::blank().with("from", "1")))
                (Field::new("to", lang.t("admin-export-to")).short().digits().text(lang, &Filled::blank().with("to", head.as_str())))
            }
            div.actions { button.button.secondary name="form" value="json" { (lang.t("admin-export-json")) } button.button.secondary name="form" value="csv" { (lang.t("admin-export-csv")) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_thing_is_named_by_its_key_or_by_the_address_of_its_page() {
        for typed in ["filing:abc", "/filings/abc", "https://city.test/filings/abc/review?tab=1"] {
            assert_eq!(key(typed).map(|key| key.to_string()), Some("filing:abc".to_owned()), "{typed}");
        }
        assert_eq!(key("unique:slot/abc/2019").map(|key| key.id()), Some("slot/abc/2019".to_owned()));
        assert!(key("abc").is_none() && key("").is_none() && key("nothing:abc").is_none());
    }
}
