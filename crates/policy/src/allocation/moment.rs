//! The moment of receipt as it stands in tables.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz;

/// Reads `2019-03-01`, `2019-03-01 09:30:05`, `2019-03-01T09:30:05+08:00` or a plain number that stands for the place in
/// the order of receipt. A day begins at midnight, and what names no zone is the time of Beijing.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(place) = text.parse::<i64>() {
        return Timestamp::from_second(place).ok();
    }
    let beijing = |at: DateTime| tz::offset(8).to_timestamp(at).ok();
    let with_zone = || text.parse::<Timestamp>().ok();
    let without = || text.parse::<DateTime>().ok().and_then(beijing);
    let day = || text.parse::<Date>().ok().and_then(|day| beijing(day.at(0, 0, 0, 0)));
    with_zone().or_else(without).or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_with_and_without_its_zone() {
        let second = |text: &str| parse(text).map(Timestamp::as_second);
        assert_eq!(second("7"), Some(7));
        assert_eq!(second("1970-01-02"), Some(16 * 3600));
        assert_eq!(second("1970-01-01 08:00:05"), Some(5));
        assert_eq!(second("1970-01-01T08:00:05+08:00"), Some(5));
        assert_eq!(second("1970-01-01T00:00:05Z"), Some(5));
        assert_eq!(second("yesterday"), None);
    }
}
