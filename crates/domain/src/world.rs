//! The world as an act sees it: the aggregates loaded so far, by key.
//!
//! A key that was never loaded makes `decide` stop with [`Stop::Need`]; the store loads it and asks
//! again. So `decide` reads only its arguments and no command lists its reads in advance.

use crate::edition::Edition;
use crate::event::{Event, What};
use crate::ids::{AccountId, ClaimId, EditionId, EnterpriseId, FilingId, InterpretationId};
use crate::ids::{MessageId, ProgrammeId, RosterId, RoundId};
use crate::interpretation::Interpretation;
use crate::ledger;
use crate::message::Message;
use crate::refusal::Refusal;
use crate::unique::{Hold, HoldChange};
use crate::{account::Account, claim::Claim, claim::Roster, enterprise::Enterprise};
use crate::{filing::Filing, programme::Programme, round::Round};
use policy::money::Fen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The name of one aggregate.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Key {
    /// An account.
    Account(AccountId),
    /// An enterprise.
    Enterprise(EnterpriseId),
    /// A programme.
    Programme(ProgrammeId),
    /// An edition of a policy.
    Edition(EditionId),
    /// A question to the interpreting authority.
    Interpretation(InterpretationId),
    /// A filing.
    Filing(FilingId),
    /// A claim.
    Claim(ClaimId),
    /// A roster.
    Roster(RosterId),
    /// A round.
    Round(RoundId),
    /// A message in an inbox.
    Message(MessageId),
    /// A unique key: its name in the policy and its values, joined by `/`.
    Unique(String),
    /// A serial counter.
    Counter(String),
    /// The balance of a ledger account.
    Balance(ledger::Account),
}

impl Key {
    /// The kind of aggregate, as stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Enterprise(_) => "enterprise",
            Self::Programme(_) => "programme",
            Self::Edition(_) => "edition",
            Self::Interpretation(_) => "interpretation",
            Self::Filing(_) => "filing",
            Self::Claim(_) => "claim",
            Self::Roster(_) => "roster",
            Self::Round(_) => "round",
            Self::Message(_) => "message",
            Self::Unique(_) => "unique",
            Self::Counter(_) => "counter",
            Self::Balance(_) => "balance",
        }
    }

    /// The id within its kind, as stored.
    pub fn id(&self) -> String {
        match self {
            Self::Account(id) => id.to_string(),
            Self::Enterprise(id) => id.to_string(),
            Self::Programme(id) => id.to_string(),
            Self::Edition(id) => id.to_string(),
            Self::Interpretation(id) => id.to_string(),
            Self::Filing(id) => id.to_string(),
            Self::Claim(id) => id.to_string(),
            Self::Roster(id) => id.to_string(),
            Self::Round(id) => id.to_string(),
            Self::Message(id) => id.to_string(),
            Self::Unique(id) | Self::Counter(id) => id.clone(),
            Self::Balance(account) => account.to_string(),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.id())
    }
}

/// The state of one aggregate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "state", rename_all = "snake_case")]
pub enum Aggregate {
    /// An account.
    Account(Account),
    /// An enterprise.
    Enterprise(Enterprise),
    /// A programme.
    Programme(Programme),
    /// An edition of a policy.
    Edition(Edition),
    /// A question to the interpreting authority.
    Interpretation(Interpretation),
    /// A filing.
    Filing(Filing),
    /// A claim.
    Claim(Claim),
    /// A roster.
    Roster(Roster),
    /// A round.
    Round(Round),
    /// A message.
    Message(Message),
    /// A held unique key.
    Unique(Hold),
    /// The last serial number given out.
    Counter(i64),
    /// A balance.
    Balance(Fen),
}

/// The aggregates loaded so far; `None` for a key that names nothing yet.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct World {
    loaded: BTreeMap<Key, Option<Aggregate>>,
}

