//! What happened to a round.

use super::line::{Leaving, Line};
use super::notice::{Objection, ObjectionRuling};
use super::panel::{Choice, Score};
use super::reconcile::Sums;
use super::{Approval, Frozen, Signature};
use crate::course::{CourseEvent, Place};
use crate::ids::{AccountId, ClaimId, ObjectionId, ProgrammeId};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What happened to a round.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum RoundEvent {
    /// It was formed.
    Formed(Box<Formed>),
    /// It moved on its course.
    Course(CourseEvent),
    /// A line left it.
    LineLeft {
        /// The claim.
        claim: ClaimId,
        /// Why.
        why: Leaving,
        /// In words.
        words: String,
    },
    /// The experts were drawn.
    ExpertsDrawn {
        /// What they were drawn by.
        seed: String,
        /// All who could be drawn, in the order of the draw.
        candidates: Vec<String>,
        /// Left out for their employer.
        left_out: Vec<String>,
        /// The first ones: the panel.
        members: Vec<String>,
    },
    /// An expert declared interests.
    InterestsDeclared {
        /// The expert.
        expert: String,
        /// The lines, perhaps none.
        interests: BTreeSet<ClaimId>,
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// An expert left the panel; every signature under the opinion is void.
    ExpertLeft {
        /// The expert.
        expert: String,
        /// Why.
        words: String,
        /// Who takes the place.
        next: Option<String>,
    },
    /// The lines to be seen one by one were chosen.
    LinesChosen {
        /// The lines, and why.
        chosen: BTreeMap<ClaimId, Choice>,
    },
    /// An expert scored a line, as a draft.
    Scored {
        /// The expert.
        expert: String,
        /// The claim.
        claim: ClaimId,
        /// The score.
        score: Score,
    },
    /// An expert sealed the scores.
    ScoresSealed {
        /// The expert.
        expert: String,
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// An expert signed the opinion with the list.
    OpinionSigned {
        /// The expert.
        expert: String,
        /// The signature.
        signature: Signature,
    },
    /// The list was published.
    Published {
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
        /// The last day of the notice.
        #[schemars(with = "IsoDate")]
        until: Date,
        /// The hash of the list.
        hash: String,
    },
    /// Somebody objected.
    Objected {
        /// The number of the objection.
        objection: ObjectionId,
        /// What it is.
        content: Objection,
    },
    /// An objection was ruled.
    ObjectionRuled {
        /// Which.
        objection: ObjectionId,
        /// How.
        ruling: ObjectionRuling,
    },
    /// An office handed its list over.
    HandedOver(Signature),
    /// The plan was frozen.
    Frozen(Box<Frozen>),
    /// The plan was taken back; every signature on it is void.
    Thawed {
        /// Which version.
        version: i64,
    },
    /// A role signed the plan.
    Signed(Signature),
    /// The approval of an office that does not sign in was registered; somebody else confirms.
    ApprovalRegistered(Approval),
    /// The money is with the districts.
    Allotted {
        /// On which day.
        #[schemars(with = "IsoDate")]
        on: Date,
    },
    /// A line was paid.
    Paid {
        /// The claim.
        claim: ClaimId,
        /// The bank's receipt number.
        receipt: String,
        /// On which day.
        #[schemars(with = "IsoDate")]
        on: Date,
    },
    /// A payment did not arrive.
    PaymentFailed {
        /// The claim.
        claim: ClaimId,
        /// Why.
        reason: String,
    },
    /// A failed payment is made again.
    PayingAgain {
        /// The claim.
        claim: ClaimId,
    },
    /// A failed payment was given up; the money went back to the city.
    Returned {
        /// The claim.
        claim: ClaimId,
        /// Why.
        reason: String,
    },
    /// An office confirmed sums.
    Reconciled {
        /// The sums.
        sums: Vec<Sums>,
        /// Whether it was the office of a district.
        is_district: bool,
        /// Who.
        by: AccountId,
    },
}

/// The forming of a round.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Formed {
    /// The programme.
    pub programme: ProgrammeId,
    /// The policy document whose procedure it follows.
    pub policy_hash: String,
    /// The budget year.
    pub year: i16,
    /// Its number.
    pub number: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub place: Place,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
}
