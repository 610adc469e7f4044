//! A loaded, checked and compiled policy: the one thing the rest of the program holds.

use crate::compile::program::Compiled;
use crate::compile::{Compiler, compile};
use crate::decide::Decider;
use crate::decision::{Decision, Evaluated, Outcome};
use crate::diagnostics::Diagnostics;
use crate::facts::{Facts, Readings, Registers};
use crate::inherit::{Parents, Wanted, choose, no_parents};
use crate::kernel::{Kernel, KernelFact};
use crate::plan::Plan;
use crate::plan::procedure::Condition;
use crate::text::Text;

/// The code of a worked case that says something else than the rules.
const WORKED_CASE: &str = "E16";

/// A policy that can decide. It never changes; share it through an `Arc`.
#[derive(Clone, Debug)]
pub struct Policy {
    plan: Plan,
    compiled: Compiled,
    warnings: Diagnostics,
    source: Box<str>,
    above: Vec<String>,
}

impl Policy {
    /// Reads, checks and compiles a document that stands alone. Errors stop it; all of them are reported at once.
    pub fn load(source: &str) -> Result<Self, Diagnostics> {
        Self::load_with(source, &no_parents)
    }

    /// The same for one that may inherit from others, whose texts the caller finds.
    pub fn load_with(source: &str, parents: &Parents<'_>) -> Result<Self, Diagnostics> {
        let compiler = compile(source, parents);
        let found = compiler.report.finish();
        if found.has_errors() {
            return Err(found);
        }
        Ok(Self {
            plan: compiler.plan,
            compiled: compiler.compiled,
            warnings: found,
            source: source.into(),
            above: compiler.above,
        })
    }

    /// Another text on the same documents above, whose worked cases are not held against it: they say what came of other
    /// numbers.
    pub fn supposed(&self, source: &str) -> Result<Self, Diagnostics> {
        let compiler = compile(source, &|wanted| self.find_above(wanted));
        let mut found = compiler.report.finish();
        found.0.retain(|finding| finding.code != WORKED_CASE);
        if found.has_errors() {
            return Err(found);
        }
        let source = source.into();
        Ok(Self { plan: compiler.plan, compiled: compiler.compiled, warnings: found, source, above: compiler.above })
    }

    /// The document read again, for whoever compares or changes its text.
    pub(crate) fn read_again(&self) -> Compiler {
        compile(&self.source, &|wanted| self.find_above(wanted))
    }

    fn find_above(&self, wanted: &Wanted) -> Option<String> {
        let texts: Vec<&str> = self.above.iter().map(String::as_str).collect();
        choose(wanted, &texts).map(str::to_owned)
    }

    /// What the document declares.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The document, byte for byte: its SHA-256 is the hash of the plan.
    pub const fn source(&self) -> &str {
        &self.source
    }

    /// The documents it inherits from, byte for byte, the nearest first.
    pub fn above(&self) -> &[String] {
        &self.above
    }

    /// What was found that does not stop the document: warnings and information.
    pub const fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// How many worked cases were run when the document was read, and agree; a set of claims that money is shared out
    /// among counts as one.
    pub const fn worked_cases(&self) -> usize {
        self.compiled.cases
    }

