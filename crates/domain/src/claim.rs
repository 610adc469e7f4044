//! Rosters and claims (名单、申报): one claim for each contract year of a filing.
//!
//! The provider's roster opens it, the enterprise adds what it paid and confirms, the city's office
//! checks and the policy decides. Neither provider nor enterprise can finish alone.

mod check;
mod enterprise_part;
mod keys;
mod roster;

pub use check::{expected, facts_of, preview};

use crate::course::{Course, CourseEvent, ReturnItem};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::facts::Attested;
use crate::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId, RosterId, RoundId};
use crate::paper::{File, Finding, Paper, Papers, Verdict};
use crate::world::{Key, Stop};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::decision::Decision;
use policy::facts::Row;
use policy::money::Fen;
use policy::schema::{IsoDate, IsoInstant};
use policy::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The id of the procedure in the policy.
pub const PROCEDURE: &str = "claim";

/// A claim of one contract year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Counts the changes; forms carry it.
    pub revision: i64,
    /// The programme.
    pub programme: ProgrammeId,
    /// The policy it is decided by (I8): the one of its filing.
    pub policy_hash: String,
    /// The filing it belongs to.
    pub filing: FilingId,
    /// Who claims.
    pub enterprise: EnterpriseId,
    /// The name at that time, for lists.
    pub enterprise_name: String,
    /// The stream.
    pub stream: String,
    /// The district of registration when the claim was opened.
    pub district: String,
    /// The provider of this year.
    pub provider: String,
    /// The number of the claim.
    pub number: String,
    /// The first day of the contract year.
    #[schemars(with = "IsoDate")]
    pub service_date: Date,
    /// When it was opened; the order of receipt is that of confirmation.
    #[schemars(with = "IsoInstant")]
    pub opened_at: Timestamp,
    /// When the enterprise confirmed it.
    #[schemars(with = "Option<IsoInstant>")]
    pub received_at: Option<Timestamp>,
    /// The roster line that stands behind it.
    pub roster: Option<RosterId>,
    /// The provider's answer when it says the enterprise is not on its cloud.
    pub declined: Option<String>,
    /// Answers to facts the policy asks the applicant.
    pub answers: BTreeMap<String, Value>,
    /// The rows of the policy's lists, such as contract lines, invoices and payments.
    pub records: BTreeMap<String, Vec<Entry>>,
    /// The papers.
    pub papers: Papers,
    /// What officers attested.
    pub attested: BTreeMap<String, Attested>,
    /// The unique keys it holds.
    pub keys: Vec<String>,
    /// The sums it takes of keys with a limit.
    pub sums: BTreeMap<String, i64>,
    /// Where it stands.
    pub course: Course,
    /// The decision, frozen when the check was passed.
    pub decision: Option<Box<Decision>>,
    /// What became of the money.
    pub money: Money,
}

/// One row of a list, with the paper it was typed from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The values by column.
    pub row: Row,
    /// The paper.
    pub file: Option<File>,
    /// What the officer found: a row found in order counts, any other does not.
    pub finding: Option<Finding>,
}

/// What became of the money of a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Money {
    /// Not in a round yet.
    None,
    /// In a round.
    InRound {
        /// The round.
        round: RoundId,
    },
    /// Left out of a round, with the reason; it may join another.
    LeftOut {
        /// The round.
        round: RoundId,
        /// Why.
        reason: String,
    },
    /// Planned in a frozen plan.
    Planned {
        /// The round.
        round: RoundId,
        /// How much.
        amount: Fen,
    },
    /// A payment did not arrive.
    Failed {
        /// The round.
        round: RoundId,
        /// How much is still to be paid.
        amount: Fen,
        /// Why.
        reason: String,
    },
    /// Paid.
    Paid {
        /// The round.
        round: RoundId,
        /// How much.
        amount: Fen,
        /// The bank's receipt number.
        receipt: String,
        /// On which day.
        #[schemars(with = "IsoDate")]
        on: Date,
    },
}

/// A roster sent by a provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Roster {
    /// Counts the changes.
    pub revision: i64,
    /// The provider.
    pub provider: String,
    /// The programme.
    pub programme: ProgrammeId,
    /// The lines.
    pub lines: Vec<RosterLine>,
    /// The activation certificate.
    pub certificate: File,
    /// The truthfulness letter.
    pub letter: File,
    /// When it was sent.
    #[schemars(with = "IsoInstant")]
    pub sent_at: Timestamp,
}

/// One line of a roster: this filing was on the provider's cloud in the contract year from this day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RosterLine {
    /// The filing.
    pub filing: FilingId,
    /// The first day of the contract year.
    #[schemars(with = "IsoDate")]
    pub service_date: Date,
}

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
    /// The officer refuses it, on the grounds the decision gives.
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
            Self::Refuse { .. } => "claim.refuse",
        }
    }
}

impl Claim {
    /// The claim an opening event makes.
    pub fn opened(event: &ClaimEvent) -> Option<Self> {
        if let ClaimEvent::Opened(opened) = event { Some(opened.claim.clone()) } else { None }
    }

