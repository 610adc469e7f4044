//! Signatures over one hash (I10): the handover of a list (移交), the countersign (会签), and the approval of the
//! city government, which is registered for it (审批、代为登记). Any return takes the frozen plan back.

use super::at::{At, officer};
use super::fund::{self, signed_plan};
use super::line::Line;
use super::{Approval, Round, RoundEvent, Signature, digest, same_hash};
use crate::access;
use crate::course::{self, CourseEvent, Passed, Registered};
use crate::decide::{Ctx, Decided};
use crate::event::What;
use crate::ids::{BlobId, RoundId};
use crate::refusal::Refusal;
use crate::world::Stop;
use jiff::civil::Date;
use policy::money::Fen;
use policy::plan::words::{Exit, StepKind};
use policy::schema::IsoDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One line of a list that is handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandedLine {
    /// The claim.
    pub claim: String,
    /// Who.
    pub enterprise_name: String,
    /// The stream.
    pub stream: String,
    /// What was awarded, in fen.
    pub award: Fen,
}

/// The list a role hands over: the lines whose claims it decided. A signature names its hash.
pub fn handover_list(round: &Round, role: &str) -> Vec<HandedLine> {
    let own = round.inside().filter(|line| line.decided_by == role);
    let handed = own.map(|line: &Line| HandedLine {
        claim: line.claim.to_string(),
        enterprise_name: line.enterprise_name.clone(),
        stream: line.stream.clone(),
        award: line.award,
    });
    handed.collect()
}

fn signature(ctx: Ctx, role: String, (hash, words): (&str, &str)) -> Signature {
    Signature {
        role,
        office: ctx.act.actor.office().map_or_else(String::new, |(office, _)| office.to_owned()),
        by: ctx.act.actor.account.clone(),
        at: ctx.act.at,
        hash: hash.to_owned(),
        words: words.to_owned(),
    }
}

/// An office hands its list over and signs the hash of it.
pub(super) fn hand_over(ctx: Ctx, id: &RoundId, (hash, words): (&str, &str)) -> Result<Decided, Stop> {
    let at = At::kind(ctx, id, StepKind::Handover)?;
    let role = at.role(ctx)?;
    at.now()?;
    same_hash(hash, &digest::of(&handover_list(at.round, &role)))?;
    let course = at.pass(ctx, words)?;
    let outcome = at.changed(RoundEvent::HandedOver(signature(ctx, role, (hash, words))));
    outcome.with(at.key(), What::Round(RoundEvent::Course(course))).done()
}

/// A role signs the frozen plan: at the countersign, or at the approval where that office signs in itself.
pub(super) fn sign(ctx: Ctx, id: &RoundId, (hash, words): (&str, &str)) -> Result<Decided, Stop> {
    let at = At::here(ctx, id)?;
    let at = if at.step.kind == StepKind::Approval { at } else { At::kind(ctx, id, StepKind::Countersign)? };
    let role = at.role(ctx)?;
    at.now()?;
    signed_plan(at.round, hash)?;
    let course = at.pass(ctx, words)?;
    let outcome = at.changed(RoundEvent::Signed(signature(ctx, role, (hash, words))));
    outcome.with(at.key(), What::Round(RoundEvent::Course(course))).done()
}

/// Sends the round back: from the countersign or the approval to the step the policy names, from the plan's own
/// step to its beginning. The plan thaws, and every signature on it is void.
pub(super) fn send_back(ctx: Ctx, id: &RoundId, drawn: i64, words: &str) -> Result<Decided, Stop> {
    let at = At::here(ctx, id)?;
    let is_own = at.step.id == At::settle(ctx, id)?.step.id;
    if at.step.registered_for.is_empty() {
        at.role(ctx)?;
    } else {
        registrar(ctx, at)?;
    }
    at.now()?;
    let Some(frozen) = &at.round.plan else {
        return Err(
            Refusal::WrongStep { found: at.step.id.clone(), needed: StepKind::Countersign.en().to_owned() }.into()
        );
    };
    if at.round.allotted_on.is_some() {
        return Err(Refusal::Ended { state: "allotted".to_owned() }.into());
    }
    if !is_own {
        course::check_exit(at.step, Exit::Return)?;
    }
    access::fresh(drawn, at.round.revision)?;
    if words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] }.into());
    }
    let back_to = if is_own { Some(&at.step.id) } else { at.step.back_to.as_ref() };
    let back_to = back_to.ok_or_else(|| Refusal::PolicySilent { what: at.step.id.clone() })?;
    let place = course::place_at(ctx, at.policy, &at.round.course.procedure, back_to)?;
    let by = ctx.act.actor.account.clone();
    let sent_back = CourseEvent::SentBack { place, words: words.to_owned(), by };
    let outcome = at.changed(RoundEvent::Thawed { version: frozen.plan.head.version });
    let outcome = fund::thaw(ctx, outcome, at, &frozen.plan)?;
    outcome.with(at.key(), What::Round(RoundEvent::Course(sent_back))).done()
}

