//! What was answered so far, what is still needed, and how answers stand in an address. Pure.

use crate::pages::applicant::typed::{Typed, typed};
use crate::pages::public::policy::reader::Reader;
use crate::web::forms::{Form, address};
use policy::decision::{Decision, Outcome};
use policy::facts::{Facts, Readings};
use policy::plan::inputs::Fact;
use policy::policy::Policy;
use policy::value::{Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Answers, in the order of the policy's facts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Answers {
    /// Facts that were answered.
    pub known: Vec<(String, Value)>,
    /// Yes-or-no facts that are taken to be as the policy wants them, until they are.
    pub assumed: BTreeSet<String>,
    /// Facts the reader does not know yet.
    pub skipped: BTreeSet<String>,
    /// Readings tried out instead of those in force: option by switch.
    pub readings: BTreeMap<String, String>,
}

/// What comes after these answers.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Next {
    /// This fact is asked; these may follow, as far as is known now.
    Ask {
        /// The fact's id.
        fact: String,
        /// Ids of others that are missing.
        then: Vec<String>,
    },
    /// Nothing more is needed, or nothing more can be known: this is what the policy says.
    Done(Box<Decision>),
}

/// Reads the address. Facts that decide nothing are not among its fields.
pub(super) fn read(reader: Reader<'_>, form: &mut Form) -> Option<Answers> {
    let mut answers = Answers::default();
    let mut fine = true;
    let _policy = form.text("policy", "").optional();
    for fact in asked_facts(reader.policy) {
        if form.ticked(&format!("assume.{}", fact.id)) && fact.ty == Type::Bool {
            answers.assumed.insert(fact.id.clone());
        }
        if form.ticked(&format!("skip.{}", fact.id)) {
            answers.skipped.insert(fact.id.clone());
        }
        match Typed::fact(reader.lang, reader.plan(), fact).read(form, false) {
            Some(Some(value)) => answers.known.push((fact.id.clone(), value)),
            Some(None) => {}
            None => fine = false,
        }
    }
    for switch in &reader.plan().switches {
        let options: Vec<(&str, &str)> =
            switch.options.iter().map(|option| (option.id.as_str(), option.id.as_str())).collect();
        match form.choice(&format!("reading.{}", switch.id), reader.said(&switch.text), &options).optional() {
            Some(Some(option)) => drop(answers.readings.insert(switch.id.clone(), option.to_owned())),
            Some(None) => {}
            None => fine = false,
        }
    }
    fine.then_some(answers)
}

/// The facts a claim is decided by.
fn asked_facts(policy: &Policy) -> impl Iterator<Item = &Fact> {
    policy.plan().facts.iter().filter(|fact| fact.decides)
}

impl Answers {
    /// The answers as facts; what is assumed has the value under which the policy does not fail on it alone.
    pub(super) fn facts(&self, policy: &Policy, readings: &Readings) -> Facts {
        let stated = self.known.iter().filter(|(id, _)| !self.assumed.contains(id));
        let facts = stated.fold(Facts::new(), |facts, (id, value)| facts.with(id, value.clone()));
        self.assumed.iter().fold(facts, |facts, id| {
            let wanted =
                !fails_on(policy, readings, &facts, (id, true)) || fails_on(policy, readings, &facts, (id, false));
            facts.with(id, Value::Bool(wanted))
        })
    }

    /// How many questions were dealt with.
    pub(super) fn count(&self) -> usize {
        let known = self.known.iter().map(|(id, _)| id);
        known.chain(&self.assumed).chain(&self.skipped).collect::<BTreeSet<&String>>().len()
    }

    /// The address of the self-check with these answers.
    pub(super) fn address(&self, policy: &Policy) -> String {
        let pairs = self.pairs(policy);
        address("/estimate", pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// Names and values as they stand in the address and in hidden fields.
    pub(super) fn pairs(&self, policy: &Policy) -> Vec<(String, String)> {
        let stated = self.known.iter().filter(|(id, _)| !self.assumed.contains(id));
        let stated = stated.map(|(id, value)| (id.clone(), typed(value)));
        let assumed = self.assumed.iter().map(|id| (format!("assume.{id}"), "on".to_owned()));
        let skipped = self.skipped.iter().map(|id| (format!("skip.{id}"), "on".to_owned()));
        let readings = self.readings.iter().map(|(id, option)| (format!("reading.{id}"), option.clone()));
        let policy = std::iter::once(("policy".to_owned(), policy.plan().id.clone()));
        policy.chain(stated).chain(assumed).chain(skipped).chain(readings).collect()
    }

    /// The same without anything said of one fact, so that it is asked again.
    pub(super) fn without(&self, fact: &str) -> Self {
        let mut answers = self.clone();
        answers.known.retain(|(id, _)| id != fact);
        answers.assumed.remove(fact);
        answers.skipped.remove(fact);
        answers
    }

    /// The readings in force, with those tried out.
    pub(super) fn readings_over(&self, in_force: Readings) -> Readings {
        self.readings.iter().fold(in_force, |readings, (switch, option)| readings.with(switch, option))
    }

    /// The same with another reading tried out.
    pub(super) fn reading(&self, switch: &str, option: &str) -> Self {
        let mut answers = self.clone();
        answers.readings.insert(switch.to_owned(), option.to_owned());
        answers
    }

    /// The same with facts assumed.
    pub(super) fn assuming(&self, facts: impl IntoIterator<Item = String>) -> Self {
        let mut answers = self.clone();
        answers.assumed.extend(facts);
        answers
    }
}

/// Whether a requirement that reads this fact and no other fails when it has this value.
fn fails_on(policy: &Policy, readings: &Readings, facts: &Facts, (id, value): (&str, bool)) -> bool {
    let Outcome::Refused { failed } = policy.outcome(&facts.clone().with(id, Value::Bool(value)), readings) else {
        return false;
    };
    let reads_only = |code: &String| policy.plan().requirement(code).is_some_and(|one| one.facts == [id]);
    failed.iter().any(reads_only)
}

/// What comes next: the first missing fact that was not skipped, or the outcome.
pub(super) fn next(policy: &Policy, readings: &Readings, answers: &Answers) -> Next {
    let facts = answers.facts(policy, readings);
    if let Outcome::Pending { missing } = policy.outcome(&facts, readings) {
        let mut open = missing.into_iter().filter(|id| !answers.skipped.contains(id));
        if let Some(fact) = open.next() {
            return Next::Ask { fact, then: open.collect() };
        }
    }
    Next::Done(Box::new(policy.decide(&facts, readings)))
}

/// The failed requirements that could be met: yes-or-no facts that one may take as mended, by their id.
pub(super) fn mendable(policy: &Policy, decision: &Decision) -> Option<Vec<String>> {
    let Outcome::Refused { failed } = &decision.outcome else { return None };
    let single = |code: &String| match policy.plan().requirement(code)?.facts.as_slice() {
        [id] if policy.plan().fact(id)?.ty == Type::Bool => Some(id.clone()),
        _ => None,
    };
    failed.iter().map(single).collect()
}

#[cfg(test)]
mod tests;
