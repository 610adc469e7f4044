//! What is known about a claim, and which readings of the open questions are in force.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Value;

/// The state of one fact. There is no null: a fact is known, missing or disputed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Known, with its value.
    Known(Value),
    /// Nobody has proven it yet.
    Missing,
    /// Two sources disagree or the evidence is challenged; it decides nothing until settled.
    Disputed,
}

/// One row of a list: column id to value; a column left out is unknown.
pub type Row = BTreeMap<String, Value>;

/// The rows of a 清单 such as payments.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Rows {
    /// The rows, in any order.
    pub rows: Vec<Row>,
    /// Whether these are all of them; a sum over an incomplete list is unknown.
    pub complete: bool,
}

/// Facts by declared id, and lists by declared id. A fact that is not there is missing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// Single facts.
    pub values: BTreeMap<String, Known>,
    /// Lists.
    pub records: BTreeMap<String, Rows>,
}

impl Facts {
    /// No facts at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same facts with `id` known to be `value`.
    #[must_use]
    pub fn with(mut self, id: &str, value: Value) -> Self {
        self.values.insert(id.to_owned(), Known::Known(value));
        self
    }

    /// The same facts with the rows of the list `id`, declared complete.
    #[must_use]
    pub fn with_rows(mut self, id: &str, rows: Vec<Row>) -> Self {
        self.records.insert(id.to_owned(), Rows { rows, complete: true });
        self
    }

    /// The value of `id` where it is known.
    pub fn value(&self, id: &str) -> Option<&Value> {
        match self.values.get(id) {
            Some(Known::Known(value)) => Some(value),
            Some(Known::Missing | Known::Disputed) | None => None,
        }
    }
}

/// The option in force for each open question, by switch id; a switch that is not named has its default.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Readings(pub BTreeMap<String, String>);

impl Readings {
    /// The same readings with `option` in force for `switch`.
    #[must_use]
    pub fn with(mut self, switch: &str, option: &str) -> Self {
        self.0.insert(switch.to_owned(), option.to_owned());
        self
    }
}

/// The city's dated registers, answered by the caller.
pub trait Registers {
    /// Whether the claim's own `subject` (a unit id such as `enterprise`, `provider`, `item`) stood in `register` on `day`; nothing where unknown.
    fn listed(&self, register: &str, subject: &str, day: Date) -> Option<bool>;
}

impl<F: Fn(&str, &str, Date) -> Option<bool>> Registers for F {
    fn listed(&self, register: &str, subject: &str, day: Date) -> Option<bool> {
        self(register, subject, day)
    }
}

/// Registers that know nothing: everything that asks them stays unknown.
pub struct NoRegisters;

impl Registers for NoRegisters {
    fn listed(&self, _: &str, _: &str, _: Date) -> Option<bool> {
        None
    }
}
