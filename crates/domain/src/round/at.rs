//! Where a command on a round takes place: the round, its policy, and the step the command belongs to.
//! Answers the first two questions of every command: who may, and is it the time.

use super::{Round, RoundEvent};
use crate::access;
use crate::course::{self, CaseFacts, CourseEvent};
use crate::decide::{Ctx, Outcome};
use crate::event::What;
use crate::ids::RoundId;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::facts::Facts;
use policy::plan::procedure::Step;
use policy::plan::words::StepKind;
use policy::policy::Policy;

/// A round with the step a command belongs to.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The round's id.
    pub id: &'a RoundId,
    /// The round.
    pub round: &'a Round,
    /// Its policy.
    pub policy: &'a Policy,
    /// The step the command belongs to, which need not be the one the round stands at.
    pub step: &'a Step,
}

impl<'a> At<'a> {
    /// The step the round stands at.
    pub fn here(ctx: Ctx<'a>, id: &'a RoundId) -> Result<Self, Stop> {
        let round = ctx.world.round(id)?;
        let policy = ctx.setting.policy(&round.policy_hash)?;
        let step = round.course.step(policy)?;
        Ok(Self { id, round, policy, step })
    }

    /// The step of a kind: the one the round stands at, or the first of that kind in the procedure.
    pub fn kind(ctx: Ctx<'a>, id: &'a RoundId, kind: StepKind) -> Result<Self, Stop> {
        let here = Self::here(ctx, id)?;
        if here.step.kind == kind { Ok(here) } else { here.elsewhere(kind.en(), |step| step.kind == kind) }
    }

    /// The step at which the policy settles: where the plan is made.
    pub fn settle(ctx: Ctx<'a>, id: &'a RoundId) -> Result<Self, Stop> {
        let here = Self::here(ctx, id)?;
        let at_step = &super::plan::settle_rule(here.policy)?.at_step;
        here.elsewhere(at_step, |step| step.id == *at_step)
    }

    fn elsewhere(self, what: &str, is_it: impl Fn(&Step) -> bool) -> Result<Self, Stop> {
        let procedure = self.policy.plan().procedure(&self.round.course.procedure);
        let step = procedure.and_then(|procedure| procedure.steps.iter().find(|step| is_it(step)));
        let step = step.ok_or_else(|| Refusal::PolicySilent { what: what.to_owned() })?;
        Ok(Self { step, ..self })
    }

    /// The step before this one in the procedure.
    pub fn step_before(self) -> Option<&'a Step> {
        let procedure = self.policy.plan().procedure(&self.round.course.procedure)?;
        let place = procedure.steps.iter().position(|step| step.id == self.step.id)?;
        procedure.steps.get(place.checked_sub(1)?)
    }

    /// Who: the role of an officer at this step.
    pub fn role(self, ctx: Ctx) -> Result<String, Refusal> {
        officer(ctx)?;
        access::role_for(ctx, self.step, None)
    }

    /// When: the round goes on and stands at this step.
    pub fn now(self) -> Result<(), Refusal> {
        self.round.course.underway()?;
        if self.round.course.step == self.step.id {
            return Ok(());
        }
        Err(Refusal::WrongStep { found: self.round.course.step.clone(), needed: self.step.id.clone() })
    }

    /// The actor's role passes the step.
    pub fn pass(self, ctx: Ctx, opinion: &str) -> Result<CourseEvent, Stop> {
        let readings = ctx.world.programme(&self.round.programme)?.readings();
        let facts = Facts::new();
        let passed = course::mark(ctx, &self.round.course, opinion, None);
        let case = CaseFacts { facts: &facts, readings: &readings };
        course::pass(ctx, self.policy, &self.round.course, (passed, None), case)
    }

    /// The place after the step the round stands at.
    pub fn next_place(self, ctx: Ctx) -> Result<Option<course::Place>, Stop> {
        let readings = ctx.world.programme(&self.round.programme)?.readings();
        let facts = Facts::new();
        course::next_place(ctx, self.policy, &self.round.course, CaseFacts { facts: &facts, readings: &readings })
    }

    /// The round's key.
    pub fn key(self) -> Key {
        Key::Round(self.id.clone())
    }

    /// An outcome that shows the round.
    pub fn outcome(self) -> Outcome {
        Outcome::show(self.key())
    }

    /// An outcome that shows the round after one event.
    pub fn changed(self, event: RoundEvent) -> Outcome {
        self.outcome().with(self.key(), What::Round(event))
    }
}

/// Refuses everybody who does not act for an office.
pub(super) fn officer(ctx: Ctx) -> Result<(), Refusal> {
    if ctx.act.actor.office().is_some() { Ok(()) } else { Err(ctx.not_your_seat()) }
}
