//! How lines leave a round. One that leaves for good loses its award: its keys, its sums and what was reserved
//! for it are free again. One that leaves for now keeps all of it and may join another round.

use super::RoundEvent;
use super::at::At;
use super::line::{Leaving, Line, Standing};
use crate::claim::{Claim, ClaimEvent, Money};
use crate::course::CourseEvent;
use crate::decide::{Ctx, Outcome};
use crate::enterprise::EnterpriseEvent;
use crate::event::What;
use crate::filing::{FilingEvent, Reservation};
use crate::ids::FilingId;
use crate::ledger::{Account, Purpose, Transfer};
use crate::message::Addressee;
use crate::world::{Key, Stop};
use std::collections::BTreeSet;

/// A line that leaves, and why.
#[derive(Clone, Debug)]
pub(super) struct Left<'a> {
    /// The line.
    pub line: &'a Line,
    /// Why.
    pub why: Leaving,
    /// In words.
    pub words: String,
}

/// Adds to an outcome what follows when lines leave.
pub(super) fn leave(ctx: Ctx, outcome: Outcome, at: At, left: &[Left]) -> Result<Outcome, Stop> {
    ctx.world
        .want(left.iter().flat_map(|one| [Key::Claim(one.line.claim.clone()), Key::Filing(one.line.filing.clone())]))?;
    let mut outcome = outcome;
    for one in left {
        outcome = line_leaves(ctx, outcome, at, one)?;
    }
    release(ctx, outcome, at, left)
}

fn line_leaves(ctx: Ctx, outcome: Outcome, at: At, left: &Left) -> Result<Outcome, Stop> {
    let Left { line, why, words } = left;
    let key = Key::Claim(line.claim.clone());
    let money = Money::LeftOut { round: at.id.clone(), reason: why.word().to_owned() };
    let event = RoundEvent::LineLeft { claim: line.claim.clone(), why: *why, words: words.clone() };
    let mut outcome =
        outcome.with(at.key(), What::Round(event)).with(key.clone(), What::Claim(ClaimEvent::Money(money)));
    if why.is_for_good() {
        outcome = award_lost(ctx, outcome, left, ctx.world.claim(&line.claim)?);
    }
    let to = Addressee::Enterprise(line.enterprise.clone());
    let values = [
        ("number", at.round.number.clone()),
        ("reason", why.word().to_owned()),
        ("words", words.clone()),
        ("clause", at.step.clause.clone()),
    ];
    Ok(outcome.telling(ctx.act, to, &key, "round_left_out", &values))
}

/// The claim ends without money, and what it held is free again.
fn award_lost(ctx: Ctx, outcome: Outcome, left: &Left, claim: &Claim) -> Outcome {
    let id = &left.line.claim;
    let key = Key::Claim(id.clone());
    let words = if left.words.is_empty() { left.why.word().to_owned() } else { left.words.clone() };
    let refused = CourseEvent::Refused { codes: Vec::new(), words, by: ctx.act.actor.account.clone() };
    let claim_ended = FilingEvent::ClaimEnded { claim: id.clone(), on: ctx.act.today };
    let lost = EnterpriseEvent::AwardLost { claim: id.clone() };
    let outcome = outcome.freeing(claim.keys.clone());
    let outcome = claim.sums.iter().fold(outcome, |outcome, (name, amount)| {
        outcome.with(Key::Counter(name.clone()), What::Added(amount.saturating_neg()))
    });
    outcome
        .with(key.clone(), What::Claim(ClaimEvent::Course(refused)))
        .with(key, What::Claim(ClaimEvent::KeysFreed { kept: Vec::new() }))
        .with(Key::Enterprise(left.line.enterprise.clone()), What::Enterprise(lost))
        .with(Key::Filing(left.line.filing.clone()), What::Filing(claim_ended))
}

/// Gives back what was reserved for filings none of whose lines is left in the round.
fn release(ctx: Ctx, outcome: Outcome, at: At, left: &[Left]) -> Result<Outcome, Stop> {
    let for_good = left.iter().filter(|one| one.why.is_for_good());
    let filings: BTreeSet<&FilingId> = for_good.map(|one| &one.line.filing).collect();
    let is_leaving = |line: &Line| left.iter().any(|one| one.line.claim == line.claim);
    let mut outcome = outcome;
    for id in filings {
        let still_needed = at.round.inside().any(|line| line.filing == *id && !is_leaving(line));
        let filing = ctx.world.filing(id)?;
        let Some((year, amount)) = filing.reserved().filter(|_| !still_needed) else { continue };
        let account =
            |purpose| Account { programme: filing.programme.clone(), year, stream: filing.stream.clone(), purpose };
        let key = Key::Filing(id.clone());
        let transfer = Transfer {
            from: account(Purpose::Reserved),
            to: account(Purpose::Available),
            amount,
            reason: "release".to_owned(),
            clause: at.step.clause.clone(),
            about: key.to_string(),
        };
        let released = FilingEvent::Reserved(Reservation::Released);
        outcome = outcome.with(key, What::Filing(released)).moving(transfer);
    }
    Ok(outcome)
}

/// A round that so many lines leave ends when none is left in it.
pub(super) fn lapse_if_empty(outcome: Outcome, at: At, leaving: usize) -> Outcome {
    let remaining = at.round.lines.iter().filter(|line| line.standing == Standing::In).count();
    if remaining > leaving {
        return outcome;
    }
    outcome.with(at.key(), What::Round(RoundEvent::Course(CourseEvent::Lapsed)))
}