/// Who registers acts for an office that does not sign in: an officer of a role of the step before.
fn registrar(ctx: Ctx, at: At) -> Result<String, Refusal> {
    officer(ctx)?;
    let before = at.step_before().ok_or_else(|| Refusal::PolicySilent { what: at.step.id.clone() })?;
    access::role_for(ctx, before, None)
}

/// The approval step where it is registered for an office, and who may register it.
fn for_registrar<'a>(ctx: Ctx<'a>, id: &'a RoundId, drawn: i64) -> Result<At<'a>, Stop> {
    let at = At::kind(ctx, id, StepKind::Approval)?;
    if at.step.registered_for.is_empty() {
        let (needed, clause) = (at.step.roles.clone(), at.step.clause.clone());
        return Err(Refusal::NotYourOffice { needed, clause }.into());
    }
    registrar(ctx, at)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    Ok(at)
}

/// The paper act of the approving office: its number, its date, its scan, and the hash it approves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalPaper {
    /// The document's number.
    pub number: String,
    /// The document's date.
    #[schemars(with = "IsoDate")]
    pub date: Date,
    /// The scan.
    pub scan: BlobId,
    /// The hash of the plan that it approves.
    pub hash: String,
}

/// An officer registers the approval; it counts when a second person has confirmed it.
pub(super) fn register(ctx: Ctx, id: &RoundId, drawn: i64, paper: &ApprovalPaper) -> Result<Decided, Stop> {
    let at = for_registrar(ctx, id, drawn)?;
    signed_plan(at.round, &paper.hash)?;
    if paper.number.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["number".to_owned()] }.into());
    }
    let from = at.round.plan.as_ref().map_or(ctx.act.today, |frozen| frozen.on);
    if paper.date < from || paper.date > ctx.act.today {
        return Err(Refusal::DateOutside { field: "date".to_owned(), from, to: ctx.act.today }.into());
    }
    let registered = Registered {
        number: paper.number.clone(),
        date: paper.date,
        scan: paper.scan.clone(),
        entered_by: ctx.act.actor.account.clone(),
    };
    at.changed(RoundEvent::ApprovalRegistered(Approval { registered, hash: paper.hash.clone() })).done()
}

/// A second person confirms the registered approval; the round goes on.
pub(super) fn confirm(ctx: Ctx, id: &RoundId, drawn: i64, hash: &str) -> Result<Decided, Stop> {
    let at = for_registrar(ctx, id, drawn)?;
    let missing = || Refusal::FieldsMissing { fields: vec!["approval".to_owned()] };
    let approval = at.round.approval.as_ref().ok_or_else(missing)?;
    if approval.registered.entered_by == ctx.act.actor.account {
        return Err(Refusal::SamePerson { before: at.step.id.clone() }.into());
    }
    same_hash(hash, &approval.hash)?;
    signed_plan(at.round, &approval.hash)?;
    let role = at.round.course.waiting_for.iter().find(|role| at.step.registered_for.contains(role));
    let role = role.ok_or_else(|| Refusal::PolicySilent { what: at.step.id.clone() })?;
    let office = ctx.setting.city.office_holding(role, None, ctx.act.today);
    let passed = Passed {
        role: role.clone(),
        office: office.map_or_else(String::new, |office| office.id.clone()),
        registered: Some(approval.registered.clone()),
        ..course::mark(ctx, &at.round.course, "", Some(approval.registered.number.clone()))
    };
    let is_last = at.round.course.waiting_for.len() == 1;
    let event = if is_last {
        CourseEvent::StepPassed { passed, next: at.next_place(ctx)? }
    } else {
        CourseEvent::LevelPassed(passed)
    };
    at.changed(RoundEvent::Course(event)).done()
}
