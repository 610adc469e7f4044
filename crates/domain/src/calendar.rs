//! The working days of a city: weekends, days off and make-up days (调休), year by year.
//!
//! It knows only the years that were filled in; asking about another year is an error, never a guess.

use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The working-day calendar. Saturday and Sunday are free unless a year says otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendar {
    years: BTreeMap<i16, CalendarYear>,
}

/// What one year changes in the plain week.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CalendarYear {
    days_off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

/// Where a cut-off goes that falls on a day without work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// To the next working day (顺延).
    Later,
    /// To the last working day before it (提前).
    Earlier,
    /// It stays where it is (不变).
    None,
}

/// Why the calendar has no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CalendarError {
    /// The holidays of this year are not filled in.
    #[error("the holidays of {year} are not known; add them to the city's calendar")]
    YearUnknown {
        /// The year that was asked about.
        year: i16,
    },
    /// There is no such month, or no such day in any month.
    #[error("there is no day {day} in month {month} of {year}")]
    NoSuchDay {
        /// The year.
        year: i16,
        /// The month as given.
        month: i8,
        /// The day as given.
        day: i8,
    },
}

/// Why a day cannot stand in a year of the calendar.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CalendarYearError {
    /// The day belongs to another year.
    #[error("{0} is not in this year; move it to its own year")]
    OtherYear(Date),
    /// A day off that is free already.
    #[error("{0} is a weekend day and free already; list only weekdays that are off")]
    OffOnWeekend(Date),
    /// A worked day that is a plain working day already.
    #[error("{0} is a weekday and worked already; list only weekend days that are worked")]
    WorkedOnWeekday(Date),
    /// The day is listed twice.
    #[error("{0} is listed twice; remove one")]
    Twice(Date),
}

impl CalendarYear {
    /// A year out of its days off that fall on weekdays and its worked weekend days.
    /// All mistakes are reported, not only the first.
    pub fn new(year: i16, days_off: &[Date], worked: &[Date]) -> Result<Self, Vec<CalendarYearError>> {
        let mut made = Self::default();
        let mut errors = Vec::new();
        for &day in days_off {
            if day.year() != year {
                errors.push(CalendarYearError::OtherYear(day));
            } else if is_weekend(day) {
                errors.push(CalendarYearError::OffOnWeekend(day));
            } else if !made.days_off.insert(day) {
                errors.push(CalendarYearError::Twice(day));
            }
        }
        for &day in worked {
            if day.year() != year {
                errors.push(CalendarYearError::OtherYear(day));
            } else if !is_weekend(day) {
                errors.push(CalendarYearError::WorkedOnWeekday(day));
            } else if !made.worked.insert(day) {
                errors.push(CalendarYearError::Twice(day));
            }
        }
        if errors.is_empty() { Ok(made) } else { Err(errors) }
    }
}

impl Calendar {
    /// The calendar of these years.
    pub fn new(years: BTreeMap<i16, CalendarYear>) -> Self {
        Self { years }
    }

