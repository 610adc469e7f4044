//! Programmes: a published policy at work, its state, its budgets and the rulings on its open readings.

use crate::access;
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::ids::{EditionId, ProgrammeId};
use crate::ledger::{self, Purpose, Transfer};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::civil::Date;
use policy::facts::Readings;
use policy::money::Fen;
use policy::policy::Policy;
use policy::schema::IsoDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A programme.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Programme {
    /// The id of its policy, such as `shenyang-2018`.
    pub policy: String,
    /// The hash of the policy document it was founded on (I8); what new cases are filed under on a day says
    /// [`Programme::policy_on`].
    pub policy_hash: String,
    /// What it takes in now.
    pub state: State,
    /// The budget by year and stream, as last set by finance.
    pub budgets: BTreeMap<i16, BTreeMap<String, Fen>>,
    /// Rulings on open readings, by switch.
    pub rulings: BTreeMap<String, Ruling>,
    /// The editions published since, in the order they take effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<InForce>,
}

/// A published edition of a programme's policy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InForce {
    /// The hash of the document.
    pub policy_hash: String,
    /// The first day on which new cases are filed under it.
    #[schemars(with = "IsoDate")]
    pub from: Date,
    /// The edition that became it.
    pub edition: EditionId,
}

/// The state of a programme.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In preparation: nothing is taken in.
    Draft,
    /// Filings and claims are taken in.
    Open,
    /// No new filing; claims, payment, objections and recovery go on.
    Settling,
    /// Recovery, credit repair, audit and archive only.
    Closed,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Settling => "settling",
            Self::Closed => "closed",
        }
    }
}

/// A ruling of the interpreting authority on an open reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Ruling {
    /// The option that holds.
    pub option: String,
    /// The number of the ruling.
    pub number: String,
    /// Its date.
    #[schemars(with = "IsoDate")]
    pub date: Date,
}

/// What can be asked of programmes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ProgrammeCommand {
    /// The system administrator makes a programme of a loaded policy.
    Publish {
        /// The hash of the policy document.
        policy_hash: String,
    },
    /// The lead office moves the programme to another state.
    Move {
        /// Which programme.
        programme: ProgrammeId,
        /// To which state.
        state: State,
        /// The number of the document that says so.
        reason: String,
    },
    /// Finance sets the budget of a year and stream.
    SetBudget {
        /// Which programme.
        programme: ProgrammeId,
        /// The budget year.
        year: i16,
        /// The stream.
        stream: String,
        /// The whole budget of that year and stream.
        amount: Fen,
        /// The number of the budget document.
        reason: String,
    },
    /// The lead office rules an open reading.
    Rule {
        /// Which programme.
        programme: ProgrammeId,
        /// Which switch.
        switch: String,
        /// The ruling.
        ruling: Ruling,
    },
}

/// What happened to a programme.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum ProgrammeEvent {
    /// It was made.
    Published {
        /// The policy's id.
        policy: String,
        /// The policy document's hash.
        policy_hash: String,
    },
    /// It moved to another state.
    Moved {
        /// The new state.
        state: State,
        /// Under which document.
        reason: String,
    },
    /// A budget was set.
    BudgetSet {
        /// The budget year.
        year: i16,
        /// The stream.
        stream: String,
        /// The whole budget.
        amount: Fen,
        /// Under which document.
        reason: String,
    },
    /// A reading was ruled.
    Ruled {
        /// Which switch.
        switch: String,
        /// The ruling.
        ruling: Ruling,
    },
    /// An edition of its policy was published.
    EditionPublished(InForce),
}

impl ProgrammeCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Publish { .. } => "programme.publish",
            Self::Move { .. } => "programme.move",
            Self::SetBudget { .. } => "programme.set_budget",
            Self::Rule { .. } => "programme.rule",
        }
    }
}

impl Programme {
    /// The programme a publishing event makes.
    pub fn published(event: &ProgrammeEvent) -> Option<Self> {
        let ProgrammeEvent::Published { policy, policy_hash } = event else { return None };
        Some(Self {
            policy: policy.clone(),
            policy_hash: policy_hash.clone(),
            state: State::Draft,
            budgets: BTreeMap::new(),
            rulings: BTreeMap::new(),
            editions: Vec::new(),
        })
    }

