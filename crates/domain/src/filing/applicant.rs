//! What the applicant does to a filing: start, fill in, attach, hand in, withdraw.

use super::{Application, Filing, FilingEvent, MayFile, PROCEDURE, Reservation, changed, outlook};
use crate::access;
use crate::course::{self, CaseFacts, CourseEvent};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::facts;
use crate::ids::{FilingId, ProgrammeId};
use crate::message::Addressee;
use crate::paper::{self, File, Paper};
use crate::programme::{Programme, State};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::civil::Date;
use policy::money::Fen;
use policy::plan::words::Exit;
use policy::policy::Policy;

/// Starts a draft; a second living one of the same stream is refused with the first.
pub(super) fn start(ctx: Ctx, programme_id: &ProgrammeId, stream: &str) -> Result<Decided, Stop> {
    let Some(enterprise_id) = ctx.act.actor.enterprise() else { return Err(ctx.not_your_seat().into()) };
    let programme = ctx.world.programme(programme_id)?;
    let policy_hash = programme.policy_on(ctx.act.today);
    let policy = ctx.setting.policy(policy_hash)?;
    takes_filings(programme, policy, ctx.act.today)?;
    if !policy.plan().streams().iter().any(|known| known.id == stream) {
        return Err(bad("stream", "unknown").into());
    }
    let enterprise = ctx.world.enterprise(enterprise_id)?;
    let id = FilingId::new(ctx.act.fresh().id("filing", 0));
    let started = FilingEvent::Started {
        programme: programme_id.clone(),
        policy_hash: policy_hash.to_owned(),
        enterprise: enterprise_id.clone(),
        enterprise_name: enterprise.profile.name.clone(),
        stream: stream.to_owned(),
        district: enterprise.profile.district.clone(),
    };
    let slot = Filing::slot(programme_id, enterprise_id, stream);
    let holder = Key::Filing(id.clone());
    changed(&id, started).taking(vec![slot], &holder).done()
}

/// Refuses new filings of a programme that is not open, or on a day outside the term of its policy, under the clause
/// that fixes the term.
pub fn takes_filings(programme: &Programme, policy: &Policy, today: Date) -> Result<(), Refusal> {
    let clause = term_clause(policy);
    if programme.state != State::Open {
        return Err(Refusal::ProgrammeNotOpen { state: programme.state.word().to_owned(), clause });
    }
    let Some((first, last)) = policy.plan().in_force else { return Ok(()) };
    if today < first {
        return Err(Refusal::TooEarly { from: first, clause });
    }
    match last {
        Some(last) if today > last => Err(Refusal::TooLate { until: last, clause }),
        Some(_) | None => Ok(()),
    }
}

/// The clause that fixes the term: the one of the requirement on the service date.
fn term_clause(policy: &Policy) -> String {
    let requirement = policy.plan().requirements.iter().find(|one| one.facts.iter().any(|fact| fact == "service_date"));
    requirement.map_or_else(String::new, |one| one.clause.clone())
}

/// The filing, for somebody who speaks for its enterprise and while it may be edited.
fn editable<'a>(ctx: Ctx<'a>, id: &FilingId) -> Result<&'a Filing, Stop> {
    let filing = ctx.world.filing(id)?;
    ctx.speaks_for(&filing.enterprise, false)?;
    if !filing.is_open_to_applicant() {
        let found = filing.course.as_ref().map_or_else(String::new, |course| course.step.clone());
        return Err(Refusal::WrongStep { found, needed: "draft".to_owned() }.into());
    }
    Ok(filing)
}

