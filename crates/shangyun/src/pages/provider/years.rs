//! Which contract years of a filing may go on a roster: twelve months each, from the first start or an anniversary,
//! begun by today, and overlapping none that has a claim.

use domain::filing::share_a_day;
use jiff::ToSpan;
use jiff::civil::Date;

/// The most years of one filing that are proposed at a time.
const MOST: usize = 3;

/// The starts of the contract years that are due, the oldest first.
pub(super) fn due(first: Date, taken: &[Date], today: Date) -> Vec<Date> {
    let starts = (0..i32::from(i16::MAX)).map_while(|years| {
        let start = first.checked_add(years.years()).ok()?;
        (start <= today).then_some(start)
    });
    starts.filter(|start| !overlaps_any(*start, taken)).take(MOST).collect()
}

/// Whether a contract year from this day shares a day with one that has a claim.
pub(super) fn overlaps_any(start: Date, taken: &[Date]) -> bool {
    taken.iter().any(|one| share_a_day(*one, start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_year_begun_by_today_is_due_once() {
        let first = date(2019, 6, 15);
        assert_eq!(due(first, &[], date(2019, 6, 14)), []);
        assert_eq!(due(first, &[], date(2019, 6, 15)), [first]);
        assert_eq!(due(first, &[], date(2020, 6, 15)), [first, date(2020, 6, 15)]);
        assert_eq!(due(first, &[first], date(2020, 6, 15)), [date(2020, 6, 15)]);
        assert_eq!(due(first, &[], date(2030, 1, 1)).len(), MOST);
    }

    #[test]
    fn a_year_may_begin_on_the_anniversary_and_not_a_day_before() {
        let taken = [date(2019, 6, 15)];
        assert!(overlaps_any(date(2020, 6, 14), &taken));
        assert!(!overlaps_any(date(2020, 6, 15), &taken));
        assert!(overlaps_any(date(2018, 6, 16), &taken));
        assert!(!overlaps_any(date(2018, 6, 15), &taken));
    }

    #[test]
    fn a_year_that_began_on_leap_day_has_its_anniversary_on_the_last_of_february() {
        assert_eq!(due(date(2020, 2, 29), &[date(2020, 2, 29)], date(2021, 2, 28)), [date(2021, 2, 28)]);
    }
}
