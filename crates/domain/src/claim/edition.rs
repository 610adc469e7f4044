//! Moving a claim to another edition of its policy: an act of its own, never a consequence of publishing one.

use super::{Claim, ClaimEvent, PROCEDURE, changed, enterprise_part, keys, roster};
use crate::access;
use crate::course::{self, CourseState};
use crate::decide::{Ctx, Decided};
use crate::event::What;
use crate::ids::ClaimId;
use crate::message::Addressee;
use crate::programme;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::policy::Policy;
use std::collections::BTreeMap;

/// Moves the claim, as long as nothing is decided on it. Steps passed stay; the step it stands at begins anew, and it
/// holds the keys that the other edition limits.
pub(super) fn move_to(ctx: Ctx, id: &ClaimId, drawn: i64, (to, reason): (&str, &str)) -> Result<Decided, Stop> {
    let claim = ctx.world.claim(id)?;
    let programme = access::lead_signer(ctx, &claim.programme)?;
    access::fresh(drawn, claim.revision)?;
    if !claim.course.is_live() || claim.decision.is_some() {
        return Err(Refusal::Ended { state: claim.course.state.word().to_owned() }.into());
    }
    programme::may_move(ctx, programme, (&claim.policy_hash, to), reason)?;
    let policy = ctx.setting.policy(to)?;
    let place = course::place_at(ctx, policy, PROCEDURE, &claim.course.step)?;
    let place = (claim.course.state == CourseState::Underway).then_some(place);
    let (keys, sums) = held(ctx, policy, (id, claim))?;
    let freed = claim.keys.iter().filter(|name| !keys.contains(name)).cloned().collect();
    let taken = keys.iter().filter(|name| !claim.keys.contains(name)).cloned().collect();
    let key = Key::Claim(id.clone());
    let office = ctx.act.actor.office().map_or_else(String::new, |(office, _)| office.to_owned());
    let moved = ClaimEvent::EditionMoved {
        from: claim.policy_hash.clone(),
        to: to.to_owned(),
        reason: reason.to_owned(),
        office,
        place,
        keys,
        sums: sums.clone(),
    };
    let mut outcome = enterprise_part::given_back(changed(id, moved), claim);
    for (name, amount) in sums {
        outcome = outcome.with(Key::Counter(name), What::Added(amount));
    }
    let applicant = Addressee::Enterprise(claim.enterprise.clone());
    outcome
        .freeing(freed)
        .taking(taken, &key)
        .telling(ctx.act, applicant, &key, "edition_moved", &[("reason", reason.to_owned())])
        .done()
}

/// The keys and sums that the claim holds under a policy: those of its opening, and those of its rows where they were
/// confirmed and are not with the enterprise for correction.
fn held(
    ctx: Ctx,
    policy: &Policy,
    (id, claim): (&ClaimId, &Claim),
) -> Result<(Vec<String>, BTreeMap<String, i64>), Stop> {
    let mut held = keys::at_opening(ctx, policy, (id, claim), &[])?;
    held.push(roster::slot(&claim.filing, claim.service_date));
    let is_with_office = claim.received_at.is_some() && claim.course.state == CourseState::Underway;
    if !is_with_office {
        return Ok((held, BTreeMap::new()));
    }
    let opened = Claim { keys: held.clone(), ..claim.clone() };
    let rows = keys::at_confirmation(ctx, policy, (id, &opened))?;
    held.extend(rows.keys);
    Ok((held, rows.sums))
}
