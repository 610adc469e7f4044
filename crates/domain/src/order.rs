//! The order of a policy: by facts and by receipt, always total.

use jiff::Timestamp;
use policy::facts::Facts;
use policy::plan::sharing::OrderKey;
use policy::plan::words::OrderBy;
use policy::value::Value;
use std::cmp::Ordering;

/// What the place of one case in an order depends on.
pub struct Place<'a> {
    /// Its facts.
    pub facts: &'a Facts,
    /// When it was received.
    pub received_at: Option<Timestamp>,
    /// Its id; breaks the last tie.
    pub id: &'a str,
}

/// Sorts cases by the keys of a policy, then by id.
pub fn sort<T>(cases: &mut [T], keys: &[OrderKey], place: impl Fn(&T) -> Place<'_>) {
    cases.sort_by(|left, right| {
        let (left, right) = (place(left), place(right));
        let by_keys = keys.iter().map(|key| compare(key, &left, &right));
        by_keys.fold(Ordering::Equal, Ordering::then).then(left.id.cmp(right.id))
    });
}

fn compare(key: &OrderKey, left: &Place, right: &Place) -> Ordering {
    let ascending = if key.by == RECEIVED_AT {
        left.received_at.cmp(&right.received_at)
    } else {
        rank(left.facts.value(&key.by)).cmp(&rank(right.facts.value(&key.by)))
    };
    match key.direction {
        OrderBy::Ascending => ascending,
        OrderBy::First | OrderBy::Descending => ascending.reverse(),
    }
}

/// The order key that stands for the moment of receipt.
pub const RECEIVED_AT: &str = "received_at";

/// A number to order a value by; unknown comes before everything.
fn rank(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Bool(yes)) => i64::from(*yes),
        Some(Value::Integer(number)) => *number,
        Some(Value::Money(fen)) => fen.fen(),
        Some(Value::Date(date)) => {
            i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
        }
        Some(Value::Ratio(_) | Value::Member(_) | Value::Text(_)) | None => i64::MIN,
    }
}
