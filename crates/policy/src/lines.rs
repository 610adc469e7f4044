//! JSON lines: one claim in, one decision out. A line that cannot be read is answered with `BAD_INPUT`, and the run goes on.
//!
//! Money is fen, dates `YYYY-MM-DD`, members ids, yes/no `true` and `false`. A key left out is a fact not known.
//! Null, a float such as `100.0`, a value out of its declared range, an unknown key and a key twice are bad input.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use crate::compile::typed::{EnumOf, Ty};
use crate::decide::{Decider, Inputs};
use crate::decision::Outcome;
use crate::engine::calendar;
use crate::engine::code::Cell;
use crate::facts::{Facts, Readings};
use crate::policy::Policy;
use crate::text::Lang;

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
        let outcome = cells.map(|facts| {
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
    let Some(cells) = cells else { return answer(&id, None) };
    let decision = policy.decide(&facts_of(policy, &cells), readings);
    let head = id.text().map_or_else(String::new, |id| format!("{id}\n"));
    format!("{head}{}", decision.explain(policy, lang))
}

/// The facts of a line that can be read, for whoever needs the whole decision.
pub fn line_facts(policy: &Policy, readings: &Readings, line: &str) -> Option<Facts> {
    read(policy.decider(), &allowed(policy, readings), line).1.map(|cells| facts_of(policy, &cells))
}

/// The ids of the facts a line may hold under these readings, in declaration order: those a requirement or an award reads.
pub fn inputs(policy: &Policy, readings: &Readings) -> Vec<String> {
    policy.decider().ids(&allowed(policy, readings))
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

/// One value of a line, as far as facts need it.
enum Scalar {
    Bool(bool),
    Text(String),
    Number(Number),
    Other,
}

/// What has been read of a line; kept outside the parser so that the id survives a broken line.
struct Line<'a> {
    decider: Decider<'a>,
    allowed: &'a BTreeSet<usize>,
    id: Option<Id>,
    cells: Vec<Cell>,
    bad: bool,
}

/// The id of a line, and its facts where all of it can be read.
fn read(decider: Decider<'_>, allowed: &BTreeSet<usize>, text: &str) -> (Id, Option<Vec<Cell>>) {
    let mut line =
        Line { decider, allowed, id: None, cells: vec![Cell::UNKNOWN; decider.plan.facts.len()], bad: false };
    let mut parser = serde_json::Deserializer::from_str(text);
    let whole = DeserializeSeed::deserialize(&mut line, &mut parser).and_then(|()| parser.end());
    let cells = (whole.is_ok() && !line.bad).then_some(line.cells);
    (line.id.unwrap_or(Id::None), cells)
}

impl Line<'_> {
    /// Takes one key. Every key may stand once, the known ones only, each with a value of its type.
    fn take(&mut self, key: &str, value: Scalar) {
        if key == "id" {
            self.take_id(value);
            return;
        }
        let found = self.decider.plan.facts.iter().position(|fact| fact.id == key).filter(|n| self.allowed.contains(n));
        let cell = found.and_then(|number| self.number(number, value));
        match found.and_then(|number| self.cells.get_mut(number)).zip(cell) {
            Some((place, number)) if !place.known => *place = Cell::known(number),
            Some(_) | None => self.bad = true,
        }
    }

    fn take_id(&mut self, value: Scalar) {
        let id = match value {
            Scalar::Text(text) => Some(Id::Text(text)),
            Scalar::Number(number) => Some(Id::Number(number)),
            Scalar::Bool(_) | Scalar::Other => None,
        };
        self.bad |= id.is_none() || self.id.is_some();
        if self.id.is_none() {
            self.id = id;
        }
    }

    /// The number that stands for a value of this fact.
    fn number(&self, fact: usize, value: Scalar) -> Option<i64> {
        let model = self.decider.compiled.facts.get(fact)?;
        let number = match (model.ty, value) {
            (Ty::Money | Ty::Integer, Scalar::Number(number)) => number.as_i64(),
            (Ty::Bool, Scalar::Bool(yes)) => Some(i64::from(yes)),
            (Ty::Date, Scalar::Text(text)) => calendar::written(text.as_bytes()),
            (Ty::Ratio, Scalar::Text(text)) => text.parse().ok().and_then(|ratio| self.decider.parts(ratio)),
            (Ty::Member(EnumOf::Fact(owner)), Scalar::Text(id)) => {
                let members = &self.decider.plan.facts.get(owner)?.members;
                members.iter().position(|member| member.id == id).and_then(|at| i64::try_from(at).ok())
            }
            (_, _) => None,
        };
        number.filter(|number| (model.low..=model.high).contains(number))
    }
}

impl<'de> DeserializeSeed<'de> for &mut Line<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Line<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one claim as a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value::<Scalar>()?;
            self.take(&key, value);
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
        Ok(Number::from_f64(value).map_or(Scalar::Other, Scalar::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}
