//! The provider's roster opens claims (三(五)2); an enterprise missing from it can say so, and the provider must answer.

use super::{Claim, ClaimEvent, Money, Opened, PROCEDURE, Roster, RosterLine, changed, keys};
use crate::course::{self, CaseFacts, Course};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::facts::{self, Attested};
use crate::filing::{Filing, FilingEvent, share_a_day};
use crate::ids::{ClaimId, FilingId, ProgrammeId, RosterId};
use crate::message::Addressee;
use crate::paper::{self, File};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::civil::Date;
use policy::policy::Policy;
use std::collections::BTreeMap;

/// The provider sends its roster: each line completes a reported claim or opens a new one.
pub(super) fn send(
    ctx: Ctx,
    programme_id: &ProgrammeId,
    lines: &[RosterLine],
    (certificate, letter): (&File, &File),
) -> Result<Decided, Stop> {
    let Some(provider) = ctx.act.actor.provider() else { return Err(ctx.not_your_seat().into()) };
    let programme = ctx.world.programme(programme_id)?;
    let policy = ctx.setting.policy(programme.policy_on(ctx.act.today))?;
    programme.takes_claims(&clause(policy))?;
    paper::check_file(policy, certificate)?;
    paper::check_file(policy, letter)?;
    if lines.is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["lines".to_owned()] }.into());
    }
    ctx.world.want(lines.iter().map(|line| Key::Filing(line.filing.clone())))?;
    let id = RosterId::new(ctx.act.fresh().id("roster", 0));
    let key = Key::Roster(id.clone());
    let roster = Roster {
        revision: 1,
        provider: provider.to_owned(),
        programme: programme_id.clone(),
        lines: lines.to_vec(),
        certificate: certificate.clone(),
        letter: letter.clone(),
        sent_at: ctx.act.at,
    };
    let mut outcome = Outcome::show(key.clone()).with(key, What::Claim(ClaimEvent::RosterSent(Box::new(roster))));
    for (number, line) in lines.iter().enumerate() {
        check_alone(lines, number).map_err(|refusal| at_line(refusal.into(), number))?;
        outcome = take_line(ctx, outcome, (number, line), (&id, provider)).map_err(|stop| at_line(stop, number))?;
    }
    outcome.done()
}

/// Refuses a line that takes a contract year, or a part of it, which a line before it takes.
fn check_alone(lines: &[RosterLine], number: usize) -> Result<(), Refusal> {
    let Some(line) = lines.get(number) else { return Ok(()) };
    let mut before = lines.iter().take(number).filter(|other| other.filing == line.filing);
    if before.any(|other| share_a_day(other.service_date, line.service_date)) {
        return Err(Refusal::AlreadyHeld { key: "contract_year".to_owned(), holder: String::new() });
    }
    Ok(())
}

/// Refuses a contract year that shares a day with one that has a claim.
fn check_free(filing: &Filing, service_date: Date) -> Result<(), Refusal> {
    match filing.overlapping(service_date) {
        Some((claim, _)) => {
            let holder = Key::Claim(claim.clone()).to_string();
            Err(Refusal::AlreadyHeld { key: "contract_year".to_owned(), holder })
        }
        None => Ok(()),
    }
}

/// A refusal of one line names the line; nothing of the roster is taken then.
fn at_line(stop: Stop, number: usize) -> Stop {
    match stop {
        Stop::Refused(refusal) => {
            let values = serde_json::to_string(&*refusal).unwrap_or_default();
            Refusal::BadLine { line: number.saturating_add(1), problem: format!("{} {values}", refusal.word()) }.into()
        }
        Stop::Need(keys) => Stop::Need(keys),
    }
}

fn take_line(
    ctx: Ctx,
    outcome: Outcome,
    (number, line): (usize, &RosterLine),
    (roster, provider): (&RosterId, &str),
) -> Result<Outcome, Stop> {
    let filing = claimable(ctx, &line.filing, line.service_date)?;
    check_free(filing, line.service_date)?;
    let slot = slot(&line.filing, line.service_date);
    if let Some(hold) = ctx.world.hold(&slot)? {
        return complete_reported(ctx, outcome, &hold.holder, (roster, provider));
    }
    let opening = Opening { filing_id: &line.filing, filing, service_date: line.service_date, provider, number };
    let (id, claim) = open(ctx, &opening, Some(roster), &outcome.given())?;
    let (key, to) = (Key::Claim(id.clone()), Addressee::Enterprise(claim.enterprise.clone()));
    Ok(opened(outcome, (id, claim)).telling(ctx.act, to, &key, "claim_opened", &[]))
}

