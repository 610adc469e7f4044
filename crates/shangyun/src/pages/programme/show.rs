//! A programme: what it takes in now, its budgets by year and stream, the open readings of its policy, and what
//! happened to it.

use super::{history, moving, whatif};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::refusals::{clause_address, tongue};
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{link, link_button};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{facts, yuan};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::access::lead_roles;
use domain::command::Command;
use domain::decide::Answer;
use domain::ids::ProgrammeId;
use domain::programme::{Programme, ProgrammeCommand, State};
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::inputs::{Switch, SwitchOption};
use policy::plan::words::Rank;
use policy::policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::store::Failed;

/// A programme with its reader.
pub struct Here {
    /// The program.
    pub app: App,
    /// The request.
    pub visit: Visit,
    /// The reader.
    pub me: Me,
    /// Its id.
    pub id: ProgrammeId,
    /// The programme.
    pub programme: Programme,
    /// Its policy.
    pub policy: Arc<Policy>,
    /// The other part of the address, if it has one.
    pub part: String,
}

impl FromRequestParts<App> for Here {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let me = Me::from_request_parts(parts, app).await?;
        let Path(names): Path<BTreeMap<String, String>> =
            Path::from_request_parts(parts, app).await.map_err(Problem::bad_request)?;
        let id = ProgrammeId::new(names.get("id").cloned().unwrap_or_default());
        let programme = seen::programme(app, &id).await?;
        let here = Self::of(app, (visit, me), (id, programme))?;
        Ok(Self { part: names.get("switch").cloned().unwrap_or_default(), ..here })
    }
}

impl Here {
    /// A programme before a reader, with the policy in force.
    pub fn of(app: &App, (visit, me): (Visit, Me), (id, programme): (ProgrammeId, Programme)) -> Result<Self, Problem> {
        let policy = seen::policy(app, programme.policy_on(app.clock.today()))?;
        Ok(Self { app: app.clone(), visit, me, id, programme, policy, part: String::new() })
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.visit.lang
    }

    /// The address beneath the programme.
    pub fn at(&self, rest: &str) -> String {
        format!("/programmes/{}{rest}", self.id)
    }

    /// The programme's name.
    pub fn name(&self) -> &str {
        self.policy.plan().name.get(tongue(self.lang()))
    }

    /// Whether the reader signs for the office that leads the programme: the one that makes the fund plan.
    pub fn is_lead_signer(&self) -> bool {
        self.signs_for(self.lead())
    }

    /// Whether the reader works, in any rank, in the office that leads the programme.
    pub fn is_lead_officer(&self) -> bool {
        self.works_for(self.lead())
    }

    /// The roles of the office that leads.
    fn lead(&self) -> &[String] {
        lead_roles(self.policy.plan())
    }

    /// Whether the reader signs for the office that attests the budget.
    pub fn is_finance_signer(&self) -> bool {
        let plan = self.policy.plan();
        let fact = plan.budgets.first().and_then(|budget| plan.fact(&budget.amount));
        fact.is_some_and(|fact| self.signs_for(&fact.attested_by))
    }

    fn signs_for(&self, roles: &[String]) -> bool {
        matches!(self.me.actor().office(), Some((_, Rank::Sign))) && self.works_for(roles)
    }

    fn works_for(&self, roles: &[String]) -> bool {
        let Some((office, _)) = self.me.actor().office() else { return false };
        let (setting, today) = (self.app.setting(), self.app.clock.today());
        roles.iter().any(|role| setting.city.holds(office, role, None, today))
    }

    /// Does a command on the programme.
    pub async fn act(&self, command: ProgrammeCommand, key: &str) -> Result<Answer, Failed> {
        acting::act(&self.app, self.me.actor(), Command::Programme(command), key).await
    }

    /// The form as it was typed, with why the act did not happen.
    pub fn refused(&self, mut filled: Filled, failed: &Failed) -> Result<Filled, Problem> {
        acting::refused(&mut filled, self.lang(), Some(&self.policy), failed)?;
        Ok(filled)
    }

    /// A page of the programme.
    pub fn page(&self, title: impl Into<String>) -> Page<'_> {
        Page::desk(&self.visit, title).crumb(self.name(), self.at(""))
    }

    /// A page about the policy for a reader who may be no officer.
    pub fn public_page(&self, title: impl Into<String>) -> Page<'_> {
        let page = if self.me.actor().office().is_some() {
            Page::desk(&self.visit, title)
        } else {
            Page::new(&self.visit, title)
        };
        page.crumb(self.name(), format!("/policies/{}", self.programme.policy))
    }
}

/// `GET /programmes/{id}`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank()).await
}

/// The page, with a form as it was typed.
pub async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let history = history::draw(here).await?;
    let page = here.page(here.name()).lead(lang.t("programme-lead")).beside_title(state(lang, here.programme.state));
    Ok(page.errors(filled).respond(html! {
        (particulars(here))
        h2 { (lang.t("programme-state")) }
        p { (lang.t(state_says(here.programme.state))) }
        @if here.is_lead_signer() { (moving::form(here, filled)) }
        h2 #budgets { (lang.t("programme-budgets")) }
        (budgets(here))
        h2 #readings { (lang.t("programme-readings")) }
        p { (lang.t("programme-readings-says")) }
        (readings(here))
        p {
            @if whatif::may_ask(here) { (link(&lang.t("whatif-title"), &here.at("/what-if"))) " · " }
            @if here.is_lead_officer() { (link(&lang.t("edition-title"), &here.at("/editions"))) " · " }
            (link(&lang.t("interpretation-title"), &format!("/policies/{}/interpretations", here.programme.policy)))
        }
        details { summary { (lang.t("programme-history")) } (history) }
    }))
}