    /// The years that are filled in, in order.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.keys().copied()
    }

    /// Whether offices work on this day.
    pub fn is_workday(&self, day: Date) -> Result<bool, CalendarError> {
        let year = self.year(day.year())?;
        Ok(if is_weekend(day) { year.worked.contains(&day) } else { !year.days_off.contains(&day) })
    }

    /// This day if it is a working day, else the next one.
    pub fn next_workday(&self, day: Date) -> Result<Date, CalendarError> {
        let mut day = day;
        while !self.is_workday(day)? {
            day = day_after(day)?;
        }
        Ok(day)
    }

    /// This day if it is a working day, else the last one before it.
    pub fn previous_workday(&self, day: Date) -> Result<Date, CalendarError> {
        let mut day = day;
        while !self.is_workday(day)? {
            day = day_before(day)?;
        }
        Ok(day)
    }

    /// The n-th working day after this day, which itself does not count; for 0 the day itself.
    pub fn add_workdays(&self, day: Date, workdays: u32) -> Result<Date, CalendarError> {
        let mut day = day;
        for _ in 0..workdays {
            day = self.next_workday(day_after(day)?)?;
        }
        Ok(day)
    }

    /// How many working days lie after `from`, up to and including `until`; 0 if `until` is not later.
    ///
    /// So that `workdays_between(day, add_workdays(day, n)) == n`.
    pub fn workdays_between(&self, from: Date, until: Date) -> Result<u32, CalendarError> {
        self.year(from.year())?;
        let mut day = from;
        let mut count: u32 = 0;
        while day < until {
            day = day_after(day)?;
            count = count.saturating_add(u32::from(self.is_workday(day)?));
        }
        Ok(count)
    }

    /// The cut-off of one month: its day N, or its last day where the month is shorter, then moved by the rule.
    ///
    /// It may move into a neighbouring month. Source: 三(四)3 with reading A22.
    pub fn cutoff(&self, year: i16, month: i8, day: i8, shift: Shift) -> Result<Date, CalendarError> {
        let no_such_day = CalendarError::NoSuchDay { year, month, day };
        if !(1..=31).contains(&day) {
            return Err(no_such_day);
        }
        let Ok(first) = Date::new(year, month, 1) else {
            return Err(no_such_day);
        };
        let plain = Date::new(year, month, day.min(first.days_in_month())).map_err(|_| no_such_day)?;
        match shift {
            Shift::Later => self.next_workday(plain),
            Shift::Earlier => self.previous_workday(plain),
            Shift::None => self.year(plain.year()).map(|_| plain),
        }
    }

    /// The first monthly cut-off on or after this day.
    pub fn next_cutoff(&self, from: Date, day: i8, shift: Shift) -> Result<Date, CalendarError> {
        let first = from.first_of_month();
        let mut month = first;
        if shift == Shift::Later && self.next_workday(first)? >= from {
            // No working day of this month has passed, so last month's cut-off may still lie ahead.
            month = day_before(first)?;
        }
        loop {
            let cutoff = self.cutoff(month.year(), month.month(), day, shift)?;
            if cutoff >= from {
                return Ok(cutoff);
            }
            month = day_after(month.last_of_month())?;
        }
    }

    fn year(&self, year: i16) -> Result<&CalendarYear, CalendarError> {
        self.years.get(&year).ok_or(CalendarError::YearUnknown { year })
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn day_after(day: Date) -> Result<Date, CalendarError> {
    day.tomorrow().map_err(|_| CalendarError::YearUnknown { year: day.year() })
}

fn day_before(day: Date) -> Result<Date, CalendarError> {
    day.yesterday().map_err(|_| CalendarError::YearUnknown { year: day.year() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Two years with the Spring Festival of 2019 and one worked Sunday.
    fn calendar() -> Calendar {
        let festival: Vec<Date> = (4..=8).map(|day| date(2019, 2, day)).collect();
        let of_2018 = CalendarYear::new(2018, &[date(2018, 12, 31)], &[date(2018, 12, 29)]);
        let of_2019 = CalendarYear::new(2019, &festival, &[date(2019, 2, 3)]);
        Calendar::new(BTreeMap::from([(2018, of_2018.unwrap()), (2019, of_2019.unwrap())]))
    }

    #[test]
    fn the_fifth_of_february_2019_moves_behind_the_spring_festival() {
        let calendar = calendar();
        let cutoff = |shift| calendar.cutoff(2019, 2, 5, shift);
        assert_eq!(cutoff(Shift::Later), Ok(date(2019, 2, 11)));
        assert_eq!(cutoff(Shift::Earlier), Ok(date(2019, 2, 3)));
        assert_eq!(cutoff(Shift::None), Ok(date(2019, 2, 5)));
    }

    #[test]
    fn a_day_beyond_the_end_of_the_month_is_its_last_day() {
        let calendar = calendar();
        assert_eq!(calendar.cutoff(2019, 2, 31, Shift::None), Ok(date(2019, 2, 28)));
        let unknown = |month, day| CalendarError::NoSuchDay { year: 2019, month, day };
        for (month, day) in [(0, 5), (13, 5), (2, 0), (2, 32)] {
            assert_eq!(calendar.cutoff(2019, month, day, Shift::None), Err(unknown(month, day)));
        }
    }

    #[test]
    fn the_next_cutoff_may_come_from_last_month() {
        let calendar = calendar();
        let next = |from, day, shift| calendar.next_cutoff(from, day, shift);
        assert_eq!(next(date(2019, 2, 1), 5, Shift::Later), Ok(date(2019, 2, 11)));
        assert_eq!(next(date(2019, 2, 11), 5, Shift::Later), Ok(date(2019, 2, 11)));
        assert_eq!(next(date(2019, 2, 12), 5, Shift::Later), Ok(date(2019, 3, 5)));
        // 31 March 2019 is a Sunday, so its cut-off is 1 April.
        assert_eq!(next(date(2019, 4, 1), 31, Shift::Later), Ok(date(2019, 4, 1)));
        assert_eq!(next(date(2019, 4, 2), 31, Shift::Later), Ok(date(2019, 4, 30)));
        // 1 June 2019 is a Saturday, so its cut-off is 31 May.
        assert_eq!(next(date(2019, 5, 2), 1, Shift::Earlier), Ok(date(2019, 5, 31)));
    }

    #[test]
    fn a_year_that_is_not_filled_in_is_never_guessed() {
        let calendar = calendar();
        let unknown = Err(CalendarError::YearUnknown { year: 2020 });
        assert_eq!(calendar.is_workday(date(2020, 1, 2)), Err(CalendarError::YearUnknown { year: 2020 }));
        assert_eq!(calendar.add_workdays(date(2019, 12, 30), 2), unknown);
        assert_eq!(calendar.cutoff(2020, 1, 5, Shift::None), unknown);
        let between = calendar.workdays_between(date(2019, 12, 30), date(2020, 1, 2));
        assert_eq!(between, Err(CalendarError::YearUnknown { year: 2020 }));
    }

    #[test]
    fn every_mistake_in_a_year_is_reported() {
        let errors = CalendarYear::new(
            2019,
            &[date(2019, 2, 3), date(2018, 2, 5), date(2019, 2, 5), date(2019, 2, 5)],
            &[date(2019, 2, 4)],
        );
        assert_eq!(
            errors,
            Err(vec![
                CalendarYearError::OffOnWeekend(date(2019, 2, 3)),
                CalendarYearError::OtherYear(date(2018, 2, 5)),
                CalendarYearError::Twice(date(2019, 2, 5)),
                CalendarYearError::WorkedOnWeekday(date(2019, 2, 4)),
            ])
        );
    }

    prop_compose! {
        fn a_day()(offset in 0i64..640) -> Date {
            date(2018, 1, 8).saturating_add(jiff::Span::new().days(offset))
        }
    }

    proptest! {
        #[test]
        fn counting_back_gives_what_was_added(day in a_day(), workdays in 0u32..40) {
            let calendar = calendar();
            let later = calendar.add_workdays(day, workdays).unwrap();
            prop_assert_eq!(calendar.workdays_between(day, later), Ok(workdays));
            prop_assert!(workdays == 0 || calendar.is_workday(later).unwrap());
        }

        #[test]
        fn adding_in_two_steps_is_adding_at_once(day in a_day(), a in 0u32..20, b in 0u32..20) {
            let calendar = calendar();
            let in_two = calendar.add_workdays(calendar.add_workdays(day, a).unwrap(), b);
            prop_assert_eq!(in_two, calendar.add_workdays(day, a + b));
        }

        #[test]
        fn no_working_day_lies_between_a_day_and_its_next(day in a_day()) {
            let calendar = calendar();
            let next = calendar.next_workday(day).unwrap();
            prop_assert!(next >= day && calendar.is_workday(next).unwrap());
            let previous = calendar.previous_workday(day).unwrap();
            prop_assert!(previous <= day && calendar.is_workday(previous).unwrap());
            let free = u32::from(!calendar.is_workday(day).unwrap());
            prop_assert_eq!(calendar.workdays_between(previous, next), Ok(free));
        }

        #[test]
        fn the_next_cutoff_is_the_first_of_all_cutoffs(from in a_day(), day in 1i8..=31) {
            let calendar = calendar();
            for shift in [Shift::Later, Shift::Earlier, Shift::None] {
                let mut cutoffs: Vec<Date> = (1..=12)
                    .flat_map(|month| [(2018, month), (2019, month)])
                    .filter_map(|(year, month)| calendar.cutoff(year, month, day, shift).ok())
                    .filter(|cutoff| *cutoff >= from)
                    .collect();
                cutoffs.sort();
                prop_assert_eq!(calendar.next_cutoff(from, day, shift).ok(), cutoffs.first().copied());
            }
        }
    }
}
