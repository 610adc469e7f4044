//! The lines of a round: one claim each, with what its place in the order and its money depend on.
//! Nobody can edit the amount of a line; it can only leave.

use crate::ids::{AccountId, ClaimId, EnterpriseId, FilingId};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::money::Fen;
use policy::schema::{IsoDate, IsoInstant};
use policy::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One claim in a round.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// The claim.
    pub claim: ClaimId,
    /// Its filing.
    pub filing: FilingId,
    /// Who is to be paid.
    pub enterprise: EnterpriseId,
    /// The name at that time, for lists.
    pub enterprise_name: String,
    /// The district of registration when the round was formed; the plan takes it anew (A15).
    pub district: String,
    /// The provider of the contract year.
    pub provider: String,
    /// The stream.
    pub stream: String,
    /// The first day of the contract year.
    #[schemars(with = "IsoDate")]
    pub service_date: Date,
    /// What the decision awarded, in fen.
    pub award: Fen,
    /// What was reserved for the filing when the round was formed.
    pub reservation: Option<Reserved>,
    /// When the enterprise confirmed the claim.
    #[schemars(with = "Option<IsoInstant>")]
    pub received_at: Option<Timestamp>,
    /// In how many rounds the money did not reach it before.
    #[serde(default)]
    pub waited: u32,
    /// The values that the policy's order and bounds read, by fact.
    pub order_facts: BTreeMap<String, Value>,
    /// The role that decided the claim; it hands the line over where the policy asks for it.
    pub decided_by: String,
    /// Who passed a step of the claim; none of them rules an objection to it.
    pub checked_by: Vec<AccountId>,
    /// Where it stands.
    pub standing: Standing,
}

/// Money set aside for a filing in a budget year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reserved {
    /// The budget year.
    pub year: i16,
    /// How much, in fen.
    pub amount: Fen,
    /// Since when.
    #[schemars(with = "IsoDate")]
    pub since: Date,
}

/// Where a line stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// In the round, on the way to the plan's money.
    In,
    /// Left out.
    Out {
        /// Why.
        why: Leaving,
        /// In words.
        words: String,
    },
    /// Its money is with the district.
    Payable,
    /// Paid.
    Paid {
        /// The bank's receipt number.
        receipt: String,
        /// On which day.
        #[schemars(with = "IsoDate")]
        on: Date,
    },
    /// The payment did not arrive; the money is still with the district.
    Failed {
        /// Why.
        reason: String,
    },
    /// Given up; the money went back to the city.
    Returned {
        /// Why.
        reason: String,
    },
}

impl Standing {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out { .. } => "out",
            Self::Payable => "payable",
            Self::Paid { .. } => "paid",
            Self::Failed { .. } => "payment_failed",
            Self::Returned { .. } => "returned",
        }
    }

    /// Whether nothing is left to be paid: paid or returned.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Paid { .. } | Self::Returned { .. } => true,
            Self::In | Self::Out { .. } | Self::Payable | Self::Failed { .. } => false,
        }
    }
}

/// Why a line left its round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// The experts did not pass it (三(五)2); the award is lost.
    ReviewFailed,
    /// An objection to it was upheld; the award is lost.
    ObjectionUpheld,
    /// An officer took it out; it may join another round.
    TakenOut,
    /// The plan had no money for it; it may join another round.
    NoMoney,
}

impl Leaving {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::ReviewFailed => "review_failed",
            Self::ObjectionUpheld => "objection_upheld",
            Self::TakenOut => "taken_out",
            Self::NoMoney => "no_money",
        }
    }

    /// Whether the award is lost with it.
    pub fn is_for_good(self) -> bool {
        match self {
            Self::ReviewFailed | Self::ObjectionUpheld => true,
            Self::TakenOut | Self::NoMoney => false,
        }
    }
}
