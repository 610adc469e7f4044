//! Total control, first half: a district sends its batch; when the monthly intake closes, filings go on
//! in the policy's order and money is reserved for each; when the budget is used up the rest wait in
//! order; a reservation lapses when no roster line comes in time (三(一), 三(二), 三(四)3).

use super::{Filing, FilingEvent, Reservation, applicant};
use crate::course::{self, CaseFacts, CourseEvent};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::facts;
use crate::ids::{FilingId, ProgrammeId};
use crate::ledger::{Account, Purpose, Transfer};
use crate::message::Addressee;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::allocation::{CannotAllocate, Claimant, Line, Rule};
use policy::decision::Evaluated;
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::plan::money_rules::Reserve;
use policy::plan::sharing::{RECEIVED_AT, Sharing};
use policy::plan::words::{PayMethod, Shortage, StepKind};
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

/// The district's signer sends the filings that stand at the batch step.
pub(super) fn send(ctx: Ctx, filings: &[FilingId]) -> Result<Decided, Stop> {
    ctx.world.want(filings.iter().map(|id| Key::Filing(id.clone())))?;
    let Some(first) = filings.first() else {
        return Err(Refusal::FieldsMissing { fields: vec!["filings".to_owned()] }.into());
    };
    let mut outcome = Outcome::show(Key::Filing(first.clone()));
    for id in filings {
        let filing = ctx.world.filing(id)?;
        let policy = ctx.setting.policy(&filing.policy_hash)?;
        let not_found = || Refusal::NotFound { what: format!("filing:{id}") };
        let course = filing.course.as_ref().ok_or_else(not_found)?;
        let step = course.step(policy)?;
        course::turn(ctx, course, step, Some(&filing.district))?;
        if step.kind != StepKind::Batch || filing.sent_on.is_some() {
            let needed = StepKind::Batch.en().to_owned();
            return Err(Refusal::WrongStep { found: step.id.clone(), needed }.into());
        }
        let sent = FilingEvent::Sent { on: ctx.act.today };
        outcome = outcome.with(Key::Filing(id.clone()), What::Filing(sent));
    }
    outcome.done()
}

/// One filing that waits for the intake to close, with what its order and amount need.
struct Candidate<'a> {
    id: &'a FilingId,
    filing: &'a Filing,
    facts: Facts,
    /// The amount to reserve, or the facts that are missing for it.
    amount: Result<Fen, Vec<String>>,
}

/// What becomes of a filing when the intake closes, in the order in which it comes about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    /// The filing.
    pub filing: FilingId,
    /// Its stream, which has a budget of its own.
    pub stream: String,
    /// Its values of the facts that the policy orders by; the moment of receipt is not among them.
    pub order: Vec<(String, Option<Value>)>,
    /// What is left of the budget before its turn.
    pub before: Fen,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a filing when the intake closes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It goes on, and this is reserved for it.
    Reserved(Fen),
    /// The budget does not reach: it waits in order, or whatever else the policy says about a shortage.
    Short(Fen),
    /// Facts are missing for its amount; it stays where it is until they are there.
    Unknown(Vec<String>),
}

/// What would become of some filings if the intake closed on the day of the act: by stream, in the policy's order.
pub fn intake(ctx: Ctx, id: &ProgrammeId, filings: &[FilingId]) -> Result<Vec<Expected>, Stop> {
    let mut all = Vec::new();
    for (_, rule, turns) in turns(ctx, id, filings)? {
        let keys = rule.sharing.bands.iter().chain(&rule.sharing.order);
        let facts: Vec<String> = keys.filter(|key| key.by != RECEIVED_AT).map(|key| key.by.clone()).collect();
        all.extend(turns.into_iter().map(|turn| Expected {
            filing: turn.one.id.clone(),
            stream: turn.one.filing.stream.clone(),
            order: facts.iter().map(|fact| (fact.clone(), turn.one.facts.value(fact).cloned())).collect(),
            before: turn.before,
            fate: turn.fate,
        }));
    }
    Ok(all)
}

/// Closes the intake: in order, filings go on with what is reserved for them, as far as the policy lets the budget reach.
pub(super) fn close_intake(ctx: Ctx, id: &ProgrammeId, filings: &[FilingId]) -> Result<Decided, Stop> {
    ctx.only(&crate::act::Seat::Clock)?;
    let programme = ctx.world.programme(id)?;
    let readings = programme.readings();
    let mut outcome = Outcome::show(Key::Programme(id.clone()));
    for (policy, rule, turns) in turns(ctx, id, filings)? {
        for turn in turns {
            outcome = match (turn.fate, rule.shortage) {
                (Fate::Reserved(amount), _) => go_on(ctx, outcome, (policy, rule), (&turn.one, amount, &readings))?,
                (Fate::Short(amount), Shortage::Wait | Shortage::NextYear) => wait(ctx, outcome, (&turn.one, amount)),
                (Fate::Short(_), Shortage::TurnAway) => turn_away(ctx, outcome, policy, &turn.one)?,
                (Fate::Unknown(_), _) => outcome,
            };
        }
    }
    outcome.done()
}

