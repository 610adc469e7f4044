//! What falls due for the programme's clock on a day. Pure: given what waits, it says which commands the
//! clock gives; the program finds what waits and runs them in order, once a day.

use crate::access;
use crate::command::Command;
use crate::course;
use crate::filing::{Filing, FilingCommand, Reservation};
use crate::ids::{FilingId, ProgrammeId};
use crate::refusal::Refusal;
use crate::setting::Setting;
use jiff::civil::Date;
use policy::plan::procedure::CutOff;
use policy::policy::Policy;

/// The monthly cut-off of a policy's filing procedure.
pub fn cut_off(policy: &Policy) -> Option<CutOff> {
    let filing = policy.plan().procedure(crate::filing::PROCEDURE)?;
    filing.steps.iter().find_map(|step| step.cut_off)
}

/// Whether the intake of a month closes at the end of this day.
pub fn closes_intake(setting: &Setting, policy: &Policy, today: Date) -> Result<bool, Refusal> {
    let Some(cut_off) = cut_off(policy) else { return Ok(false) };
    Ok(access::next_cut_off(setting, today, cut_off)? == today)
}

/// The command that closes the intake for the filings sent so far.
pub fn close_intake(programme: &ProgrammeId, filings: Vec<FilingId>) -> Command {
    Command::Filing(FilingCommand::CloseIntake { programme: programme.clone(), filings })
}

/// The command that lets the reservation of a filing lapse, when it is due: no claim under it is in progress.
pub fn lapse(
    setting: &Setting,
    policy: &Policy,
    (id, filing): (&FilingId, &Filing),
    today: Date,
) -> Result<Option<Command>, Refusal> {
    let rule = policy.plan().reserves.first().and_then(|reserve| reserve.lapse.as_ref());
    let (Some(rule), Reservation::Held { since, .. }) = (rule, &filing.reservation) else { return Ok(None) };
    if !filing.claims.is_empty() {
        return Ok(None);
    }
    let last_day = course::after(setting, *since, rule.after)?;
    let command = Command::Filing(FilingCommand::Lapse { filing: id.clone() });
    Ok((today > last_day).then_some(command))
}
