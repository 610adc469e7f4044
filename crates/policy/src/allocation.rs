//! Shares one pot out among a set of claims by a rule of the policy: who is paid how much, what is cut, and why.
//!
//! Pure and exact: the same claims, money and readings give the same bytes in whatever order the claims are handed in.
//! Nobody is paid more than the award, and all together never more than the money there is. What a claim is worth is
//! not decided here.

mod bounds;
pub mod moment;
mod prorata;
mod rank;
mod share;
mod sheet;
mod tell;
mod totals;
mod walk;
mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{Facts, Readings};
use crate::money::Fen;
use crate::plan::sharing::Sharing;
use crate::plan::words::{PayMethod, SurplusTo, UnpaidRest};
use crate::policy::Policy;
use crate::schema::IsoInstant;
use crate::text::Text;

pub(crate) use sheet::Sheet;

/// The fact under which a policy knows what the decision awarded (应补额).
pub const DUE: &str = "due_fen";
/// The fact under which a policy knows what is reserved for the case (预留额).
pub const HELD: &str = "held_fen";
/// The fact under which a policy knows what free money there could be for the case (腾出额): as much as its award.
pub const FREED: &str = "freed_fen";

/// Version of the JSON form of an [`Allocation`].
pub const ALLOCATION_VERSION: u32 = 1;

/// One claim that asks for money.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Claimant {
    /// Its id, unique within the set; breaks the last tie of an order.
    pub id: String,
    /// What was awarded, in fen; for what is carried over, what was left unpaid.
    pub award: Fen,
    /// What is reserved for it alone, in fen. It is paid out of this first, under every rule.
    pub reserved: Fen,
    /// Whether what it does not need of its reservation is free for the others: it is money of the same pot.
    pub frees_rest: bool,
    /// When it was received.
    #[schemars(with = "Option<IsoInstant>")]
    pub received_at: Option<Timestamp>,
    /// In how many rounds the money did not reach it (不足 下次先补); 0 for a new claim.
    pub waited: u32,
    /// Who it belongs to, by the id of the unit: `provider`, `district`, `enterprise`.
    pub units: BTreeMap<String, String>,
    /// What the order, the groups and the amounts of the rule read.
    pub facts: Facts,
}

/// What becomes of a set of claims.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Allocation {
    /// [`ALLOCATION_VERSION`].
    pub version: u32,
    /// The policy's id.
    pub policy: String,
    /// The policy's hash.
    pub hash: String,
    /// The clause of the rule.
    pub clause: String,
    /// How it pays.
    pub method: PayMethod,
    /// SHA-256 of the claims in order of id, the money and the readings, as JSON: the same input has the same digest.
    pub input: String,
    /// The free money, in fen; reservations come on top of it.
    pub free: Fen,
    /// What claims do not need of their reservations, in fen; it is shared out with the free money.
    pub released: Fen,
    /// Every claim, in the order of the rule.
    pub lines: Vec<Line>,
    /// The sum of all awards, in fen.
    pub awarded: Fen,
    /// The sum of all payments, in fen.
    pub total: Fen,
    /// How much of the sum comes out of reservations, in fen.
    pub from_reserved: Fen,
    /// The sum for each band, in the order of the bands; empty where the rule makes none.
    pub bands: Vec<BandTotal>,
    /// Every group of every limit, as far as it has claims.
    pub limits: Vec<BoundTotal>,
    /// Every group of every kept share, as far as it has claims.
    pub floors: Vec<BoundTotal>,
    /// What is left over of the free money and of what was released, in fen.
    pub surplus: Fen,
    /// What becomes of it, where the policy says so.
    pub surplus_to: Option<SurplusTo>,
    /// What goes before all others the next time; empty unless the policy says 不足 下次先补.
    pub carried: Vec<Carried>,
}

/// One claim of an allocation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Its place in the order, from 1.
    pub place: usize,
    /// The claim.
    pub id: String,
    /// Its band, as a value of the key that makes bands.
    pub band: Option<String>,
    /// What was awarded, in fen.
    pub award: Fen,
    /// What it is paid, in fen.
    pub amount: Fen,
    /// How much of that comes out of its reservation, in fen.
    pub from_reserved: Fen,
    /// What is cut, in fen: the award less the amount.
    pub cut: Fen,
    /// Every cut with its reason; they add up to what is cut.
    pub cuts: Vec<Cut>,
}

/// One cut of a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cut {
    /// How much, in fen.
    pub amount: Fen,
    /// Why.
    pub reason: Reason,
    /// The code of the limit that cut it.
    pub code: Option<String>,
    /// The clause.
    pub clause: String,
    /// In words.
    pub words: Text,
}

