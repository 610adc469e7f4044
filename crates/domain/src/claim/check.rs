//! What the office does to a claim: compare rows and papers, attest, and pass; the last pass decides,
//! and the decision is frozen with all its steps.

use super::enterprise_part::{ended, given_back};
use super::{Claim, ClaimEvent, changed, keys, roster};
use crate::access;
use crate::course::{self, CaseFacts, CourseEvent, ReturnItem};
use crate::decide::{Ctx, Decided, Outcome};
use crate::enterprise::{Enterprise, EnterpriseEvent, PastAward};
use crate::event::What;
use crate::facts::{self, Attested, Subjects};
use crate::filing::Filing;
use crate::ids::ClaimId;
use crate::message::Addressee;
use crate::paper::{self, Papers, Verdict};
use crate::reading;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::civil::Date;
use policy::decision::{Decision, Outcome as Ruled};
use policy::facts::{Facts, Rows};
use policy::money::Fen;
use policy::plan::inputs::{Fact, Origin};
use policy::plan::procedure::Step;
use policy::plan::words::Exit;
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

/// A claim under way, for the office whose step it is.
struct AtOffice<'a> {
    claim: &'a Claim,
    policy: &'a Policy,
    step: &'a Step,
    role: String,
}

fn at_office<'a>(ctx: Ctx<'a>, id: &ClaimId) -> Result<AtOffice<'a>, Stop> {
    let claim = ctx.world.claim(id)?;
    let policy = ctx.setting.policy(&claim.policy_hash)?;
    claim.course.underway()?;
    let step = claim.course.step(policy)?;
    if ctx.act.actor.office().is_none() {
        return Err(ctx.not_your_seat().into());
    }
    let role = access::role_for(ctx, step, Some(&claim.district))?;
    Ok(AtOffice { claim, policy, step, role })
}

pub(super) fn find(ctx: Ctx, id: &ClaimId, document: &str, (verdict, words): (Verdict, &str)) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    if !at.claim.papers.contains_key(document) {
        return Err(Refusal::NotFound { what: format!("paper:{document}") }.into());
    }
    check_words(verdict, words)?;
    let finding = paper::finding(ctx, verdict, words);
    changed(id, ClaimEvent::Found { document: document.to_owned(), finding }).done()
}

pub(super) fn find_row(
    ctx: Ctx,
    id: &ClaimId,
    (list, place): (&str, usize),
    (verdict, words): (Verdict, &str),
) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    if at.claim.records.get(list).is_none_or(|rows| place >= rows.len()) {
        return Err(Refusal::NotFound { what: format!("row:{list}/{place}") }.into());
    }
    check_words(verdict, words)?;
    let finding = paper::finding(ctx, verdict, words);
    changed(id, ClaimEvent::RowFound { list: list.to_owned(), place, finding }).done()
}

fn check_words(verdict: Verdict, words: &str) -> Result<(), Refusal> {
    if verdict != Verdict::InOrder && words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] });
    }
    Ok(())
}

/// Attests facts. The office that decides may attest any stated fact of the claim.
pub(super) fn attest(ctx: Ctx, id: &ClaimId, values: &BTreeMap<String, Value>) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    let mut attested = BTreeMap::new();
    for (fact, value) in values {
        let bad = |problem: &str| Refusal::BadField { field: fact.clone(), problem: problem.to_owned() };
        let declared = at.policy.plan().fact(fact).filter(|known| known.origin == Origin::Stated);
        let declared = declared.ok_or_else(|| bad("not_yours_to_attest"))?;
        if at.step.decides.is_empty() && !declared.attested_by.contains(&at.role) {
            return Err(bad("not_yours_to_attest").into());
        }
        if !facts::fits(declared, value) {
            return Err(bad("out_of_range").into());
        }
        let by = ctx.act.actor.account.clone();
        let one = Attested { value: value.clone(), role: at.role.clone(), by, at: ctx.act.at };
        attested.insert(fact.clone(), one);
    }
    changed(id, ClaimEvent::AttestedFacts(attested)).done()
}

/// The facts of a claim as they stand: proven or attested ones are known, others are missing.
pub fn facts_of(ctx: Ctx, policy: &Policy, claim: &Claim) -> Result<Facts, Stop> {
    facts_when(ctx, policy, claim, Trust::Proven)
}

/// The facts of a claim as they will be if everything the enterprise states is found in order and nothing is added:
/// what the enterprise is shown before it confirms. Nothing is decided on them.
pub fn expected(ctx: Ctx, policy: &Policy, claim: &Claim) -> Result<Facts, Stop> {
    facts_when(ctx, policy, claim, Trust::Stated)
}

