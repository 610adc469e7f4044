//! What may be asked for of rosters and claims.

use super::RosterLine;
use crate::course::ReturnItem;
use crate::ids::{ClaimId, FilingId, ProgrammeId};
use crate::paper::{File, Verdict};
use jiff::civil::Date;
use policy::facts::Row;
use policy::schema::IsoDate;
use policy::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What can be asked of rosters and claims.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ClaimCommand {
    /// The provider sends its roster; each line opens a claim or completes one.
    SendRoster {
        /// The programme.
        programme: ProgrammeId,
        /// The lines.
        lines: Vec<RosterLine>,
        /// The activation certificate.
        certificate: File,
        /// The truthfulness letter.
        letter: File,
    },
    /// The enterprise says that it is missing from the roster.
    ReportMissing {
        /// The filing.
        filing: FilingId,
        /// The first day of the contract year.
        #[schemars(with = "IsoDate")]
        service_date: Date,
    },
    /// The provider says that a reported enterprise was not on its cloud.
    Decline {
        /// The claim.
        claim: ClaimId,
        /// Why.
        words: String,
    },
    /// The enterprise answers what the policy asks.
    Answer {
        /// The claim.
        claim: ClaimId,
        /// By fact.
        answers: BTreeMap<String, Value>,
    },
    /// The enterprise types in a row of a list, with its paper.
    AddRow {
        /// The claim.
        claim: ClaimId,
        /// The list's id in the policy.
        list: String,
        /// The values.
        row: Row,
        /// The paper.
        file: Option<File>,
    },
    /// The enterprise puts a row in the place of another, as when a number was mistyped.
    ChangeRow {
        /// The claim.
        claim: ClaimId,
        /// The list.
        list: String,
        /// Its place in the list, from 0.
        place: usize,
        /// The values.
        row: Row,
        /// The paper.
        file: Option<File>,
    },
    /// The enterprise takes a row out.
    RemoveRow {
        /// The claim.
        claim: ClaimId,
        /// The list.
        list: String,
        /// Its place in the list, from 0.
        place: usize,
    },
    /// The enterprise attaches a paper.
    Attach {
        /// The claim.
        claim: ClaimId,
        /// As which document.
        document: String,
        /// The file.
        file: File,
        /// The paper's own date.
        #[schemars(with = "Option<IsoDate>")]
        dated: Option<Date>,
    },
    /// The enterprise removes a paper.
    Detach {
        /// The claim.
        claim: ClaimId,
        /// Which document.
        document: String,
    },
    /// The owner confirms the claim, or confirms it again after correction.
    Confirm {
        /// The claim.
        claim: ClaimId,
        /// The revision the page was drawn from.
        drawn: i64,
    },
    /// The owner takes it back.
    Withdraw {
        /// The claim.
        claim: ClaimId,
    },
    /// An officer looked at a paper.
    Find {
        /// The claim.
        claim: ClaimId,
        /// Which document.
        document: String,
        /// What was found.
        verdict: Verdict,
        /// Words, where something is wrong.
        words: String,
    },
    /// An officer compared a row with its paper.
    FindRow {
        /// The claim.
        claim: ClaimId,
        /// The list.
        list: String,
        /// Its place, from 0.
        place: usize,
        /// What was found.
        verdict: Verdict,
        /// Words, where something is wrong.
        words: String,
    },
    /// An officer attests facts.
    Attest {
        /// The claim.
        claim: ClaimId,
        /// By fact.
        facts: BTreeMap<String, Value>,
    },
    /// The actor whose turn it is passes the step; the last one decides.
    Pass {
        /// The claim.
        claim: ClaimId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The opinion.
        opinion: String,
    },
    /// The officer returns it for correction.
    Return {
        /// The claim.
        claim: ClaimId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The items.
        items: Vec<ReturnItem>,
        /// Why again.
        reason: Option<String>,
    },
    /// A reviewer or signer gives it back to the first rank of the office.
    HandBack {
        /// The claim.
        claim: ClaimId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// Why.
        words: String,
    },
    /// The lead office moves it to another edition of the policy.
    MoveEdition {
        /// The claim.
        claim: ClaimId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The hash of the document.
        policy_hash: String,
        /// Why.
        reason: String,
    },
    /// The officer refuses it on the grounds the decision gives, or proposes so to the next rank.
    Refuse {
        /// The claim.
        claim: ClaimId,
        /// The revision the page was drawn from.
        drawn: i64,
        /// The codes.
        codes: Vec<String>,
        /// In words.
        words: String,
    },
}

impl ClaimCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SendRoster { .. } => "claim.send_roster",
            Self::ReportMissing { .. } => "claim.report_missing",
            Self::Decline { .. } => "claim.decline",
            Self::Answer { .. } => "claim.answer",
            Self::AddRow { .. } => "claim.add_row",
            Self::ChangeRow { .. } => "claim.change_row",
            Self::RemoveRow { .. } => "claim.remove_row",
            Self::Attach { .. } => "claim.attach",
            Self::Detach { .. } => "claim.detach",
            Self::Confirm { .. } => "claim.confirm",
            Self::Withdraw { .. } => "claim.withdraw",
            Self::Find { .. } => "claim.find",
            Self::FindRow { .. } => "claim.find_row",
            Self::Attest { .. } => "claim.attest",
            Self::Pass { .. } => "claim.pass",
            Self::Return { .. } => "claim.return",
            Self::HandBack { .. } => "claim.hand_back",
            Self::MoveEdition { .. } => "claim.move_edition",
            Self::Refuse { .. } => "claim.refuse",
        }
    }
}
