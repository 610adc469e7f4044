//! The money on its way (三(五)2): finance allots it to the districts, district finance pays each line once, with
//! a receipt or with the reason of a failure. A payment that cannot be made goes back to the city.

use super::at::{At, officer};
use super::fund::{account, clause, signed_plan};
use super::leave::{self, Left};
use super::line::{Leaving, Line, Standing};
use super::plan::{Plan, PlanLine};
use super::{Round, RoundEvent};
use crate::access;
use crate::claim::{ClaimEvent, Money};
use crate::course::{self, CourseEvent, Passed};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::ids::{ClaimId, RoundId};
use crate::ledger::{Purpose, Transfer};
use crate::message::Addressee;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::civil::Date;
use policy::money::Fen;
use policy::plan::words::{Exit, StepKind};
use std::collections::{BTreeMap, BTreeSet};

/// Finance allots the plan's money: one entry for each district, stream and budget year. Where the step has ranks,
/// the first prepares and the last one's act moves the money.
pub(super) fn allot(ctx: Ctx, id: &RoundId, drawn: i64, hash: &str) -> Result<Decided, Stop> {
    let at = At::kind(ctx, id, StepKind::Allot)?;
    at.role(ctx)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    let plan = signed_plan(at.round, hash)?;
    let course = at.pass(ctx, "")?;
    let is_last = matches!(course, CourseEvent::StepPassed { .. });
    let outcome = at.outcome().with(at.key(), What::Round(RoundEvent::Course(course)));
    if !is_last {
        return outcome.done();
    }
    let outcome = outcome.with(at.key(), What::Round(RoundEvent::Allotted { on: ctx.act.today }));
    let outcome = to_districts(outcome, at, plan)?;
    let outcome = tell_districts(ctx, outcome, at, plan);
    leave::leave(ctx, outcome, at, &excluded(at.round, plan))?.done()
}

fn to_districts(outcome: Outcome, at: At, plan: &Plan) -> Result<Outcome, Stop> {
    let mut sums: BTreeMap<(&str, &str, i16), Fen> = BTreeMap::new();
    for line in &plan.lines {
        for (year, fen) in by_year(line, plan)? {
            let sum = sums.entry((&line.district, &line.stream, year)).or_insert(Fen::ZERO);
            *sum = sum.add(fen).ok_or(Refusal::AmountTooLarge)?;
        }
    }
    let outcome = sums.into_iter().fold(outcome, |outcome, ((district, stream, year), amount)| {
        outcome.moving(Transfer {
            from: account(at.round, (year, stream), Purpose::Committed),
            to: account(at.round, (year, stream), Purpose::AtDistrict { district: district.to_owned() }),
            amount,
            reason: "allot".to_owned(),
            clause: at.step.clause.clone(),
            about: at.key().to_string(),
        })
    });
    Ok(outcome)
}

fn by_year(line: &PlanLine, plan: &Plan) -> Result<BTreeMap<i16, Fen>, Refusal> {
    line.by_year(plan.head.year).ok_or(Refusal::AmountTooLarge)
}

/// Each paying office is told its sum.
fn tell_districts(ctx: Ctx, outcome: Outcome, at: At, plan: &Plan) -> Outcome {
    let steps = at.policy.plan().procedure(&at.round.course.procedure).into_iter().flat_map(|one| &one.steps);
    let roles: Vec<&String> = steps.filter(|step| step.kind == StepKind::Payout).flat_map(|step| &step.roles).collect();
    plan.by_district.iter().fold(outcome, |outcome, (district, sum)| {
        let offices =
            roles.iter().filter_map(|role| ctx.setting.city.office_holding(role, Some(district), ctx.act.today));
        let values = [("number", at.round.number.clone()), ("amount", sum.to_string())];
        offices.fold(outcome, |outcome, office| {
            outcome.telling(ctx.act, Addressee::Office(office.id.clone()), &at.key(), "round_allotted", &values)
        })
    })
}