/// Which facts count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trust {
    /// Those that a paper found in order proves, or an officer attested.
    Proven,
    /// Those too that the enterprise only states.
    Stated,
}

fn facts_when(ctx: Ctx, policy: &Policy, claim: &Claim, trust: Trust) -> Result<Facts, Stop> {
    let enterprise = ctx.world.enterprise(&claim.enterprise)?;
    let filing = ctx.world.filing(&claim.filing)?;
    let programme = ctx.world.programme(&claim.programme)?;
    let mut stated = filing.form.answers.clone();
    stated.extend(claim.answers.clone());
    stated.extend(facts::kept(enterprise, filing, claim.service_date.year()));
    let mut known = BTreeMap::new();
    for fact in &policy.plan().facts {
        let found = proven(policy, fact, &stated, (claim, filing));
        let believed = stated.get(&fact.id).filter(|_| trust == Trust::Stated && fact.origin != Origin::Derived);
        if let Some(value) = found.or_else(|| believed.cloned()) {
            known.insert(fact.id.clone(), value);
        }
    }
    known.insert("service_date".to_owned(), Value::Date(claim.service_date));
    let applied = claim.received_at.map_or(ctx.act.today, |at| day_of(ctx, at));
    known.insert("applied_on".to_owned(), Value::Date(applied));
    let mut records = facts::past_awards(enterprise, filing);
    drop_own_award(&mut records, claim, enterprise);
    records.extend(counted_rows(policy, claim, trust));
    let facts = Facts { values: facts::as_known(policy, known), records };
    let registers = Subjects::new(ctx.setting, enterprise, filing);
    let listed = |register: &str, subject: &str, day: Date| registers.listed(register, subject, day);
    Ok(policy.derive(&facts, &programme.readings(), &listed))
}

fn day_of(ctx: Ctx, at: jiff::Timestamp) -> Date {
    at.to_zoned_datetime(ctx.setting.city.time_zone().clone()).date()
}

/// An award this claim itself was granted does not count against it.
fn drop_own_award(records: &mut BTreeMap<String, Rows>, claim: &Claim, enterprise: &Enterprise) {
    let own = enterprise.awards.iter().find(|award| {
        award.stream == claim.stream && award.service_date == claim.service_date && award.programme == claim.programme
    });
    let (Some(own), Some(rows)) = (own, records.get_mut("past_award")) else { return };
    let id = Value::Text(own.claim.to_string());
    rows.rows.retain(|row| row.get("claim") != Some(&id));
}

/// The value of a fact that counts: attested; or stated, where the policy asks for no proof, or where a
/// paper that proves it was found in order.
fn proven(
    policy: &Policy,
    fact: &Fact,
    stated: &BTreeMap<String, Value>,
    (claim, filing): (&Claim, &Filing),
) -> Option<Value> {
    if fact.origin == Origin::Derived {
        return None;
    }
    if let Some(attested) = claim.attested.get(&fact.id) {
        return Some(attested.value.clone());
    }
    let value = stated.get(&fact.id)?;
    let asks_nothing = fact.proven_by.is_empty() && fact.attested_by.is_empty();
    let is_kept = fact.origin == Origin::Given || matches!(fact.id.as_str(), "stream" | "filed");
    let in_order = |papers: &Papers| {
        proofs(policy, fact).any(|id| {
            let finding = papers.get(id).and_then(|paper| paper.finding.as_ref());
            finding.is_some_and(|finding| finding.verdict == Verdict::InOrder)
        })
    };
    let by_filing = || facts::holds_in(fact, filing, claim.service_date) && in_order(&filing.papers);
    let is_proven = asks_nothing || is_kept || in_order(&claim.papers) || by_filing();
    is_proven.then(|| value.clone())
}

/// The documents that prove a fact, and what may stand in for them: it proves the same.
fn proofs<'a>(policy: &'a Policy, fact: &'a Fact) -> impl Iterator<Item = &'a str> {
    let stand_ins = fact.proven_by.iter().filter_map(|id| policy.plan().document(id)).flat_map(|one| &one.stand_ins);
    let own = fact.proven_by.iter().map(String::as_str);
    own.chain(stand_ins.map(|one| one.document.as_str()))
}

