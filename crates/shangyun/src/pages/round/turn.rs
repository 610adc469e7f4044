//! Whose turn it is: what a reader may do at the step a round stands at. The rules themselves are the domain's;
//! this only decides which form a page offers, and every act is checked again.

use domain::act::{Actor, Seat};
use domain::course::CourseState;
use domain::round::Round;
use domain::setting::Setting;
use jiff::civil::Date;
use policy::plan::procedure::Step;
use policy::plan::words::{Rank, StepKind};
use policy::policy::Policy;

/// What the reader's part is now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    /// The reader's act is awaited, in this role.
    Now {
        /// The role.
        role: String,
    },
    /// The reader's office must act, by a colleague of this rank.
    Colleague(Rank),
    /// The reader's office must act, but the reader passed the rank before (maker is never checker).
    SomebodyElse,
    /// The reader's office has done its part; others have not.
    Waiting,
    /// Nothing of the reader is asked for.
    Others,
    /// The round has ended.
    Ended,
}

impl Turn {
    /// Whether the reader may act now.
    pub fn is_now(&self) -> bool {
        matches!(self, Self::Now { .. })
    }
}

/// The turn of a reader on a day.
pub fn turn(setting: &Setting, policy: &Policy, (actor, today): (&Actor, Date), round: &Round) -> Turn {
    if round.course.state != CourseState::Underway {
        return Turn::Ended;
    }
    let Ok(step) = round.course.step(policy) else { return Turn::Others };
    let Seat::Office { office, rank } = &actor.seat else { return Turn::Others };
    let holds = |role: &&String| setting.city.holds(office, role, None, today);
    let roles = acting_roles(policy, round, step);
    let Some(role) = roles.iter().find(holds) else { return Turn::Others };
    let now = || Turn::Now { role: role.clone() };
    if !step.registered_for.is_empty() {
        return now();
    }
    let serves = |district: &str| setting.city.holds(office, role, Some(district), today);
    if step.kind == StepKind::Payout {
        let is_open = round.districts_to_pay().into_iter().any(serves);
        return match step.ranks.last() {
            _ if !is_open => Turn::Waiting,
            Some(needed) if needed != rank => Turn::Colleague(*needed),
            Some(_) | None => now(),
        };
    }
    let is_of_a_district = setting.city.office(office).is_some_and(|office| office.district.is_some());
    if step.kind == StepKind::Reconcile && is_of_a_district {
        let districts = round.plan.iter().flat_map(|frozen| frozen.plan.by_district.keys());
        let mut open = districts.filter(|district| !round.reconciled.contains(*district));
        return if open.any(|district| serves(district)) { now() } else { Turn::Waiting };
    }
    if !round.course.waiting_for.contains(role) {
        return Turn::Waiting;
    }
    if step.ranks.is_empty() { now() } else { by_rank(round, step, (actor, *rank), role) }
}

/// The roles whose officers act at a step: its own, or those of the step before where they register the act of an
/// office that does not sign in.
fn acting_roles<'a>(policy: &'a Policy, round: &Round, step: &'a Step) -> &'a [String] {
    if step.registered_for.is_empty() {
        return &step.roles;
    }
    let steps = policy.plan().procedure(&round.course.procedure).map_or(&[][..], |procedure| &procedure.steps);
    let place = steps.iter().position(|one| one.id == step.id).and_then(|place| place.checked_sub(1));
    place.and_then(|place| steps.get(place)).map_or(&[], |before| &before.roles)
}

fn by_rank(round: &Round, step: &Step, (actor, rank): (&Actor, Rank), role: &str) -> Turn {
    let Some(due) = round.course.rank_due(step) else { return Turn::Waiting };
    if due != rank {
        return Turn::Colleague(due);
    }
    let mut before = round.course.passed.iter().rev().take(round.course.level);
    if before.any(|passed| passed.step == round.course.step && passed.by == actor.account) {
        return Turn::SomebodyElse;
    }
    Turn::Now { role: role.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::round::tests::{actor, at, round, setting};
    use domain::course::Passed;
    use jiff::Timestamp;
    use jiff::civil::date;

    const TODAY: Date = date(2019, 3, 4);

    fn turn_of(office: &str, rank: Rank, round: &Round) -> Turn {
        let setting = setting();
        let policy = setting.policies.values().next().expect("a policy");
        turn(&setting, policy, (&actor(office, rank), TODAY), round)
    }

    fn now(role: &str) -> Turn {
        Turn::Now { role: role.to_owned() }
    }

    #[test]
    fn two_offices_at_one_step_act_each_once() {
        let mut round = round(at("notice", &["commission", "data_bureau"]));
        assert_eq!(turn_of("commission", Rank::Check, &round), now("commission"));
        assert_eq!(turn_of("data-bureau", Rank::Handle, &round), now("data_bureau"));
        assert_eq!(turn_of("finance-bureau", Rank::Sign, &round), Turn::Others);
        round.course.waiting_for = vec!["data_bureau".to_owned()];
        assert_eq!(turn_of("commission", Rank::Check, &round), Turn::Waiting);
    }

    #[test]
    fn at_a_step_with_ranks_the_next_rank_acts_and_nobody_twice() {
        let mut round = round(at("fund_plan", &["commission"]));
        assert_eq!(turn_of("commission", Rank::Handle, &round), now("commission"));
        assert_eq!(turn_of("commission", Rank::Sign, &round), Turn::Colleague(Rank::Handle));
        let signer = actor("commission", Rank::Sign);
        round.course.level = 1;
        round.course.passed.push(Passed {
            step: "fund_plan".to_owned(),
            role: "commission".to_owned(),
            office: "commission".to_owned(),
            rank: Some(Rank::Handle),
            by: signer.account.clone(),
            at: Timestamp::UNIX_EPOCH,
            opinion: String::new(),
            number: None,
            registered: None,
        });
        assert_eq!(turn_of("commission", Rank::Sign, &round), Turn::SomebodyElse);
        assert_eq!(turn_of("commission", Rank::Handle, &round), Turn::Colleague(Rank::Sign));
    }

    #[test]
    fn the_approval_of_an_office_that_does_not_sign_in_is_registered_by_those_before_it() {
        let round = round(at("approval", &["city_government"]));
        assert_eq!(turn_of("commission", Rank::Handle, &round), now("commission"));
        assert_eq!(turn_of("finance-bureau", Rank::Check, &round), now("finance_bureau"));
        assert_eq!(turn_of("data-bureau", Rank::Sign, &round), Turn::Others);
    }

    #[test]
    fn nobody_acts_on_a_round_that_ended() {
        let mut round = round(at("notice", &["commission"]));
        round.course.state = CourseState::Lapsed;
        assert_eq!(turn_of("commission", Rank::Check, &round), Turn::Ended);
    }
}
