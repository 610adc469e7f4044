//! Rounds (资金批次): a set of decided claims on the way to payment, through review, notice, plan, signatures and
//! the districts. The steps, their order, roles and deadlines are the policy's.
//!
//! State and the one `decide` are here; each step kind has a file in the folder. A line's amount comes from the
//! plan and nobody can edit it.

mod at;
mod command;
pub mod digest;
mod event;
mod form;
mod fund;
mod leave;
pub mod line;
pub mod notice;
pub mod panel;
mod payout;
pub mod plan;
mod reconcile;
mod review;
mod sign;

pub use command::RoundCommand;
pub use event::{Formed, RoundEvent};
pub use fund::preview;
pub use reconcile::{Sums, sums};
pub use review::sheet;
pub use sign::{ApprovalPaper, HandedLine, handover_list};

use crate::access;
use crate::course::{Course, Registered};
use crate::decide::{Ctx, Decided};
use crate::ids::{AccountId, ClaimId, ProgrammeId, RoundId};
use crate::refusal::Refusal;
use crate::world::Stop;
use at::At;
use jiff::Timestamp;
use jiff::civil::Date;
use line::{Line, Standing};
use notice::Notice;
use panel::{Member, Review};
use plan::Plan;
use policy::plan::words::StepKind;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The id of the procedure in the policy.
pub const PROCEDURE: &str = "round";

/// A round.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// Counts the changes; forms carry it.
    pub revision: i64,
    /// The programme.
    pub programme: ProgrammeId,
    /// The policy whose procedure it follows (I8).
    pub policy_hash: String,
    /// The budget year whose free money it may use.
    pub year: i16,
    /// Its number within the year.
    pub number: String,
    /// When it was formed.
    #[schemars(with = "IsoInstant")]
    pub formed_at: Timestamp,
    /// Where it stands.
    pub course: Course,
    /// Its lines, in order of receipt.
    pub lines: Vec<Line>,
    /// The expert review; none before the draw.
    pub review: Option<Review>,
    /// The public notice; none before it is published.
    pub notice: Option<Notice>,
    /// Signatures under lists handed over.
    pub handed_over: Vec<Signature>,
    /// How many plans were frozen so far.
    pub versions: i64,
    /// The frozen plan.
    pub plan: Option<Box<Frozen>>,
    /// Signatures over its hash.
    pub signatures: Vec<Signature>,
    /// The registered approval of its hash.
    pub approval: Option<Approval>,
    /// When its money went to the districts.
    #[schemars(with = "Option<IsoDate>")]
    pub allotted_on: Option<Date>,
    /// The districts whose books were compared.
    pub reconciled: BTreeSet<String>,
}

/// A signature: who, in which role, over which hash (I10).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// The role signed in.
    pub role: String,
    /// The office, or the expert, by id.
    pub office: String,
    /// Who.
    pub by: AccountId,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
    /// The hash signed.
    pub hash: String,
    /// The opinion.
    pub words: String,
}

/// A frozen plan: its money is committed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Frozen {
    /// The plan.
    pub plan: Plan,
    /// On which day it was frozen.
    #[schemars(with = "IsoDate")]
    pub on: Date,
}

/// The approval of an office that does not sign in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// The paper act.
    pub registered: Registered,
    /// The hash it approves.
    pub hash: String,
}

impl Round {
    /// The round a forming event makes.
    pub fn formed(event: &RoundEvent) -> Option<Self> {
        let RoundEvent::Formed(formed) = event else { return None };
        Some(Self {
            revision: 1,
            programme: formed.programme.clone(),
            policy_hash: formed.policy_hash.clone(),
            year: formed.year,
            number: formed.number.clone(),
            formed_at: formed.at,
            course: Course::at(PROCEDURE, formed.place.clone()),
            lines: formed.lines.clone(),
            review: None,
            notice: None,
            handed_over: Vec::new(),
            versions: 0,
            plan: None,
            signatures: Vec::new(),
            approval: None,
            allotted_on: None,
            reconciled: BTreeSet::new(),
        })
    }

