//! Comparing the books (对账): what was due, what was paid, what came back, for each district. With it the round is
//! finished, and what came back is available again.

use super::at::{At, officer};
use super::fund::account;
use super::line::Standing;
use super::payout::districts;
use super::{Round, RoundEvent};
use crate::access;
use crate::course::CourseEvent;
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::ids::RoundId;
use crate::ledger::{Purpose, Transfer};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::money::Fen;
use policy::plan::words::StepKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The sums of one district, in fen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sums {
    /// The district.
    pub district: String,
    /// What the plan gives it to pay out (应付).
    pub due: Fen,
    /// What it paid (已付).
    pub paid: Fen,
    /// What went back to the city (退回).
    pub returned: Fen,
    /// What is due and not paid (差额).
    pub difference: Fen,
}

/// Due, paid and difference for each district of the frozen plan. Nothing where an amount would not fit.
pub fn sums(round: &Round) -> Option<Vec<Sums>> {
    let Some(frozen) = &round.plan else { return Some(Vec::new()) };
    let plan = &frozen.plan;
    let of = |district: &str| {
        let (mut paid, mut returned) = (Fen::ZERO, Fen::ZERO);
        for payment in plan.lines.iter().filter(|line| line.district == district) {
            match &round.line(&payment.claim)?.standing {
                Standing::Paid { .. } => paid = paid.add(payment.amount)?,
                Standing::Returned { .. } => returned = returned.add(payment.amount)?,
                Standing::In | Standing::Out { .. } | Standing::Payable | Standing::Failed { .. } => {}
            }
        }
        let due = *plan.by_district.get(district)?;
        Some(Sums { district: district.to_owned(), due, paid, returned, difference: due.sub(paid)? })
    };
    districts(plan).into_iter().map(of).collect()
}

/// An office confirms the sums: a district's office those of its districts, an office of the city all of them. The
/// step is passed when every role did, and every district of the plan.
pub(super) fn reconcile(ctx: Ctx, id: &RoundId, drawn: i64, opinion: &str) -> Result<Decided, Stop> {
    let at = At::kind(ctx, id, StepKind::Reconcile)?;
    officer(ctx)?;
    let all = sums(at.round).ok_or(Refusal::AmountTooLarge)?;
    let own = own(ctx, at, all)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    let open: Vec<String> = at
        .round
        .lines
        .iter()
        .filter(|line| matches!(line.standing, Standing::Payable | Standing::Failed { .. }))
        .map(|line| Key::Claim(line.claim.clone()).to_string())
        .collect();
    if !open.is_empty() {
        return Err(Refusal::FieldsMissing { fields: open }.into());
    }
    let is_district = is_district(ctx);
    let names: Vec<&String> = own.iter().map(|sums| &sums.district).collect();
    if is_district && names.iter().all(|district| at.round.reconciled.contains(*district)) {
        return Err(Refusal::Ended { state: "reconciled".to_owned() }.into());
    }
    let done =
        |district: &str| at.round.reconciled.contains(district) || names.iter().any(|name| name.as_str() == district);
    let plan = at.round.plan.as_ref().map(|frozen| &frozen.plan);
    let is_last_district = plan.is_none_or(|plan| districts(plan).into_iter().all(done));
    let reconciled = RoundEvent::Reconciled { sums: own.clone(), is_district, by: ctx.act.actor.account.clone() };
    let outcome = at.changed(reconciled);
    if is_district && !is_last_district {
        return outcome.done();
    }
    let course = at.pass(ctx, opinion)?;
    let is_last = matches!(course, CourseEvent::StepPassed { .. });
    let outcome = outcome.with(at.key(), What::Round(RoundEvent::Course(course)));
    if is_last { freed(outcome, at)?.done() } else { outcome.done() }
}

/// Once every office has confirmed that it came back, returned money is available again, so that the claim it was
/// meant for can still be paid when the budget is used up.
fn freed(outcome: Outcome, at: At) -> Result<Outcome, Stop> {
    let Some(plan) = at.round.plan.as_ref().map(|frozen| &frozen.plan) else { return Ok(outcome) };
    let mut outcome = outcome;
    for line in at.round.lines.iter().filter(|line| matches!(line.standing, Standing::Returned { .. })) {
        let Some(payment) = plan.line(&line.claim) else { continue };
        for (year, amount) in payment.by_year(plan.head.year).ok_or(Refusal::AmountTooLarge)? {
            outcome = outcome.moving(Transfer {
                from: account(at.round, (year, &payment.stream), Purpose::Returned),
                to: account(at.round, (year, &payment.stream), Purpose::Available),
                amount,
                reason: "release".to_owned(),
                clause: at.step.clause.clone(),
                about: Key::Claim(line.claim.clone()).to_string(),
            });
        }
    }
    Ok(outcome)
}

fn is_district(ctx: Ctx) -> bool {
    let office = ctx.act.actor.office().and_then(|(office, _)| ctx.setting.city.office(office));
    office.is_some_and(|office| office.district.is_some())
}

/// The sums the actor's office answers for; refuses an office without a part.
fn own(ctx: Ctx, at: At, all: Vec<Sums>) -> Result<Vec<Sums>, Refusal> {
    if !is_district(ctx) {
        access::role_for(ctx, at.step, None)?;
        return Ok(all);
    }
    let own: Vec<Sums> =
        all.into_iter().filter(|sums| at.step.roles.iter().any(|role| ctx.holds(role, Some(&sums.district)))).collect();
    if own.is_empty() {
        access::role_for(ctx, at.step, None)?;
        return Err(Refusal::OtherDistrict);
    }
    Ok(own)
}
