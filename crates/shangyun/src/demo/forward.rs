//! Moves the programme's day forward, day by day: contract years come round in the morning, what falls due is done at
//! the end of each day. Never back.

use super::life::Life;
use super::opening;
use super::play::Play;
use crate::app::App;
use crate::daily;
use domain::calendar::{Calendar, CalendarError};
use domain::due;
use domain::ids::ProgrammeId;
use domain::setting::Setting;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use policy::policy::Policy;
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use store::views::cases;
use tokio::sync::Mutex;

/// How far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forward {
    /// To the next working day.
    Workday,
    /// To the first working day after the next monthly intake has closed.
    Intake,
    /// To the first working day after the next contract year of an open service has ended.
    ContractYear,
    /// To the last day of the year.
    YearEnd,
}

/// Why the day cannot be moved.
#[derive(Debug, thiserror::Error)]
pub enum CannotMove {
    /// The holidays of a year are not known.
    #[error("the calendar ends: {0}")]
    Calendar(CalendarError),
    /// There is no such day to go to.
    #[error("there is no such day")]
    Nowhere,
    /// Something failed on the way; the day stands where it failed.
    #[error("{0}")]
    Failed(String),
}

impl From<CalendarError> for CannotMove {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

/// One at a time: two moves at once would run the same days.
static MOVING: Mutex<()> = Mutex::const_new(());

/// Moves the day, and gives the one it came to.
///
/// # Errors
/// Why it does not move, or stops on the way.
pub async fn go(app: &App, to: Forward) -> Result<Date, CannotMove> {
    let _one_at_a_time = MOVING.lock().await;
    let setting = app.setting();
    let mut today = app.clock.today();
    let until = target(app, &setting, (today, to)).await?;
    // Every holiday on the way must be known before the first step.
    let calendar = setting.city.calendar();
    (today.year()..=until.year().saturating_add(1)).try_for_each(|year| known(calendar, year))?;
    while today < until {
        let closed = daily::close(&app.store, today).await.map_err(|error| CannotMove::Failed(error.to_string()))?;
        for (command, answer) in closed {
            if let Err(failed) = answer {
                tracing::warn!(command = command.name(), %failed, day = %today, "what fell due was not done");
            }
        }
        today = today.tomorrow().map_err(|_| CannotMove::Nowhere)?;
        app.clock.move_to_time(today, Time::constant(8, 0, 0, 0));
        come_round(app, &setting, today).await?;
    }
    app.clock.move_to(until);
    Ok(until)
}

fn known(calendar: &Calendar, year: i16) -> Result<(), CannotMove> {
    let first = Date::new(year, 1, 1).map_err(|_| CannotMove::Nowhere)?;
    Ok(calendar.is_workday(first).map(|_| ())?)
}

/// The day to go to.
async fn target(app: &App, setting: &Setting, (today, to): (Date, Forward)) -> Result<Date, CannotMove> {
    let calendar = setting.city.calendar();
    let tomorrow = today.tomorrow().map_err(|_| CannotMove::Nowhere)?;
    match to {
        Forward::Workday => Ok(calendar.next_workday(tomorrow)?),
        Forward::Intake => {
            let mut day = today;
            while !closes(setting, day)? {
                day = day.tomorrow().map_err(|_| CannotMove::Nowhere)?;
            }
            Ok(calendar.next_workday(day.tomorrow().map_err(|_| CannotMove::Nowhere)?)?)
        }
        Forward::ContractYear => {
            let next = next_anniversary(app, today).await?.ok_or(CannotMove::Nowhere)?;
            Ok(calendar.next_workday(next)?)
        }
        Forward::YearEnd => {
            let year =
                if (today.month(), today.day()) == (12, 31) { today.year().saturating_add(1) } else { today.year() };
            Date::new(year, 12, 31).map_err(|_| CannotMove::Nowhere)
        }
    }
}

/// Whether an intake closes at the end of a day.
fn closes(setting: &Setting, day: Date) -> Result<bool, CannotMove> {
    for policy in setting.policies.values() {
        let closes = due::closes_intake(setting, policy, day);
        if closes.map_err(|refusal| CannotMove::Failed(refusal.word()))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The first day after today on which a contract year of an open service has ended.
async fn next_anniversary(app: &App, today: Date) -> Result<Option<Date>, CannotMove> {
    let failed = |error: &dyn std::error::Error| CannotMove::Failed(error.to_string());
    let database = app.store.database();
    let mut next: Option<Date> = None;
    for programme in cases::programmes(database).await.map_err(|error| failed(&error))? {
        for reservation in ["held", "released"] {
            let filings = cases::by_reservation(database, &programme.id, reservation, i64::MAX).await;
            let filings = filings.map_err(|error| failed(&error))?;
            let open = filings.iter().filter(|filing| filing.state.is_filed());
            let days = open.filter_map(|filing| after(filing.state.form.starts_on?, today));
            next = days.chain(next).min();
        }
    }
    Ok(next)
}

/// The first anniversary of a day that comes after today.
fn after(start: Date, today: Date) -> Option<Date> {
    (1..=50_i8).filter_map(|years| start.checked_add(years.years()).ok()).find(|day| *day > today)
}

/// Contract years of the shipped city's services come round on their day.
async fn come_round(app: &App, setting: &Arc<Setting>, day: Date) -> Result<(), CannotMove> {
    let shipped = setting.policies.iter().find(|(_, policy)| policy.plan().id == opening::POLICY);
    let Some((_, policy)) = shipped else { return Ok(()) };
    let (store, policy, now) = (app.store.clone(), Arc::clone(policy), app.clock.now());
    let write = move || write(&store, &policy, (day, now));
    let written = tokio::task::spawn_blocking(write).await;
    let Some(play) = written.map_err(|error| CannotMove::Failed(error.to_string()))? else { return Ok(()) };
    for words in play.attempt(&app.store).await.map_err(CannotMove::Failed)? {
        tracing::warn!(%words, %day, "a contract year did not come round as planned");
    }
    Ok(())
}

/// The play of a day on which something comes round.
fn write(store: &store::store::Store, policy: &Arc<Policy>, (day, now): (Date, jiff::Timestamp)) -> Option<Play> {
    let play = Play::in_store(store, &format!("demo/{day}"), now);
    let mut life = Life::again(play, ProgrammeId::new(&*policy.plan().id), Arc::clone(policy));
    if !life.comes_round(day) {
        return None;
    }
    life.come_round();
    Some(life.play)
}