    /// The line of a claim.
    pub fn line(&self, claim: &ClaimId) -> Option<&Line> {
        self.lines.iter().find(|line| line.claim == *claim)
    }

    /// The lines still in the round and not yet with a district.
    pub fn inside(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.standing == Standing::In)
    }

    /// Whether an expert is on its panel now.
    pub fn has_expert(&self, expert: &str) -> bool {
        self.review.as_ref().is_some_and(|review| review.member(expert).is_some())
    }

    /// Whether an expert may look into a claim: on the panel now, interests declared and none in this line, and the
    /// line is seen one by one.
    pub fn shows_to(&self, expert: &str, claim: &ClaimId) -> bool {
        let Some(review) = &self.review else { return false };
        let member = review.member(expert).filter(|member| member.declared_at.is_some());
        member.is_some_and(|member| !member.interests.contains(claim)) && review.is_chosen(claim)
    }

    /// The districts that have lines to pay now.
    pub fn districts_to_pay(&self) -> BTreeSet<&str> {
        let open =
            self.lines.iter().filter(|line| matches!(line.standing, Standing::Payable | Standing::Failed { .. }));
        let payments = open.filter_map(|line| self.plan.as_ref()?.plan.line(&line.claim));
        payments.map(|payment| payment.district.as_str()).collect()
    }

    /// The round after an event.
    #[must_use]
    pub fn apply(mut self, event: &RoundEvent) -> Self {
        self.revision = self.revision.saturating_add(1);
        match event {
            RoundEvent::Formed(_) => {}
            RoundEvent::Course(event) => self.course = self.course.apply(event),
            RoundEvent::LineLeft { claim, why, words } => {
                self.stand(claim, &Standing::Out { why: *why, words: words.clone() });
            }
            RoundEvent::ExpertsDrawn { .. }
            | RoundEvent::InterestsDeclared { .. }
            | RoundEvent::ExpertLeft { .. }
            | RoundEvent::LinesChosen { .. }
            | RoundEvent::Scored { .. }
            | RoundEvent::ScoresSealed { .. }
            | RoundEvent::OpinionSigned { .. } => self.review = Some(reviewed(self.review.unwrap_or_default(), event)),
            RoundEvent::Published { at, until, hash } => {
                let objections = self.notice.map(|notice| notice.objections).unwrap_or_default();
                self.notice = Some(Notice { published_at: *at, until: *until, hash: hash.clone(), objections });
            }
            RoundEvent::Objected { objection, content } => {
                if let Some(notice) = &mut self.notice {
                    notice.objections.insert(objection.clone(), content.clone());
                }
            }
            RoundEvent::ObjectionRuled { objection, ruling } => {
                let found = self.notice.as_mut().and_then(|notice| notice.objections.get_mut(objection));
                if let Some(found) = found {
                    found.ruling = Some(ruling.clone());
                }
            }
            RoundEvent::HandedOver(signature) => self.handed_over.push(signature.clone()),
            RoundEvent::Frozen(frozen) => {
                self.versions = frozen.plan.head.version;
                self.plan = Some(frozen.clone());
            }
            RoundEvent::Thawed { .. } => {
                self.plan = None;
                self.signatures.clear();
                self.approval = None;
            }
            RoundEvent::Signed(signature) => self.signatures.push(signature.clone()),
            RoundEvent::ApprovalRegistered(approval) => self.approval = Some(approval.clone()),
            RoundEvent::Allotted { on } => self.allot(*on),
            RoundEvent::Paid { claim, receipt, on } => {
                self.stand(claim, &Standing::Paid { receipt: receipt.clone(), on: *on });
            }
            RoundEvent::PaymentFailed { claim, reason } => {
                self.stand(claim, &Standing::Failed { reason: reason.clone() });
            }
            RoundEvent::PayingAgain { claim } => self.stand(claim, &Standing::Payable),
            RoundEvent::Returned { claim, reason } => self.stand(claim, &Standing::Returned { reason: reason.clone() }),
            RoundEvent::Reconciled { sums, is_district, .. } => {
                if *is_district {
                    self.reconciled.extend(sums.iter().map(|sums| sums.district.clone()));
                }
            }
        }
        self
    }

    fn stand(&mut self, claim: &ClaimId, standing: &Standing) {
        for line in self.lines.iter_mut().filter(|line| line.claim == *claim) {
            line.standing = standing.clone();
        }
    }

    fn allot(&mut self, on: Date) {
        self.allotted_on = Some(on);
        let Some(frozen) = &self.plan else { return };
        for line in self.lines.iter_mut().filter(|line| frozen.plan.line(&line.claim).is_some()) {
            line.standing = Standing::Payable;
        }
    }
}