/// A line for a claim the enterprise had reported: the claim moves on to the enterprise.
fn complete_reported(
    ctx: Ctx,
    outcome: Outcome,
    holder: &str,
    (roster, provider): (&RosterId, &str),
) -> Result<Outcome, Stop> {
    let id = ClaimId::new(holder.strip_prefix("claim:").unwrap_or(holder));
    let claim = ctx.world.claim(&id)?;
    if claim.roster.is_some() || !claim.course.is_live() {
        return Err(Refusal::AlreadyHeld { key: "contract_year".to_owned(), holder: holder.to_owned() }.into());
    }
    if claim.provider != provider {
        return Err(Refusal::NotFound { what: holder.to_owned() }.into());
    }
    let policy = ctx.setting.policy(&claim.policy_hash)?;
    let step = roster_passed(ctx, policy, claim)?;
    let key = Key::Claim(id);
    let to = Addressee::Enterprise(claim.enterprise.clone());
    let event = ClaimEvent::OnRoster { roster: roster.clone(), step };
    Ok(outcome.with(key.clone(), What::Claim(event)).telling(ctx.act, to, &key, "claim_on_roster", &[]))
}

/// The event that passes the roster step for the provider.
fn roster_passed(ctx: Ctx, policy: &Policy, claim: &Claim) -> Result<course::CourseEvent, Stop> {
    let known = conditions(claim);
    let facts = policy::facts::Facts { values: facts::as_known(policy, known), records: BTreeMap::new() };
    let readings = policy::facts::Readings::default();
    let case = CaseFacts { facts: &facts, readings: &readings };
    let passed = course::mark(ctx, &claim.course, "", None);
    course::pass(ctx, policy, &claim.course, (passed, None), case)
}

/// What conditions of the claim's steps may read before the claim is complete.
fn conditions(claim: &Claim) -> BTreeMap<String, policy::value::Value> {
    BTreeMap::from([
        ("stream".to_owned(), policy::value::Value::Member(claim.stream.clone())),
        ("service_date".to_owned(), policy::value::Value::Date(claim.service_date)),
    ])
}

/// The filing, when a claim of a contract year may be opened under it.
fn claimable<'a>(ctx: Ctx<'a>, id: &FilingId, service_date: Date) -> Result<&'a Filing, Stop> {
    let filing = ctx.world.filing(id)?;
    if !filing.is_filed() {
        let found = filing.course.as_ref().map_or("draft", |course| course.state.word()).to_owned();
        return Err(Refusal::WrongStep { found, needed: "filed".to_owned() }.into());
    }
    if service_date > ctx.act.today {
        let clause = clause(ctx.setting.policy(&filing.policy_hash)?);
        return Err(Refusal::TooEarly { from: service_date, clause }.into());
    }
    Ok(filing)
}

/// The clause of the claim's first step.
fn clause(policy: &Policy) -> String {
    let first = policy.plan().procedure(PROCEDURE).and_then(|procedure| procedure.steps.first());
    first.map_or_else(String::new, |step| step.clause.clone())
}

/// The key that makes one claim of a contract year.
pub(super) fn slot(filing: &FilingId, service_date: Date) -> String {
    format!("claim/{filing}/{service_date}")
}

/// What a new claim is opened from.
struct Opening<'a> {
    filing_id: &'a FilingId,
    filing: &'a Filing,
    service_date: Date,
    provider: &'a str,
    number: usize,
}

