//! `shangyun policy prove`: asks a solver whether what should hold of a policy holds for every claim.

mod solver;

use super::document::{load, readings};
use super::{Stop, Tongue};
use ::policy::smt::{Answer, Obligation, Question, Shown, Unprovable, obligations};
use ::policy::text::Lang;
use clap::Args;
use solver::Solver;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Args, Debug)]
pub(in crate::cli) struct ProveArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// Another policy: whether both decide alike, and whether nobody gets less under the other.
    #[arg(long, value_name = "POLICY")]
    against: Option<String>,
    /// Only claims that meet this condition, in the language of the policy: `stream is industrial and revenue_fen < 2000万元`.
    #[arg(long, value_name = "CONDITION")]
    region: Option<String>,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
    /// Under every combination of readings.
    #[arg(long, conflicts_with_all = ["against", "switches"])]
    any_reading: bool,
    /// The solver to ask; `none` only writes what would be asked.
    #[arg(long, value_enum, default_value_t)]
    solver: Solver,
    /// The most seconds for each question.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// Keeps what is asked in this file, as SMT-LIB 2.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
}

pub(super) fn run(arguments: &ProveArguments) -> Result<(), Stop> {
    let policy = load(&arguments.policy)?;
    let against = arguments.against.as_deref().map(load).transpose()?;
    let question = Question {
        policy: &policy,
        against: against.as_ref(),
        region: arguments.region.as_deref(),
        readings: readings(&policy, &arguments.switches)?,
        any_reading: arguments.any_reading,
    };
    let lang = arguments.lang.lang();
    let asked = obligations(&question).map_err(|error| impossible(&error, lang))?;
    let written =
        arguments.output.clone().or_else(|| (arguments.solver == Solver::None).then(|| PathBuf::from("prove.smt2")));
    if let Some(path) = &written {
        let text: Vec<String> = asked.iter().map(Obligation::script).collect();
        fs::write(path, text.join("(reset)\n"))
            .map_err(|error| Stop::Called(format!("cannot write `{}`: {error}", path.display())))?;
    }
    if arguments.solver == Solver::None {
        let path = written.unwrap_or_default();
        writeln!(io::stdout(), "{} questions in {}", asked.len(), path.display())?;
        return Ok(());
    }
    let limit = Duration::from_secs(arguments.timeout);
    let mut answers = Vec::new();
    for obligation in &asked {
        let answer = match arguments.solver.ask(&obligation.script(), limit) {
            Ok(output) => obligation.answer(&output),
            Err(words) => return Err(Stop::Called(kept(&words, &asked, written)?)),
        };
        answers.push(answer);
    }
    tell(arguments, &asked, &answers)
}

/// Keeps the questions, so that they can be asked by hand or on another machine.
fn kept(words: &str, asked: &[Obligation<'_>], written: Option<PathBuf>) -> io::Result<String> {
    let path = written.unwrap_or_else(|| PathBuf::from("prove.smt2"));
    let text: Vec<String> = asked.iter().map(Obligation::script).collect();
    fs::write(&path, text.join("(reset)\n"))?;
    Ok(format!("{words}; what is to be asked is in `{}`", path.display()))
}

fn impossible(error: &Unprovable, lang: Lang) -> Stop {
    match error {
        Unprovable::Region(found) => {
            let _ = write!(io::stderr(), "{}", found.render("--region", lang));
            Stop::Wrong
        }
        Unprovable::Types(_) => Stop::Called(error.to_string()),
    }
}

/// Prints every answer; a refutation is exit code 1, an open question 2.
fn tell(arguments: &ProveArguments, asked: &[Obligation<'_>], answers: &[Answer]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    if arguments.json {
        let all: Vec<_> = asked.iter().zip(answers).map(|(asked, answer)| json(asked, answer)).collect();
        writeln!(out, "{}", serde_json::json!(all))?;
    } else {
        for (asked, answer) in asked.iter().zip(answers) {
            write!(out, "{}", text(asked, answer, arguments.lang.lang()))?;
        }
    }
    if answers.iter().any(|answer| matches!(answer, Answer::Refuted(_))) {
        return Err(Stop::Wrong);
    }
    let open = answers.iter().filter(|answer| matches!(answer, Answer::Unknown(_))).count();
    if open > 0 {
        return Err(Stop::Called(format!("{open} of {} questions stay open", answers.len())));
    }
    Ok(())
}

fn text(asked: &Obligation<'_>, answer: &Answer, lang: Lang) -> String {
    let says = asked.says.get(lang);
    let word = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    match answer {
        Answer::Proven => format!("{}  {says}\n", word("已证", "proven  ")),
        Answer::Unknown(words) => format!("{}  {says}: {words}\n", word("未决", "unknown ")),
        Answer::Refuted(shown) => format!("{}  {says}\n{}", word("反例", "refuted "), example(shown)),
    }
}

/// The claims and what each gets.
fn example(shown: &Shown) -> String {
    let readings = shown.readings.0.iter().map(|(switch, option)| format!("          --switch {switch}={option}\n"));
    let claims = [&shown.claim, shown.other.as_ref().unwrap_or(&shown.claim)];
    let told = |(claim, (award, reason)): (&&String, &(i64, String))| {
        format!("          {claim}\n          -> {award} fen, {reason}\n")
    };
    readings.chain(claims.iter().zip(&shown.outcomes).map(told)).collect()
}

fn json(asked: &Obligation<'_>, answer: &Answer) -> serde_json::Value {
    let (word, words, shown) = match answer {
        Answer::Proven => ("proven", None, None),
        Answer::Unknown(words) => ("unknown", Some(words), None),
        Answer::Refuted(shown) => ("refuted", None, Some(shown)),
    };
    let example = shown.map(|shown| {
        let outcomes: Vec<_> = shown
            .outcomes
            .iter()
            .map(|(award, reason)| serde_json::json!({ "award_fen": award, "reason": reason }))
            .collect();
        let parsed = |line: &String| serde_json::from_str::<serde_json::Value>(line).unwrap_or_default();
        let other = shown.other.as_ref().map(parsed);
        serde_json::json!({ "claim": parsed(&shown.claim), "other": other, "readings": shown.readings, "outcomes": outcomes })
    });
    serde_json::json!({ "id": asked.id, "says": asked.says, "answer": word, "words": words, "example": example })
}