    /// The programme after an event.
    #[must_use]
    pub fn apply(mut self, event: &ProgrammeEvent) -> Self {
        match event {
            ProgrammeEvent::Published { .. } => {}
            ProgrammeEvent::Moved { state, .. } => self.state = *state,
            ProgrammeEvent::BudgetSet { year, stream, amount, .. } => {
                self.budgets.entry(*year).or_default().insert(stream.clone(), *amount);
            }
            ProgrammeEvent::Ruled { switch, ruling } => {
                self.rulings.insert(switch.clone(), ruling.clone());
            }
            ProgrammeEvent::EditionPublished(edition) => {
                self.editions.push(edition.clone());
                self.editions.sort_by_key(|one| one.from);
            }
        }
        self
    }

    /// Refuses rosters, claims and rounds of a programme in preparation or closed; one that settles goes on with them.
    pub fn takes_claims(&self, clause: &str) -> Result<(), Refusal> {
        match self.state {
            State::Open | State::Settling => Ok(()),
            State::Draft | State::Closed => {
                let (state, clause) = (self.state.word().to_owned(), clause.to_owned());
                Err(Refusal::ProgrammeNotOpen { state, clause })
            }
        }
    }

    /// The hash of the document that new cases are filed under on a day: of the editions in force by then the one that
    /// took effect last.
    pub fn policy_on(&self, day: Date) -> &str {
        let latest = self.editions.iter().rev().find(|edition| edition.from <= day);
        latest.map_or(&self.policy_hash, |edition| &edition.policy_hash)
    }

    /// The hashes of all its published documents, from the newest to the one it was founded on.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        let later = self.editions.iter().rev().map(|edition| edition.policy_hash.as_str());
        later.chain(std::iter::once(self.policy_hash.as_str()))
    }

    /// The readings in force: the rulings so far over the defaults.
    pub fn readings(&self) -> Readings {
        Readings(self.rulings.iter().map(|(switch, ruling)| (switch.clone(), ruling.option.clone())).collect())
    }
}

/// Decides a command on programmes.
pub fn decide(ctx: Ctx, command: &ProgrammeCommand) -> Result<Decided, Stop> {
    match command {
        ProgrammeCommand::Publish { policy_hash } => publish(ctx, policy_hash),
        ProgrammeCommand::Move { programme, state, reason } => {
            access::lead_signer(ctx, programme)?;
            named("reason", reason)?;
            let event = ProgrammeEvent::Moved { state: *state, reason: reason.clone() };
            changed(programme, event).done()
        }
        ProgrammeCommand::SetBudget { programme, year, stream, amount, reason } => {
            set_budget(ctx, programme, (*year, stream, *amount), reason)
        }
        ProgrammeCommand::Rule { programme, switch, ruling } => rule(ctx, programme, switch, ruling),
    }
}

/// Refuses what names no document or no reason.
pub(crate) fn named(field: &str, document: &str) -> Result<(), Refusal> {
    if document.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec![field.to_owned()] });
    }
    Ok(())
}

fn publish(ctx: Ctx, policy_hash: &str) -> Result<Decided, Stop> {
    ctx.only(&crate::act::Seat::SystemAdmin)?;
    let policy = ctx.setting.policy(policy_hash)?;
    let id = ProgrammeId::new(&*policy.plan().id);
    let key = Key::Programme(id.clone());
    if ctx.world.find_programme(&id)?.is_some() {
        return Err(Refusal::AlreadyHeld { key: key.to_string(), holder: key.to_string() }.into());
    }
    let event = ProgrammeEvent::Published { policy: policy.plan().id.clone(), policy_hash: policy_hash.to_owned() };
    changed(&id, event).done()
}

fn changed(programme: &ProgrammeId, event: ProgrammeEvent) -> Outcome {
    let key = Key::Programme(programme.clone());
    Outcome::show(key.clone()).with(key, What::Programme(event))
}

