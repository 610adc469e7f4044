//! From the fields of the form to a scenario: what stands there as the document has it is not part of it.

use crate::web::forms::{Filled, Form};
use policy::facts::Readings;
use policy::plan::inputs::Switch;
use policy::policy::Policy;
use policy::scenario::{Scenario, Setting};
use std::collections::BTreeMap;

/// The scenario a form asks for.
pub fn scenario(form: &Form, (policy, in_force): (&Policy, &Readings), dials: &[Setting]) -> Scenario {
    let filled = form.clone().into_filled();
    let typed = |name: String| filled.value(&name).trim().to_owned();
    let other = |setting: &&Setting| {
        let value = typed(format!("set.{}", setting.path));
        !value.is_empty() && value != setting.written
    };
    let set: BTreeMap<String, String> = dials
        .iter()
        .filter(other)
        .map(|setting| (setting.path.clone(), typed(format!("set.{}", setting.path))))
        .collect();
    let is_dropped = |setting: &&Setting| !typed(format!("drop.{}", setting.path)).is_empty();
    let drop: Vec<String> = dials.iter().filter(is_dropped).map(|setting| setting.path.clone()).collect();
    let gone = |path: &String| {
        drop.iter().any(|row| path == row || path.strip_prefix(row).is_some_and(|rest| rest.starts_with('.')))
    };
    let row = |id: &String| {
        let row = typed(format!("add.{id}"));
        (!row.is_empty()).then(|| (id.clone(), vec![row]))
    };
    let standards = policy.plan().standards.iter().map(|standard| &standard.id);
    Scenario {
        name: String::new(),
        readings: readings(&filled, policy, in_force),
        set: set.into_iter().filter(|(path, _)| !gone(path)).collect(),
        add: standards.filter_map(row).collect(),
        drop,
    }
}

/// The readings chosen, without those in force; an option is checked when the scenario is applied.
fn readings(filled: &Filled, policy: &Policy, in_force: &Readings) -> BTreeMap<String, String> {
    let now = |switch: &Switch| {
        let ruled = in_force.0.get(&switch.id).map(String::as_str);
        ruled.or_else(|| switch.default_option().map(|option| option.id.as_str())).unwrap_or_default().to_owned()
    };
    let chosen = |switch: &Switch| filled.value(&format!("readings.{}", switch.id)).to_owned();
    let switches = policy.plan().switches.iter().map(|switch| (switch.id.clone(), chosen(switch), now(switch)));
    switches
        .filter(|(_, chosen, now)| !chosen.is_empty() && chosen != now)
        .map(|(id, chosen, _)| (id, chosen))
        .collect()
}