    pub(crate) fn decider(&self) -> Decider<'_> {
        Decider::new(&self.plan, &self.compiled)
    }

    /// The decision under these readings, reduced to what depends on facts.
    pub(crate) fn kernel(&self, readings: &Readings) -> Kernel {
        Kernel::new(&self.plan, &self.compiled, readings)
    }

    /// A fact as the kernel knows it.
    pub(crate) fn kernel_fact(&self, number: usize) -> Option<KernelFact> {
        KernelFact::new(&self.plan, &self.compiled, number)
    }

    pub(crate) const fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// The readings named as `switch=option`.
    ///
    /// # Errors
    /// The first that is not of this form, or names a switch or option that the document does not have.
    pub fn readings(&self, named: impl IntoIterator<Item: AsRef<str>>) -> Result<Readings, Text> {
        let mut readings = Readings::default();
        for given in named {
            let given = given.as_ref();
            let wrong = |zh: String, en: String| Text::new(format!("`{given}`：{zh}"), format!("`{given}`: {en}"));
            let Some((switch, option)) = given.split_once('=') else {
                return Err(wrong("须写作 开关=选项".to_owned(), "must be written SWITCH=OPTION".to_owned()));
            };
            let Some(known) = self.plan.switch(switch) else {
                let ids = self.plan.switches.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
                return Err(wrong(
                    format!("没有开关 {switch}；有：{ids}"),
                    format!("no switch {switch}; there are: {ids}"),
                ));
            };
            if !known.options.iter().any(|one| one.id == option) {
                let ids = known.options.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
                let zh = format!("{switch} 没有选项 {option}；有：{ids}");
                return Err(wrong(zh, format!("{switch} has no option {option}; there are: {ids}")));
            }
            readings = readings.with(switch, option);
        }
        Ok(readings)
    }

    /// The facts with every 核算 computed from lists, registers and other facts; what cannot be known is left missing.
    ///
    /// A fact that the document derives is never taken as stated: its value in `facts` is replaced.
    #[must_use]
    pub fn derive(&self, facts: &Facts, readings: &Readings, registers: &dyn Registers) -> Facts {
        self.decider().derive(facts, readings, registers)
    }

    /// Decides one claim on single facts, treating the readings as ruled.
    pub fn decide(&self, facts: &Facts, readings: &Readings) -> Decision {
        self.decider().decide(facts, readings)
    }

    /// The outcome of [`Policy::decide`] without its steps.
    pub fn outcome(&self, facts: &Facts, readings: &Readings) -> Outcome {
        self.decider().outcome(facts, readings)
    }

    /// Whether deciding again on the recorded facts and readings gives the same decision, byte for byte.
    pub fn replays(&self, decision: &Decision) -> bool {
        self.decide(&decision.facts, &decision.readings) == *decision
    }

    /// What each other option of each open question would give: switch id, option id, decision.
    pub fn other_readings(&self, facts: &Facts, readings: &Readings) -> Vec<(String, String, Decision)> {
        let in_force = self.decider().all_readings(readings);
        let mut found = Vec::new();
        for switch in &self.plan.switches {
            for option in switch.options.iter().filter(|option| in_force.0.get(&switch.id) != Some(&option.id)) {
                let decision = self.decide(facts, &in_force.clone().with(&switch.id, &option.id));
                found.push((switch.id.clone(), option.id.clone(), decision));
            }
        }
        found
    }

    /// The open questions whose adverse option is in force and changes this claim's outcome: the case waits for a ruling on them.
    pub fn awaiting_ruling(&self, facts: &Facts, readings: &Readings) -> Vec<String> {
        let in_force = self.decider().all_readings(readings);
        let outcome = self.outcome(facts, readings);
        let adverse = |switch: &&crate::plan::inputs::Switch| {
            switch.options.iter().any(|option| option.adverse && in_force.0.get(&switch.id) == Some(&option.id))
        };
        let changes = |switch: &&crate::plan::inputs::Switch| {
            switch.options.iter().any(|option| {
                let other = self.outcome(facts, &in_force.clone().with(&switch.id, &option.id));
                other.award() > outcome.award()
            })
        };
        self.plan.switches.iter().filter(adverse).filter(changes).map(|switch| switch.id.clone()).collect()
    }

    /// A named quantity (计算, 标准 or 参数) for one claim, such as the cap or the amount to reserve; a declared fact
    /// counts as one too, so that an amount may name either.
    pub fn quantity(&self, id: &str, facts: &Facts, readings: &Readings) -> Evaluated {
        self.decider().quantity(id, facts, readings)
    }

    /// Ids of the facts that a named quantity reads; a fact reads itself.
    pub fn facts_of(&self, id: &str) -> Vec<String> {
        self.decider().facts_of(id)
    }

    /// Whether a condition of a step, paper or key holds; nothing where it cannot be known yet.
    pub fn condition(&self, condition: &Condition, facts: &Facts, readings: &Readings) -> Option<bool> {
        let (code, slot) = self.compiled.conditions.get(condition.number)?;
        let decider = self.decider();
        let slots = decider.run(code, &decider.inputs(facts, readings));
        slots.get(*slot)?.get().map(|value| value != 0)
    }
}