pub(super) fn save(ctx: Ctx, id: &FilingId, form: &Application) -> Result<Decided, Stop> {
    let filing = editable(ctx, id)?;
    let policy = ctx.setting.policy(&filing.policy_hash)?;
    if let Some(estimate) = form.estimate
        && (estimate <= Fen::ZERO
            || policy
                .plan()
                .fact("estimate_fen")
                .is_some_and(|fact| !facts::fits(fact, &policy::value::Value::Money(estimate))))
    {
        return Err(bad("estimate", "out_of_range").into());
    }
    if !form.provider.is_empty() && ctx.setting.city.provider(&form.provider).is_none() {
        return Err(bad("provider", "unknown").into());
    }
    for (fact, value) in &form.answers {
        let known = facts::asked(policy).find(|asked| asked.id == *fact);
        let known = known.ok_or_else(|| bad(fact, "unknown"))?;
        if !facts::fits(known, value) {
            return Err(bad(fact, "out_of_range").into());
        }
    }
    changed(id, FilingEvent::Saved(form.clone())).done()
}

pub(super) fn attach(
    ctx: Ctx,
    id: &FilingId,
    document: &str,
    (file, dated): (&File, Option<Date>),
) -> Result<Decided, Stop> {
    let filing = editable(ctx, id)?;
    let policy = ctx.setting.policy(&filing.policy_hash)?;
    if policy.plan().document(document).is_none() {
        return Err(bad("document", "unknown").into());
    }
    paper::check_file(policy, file)?;
    let paper = Paper { file: file.clone(), dated, finding: None };
    changed(id, FilingEvent::Attached { document: document.to_owned(), paper }).done()
}

pub(super) fn detach(ctx: Ctx, id: &FilingId, document: &str) -> Result<Decided, Stop> {
    let filing = editable(ctx, id)?;
    if !filing.papers.contains_key(document) {
        return Err(Refusal::NotFound { what: format!("paper:{document}") }.into());
    }
    changed(id, FilingEvent::Detached { document: document.to_owned() }).done()
}

/// Hands the filing in, or hands it in again after correction.
pub(super) fn submit(ctx: Ctx, id: &FilingId, drawn: i64) -> Result<Decided, Stop> {
    let filing = editable(ctx, id)?;
    ctx.speaks_for(&filing.enterprise, true)?;
    access::fresh(drawn, filing.revision)?;
    let programme = ctx.world.programme(&filing.programme)?;
    let policy = ctx.setting.policy(&filing.policy_hash)?;
    let enterprise = ctx.world.enterprise(&filing.enterprise)?;
    check_form(&filing.form)?;
    let facts = facts::of_filing(ctx, policy, enterprise, filing);
    let readings = programme.readings();
    check_papers(policy, filing, (&facts, &readings))?;
    super::reserve::check(policy, &facts, &readings)?;
    if let Some(course) = &filing.course {
        let due = course::due(ctx.setting, ctx.act.today, course.step(policy)?)?;
        let resubmitted = CourseEvent::Resubmitted { due, at: ctx.act.at };
        return changed(id, FilingEvent::Course(resubmitted)).done();
    }
    takes_filings(programme, policy, ctx.act.today)?;
    check_not_already_refused(policy, &facts, programme)?;
    let apply = course::first_place(ctx, policy, PROCEDURE, CaseFacts { facts: &facts, readings: &readings })?;
    let here = course::Course::at(PROCEDURE, apply);
    let place = course::next_place(ctx, policy, &here, CaseFacts { facts: &facts, readings: &readings })?
        .ok_or_else(|| Refusal::PolicySilent { what: PROCEDURE.to_owned() })?;
    let counter = format!("{}/received/{}", filing.programme, ctx.act.today.year());
    let number = format!("{}-{:06}", ctx.act.today.year(), ctx.world.next_number(&counter)?);
    let key = Key::Filing(id.clone());
    let submitted = FilingEvent::Submitted { number: number.clone(), place, at: ctx.act.at };
    let to = Addressee::Enterprise(filing.enterprise.clone());
    changed(id, submitted)
        .counting(&counter)
        .telling(ctx.act, to, &key, "filing_received", &[("number", number.clone())])
        .numbered(number)
        .done()
}

fn check_form(form: &Application) -> Result<(), Refusal> {
    let missing: Vec<String> = [
        ("purpose", form.purpose.trim().is_empty()),
        ("service_model", form.service_model.is_none()),
        ("provider", form.provider.is_empty()),
        ("estimate", form.estimate.is_none()),
        ("starts_on", form.starts_on.is_none()),
    ]
    .into_iter()
    .filter(|(_, missing)| *missing)
    .map(|(field, _)| field.to_owned())
    .collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::FieldsMissing { fields: missing }) }
}

