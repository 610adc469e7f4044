//! Who may do what: seats, offices and the roles they hold on a day, districts, ranks.
//!
//! Every command meets the table of seats and commands first ([`crate::permits`]); which office may act at a step comes
//! from the policy and the city's registers.

use crate::act::Seat;
use crate::calendar::{CalendarError, Shift};
use crate::decide::Ctx;
use crate::ids::{EnterpriseId, ProgrammeId};
use crate::programme::Programme;
use crate::refusal::Refusal;
use crate::setting::Setting;
use crate::world::Stop;
use jiff::civil::Date;
use policy::plan::Plan;
use policy::plan::procedure::{CutOff, Step};
use policy::plan::words::{HolidayRule, Rank, StepKind};

impl Ctx<'_> {
    /// The refusal for a seat that may not do this.
    pub fn not_your_seat(self) -> Refusal {
        let seat = self.act.actor.seat.word().to_owned();
        Refusal::NotYourSeat { seat, command: self.act.command.name().to_owned() }
    }

    /// Refuses every seat but one.
    pub fn only(self, seat: &Seat) -> Result<(), Refusal> {
        if self.act.actor.seat == *seat { Ok(()) } else { Err(self.not_your_seat()) }
    }

    /// The enterprise the actor speaks for; with `owner`, only the owner of its account.
    pub fn speaks_for(self, enterprise: &EnterpriseId, owner_needed: bool) -> Result<(), Refusal> {
        match &self.act.actor.seat {
            Seat::Enterprise { enterprise: own, owner } if own == enterprise => {
                if owner_needed && !owner {
                    Err(self.not_your_seat())
                } else {
                    Ok(())
                }
            }
            Seat::Enterprise { .. } => Err(Refusal::NotFound { what: format!("enterprise:{enterprise}") }),
            Seat::Newcomer
            | Seat::Provider { .. }
            | Seat::Office { .. }
            | Seat::Expert { .. }
            | Seat::SystemAdmin
            | Seat::SecurityAdmin
            | Seat::AuditAdmin
            | Seat::InternalAuditor
            | Seat::ExternalAuditor { .. }
            | Seat::Clock
            | Seat::Founder
            | Seat::Public => Err(self.not_your_seat()),
        }
    }

    /// Whether the actor's office holds a role today, for a district where the office has one.
    pub fn holds(self, role: &str, district: Option<&str>) -> bool {
        let Some((office, _)) = self.act.actor.office() else { return false };
        self.setting.city.holds(office, role, district, self.act.today)
    }
}

/// The role in which the actor may act at a step of a case of this district.
pub fn role_for(ctx: Ctx, step: &Step, district: Option<&str>) -> Result<String, Refusal> {
    let held = |role: &&String| match &ctx.act.actor.seat {
        Seat::Office { .. } => ctx.holds(role, district),
        Seat::Enterprise { .. } => *role == "enterprise",
        Seat::Provider { .. } => *role == "provider",
        Seat::Expert { .. } => *role == "expert",
        Seat::Clock => *role == "programme",
        Seat::Newcomer
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Founder
        | Seat::Public => false,
    };
    if let Some(role) = step.roles.iter().find(held) {
        return Ok(role.clone());
    }
    let elsewhere = ctx.act.actor.office().is_some() && step.roles.iter().any(|role| ctx.holds(role, None));
    if elsewhere {
        return Err(Refusal::OtherDistrict);
    }
    Err(Refusal::NotYourOffice { needed: step.roles.clone(), clause: step.clause.clone() })
}

/// The programme, for the signer of the office that leads it: the one that makes the fund plan.
pub fn lead_signer<'a>(ctx: Ctx<'a>, id: &ProgrammeId) -> Result<&'a Programme, Stop> {
    signer_of(ctx, lead(ctx, id)?)
}

/// The programme, for an officer of any rank of the office that leads it.
pub fn lead_officer<'a>(ctx: Ctx<'a>, id: &ProgrammeId) -> Result<&'a Programme, Stop> {
    let (programme, roles) = lead(ctx, id)?;
    officer_of(ctx, &roles)?;
    Ok(programme)
}

/// The programme with the roles of the office that leads it, by the policy in force.
fn lead<'a>(ctx: Ctx<'a>, id: &ProgrammeId) -> Result<(&'a Programme, Vec<String>), Stop> {
    let programme = ctx.world.programme(id)?;
    let policy = ctx.setting.policy(programme.policy_on(ctx.act.today))?;
    Ok((programme, lead_roles(policy.plan()).to_vec()))
}

