//! Scenarios: a policy with some of its numbers, rows and readings put otherwise, for asking what would come of it.
//!
//! A scenario is applied to the text of the document, which is then read and checked as any other, so that whatever is
//! refused in a policy is refused in a scenario. Only its worked cases are passed over: they say what came of the old numbers.

mod edit;
mod places;
mod reach;
mod rows;
mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Diagnostics, Severity};
use crate::facts::Readings;
use crate::policy::Policy;
use crate::syntax::report::Span;
use crate::text::Text;
use crate::value::Value;
use edit::Draft;

/// What is put otherwise. Everything that is not named stays as the document has it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    /// What it is called in reports.
    pub name: String,
    /// The option in force for open questions, by switch id.
    pub readings: BTreeMap<String, String>,
    /// Values as they would be written in the document, by path; see [`settings`].
    pub set: BTreeMap<String, String>,
    /// Paths of rows that fall away, such as `cap_industrial.2`.
    pub drop: Vec<String>,
    /// New rows by the id of their table, the cells set apart by `|`: `1亿元起 | 120万元`.
    pub add: BTreeMap<String, Vec<String>>,
}

/// One value of a document that a scenario may set.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Setting {
    /// How a scenario names it: `rate`, `cap_industrial.2`, `cap_industrial.2.from`, `may_apply.2.3`, `OUT_OF_TERM`.
    pub path: String,
    /// What it is: `标准 工业上限：第2档（4亿元起）`.
    pub label: Text,
    /// What kind of value it is.
    pub kind: SettingKind,
    /// The clause it stands under.
    pub clause: String,
    /// As the document has it.
    pub written: String,
    /// The same as a value; nothing where a cell names a quantity.
    pub value: Option<Value>,
    /// Whether a decision on settled facts can rest on it; nothing else moves an award in a simulation.
    pub decides: bool,
    #[serde(skip)]
    pub(crate) place: Span,
}

/// Kinds of values that can be set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    /// The value of a 参数.
    Parameter,
    /// The value in a row of a table.
    Row,
    /// Where a row of a table begins or ends.
    Bound,
    /// A number or day within a rule.
    Literal,
}

/// Why a scenario cannot be applied: which part of it, and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Trouble {
    /// `set.rate`, `readings.cap_period`, `drop.cap_industrial.2`, `add.cap_industrial`; empty where no part can be named.
    pub field: String,
    /// What is wrong and what to do.
    pub words: Text,
}

/// A scenario applied.
#[derive(Clone, Debug)]
pub struct Applied<'a> {
    /// The policy as it would be; the one itself where only readings are put otherwise.
    pub policy: Cow<'a, Policy>,
    /// The readings: those that were in force, with those of the scenario.
    pub readings: Readings,
}

/// Every value of a policy that a scenario may set, in document order.
pub fn settings(policy: &Policy) -> Vec<Setting> {
    places::settings(policy)
}

impl Scenario {
    /// Nothing but another reading.
    pub fn reading(switch: &str, option: &str) -> Self {
        Self { readings: BTreeMap::from([(switch.to_owned(), option.to_owned())]), ..Self::default() }
    }

    /// Whether it leaves everything as it is.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty() && !self.changes_text()
    }

    fn changes_text(&self) -> bool {
        !(self.set.is_empty() && self.drop.is_empty() && self.add.values().all(Vec::is_empty))
    }

    /// The policy and the readings as they would be, beginning with `readings`. All troubles are reported together.
    pub fn apply<'a>(&self, base: &'a Policy, readings: &Readings) -> Result<Applied<'a>, Vec<Trouble>> {
        let mut troubles = Vec::new();
        let policy = if self.changes_text() {
            self.rewritten(base).map_or_else(
                |found| {
                    troubles.extend(found);
                    None
                },
                |policy| Some(Cow::Owned(policy)),
            )
        } else {
            Some(Cow::Borrowed(base))
        };
        let mut readings = readings.clone();
        for (switch, option) in &self.readings {
            match check_reading(base, switch, option) {
                Ok(()) => readings = readings.with(switch, option),
                Err(trouble) => troubles.push(trouble),
            }
        }
        match policy {
            Some(policy) if troubles.is_empty() => Ok(Applied { policy, readings }),
            Some(_) | None => Err(troubles),
        }
    }

    /// The policy that the changed text makes.
    fn rewritten(&self, base: &Policy) -> Result<Policy, Vec<Trouble>> {
        let draft = Draft::of(self, base)?;
        base.supposed(&draft.text).map_err(|found| attributed(&draft, &found))
    }
}

/// The findings in a changed text, each with the part of the scenario that stands there.
fn attributed(draft: &Draft, found: &Diagnostics) -> Vec<Trouble> {
    let errors = found.0.iter().filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| {
            let place = Span { line: finding.line, column: finding.column, length: finding.length };
            let field = draft.field_at(place).unwrap_or_default().to_owned();
            let words = |message: &str, help: &str| {
                if help.is_empty() { message.to_owned() } else { format!("{message}; {help}") }
            };
            let (zh, en) = (&finding.message, &finding.help);
            Trouble { field, words: Text::new(words(&zh.zh, &en.zh).replace("; ", "；"), words(&zh.en, &en.en)) }
        })
        .collect()
}

fn check_reading(base: &Policy, switch: &str, option: &str) -> Result<(), Trouble> {
    let field = format!("readings.{switch}");
    let Some(known) = base.plan().switch(switch) else {
        let ids: Vec<&str> = base.plan().switches.iter().map(|one| one.id.as_str()).collect();
        let words = Text::new(
            format!("没有疑义 `{switch}`；有：{}", ids.join("、")),
            format!("no switch `{switch}`; there are: {}", ids.join(", ")),
        );
        return Err(Trouble { field, words });
    };
    if known.options.iter().any(|one| one.id == option) {
        return Ok(());
    }
    let ids: Vec<&str> = known.options.iter().map(|one| one.id.as_str()).collect();
    let words = Text::new(
        format!("`{switch}` 没有选项 `{option}`；有：{}", ids.join("、")),
        format!("`{switch}` has no option `{option}`; there are: {}", ids.join(", ")),
    );
    Err(Trouble { field, words })
}