/// The state of a programme as a tag.
pub fn state(lang: Lang, state: State) -> Markup {
    let tone = match state {
        State::Draft => Tone::Neutral,
        State::Open => Tone::Ok,
        State::Settling => Tone::Attention,
        State::Closed => Tone::Stop,
    };
    tag(tone, &lang.t(state_key(state)))
}

/// Key of the name of a state.
pub const fn state_key(state: State) -> &'static str {
    match state {
        State::Draft => "programme-state-draft",
        State::Open => "programme-state-open",
        State::Settling => "programme-state-settling",
        State::Closed => "programme-state-closed",
    }
}

/// Key of what a state means.
pub const fn state_says(state: State) -> &'static str {
    match state {
        State::Draft => "programme-state-draft-says",
        State::Open => "programme-state-open-says",
        State::Settling => "programme-state-settling-says",
        State::Closed => "programme-state-closed-says",
    }
}

fn particulars(here: &Here) -> Markup {
    let lang = here.lang();
    let plan = here.policy.plan();
    let term = plan.in_force.map_or_else(String::new, |(first, last)| {
        format!("{first} – {}", last.map_or_else(String::new, |last| last.to_string()))
    });
    facts(&[
        (lang.t("programme-policy").into_owned(), html! { a href={ "/policies/" (plan.id) } { (here.name()) } }),
        (lang.t("round-policy-hash").into_owned(), html! { code { (plan.hash) } }),
        (lang.t("programme-term").into_owned(), html! { span.figure { (term) } }),
        (
            lang.t("ledger-title").into_owned(),
            html! {
                a href=(address("/ledger", [("programme", here.id.as_str())])) { (lang.t("programme-to-ledger")) }
            },
        ),
    ])
}

/// A budget year with its streams.
type Year<'a> = (&'a i16, &'a BTreeMap<String, Fen>);

/// Budgets by year, one column for each stream.
fn budgets(here: &Here) -> Markup {
    let lang = here.lang();
    let streams = here.policy.plan().streams();
    let rows: Vec<Year<'_>> = here.programme.budgets.iter().collect();
    let mut table = Table::new(lang, lang.t("programme-budgets"))
        .column(Column::text(lang.t("round-year"), |row: &Year| html! { span.figure { (row.0) } }));
    for stream in streams {
        let name = names::stream(lang, &here.policy, &stream.id);
        table = table.column(Column::number(name, move |row: &Year| {
            html! { @if let Some(amount) = row.1.get(&stream.id) { (yuan(*amount)) } @else { "—" } }
        }));
    }
    let table = table
        .column(Column::number(lang.t("round-total-yuan"), |row: &Year| {
            yuan(Fen::sum(row.1.values().copied()).unwrap_or(Fen::ZERO))
        }))
        .empty(empty(&lang.t("programme-no-budgets"), None));
    html! {
        (table.draw(&rows))
        @if here.is_finance_signer() { p.actions { (link_button(&lang.t("programme-set-budget"), &here.at("/budget"))) } }
    }
}

/// The open readings: question, options, what is in force and why.
fn readings(here: &Here) -> Markup {
    let lang = here.lang();
    let switches: Vec<&Switch> = here.policy.plan().switches.iter().collect();
    Table::new(lang, lang.t("programme-readings"))
        .column(Column::text(lang.t("programme-question"), |switch: &&Switch| {
            html! { span.figure { (switch.code) } " " (switch.question.get(tongue(lang))) }
        }))
        .column(Column::text(lang.t("programme-options"), |switch: &&Switch| {
            html! {
                @for option in &switch.options { p { (option_words(lang, option)) } }
            }
        }))
        .column(Column::text(lang.t("programme-in-force"), |switch: &&Switch| in_force(here, switch)))
        .column(Column::text(lang.t("round-clause"), |switch: &&Switch| {
            html! { a href=(clause_address(Some(&here.policy), &switch.clause)) { (switch.clause) } }
        }))
        .link(|switch| here.at(&format!("/readings/{}", switch.id)))
        .draw(&switches)
}

/// An option with whether it is the default, and whether it denies money without a clause.
pub fn option_words(lang: Lang, option: &SwitchOption) -> Markup {
    html! {
        (option.text.get(tongue(lang)))
        @if option.default { " " (tag(Tone::Neutral, &lang.t("programme-default"))) }
        @if option.adverse { " " (tag(Tone::Attention, &lang.t("programme-adverse"))) }
    }
}

/// The option in force, and by which ruling.
pub fn in_force(here: &Here, switch: &Switch) -> Markup {
    let lang = here.lang();
    let ruling = here.programme.rulings.get(&switch.id);
    let option = match ruling {
        Some(ruling) => switch.options.iter().find(|option| option.id == ruling.option),
        None => switch.default_option(),
    };
    let words = option.map_or("", |option| option.text.get(tongue(lang)));
    html! {
        strong { (words) }
        @match ruling {
            Some(ruling) => { br; span.quiet { (lang.t_with("programme-ruled", &[("number", ruling.number.as_str().into()), ("date", ruling.date.to_string().into())])) } }
            None => { br; span.quiet { (lang.t("programme-unruled")) } @if option.is_some_and(|option| option.adverse) { " " (tag(Tone::Attention, &lang.t("programme-held"))) } }
        }
    }
}