/// The review after one of its events.
fn reviewed(mut review: Review, event: &RoundEvent) -> Review {
    match event {
        RoundEvent::ExpertsDrawn { seed, candidates, left_out, members } => {
            let members = members.iter().map(|expert| (expert.clone(), Member::default())).collect();
            let (seed, candidates, left_out) = (seed.clone(), candidates.clone(), left_out.clone());
            return Review { seed, candidates, left_out, members, chosen: None };
        }
        RoundEvent::InterestsDeclared { expert, interests, at } => {
            if let Some(member) = review.members.get_mut(expert) {
                member.declared_at = Some(*at);
                member.interests.clone_from(interests);
                member.scores.retain(|claim, _| !interests.contains(claim));
            }
        }
        RoundEvent::ExpertLeft { expert, words, next } => {
            for member in review.members.values_mut() {
                member.opinion = None;
            }
            if let Some(member) = review.members.get_mut(expert) {
                member.left.get_or_insert_with(|| words.clone());
            }
            review.members.extend(next.iter().map(|next| (next.clone(), Member::default())));
        }
        RoundEvent::LinesChosen { chosen } => review.chosen = Some(chosen.clone()),
        RoundEvent::Scored { expert, claim, score } => {
            if let Some(member) = review.members.get_mut(expert) {
                member.scores.insert(claim.clone(), score.clone());
            }
        }
        RoundEvent::ScoresSealed { expert, at } => {
            if let Some(member) = review.members.get_mut(expert) {
                member.sealed_at = Some(*at);
            }
        }
        RoundEvent::OpinionSigned { expert, signature } => {
            if let Some(member) = review.members.get_mut(expert) {
                member.opinion = Some(signature.clone());
            }
        }
        RoundEvent::Formed(_)
        | RoundEvent::Course(_)
        | RoundEvent::LineLeft { .. }
        | RoundEvent::Published { .. }
        | RoundEvent::Objected { .. }
        | RoundEvent::ObjectionRuled { .. }
        | RoundEvent::HandedOver(_)
        | RoundEvent::Frozen(_)
        | RoundEvent::Thawed { .. }
        | RoundEvent::Signed(_)
        | RoundEvent::ApprovalRegistered(_)
        | RoundEvent::Allotted { .. }
        | RoundEvent::Paid { .. }
        | RoundEvent::PaymentFailed { .. }
        | RoundEvent::PayingAgain { .. }
        | RoundEvent::Returned { .. }
        | RoundEvent::Reconciled { .. } => {}
    }
    review
}

/// Refuses a hash that is not the one of what stands there now.
fn same_hash(signed: &str, now: &str) -> Result<(), Refusal> {
    if signed == now {
        return Ok(());
    }
    Err(Refusal::HashMoved { signed: signed.to_owned(), now: now.to_owned() })
}

