//! Dates as numbers (yyyymmdd) and the little arithmetic rules do with them.

use jiff::civil::Date;
use jiff::{Span, Unit};

use crate::plan::procedure::Duration;

/// 2018-09-17 as 20180917.
pub(crate) fn number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The date behind a number, where there is one.
pub(crate) fn date(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    Date::new(year, month, day).ok()
}

/// A day written `YYYY-MM-DD` and nothing else, as a number.
pub(crate) fn written(text: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *<&[u8; 10]>::try_from(text).ok()? else { return None };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2].map(|byte| byte.wrapping_sub(b'0'));
    if digits.iter().any(|digit| *digit > 9) {
        return None;
    }
    let number = digits.iter().fold(0_i64, |number, digit| number * 10 + i64::from(*digit));
    is_day(number).then_some(number)
}

/// Whether there is such a day; the year has four digits.
fn is_day(number: i64) -> bool {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// 1 January of the same year.
pub(crate) fn year_start(day: i64) -> i64 {
    day / 10_000 * 10_000 + 101
}

/// The day before the anniversary; the anniversary of 29 February is 1 March in a common year.
pub(crate) fn anniversary_eve(day: i64) -> Option<i64> {
    let start = date(day)?;
    let year = start.year().checked_add(1)?;
    let anniversary = Date::new(year, start.month(), start.day()).or_else(|_| Date::new(year, 3, 1)).ok()?;
    anniversary.yesterday().ok().map(number)
}

/// A day later by a calendar duration, clipped to the end of the month; workdays are the city's and give nothing here.
pub(crate) fn plus(day: i64, duration: Duration) -> Option<i64> {
    let span = match duration {
        Duration::Workdays(_) => return None,
        Duration::Days(days) => Span::new().try_days(days),
        Duration::Months(months) => Span::new().try_months(months),
        Duration::Years(years) => Span::new().try_years(years),
    };
    date(day)?.checked_add(span.ok()?).ok().map(number)
}

/// Days from `from` up to, not including, `to`; negative where `to` is earlier.
pub(crate) fn days(from: i64, to: i64) -> Option<i64> {
    let span = date(from)?.until((Unit::Day, date(to)?)).ok()?;
    Some(i64::from(span.get_days()))
}

/// The share of `amount` that falls into a window, by days, both spans including both ends.
///
/// ⌊amount × days up to the window's end / all days⌋ − ⌊amount × days before the window / all days⌋,
/// so that the shares of adjoining windows add up to the fen. Nothing where the span is empty.
pub(crate) fn by_days(amount: i64, span: (i64, i64), window: (i64, i64)) -> Option<i64> {
    let all = days(span.0, span.1)?.checked_add(1)?;
    if all <= 0 {
        return None;
    }
    let before = days(span.0, window.0)?.clamp(0, all);
    let until = days(span.0, window.1)?.checked_add(1)?.clamp(0, all);
    let share = |n: i64| -> Option<i64> { i64::try_from(i128::from(amount) * i128::from(n) / i128::from(all)).ok() };
    share(until.max(before))?.checked_sub(share(before)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_year_ends_the_day_before_its_anniversary() {
        assert_eq!(anniversary_eve(20_200_615), Some(20_210_614));
        assert_eq!(anniversary_eve(20_200_229), Some(20_210_228));
        assert_eq!(anniversary_eve(20_190_301), Some(20_200_229));
    }

    #[test]
    fn a_written_day_is_one_of_the_calendar() {
        for year in [1, 1900, 2000, 2019, 2020, 2100, 9999] {
            for month_day in 0..=9999_i64 {
                let (number, month, day) = (year * 10_000 + month_day, month_day / 100, month_day % 100);
                let text = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(written(text.as_bytes()), date(number).map(|_| number), "{text}");
            }
        }
        for text in ["2020-1-01", "2020/01/01", "2020-01-01 ", "20200101", "2020-01-0x", ""] {
            assert_eq!(written(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn shares_by_days_add_up_to_the_fen() {
        let span = (20_190_101, 20_211_231);
        let years = [(20_190_101, 20_191_231), (20_200_101, 20_201_231), (20_210_101, 20_211_231)];
        let total: i64 = years.iter().filter_map(|window| by_days(1_000_001, span, *window)).sum();
        assert_eq!(total, 1_000_001);
        assert_eq!(by_days(100, span, (20_220_101, 20_221_231)), Some(0));
        assert_eq!(by_days(100, (20_200_102, 20_200_101), years[0]), None);
    }

    #[test]
    fn months_are_clipped_to_their_end() {
        assert_eq!(plus(20_200_131, Duration::Months(1)), Some(20_200_229));
        assert_eq!(plus(20_200_131, Duration::Workdays(1)), None);
    }
}
