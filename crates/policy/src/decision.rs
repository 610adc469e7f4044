//! A decision: what came out, and every step that led there, each with its clause.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{Facts, Readings};
use crate::money::{Fen, Ratio, Rounding};
use crate::text::Text;
use crate::value::Value;

/// The version of the JSON form of [`Decision`].
pub const DECISION_VERSION: u16 = 1;

/// What was decided on one claim, frozen: it can be explained and replayed at any time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// [`DECISION_VERSION`] at the time.
    pub version: u16,
    /// Policy id.
    pub policy: String,
    /// Policy hash.
    pub hash: String,
    /// The reading in force for every switch, defaults written out.
    pub readings: Readings,
    /// The facts it was decided on, only those the policy decides by.
    pub facts: Facts,
    /// Every step, in order.
    pub steps: Vec<StepRecord>,
    /// What came out.
    pub outcome: Outcome,
    /// What would change it.
    pub counterfactuals: Vec<Counterfactual>,
}

/// What came out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    /// An award, `code` being `FULL` or that of the last cut that lowered it.
    Award {
        /// Fen, rounded as the policy says.
        fen: Fen,
        /// `FULL`, or the code of the last cut.
        code: String,
    },
    /// Refused: every failed requirement in order; the first is the legal ground.
    Refused {
        /// Codes, at least one.
        failed: Vec<String>,
    },
    /// Nothing failed, but facts are missing.
    Pending {
        /// Fact ids in declaration order.
        missing: Vec<String>,
    },
    /// A ruling or another notice is awaited.
    Held {
        /// Switch or parameter ids.
        awaiting: Vec<String>,
    },
}

/// One step of a decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StepRecord {
    /// Id or code of the rule.
    pub rule: String,
    /// Clause id.
    pub clause: String,
    /// The id of the document above that the clause is from; nothing for a clause of the policy itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What was done.
    pub operation: Operation,
    /// What it read: id and value, nothing where unknown.
    pub inputs: Vec<(String, Option<Value>)>,
    /// What it gave, nothing where unknown.
    pub value: Option<Value>,
}

/// What one step did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Operation {
    /// Tested a requirement.
    Requirement,
    /// Looked a value up in a table.
    LookUp,
    /// Computed a named quantity.
    Compute,
    /// Took a ratio of an amount and rounded it.
    Share {
        /// The ratio, where known.
        ratio: Option<Ratio>,
        /// The granule in fen, where known.
        granule: Option<Fen>,
        /// The direction.
        rounding: Rounding,
    },
    /// Took an amount as it is, before any cut.
    Amount,
    /// Capped the amount.
    Cut {
        /// The code if it lowers.
        code: String,
        /// The limit, nothing where unknown.
        limit: Option<Fen>,
        /// 扣除: what was deducted, where the cut is a deduction.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        less: Option<Fen>,
        /// Whether it lowered the amount.
        lowered: bool,
    },
}

/// Something that would change the outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Counterfactual {
    /// Id of the fact, or the code of the requirement.
    pub about: String,
    /// Value of the fact that would change it, where one number or date decides.
    pub at: Option<Value>,
    /// The award then, where it is known.
    pub award: Option<Fen>,
    /// In words.
    pub words: Text,
}

/// One rung of the ladder a page draws.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LadderStep {
    /// Clause id, for the link.
    pub clause: String,
    /// The name of the document above that the clause is from, in the tongue asked for; nothing for the policy's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// One sentence in the tongue asked for.
    pub sentence: String,
    /// Name and value of what it read.
    pub inputs: Vec<(String, String)>,
    /// What it gave.
    pub result: String,
    /// How it is marked.
    pub mark: Mark,
}

/// How a rung is marked; never by colour alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Met, or computed.
    Ok,
    /// Not met.
    Failed,
    /// Unknown yet.
    Unknown,
    /// Lowered the amount.
    Lowered,
    /// A requirement of a clause that is for other claims.
    Aside,
}

/// A named quantity, evaluated.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evaluated {
    /// Known.
    Known(Value),
    /// Not known, with the facts that are missing.
    Missing(Vec<String>),
    /// Never a quantity of this policy.
    Undeclared,
}

impl Outcome {
    /// The award in fen; zero for everything but an award.
    pub fn award(&self) -> Fen {
        match self {
            Self::Award { fen, .. } => *fen,
            Self::Refused { .. } | Self::Pending { .. } | Self::Held { .. } => Fen::ZERO,
        }
    }

    /// The one code that stands for the outcome: `FULL`, a cut, the first failed requirement, `PENDING` or `HELD`.
    pub fn reason(&self) -> &str {
        match self {
            Self::Award { code, .. } => code,
            Self::Refused { failed } => failed.first().map_or("REFUSED", String::as_str),
            Self::Pending { .. } => "PENDING",
            Self::Held { .. } => "HELD",
        }
    }
}