/// Decides a command on rounds.
pub fn decide(ctx: Ctx, command: &RoundCommand) -> Result<Decided, Stop> {
    use RoundCommand as Do;
    match command {
        Do::Form { programme, year, claims } => form::form(ctx, programme, *year, claims),
        Do::TakeOut { round, drawn, claim, words } => form::take_out(ctx, round, *drawn, (claim, words)),
        Do::DrawExperts { round, drawn } => review::draw(ctx, round, *drawn),
        Do::DeclareInterests { round, interests } => review::declare(ctx, round, interests),
        Do::Recuse { round, words } => review::recuse(ctx, round, words),
        Do::ReplaceExpert { round, drawn, expert, words } => review::replace(ctx, round, *drawn, (expert, words)),
        Do::ChooseLines { round, drawn, exceptions } => review::choose(ctx, round, *drawn, exceptions),
        Do::Score { round, claim, points, words } => review::score(ctx, round, claim, (*points, words)),
        Do::SealScores { round } => review::seal(ctx, round),
        Do::SignOpinion { round, hash, words } => review::sign(ctx, round, (hash, words)),
        Do::Pass { round, drawn, opinion } => pass(ctx, round, *drawn, opinion),
        Do::Publish { round, drawn } => notice::publish(ctx, round, *drawn),
        Do::Object { round, claim, text, contact } => notice::object(ctx, round, claim, (text, contact.as_ref())),
        Do::RuleObjection { round, drawn, objection, is_upheld, words } => {
            notice::rule(ctx, round, *drawn, (objection, *is_upheld, words))
        }
        Do::HandOver { round, hash, words } => sign::hand_over(ctx, round, (hash, words)),
        Do::Freeze { round, drawn, hash, opinion } => fund::freeze(ctx, round, *drawn, (hash, opinion)),
        Do::Sign { round, hash, words } => sign::sign(ctx, round, (hash, words)),
        Do::SendBack { round, drawn, words } => sign::send_back(ctx, round, *drawn, words),
        Do::RegisterApproval { round, drawn, paper } => sign::register(ctx, round, *drawn, paper),
        Do::ConfirmApproval { round, drawn, hash } => sign::confirm(ctx, round, *drawn, hash),
        Do::Allot { round, drawn, hash } => payout::allot(ctx, round, *drawn, hash),
        Do::Pay { round, claim, receipt, on } => payout::pay(ctx, round, claim, (receipt, *on)),
        Do::ReportFailure { round, claim, reason } => payout::fail(ctx, round, claim, reason),
        Do::PayAgain { round, claim } => payout::pay_again(ctx, round, claim),
        Do::GiveUp { round, claim, reason } => payout::give_up(ctx, round, claim, reason),
        Do::Reconcile { round, drawn, opinion } => reconcile::reconcile(ctx, round, *drawn, opinion),
    }
}

/// Passes the step the round stands at, where passing asks for nothing more than an opinion.
fn pass(ctx: Ctx, id: &RoundId, drawn: i64, opinion: &str) -> Result<Decided, Stop> {
    let at = At::here(ctx, id)?;
    at.role(ctx)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    let own_command =
        |needed: &str| Err(Refusal::WrongStep { found: at.step.id.clone(), needed: needed.to_owned() }.into());
    match at.step.kind {
        StepKind::Expert => review::pass(ctx, at, opinion),
        StepKind::Notice => notice::pass(ctx, at, opinion),
        StepKind::Review => fund::pass(ctx, at, opinion),
        StepKind::Handover => own_command("round.hand_over"),
        StepKind::Countersign | StepKind::Approval => own_command("round.sign"),
        StepKind::Allot => own_command("round.allot"),
        StepKind::Payout => own_command("round.pay"),
        StepKind::Reconcile => own_command("round.reconcile"),
        StepKind::Apply
        | StepKind::Confirm
        | StepKind::Intake
        | StepKind::Filing
        | StepKind::Batch
        | StepKind::Activate
        | StepKind::Roster
        | StepKind::Inspection
        | StepKind::Acceptance
        | StepKind::Tracking => own_command("round"),
    }
}
