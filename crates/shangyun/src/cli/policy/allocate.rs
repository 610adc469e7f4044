//! `shangyun policy allocate`: a budget shared out among awards, with the reason of every cut.

mod awards;

use super::document::{load, readings};
use super::{Stop, Tongue};
use ::policy::money::Fen;
use clap::Args;
use std::io::{self, Write};

#[derive(Args, Debug)]
pub(in crate::cli) struct AllocateArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// A CSV file with a row for each claim: `id`, `award_fen`, and, where the rule reads them, `received_at`,
    /// `reserved_fen`, `waited`, units such as `provider` and `district`, and facts by id. Other columns are passed over.
    #[arg(long)]
    input: String,
    /// How much free money there is, such as `1000万元`; a plain number is yuan.
    #[arg(long)]
    budget: String,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
    /// Prints JSON, the same bytes for the same input.
    #[arg(long)]
    json: bool,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
}

pub(super) fn run(arguments: &AllocateArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let readings = readings(&policy, &arguments.switches)?;
    let budget = budget(&arguments.budget)?;
    let claims = awards::read(&policy, &arguments.input)?;
    let found = policy.allocate(&claims, budget, &readings).map_err(|cannot| {
        let words = cannot.words();
        let _ = writeln!(io::stderr(), "{}: {} / {}", arguments.input, words.zh, words.en);
        Stop::Wrong
    })?;
    let mut out = io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", found.to_json())?;
    } else {
        write!(out, "{}", found.explain(&policy, arguments.lang.lang()))?;
    }
    Ok(())
}

fn budget(text: &str) -> Result<Fen, Stop> {
    match text.parse::<Fen>() {
        Ok(fen) if fen >= Fen::ZERO => Ok(fen),
        Ok(_) | Err(_) => Err(Stop::Called(format!("`--budget {text}` is not an amount; write it as 1000万元"))),
    }
}