/// Why a decision stops short.
#[derive(Clone, PartialEq, Debug)]
pub enum Stop {
    /// These keys must be loaded first.
    Need(Vec<Key>),
    /// The act is refused.
    Refused(Box<Refusal>),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

macro_rules! readers {
    ($($(#[$doc:meta])* $read:ident, $find:ident, $kind:ident, $id:ty, $state:ty;)+) => {$(
        $(#[$doc])*
        pub fn $read(&self, id: &$id) -> Result<&$state, Stop> {
            let key = Key::$kind(id.clone());
            match self.get(&key)? {
                Some(Aggregate::$kind(state)) => Ok(state),
                Some(_) | None => Err(Refusal::NotFound { what: key.to_string() }.into()),
            }
        }

        /// The same, or `None` where there is no such thing.
        pub fn $find(&self, id: &$id) -> Result<Option<&$state>, Stop> {
            match self.get(&Key::$kind(id.clone()))? {
                Some(Aggregate::$kind(state)) => Ok(Some(state)),
                Some(_) | None => Ok(None),
            }
        }
    )+};
}

impl World {
    /// Puts an aggregate (or its absence) into the world.
    pub fn load(&mut self, key: Key, state: Option<Aggregate>) {
        self.loaded.insert(key, state);
    }

    /// Every key loaded so far: what a decision in this world may have read.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.loaded.keys()
    }

    /// The state under a key; stops when it was never loaded.
    pub fn get(&self, key: &Key) -> Result<Option<&Aggregate>, Stop> {
        match self.loaded.get(key) {
            Some(state) => Ok(state.as_ref()),
            None => Err(Stop::Need(vec![key.clone()])),
        }
    }

    /// Stops with all of these keys that are not loaded, so that they come in one go.
    pub fn want(&self, keys: impl IntoIterator<Item = Key>) -> Result<(), Stop> {
        let missing: Vec<Key> = keys.into_iter().filter(|key| !self.loaded.contains_key(key)).collect();
        if missing.is_empty() { Ok(()) } else { Err(Stop::Need(missing)) }
    }

    readers! {
        /// An account; refused when there is none.
        account, find_account, Account, AccountId, Account;
        /// An enterprise; refused when there is none.
        enterprise, find_enterprise, Enterprise, EnterpriseId, Enterprise;
        /// A programme; refused when there is none.
        programme, find_programme, Programme, ProgrammeId, Programme;
        /// An edition; refused when there is none.
        edition, find_edition, Edition, EditionId, Edition;
        /// A question to the interpreting authority; refused when there is none.
        interpretation, find_interpretation, Interpretation, InterpretationId, Interpretation;
        /// A filing; refused when there is none.
        filing, find_filing, Filing, FilingId, Filing;
        /// A claim; refused when there is none.
        claim, find_claim, Claim, ClaimId, Claim;
        /// A roster; refused when there is none.
        roster, find_roster, Roster, RosterId, Roster;
        /// A round; refused when there is none.
        round, find_round, Round, RoundId, Round;
        /// A message; refused when there is none.
        message, find_message, Message, MessageId, Message;
    }

    /// Who holds a unique key now.
    pub fn hold(&self, name: &str) -> Result<Option<&Hold>, Stop> {
        match self.get(&Key::Unique(name.to_owned()))? {
            Some(Aggregate::Unique(hold)) => Ok(Some(hold)),
            Some(_) | None => Ok(None),
        }
    }

    /// The balance of a ledger account; zero where nothing was ever posted.
    pub fn balance(&self, account: &ledger::Account) -> Result<Fen, Stop> {
        match self.get(&Key::Balance(account.clone()))? {
            Some(Aggregate::Balance(fen)) => Ok(*fen),
            Some(_) | None => Ok(Fen::ZERO),
        }
    }

    /// What a counter stands at.
    pub fn count(&self, counter: &str) -> Result<i64, Stop> {
        match self.get(&Key::Counter(counter.to_owned()))? {
            Some(Aggregate::Counter(last)) => Ok(*last),
            Some(_) | None => Ok(0),
        }
    }

    /// The next serial number of a counter.
    pub fn next_number(&self, counter: &str) -> Result<i64, Stop> {
        Ok(self.count(counter)?.saturating_add(1))
    }

    /// Applies an event; a transfer changes two balances, anything else its subject. Total (I4).
    pub fn apply(&mut self, event: &Event) {
        if let What::Moved(transfer) = &event.what {
            for (account, fen) in transfer.postings().into_iter().flatten() {
                let key = Key::Balance(account.clone());
                let before = match self.loaded.get(&key) {
                    Some(Some(Aggregate::Balance(fen))) => *fen,
                    _ => Fen::ZERO,
                };
                let after = before.add(fen).unwrap_or(before);
                self.loaded.insert(key, Some(Aggregate::Balance(after)));
            }
            return;
        }
        let before = self.loaded.remove(&event.subject).flatten();
        let after = Aggregate::after(before, &event.what);
        self.loaded.insert(event.subject.clone(), after);
    }
}

impl Aggregate {
    /// The state after an event. An event that does not fit leaves the state as it was.
    fn after(before: Option<Self>, what: &What) -> Option<Self> {
        match (what, before) {
            (What::Account(event), Some(Self::Account(state))) => Some(Self::Account(state.apply(event))),
            (What::Account(event), None) => Account::opened(event).map(Self::Account),
            (What::Enterprise(event), Some(Self::Enterprise(state))) => Some(Self::Enterprise(state.apply(event))),
            (What::Enterprise(event), None) => Enterprise::registered(event).map(Self::Enterprise),
            (What::Programme(event), Some(Self::Programme(state))) => Some(Self::Programme(state.apply(event))),
            (What::Programme(event), None) => Programme::published(event).map(Self::Programme),
            (What::Edition(event), Some(Self::Edition(state))) => Some(Self::Edition(state.apply(event))),
            (What::Edition(event), None) => Edition::drafted(event).map(Self::Edition),
            (What::Interpretation(event), Some(Self::Interpretation(state))) => {
                Some(Self::Interpretation(state.apply(event)))
            }
            (What::Interpretation(event), None) => Interpretation::asked(event).map(Self::Interpretation),
            (What::Filing(event), Some(Self::Filing(state))) => Some(Self::Filing(state.apply(event))),
            (What::Filing(event), None) => Filing::started(event).map(Self::Filing),
            (What::Claim(event), Some(Self::Claim(state))) => Some(Self::Claim(state.apply(event))),
            (What::Claim(event), Some(Self::Roster(state))) => Some(Self::Roster(state.apply(event))),
            (What::Claim(event), None) => claim_or_roster(event),
            (What::Round(event), Some(Self::Round(state))) => Some(Self::Round(state.apply(event))),
            (What::Round(event), None) => Round::formed(event).map(Self::Round),
            (What::Hold(HoldChange::Taken(hold)), _) => Some(Self::Unique(hold.clone())),
            (What::Hold(HoldChange::Funded), Some(Self::Unique(hold))) => {
                Some(Self::Unique(Hold { standing: crate::unique::Standing::Funded, ..hold }))
            }
            (What::Hold(HoldChange::Freed), _) => None,
            (What::Added(more), Some(Self::Counter(last))) => Some(Self::Counter(last.saturating_add(*more))),
            (What::Added(more), _) => Some(Self::Counter(*more)),
            (What::Told(message), None) => Some(Self::Message(message.clone())),
            (_, before) => before,
        }
    }
}

fn claim_or_roster(event: &crate::claim::ClaimEvent) -> Option<Aggregate> {
    Claim::opened(event).map(Aggregate::Claim).or_else(|| Roster::sent(event).map(Aggregate::Roster))
}
