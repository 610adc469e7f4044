//! The one door: what an act does to the world (I1, I4).

use crate::act::Act;
use crate::command::Command;
use crate::event::{Event, What};
use crate::ids::MessageId;
use crate::ledger::Transfer;
use crate::message::{Addressee, Message};
use crate::permits::permits;
use crate::refusal::Refusal;
use crate::setting::Setting;
use crate::unique::{Hold, HoldChange, Standing};
use crate::world::{Key, Stop, World};
use crate::{account, claim, edition, enterprise, filing, interpretation, programme, round};
use policy::money::Fen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an act did: its events in order, and the answer to show.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Decided {
    /// The events, in order.
    pub events: Vec<Event>,
    /// What the actor is told.
    pub answer: Answer,
}

/// The answer to an act, stored under its key so that a retry gets the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The thing to show next.
    pub show: Key,
    /// A number that was given out, such as a filing number.
    pub number: Option<String>,
}

/// Everything an act decides from.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// City, calendar, policies.
    pub setting: &'a Setting,
    /// The aggregates loaded so far.
    pub world: &'a World,
    /// Who asks for what, when.
    pub act: &'a Act,
}

/// Decides an act: events and an answer, or why not. Reads nothing but its arguments.
///
/// Whatever an event changes was loaded before, new things among them: so the store knows the version that every
/// row of the outcome rests on, and two acts can never make the same thing.
pub fn decide(setting: &Setting, world: &World, act: &Act) -> Result<Decided, Stop> {
    let ctx = Ctx { setting, world, act };
    if !permits(&act.actor.seat, act.command.name()) {
        return Err(ctx.not_your_seat().into());
    }
    let outcome = match &act.command {
        Command::Account(command) => account::decide(ctx, command),
        Command::Enterprise(command) => enterprise::decide(ctx, command),
        Command::Programme(command) => programme::decide(ctx, command),
        Command::Edition(command) => edition::decide(ctx, command),
        Command::Interpretation(command) => interpretation::decide(ctx, command),
        Command::Filing(command) => filing::decide(ctx, command),
        Command::Claim(command) => claim::decide(ctx, command),
        Command::Round(command) => round::decide(ctx, command),
    }?;
    world.want(outcome.events.iter().map(|event| event.subject.clone()))?;
    check_holds(world, &outcome.events)?;
    check_balances(world, &outcome.events)?;
    Ok(outcome)
}

/// Refuses an outcome that takes a key somebody else holds, or gives one key to two.
fn check_holds(world: &World, events: &[Event]) -> Result<(), Stop> {
    let mut given: BTreeMap<&str, &str> = BTreeMap::new();
    for event in events {
        let (What::Hold(HoldChange::Taken(new)), Key::Unique(name)) = (&event.what, &event.subject) else {
            continue;
        };
        let before = given.insert(name, &new.holder).filter(|before| *before != new.holder);
        if let Some(holder) = before {
            return Err(Refusal::AlreadyHeld { key: name.clone(), holder: holder.to_owned() }.into());
        }
        if let Some(hold) = world.hold(name)?
            && hold.holder != new.holder
        {
            return Err(Refusal::AlreadyHeld { key: name.clone(), holder: hold.holder.clone() }.into());
        }
    }
    Ok(())
}

/// Refuses an outcome that would overdraw an account (I11).
fn check_balances(world: &World, events: &[Event]) -> Result<(), Stop> {
    let moved: Vec<&Transfer> = events
        .iter()
        .filter_map(|event| if let What::Moved(transfer) = &event.what { Some(transfer) } else { None })
        .collect();
    let accounts = moved.iter().flat_map(|t| [Key::Balance(t.from.clone()), Key::Balance(t.to.clone())]);
    world.want(accounts)?;
    let mut after = BTreeMap::new();
    for transfer in moved {
        let postings = transfer.postings().ok_or(Refusal::AmountTooLarge)?;
        for (account, fen) in postings {
            let before = match after.get(account) {
                Some(balance) => *balance,
                None => world.balance(account)?,
            };
            let balance = before.add(fen).ok_or(Refusal::AmountTooLarge)?;
            if balance < Fen::ZERO && !account.may_overdraw() {
                return Err(Refusal::Overdrawn { account: account.to_string(), short_by: balance }.into());
            }
            after.insert(account.clone(), balance);
        }
    }
    Ok(())
}

/// The outcome of a decision under construction.
#[derive(Clone, Debug)]
pub struct Outcome {
    events: Vec<Event>,
    show: Key,
    number: Option<String>,
}

impl Outcome {
    /// Nothing yet; `show` is what the actor sees next.
    pub fn show(show: Key) -> Self {
        Self { events: Vec::new(), show, number: None }
    }

    /// Adds an event.
    #[must_use]
    pub fn with(mut self, subject: Key, what: What) -> Self {
        self.events.push(Event { subject, what });
        self
    }

    /// Adds several events.
    #[must_use]
    pub fn with_all(mut self, events: Vec<Event>) -> Self {
        self.events.extend(events);
        self
    }

    /// Moves money; nothing when the amount is zero.
    #[must_use]
    pub fn moving(self, transfer: Transfer) -> Self {
        if transfer.amount == Fen::ZERO {
            return self;
        }
        self.with(Key::Balance(transfer.from.clone()), What::Moved(transfer))
    }

    /// Takes unique keys for a case.
    #[must_use]
    pub fn taking(self, names: Vec<String>, holder: &Key) -> Self {
        names.into_iter().fold(self, |outcome, name| {
            let hold = Hold { holder: holder.to_string(), standing: Standing::Live };
            outcome.with(Key::Unique(name), What::Hold(HoldChange::Taken(hold)))
        })
    }

    /// The unique keys given out so far.
    pub fn given(&self) -> Vec<String> {
        let taken = |event: &&Event| matches!(event.what, What::Hold(HoldChange::Taken(_)));
        self.events.iter().filter(taken).map(|event| event.subject.id()).collect()
    }

    /// Marks the holder of unique keys as funded.
    #[must_use]
    pub fn funding(self, names: Vec<String>) -> Self {
        names.into_iter().fold(self, |outcome, name| outcome.with(Key::Unique(name), What::Hold(HoldChange::Funded)))
    }

    /// Frees unique keys.
    #[must_use]
    pub fn freeing(self, names: Vec<String>) -> Self {
        names.into_iter().fold(self, |outcome, name| outcome.with(Key::Unique(name), What::Hold(HoldChange::Freed)))
    }

    /// Uses up the next number of a counter.
    #[must_use]
    pub fn counting(self, counter: &str) -> Self {
        self.with(Key::Counter(counter.to_owned()), What::Added(1))
    }

    /// Shows a number in the answer.
    #[must_use]
    pub fn numbered(mut self, number: String) -> Self {
        self.number = Some(number);
        self
    }

    /// Tells a party something about a case.
    #[must_use]
    pub fn telling(self, act: &Act, to: Addressee, about: &Key, text: &str, values: &[(&str, String)]) -> Self {
        let id = MessageId::new(act.fresh().id("message", self.events.len()));
        let message = Message {
            to,
            about: about.to_string(),
            text: text.to_owned(),
            values: values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            at: act.at,
        };
        self.with(Key::Message(id), What::Told(message))
    }

    /// The finished decision.
    pub fn done(self) -> Result<Decided, Stop> {
        Ok(Decided { events: self.events, answer: Answer { show: self.show, number: self.number } })
    }
}
