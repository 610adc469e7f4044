//! The movements of one account, the newest first: when, why, under which clause, for which case, and what it then held.

use super::purse;
use crate::app::App;
use crate::lang::Lang;
use crate::names::{self, Person};
use crate::refusals::{case_address, clause_address};
use crate::seen;
use crate::session::Me;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::{facts, money, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::event::{Event, What};
use domain::ids::{AccountId, ClaimId, FilingId, RoundId};
use domain::ledger::{Account, Transfer};
use domain::sight;
use domain::world::{Aggregate, Key};
use jiff::Timestamp;
use maud::{Markup, html};
use policy::money::Fen;
use policy::policy::Policy;
use std::collections::BTreeMap;
use store::views::PAGE;
use store::views::ledger::{held_before, movements};

/// One movement as shown.
struct Row {
    seq: i64,
    at: Timestamp,
    fen: Fen,
    after: Fen,
    transfer: Transfer,
    actor: AccountId,
}

/// `GET /ledger/account?name=…&before=…`.
pub async fn show(State(app): State<App>, visit: Visit, me: Me, Asked(asked): Asked) -> Result<Response, Problem> {
    let lang = visit.lang;
    let asked = asked.into_filled();
    let name = asked.value("name");
    let account = purse::parse(name).filter(|one| purse::sees(&app, &me, one)).ok_or_else(Problem::not_found)?;
    let programme = seen::programme(&app, &account.programme).await?;
    let policy = seen::policy(&app, programme.policy_on(app.clock.today()))?;
    let before: i64 = asked.value("before").parse().unwrap_or(i64::MAX);
    let rows = rows(&app, name, before).await?;
    let cases = cases(&app, &me, &policy, &rows).await?;
    let people = names::persons(&app, rows.iter().map(|row| &row.actor)).await?;
    let held = held_before(app.store.database(), name, i64::MAX).await.map_err(Problem::failure)?;
    let older = rows
        .last()
        .filter(|_| i64::try_from(rows.len()).is_ok_and(|shown| shown >= PAGE))
        .map(|row| row.seq.to_string());
    let title = purse::purpose(&app, lang, &account.purpose);
    let view = View { app: &app, lang, policy: &policy, account: &account, cases: &cases, people: &people };
    let page = Page::desk(&visit, title).crumb(lang.t("ledger-title"), "/ledger");
    Ok(page.respond(html! {
        (facts(&[
            (lang.t("round-year").into_owned(), html! { span.figure { (account.year) } }),
            (lang.t("round-stream").into_owned(), html! { (names::stream(lang, &policy, &account.stream)) }),
            (lang.t("ledger-balance").into_owned(), money(lang, held)),
        ]))
        (view.table().draw(&rows))
        @if let Some(older) = &older { p { a href=(address("/ledger/account", [("name", name), ("before", older.as_str())])) { (lang.t("ledger-older")) } } }
    }))
}

/// The movements before an entry, each with what the account held after it.
async fn rows(app: &App, name: &str, before: i64) -> Result<Vec<Row>, Problem> {
    let database = app.store.database();
    let mut held = held_before(database, name, before).await.map_err(Problem::failure)?;
    let mut rows = Vec::new();
    for one in movements(database, name, before, PAGE).await.map_err(Problem::failure)? {
        let event: Event = serde_json::from_str(&one.body).map_err(Problem::failure)?;
        let What::Moved(transfer) = event.what else { continue };
        let actor = AccountId::new(one.actor);
        rows.push(Row { seq: one.seq, at: one.at, fen: one.fen, after: held, transfer, actor });
        held = held.sub(one.fen).ok_or_else(|| Problem::failure("a balance does not fit"))?;
    }
    Ok(rows)
}

/// A case that a movement is about.
struct Case {
    name: String,
    /// Whether the reader may open it: a district sees its money, and not every round the money went through.
    is_open: bool,
}

/// The cases that movements are about, by the text of their keys.
async fn cases(app: &App, me: &Me, policy: &Policy, rows: &[Row]) -> Result<BTreeMap<String, Case>, Problem> {
    let (setting, today) = (app.setting(), app.clock.today());
    let key = |about: &str| match about.split_once(':')? {
        ("claim", id) => Some(Key::Claim(ClaimId::new(id))),
        ("filing", id) => Some(Key::Filing(FilingId::new(id))),
        ("round", id) => Some(Key::Round(RoundId::new(id))),
        _ => None,
    };
    let keys: Vec<Key> = rows.iter().filter_map(|row| key(&row.transfer.about)).collect();
    let world = app.store.load_all(keys.clone()).await.map_err(Problem::failure)?.world;
    let named = keys.into_iter().filter_map(|key| {
        let (name, is_open) = match world.get(&key) {
            Ok(Some(Aggregate::Claim(claim))) => (format!("{} {}", claim.number, claim.enterprise_name), true),
            Ok(Some(Aggregate::Filing(filing))) => {
                (format!("{} {}", filing.number.as_deref().unwrap_or_default(), filing.enterprise_name), true)
            }
            Ok(Some(Aggregate::Round(round))) => {
                (round.number.clone(), sight::sees_round(&setting, policy, me.actor(), today, round))
            }
            Ok(_) | Err(_) => return None,
        };
        Some((key.to_string(), Case { name, is_open }))
    });
    Ok(named.collect())
}

/// What the table is drawn from.
struct View<'a> {
    app: &'a App,
    lang: Lang,
    policy: &'a Policy,
    account: &'a Account,
    cases: &'a BTreeMap<String, Case>,
    people: &'a BTreeMap<AccountId, Person>,
}