/// The rows that count: those found in order. While the office is still comparing, all are shown as they
/// will count; the list is complete once the enterprise confirmed it. To the enterprise itself a list it has begun is
/// complete, and one it has not begun is not.
fn counted_rows(policy: &Policy, claim: &Claim, trust: Trust) -> BTreeMap<String, Rows> {
    let is_confirmed = claim.received_at.is_some();
    let lists = policy.plan().records.iter().filter(|list| !list.given);
    lists
        .map(|list| {
            let entries = claim.records.get(&list.id).map_or(&[][..], Vec::as_slice);
            let counts = |verdict: Option<Verdict>| matches!(verdict, None | Some(Verdict::InOrder));
            let rows = entries
                .iter()
                .filter(|entry| counts(entry.finding.as_ref().map(|finding| finding.verdict)))
                .map(|entry| entry.row.clone())
                .collect();
            let complete = is_confirmed || (trust == Trust::Stated && !entries.is_empty());
            (list.id.clone(), Rows { rows, complete })
        })
        .collect()
}

/// What the policy would decide on the claim as it stands.
pub fn preview(ctx: Ctx, policy: &Policy, claim: &Claim) -> Result<Decision, Stop> {
    let programme = ctx.world.programme(&claim.programme)?;
    let facts = facts_of(ctx, policy, claim)?;
    Ok(policy.decide(&facts, &programme.readings()))
}

/// Passes the step; where the step decides, the last pass freezes the decision.
pub(super) fn pass(ctx: Ctx, id: &ClaimId, drawn: i64, opinion: &str) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.claim.revision)?;
    course::turn(ctx, &at.claim.course, at.step, Some(&at.claim.district))?;
    check_findings(at.claim)?;
    let programme = ctx.world.programme(&at.claim.programme)?;
    let readings = programme.readings();
    let facts = facts_of(ctx, at.policy, at.claim)?;
    let case = CaseFacts { facts: &facts, readings: &readings };
    let passed = course::mark(ctx, &at.claim.course, opinion, None);
    let event = course::pass(ctx, at.policy, &at.claim.course, (passed, Some(&at.claim.district)), case)?;
    if at.step.decides.is_empty() {
        return changed(id, ClaimEvent::Course(event)).done();
    }
    let decision = at.policy.decide(&facts, &readings);
    check_awardable(at.policy, (&facts, &programme.rulings.keys().cloned().collect::<Vec<_>>()), &decision)?;
    let is_last = matches!(event, CourseEvent::StepPassed { .. });
    let outcome = changed(id, ClaimEvent::Course(event));
    if is_last { decided(ctx, outcome, (id, at.claim), decision).done() } else { outcome.done() }
}

/// Refuses unless every paper was looked at and in order, and every row was compared.
fn check_findings(claim: &Claim) -> Result<(), Refusal> {
    let in_order =
        |finding: &Option<paper::Finding>| finding.as_ref().is_some_and(|finding| finding.verdict == Verdict::InOrder);
    let papers = claim.papers.iter().filter(|(_, paper)| !in_order(&paper.finding)).map(|(id, _)| id.clone());
    let rows = claim.records.iter().flat_map(|(list, entries)| {
        let open = entries.iter().enumerate().filter(|(_, entry)| entry.finding.is_none());
        open.map(move |(place, _)| format!("{list}/{}", place.saturating_add(1)))
    });
    let open: Vec<String> = papers.chain(rows).collect();
    if open.is_empty() { Ok(()) } else { Err(Refusal::PapersUnchecked { papers: open }) }
}

/// Refuses to pass a claim that the policy does not award: it is refused, completed or ruled instead.
fn check_awardable(policy: &Policy, (facts, ruled): (&Facts, &[String]), decision: &Decision) -> Result<(), Refusal> {
    let clause_of = |code: &str| policy.plan().requirement(code).map_or_else(String::new, |one| one.clause.clone());
    match &decision.outcome {
        Ruled::Award { .. } => Ok(()),
        Ruled::Refused { failed } => {
            let awaited =
                reading::awaited(policy, (facts, &decision.readings), ruled, |other| other.award() > Fen::ZERO);
            let clause = failed.first().map_or_else(String::new, |code| clause_of(code));
            if !awaited.is_empty() {
                return Err(Refusal::AwaitingRuling { switches: awaited, clause });
            }
            Err(Refusal::RequirementsFailed { codes: failed.clone(), clause })
        }
        Ruled::Pending { missing } => Err(Refusal::FactsMissing { facts: missing.clone(), clause: String::new() }),
        Ruled::Held { awaiting } => Err(Refusal::AwaitingRuling { switches: awaiting.clone(), clause: String::new() }),
    }
}