/// The turn of one filing at the budget of its stream.
struct Turn<'a> {
    one: Candidate<'a>,
    before: Fen,
    fate: Fate,
}

/// The turns of all filings, by policy and stream.
type Turns<'a> = Vec<(&'a Policy, &'a Reserve, Vec<Turn<'a>>)>;

/// The turns of the filings that were sent and stand at their batch step, in the policy's order.
fn turns<'a>(ctx: Ctx<'a>, id: &ProgrammeId, filings: &'a [FilingId]) -> Result<Turns<'a>, Stop> {
    let programme = ctx.world.programme(id)?;
    ctx.world.want(filings.iter().map(|id| Key::Filing(id.clone())))?;
    let mut all = Vec::new();
    let readings = programme.readings();
    for (policy, candidates) in candidates(ctx, filings, &readings)? {
        all.push((policy, reserve_rule(policy)?, in_turn(ctx, (policy, &readings), candidates)?));
    }
    Ok(all)
}

/// The turns of the filings of one stream: the rule of the policy shares the available money out among them.
fn in_turn<'a>(
    ctx: Ctx,
    (policy, readings): (&Policy, &Readings),
    candidates: Vec<Candidate<'a>>,
) -> Result<Vec<Turn<'a>>, Stop> {
    let Some(first) = candidates.first() else { return Ok(Vec::new()) };
    let available = ctx.world.balance(&account(first.filing, ctx.act.today.year(), Purpose::Available))?;
    let lines = lines((policy, readings), &candidates, available)?;
    let mut candidates: BTreeMap<&str, Candidate> = candidates.into_iter().map(|one| (one.id.as_str(), one)).collect();
    let mut left = available;
    let mut turns = Vec::new();
    for line in lines {
        let Some(one) = candidates.remove(line.id.as_str()) else { continue };
        let before = left;
        left = left.sub(line.amount).ok_or(Refusal::AmountTooLarge)?;
        let fate = match &one.amount {
            Err(missing) => Fate::Unknown(missing.clone()),
            Ok(amount) if line.amount > Fen::ZERO || *amount == Fen::ZERO => Fate::Reserved(line.amount),
            Ok(amount) => Fate::Short(*amount),
        };
        turns.push(Turn { one, before, fate });
    }
    Ok(turns)
}

/// What the rule reserves for each filing, in its order. A filing whose amount is not known asks for nothing.
fn lines(
    (policy, readings): (&Policy, &Readings),
    candidates: &[Candidate],
    available: Fen,
) -> Result<Vec<Line>, Refusal> {
    let reserve = reserve_rule(policy)?;
    let rule = Rule { sharing: &reserve.sharing, pay: None, clause: &reserve.clause };
    let claims: Vec<Claimant> = candidates.iter().map(claimant).collect();
    match policy.allocate_by(rule, &claims, available, readings) {
        Ok(shared) => Ok(shared.lines),
        // Everyone in full or nobody: with no money everyone has a place in the order, and nothing.
        Err(CannotAllocate::Short(_)) => {
            let sharing = Sharing { method: PayMethod::InOrderStop, ..reserve.sharing.clone() };
            let shared = policy.allocate_by(Rule { sharing: &sharing, ..rule }, &claims, Fen::ZERO, readings);
            shared.map(|shared| shared.lines).map_err(|cannot| refused(cannot, &reserve.clause))
        }
        Err(cannot) => Err(refused(cannot, &reserve.clause)),
    }
}

fn claimant(one: &Candidate) -> Claimant {
    let filing = one.filing;
    let units = [
        ("enterprise", filing.enterprise.as_str()),
        ("district", &filing.district),
        ("provider", &filing.form.provider),
    ];
    Claimant {
        id: one.id.as_str().to_owned(),
        award: one.amount.as_ref().map_or(Fen::ZERO, |amount| *amount),
        received_at: filing.received_at,
        units: units.map(|(unit, who)| (unit.to_owned(), who.to_owned())).into(),
        facts: one.facts.clone(),
        ..Claimant::default()
    }
}

