//! Balances: one line for each year and stream, one column for each purpose, and the sum that must be nought.

use super::purse;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::seen;
use crate::session::Me;
use crate::web::charts::{Part, parts};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::yuan;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::ids::ProgrammeId;
use domain::ledger::{Account, Purpose};
use maud::{Markup, html};
use policy::money::Fen;
use policy::policy::Policy;
use std::collections::BTreeMap;
use store::views::{cases, ledger};

/// The money of one year and stream, in fen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Purse {
    /// The purposes, those with districts summed up.
    pub by_purpose: BTreeMap<String, Fen>,
    /// What lies with each district.
    pub by_district: BTreeMap<String, Fen>,
    /// The sum of all: nought, always.
    pub sum: Fen,
}

/// The columns in the order money takes.
const COLUMNS: [&str; 8] =
    ["appropriation", "available", "reserved", "committed", "at_district", "paid", "returned", "recovered"];
/// The parts of what was appropriated, in the order of the bar.
const PARTS: [&str; 5] = ["paid", "at_district", "committed", "reserved", "available"];

/// `GET /ledger`.
pub async fn show(State(app): State<App>, visit: Visit, me: Me, Asked(asked): Asked) -> Result<Response, Problem> {
    let lang = visit.lang;
    let wanted = asked.into_filled().value("programme").to_owned();
    let programmes = cases::programmes(app.store.database()).await.map_err(Problem::failure)?;
    let page = Page::desk(&visit, lang.t("ledger-title")).lead(lang.t("ledger-lead"));
    let Some(found) = programmes.iter().find(|one| wanted.is_empty() || one.id == wanted) else {
        return Ok(page.respond(empty(&lang.t("ledger-empty"), None)));
    };
    let id = ProgrammeId::new(&*found.id);
    let policy = seen::policy(&app, found.state.policy_on(app.clock.today()))?;
    let accounts = accounts(&app, &me, &id).await?;
    let is_of_the_city = accounts.iter().any(|(account, _)| account.purpose == Purpose::Appropriation);
    let body = if is_of_the_city {
        whole(&app, lang, &policy, &id, &accounts)?
    } else {
        of_districts(&app, lang, &policy, &accounts)
    };
    Ok(page.respond(html! {
        @if programmes.len() > 1 {
            p { @for one in &programmes { a href=(address("/ledger", [("programme", one.id.as_str())])) { (one.id) } " " } }
        }
        p { (lang.t("ledger-of")) " " a href={ "/programmes/" (id) } { (policy.plan().name.get(crate::refusals::tongue(lang))) } }
        (body)
    }))
}

/// The balances within the reader's sight.
async fn accounts(app: &App, me: &Me, id: &ProgrammeId) -> Result<Vec<(Account, Fen)>, Problem> {
    let balances = ledger::balances(app.store.database(), &format!("{id}/")).await.map_err(Problem::failure)?;
    let accounts = balances.into_iter().filter_map(|one| Some((purse::parse(&one.account)?, one.fen)));
    Ok(accounts.filter(|(account, _)| purse::sees(app, me, account)).collect())
}

/// The purses by year and stream. Nothing where an amount would not fit.
fn purses(accounts: &[(Account, Fen)]) -> Option<BTreeMap<(i16, String), Purse>> {
    let mut purses: BTreeMap<(i16, String), Purse> = BTreeMap::new();
    for (account, fen) in accounts {
        let purse = purses.entry((account.year, account.stream.clone())).or_default();
        let word = account.to_string();
        let word = word.splitn(4, '/').nth(3).unwrap_or_default();
        let (word, district) = word.split_once('/').map_or((word, None), |(word, district)| (word, Some(district)));
        let sum = purse.by_purpose.entry(word.to_owned()).or_insert(Fen::ZERO);
        *sum = sum.add(*fen)?;
        if let Some(district) = district {
            purse.by_district.insert(district.to_owned(), *fen);
        }
        purse.sum = purse.sum.add(*fen)?;
    }
    Some(purses)
}

/// A line of the table: year and stream, and its purse.
type Line<'a> = (&'a (i16, String), &'a Purse);

fn whole(
    app: &App,
    lang: Lang,
    policy: &Policy,
    id: &ProgrammeId,
    accounts: &[(Account, Fen)],
) -> Result<Markup, Problem> {
    let purses = purses(accounts).ok_or_else(|| Problem::failure("the ledger's sums do not fit"))?;
    let years: Vec<i16> = {
        let mut years: Vec<i16> = purses.keys().map(|(year, _)| *year).collect();
        years.dedup();
        years.reverse();
        years
    };
    let this_year = app.clock.today().year();
    let all = Fen::sum(purses.values().map(|purse| purse.sum)).ok_or_else(|| Problem::failure("sums do not fit"))?;
    Ok(html! {
        @if all == Fen::ZERO { p { (tag(Tone::Ok, &lang.t("ledger-balances"))) " " (lang.t("ledger-balances-says")) } }
        @else { p { (tag(Tone::Stop, &lang.t("ledger-does-not-balance"))) " " (yuan(all)) } }
        @for year in years.iter().filter(|year| **year <= this_year) { (of_year(app, lang, policy, (id, *year, &purses))) }
        @if years.iter().any(|year| *year > this_year) {
            details {
                summary { (lang.t("ledger-years-to-come")) }
                @for year in years.iter().rev().filter(|year| **year > this_year) { (of_year(app, lang, policy, (id, *year, &purses))) }
            }
        }
        @if years.is_empty() { (empty(&lang.t("ledger-empty"), None)) }
    })
}

