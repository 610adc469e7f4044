//! Facts that nothing reads and open questions that change nothing.

use super::super::View;
use super::Finder;
use crate::engine::code::{Code, Op};
use crate::kernel::settled;
use crate::plan::inputs::Origin;
use crate::policy::Policy;
use crate::syntax::report::both;

impl Finder<'_> {
    /// Both kinds.
    pub(super) fn used(&mut self) {
        let named = named(self.policy.plan());
        let codes = codes(self.policy);
        for (number, fact) in self.policy.plan().facts.iter().enumerate() {
            let read = codes.iter().any(|code| reads(code, &Op::Fact(number)));
            let derived = self.policy.compiled().derives.iter().any(|rule| rule.fact == number);
            // What the program hands in it may read itself.
            let given = fact.origin == Origin::Given;
            if !read && !derived && !given && !named.contains(&fact.id) {
                let message = both(
                    format!("没有规则用到事实「{}」", fact.text.zh),
                    format!("no rule uses the fact `{}`", fact.id),
                );
                let help = both("删去，或写明哪条规则用它", "leave it out, or write the rule that uses it");
                let place = self.declared(&fact.id);
                // What a form asks for may be there for people to read.
                if fact.ask.is_some() {
                    self.report.info("I03", place, message, help);
                } else {
                    self.report.warning("W07", place, message, help);
                }
            }
        }
        for (number, switch) in self.policy.plan().switches.iter().enumerate() {
            if !matters(self.policy, self.views, number) {
                let message = both(
                    format!("「{}」怎么裁定，结果都一样", switch.text.zh),
                    format!("no reading of `{}` changes anything", switch.id),
                );
                let help =
                    both("写出依它而定的规则，或改为 `注`", "write the rule that depends on it, or make it a `note`");
                self.report.warning("W07", self.declared(&switch.id), message, help);
            }
        }
    }
}

/// Whether some option of an open question leaves other code than its default, here or in the decision.
fn matters(policy: &Policy, views: &[View], number: usize) -> bool {
    let (plan, compiled) = (policy.plan(), policy.compiled());
    let Some((switch, default)) = plan.switches.get(number).zip(views.first()) else { return false };
    let mut decisions = views.iter().filter(|view| view.readings.0.contains_key(&switch.id));
    if decisions.any(|view| view.kernel != default.kernel) {
        return true;
    }
    let conditions = compiled.conditions.iter().map(|(code, slot)| (code, *slot));
    let derives = compiled.derives.iter().map(|rule| (&rule.code, rule.slot));
    let quantities = compiled.quantities.iter().map(|(_, code, slot, _)| (code, *slot));
    conditions.chain(derives).chain(quantities).filter(|(code, _)| reads(code, &Op::Switch(number))).any(
        |(code, slot)| {
            let under = |option: usize| {
                let mut switches = compiled.defaults.clone();
                switches[number] = i64::try_from(option).unwrap_or_default();
                settled(code, slot, &switches)
            };
            // What stands inside a list is not folded: it counts as depending.
            (1..switch.options.len()).any(|option| under(option) != under(0)) || reads(&under(0), &Op::Switch(number))
        },
    )
}

/// All compiled code, the decision first.
fn codes(policy: &Policy) -> Vec<&Code> {
    let compiled = policy.compiled();
    let mut found = vec![&compiled.program.code];
    found.extend(compiled.conditions.iter().map(|(code, _)| code));
    found.extend(compiled.derives.iter().map(|rule| &rule.code));
    found.extend(compiled.quantities.iter().map(|(_, code, ..)| code));
    found
}

/// Whether an operation is among these, or among those of a row.
fn reads(code: &Code, wanted: &Op) -> bool {
    code.ops.iter().any(|op| op == wanted || matches!(op, Op::Aggregate(aggregate) if reads(&aggregate.row, wanted)))
}

/// Every text of the plan that may name a fact, but for what stands in the declaration of facts and in prose.
fn named(plan: &crate::plan::Plan) -> Vec<String> {
    let mut rest = plan.clone();
    rest.clauses = Vec::new();
    for fact in &mut rest.facts {
        fact.id = String::new();
    }
    let mut found = Vec::new();
    texts(&serde_json::to_value(&rest).unwrap_or_default(), &mut found);
    found
}

fn texts(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| texts(item, found)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}
