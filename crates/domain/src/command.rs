//! Commands: everything that can be asked for, by the part of the programme it concerns.

use crate::{account, claim, edition, enterprise, filing, interpretation, programme, round};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A command. Each part of the programme keeps its own list and its own `decide`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "part", content = "command", rename_all = "snake_case")]
pub enum Command {
    /// Accounts and seats.
    Account(account::AccountCommand),
    /// The register of enterprises.
    Enterprise(enterprise::EnterpriseCommand),
    /// Programmes and their budgets.
    Programme(programme::ProgrammeCommand),
    /// Editions of a programme's policy (政策版本).
    Edition(edition::EditionCommand),
    /// Questions to the authority that interprets a policy (政策解释).
    Interpretation(interpretation::InterpretationCommand),
    /// Filing (备案).
    Filing(filing::FilingCommand),
    /// Rosters and claims (名单、申报).
    Claim(claim::ClaimCommand),
    /// Rounds (资金批次).
    Round(round::RoundCommand),
}

impl Command {
    /// The name of the command, such as `filing.submit`: for permissions, idempotency and the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Account(command) => command.name(),
            Self::Enterprise(command) => command.name(),
            Self::Programme(command) => command.name(),
            Self::Edition(command) => command.name(),
            Self::Interpretation(command) => command.name(),
            Self::Filing(command) => command.name(),
            Self::Claim(command) => command.name(),
            Self::Round(command) => command.name(),
        }
    }
}
