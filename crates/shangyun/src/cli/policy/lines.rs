//! `shangyun policy decide` and `explain`: JSON lines in, answers out, in order.

use super::document::{load, readings};
use super::{Stop, Tongue};
use ::policy::facts::Readings;
use ::policy::lines::{Lines, explain_line};
use ::policy::policy::Policy;
use clap::Args;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(in crate::cli) struct Claims {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// A file of JSON lines, or `-` for standard input.
    #[arg(long)]
    facts: String,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ExplainArguments {
    #[command(flatten)]
    claims: Claims,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
}

/// The longest line; a longer one is answered as bad input.
const LINE_BYTES_MAX: u64 = 1024 * 1024;

pub(super) fn decide(claims: &Claims) -> Result<(), Stop> {
    let (policy, readings) = asked(claims)?;
    let mut lines = Lines::new(&policy, &readings);
    each_line(&claims.facts, |line| lines.decide(line))
}

pub(super) fn explain(arguments: &ExplainArguments) -> Result<(), Stop> {
    let (policy, readings) = asked(&arguments.claims)?;
    each_line(&arguments.claims.facts, |line| explain_line(&policy, &readings, line, arguments.lang.lang()))
}

fn asked(claims: &Claims) -> Result<(Policy, Readings), Stop> {
    let policy = load(&claims.policy)?;
    let readings = readings(&policy, &claims.switches)?;
    Ok((policy, readings))
}

/// Answers every line in order. Blank lines are passed over; bytes that are not UTF-8 are answered as bad input.
fn each_line(facts: &str, mut answer: impl FnMut(&str) -> String) -> Result<(), Stop> {
    let mut input = input(facts)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line)? > 0 {
        if !line.ends_with(b"\n") && !input.fill_buf()?.is_empty() {
            line.truncate(1);
            input.skip_until(b'\n')?;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.trim().is_empty() {
            writeln!(out, "{}", answer(text))?;
        }
        line.clear();
    }
    Ok(out.flush()?)
}

fn input(facts: &str) -> Result<Box<dyn BufRead>, Stop> {
    if facts == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file =
        File::open(PathBuf::from(facts)).map_err(|error| Stop::Called(format!("cannot read `{facts}`: {error}")))?;
    Ok(Box::new(BufReader::new(file)))
}
