//! Moving a filing to another edition of its policy: an act of its own, never a consequence of publishing one.

use super::{CLOCK, FilingEvent, PROCEDURE, changed};
use crate::access;
use crate::course::{self, CourseState};
use crate::decide::{Ctx, Decided};
use crate::ids::FilingId;
use crate::message::Addressee;
use crate::programme;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};

/// Moves the filing. What was decided stays: steps passed, and what is reserved. The step it stands at begins anew,
/// since who passed it so far looked at it under other words. A batch that was sent waits for its day as it did.
pub(super) fn move_to(ctx: Ctx, id: &FilingId, drawn: i64, (to, reason): (&str, &str)) -> Result<Decided, Stop> {
    let filing = ctx.world.filing(id)?;
    let programme = access::lead_signer(ctx, &filing.programme)?;
    access::fresh(drawn, filing.revision)?;
    if let Some(course) = &filing.course
        && !course.is_live()
        && !filing.is_filed()
    {
        return Err(Refusal::Ended { state: course.state.word().to_owned() }.into());
    }
    programme::may_move(ctx, programme, (&filing.policy_hash, to), reason)?;
    let policy = ctx.setting.policy(to)?;
    if !policy.plan().streams().iter().any(|stream| stream.id == filing.stream) {
        return Err(Refusal::PolicySilent { what: filing.stream.clone() }.into());
    }
    let place = match &filing.course {
        Some(course) if course.is_live() => {
            let place = course::place_at(ctx, policy, PROCEDURE, &course.step)?;
            let is_with_office = course.state == CourseState::Underway && course.waiting_for != [CLOCK];
            is_with_office.then_some(place)
        }
        Some(_) | None => None,
    };
    let from = filing.policy_hash.clone();
    let office = ctx.act.actor.office().map_or_else(String::new, |(office, _)| office.to_owned());
    let moved = FilingEvent::EditionMoved { from, to: to.to_owned(), reason: reason.to_owned(), office, place };
    let (key, applicant) = (Key::Filing(id.clone()), Addressee::Enterprise(filing.enterprise.clone()));
    changed(id, moved).telling(ctx.act, applicant, &key, "edition_moved", &[("reason", reason.to_owned())]).done()
}