/// Why something is cut. Amounts in fen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 付: the rule pays less than the award, however much money there is.
    Payable,
    /// 限 … 不超过: the group may get no more.
    Limit {
        /// Which limit, from 0.
        limit: usize,
        /// The most the group may get.
        cap: Fen,
    },
    /// 限 … 至多: no more claims of the group are paid.
    Count {
        /// Which limit, from 0.
        limit: usize,
        /// How many may be paid.
        cap: i64,
    },
    /// The money reaches for a part of it.
    InPart,
    /// The money was used up before its turn.
    UsedUp,
    /// It does not fit into what is left; the rule passes such claims over.
    DoesNotFit,
    /// It does not fit into what is left; the rule stops here.
    StopsHere,
    /// The rule stopped at a claim before it.
    AfterTheStop,
    /// All of its band are paid the same share.
    ProRata {
        /// What the band is paid of free money.
        paid: Fen,
        /// What it would need.
        needed: Fen,
        /// Whether one unit more was given for the largest remainder.
        extra: bool,
    },
}

/// The sum for one band.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BandTotal {
    /// The value of the key that makes bands; empty for claims that are carried over.
    pub band: String,
    /// How many claims.
    pub claims: usize,
    /// What was awarded to them, in fen.
    pub awarded: Fen,
    /// What they are paid, in fen.
    pub paid: Fen,
}

/// The sum for one group of a limit or of a kept share.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BoundTotal {
    /// Which of them, from 0, in the order written.
    pub number: usize,
    /// The values of its keys.
    pub group: Vec<String>,
    /// The bound in fen, or in claims for 至多.
    pub bound: i64,
    /// How many claims of the group are paid.
    pub claims_paid: usize,
    /// What they are paid, in fen.
    pub paid: Fen,
}

/// What goes before all others the next time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Carried {
    /// The claim.
    pub id: String,
    /// What the money did not reach for, in fen.
    pub amount: Fen,
    /// In how many rounds by then.
    pub waited: u32,
}

/// Why nothing can be shared out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CannotAllocate {
    /// The policy has no rule of this kind.
    #[error("the policy has no rule for sharing money out")]
    NoRule,
    /// Two claims have one id.
    #[error("the claim `{0}` stands twice")]
    Repeated(String),
    /// An award or a reservation is below zero.
    #[error("an amount of the claim `{0}` is below zero")]
    Negative(String),
    /// Facts that the rule needs of a claim are not known.
    #[error("the claim `{id}` lacks {}", .missing.join(", "))]
    Missing {
        /// The claim.
        id: String,
        /// Ids of facts and units.
        missing: Vec<String>,
    },
    /// The amount of a bound differs from claim to claim of one group.
    #[error("the bound `{bound}` is not the same for all claims of `{group}`")]
    Differs {
        /// The bound as written.
        bound: String,
        /// The values of the group.
        group: String,
    },
    /// Everyone is to be paid in full, and so much is missing.
    #[error("the money is short by {0}")]
    Short(Fen),
    /// The sum of the amounts leaves 64 bits.
    #[error("the amounts are too large to be added up")]
    TooLarge,
}

/// The rule by which money is shared out, with what it needs of the statement it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// Order, method and bounds.
    pub sharing: &'a Sharing,
    /// Id of the quantity that says what a claim may be paid; the award where there is none.
    pub pay: Option<&'a str>,
    /// The clause.
    pub clause: &'a str,
}

impl Policy {
    /// Shares `free` fen out by the first 结算 of the policy. Reservations of the claims come on top of it.
    ///
    /// # Errors
    /// Where a claim lacks what the rule needs, where everyone is to be paid in full and the money is short, and where
    /// the policy has no 结算.
    pub fn allocate(&self, claims: &[Claimant], free: Fen, readings: &Readings) -> Result<Allocation, CannotAllocate> {
        let settle = self.plan().settles.first().ok_or(CannotAllocate::NoRule)?;
        let rule = Rule { sharing: &settle.sharing, pay: Some(&settle.pay), clause: &settle.clause };
        self.allocate_by(rule, claims, free, readings)
    }

    /// As [`Policy::allocate`], by another rule, such as that of a 预留.
    ///
    /// # Errors
    /// As above.
    pub fn allocate_by(
        &self,
        rule: Rule,
        claims: &[Claimant],
        free: Fen,
        readings: &Readings,
    ) -> Result<Allocation, CannotAllocate> {
        Sheet::new(self.decider(), rule, readings).allocate(claims, free)
    }
}

impl Allocation {
    /// The line of a claim.
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// One line of JSON, the same bytes for the same allocation.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

impl Line {
    /// The code of its first cut: that of a limit, or the name of the reason in capitals; `FULL` where nothing is cut.
    pub fn code(&self) -> &str {
        let Some(cut) = self.cuts.first() else { return "FULL" };
        let reason = match cut.reason {
            Reason::Payable => "PAYABLE",
            Reason::Limit { .. } => "LIMIT",
            Reason::Count { .. } => "COUNT",
            Reason::InPart => "IN_PART",
            Reason::UsedUp => "USED_UP",
            Reason::DoesNotFit => "DOES_NOT_FIT",
            Reason::StopsHere => "STOPS_HERE",
            Reason::AfterTheStop => "AFTER_THE_STOP",
            Reason::ProRata { .. } => "PRO_RATA",
        };
        cut.code.as_deref().unwrap_or(reason)
    }
}

impl Sharing {
    /// Whether what the money did not reach for stands first the next time.
    pub fn carries_over(&self) -> bool {
        self.unpaid == Some(UnpaidRest::FirstNextTime)
    }
}