/// The lines the plan had no money for; they are free for another round now.
fn excluded<'a>(round: &'a Round, plan: &Plan) -> Vec<Left<'a>> {
    let words = |claim: &ClaimId| plan.exclusions.iter().any(|one| one.claim == *claim);
    let left = round.inside().filter(|line| words(&line.claim));
    left.map(|line| Left { line, why: Leaving::NoMoney, words: plan.clause.clone() }).collect()
}

/// A line with its payment, for the finance office of its district, while payments are made.
struct AtLine<'a> {
    at: At<'a>,
    plan: &'a Plan,
    payment: &'a PlanLine,
    line: &'a Line,
    role: String,
}

fn at_line<'a>(ctx: Ctx<'a>, id: &'a RoundId, claim: &ClaimId) -> Result<AtLine<'a>, Stop> {
    let at = At::kind(ctx, id, StepKind::Payout)?;
    officer(ctx)?;
    let not_found = || Refusal::NotFound { what: Key::Claim(claim.clone()).to_string() };
    let plan = at.round.plan.as_ref().map(|frozen| &frozen.plan);
    let found = plan.and_then(|plan| Some((plan, plan.line(claim)?, at.round.line(claim)?)));
    let Some((plan, payment, line)) = found else {
        access::role_for(ctx, at.step, None)?;
        return Err(not_found().into());
    };
    let role = access::role_for(ctx, at.step, Some(&payment.district))?;
    if let Some(needed) = at.step.ranks.last()
        && ctx.act.actor.office().is_some_and(|(_, rank)| rank != *needed)
    {
        return Err(Refusal::NotYourDuty { needed: needed.en().to_owned() }.into());
    }
    at.now()?;
    Ok(AtLine { at, plan, payment, line, role })
}

impl AtLine<'_> {
    /// Refuses unless the line stands where this can be done.
    fn standing(&self, is_right: bool, needed: &str) -> Result<(), Refusal> {
        if is_right {
            return Ok(());
        }
        let found = self.line.standing.word().to_owned();
        if self.line.standing.is_settled() {
            return Err(Refusal::Ended { state: found });
        }
        Err(Refusal::WrongStep { found, needed: needed.to_owned() })
    }

    /// The event on the round and what became of the claim's money.
    fn changed(&self, event: RoundEvent, money: Money) -> Outcome {
        let key = Key::Claim(self.line.claim.clone());
        self.at.changed(event).with(key, What::Claim(ClaimEvent::Money(money)))
    }

    /// Moves the line's money on from the district.
    fn moving(&self, outcome: Outcome, to: &Purpose, reason: &str) -> Result<Outcome, Refusal> {
        let district = self.payment.district.clone();
        let years = by_year(self.payment, self.plan)?;
        Ok(years.into_iter().fold(outcome, |outcome, (year, amount)| {
            let of = |purpose| account(self.at.round, (year, &self.payment.stream), purpose);
            outcome.moving(Transfer {
                from: of(Purpose::AtDistrict { district: district.clone() }),
                to: of(to.clone()),
                amount,
                reason: reason.to_owned(),
                clause: self.at.step.clause.clone(),
                about: Key::Claim(self.line.claim.clone()).to_string(),
            })
        }))
    }

    /// Tells the enterprise.
    fn telling(&self, ctx: Ctx, outcome: Outcome, text: &str, words: &str) -> Outcome {
        let to = Addressee::Enterprise(self.line.enterprise.clone());
        let values = [
            ("number", self.at.round.number.clone()),
            ("amount", self.payment.amount.to_string()),
            ("words", words.to_owned()),
            ("clause", clause(self.at.policy)),
        ];
        outcome.telling(ctx.act, to, &Key::Claim(self.line.claim.clone()), text, &values)
    }

    /// With the last settled line the payment step is passed.
    fn pass_if_last(&self, ctx: Ctx, outcome: Outcome) -> Result<Outcome, Stop> {
        let mut others = self.at.round.lines.iter().filter(|line| line.claim != self.line.claim);
        if others.any(|line| matches!(line.standing, Standing::Payable | Standing::Failed { .. })) {
            return Ok(outcome);
        }
        let passed = Passed { role: self.role.clone(), ..course::mark(ctx, &self.at.round.course, "", None) };
        let event = CourseEvent::StepPassed { passed, next: self.at.next_place(ctx)? };
        Ok(outcome.with(self.at.key(), What::Round(RoundEvent::Course(event))))
    }
}

