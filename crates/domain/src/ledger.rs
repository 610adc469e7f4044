//! The double-entry ledger of a programme: accounts, entries, and the rule that every entry sums
//! to zero (I11). Nothing is edited; a correction is a further entry.

use crate::ids::ProgrammeId;
use policy::money::Fen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One account of the ledger: a purpose within one budget year and stream.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// The programme.
    pub programme: ProgrammeId,
    /// The budget year.
    pub year: i16,
    /// The stream's id in the policy.
    pub stream: String,
    /// What the money in it is for.
    pub purpose: Purpose,
}

/// What the money in an account is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Purpose {
    /// The appropriation it all comes from; falls below zero by the budget (财政安排).
    Appropriation,
    /// Free to reserve (可用).
    Available,
    /// Reserved for filings (预留).
    Reserved,
    /// Committed by a frozen plan (已批).
    Committed,
    /// Sent down to a district's finance bureau (已拨区县).
    AtDistrict {
        /// The district's id in the city's register.
        district: String,
    },
    /// Paid to beneficiaries (已付).
    Paid,
    /// Returned to the city (退回).
    Returned,
    /// Owed by beneficiaries (应追回); falls below zero against `Recovered`.
    Receivable,
    /// Recovered (已追回).
    Recovered,
}

impl Account {
    /// Whether the account may fall below zero.
    pub fn may_overdraw(&self) -> bool {
        matches!(self.purpose, Purpose::Appropriation | Purpose::Receivable)
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/", self.programme, self.year, self.stream)?;
        match &self.purpose {
            Purpose::Appropriation => f.write_str("appropriation"),
            Purpose::Available => f.write_str("available"),
            Purpose::Reserved => f.write_str("reserved"),
            Purpose::Committed => f.write_str("committed"),
            Purpose::AtDistrict { district } => write!(f, "at_district/{district}"),
            Purpose::Paid => f.write_str("paid"),
            Purpose::Returned => f.write_str("returned"),
            Purpose::Receivable => f.write_str("receivable"),
            Purpose::Recovered => f.write_str("recovered"),
        }
    }
}

/// A transfer between two accounts, with its reason and clause.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// The account that gives.
    pub from: Account,
    /// The account that receives.
    pub to: Account,
    /// How much; never negative.
    pub amount: Fen,
    /// The word for the reason, such as `reserve` or `payout`.
    pub reason: String,
    /// The clause of the policy that the transfer rests on.
    pub clause: String,
    /// The case or round it belongs to, as text of its key.
    pub about: String,
}

impl Transfer {
    /// The two postings of the transfer; they sum to zero by construction.
    pub fn postings(&self) -> Option<[(&Account, Fen); 2]> {
        let taken = self.amount.negate()?;
        Some([(&self.from, taken), (&self.to, self.amount)])
    }
}