/// The claim is decided: the award counts for the years to come.
fn decided(ctx: Ctx, outcome: Outcome, (id, claim): (&ClaimId, &Claim), decision: Decision) -> Outcome {
    let key = Key::Claim(id.clone());
    let award = PastAward {
        programme: claim.programme.clone(),
        stream: claim.stream.clone(),
        service_date: claim.service_date,
        amount: decision.outcome.award(),
        claim: id.clone(),
    };
    let to = Addressee::Enterprise(claim.enterprise.clone());
    let values = [("amount", award.amount.to_string()), ("reason", decision.outcome.reason().to_owned())];
    outcome
        .with(key.clone(), What::Claim(ClaimEvent::Decided(Box::new(decision))))
        .with(Key::Enterprise(claim.enterprise.clone()), What::Enterprise(EnterpriseEvent::Awarded(award)))
        .telling(ctx.act, to, &key, "claim_decided", &values)
}

/// Returns the claim for correction; the keys of its rows are free until it is confirmed again.
pub(super) fn send_back(
    ctx: Ctx,
    id: &ClaimId,
    drawn: i64,
    (items, reason): (&[ReturnItem], Option<&str>),
) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.claim.revision)?;
    course::check_exit(at.step, Exit::Correct)?;
    course::turn(ctx, &at.claim.course, at.step, Some(&at.claim.district))?;
    let event = course::returned(ctx, &at.claim.course, items, reason)?;
    let key = Key::Claim(id.clone());
    let mut kept = keys::at_opening(ctx, at.policy, (id, at.claim), &[])?;
    kept.push(roster::slot(&at.claim.filing, at.claim.service_date));
    let freed: Vec<String> = at.claim.keys.iter().filter(|name| !kept.contains(name)).cloned().collect();
    let to = Addressee::Enterprise(at.claim.enterprise.clone());
    let values = [("step", at.step.id.clone()), ("items", items.len().to_string())];
    let outcome = changed(id, ClaimEvent::Course(event)).freeing(freed);
    given_back(outcome, at.claim)
        .with(key.clone(), What::Claim(ClaimEvent::KeysFreed { kept }))
        .telling(ctx.act, to, &key, "claim_returned", &values)
        .done()
}

/// Refuses the claim on grounds that its decision shows, or proposes so to the next rank. When the last rank refuses, the
/// decision is frozen, and the keys are free again.
pub(super) fn refuse(ctx: Ctx, id: &ClaimId, drawn: i64, (codes, words): (&[String], &str)) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.claim.revision)?;
    let event = course::refuse(ctx, at.policy, (&at.claim.course, &at.claim.district), (codes, words))?;
    let decision = grounds(ctx, &at, codes)?;
    if !matches!(event, CourseEvent::Refused { .. }) {
        return changed(id, ClaimEvent::Course(event)).done();
    }
    let key = Key::Claim(id.clone());
    let to = Addressee::Enterprise(at.claim.enterprise.clone());
    let values = [("step", at.step.id.clone()), ("codes", codes.join(", "))];
    ended(ctx, (id, at.claim), event)
        .with(key.clone(), What::Claim(ClaimEvent::Decided(Box::new(decision))))
        .telling(ctx.act, to, &key, "claim_refused", &values)
        .done()
}

/// The decision that a refusal rests on: every code must fail on the facts as they were attested and compared, and
/// no open reading alone may stand behind it.
fn grounds(ctx: Ctx, at: &AtOffice, codes: &[String]) -> Result<Decision, Stop> {
    let programme = ctx.world.programme(&at.claim.programme)?;
    let facts = facts_of(ctx, at.policy, at.claim)?;
    let decision = at.policy.decide(&facts, &programme.readings());
    let ruled: Vec<String> = programme.rulings.keys().cloned().collect();
    let failed = match check_awardable(at.policy, (&facts, &ruled), &decision) {
        Err(Refusal::RequirementsFailed { codes, .. }) => codes,
        Err(awaiting @ Refusal::AwaitingRuling { .. }) => return Err(awaiting.into()),
        Ok(()) | Err(_) => Vec::new(),
    };
    if codes.iter().all(|code| failed.contains(code)) { Ok(decision) } else { Err(course::not_failed().into()) }
}

/// Gives the claim back to the first rank of the office.
pub(super) fn hand_back(ctx: Ctx, id: &ClaimId, drawn: i64, words: &str) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.claim.revision)?;
    let event = course::hand_back(ctx, at.policy, (&at.claim.course, &at.claim.district), words)?;
    changed(id, ClaimEvent::Course(event)).done()
}
