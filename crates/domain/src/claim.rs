//! Rosters and claims (名单、申报): one claim for each contract year of a filing.
//!
//! The provider's roster opens it, the enterprise adds what it paid and confirms, the city's office
//! checks and the policy decides. Neither provider nor enterprise can finish alone.

mod check;
mod command;
mod edition;
mod enterprise_part;
mod event;
mod keys;
mod roster;

pub use check::{expected, facts_of, preview};
pub use command::ClaimCommand;
pub use event::{ClaimEvent, Opened};

use crate::course::Course;
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::facts::Attested;
use crate::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId, RosterId, RoundId};
use crate::paper::{File, Finding, Papers};
use crate::round::line::Leaving;
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
    /// In how many rounds the money did not reach it.
    #[serde(default)]
    pub passed_over: u32,
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
            ClaimEvent::EditionMoved { to, place, keys, sums, .. } => {
                self.policy_hash.clone_from(to);
                self.keys.clone_from(keys);
                self.sums.clone_from(sums);
                if let Some(place) = place {
                    self.course.stand(place);
                }
            }
            ClaimEvent::Decided(decision) => self.decision = Some(decision.clone()),
            ClaimEvent::Money(money) => {
                let was_short = matches!(money, Money::LeftOut { reason, .. } if reason == Leaving::NoMoney.word());
                self.passed_over = self.passed_over.saturating_add(u32::from(was_short));
                self.money = money.clone();
            }
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
        ClaimCommand::HandBack { claim, drawn, words } => check::hand_back(ctx, claim, *drawn, words),
        ClaimCommand::MoveEdition { claim, drawn, policy_hash, reason } => {
            edition::move_to(ctx, claim, *drawn, (policy_hash, reason))
        }
        ClaimCommand::Refuse { claim, drawn, codes, words } => check::refuse(ctx, claim, *drawn, (codes, words)),
    }
}

/// An outcome that shows the claim after one event.
fn changed(id: &ClaimId, event: ClaimEvent) -> Outcome {
    let key = Key::Claim(id.clone());
    Outcome::show(key.clone()).with(key, What::Claim(event))
}
