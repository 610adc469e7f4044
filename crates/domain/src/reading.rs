//! Open readings that stand between a case and its money: an option of a switch that denies it without a clause
//! behind it, until the authority has ruled. Such a case waits; it is not refused.

use policy::decision::Outcome;
use policy::facts::{Facts, Readings};
use policy::policy::Policy;

/// The unruled switches whose adverse option alone stands in the way: under another option the outcome `helps`.
pub fn awaited(
    policy: &Policy,
    (facts, readings): (&Facts, &Readings),
    ruled: &[String],
    helps: impl Fn(&Outcome) -> bool,
) -> Vec<String> {
    let others = policy.other_readings(facts, readings).into_iter();
    let mut awaited: Vec<String> = others
        .filter(|(_, _, decision)| helps(&decision.outcome))
        .map(|(switch, _, _)| switch)
        .filter(|switch| !ruled.contains(switch) && is_adverse(policy, switch, readings))
        .collect();
    awaited.dedup();
    awaited
}

fn is_adverse(policy: &Policy, switch: &str, readings: &Readings) -> bool {
    policy.plan().switch(switch).is_some_and(|known| {
        let in_force = readings.0.get(switch);
        let option = known.options.iter().find(|option| in_force.map_or(option.default, |id| option.id == *id));
        option.is_some_and(|option| option.adverse)
    })
}