fn refused(cannot: CannotAllocate, clause: &str) -> Refusal {
    match cannot {
        CannotAllocate::Missing { missing, .. } => Refusal::FactsMissing { facts: missing, clause: clause.to_owned() },
        CannotAllocate::NoRule => Refusal::PolicySilent { what: "reserve".to_owned() },
        CannotAllocate::TooLarge | CannotAllocate::Short(_) => Refusal::AmountTooLarge,
        CannotAllocate::Differs { bound, .. } => Refusal::UnsoundPolicy { what: bound },
        CannotAllocate::Repeated(id) | CannotAllocate::Negative(id) => Refusal::UnsoundPolicy { what: id },
    }
}

/// The filings at their batch step that were sent, by policy and stream.
fn candidates<'a>(
    ctx: Ctx<'a>,
    filings: &'a [FilingId],
    readings: &Readings,
) -> Result<Vec<(&'a Policy, Vec<Candidate<'a>>)>, Stop> {
    let mut groups: BTreeMap<(&str, &str), Vec<Candidate>> = BTreeMap::new();
    for id in filings {
        let filing = ctx.world.filing(id)?;
        let policy = ctx.setting.policy(&filing.policy_hash)?;
        let Some(course) = &filing.course else { continue };
        let step = course.step(policy)?;
        if course.underway().is_err() || step.kind != StepKind::Batch || filing.sent_on.is_none() {
            continue;
        }
        let enterprise = ctx.world.enterprise(&filing.enterprise)?;
        let facts = facts::of_filing(ctx, policy, enterprise, filing);
        // A filing whose amount cannot be computed any more never stops the others.
        let amount = match amount(policy, reserve_rule(policy)?, &facts, readings) {
            Ok(amount) => Ok(amount),
            Err(Refusal::FactsMissing { facts, .. }) => Err(facts),
            Err(other) => return Err(other.into()),
        };
        let group = groups.entry((&filing.policy_hash, &filing.stream)).or_default();
        group.push(Candidate { id, filing, facts, amount });
    }
    let named = groups.into_iter().map(|((hash, _), group)| Ok((ctx.setting.policy(hash)?, group)));
    named.collect()
}

fn reserve_rule(policy: &Policy) -> Result<&Reserve, Refusal> {
    policy.plan().reserves.first().ok_or_else(|| Refusal::PolicySilent { what: "reserve".to_owned() })
}

/// How much would be reserved for a filing; else the facts that are still needed to say so. Nothing of either where the
/// policy reserves nothing.
pub(super) fn expected(policy: &Policy, facts: &Facts, readings: &Readings) -> Result<Option<Fen>, Vec<String>> {
    let Ok(rule) = reserve_rule(policy) else { return Ok(None) };
    match amount(policy, rule, facts, readings) {
        Ok(fen) => Ok(Some(fen)),
        Err(Refusal::FactsMissing { facts, .. }) => Err(facts),
        Err(_) => Ok(None),
    }
}

/// Refuses a filing for which nothing could be reserved when its batch closes, because something is not stated yet: it
/// would hold up the whole batch.
pub(super) fn check(policy: &Policy, facts: &Facts, readings: &Readings) -> Result<(), Refusal> {
    let Ok(rule) = reserve_rule(policy) else { return Ok(()) };
    amount(policy, rule, facts, readings).map(|_| ())
}

/// How much the policy reserves for a filing.
fn amount(policy: &Policy, rule: &Reserve, facts: &Facts, readings: &Readings) -> Result<Fen, Refusal> {
    match policy.quantity(&rule.amount, facts, readings) {
        Evaluated::Known(Value::Money(fen)) => Ok(fen),
        Evaluated::Missing(missing) => Err(Refusal::FactsMissing { facts: missing, clause: rule.clause.clone() }),
        Evaluated::Known(_) | Evaluated::Undeclared => Err(Refusal::PolicySilent { what: rule.amount.clone() }),
    }
}

