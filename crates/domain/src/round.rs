//! Rounds (资金批次): a set of claims on the way to payment.

use crate::decide::{Ctx, Decided};
use crate::refusal::Refusal;
use crate::world::Stop;
use serde::{Deserialize, Serialize};

/// A round.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Round {
    /// Counts the changes.
    pub revision: i64,
}

/// What can be asked of rounds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RoundCommand {}

/// What happened to a round.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RoundEvent {}

impl RoundCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match *self {}
    }
}

impl Round {
    /// The round a forming event makes.
    pub fn formed(_: &RoundEvent) -> Option<Self> {
        None
    }

    /// Whether an expert was drawn for it.
    pub fn has_expert(&self, _: &str) -> bool {
        false
    }

    /// The round after an event.
    #[must_use]
    pub fn apply(self, _: &RoundEvent) -> Self {
        self
    }
}

/// Decides a command on rounds.
pub fn decide(_: Ctx, _: &RoundCommand) -> Result<Decided, Stop> {
    Err(Refusal::Recused.into())
}
