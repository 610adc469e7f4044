//! A new round: decided claims that wait are put together for a budget year, with the year's money beside them.

use super::words;
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::names;
use crate::refusals::label;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{Link, actions, button, link};
use crate::web::components::filter::batch_bar;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::{date_cell, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled, Posted, address, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::claim::Claim;
use domain::command::Command;
use domain::ids::{ClaimId, ProgrammeId};
use domain::ledger::{Account, Purpose};
use domain::programme::Programme;
use domain::refusal::Refusal;
use domain::round::{PROCEDURE, RoundCommand};
use domain::world::Key;
use maud::{Markup, html};
use policy::money::Fen;
use policy::policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::store::Failed;
use store::views::cases::{self, Listed};

/// How many waiting claims are shown at once: a form has no more fields than it can carry.
const MOST: i64 = 300;

/// A programme whose rounds the reader's office forms.
struct Own {
    id: ProgrammeId,
    programme: Programme,
    policy: Arc<Policy>,
}

/// Whether the reader's office forms the rounds of any programme.
pub async fn may_form(app: &App, me: &Me) -> Result<bool, Problem> {
    Ok(!own(app, me).await?.is_empty())
}

async fn own(app: &App, me: &Me) -> Result<Vec<Own>, Problem> {
    let (setting, today) = (app.setting(), app.clock.today());
    let Some((office, _)) = me.actor().office() else { return Ok(Vec::new()) };
    let mut own = Vec::new();
    for Listed { id, state: programme } in cases::programmes(app.store.database()).await.map_err(Problem::failure)? {
        let policy = seen::policy(app, programme.policy_on(app.clock.today()))?;
        let first = policy.plan().procedure(PROCEDURE).and_then(|procedure| procedure.steps.first());
        if first.is_some_and(|step| step.roles.iter().any(|role| setting.city.holds(office, role, None, today))) {
            own.push(Own { id: ProgrammeId::new(id), programme, policy });
        }
    }
    Ok(own)
}

/// Everything the page shows.
struct New {
    own: Own,
    year: i16,
    ready: Vec<Listed<Claim>>,
    money: BTreeMap<String, Money>,
}

/// The money of one stream in the year, in fen.
#[derive(Clone, Copy, Default)]
struct Money {
    budget: Fen,
    available: Fen,
    reserved: Fen,
}

impl New {
    async fn load(app: &App, me: &Me, asked: &Filled) -> Result<Self, Problem> {
        let mut own = own(app, me).await?;
        let wanted = asked.value("programme");
        let place = own.iter().position(|one| wanted.is_empty() || one.id.as_str() == wanted);
        let own = place.map(|place| own.swap_remove(place)).ok_or_else(Problem::forbidden)?;
        let this_year = app.clock.today().year();
        let years = || own.programme.budgets.keys().copied();
        let usual = years().filter(|year| *year <= this_year).max().or_else(|| years().min()).unwrap_or(this_year);
        let year = asked.value("year").parse().unwrap_or(usual);
        let database = app.store.database();
        let ready = cases::ready(database, own.id.as_str(), MOST).await.map_err(Problem::failure)?;
        let streams = own.policy.plan().streams().iter().map(|stream| stream.id.clone());
        let accounts = streams.flat_map(|stream| {
            [Purpose::Available, Purpose::Reserved].map(|purpose| Account {
                programme: own.id.clone(),
                year,
                stream: stream.clone(),
                purpose,
            })
        });
        let accounts: Vec<Account> = accounts.collect();
        let keys = accounts.iter().cloned().map(Key::Balance).collect();
        let balances = app.store.load_all(keys).await.map_err(Problem::failure)?.world;
        let mut money: BTreeMap<String, Money> = BTreeMap::new();
        for account in &accounts {
            let fen = balances.balance(account).unwrap_or(Fen::ZERO);
            let budget = own.programme.budgets.get(&year).and_then(|streams| streams.get(&account.stream));
            let entry = money.entry(account.stream.clone()).or_default();
            entry.budget = budget.copied().unwrap_or(Fen::ZERO);
            if account.purpose == Purpose::Available {
                entry.available = fen;
            } else {
                entry.reserved = fen;
            }
        }
        Ok(Self { own, year, ready, money })
    }

    fn at(&self, more: &[(&str, &str)]) -> String {
        let year = self.year.to_string();
        let own = [("programme", self.own.id.as_str()), ("year", year.as_str())];
        address("/rounds/new", own.into_iter().chain(more.iter().copied()))
    }

    fn draw(&self, app: &App, visit: &Visit, filled: &Filled) -> Response {
        let lang = visit.lang;
        let policy = &self.own.policy;
        let waiting = Fen::sum(self.ready.iter().map(|one| one.state.award())).unwrap_or(Fen::ZERO);
        let lead = lang
            .t_with("round-new-lead", &[("n", self.ready.len().into()), ("sum", format::money(lang, waiting).into())]);
        let page = Page::desk(visit, lang.t("round-new"))
            .crumb(lang.t("round-list-title"), "/rounds")
            .crumb(lang.t("round-new"), self.at(&[]))
            .lead(lead)
            .todo(lang.t("round-new-todo"))
            .errors(filled);
        let nobody = empty(&lang.t("round-new-empty"), Some(&Link::new(lang.t("round-list-title"), "/rounds")));
        let table = claims_table(app, lang, policy, filled).empty(nobody);
        let body = html! {
            input type="hidden" name="programme" value=(self.own.id);
            input type="hidden" name="year" value=(self.year);
            (table.draw(&self.ready))
            @if !self.ready.is_empty() { (batch_bar(lang, &[button(&lang.t("round-new-form"))])) }
        };
        page.respond(html! {
            (self.years(lang))
            (self.money_table(lang))
            h2 { (lang.t("round-new-waiting")) }
            @if !self.ready.is_empty() {
                (actions(&[
                    link(&lang.t("round-new-all"), &self.at(&[("all", "1")])),
                    link(&lang.t("round-new-none"), &self.at(&[])),
                ]))
            }
            @if i64::try_from(self.ready.len()).is_ok_and(|shown| shown >= MOST) { p.quiet { (lang.t_with("round-new-most", &[("n", MOST.into())])) } }
            (form(visit, "/rounds/new", &body))
        })
    }

    /// The choice of the budget year, as links.
    fn years(&self, lang: Lang) -> Markup {
        html! {
            p {
                (lang.t("round-new-year")) " "
                @for year in self.own.programme.budgets.keys() {
                    @if *year == self.year { strong.figure { (year) } " " }
                    @else {
                        @let there = year.to_string();
                        a.figure href=(address("/rounds/new", [("programme", self.own.id.as_str()), ("year", there.as_str())])) { (year) } " "
                    }
                }
                @if self.own.programme.budgets.is_empty() { (lang.t("round-new-no-budget")) }
            }
        }
    }

    fn money_table(&self, lang: Lang) -> Markup {
        let policy = &self.own.policy;
        let ready = |stream: &str| {
            let of_stream = self.ready.iter().filter(|one| one.state.stream == stream);
            Fen::sum(of_stream.map(|one| one.state.award())).unwrap_or(Fen::ZERO)
        };
        let rows: Vec<(&String, &Money)> = self.money.iter().collect();
        Table::new(lang, lang.t("round-new-money"))
            .column(Column::text(lang.t("round-stream"), |row: &(&String, &Money)| {
                html! { (names::stream(lang, policy, row.0)) }
            }))
            .column(Column::number(lang.t("round-new-budget"), |row: &(&String, &Money)| yuan(row.1.budget)))
            .column(Column::number(lang.t("round-new-available"), |row: &(&String, &Money)| yuan(row.1.available)))
            .column(Column::number(lang.t("round-new-reserved"), |row: &(&String, &Money)| yuan(row.1.reserved)))
            .column(Column::number(lang.t("round-new-asked"), move |row: &(&String, &Money)| yuan(ready(row.0))))
            .draw(&rows)
    }
}

fn claims_table<'a>(app: &'a App, lang: Lang, policy: &'a Policy, filled: &'a Filled) -> Table<'a, Listed<Claim>> {
    let is_all = !filled.value("all").is_empty();
    Table::new(lang, lang.t("round-new-waiting"))
        .column(Column::text(lang.t("round-claim"), |row: &Listed<Claim>| {
            html! { span.figure { (row.state.number) } }
        }))
        .column(Column::text(lang.t("round-enterprise"), |row: &Listed<Claim>| html! { (row.state.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), move |row: &Listed<Claim>| {
            html! { (names::stream(lang, policy, &row.state.stream)) }
        }))
        .column(Column::text(lang.t("round-district"), move |row: &Listed<Claim>| {
            html! { (names::district(app, lang, &row.state.district)) }
        }))
        .column(Column::text(lang.t("round-service-date"), |row: &Listed<Claim>| date_cell(row.state.service_date)))
        .column(Column::text(lang.t("round-received"), move |row: &Listed<Claim>| {
            html! { @if let Some(at) = row.state.received_at { (date_cell(app.clock.day_of(at))) } }
        }))
        .column(Column::number(lang.t("round-award-yuan"), |row: &Listed<Claim>| yuan(row.state.award())))
        .link(|row| format!("/claims/{}", row.id))
        .pick(|row| row.id.clone(), |row| row.state.award().fen().to_string())
        .picked(move |row| is_all || !filled.value(&format!("row.{}", row.id)).is_empty())
}

