//! What each open reading costs on past claims.

use serde::Serialize;

use super::compare::{Moved, Report, Side};
use super::{Claims, Decided};
use crate::facts::Readings;
use crate::policy::Policy;

/// One option of one open question, beside the readings in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ReadingCost {
    /// Switch id.
    pub switch: String,
    /// Option id.
    pub option: String,
    /// Whether it is in force; then nothing moves.
    pub in_force: bool,
    /// Whether it can change anything on facts that are settled. Where it cannot, the question is about how facts come
    /// about, or about something that decides no award.
    pub decides: bool,
    /// What all claims get.
    pub side: Side,
    /// Claims that get more than now.
    pub gain: Moved,
    /// Claims that get less than now.
    pub lose: Moved,
}

/// Every option of every open question, in document order.
pub fn reading_costs(policy: &Policy, readings: &Readings, claims: &Claims<'_>) -> Vec<ReadingCost> {
    let base = Decided::under(policy, readings, claims);
    let in_force = policy.decider().all_readings(readings);
    let mut found = Vec::new();
    for switch in &policy.plan().switches {
        let decides = switch.options.iter().any(|option| differs(policy, &in_force, &switch.id, &option.id));
        for option in &switch.options {
            let is_in_force = in_force.0.get(&switch.id) == Some(&option.id);
            let report = if is_in_force || !decides {
                Report::between(&base, &base, claims, 0)
            } else {
                let other = Decided::under(policy, &in_force.clone().with(&switch.id, &option.id), claims);
                Report::between(&base, &other, claims, 0)
            };
            found.push(ReadingCost {
                switch: switch.id.clone(),
                option: option.id.clone(),
                in_force: is_in_force,
                decides,
                side: report.scenario,
                gain: report.gain,
                lose: report.lose,
            });
        }
    }
    found
}

/// Whether an option makes another decision out of the same facts.
fn differs(policy: &Policy, readings: &Readings, switch: &str, option: &str) -> bool {
    let (now, other) = (policy.kernel(readings), policy.kernel(&readings.clone().with(switch, option)));
    now.code != other.code
}
