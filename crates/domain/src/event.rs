//! Events: what happened, in the past tense. No event, no change (I1).

use crate::ledger::Transfer;
use crate::message::Message;
use crate::unique::HoldChange;
use crate::world::Key;
use crate::{account, claim, edition, enterprise, filing, interpretation, programme, round};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One event: what it is about, and what happened to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// The aggregate it changes.
    pub subject: Key,
    /// What happened.
    pub what: What,
}

/// What happened, by the kind of thing it happened to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "on", content = "event", rename_all = "snake_case")]
pub enum What {
    /// To an account.
    Account(account::AccountEvent),
    /// To an enterprise.
    Enterprise(enterprise::EnterpriseEvent),
    /// To a programme.
    Programme(programme::ProgrammeEvent),
    /// To an edition of a policy.
    Edition(edition::EditionEvent),
    /// To a question to the interpreting authority.
    Interpretation(interpretation::InterpretationEvent),
    /// To a filing.
    Filing(filing::FilingEvent),
    /// To a claim or a roster.
    Claim(claim::ClaimEvent),
    /// To a round.
    Round(round::RoundEvent),
    /// Money moved between two accounts of the ledger; the subject is the giving account.
    Moved(Transfer),
    /// A unique key changed hands.
    Hold(HoldChange),
    /// A counter grew: by one for a serial number, by an amount for a sum that a key limits.
    Added(i64),
    /// Somebody was told something.
    Told(Message),
}
