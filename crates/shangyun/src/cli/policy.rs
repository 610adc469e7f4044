//! `shangyun policy …`: what can be asked of a policy document. One file per command.

mod allocate;
mod check;
mod claims;
mod diff;
mod document;
mod fmt;
mod inheritance;
mod lines;
mod lsp;
mod prove;
mod readings;
mod run;
mod sample;
mod schema;
mod serve;
mod simulate;
mod sql;

use ::policy::text::Lang;
use clap::{Subcommand, ValueEnum};
use std::io::{self, Write};
use std::process::ExitCode;

#[derive(Subcommand, Debug)]
pub(super) enum PolicyCommand {
    /// Shares a budget out among awards by the rule of the policy, and says why anything is cut.
    Allocate(allocate::AllocateArguments),
    /// Checks a document and shows which clauses it encodes. Exit code 1 when it has errors.
    Check(check::CheckArguments),
    /// Decides claims: JSON lines in, JSON lines out, in order.
    Decide(lines::Claims),
    /// The same as `decide`, as text for people.
    Explain(lines::ExplainArguments),
    /// Decides the claims of a CSV file by columns: `id,award_fen,reason` for each, in order.
    Run(run::RunArguments),
    /// What changed between two versions, in words. Exit code 0 when they are the same, 1 when they differ.
    Diff(diff::DiffArguments),
    /// What scenarios would come to over past claims, each beside the policy as it is.
    Simulate(simulate::SimulateArguments),
    /// The open readings on one sheet to sign, with what each costs on past claims.
    Readings(readings::ReadingsArguments),
    /// Prints a document in its standard form.
    Fmt(fmt::FmtArguments),
    /// Serves an editor over standard input and output, as the Language Server Protocol says.
    Lsp(lsp::LspArguments),
    /// Prints the JSON Schema of a claim, of its answer, or of a whole decision.
    Schema(schema::SchemaArguments),
    /// Decides over HTTP; `/openapi.json` says what it takes and gives.
    Serve(serve::ServeArguments),
    /// Prints made-up claims as CSV, at and around every number the policy knows.
    Sample(sample::SampleArguments),
    /// Prints the policy as one SQL statement that decides every row of a table.
    Sql(sql::SqlArguments),
    /// Asks a solver whether what should hold of a policy holds for every claim. Exit code 0 proven, 1 refuted, 2 open.
    Prove(prove::ProveArguments),
}

#[derive(ValueEnum, Clone, Copy, Debug, Default)]
pub(super) enum Tongue {
    #[default]
    Zh,
    En,
}

impl Tongue {
    fn lang(self) -> Lang {
        match self {
            Self::Zh => Lang::Zh,
            Self::En => Lang::En,
        }
    }
}

/// Why a command stops.
enum Stop {
    /// Something is wrong with what was read; it was printed.
    Wrong,
    /// The command cannot be carried out; the words say why.
    Called(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Called(error.to_string())
    }
}

pub(super) fn run(command: &PolicyCommand) -> ExitCode {
    let done = match command {
        PolicyCommand::Allocate(arguments) => allocate::run(arguments),
        PolicyCommand::Check(arguments) => check::run(arguments),
        PolicyCommand::Decide(claims) => lines::decide(claims),
        PolicyCommand::Explain(arguments) => lines::explain(arguments),
        PolicyCommand::Run(arguments) => run::run(arguments),
        PolicyCommand::Diff(arguments) => diff::run(arguments),
        PolicyCommand::Simulate(arguments) => simulate::run(arguments),
        PolicyCommand::Readings(arguments) => readings::run(arguments),
        PolicyCommand::Fmt(arguments) => fmt::run(arguments),
        PolicyCommand::Lsp(arguments) => lsp::run(arguments),
        PolicyCommand::Schema(arguments) => schema::run(arguments),
        PolicyCommand::Serve(arguments) => serve::run(arguments),
        PolicyCommand::Sample(arguments) => sample::run(arguments),
        PolicyCommand::Sql(arguments) => sql::run(arguments),
        PolicyCommand::Prove(arguments) => prove::run(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Wrong) => ExitCode::from(1),
        Err(Stop::Called(words)) => {
            let _ = writeln!(io::stderr(), "shangyun: {words}");
            ExitCode::from(2)
        }
    }
}