/// `GET /rounds/new`.
pub async fn ask(State(app): State<App>, visit: Visit, me: Me, Asked(asked): Asked) -> Result<Response, Problem> {
    let filled = asked.into_filled();
    Ok(New::load(&app, &me, &filled).await?.draw(&app, &visit, &filled))
}

/// `POST /rounds/new`.
pub async fn form_it(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(posted): Posted,
) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let mut filled = posted.into_filled();
    let picked = |id: &str| !filled.value(&format!("row.{id}")).is_empty();
    let page = New::load(&app, &me, &filled).await?;
    // What was ticked and is not waiting any more is asked for as well, so that the answer says so.
    let waiting = page.ready.iter().map(|one| one.id.as_str()).filter(|id| picked(id));
    let gone = filled.pairs().filter_map(|(name, _)| name.strip_prefix("row."));
    let gone = gone.filter(|id| !page.ready.iter().any(|one| one.id == *id));
    let claims: Vec<ClaimId> = waiting.chain(gone).map(ClaimId::new).collect();
    let command = RoundCommand::Form { programme: page.own.id.clone(), year: page.year, claims: claims.clone() };
    match acting::act(&app, me.actor(), Command::Round(command), &key).await {
        Ok(answer) => Ok(acting::go_to(&answer, "/rounds")),
        Err(failed) => {
            reject(&app, visit.lang, (&page, &claims), (&mut filled, &failed)).await?;
            Ok(page.draw(&app, &visit, &filled))
        }
    }
}

/// Says why there is no round; of a claim that cannot join by its number and name.
async fn reject(
    app: &App,
    lang: Lang,
    (page, claims): (&New, &[ClaimId]),
    (filled, failed): (&mut Filled, &Failed),
) -> Result<(), Problem> {
    let refusal = if let Failed::Refused(refusal) = failed { Some(&**refusal) } else { None };
    if let Some(Refusal::FieldsMissing { .. }) = refusal {
        filled.reject("", Message::new("round-new-nothing-picked"));
        return Ok(());
    }
    if let Some(Refusal::BadLine { line, problem }) = refusal {
        let id = line.checked_sub(1).and_then(|place| claims.get(place));
        let name = words::claim_name(app, id).await?;
        let problem = label(lang, None, problem);
        filled.reject("", Message::new("round-new-line").with("name", name).with("problem", problem));
        return Ok(());
    }
    acting::refused(filled, lang, Some(&page.own.policy), failed)
}