/// The new claim, at the roster step or past it.
fn open(ctx: Ctx, from: &Opening, roster: Option<&RosterId>, given: &[String]) -> Result<(ClaimId, Claim), Stop> {
    let policy = ctx.setting.policy(&from.filing.policy_hash)?;
    let enterprise = ctx.world.enterprise(&from.filing.enterprise)?;
    let id = ClaimId::new(ctx.act.fresh().id("claim", from.number));
    let year = from.service_date.year();
    let filing_number = from.filing.number.clone().unwrap_or_default();
    let place = course::first_place(
        ctx,
        policy,
        PROCEDURE,
        CaseFacts { facts: &policy::facts::Facts::new(), readings: &policy::facts::Readings::default() },
    )?;
    let mut claim = Claim {
        revision: 1,
        programme: from.filing.programme.clone(),
        policy_hash: from.filing.policy_hash.clone(),
        filing: from.filing_id.clone(),
        enterprise: from.filing.enterprise.clone(),
        enterprise_name: enterprise.profile.name.clone(),
        stream: from.filing.stream.clone(),
        district: enterprise.profile.district.clone(),
        provider: from.provider.to_owned(),
        number: format!("{filing_number}-{year}"),
        service_date: from.service_date,
        opened_at: ctx.act.at,
        received_at: None,
        roster: roster.cloned(),
        declined: None,
        answers: BTreeMap::new(),
        records: BTreeMap::new(),
        papers: BTreeMap::new(),
        attested: carried(policy, from.filing, from.service_date),
        keys: Vec::new(),
        sums: BTreeMap::new(),
        course: Course::at(PROCEDURE, place),
        decision: None,
        money: Money::None,
        passed_over: 0,
    };
    claim.keys = keys::at_opening(ctx, policy, (&id, &claim), given)?;
    claim.keys.push(slot(from.filing_id, from.service_date));
    if roster.is_some() {
        let step = roster_passed(ctx, policy, &claim)?;
        claim.course = claim.course.apply(&step);
    }
    Ok((id, claim))
}

fn opened(outcome: Outcome, (id, claim): (ClaimId, Claim)) -> Outcome {
    let key = Key::Claim(id.clone());
    let keys = claim.keys.clone();
    let claimed = FilingEvent::Claimed { claim: id, service_date: claim.service_date };
    outcome
        .taking(keys, &key)
        .with(Key::Filing(claim.filing.clone()), What::Filing(claimed))
        .with(key, What::Claim(ClaimEvent::Opened(Box::new(Opened { claim }))))
}

/// The enterprise says it is missing: a claim is opened that waits for the provider.
pub(super) fn report(ctx: Ctx, filing_id: &FilingId, service_date: Date) -> Result<Decided, Stop> {
    let filing = claimable(ctx, filing_id, service_date)?;
    ctx.speaks_for(&filing.enterprise, false)?;
    ctx.world.programme(&filing.programme)?.takes_claims(&clause(ctx.setting.policy(&filing.policy_hash)?))?;
    check_free(filing, service_date)?;
    let slot = slot(filing_id, service_date);
    if let Some(hold) = ctx.world.hold(&slot)? {
        return Err(Refusal::AlreadyHeld { key: slot, holder: hold.holder.clone() }.into());
    }
    let provider = filing.form.provider.as_str();
    let opening = Opening { filing_id, filing, service_date, provider, number: 0 };
    let (id, claim) = open(ctx, &opening, None, &[])?;
    let key = Key::Claim(id.clone());
    let to = Addressee::Provider(provider.to_owned());
    opened(Outcome::show(key.clone()), (id, claim)).telling(ctx.act, to, &key, "roster_missing", &[]).done()
}

/// The provider says the enterprise was not on its cloud; the claim stays with the provider until it is withdrawn.
pub(super) fn decline(ctx: Ctx, id: &ClaimId, words: &str) -> Result<Decided, Stop> {
    let claim = ctx.world.claim(id)?;
    if ctx.act.actor.provider() != Some(claim.provider.as_str()) {
        return Err(Refusal::NotFound { what: format!("claim:{id}") }.into());
    }
    claim.course.underway()?;
    if claim.roster.is_some() || words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] }.into());
    }
    let key = Key::Claim(id.clone());
    let to = Addressee::Enterprise(claim.enterprise.clone());
    changed(id, ClaimEvent::Declined { words: words.to_owned() })
        .telling(ctx.act, to, &key, "roster_declined", &[("words", words.to_owned())])
        .done()
}

/// What officers attested at the filing and still holds in a contract year.
fn carried(policy: &Policy, filing: &Filing, service_date: Date) -> BTreeMap<String, Attested> {
    let holds = |id: &String| policy.plan().fact(id).is_none_or(|fact| facts::holds_in(fact, filing, service_date));
    let attested = filing.attested.iter().filter(|(id, _)| holds(id));
    attested.map(|(id, one)| (id.clone(), one.clone())).collect()
}