/// One year: where its budget is, and the balances of its streams.
fn of_year(
    app: &App,
    lang: Lang,
    policy: &Policy,
    (id, year, purses): (&ProgrammeId, i16, &BTreeMap<(i16, String), Purse>),
) -> Markup {
    let lines: Vec<Line<'_>> = purses.iter().filter(|((of, _), _)| *of == year).collect();
    html! {
        h2.figure { (lang.t_with("ledger-year", &[("year", year.to_string().into())])) }
        (parts(lang, &lang.t("ledger-bar"), &bar(lang, &lines)))
        (table(lang, policy, id, &lines))
        (districts(app, lang, policy, id, &lines))
    }
}

/// What a purpose holds in all streams of a year.
fn bar(lang: Lang, lines: &[Line<'_>]) -> Vec<Part> {
    let part = |word: &str| {
        let held = lines.iter().filter_map(|(_, purse)| purse.by_purpose.get(word)).copied();
        Part { name: column(lang, word), amount: Fen::sum(held).unwrap_or(Fen::ZERO), href: String::new() }
    };
    PARTS.iter().map(|word| part(word)).collect()
}

/// The name of a column.
fn column(lang: Lang, word: &str) -> String {
    lang.t(&format!("ledger-{}", word.replace('_', "-"))).into_owned()
}

fn link_to(account: &Account) -> String {
    address("/ledger/account", [("name", account.to_string().as_str())])
}

fn table(lang: Lang, policy: &Policy, id: &ProgrammeId, lines: &[Line<'_>]) -> Markup {
    let total = |word: &str| {
        Fen::sum(lines.iter().filter_map(|(_, purse)| purse.by_purpose.get(word)).copied()).unwrap_or(Fen::ZERO)
    };
    let has_recovered = lines.iter().any(|(_, purse)| purse.by_purpose.contains_key("recovered"));
    let shown: Vec<&str> = COLUMNS.into_iter().filter(|word| *word != "recovered" || has_recovered).collect();
    let mut table = Table::new(lang, lang.t("ledger-title"))
        .column(Column::text(lang.t("round-stream"), |line: &Line| html! { (names::stream(lang, policy, &line.0.1)) }));
    for word in &shown {
        let word = *word;
        table = table.column(Column::number(column(lang, word), move |line: &Line| {
            let held = line.1.by_purpose.get(word).copied().unwrap_or(Fen::ZERO);
            let account = purse::parse(&format!("{id}/{}/{}/{word}", line.0.0, line.0.1));
            html! {
                @match account {
                    Some(account) if line.1.by_purpose.contains_key(word) => a href=(link_to(&account)) { (yuan(held)) },
                    Some(_) | None => (yuan(held)),
                }
            }
        }));
    }
    table
        .column(Column::number(lang.t("ledger-sum"), |line: &Line| {
            html! { (yuan(line.1.sum)) @if line.1.sum != Fen::ZERO { " " (tag(Tone::Stop, "≠ 0")) } }
        }))
        .totals(
            lang.t("round-total"),
            shown
                .iter()
                .map(|word| yuan(total(word)))
                .chain([yuan(Fen::sum(lines.iter().map(|(_, purse)| purse.sum)).unwrap_or(Fen::ZERO))])
                .collect(),
        )
        .draw(lines)
}

/// What lies with each district, folded away.
fn districts(app: &App, lang: Lang, policy: &Policy, id: &ProgrammeId, lines: &[Line<'_>]) -> Markup {
    let rows: Vec<(Account, Fen)> = lines
        .iter()
        .flat_map(|((year, stream), purse)| {
            let account = |district: &String| Account {
                programme: id.clone(),
                year: *year,
                stream: stream.clone(),
                purpose: Purpose::AtDistrict { district: district.clone() },
            };
            purse.by_district.iter().map(move |(district, fen)| (account(district), *fen)).collect::<Vec<_>>()
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            details { summary { (lang.t("ledger-by-district")) } (of_districts(app, lang, policy, &rows)) }
        }
    }
}

fn of_districts(app: &App, lang: Lang, policy: &Policy, rows: &[(Account, Fen)]) -> Markup {
    Table::new(lang, lang.t("ledger-by-district"))
        .column(Column::text(lang.t("ledger-account"), |row: &(Account, Fen)| {
            html! { (purse::purpose(app, lang, &row.0.purpose)) }
        }))
        .column(Column::text(lang.t("round-year"), |row: &(Account, Fen)| html! { span.figure { (row.0.year) } }))
        .column(Column::text(lang.t("round-stream"), |row: &(Account, Fen)| {
            html! { (names::stream(lang, policy, &row.0.stream)) }
        }))
        .column(Column::number(lang.t("ledger-balance"), |row: &(Account, Fen)| yuan(row.1)))
        .link(|row| link_to(&row.0))
        .empty(empty(&lang.t("ledger-empty"), None))
        .draw(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_with_districts_is_summed_and_every_purse_comes_to_nought() {
        let account = |text: &str, fen| (purse::parse(text).expect("an account"), Fen::new(fen));
        let accounts = [
            account("p/2019/s/appropriation", -100),
            account("p/2019/s/available", 40),
            account("p/2019/s/at_district/a", 25),
            account("p/2019/s/at_district/b", 35),
            account("p/2020/s/appropriation", -1),
        ];
        let purses = purses(&accounts).expect("the sums fit");
        let first = purses.get(&(2019, "s".to_owned())).expect("the purse of 2019");
        assert_eq!((first.sum, first.by_purpose["at_district"]), (Fen::ZERO, Fen::new(60)));
        assert_eq!(first.by_district.len(), 2);
        assert_eq!(purses[&(2020, "s".to_owned())].sum, Fen::new(-1));
    }
}
