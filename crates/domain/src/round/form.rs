//! Forming a round: decided claims are put together, each with what its order and money depend on. And taking a
//! line out again before the plan is frozen.

use super::at::{At, officer};
use super::leave::{self, Left};
use super::line::{Leaving, Line, Reserved, Standing};
use super::{Formed, PROCEDURE, RoundEvent, plan};
use crate::access;
use crate::claim::{self, Claim, ClaimEvent, Money};
use crate::course::{self, CaseFacts};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::filing::{Filing, Reservation};
use crate::ids::{ClaimId, FilingId, ProgrammeId, RoundId};
use crate::message::Addressee;
use crate::programme::Programme;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::facts::Facts;
use policy::plan::words::StepKind;
use policy::policy::Policy;
use policy::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Forms a round of these claims for a budget year.
pub(super) fn form(ctx: Ctx, id: &ProgrammeId, year: i16, claims: &[ClaimId]) -> Result<Decided, Stop> {
    officer(ctx)?;
    let programme = ctx.world.programme(id)?;
    let policy_hash = programme.policy_on(ctx.act.today);
    let policy = ctx.setting.policy(policy_hash)?;
    let first = policy.plan().procedure(PROCEDURE).and_then(|procedure| procedure.steps.first());
    let first = first.ok_or_else(|| Refusal::PolicySilent { what: PROCEDURE.to_owned() })?;
    access::role_for(ctx, first, None)?;
    check_programme(programme, (year, &first.clause))?;
    check_claims(ctx, id, claims)?;
    let lines = lines(ctx, policy, claims)?;
    let (facts, readings) = (Facts::new(), programme.readings());
    let place = course::first_place(ctx, policy, PROCEDURE, CaseFacts { facts: &facts, readings: &readings })?;
    let counter = format!("{id}/round/{year}");
    let number = format!("{year}-{:02}", ctx.world.next_number(&counter)?);
    let round = RoundId::new(ctx.act.fresh().id("round", 0));
    let key = Key::Round(round.clone());
    let formed = Formed {
        programme: id.clone(),
        policy_hash: policy_hash.to_owned(),
        year,
        number: number.clone(),
        lines: lines.clone(),
        place,
        at: ctx.act.at,
    };
    let outcome = Outcome::show(key.clone()).with(key, What::Round(RoundEvent::Formed(Box::new(formed))));
    let outcome = lines.iter().fold(outcome, |outcome, line| joins(ctx, outcome, (&round, &number), line));
    outcome.counting(&counter).numbered(number).done()
}

fn joins(ctx: Ctx, outcome: Outcome, (round, number): (&RoundId, &str), line: &Line) -> Outcome {
    let key = Key::Claim(line.claim.clone());
    let money = ClaimEvent::Money(Money::InRound { round: round.clone() });
    let to = Addressee::Enterprise(line.enterprise.clone());
    let values = [("number", number.to_owned())];
    outcome.with(key.clone(), What::Claim(money)).telling(ctx.act, to, &key, "round_joined", &values)
}

/// Refuses a programme that pays nothing now, and a year without a budget.
fn check_programme(programme: &Programme, (year, clause): (i16, &str)) -> Result<(), Refusal> {
    programme.takes_claims(clause)?;
    if programme.budgets.contains_key(&year) {
        return Ok(());
    }
    Err(Refusal::BadField { field: "year".to_owned(), problem: "no_budget".to_owned() })
}

/// Refuses claims of another programme, claims that are not ready, and a claim named twice.
fn check_claims(ctx: Ctx, programme: &ProgrammeId, claims: &[ClaimId]) -> Result<(), Stop> {
    if claims.is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["claims".to_owned()] }.into());
    }
    ctx.world.want(claims.iter().map(|id| Key::Claim(id.clone())))?;
    let mut seen = BTreeSet::new();
    for (place, id) in claims.iter().enumerate() {
        let claim = ctx.world.claim(id)?;
        let problem = if claim.programme != *programme {
            "other_programme"
        } else if !claim.is_ready_for_round() {
            "not_ready"
        } else if !seen.insert(id) {
            "twice"
        } else {
            continue;
        };
        return Err(Refusal::BadLine { line: place.saturating_add(1), problem: problem.to_owned() }.into());
    }
    Ok(())
}