/// Refuses when a document the first step asks for is neither there nor stood in for.
fn check_papers(
    policy: &Policy,
    filing: &Filing,
    (facts, readings): (&policy::facts::Facts, &policy::facts::Readings),
) -> Result<(), Refusal> {
    let procedure = policy.plan().procedure(PROCEDURE);
    let Some(apply) = procedure.and_then(|procedure| procedure.steps.first()) else {
        return Err(Refusal::PolicySilent { what: PROCEDURE.to_owned() });
    };
    let wanted = paper::wanted(policy, &apply.documents, facts, readings);
    let missing: Vec<String> = wanted
        .iter()
        .filter(|wanted| wanted.found(&filing.papers).is_none())
        .map(|wanted| wanted.document.id.clone())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let clause = wanted.iter().map(|wanted| wanted.document.clause.clone()).next().unwrap_or_default();
    Err(Refusal::PapersMissing { papers: missing, clause })
}

/// Refuses a filing that fails on what is known already, except for what only the claim can show, and except for an
/// open reading that alone denies it: such a filing is taken in, and its claims wait for the ruling.
fn check_not_already_refused(
    policy: &Policy,
    facts: &policy::facts::Facts,
    programme: &Programme,
) -> Result<(), Refusal> {
    let MayFile::No { codes } = outlook::standing(policy, &without_claim_facts(facts), programme) else {
        return Ok(());
    };
    let first = codes.first().and_then(|code| policy.plan().requirement(code));
    let clause = first.map_or_else(String::new, |requirement| requirement.clause.clone());
    Err(Refusal::RequirementsFailed { codes, clause })
}

/// The facts of a filing without those that only a claim can prove: whether it is filed, and what was paid.
pub(super) fn without_claim_facts(facts: &policy::facts::Facts) -> policy::facts::Facts {
    let mut known = facts.clone();
    for id in ["filed", "paid_fen"] {
        known.values.remove(id);
    }
    known
}

/// Takes the filing back, frees its slot and gives its reservation back.
pub(super) fn withdraw(ctx: Ctx, id: &FilingId) -> Result<Decided, Stop> {
    let filing = ctx.world.filing(id)?;
    ctx.speaks_for(&filing.enterprise, true)?;
    let policy = ctx.setting.policy(&filing.policy_hash)?;
    if let Some(course) = &filing.course {
        if !course.is_live() {
            return Err(Refusal::Ended { state: course.state.word().to_owned() }.into());
        }
        let step = course.step(policy)?;
        let first = policy.plan().procedure(PROCEDURE).and_then(|procedure| procedure.steps.first());
        if !first.is_some_and(|first| first.exits.contains(&Exit::Withdraw)) {
            course::check_exit(step, Exit::Withdraw)?;
        }
    }
    ended(ctx, (id, filing), policy, CourseEvent::Withdrawn).done()
}

/// The outcome of a filing that ends without money: its slot is free, its reservation goes back.
pub(super) fn ended(ctx: Ctx, (id, filing): (&FilingId, &Filing), policy: &Policy, event: CourseEvent) -> Outcome {
    let discarded = FilingEvent::Discarded { at: ctx.act.at };
    let event = if filing.course.is_some() { FilingEvent::Course(event) } else { discarded };
    let slot = Filing::slot(&filing.programme, &filing.enterprise, &filing.stream);
    let outcome = changed(id, event).freeing(vec![slot]);
    let Some((year, amount)) = filing.reserved() else { return outcome };
    let transfer = super::reserve::release(policy, (id, filing), year, amount);
    outcome.with(Key::Filing(id.clone()), What::Filing(FilingEvent::Reserved(Reservation::Released))).moving(transfer)
}

fn bad(field: &str, problem: &str) -> Refusal {
    Refusal::BadField { field: field.to_owned(), problem: problem.to_owned() }
}
