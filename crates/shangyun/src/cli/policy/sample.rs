//! `shangyun policy sample`: made-up claims as CSV, at and around every number that a policy knows.

use super::Stop;
use super::document::{load, readings};
use ::policy::facts::Facts;
use ::policy::sample::Sampler;
use ::policy::sql::columns;
use ::policy::value::Value;
use clap::Args;
use std::io::{self, BufWriter, Write};

#[derive(Args, Debug)]
pub(in crate::cli) struct SampleArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// How many claims.
    #[arg(long, default_value_t = 1000)]
    count: u64,
    /// The same seed gives the same claims.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One fact in so many is left out; 0 leaves out none.
    #[arg(long, default_value_t = 0)]
    missing: u64,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
    /// Adds what the policy says of each claim, as the columns `award_fen` and `reason`.
    #[arg(long)]
    answers: bool,
}

pub(super) fn run(arguments: &SampleArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let readings = readings(&policy, &arguments.switches)?;
    let columns = columns(&policy, &readings);
    let mut sampler = Sampler::new(&policy, &readings, arguments.seed, arguments.missing);
    let mut out = BufWriter::new(io::stdout().lock());
    let answers = if arguments.answers { ",award_fen,reason" } else { "" };
    writeln!(out, "id,{}{answers}", columns.join(","))?;
    for id in 1..=arguments.count {
        let claim = sampler.claim();
        let cells: Vec<String> = columns.iter().map(|column| cell(&claim, column)).collect();
        write!(out, "{id},{}", cells.join(","))?;
        if arguments.answers {
            let outcome = policy.outcome(&claim, &readings);
            write!(out, ",{},{}", outcome.award().fen(), outcome.reason())?;
        }
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

/// A fact as its cell; nothing where it is left out. No value holds a comma or a quote.
fn cell(claim: &Facts, column: &str) -> String {
    match claim.value(column) {
        None => String::new(),
        Some(Value::Money(fen)) => fen.fen().to_string(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Ratio(ratio)) => ratio.to_string(),
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Bool(yes)) => yes.to_string(),
        Some(Value::Member(id) | Value::Text(id)) => id.clone(),
    }
}
