//! `shangyun policy simulate`: what scenarios would come to over past claims, each beside the policy as it is.

mod show;

use super::claims::{File, is_of};
use super::document::{load, readings};
use super::{Stop, Tongue};
use ::policy::columnar::Columnar;
use ::policy::facts::Readings;
use ::policy::money::Fen;
use ::policy::policy::Policy;
use ::policy::scenario::{Scenario, Trouble};
use ::policy::simulate::{Claims, Cliff, Decided, Near, Purse, Purses, Report, cliffs, tiers};
use ::policy::text::{Lang, Text};
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
pub(super) use show::Named;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

#[derive(Args, Debug)]
pub(in crate::cli) struct SimulateArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// Past claims: a CSV file with a column for each fact, named by its id, or a `.jsonl` file of JSON lines.
    #[arg(long, value_name = "FILE")]
    input: String,
    /// What is put otherwise, as TOML or JSON; may be given several times.
    #[arg(long = "scenario", value_name = "FILE", required = true, num_args = 1..)]
    scenarios: Vec<String>,
    /// The reading of an open question that is in force, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
    /// A column that the claims are counted by, such as `district`; may be given several times.
    #[arg(long = "by", value_name = "COLUMN")]
    by: Vec<String>,
    /// The money that is there, for all claims (`5000万元`) or for those of a year (`2019=5000万元`).
    #[arg(long = "budget", value_name = "[YEAR=]AMOUNT")]
    budgets: Vec<String>,
    /// The column with the day by which claims are taken from the budget.
    #[arg(long, value_name = "COLUMN", default_value = "service_date")]
    date: String,
    /// How close to a bound a claim stands at a cliff, in yuan; one hundredth of the bound in any case.
    #[arg(long, value_name = "YUAN", default_value_t = 0)]
    near: i64,
    /// How many claims are named that gain or lose most.
    #[arg(long, value_name = "N", default_value_t = 5)]
    top: usize,
    /// Prints JSON, one line to a scenario.
    #[arg(long)]
    json: bool,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
}

/// What one scenario comes to.
#[derive(Serialize)]
struct Answer {
    scenario: String,
    #[serde(flatten)]
    report: Report,
    cliffs: Vec<Cliff>,
}

/// The policy in force, its readings, and the claims.
struct Base<'a> {
    policy: &'a Policy,
    readings: Readings,
    claims: &'a Claims<'a>,
    decided: Decided,
}

pub(super) fn run(arguments: &SimulateArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let readings = readings(&policy, &arguments.switches)?;
    let scenarios: Vec<Scenario> =
        arguments.scenarios.iter().map(|file| scenario(file)).collect::<Result<_, Stop>>()?;
    let file = File::read(&arguments.input, &policy)?;
    let columnar = Columnar::new(&policy, &readings);
    let mut claims = file.claims(&columnar)?;
    for column in &arguments.by {
        claims.by.push(file.grouping(column)?);
    }
    claims.by.push(tiers(&policy, &readings, &claims.columns(&columnar)));
    claims.purses = purses(arguments, &file)?;
    let decided = Decided::under(&policy, &readings, &claims);
    let base = Base { policy: &policy, readings, claims: &claims, decided };
    let answers = answered(&base, &file, &scenarios, arguments)?;
    let mut out = io::stdout().lock();
    for answer in &answers {
        if arguments.json {
            writeln!(out, "{}", serde_json::to_string(answer).unwrap_or_default())?;
        } else {
            let named = Named { policy: &policy, file: &file, lang: arguments.lang.lang() };
            write!(out, "{}", named.text(answer))?;
        }
    }
    Ok(())
}

/// Every scenario on as many threads as there are processors, in the order asked.
fn answered(
    base: &Base<'_>,
    file: &File,
    scenarios: &[Scenario],
    arguments: &SimulateArguments,
) -> Result<Vec<Answer>, Stop> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, Result<Answer, Stop>>> = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(scenarios.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((place, scenario)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|place| Some((place, scenarios.get(place)?)))
                {
                    let answer = one(base, file, scenario, arguments);
                    done.lock().unwrap_or_else(PoisonError::into_inner).insert(place, answer);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn one(base: &Base<'_>, file: &File, scenario: &Scenario, arguments: &SimulateArguments) -> Result<Answer, Stop> {
    let applied = scenario
        .apply(base.policy, &base.readings)
        .map_err(|troubles| refused(&scenario.name, &troubles, arguments.lang.lang()))?;
    file.suits(&Columnar::new(&applied.policy, &applied.readings))?;
    let other = Decided::under(&applied.policy, &applied.readings, base.claims);
    let near = Near { percent: 1, fen: Fen::new(arguments.near.saturating_mul(100)) };
    let cliffs = cliffs(&applied.policy, &applied.readings, base.claims, near);
    let report = Report::between(&base.decided, &other, base.claims, arguments.top);
    Ok(Answer { scenario: scenario.name.clone(), report, cliffs })
}

fn refused(name: &str, troubles: &[Trouble], lang: Lang) -> Stop {
    for trouble in troubles {
        let _ = writeln!(io::stderr(), "shangyun: scenario `{name}`: {}: {}", trouble.field, trouble.words.get(lang));
    }
    Stop::Wrong
}

/// A scenario from its file; it is called by the file's name where it does not say what it is called.
fn scenario(path: &str) -> Result<Scenario, Stop> {
    let text = fs::read_to_string(path).map_err(|error| Stop::Called(format!("cannot read `{path}`: {error}")))?;
    let read = if is_of(path, "json") {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        toml::from_str(&text).map_err(|error| error.to_string())
    };
    let mut scenario: Scenario = read.map_err(|error| {
        let _ = writeln!(io::stderr(), "shangyun: `{path}` is no scenario: {error}");
        Stop::Wrong
    })?;
    if scenario.name.is_empty() {
        path.clone_into(&mut scenario.name);
    }
    Ok(scenario)
}

/// The budgets asked about, with the claims that draw on them by the day of a column.
fn purses(arguments: &SimulateArguments, file: &File) -> Result<Option<Purses>, Stop> {
    if arguments.budgets.is_empty() {
        return Ok(None);
    }
    let wrong =
        |given: &str| Stop::Called(format!("`--budget {given}` is not an amount such as 5000万元 or 2019=5000万元"));
    let mut years: Vec<Option<i16>> = Vec::new();
    let mut purses = Vec::new();
    for given in &arguments.budgets {
        let (year, amount) =
            given.split_once('=').map_or((None, given.as_str()), |(year, amount)| (Some(year), amount));
        let year = year.map(|year| year.parse::<i16>().map_err(|_| wrong(given))).transpose()?;
        let limit: Fen = amount.parse().map_err(|_| wrong(given))?;
        let name =
            year.map_or_else(|| Text::new("预算", "budget"), |year| Text::new(format!("{year} 年"), year.to_string()));
        years.push(year);
        purses.push(Purse { name, limit });
    }
    let days = file.labels(&arguments.date)?;
    let parsed: Vec<Option<Date>> = days.texts.iter().map(|text| text.parse().ok()).collect();
    let draw = |number: &u32| {
        let day = parsed.get(usize::try_from(*number).ok()?).copied().flatten()?;
        let purse = years.iter().position(|year| year.is_none_or(|year| year == day.year()))?;
        Some((purse, day))
    };
    Ok(Some(Purses::new(purses, days.of.iter().map(draw).enumerate())))
}
