//! Calendar arithmetic as SMT-LIB terms on dates written as the numbers yyyymmdd, whose order is that of the days.

use crate::plan::procedure::Duration;

fn year(day: &str) -> String {
    format!("(div {day} 10000)")
}

fn month(day: &str) -> String {
    format!("(mod (div {day} 100) 100)")
}

fn day_of_month(day: &str) -> String {
    format!("(mod {day} 100)")
}

/// The last day of a month.
fn last(year: &str, month: &str) -> String {
    format!(
        "(ite (= {month} 2) (ite (and (= (mod {year} 4) 0) (or (not (= (mod {year} 100) 0)) (= (mod {year} 400) 0))) 29 28) \
         (ite (or (= {month} 4) (= {month} 6) (= {month} 9) (= {month} 11)) 30 31))"
    )
}

/// That a number is a day of the calendar.
pub(super) fn is_day(day: &str) -> String {
    let (m, d) = (month(day), day_of_month(day));
    format!("(and (<= 1 {m} 12) (<= 1 {d} {}))", last(&year(day), &m))
}

/// 1 January of the same year.
pub(super) fn year_start(day: &str) -> String {
    format!("(+ (* 10000 {}) 101)", year(day))
}

/// The day before the anniversary; that of 29 February is 28 February.
pub(super) fn anniversary_eve(day: &str) -> String {
    let (y, m, d) = (year(day), month(day), day_of_month(day));
    let next = format!("(+ {y} 1)");
    let eve_of_first = format!("(+ (* 10000 {next}) (* 100 (- {m} 1)) {})", last(&next, &format!("(- {m} 1)")));
    format!(
        "(ite (= (mod {day} 10000) 229) (+ (* 10000 {next}) 228) (ite (> {d} 1) (+ {day} 9999) \
         (ite (= {m} 1) (+ (* 10000 {y}) 1231) {eve_of_first})))"
    )
}

/// Days since a fixed day, by the rule of the Gregorian calendar with the year begun in March.
pub(super) fn day_number(day: &str) -> String {
    let (y, m) = (year(day), month(day));
    let (from_march, years) =
        (format!("(ite (> {m} 2) (- {m} 3) (+ {m} 9))"), format!("(ite (> {m} 2) {y} (- {y} 1))"));
    format!(
        "(let ((y {years})) (+ (* 365 y) (div y 4) (- (div y 100)) (div y 400) (div (+ (* 153 {from_march}) 2) 5) {}))",
        day_of_month(day)
    )
}

/// A later day: its term, nothing for workdays, which are the city's; and lines that declare a day found by its number.
pub(super) fn plus(day: &str, duration: Duration, fresh: usize) -> (Option<String>, Vec<String>) {
    let months = |count: i64| {
        let at = format!("(+ (* 12 {}) (- {} 1) {count})", year(day), month(day));
        let (y, m) = (format!("(div {at} 12)"), format!("(+ (mod {at} 12) 1)"));
        let (d, end) = (day_of_month(day), last(&y, &m));
        Some(format!("(+ (* 10000 {y}) (* 100 {m}) (ite (<= {d} {end}) {d} {end}))"))
    };
    match duration {
        Duration::Workdays(_) => (None, Vec::new()),
        Duration::Months(count) => (months(i64::from(count)), Vec::new()),
        Duration::Years(count) => (months(12 * i64::from(count)), Vec::new()),
        Duration::Days(count) => {
            let later = format!("day.{fresh}");
            let lines = vec![
                format!("(declare-const {later} Int)"),
                format!("(assert {})", is_day(&later)),
                format!("(assert (= {} (+ {} {count})))", day_number(&later), day_number(day)),
            ];
            (Some(later), lines)
        }
    }
}

/// The share of an amount by days, and the condition under which there is one.
pub(super) fn by_days([amount, from, to, begin, end]: &[String; 5]) -> (String, String) {
    let number = |day: &str| day_number(day);
    let all = format!("(+ (- {} {}) 1)", number(to), number(from));
    let clamped = |days: String| format!("(let ((n {days})) (ite (< n 0) 0 (ite (> n {all}) {all} n)))");
    let before = clamped(format!("(- {} {})", number(begin), number(from)));
    let until = clamped(format!("(+ (- {} {}) 1)", number(end), number(from)));
    let share = |days: &str| format!("(div (* {amount} {days}) {all})");
    let until = format!("(ite (>= {until} {before}) {until} {before})");
    (format!("(- {} {})", share(&until), share(&before)), format!("(> {all} 0)"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::calendar;
    use crate::sample::Random;
    use std::io::Write;
    use std::process::{Command, Stdio};

    #[test]
    fn a_solver_counts_days_as_the_calendar_does() {
        let mut random = Random::new(9);
        let mut drawn = || -> i64 {
            loop {
                let (year, month) = (random.within(1_900, 2_999), random.within(1, 12));
                let day = year * 10_000 + month * 100 + random.within(1, 31);
                if calendar::date(day).is_some() {
                    return day;
                }
            }
        };
        let mut days: Vec<i64> = (0..150).map(|_| drawn()).collect();
        days.extend([20_200_229, 20_200_301, 20_190_301, 20_191_231, 20_200_101, 20_000_229, 21_000_228, 20_200_131]);
        let mut script = String::new();
        for (at, pair) in days.windows(2).enumerate() {
            let (day, other) = (pair[0].to_string(), pair[1].to_string());
            let mut equal = |term: String, value: Option<i64>| {
                let value = value.expect("it is within the calendar");
                script.extend(["(assert (= ", &term, " ", &super::super::term::number(value), "))\n"]);
            };
            equal(year_start(&day), Some(calendar::year_start(pair[0])));
            equal(anniversary_eve(&day), calendar::anniversary_eve(pair[0]));
            equal(format!("(- {} {})", day_number(&other), day_number(&day)), calendar::days(pair[0], pair[1]));
            for duration in [Duration::Months(1), Duration::Months(18), Duration::Years(1), Duration::Days(45)] {
                let (term, declared) = plus(&day, duration, at);
                if at % 20 == 0 || declared.is_empty() {
                    script.push_str(&declared.join("\n"));
                    let value = calendar::plus(pair[0], duration).expect("it is within the calendar");
                    let term = term.expect("it is no workday");
                    script.extend(["\n(assert (= ", &term, " ", &value.to_string(), "))\n"]);
                }
            }
        }
        script.push_str("(check-sat)\n");
        let mut child = Command::new("z3")
            .args(["-in", "-smt2"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("z3 is installed: apt-get install z3");
        child.stdin.take().expect("it has an input").write_all(script.as_bytes()).expect("it listens");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "sat");
    }
}
