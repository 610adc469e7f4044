//! `shangyun policy schema`: JSON Schemas of what a policy takes and gives.

use super::Stop;
use super::document::{load, readings};
use ::policy::schema;
use clap::{Args, ValueEnum};
use std::io::{self, Write};

#[derive(Args, Debug)]
pub(in crate::cli) struct SchemaArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// Of what.
    #[arg(long, value_enum, default_value_t)]
    of: Of,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
}

#[derive(ValueEnum, Clone, Copy, Debug, Default)]
enum Of {
    /// A claim, as `decide` and `serve` take it.
    #[default]
    Claim,
    /// The answer to a claim.
    Answer,
    /// A whole decision with its steps.
    Decision,
}

pub(super) fn run(arguments: &SchemaArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let readings = readings(&policy, &arguments.switches)?;
    let schema = match arguments.of {
        Of::Claim => schema::claim(&policy, &readings),
        Of::Answer => schema::answer(&policy, &readings),
        Of::Decision => schema::decision(),
    };
    Ok(writeln!(io::stdout().lock(), "{schema:#}")?)
}
