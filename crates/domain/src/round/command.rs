//! What can be asked of rounds.
//!
//! A command that changes what its page showed names the revision it was drawn from, or the hash it signs, which is
//! the stronger form of the same.

use super::sign::ApprovalPaper;
use crate::act::Personal;
use crate::ids::{ClaimId, ObjectionId, ProgrammeId, RoundId};
use jiff::civil::Date;
use policy::schema::IsoDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What can be asked of rounds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(missing_docs, reason = "`round` is the round and `drawn` the revision the page was drawn from, everywhere")]
pub enum RoundCommand {
    /// An officer of the first step puts decided claims together for a budget year.
    Form { programme: ProgrammeId, year: i16, claims: Vec<ClaimId> },
    /// An officer takes a line out, before experts are drawn or while the plan is made.
    TakeOut { round: RoundId, drawn: i64, claim: ClaimId, words: String },
    /// An officer draws the experts; the seed comes from the key of the act.
    DrawExperts { round: RoundId, drawn: i64 },
    /// An expert declares the lines in which there is an interest, perhaps none.
    DeclareInterests { round: RoundId, interests: BTreeSet<ClaimId> },
    /// An expert stays out of the round.
    Recuse { round: RoundId, words: String },
    /// An officer replaces an expert by the next one of the draw.
    ReplaceExpert { round: RoundId, drawn: i64, expert: String, words: String },
    /// An officer names the exceptions, each with the reason; the sample is drawn.
    ChooseLines { round: RoundId, drawn: i64, exceptions: BTreeMap<ClaimId, String> },
    /// An expert scores a line from 0 to 100; a draft until sealed.
    Score { round: RoundId, claim: ClaimId, points: u8, words: String },
    /// An expert seals the scores.
    SealScores { round: RoundId },
    /// An expert signs the opinion with the list, by its hash.
    SignOpinion { round: RoundId, hash: String, words: String },
    /// An officer whose turn it is passes the step: the review, the notice, or a further rank on the plan.
    Pass { round: RoundId, drawn: i64, opinion: String },
    /// An officer publishes the list.
    Publish { round: RoundId, drawn: i64 },
    /// Anybody objects to a line; words and contact are sealed.
    Object { round: RoundId, claim: ClaimId, text: Personal, contact: Option<Personal> },
    /// An officer who did not check the claim rules an objection.
    RuleObjection { round: RoundId, drawn: i64, objection: ObjectionId, is_upheld: bool, words: String },
    /// An office hands its list over, by its hash.
    HandOver { round: RoundId, hash: String, words: String },
    /// An officer freezes the plan, by the hash of what was shown.
    Freeze { round: RoundId, drawn: i64, hash: String, opinion: String },
    /// A role signs the frozen plan, by its hash.
    Sign { round: RoundId, hash: String, words: String },
    /// An officer sends the round back with the reason; the plan thaws.
    SendBack { round: RoundId, drawn: i64, words: String },
    /// An officer registers the approval of an office that does not sign in.
    RegisterApproval { round: RoundId, drawn: i64, paper: ApprovalPaper },
    /// A second person confirms it, by the hash approved.
    ConfirmApproval { round: RoundId, drawn: i64, hash: String },
    /// Finance allots the plan's money to the districts.
    Allot { round: RoundId, drawn: i64, hash: String },
    /// District finance paid a line.
    Pay {
        round: RoundId,
        claim: ClaimId,
        receipt: String,
        #[schemars(with = "IsoDate")]
        on: Date,
    },
    /// A payment did not arrive.
    ReportFailure { round: RoundId, claim: ClaimId, reason: String },
    /// A failed payment is made again.
    PayAgain { round: RoundId, claim: ClaimId },
    /// A failed payment is given up; its money goes back to the city.
    GiveUp { round: RoundId, claim: ClaimId, reason: String },
    /// An office confirms due, paid and difference.
    Reconcile { round: RoundId, drawn: i64, opinion: String },
}

impl RoundCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Form { .. } => "round.form",
            Self::TakeOut { .. } => "round.take_out",
            Self::DrawExperts { .. } => "round.draw_experts",
            Self::DeclareInterests { .. } => "round.declare_interests",
            Self::Recuse { .. } => "round.recuse",
            Self::ReplaceExpert { .. } => "round.replace_expert",
            Self::ChooseLines { .. } => "round.choose_lines",
            Self::Score { .. } => "round.score",
            Self::SealScores { .. } => "round.seal_scores",
            Self::SignOpinion { .. } => "round.sign_opinion",
            Self::Pass { .. } => "round.pass",
            Self::Publish { .. } => "round.publish",
            Self::Object { .. } => "round.object",
            Self::RuleObjection { .. } => "round.rule_objection",
            Self::HandOver { .. } => "round.hand_over",
            Self::Freeze { .. } => "round.freeze",
            Self::Sign { .. } => "round.sign",
            Self::SendBack { .. } => "round.send_back",
            Self::RegisterApproval { .. } => "round.register_approval",
            Self::ConfirmApproval { .. } => "round.confirm_approval",
            Self::Allot { .. } => "round.allot",
            Self::Pay { .. } => "round.pay",
            Self::ReportFailure { .. } => "round.report_failure",
            Self::PayAgain { .. } => "round.pay_again",
            Self::GiveUp { .. } => "round.give_up",
            Self::Reconcile { .. } => "round.reconcile",
        }
    }
}
