//! What happens to rosters and claims.

use super::{Claim, Entry, Money, Roster};
use crate::course::{CourseEvent, Place};
use crate::facts::Attested;
use crate::ids::RosterId;
use crate::paper::{Finding, Paper};
use jiff::Timestamp;
use policy::decision::Decision;
use policy::schema::IsoInstant;
use policy::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened to a claim or a roster.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum ClaimEvent {
    /// A roster was sent.
    RosterSent(Box<Roster>),
    /// A claim was opened.
    Opened(Box<Opened>),
    /// A roster line completed it; it moved on.
    OnRoster {
        /// The roster.
        roster: RosterId,
        /// The step passed.
        step: CourseEvent,
    },
    /// The provider declined.
    Declined {
        /// Why.
        words: String,
    },
    /// The enterprise answered.
    Answered(BTreeMap<String, Value>),
    /// A row was typed in.
    RowAdded {
        /// The list.
        list: String,
        /// The row.
        entry: Entry,
    },
    /// A row took the place of another.
    RowChanged {
        /// The list.
        list: String,
        /// Its place.
        place: usize,
        /// The row.
        entry: Entry,
    },
    /// A row was taken out.
    RowRemoved {
        /// The list.
        list: String,
        /// Its place.
        place: usize,
    },
    /// A paper was attached.
    Attached {
        /// As which document.
        document: String,
        /// The paper.
        paper: Paper,
    },
    /// A paper was removed.
    Detached {
        /// Which document.
        document: String,
    },
    /// The enterprise confirmed; the claim holds these further keys and sums.
    Confirmed {
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
        /// Further unique keys.
        keys: Vec<String>,
        /// Sums of limited keys.
        sums: BTreeMap<String, i64>,
    },
    /// The keys and sums taken at confirmation are given back, because the claim goes back or ends.
    KeysFreed {
        /// The keys it still holds.
        kept: Vec<String>,
    },
    /// An officer looked at a paper.
    Found {
        /// Which document.
        document: String,
        /// What was found.
        finding: Finding,
    },
    /// An officer compared a row.
    RowFound {
        /// The list.
        list: String,
        /// Its place.
        place: usize,
        /// What was found.
        finding: Finding,
    },
    /// An officer attested facts.
    AttestedFacts(BTreeMap<String, Attested>),
    /// It was moved to another edition of the policy.
    EditionMoved {
        /// The document before.
        from: String,
        /// The document now.
        to: String,
        /// Why.
        reason: String,
        /// The office that moved it.
        office: String,
        /// Where it stands anew; none where no step was under way.
        place: Option<Place>,
        /// The unique keys it holds under the document.
        keys: Vec<String>,
        /// The sums it takes of keys with a limit.
        sums: BTreeMap<String, i64>,
    },
    /// It moved on its course.
    Course(CourseEvent),
    /// The policy decided it, frozen with all its steps.
    Decided(Box<Decision>),
    /// What became of its money.
    Money(Money),
}

/// The opening of a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// The claim as it stands at first.
    pub claim: Claim,
}