/// District finance paid a line: receipt number and day. The claim's keys count as funded.
pub(super) fn pay(ctx: Ctx, id: &RoundId, claim: &ClaimId, (receipt, on): (&str, Date)) -> Result<Decided, Stop> {
    let line = at_line(ctx, id, claim)?;
    line.standing(line.line.standing == Standing::Payable, "payable")?;
    if receipt.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["receipt".to_owned()] }.into());
    }
    let from = line.at.round.allotted_on.unwrap_or(ctx.act.today);
    if on < from || on > ctx.act.today {
        return Err(Refusal::DateOutside { field: "on".to_owned(), from, to: ctx.act.today }.into());
    }
    let keys = ctx.world.claim(claim)?.keys.clone();
    let receipt = receipt.trim().to_owned();
    let money = Money::Paid { round: id.clone(), amount: line.payment.amount, receipt: receipt.clone(), on };
    let paid = RoundEvent::Paid { claim: claim.clone(), receipt: receipt.clone(), on };
    let outcome = line.changed(paid, money).funding(keys);
    let outcome = line.moving(outcome, &Purpose::Paid, "pay")?;
    let outcome = line.telling(ctx, outcome, "round_paid", &receipt);
    line.pass_if_last(ctx, outcome)?.done()
}

/// A payment did not arrive; its money stays with the district.
pub(super) fn fail(ctx: Ctx, id: &RoundId, claim: &ClaimId, reason: &str) -> Result<Decided, Stop> {
    let line = at_line(ctx, id, claim)?;
    line.standing(line.line.standing == Standing::Payable, "payable")?;
    has_reason(reason)?;
    let money = Money::Failed { round: id.clone(), amount: line.payment.amount, reason: reason.to_owned() };
    let failed = RoundEvent::PaymentFailed { claim: claim.clone(), reason: reason.to_owned() };
    let outcome = line.changed(failed, money);
    line.telling(ctx, outcome, "round_payment_failed", reason).done()
}

fn has_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["reason".to_owned()] });
    }
    Ok(())
}

/// The cause of a failure was mended; the line is paid again.
pub(super) fn pay_again(ctx: Ctx, id: &RoundId, claim: &ClaimId) -> Result<Decided, Stop> {
    let line = at_line(ctx, id, claim)?;
    line.standing(matches!(line.line.standing, Standing::Failed { .. }), "payment_failed")?;
    let money = Money::Planned { round: id.clone(), amount: line.payment.amount };
    let outcome = line.changed(RoundEvent::PayingAgain { claim: claim.clone() }, money);
    line.telling(ctx, outcome, "round_paying_again", "").done()
}

/// A failed payment is given up: its money goes back to the city, and the claim may join another round.
pub(super) fn give_up(ctx: Ctx, id: &RoundId, claim: &ClaimId, reason: &str) -> Result<Decided, Stop> {
    let line = at_line(ctx, id, claim)?;
    line.standing(matches!(line.line.standing, Standing::Failed { .. }), "payment_failed")?;
    course::check_exit(line.at.step, Exit::Return)?;
    has_reason(reason)?;
    let money = Money::LeftOut { round: id.clone(), reason: "returned".to_owned() };
    let returned = RoundEvent::Returned { claim: claim.clone(), reason: reason.to_owned() };
    let outcome = line.changed(returned, money);
    let outcome = line.moving(outcome, &Purpose::Returned, "return")?;
    let outcome = line.telling(ctx, outcome, "round_returned", reason);
    line.pass_if_last(ctx, outcome)?.done()
}

/// The districts of a plan.
pub(super) fn districts(plan: &Plan) -> BTreeSet<&str> {
    plan.by_district.keys().map(String::as_str).collect()
}