impl<'a> View<'a> {
    fn table(&'a self) -> Table<'a, Row> {
        let lang = self.lang;
        let zone = self.app.setting().city.time_zone().clone();
        Table::new(lang, lang.t("ledger-movements"))
            .column(Column::text(lang.t("round-time"), move |row: &Row| {
                html! { span.figure { (format::time_iso(row.at, &zone)) } }
            }))
            .column(Column::text(lang.t("ledger-reason"), |row: &Row| html! { (self.reason(row)) }))
            .column(Column::text(lang.t("ledger-counterpart"), |row: &Row| html! { (self.counterpart(row)) }))
            .column(Column::number(lang.t("ledger-received"), |row: &Row| {
                html! { @if row.fen > Fen::ZERO { (yuan(row.fen)) } }
            }))
            .column(Column::number(lang.t("ledger-gave"), |row: &Row| {
                html! { @if row.fen < Fen::ZERO { (yuan(row.fen.negate().unwrap_or(row.fen))) } }
            }))
            .column(Column::number(lang.t("ledger-balance"), |row: &Row| yuan(row.after)))
            .column(Column::text(lang.t("round-clause"), |row: &Row| {
                let clause = &row.transfer.clause;
                html! { @if !clause.is_empty() { a href=(clause_address(Some(self.policy), clause)) { (clause) } } }
            }))
            .column(Column::text(lang.t("ledger-about"), |row: &Row| self.about(row)))
            .column(Column::text(lang.t("ledger-who"), |row: &Row| html! { (self.who(row)) }))
            .empty(empty(&lang.t("ledger-no-movements"), None))
    }

    /// The reason in words; the word itself where there are none.
    fn reason(&self, row: &Row) -> String {
        let key = format!("ledger-reason-{}", row.transfer.reason.replace('_', "-"));
        let known = self.lang.t(&key);
        if known == key { row.transfer.reason.clone() } else { known.into_owned() }
    }

    fn counterpart(&self, row: &Row) -> String {
        let Transfer { from, to, .. } = &row.transfer;
        let other = if to == self.account { from } else { to };
        let name = purse::purpose(self.app, self.lang, &other.purpose);
        if other.year == self.account.year { name } else { format!("{name} {}", other.year) }
    }

    fn about(&self, row: &Row) -> Markup {
        let about = &row.transfer.about;
        html! {
            @if let Some(case) = self.cases.get(about) {
                @match case_address(about).filter(|_| case.is_open) {
                    Some(href) => a href=(href) { (case.name) },
                    None => (case.name),
                }
            }
        }
    }

    fn who(&self, row: &Row) -> String {
        let Some(person) = self.people.get(&row.actor) else { return self.lang.t("round-somebody").into_owned() };
        let day = self.app.clock.day_of(row.at);
        format!("{} · {}", names::seat(self.app, self.lang, &person.seat, day), person.name)
    }
}
