//! Freezing the fund-use plan: it becomes immutable and hashed, and its money is committed (二次总额控制, 三(二)).
//! Taking it back mirrors every entry. Two plans frozen at once cannot exceed the budget: balances are read from
//! the world, and no account may fall below zero (I11).

use super::at::At;
use super::form;
use super::line::Reserved;
use super::plan::{self, Candidate, Head, Plan, PlanLine};
use super::{Frozen, Round, RoundEvent, same_hash};
use crate::access;
use crate::claim::{ClaimEvent, Money};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::filing::{FilingEvent, Reservation};
use crate::ids::RoundId;
use crate::ledger::{Account, Purpose, Transfer};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::money::Fen;
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

/// The plan as it would be frozen now, for the sheet that the officer reads and whose hash the officer sends.
pub fn preview(ctx: Ctx, id: &RoundId) -> Result<Plan, Stop> {
    let round = ctx.world.round(id)?;
    let policy = ctx.setting.policy(&round.policy_hash)?;
    let programme = ctx.world.programme(&round.programme)?;
    let head = Head {
        programme: round.programme.clone(),
        policy_hash: round.policy_hash.clone(),
        number: round.number.clone(),
        year: round.year,
        version: round.versions.saturating_add(1),
    };
    let candidates = candidates(ctx, round)?;
    let available = available(ctx, round)?;
    Ok(plan::plan(head, candidates, &available, (policy, &programme.readings()))?)
}

/// The lines as the plan sees them: reservation and district as they are now (A15).
fn candidates(ctx: Ctx, round: &Round) -> Result<Vec<Candidate>, Stop> {
    ctx.world.want(round.inside().flat_map(|line| {
        [Key::Claim(line.claim.clone()), Key::Filing(line.filing.clone()), Key::Enterprise(line.enterprise.clone())]
    }))?;
    let reservations = form::reservations(ctx, round.inside())?;
    let mut candidates = Vec::new();
    for line in round.inside() {
        let decision = &ctx.world.claim(&line.claim)?.decision;
        let facts = decision.as_ref().map(|decision| decision.facts.clone()).unwrap_or_default();
        let facts = line.order_facts.iter().fold(facts, |facts, (id, value)| facts.with(id, value.clone()));
        candidates.push(Candidate {
            claim: line.claim.clone(),
            filing: line.filing.clone(),
            enterprise: line.enterprise.clone(),
            enterprise_name: line.enterprise_name.clone(),
            district: ctx.world.enterprise(&line.enterprise)?.profile.district.clone(),
            provider: line.provider.clone(),
            stream: line.stream.clone(),
            award: line.award,
            waited: line.waited,
            reserved: reservations.get(&line.claim).copied(),
            received_at: line.received_at,
            facts: facts.with("stream", Value::Member(line.stream.clone())),
        });
    }
    Ok(candidates)
}

/// The free money of the round's year, by stream.
fn available(ctx: Ctx, round: &Round) -> Result<BTreeMap<String, Fen>, Stop> {
    let accounts: BTreeMap<String, Account> = round
        .inside()
        .map(|line| (line.stream.clone(), account(round, (round.year, &line.stream), Purpose::Available)))
        .collect();
    ctx.world.want(accounts.values().map(|account| Key::Balance(account.clone())))?;
    accounts.into_iter().map(|(stream, account)| Ok((stream, ctx.world.balance(&account)?))).collect()
}

/// The account of a purpose in the round's programme.
pub(super) fn account(round: &Round, (year, stream): (i16, &str), purpose: Purpose) -> Account {
    Account { programme: round.programme.clone(), year, stream: stream.to_owned(), purpose }
}

/// An officer whose turn it is freezes the plan whose hash was shown, and passes the step or the first rank of it.
pub(super) fn freeze(ctx: Ctx, id: &RoundId, drawn: i64, (hash, opinion): (&str, &str)) -> Result<Decided, Stop> {
    let at = At::settle(ctx, id)?;
    at.role(ctx)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    if at.round.plan.is_some() {
        return Err(Refusal::Ended { state: "frozen".to_owned() }.into());
    }
    let plan = preview(ctx, id)?;
    same_hash(hash, &plan.hash)?;
    if plan.lines.is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["lines".to_owned()] }.into());
    }
    let course = at.pass(ctx, opinion)?;
    let frozen = Frozen { plan: plan.clone(), on: ctx.act.today };
    let outcome = at.changed(RoundEvent::Frozen(Box::new(frozen)));
    let outcome = commit(outcome, at, &plan)?;
    outcome.with(at.key(), What::Round(RoundEvent::Course(course))).done()
}

/// A further rank of the office passes the frozen plan.
pub(super) fn pass(ctx: Ctx, at: At, opinion: &str) -> Result<Decided, Stop> {
    if at.round.plan.is_none() {
        return Err(Refusal::FieldsMissing { fields: vec!["plan".to_owned()] }.into());
    }
    let course = at.pass(ctx, opinion)?;
    at.changed(RoundEvent::Course(course)).done()
}

/// One movement between two purposes of a line's stream.
struct Move {
    year: i16,
    from: Purpose,
    to: Purpose,
    amount: Fen,
}

impl Move {
    fn back(self) -> Self {
        Self { from: self.to, to: self.from, ..self }
    }

    fn transfer(self, at: At, line: &PlanLine, reason: &str) -> Transfer {
        Transfer {
            from: account(at.round, (self.year, &line.stream), self.from),
            to: account(at.round, (self.year, &line.stream), self.to),
            amount: self.amount,
            reason: reason.to_owned(),
            clause: line.clause.clone(),
            about: Key::Claim(line.claim.clone()).to_string(),
        }
    }
}