    /// The claim after an event.
    #[must_use]
    pub fn apply(mut self, event: &ClaimEvent) -> Self {
        self.revision = self.revision.saturating_add(1);
        match event {
            ClaimEvent::RosterSent(_) | ClaimEvent::Opened(_) => {}
            ClaimEvent::OnRoster { roster, step } => {
                self.roster = Some(roster.clone());
                self.declined = None;
                self.course = self.course.apply(step);
            }
            ClaimEvent::Declined { words } => self.declined = Some(words.clone()),
            ClaimEvent::Answered(answers) => self.answers.extend(answers.clone()),
            ClaimEvent::RowAdded { list, entry } => self.records.entry(list.clone()).or_default().push(entry.clone()),
            ClaimEvent::RowChanged { list, place, entry } => {
                if let Some(row) = self.records.get_mut(list).and_then(|rows| rows.get_mut(*place)) {
                    *row = entry.clone();
                }
            }
            ClaimEvent::RowRemoved { list, place } => self.remove_row(list, *place),
            ClaimEvent::Attached { document, paper } => {
                self.papers.insert(document.clone(), paper.clone());
            }
            ClaimEvent::Detached { document } => {
                self.papers.remove(document);
            }
            ClaimEvent::Confirmed { at, keys, sums } => {
                self.received_at = Some(self.received_at.unwrap_or(*at));
                self.keys.extend(keys.clone());
                self.sums = sums.clone();
            }
            ClaimEvent::KeysFreed { kept } => {
                self.keys.clone_from(kept);
                self.sums.clear();
            }
            ClaimEvent::Found { document, finding } => {
                if let Some(paper) = self.papers.get_mut(document) {
                    paper.finding = Some(finding.clone());
                }
            }
            ClaimEvent::RowFound { list, place, finding } => {
                if let Some(entry) = self.records.get_mut(list).and_then(|rows| rows.get_mut(*place)) {
                    entry.finding = Some(finding.clone());
                }
            }
            ClaimEvent::AttestedFacts(facts) => self.attested.extend(facts.clone()),
            ClaimEvent::Course(event) => self.course = self.course.apply(event),
            ClaimEvent::Decided(decision) => self.decision = Some(decision.clone()),
            ClaimEvent::Money(money) => self.money = money.clone(),
        }
        self
    }

    fn remove_row(&mut self, list: &str, place: usize) {
        if let Some(rows) = self.records.get_mut(list)
            && place < rows.len()
        {
            rows.remove(place);
        }
    }

    /// What the decision awarded; zero before it and for everything but an award.
    pub fn award(&self) -> Fen {
        self.decision.as_ref().map_or(Fen::ZERO, |decision| decision.outcome.award())
    }

    /// Whether it is decided with an award and waits for a round.
    pub fn is_ready_for_round(&self) -> bool {
        use crate::course::CourseState;
        self.course.state == CourseState::Finished
            && self.award() > Fen::ZERO
            && matches!(self.money, Money::None | Money::LeftOut { .. })
    }
}

impl Roster {
    /// The roster a sending event makes.
    pub fn sent(event: &ClaimEvent) -> Option<Self> {
        if let ClaimEvent::RosterSent(roster) = event { Some((**roster).clone()) } else { None }
    }

    /// A roster never changes after it was sent; a correction is another roster.
    #[must_use]
    pub fn apply(self, _: &ClaimEvent) -> Self {
        self
    }
}

/// Decides a command on rosters and claims.
pub fn decide(ctx: Ctx, command: &ClaimCommand) -> Result<Decided, Stop> {
    match command {
        ClaimCommand::SendRoster { programme, lines, certificate, letter } => {
            roster::send(ctx, programme, lines, (certificate, letter))
        }
        ClaimCommand::ReportMissing { filing, service_date } => roster::report(ctx, filing, *service_date),
        ClaimCommand::Decline { claim, words } => roster::decline(ctx, claim, words),
        ClaimCommand::Answer { claim, answers } => enterprise_part::answer(ctx, claim, answers),
        ClaimCommand::AddRow { claim, list, row, file } => {
            enterprise_part::add_row(ctx, claim, list, (row, file.as_ref()))
        }
        ClaimCommand::ChangeRow { claim, list, place, row, file } => {
            enterprise_part::change_row(ctx, claim, (list, *place), (row, file.as_ref()))
        }
        ClaimCommand::RemoveRow { claim, list, place } => enterprise_part::remove_row(ctx, claim, list, *place),
        ClaimCommand::Attach { claim, document, file, dated } => {
            enterprise_part::attach(ctx, claim, document, (file, *dated))
        }
        ClaimCommand::Detach { claim, document } => enterprise_part::detach(ctx, claim, document),
        ClaimCommand::Confirm { claim, drawn } => enterprise_part::confirm(ctx, claim, *drawn),
        ClaimCommand::Withdraw { claim } => enterprise_part::withdraw(ctx, claim),
        ClaimCommand::Find { claim, document, verdict, words } => check::find(ctx, claim, document, (*verdict, words)),
        ClaimCommand::FindRow { claim, list, place, verdict, words } => {
            check::find_row(ctx, claim, (list, *place), (*verdict, words))
        }
        ClaimCommand::Attest { claim, facts } => check::attest(ctx, claim, facts),
        ClaimCommand::Pass { claim, drawn, opinion } => check::pass(ctx, claim, *drawn, opinion),
        ClaimCommand::Return { claim, drawn, items, reason } => {
            check::send_back(ctx, claim, *drawn, (items, reason.as_deref()))
        }
        ClaimCommand::Refuse { claim, drawn, codes, words } => check::refuse(ctx, claim, *drawn, (codes, words)),
    }
}

/// An outcome that shows the claim after one event.
fn changed(id: &ClaimId, event: ClaimEvent) -> Outcome {
    let key = Key::Claim(id.clone());
    Outcome::show(key.clone()).with(key, What::Claim(event))
}