/// Sets a budget; the difference to the last one moves between appropriation and available.
fn set_budget(
    ctx: Ctx,
    id: &ProgrammeId,
    (year, stream, amount): (i16, &String, Fen),
    reason: &str,
) -> Result<Decided, Stop> {
    let programme = access::finance_signer(ctx, id)?;
    named("reason", reason)?;
    let policy = ctx.setting.policy(programme.policy_on(ctx.act.today))?;
    if amount < Fen::ZERO || !policy.plan().streams().iter().any(|known| known.id == *stream) {
        return Err(Refusal::BadField { field: "amount".to_owned(), problem: "out_of_range".to_owned() }.into());
    }
    let before = programme.budgets.get(&year).and_then(|streams| streams.get(stream)).copied();
    let difference = amount.sub(before.unwrap_or(Fen::ZERO)).ok_or(Refusal::AmountTooLarge)?;
    let account = |purpose| ledger::Account { programme: id.clone(), year, stream: stream.clone(), purpose };
    let (mut from, mut to) = (account(Purpose::Appropriation), account(Purpose::Available));
    let mut moved = difference;
    if difference < Fen::ZERO {
        std::mem::swap(&mut from, &mut to);
        moved = difference.negate().ok_or(Refusal::AmountTooLarge)?;
    }
    let event = ProgrammeEvent::BudgetSet { year, stream: stream.clone(), amount, reason: reason.to_owned() };
    let about = Key::Programme(id.clone()).to_string();
    let clause = policy.plan().budgets.first().map_or_else(String::new, |budget| budget.clause.clone());
    let transfer = Transfer { from, to, amount: moved, reason: "budget".to_owned(), clause, about };
    changed(id, event).moving(transfer).done()
}

fn rule(ctx: Ctx, id: &ProgrammeId, switch: &str, ruling: &Ruling) -> Result<Decided, Stop> {
    let programme = access::lead_signer(ctx, id)?;
    let event = ruled(ctx, programme, switch, ruling)?;
    changed(id, event).done()
}

/// The event of a ruling, where the switch and its option stand in a document of the programme and the ruling has a
/// number and a date.
pub(crate) fn ruled(ctx: Ctx, programme: &Programme, switch: &str, ruling: &Ruling) -> Result<ProgrammeEvent, Refusal> {
    let mut known = programme.documents().filter_map(|hash| ctx.setting.policy(hash).ok());
    if !known.any(|policy| has_option(policy, switch, &ruling.option)) {
        return Err(Refusal::BadField { field: "option".to_owned(), problem: "unknown".to_owned() });
    }
    numbered(ctx, programme, &ruling.number, ruling.date)?;
    Ok(ProgrammeEvent::Ruled { switch: switch.to_owned(), ruling: ruling.clone() })
}

/// Refuses a document of the authority without a number, or with a date before the plan or after today.
pub(crate) fn numbered(ctx: Ctx, programme: &Programme, number: &str, date: Date) -> Result<(), Refusal> {
    named("number", number)?;
    let policy = ctx.setting.policy(&programme.policy_hash)?;
    let from = policy.plan().issued.as_ref().map_or(Date::MIN, |(_, issued)| *issued);
    if date < from || date > ctx.act.today {
        return Err(Refusal::DateOutside { field: "date".to_owned(), from, to: ctx.act.today });
    }
    Ok(())
}

/// Refuses to move a case to a document that was never published, is not in force yet or is the one it has, and to
/// move it without a reason.
pub(crate) fn may_move(ctx: Ctx, programme: &Programme, (from, to): (&str, &str), reason: &str) -> Result<(), Refusal> {
    let later = programme.editions.iter().find(|edition| edition.policy_hash == to);
    if later.is_none() && programme.policy_hash != to {
        return Err(Refusal::NotFound { what: format!("policy:{to}") });
    }
    if let Some(edition) = later.filter(|edition| edition.from > ctx.act.today) {
        return Err(Refusal::TooEarly { from: edition.from, clause: String::new() });
    }
    if from == to {
        return Err(Refusal::BadField { field: "edition".to_owned(), problem: "unchanged".to_owned() });
    }
    named("reason", reason)
}

fn has_option(policy: &Policy, switch: &str, option: &str) -> bool {
    policy.plan().switch(switch).is_some_and(|known| known.options.iter().any(|one| one.id == option))
}