fn too_large() -> Refusal {
    Refusal::AmountTooLarge
}

/// What its reservation leaves over, from reserved to available.
fn unused(line: &PlanLine) -> Result<Option<Move>, Refusal> {
    let Some(Reserved { year, .. }) = line.reserved else { return Ok(None) };
    let amount = line.unused().ok_or_else(too_large)?;
    Ok(Some(Move { year, from: Purpose::Reserved, to: Purpose::Available, amount }))
}

/// What commits the line's amount: out of its reservation, and out of free money of the round's year.
fn committing(round: &Round, line: &PlanLine) -> Result<Vec<Move>, Refusal> {
    let amount = line.from_free().ok_or_else(too_large)?;
    let free = Move { year: round.year, from: Purpose::Available, to: Purpose::Committed, amount };
    let own = line.reserved.map(|reserved| Move {
        year: reserved.year,
        from: Purpose::Reserved,
        to: Purpose::Committed,
        amount: line.from_reserved,
    });
    Ok(own.into_iter().chain([free]).collect())
}

/// Commits the plan's money. What reservations leave over is freed first, since other lines may be paid of it.
fn commit(outcome: Outcome, at: At, plan: &Plan) -> Result<Outcome, Stop> {
    let mut outcome = outcome;
    for line in &plan.lines {
        if let Some(unused) = unused(line)? {
            let released = What::Filing(FilingEvent::Reserved(Reservation::Released));
            outcome =
                outcome.with(Key::Filing(line.filing.clone()), released).moving(unused.transfer(at, line, "release"));
        }
    }
    for line in &plan.lines {
        for one in committing(at.round, line)? {
            outcome = outcome.moving(one.transfer(at, line, "commit"));
        }
        let planned = Money::Planned { round: at.id.clone(), amount: line.amount };
        outcome = outcome.with(Key::Claim(line.claim.clone()), What::Claim(ClaimEvent::Money(planned)));
    }
    Ok(outcome)
}

/// Takes a frozen plan back: commitments go where they came from, and filings get their reservations again. Of
/// what a reservation had left over, only so much comes back as nobody else has taken since.
pub(super) fn thaw(ctx: Ctx, outcome: Outcome, at: At, plan: &Plan) -> Result<Outcome, Stop> {
    let mut outcome = outcome;
    for line in &plan.lines {
        for one in committing(at.round, line)? {
            outcome = outcome.moving(one.back().transfer(at, line, "uncommit"));
        }
        let again = Money::InRound { round: at.id.clone() };
        outcome = outcome.with(Key::Claim(line.claim.clone()), What::Claim(ClaimEvent::Money(again)));
    }
    let mut left = free_after_thaw(ctx, at.round, plan)?;
    for line in &plan.lines {
        let (Some(reserved), Some(unused)) = (line.reserved, unused(line)?) else { continue };
        let pot = left.entry((reserved.year, line.stream.clone())).or_insert(Fen::ZERO);
        let restored = unused.amount.min(*pot).max(Fen::ZERO);
        *pot = pot.sub(restored).ok_or_else(too_large)?;
        let amount = line.from_reserved.add(restored).ok_or_else(too_large)?;
        if amount == Fen::ZERO {
            continue;
        }
        let held = Reservation::Held { year: reserved.year, amount, since: reserved.since };
        let back = Move { amount: restored, ..unused }.back();
        outcome = outcome
            .with(Key::Filing(line.filing.clone()), What::Filing(FilingEvent::Reserved(held)))
            .moving(back.transfer(at, line, "reserve"));
    }
    Ok(outcome)
}

/// The free money by year and stream once the commitments are reversed.
fn free_after_thaw(ctx: Ctx, round: &Round, plan: &Plan) -> Result<BTreeMap<(i16, String), Fen>, Stop> {
    let years = plan.lines.iter().map(|line| (line.reserved.map_or(round.year, |one| one.year), line.stream.clone()));
    let own = plan.lines.iter().map(|line| (round.year, line.stream.clone()));
    let pots: Vec<(i16, String)> = years.chain(own).collect();
    let accounts = pots.iter().map(|(year, stream)| account(round, (*year, stream), Purpose::Available));
    ctx.world.want(accounts.map(Key::Balance))?;
    let mut left = BTreeMap::new();
    for (year, stream) in pots {
        let balance = ctx.world.balance(&account(round, (year, &stream), Purpose::Available))?;
        left.insert((year, stream), balance);
    }
    for line in &plan.lines {
        let pot = left.entry((round.year, line.stream.clone())).or_insert(Fen::ZERO);
        *pot = line.from_free().and_then(|fen| pot.add(fen)).ok_or_else(too_large)?;
    }
    Ok(left)
}

/// Refuses a signature over anything but the plan as it is frozen now; gives the plan.
pub(super) fn signed_plan<'a>(round: &'a Round, hash: &str) -> Result<&'a Plan, Refusal> {
    let frozen = round.plan.as_ref();
    let plan = frozen.map(|frozen| &frozen.plan);
    let plan = plan.ok_or_else(|| Refusal::FieldsMissing { fields: vec!["plan".to_owned()] })?;
    same_hash(hash, &plan.hash)?;
    Ok(plan)
}

/// The clause of the policy's settle rule, for entries that concern the round as a whole.
pub(super) fn clause(policy: &Policy) -> String {
    plan::settle_rule(policy).map_or_else(|_| String::new(), |rule| rule.clause.clone())
}
