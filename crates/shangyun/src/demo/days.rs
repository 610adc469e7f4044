//! The days of a demo city: founded, opened, begun. Shenyang's are those its cases are written for; another plan's come
//! from its own term.

use super::{founding, opening};
use domain::calendar::Calendar;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use policy::plan::Plan;

/// The first day whose holidays every shipped calendar knows.
const FIRST: Date = date(2018, 1, 1);
/// The first day of a city whose plan names no term.
const NO_TERM: Date = date(2026, 1, 1);
/// How long the city prepares before its programme opens, in days.
const PREPARES_DAYS: i64 = 14;
/// How long its programme has run when the demo begins, in days.
const RUNS_DAYS: i64 = 130;

/// The days of a city.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days {
    /// It is founded.
    pub founded: Date,
    /// Its programme opens.
    pub opened: Date,
    /// The demo begins.
    pub begins: Date,
}

impl Days {
    /// The days of a city with this plan.
    pub fn of(plan: &Plan, calendar: &Calendar) -> Self {
        if plan.id == opening::POLICY {
            let (founded, opened) = (founding::FOUNDED_ON, founding::OPENED_ON);
            return Self { founded, opened, begins: opening::STARTS_ON };
        }
        let founded = plan.in_force.map_or(NO_TERM, |(first, _)| first).max(FIRST);
        let after = |days: i64| {
            let day = founded.checked_add(days.days()).unwrap_or(founded);
            calendar.next_workday(day).unwrap_or(day)
        };
        Self { founded, opened: after(PREPARES_DAYS), begins: after(PREPARES_DAYS + RUNS_DAYS) }
    }
}