/// The filing passes the batch step with its reservation. Who was told to wait is told that it is over.
fn go_on(
    ctx: Ctx,
    outcome: Outcome,
    (policy, rule): (&Policy, &Reserve),
    (one, amount, readings): (&Candidate, Fen, &Readings),
) -> Result<Outcome, Stop> {
    let year = ctx.act.today.year();
    let Some(course) = &one.filing.course else { return Ok(outcome) };
    let case = CaseFacts { facts: &one.facts, readings };
    let next = course::next_place(ctx, policy, course, case)?;
    let passed = course::Passed { role: "programme".to_owned(), ..course::mark(ctx, course, "", None) };
    let key = Key::Filing(one.id.clone());
    let held = Reservation::Held { year, amount, since: ctx.act.today };
    let transfer = Transfer {
        from: account(one.filing, year, Purpose::Available),
        to: account(one.filing, year, Purpose::Reserved),
        amount,
        reason: "reserve".to_owned(),
        clause: rule.clause.clone(),
        about: key.to_string(),
    };
    let outcome = outcome
        .with(key.clone(), What::Filing(FilingEvent::Course(CourseEvent::StepPassed { passed, next })))
        .with(key.clone(), What::Filing(FilingEvent::Reserved(held)))
        .moving(transfer);
    if !matches!(one.filing.reservation, Reservation::Waiting { .. }) {
        return Ok(outcome);
    }
    let to = Addressee::Enterprise(one.filing.enterprise.clone());
    Ok(outcome.telling(ctx.act, to, &key, "filing_reserved", &[("amount", amount.to_string())]))
}

/// The filing waits in order, and is told so once.
fn wait(ctx: Ctx, outcome: Outcome, (one, amount): (&Candidate, Fen)) -> Outcome {
    if matches!(one.filing.reservation, Reservation::Waiting { .. }) {
        return outcome;
    }
    let key = Key::Filing(one.id.clone());
    let waiting = Reservation::Waiting { since: ctx.act.today };
    let to = Addressee::Enterprise(one.filing.enterprise.clone());
    outcome.with(key.clone(), What::Filing(FilingEvent::Reserved(waiting))).telling(
        ctx.act,
        to,
        &key,
        "filing_waits",
        &[("amount", amount.to_string())],
    )
}

fn turn_away(ctx: Ctx, outcome: Outcome, policy: &Policy, one: &Candidate) -> Result<Outcome, Stop> {
    let words = "budget used up".to_owned();
    let event = CourseEvent::Refused { codes: Vec::new(), words, by: ctx.act.actor.account.clone() };
    let ended = applicant::ended(ctx, (one.id, one.filing), policy, event).done()?;
    let to = Addressee::Enterprise(one.filing.enterprise.clone());
    let step = one.filing.course.as_ref().map_or_else(String::new, |course| course.step.clone());
    let values = [("step", step), ("codes", String::new())];
    Ok(outcome.with_all(ended.events).telling(ctx.act, to, &Key::Filing(one.id.clone()), "filing_refused", &values))
}

/// The clock lets a reservation lapse: no claim was opened under the filing in time.
pub(super) fn lapse(ctx: Ctx, id: &FilingId) -> Result<Decided, Stop> {
    ctx.only(&crate::act::Seat::Clock)?;
    let filing = ctx.world.filing(id)?;
    let policy = ctx.setting.policy(&filing.policy_hash)?;
    let rule = reserve_rule(policy)?;
    let Reservation::Held { year, amount, since } = &filing.reservation else {
        return Err(Refusal::WrongStep { found: "no reservation".to_owned(), needed: "reserve".to_owned() }.into());
    };
    if !filing.claims.is_empty() {
        return Err(Refusal::WrongStep { found: "claim".to_owned(), needed: "roster".to_owned() }.into());
    }
    let Some(lapse) = &rule.lapse else { return Err(Refusal::PolicySilent { what: "lapse".to_owned() }.into()) };
    let day = course::after(ctx.setting, *since, lapse.after)?;
    if ctx.act.today <= day {
        return Err(Refusal::TooEarly { from: day, clause: rule.clause.clone() }.into());
    }
    let key = Key::Filing(id.clone());
    let to = Addressee::Enterprise(filing.enterprise.clone());
    super::changed(id, FilingEvent::Reserved(Reservation::Released))
        .moving(release(policy, (id, filing), *year, *amount))
        .telling(ctx.act, to, &key, "reservation_lapsed", &[("amount", amount.to_string())])
        .done()
}

/// The transfer that gives a reservation back to what is available.
pub(crate) fn release(policy: &Policy, (id, filing): (&FilingId, &Filing), year: i16, amount: Fen) -> Transfer {
    let clause = policy.plan().reserves.first().map_or_else(String::new, |rule| rule.clause.clone());
    Transfer {
        from: account(filing, year, Purpose::Reserved),
        to: account(filing, year, Purpose::Available),
        amount,
        reason: "release".to_owned(),
        clause,
        about: Key::Filing(id.clone()).to_string(),
    }
}

/// The account of a purpose for a filing's stream in a budget year.
pub(crate) fn account(filing: &Filing, year: i16, purpose: Purpose) -> Account {
    Account { programme: filing.programme.clone(), year, stream: filing.stream.clone(), purpose }
}