/// The lines in order of receipt. What is reserved for a filing stands at the first of its claims.
fn lines(ctx: Ctx, policy: &Policy, ids: &[ClaimId]) -> Result<Vec<Line>, Stop> {
    let mut claims = Vec::new();
    for id in ids {
        claims.push((id, ctx.world.claim(id)?));
    }
    claims.sort_by(|(left_id, left), (right_id, right)| {
        left.received_at.cmp(&right.received_at).then(left_id.cmp(right_id))
    });
    ctx.world.want(
        claims
            .iter()
            .flat_map(|(_, claim)| [Key::Filing(claim.filing.clone()), Key::Enterprise(claim.enterprise.clone())]),
    )?;
    let mut with_reservation = BTreeSet::new();
    let mut lines = Vec::new();
    for (id, claim) in claims {
        let mut line = line(ctx, policy, (id, claim))?;
        if with_reservation.insert(claim.filing.clone()) {
            line.reservation = reserved(ctx.world.filing(&claim.filing)?);
        }
        lines.push(line);
    }
    Ok(lines)
}

fn line(ctx: Ctx, policy: &Policy, (id, claim): (&ClaimId, &Claim)) -> Result<Line, Stop> {
    let enterprise = ctx.world.enterprise(&claim.enterprise)?;
    let own = ctx.setting.policy(&claim.policy_hash)?;
    let order_facts = order_facts(ctx, (policy, own), claim)?;
    Ok(Line {
        claim: id.clone(),
        filing: claim.filing.clone(),
        enterprise: claim.enterprise.clone(),
        enterprise_name: claim.enterprise_name.clone(),
        district: enterprise.profile.district.clone(),
        provider: claim.provider.clone(),
        stream: claim.stream.clone(),
        service_date: claim.service_date,
        award: claim.award(),
        reservation: None,
        received_at: claim.received_at,
        waited: claim.passed_over,
        order_facts,
        decided_by: decided_by(own, claim),
        checked_by: claim.course.passed.iter().map(|passed| passed.by.clone()).collect(),
        standing: Standing::In,
    })
}

/// What is reserved for a filing now.
pub(super) fn reserved(filing: &Filing) -> Option<Reserved> {
    match &filing.reservation {
        Reservation::Held { year, amount, since } => Some(Reserved { year: *year, amount: *amount, since: *since }),
        Reservation::None | Reservation::Waiting { .. } | Reservation::Released => None,
    }
}

/// The values that the settle rule reads of a claim beside its amount, as they stand when the round is formed.
/// Each claim keeps the policy it was filed under; the order is that of the round.
fn order_facts(ctx: Ctx, (policy, own): (&Policy, &Policy), claim: &Claim) -> Result<BTreeMap<String, Value>, Stop> {
    let facts = claim::facts_of(ctx, own, claim)?;
    let read = plan::settle_rule(policy)?.sharing.reads().into_iter().flat_map(|id| policy.facts_of(&id));
    Ok(read.filter_map(|id| facts.value(&id).cloned().map(|value| (id, value))).collect())
}

/// The role that decided a claim: the last one that passed a step of examination.
fn decided_by(policy: &Policy, claim: &Claim) -> String {
    let examined = claim.course.passed.iter().rev().find(|passed| {
        let step = policy.plan().step(&claim.course.procedure, &passed.step);
        step.is_some_and(|step| step.kind == StepKind::Review)
    });
    examined.or(claim.course.passed.last()).map_or_else(String::new, |passed| passed.role.clone())
}

/// An officer takes a line out before experts are drawn, or while the plan is being made; the claim may join
/// another round.
pub(super) fn take_out(ctx: Ctx, id: &RoundId, drawn: i64, (claim, words): (&ClaimId, &str)) -> Result<Decided, Stop> {
    let mut at = At::settle(ctx, id)?;
    if at.round.course.step != at.step.id && at.round.review.is_none() {
        at = At::kind(ctx, id, StepKind::Expert)?;
    }
    at.role(ctx)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    if at.round.plan.is_some() {
        return Err(Refusal::Ended { state: "frozen".to_owned() }.into());
    }
    let not_found = || Refusal::NotFound { what: Key::Claim(claim.clone()).to_string() };
    let line = at.round.inside().find(|line| line.claim == *claim).ok_or_else(not_found)?;
    if words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] }.into());
    }
    let left = Left { line, why: Leaving::TakenOut, words: words.to_owned() };
    let outcome = leave::leave(ctx, at.outcome(), at, &[left])?;
    leave::lapse_if_empty(outcome, at, 1).done()
}

/// What is reserved now for each line still in the round: once for each filing, at the first of its lines.
pub(super) fn reservations<'a>(
    ctx: Ctx,
    lines: impl Iterator<Item = &'a Line>,
) -> Result<BTreeMap<ClaimId, Reserved>, Stop> {
    let mut filings: BTreeSet<FilingId> = BTreeSet::new();
    let mut found = BTreeMap::new();
    for line in lines {
        if filings.insert(line.filing.clone())
            && let Some(reserved) = reserved(ctx.world.filing(&line.filing)?)
        {
            found.insert(line.claim.clone(), reserved);
        }
    }
    Ok(found)
}
