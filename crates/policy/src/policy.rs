//! A loaded, checked and compiled policy: the one thing the rest of the program holds.

use crate::decision::{Decision, Evaluated};
use crate::diagnostics::Diagnostics;
use crate::facts::{Facts, Readings, Registers};
use crate::plan::Plan;
use crate::plan::procedure::Condition;

/// A policy that can decide. It never changes; clone it through an `Arc`.
#[derive(Debug)]
pub struct Policy {
    plan: Plan,
}

impl Policy {
    /// Reads, checks and compiles a document. Errors stop it; all of them are reported at once.
    pub fn load(_source: &str) -> Result<Self, Diagnostics> {
        Err(Diagnostics::default())
    }

    /// What the document declares.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The facts with every 核算 computed from lists, registers and other facts; what cannot be known is left missing.
    #[must_use]
    pub fn derive(&self, facts: &Facts, _readings: &Readings, _registers: &dyn Registers) -> Facts {
        facts.clone()
    }

    /// Decides one claim.
    pub fn decide(&self, facts: &Facts, readings: &Readings) -> Decision {
        Decision {
            version: crate::decision::DECISION_VERSION,
            policy: self.plan.id.clone(),
            hash: self.plan.hash.clone(),
            readings: readings.clone(),
            facts: facts.clone(),
            steps: Vec::new(),
            outcome: crate::decision::Outcome::Pending { missing: Vec::new() },
            counterfactuals: Vec::new(),
        }
    }

    /// What each other option of each open question would give: switch id, option id, decision.
    pub fn other_readings(&self, _facts: &Facts, _readings: &Readings) -> Vec<(String, String, Decision)> {
        Vec::new()
    }

    /// A named quantity (计算, 标准 or 参数) for one claim, such as the cap or the amount to reserve.
    pub fn quantity(&self, _id: &str, _facts: &Facts, _readings: &Readings) -> Evaluated {
        Evaluated::Undeclared
    }

    /// Whether a condition of a step, paper or key holds; nothing where it cannot be known yet.
    pub fn condition(&self, _condition: &Condition, _facts: &Facts, _readings: &Readings) -> Option<bool> {
        None
    }
}