/// The roles of the office that leads a plan: of the step that makes the fund plan; where the plan shares no money out,
/// of the last step at which an office examines.
pub fn lead_roles(plan: &Plan) -> &[String] {
    let steps = || plan.procedures.iter().flat_map(|procedure| &procedure.steps);
    let settles = plan.settles.first().and_then(|settle| steps().find(|step| step.id == settle.at_step));
    settles.or_else(|| steps().rfind(|step| examines(plan, step))).map_or(&[], |step| step.roles.as_slice())
}

/// Whether an office of the plan looks at cases there.
fn examines(plan: &Plan, step: &Step) -> bool {
    let is_examination = match step.kind {
        StepKind::Intake
        | StepKind::Filing
        | StepKind::Review
        | StepKind::Expert
        | StepKind::Notice
        | StepKind::Countersign
        | StepKind::Approval
        | StepKind::Inspection => true,
        StepKind::Apply
        | StepKind::Confirm
        | StepKind::Batch
        | StepKind::Activate
        | StepKind::Roster
        | StepKind::Handover
        | StepKind::Allot
        | StepKind::Payout
        | StepKind::Reconcile
        | StepKind::Acceptance
        | StepKind::Tracking => false,
    };
    is_examination && step.roles.iter().all(|role| plan.roles.iter().any(|known| known.id == *role))
}

/// The programme, for the signer of the office that attests the budget: finance.
pub fn finance_signer<'a>(ctx: Ctx<'a>, id: &ProgrammeId) -> Result<&'a Programme, Stop> {
    let programme = ctx.world.programme(id)?;
    let policy = ctx.setting.policy(programme.policy_on(ctx.act.today))?;
    let budget = policy.plan().budgets.first().and_then(|budget| policy.plan().fact(&budget.amount));
    let roles = budget.map(|fact| fact.attested_by.clone()).unwrap_or_default();
    signer_of(ctx, (programme, roles))
}

fn officer_of(ctx: Ctx, roles: &[String]) -> Result<(), Refusal> {
    if roles.iter().any(|role| ctx.holds(role, None)) {
        return Ok(());
    }
    Err(Refusal::NotYourOffice { needed: roles.to_vec(), clause: String::new() })
}

fn signer_of<'a>(ctx: Ctx<'a>, (programme, roles): (&'a Programme, Vec<String>)) -> Result<&'a Programme, Stop> {
    officer_of(ctx, &roles)?;
    match ctx.act.actor.office() {
        Some((_, Rank::Sign)) => Ok(programme),
        Some((_, Rank::Handle | Rank::Check)) | None => {
            Err(Refusal::NotYourDuty { needed: Rank::Sign.en().to_owned() }.into())
        }
    }
}

/// Refuses a form that was drawn from an older revision than the one it would change.
pub fn fresh(drawn: i64, now: i64) -> Result<(), Refusal> {
    if drawn == now { Ok(()) } else { Err(Refusal::Stale { drawn, now }) }
}

/// The next monthly cut-off on or after a day, moved as the policy says when it is a holiday.
pub fn next_cut_off(setting: &Setting, from: Date, cut_off: CutOff) -> Result<Date, Refusal> {
    let (day, shift) = as_calendar(cut_off);
    setting.city.calendar().next_cutoff(from, day, shift).map_err(|error| calendar_refusal(&error))
}

/// The cut-off of one month, moved as the policy says when it is a holiday.
pub fn cut_off_in(setting: &Setting, (year, month): (i16, i8), cut_off: CutOff) -> Result<Date, Refusal> {
    let (day, shift) = as_calendar(cut_off);
    setting.city.calendar().cutoff(year, month, day, shift).map_err(|error| calendar_refusal(&error))
}

fn as_calendar(cut_off: CutOff) -> (i8, Shift) {
    let shift = match cut_off.holiday {
        HolidayRule::NextWorkday => Shift::Later,
        HolidayRule::WorkdayBefore => Shift::Earlier,
        HolidayRule::Unmoved => Shift::None,
    };
    (i8::try_from(cut_off.day).unwrap_or(28), shift)
}

/// The day so many working days after another.
pub fn workdays_after(setting: &Setting, day: Date, workdays: u16) -> Result<Date, Refusal> {
    setting.city.calendar().add_workdays(day, u32::from(workdays)).map_err(|error| calendar_refusal(&error))
}

/// The refusal names the year whose holidays are not known, which need not be the year one asked from.
fn calendar_refusal(error: &CalendarError) -> Refusal {
    let (CalendarError::YearUnknown { year } | CalendarError::NoSuchDay { year, .. }) = error;
    Refusal::CalendarUnknown { year: *year }
}
