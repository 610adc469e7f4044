//! What a message says: the same sentences in the inbox, on the case's page and in the mail. Every one says what has
//! happened, what is to be done, and by when where something is due.

use crate::app::App;
use crate::lang::Lang;
use crate::refusals::label;
use crate::web::format;
use domain::act::{Actor, Seat};
use domain::ids::{ClaimId, FilingId, InterpretationId, ProgrammeId, RoundId};
use domain::message::{Addressee, Message};
use domain::world::{Aggregate, Key};
use fluent_bundle::FluentValue;
use jiff::civil::Date;
use policy::money::Fen;
use policy::plan::procedure::Duration;
use policy::policy::Policy;
use std::sync::Arc;
use store::store::StoreError;

pub mod notes;
#[cfg(test)]
mod tests;

/// The parameter of a policy that says how many working days a provider has to answer.
const ANSWER_WORKDAYS: &str = "roster_answer_workdays";

/// Names of the values that the sentences use.
const VALUES: [&str; 8] = ["number", "step", "items", "codes", "amount", "reason", "words", "clause"];
/// What a sentence sees where there is no value, to choose other words.
const NOTHING: &str = "none";
/// Sentences that follow where their value is known: a deadline, an answer awaited, a reservation that lapses.
const TAILS: [&str; 3] = ["until", "days", "lapse"];

/// The line a message stands under in a list, and the subject of its mail.
pub fn subject(lang: Lang, policy: Option<&Policy>, message: &Message) -> String {
    lang.t_with(&format!("{}-subject", key(message)), &values(lang, policy, message)).into_owned()
}

/// The text of a message.
pub fn text(lang: Lang, policy: Option<&Policy>, message: &Message) -> String {
    let key = key(message);
    let mut text = lang.t_with(&key, &values(lang, policy, message)).into_owned();
    for name in TAILS {
        let Some(value) = tail(lang, policy, message, name) else { continue };
        let tail = format!("{key}-{name}");
        let sentence = lang.t_with(&tail, &[(name, value.into())]);
        if sentence != tail {
            text.push_str(lang.pick("", " "));
            text.push_str(&sentence);
        }
    }
    text
}

/// As whom an actor is told things: their enterprise, office or provider, and themselves.
pub fn addressees(actor: &Actor) -> Vec<Addressee> {
    let party = match &actor.seat {
        Seat::Enterprise { enterprise, .. } => Some(Addressee::Enterprise(enterprise.clone())),
        Seat::Office { office, .. } => Some(Addressee::Office(office.clone())),
        Seat::Provider { provider } => Some(Addressee::Provider(provider.clone())),
        Seat::Newcomer
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => None,
    };
    party.into_iter().chain([Addressee::Account(actor.account.clone())]).collect()
}

/// The policy that a case is decided by, for the names in its messages; `about` is the text of the case's key.
///
/// # Errors
/// When the case cannot be read.
pub async fn policy_of(app: &App, about: &str) -> Result<Option<Arc<Policy>>, StoreError> {
    let Some(key) = case_key(about) else { return Ok(None) };
    let hash = match app.store.load(&key).await?.state {
        Some(Aggregate::Filing(filing)) => filing.policy_hash,
        Some(Aggregate::Claim(claim)) => claim.policy_hash,
        Some(Aggregate::Round(round)) => round.policy_hash,
        Some(Aggregate::Programme(programme)) => programme.policy_on(app.clock.today()).to_owned(),
        Some(Aggregate::Interpretation(asked)) => asked.policy_hash,
        Some(_) | None => return Ok(None),
    };
    let setting = app.setting();
    Ok(setting.policies.get(&hash).or_else(|| setting.checked.get(&hash)).cloned())
}

fn case_key(about: &str) -> Option<Key> {
    let (kind, id) = about.split_once(':')?;
    match kind {
        "filing" => Some(Key::Filing(FilingId::new(id))),
        "claim" => Some(Key::Claim(ClaimId::new(id))),
        "round" => Some(Key::Round(RoundId::new(id))),
        "programme" => Some(Key::Programme(ProgrammeId::new(id))),
        "interpretation" => Some(Key::Interpretation(InterpretationId::new(id))),
        _ => None,
    }
}

fn key(message: &Message) -> String {
    format!("message-{}", message.text.replace('_', "-"))
}

/// The values as they are read: names for ids, amounts as sums of money.
fn values(lang: Lang, policy: Option<&Policy>, message: &Message) -> Vec<(&'static str, FluentValue<'static>)> {
    let shown = |name: &str| {
        let value = message.values.get(name).map_or("", String::as_str);
        match name {
            "step" => label(lang, policy, value),
            "codes" => {
                let codes = value.split(", ").filter(|code| !code.is_empty());
                codes.map(|code| label(lang, policy, code)).collect::<Vec<_>>().join(lang.pick("；", "; "))
            }
            "amount" => amount(lang, value),
            _ => value.to_owned(),
        }
    };
    let shown = |name| Some(shown(name)).filter(|text| !text.is_empty()).unwrap_or_else(|| NOTHING.to_owned());
    VALUES.into_iter().map(|name| (name, FluentValue::from(shown(name)))).collect()
}

/// An amount as a journal keeps it, in the reader's way of writing.
fn amount(lang: Lang, value: &str) -> String {
    let fen: Result<Fen, _> = value.replace(',', "").parse();
    fen.map_or_else(|_| value.to_owned(), |fen| format::money(lang, fen))
}

/// What a following sentence speaks of; nothing where it has nothing to say.
fn tail(lang: Lang, policy: Option<&Policy>, message: &Message, name: &str) -> Option<String> {
    match name {
        "until" => {
            let day: Date = message.values.get(name)?.parse().ok()?;
            Some(format::date_text(lang, day))
        }
        "days" => policy?.plan().integer(ANSWER_WORKDAYS).map(|days| days.to_string()),
        _ => policy?.plan().reserves.first()?.lapse.as_ref().map(|lapse| length(lang, lapse.after)),
    }
}

/// A length of time in words.
fn length(lang: Lang, length: Duration) -> String {
    let (key, count) = match length {
        Duration::Workdays(count) => ("message-workdays", count),
        Duration::Days(count) => ("message-days", count),
        Duration::Months(count) => ("message-months", count),
        Duration::Years(count) => ("message-years", count),
    };
    lang.t_with(key, &[("n", count.into())]).into_owned()
}
