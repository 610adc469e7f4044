//! Deciding many claims under the same readings: every step is recorded in its slot, nothing is allocated, and a
//! decision that somebody asks about is spelled out from the same run.

use crate::compile::program::AwardProgram;
use crate::decide::{Decider, Inputs};
use crate::decision::Decision;
use crate::engine::code::Cell;
use crate::facts::{Facts, Readings};
use crate::money::Fen;
use crate::policy::Policy;

/// A claim made ready for running.
#[derive(Clone, Debug)]
pub struct Prepared {
    facts: Facts,
    cells: Vec<Cell>,
}

/// What came out, in short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict<'a> {
    /// The award; zero for everything but an award.
    pub award: Fen,
    /// `FULL`, the code of the last cut, the first failed requirement, or `PENDING`.
    pub reason: &'a str,
}

/// A policy under readings, with room for the steps of one claim at a time.
pub struct Runner<'a> {
    decider: Decider<'a>,
    readings: Readings,
    inputs: Inputs,
    slots: Vec<Cell>,
}

impl<'a> Runner<'a> {
    /// Ready for the first claim.
    pub fn new(policy: &'a Policy, readings: &Readings) -> Self {
        let decider = policy.decider();
        let inputs = Inputs { facts: Vec::new(), switches: decider.switches(readings) };
        Self { decider, readings: readings.clone(), inputs, slots: Vec::new() }
    }

    /// Makes a claim ready: facts by number instead of by name.
    pub fn prepare(&self, facts: &Facts) -> Prepared {
        Prepared { facts: facts.clone(), cells: self.decider.inputs(facts, &self.readings).facts }
    }

    /// Decides a claim; its steps stay in their slots until the next one.
    pub fn decide(&mut self, claim: &Prepared) -> Verdict<'a> {
        self.inputs.facts.clone_from(&claim.cells);
        let code = &self.decider.compiled.program.code;
        self.decider.run_into(code, &self.inputs, &mut self.slots);
        self.verdict()
    }

    /// The whole decision on a claim, as [`Policy::decide`] gives it.
    pub fn spell_out(&self, claim: &Prepared) -> Decision {
        self.decider.decide(&claim.facts, &self.readings)
    }

    fn verdict(&self) -> Verdict<'a> {
        let compiled = self.decider.compiled;
        let failed = compiled.program.checks.iter().find(|check| self.slots[check.slot] == Cell::known(0));
        if let Some(check) = failed {
            return Verdict { award: Fen::ZERO, reason: &self.decider.plan.requirements[check.requirement].code };
        }
        let pending = Verdict { award: Fen::ZERO, reason: "PENDING" };
        if compiled.program.checks.iter().any(|check| !self.slots[check.slot].known) {
            return pending;
        }
        let mut verdict = Verdict { award: Fen::ZERO, reason: "FULL" };
        let mut has_award = false;
        for award in &compiled.program.awards {
            match award.guard.map(|guard| self.slots[guard]) {
                Some(guard) if guard == Cell::known(0) => continue,
                Some(guard) if !guard.known => return pending,
                Some(_) | None if !self.slots[award.amount].known => return pending,
                Some(_) | None => {}
            }
            has_award = true;
            verdict.award = verdict.award.add(Fen::new(self.slots[award.amount].value)).unwrap_or(Fen::ZERO);
            if verdict.reason == "FULL" {
                verdict.reason = self.cut_of(award);
            }
        }
        if has_award { verdict } else { Verdict { award: Fen::ZERO, reason: "NO_AWARD" } }
    }

    /// The code of the last cut that lowered an award.
    fn cut_of(&self, award: &'a AwardProgram) -> &'a str {
        let lowers = |before: usize, limit: usize| self.slots[before].value > self.slots[limit].value;
        let cut = award.cuts.iter().rev().find(|cut| lowers(cut.before, cut.limit));
        cut.map_or("FULL", |cut| cut.code.as_str())
    }
}
