//! Deciding many claims under the same readings: every step is recorded in its slot, nothing is allocated, and a
//! decision that somebody asks about is spelled out from the same run.

use crate::decide::Decider;
use crate::decision::Decision;
use crate::engine::code::Cell;
use crate::facts::{Facts, Readings};
use crate::kernel::Kernel;
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
    kernel: Kernel,
    readings: Readings,
    slots: Vec<Cell>,
}

impl<'a> Runner<'a> {
    /// Ready for the first claim.
    pub fn new(policy: &'a Policy, readings: &Readings) -> Self {
        let (decider, kernel) = (policy.decider(), policy.kernel(readings));
        Self { decider, kernel, readings: readings.clone(), slots: Vec::new() }
    }

    /// Makes a claim ready: facts by number instead of by name.
    pub fn prepare(&self, facts: &Facts) -> Prepared {
        Prepared { facts: facts.clone(), cells: self.decider.inputs(facts, &self.readings).facts }
    }

    /// Decides a claim; its steps stay in their slots until the next one.
    pub fn decide(&mut self, claim: &Prepared) -> Verdict<'_> {
        self.kernel.run(&claim.cells, &mut self.slots);
        let (award, reason) = self.kernel.verdict(&self.slots);
        Verdict { award, reason: self.kernel.code_of(reason) }
    }

    /// The whole decision on a claim, as [`Policy::decide`] gives it.
    pub fn spell_out(&self, claim: &Prepared) -> Decision {
        self.decider.decide(&claim.facts, &self.readings)
    }
}
