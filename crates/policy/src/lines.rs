//! JSON lines: one claim in, one decision out. A line that cannot be read is answered with `BAD_INPUT`, and the run goes on.
//!
//! Money is fen, dates `YYYY-MM-DD`, members ids, yes/no `true` and `false`. A key left out is a fact not known.
//! Null, a float such as `100.0`, a value out of its declared range, an unknown key and a key twice are bad input.

mod read;

use std::collections::BTreeSet;

use serde_json::Number;

use crate::decide::{Decider, Inputs};
use crate::decision::Outcome;
use crate::engine::code::Cell;
use crate::facts::{Facts, Readings};
use crate::policy::Policy;
use crate::text::Lang;
use crate::value::Value;
pub use read::BadInput;
use read::read;

/// The code of a line that cannot be read.
pub const BAD_INPUT: &str = "BAD_INPUT";

/// Decides one line: `{"id": …, "outcome": …, "award_fen": …, "reason": …, "failed": […], "missing": […]}`.
///
/// The facts it takes are those of [`inputs`]. Never fails; the answer has no line break.
pub fn decide_line(policy: &Policy, readings: &Readings, line: &str) -> String {
    Lines::new(policy, readings).decide(line)
}

/// Decides many lines under the same readings; what does not change from line to line is worked out once.
pub struct Lines<'a> {
    decider: Decider<'a>,
    allowed: BTreeSet<usize>,
    inputs: Inputs,
    slots: Vec<Cell>,
}

impl<'a> Lines<'a> {
    /// Ready for the first line.
    pub fn new(policy: &'a Policy, readings: &Readings) -> Self {
        let decider = policy.decider();
        let inputs = Inputs { facts: Vec::new(), switches: decider.switches(readings) };
        Self { decider, allowed: allowed(policy, readings), inputs, slots: Vec::new() }
    }

    /// As [`decide_line`].
    pub fn decide(&mut self, line: &str) -> String {
        let (id, cells) = read(self.decider, &self.allowed, line);
        let outcome = cells.ok().map(|facts| {
            self.inputs.facts = facts;
            self.decider.run_into(&self.decider.compiled.program.code, &self.inputs, &mut self.slots);
            self.decider.read_outcome(&self.slots)
        });
        answer(&id, outcome.as_ref())
    }
}

/// Explains one line as text for people; bad input is answered with the line of [`decide_line`].
pub fn explain_line(policy: &Policy, readings: &Readings, line: &str, lang: Lang) -> String {
    let (id, cells) = read(policy.decider(), &allowed(policy, readings), line);
    let Ok(cells) = cells else { return answer(&id, None) };
    let decision = policy.decide(&facts_of(policy, &cells), readings);
    let head = id.text().map_or_else(String::new, |id| format!("{id}\n"));
    format!("{head}{}", decision.explain(policy, lang))
}

/// The facts of a line, for whoever needs the whole decision; else what is wrong with it.
///
/// # Errors
/// The first thing that is wrong with the line.
pub fn line_facts(policy: &Policy, readings: &Readings, line: &str) -> Result<Facts, BadInput> {
    read(policy.decider(), &allowed(policy, readings), line).1.map(|cells| facts_of(policy, &cells))
}

/// The ids of the facts a line may hold under these readings, in declaration order: those a requirement or an award reads.
pub fn inputs(policy: &Policy, readings: &Readings) -> Vec<String> {
    policy.decider().ids(&allowed(policy, readings))
}

/// A claim as a line that `decide` reads: its known facts, in declaration order.
pub fn write_claim(policy: &Policy, facts: &Facts) -> String {
    let known = policy.plan().facts.iter().filter_map(|fact| Some((fact, facts.value(&fact.id)?)));
    let fields: Vec<String> = known
        .map(|(fact, value)| {
            let value = match value {
                Value::Money(fen) => fen.fen().into(),
                Value::Integer(number) => (*number).into(),
                Value::Bool(yes) => (*yes).into(),
                Value::Ratio(_) | Value::Date(_) | Value::Member(_) | Value::Text(_) => {
                    serde_json::Value::from(value.to_string())
                }
            };
            format!("{}:{value}", serde_json::Value::from(fact.id.as_str()))
        })
        .collect();
    format!("{{{}}}", fields.join(","))
}

fn allowed(policy: &Policy, readings: &Readings) -> BTreeSet<usize> {
    policy.kernel(readings).facts.iter().map(|fact| fact.number).collect()
}

/// The identity of a line, echoed as it came.
enum Id {
    None,
    Text(String),
    Number(Number),
}

impl Id {
    fn text(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::None => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => number.clone().into(),
        }
    }
}

/// Writes an answer; no outcome means bad input.
fn answer(id: &Id, outcome: Option<&Outcome>) -> String {
    let bad = [BAD_INPUT.to_owned()];
    let none: &[String] = &[];
    let (kind, failed, missing) = match outcome {
        None => ("refused", &bad[..], none),
        Some(Outcome::Award { .. }) => ("award", none, none),
        Some(Outcome::Refused { failed }) => ("refused", failed.as_slice(), none),
        Some(Outcome::Pending { missing }) => ("pending", none, missing.as_slice()),
        Some(Outcome::Held { awaiting }) => ("held", none, awaiting.as_slice()),
    };
    let award = outcome.map_or(0, |outcome| outcome.award().fen());
    let reason = outcome.map_or(BAD_INPUT, Outcome::reason);
    let list = |items: &[String]| serde_json::Value::from(items.to_vec());
    format!(
        r#"{{"id":{},"outcome":"{kind}","award_fen":{award},"reason":"{reason}","failed":{},"missing":{}}}"#,
        id.json(),
        list(failed),
        list(missing),
    )
}

/// Cells as public facts.
fn facts_of(policy: &Policy, cells: &[Cell]) -> Facts {
    let decider = policy.decider();
    let mut facts = Facts::new();
    for (number, (fact, model)) in policy.plan().facts.iter().zip(&policy.compiled().facts).enumerate() {
        let value = cells.get(number).and_then(|cell| decider.public_value(model.ty, *cell));
        if let Some(value) = value {
            facts = facts.with(&fact.id, value);
        }
    }
    facts
}
