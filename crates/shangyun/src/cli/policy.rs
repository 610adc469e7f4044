//! `shangyun policy …`: check a document, decide claims line by line, explain, format.

use crate::shipped;
use ::policy::facts::Readings;
use ::policy::format::format;
use ::policy::lines;
use ::policy::plan::clause::ClauseStatus;
use ::policy::policy::Policy;
use ::policy::text::Lang;
use clap::{Args, Subcommand, ValueEnum};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand, Debug)]
pub(super) enum PolicyCommand {
    /// Checks a document and shows which clauses it encodes. Exit code 1 when it has errors.
    Check {
        /// The id of a shipped policy, or the path of a document.
        policy: String,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
        /// The language of the findings.
        #[arg(long, value_enum, default_value_t)]
        lang: Tongue,
    },
    /// Decides claims: JSON lines in, JSON lines out, in order.
    Decide(Claims),
    /// The same as `decide`, as text for people.
    Explain {
        #[command(flatten)]
        claims: Claims,
        /// The language of the text.
        #[arg(long, value_enum, default_value_t)]
        lang: Tongue,
    },
    /// Prints a document in its standard form.
    Fmt {
        /// The id of a shipped policy, or the path of a document.
        policy: String,
        /// The language of keywords and punctuation.
        #[arg(long, value_enum, default_value_t)]
        lang: Tongue,
        /// Writes the file instead of printing it.
        #[arg(long)]
        write: bool,
    },
}

#[derive(Args, Debug)]
pub(super) struct Claims {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// A file of JSON lines, or `-` for standard input.
    #[arg(long)]
    facts: String,
    /// The reading of an open question, as `switch=option`; may be given several times.
    #[arg(long = "switch", value_name = "ID=OPTION")]
    switches: Vec<String>,
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
        PolicyCommand::Check { policy, json, lang } => check(policy, *json, lang.lang()),
        PolicyCommand::Decide(claims) => each_line(claims, lines::decide_line),
        PolicyCommand::Explain { claims, lang } => {
            each_line(claims, |policy, readings, line| lines::explain_line(policy, readings, line, lang.lang()))
        }
        PolicyCommand::Fmt { policy, lang, write } => formatted(policy, lang.lang(), *write),
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

/// The document under an id or a path, with the name to print.
fn source(policy: &str) -> Result<(String, String), Stop> {
    if let Some(text) = shipped::policy(policy) {
        return Ok((format!("{policy}.policy.md"), text.to_owned()));
    }
    match fs::read(policy) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok((policy.to_owned(), text)),
            Err(_) => Err(Stop::Called(format!("`{policy}` is not UTF-8 text; save it as UTF-8 and try again"))),
        },
        Err(error) => {
            let known: Vec<&str> = shipped::POLICIES.iter().map(|(id, _)| *id).collect();
            Err(Stop::Called(format!(
                "cannot read policy `{policy}` ({error}); shipped ones are: {}",
                known.join(", ")
            )))
        }
    }
}

fn load(policy: &str) -> Result<Policy, Stop> {
    let (name, text) = source(policy)?;
    Policy::load(&text).map_err(|found| {
        let _ = write!(io::stderr(), "{}", found.render(&name, Lang::Zh));
        Stop::Wrong
    })
}

fn check(policy: &str, json: bool, lang: Lang) -> Result<(), Stop> {
    let (name, text) = source(policy)?;
    let mut out = io::stdout().lock();
    match Policy::load(&text) {
        Ok(policy) if json => writeln!(out, "{}", coverage_json(&policy))?,
        Ok(policy) => write!(out, "{}", coverage(&policy, lang))?,
        Err(found) => {
            let shown = if json { found.to_json() + "\n" } else { found.render(&name, lang) };
            write!(out, "{shown}")?;
            return Err(Stop::Wrong);
        }
    }
    Ok(())
}

/// Every clause with its status, and how many there are of each.
fn coverage(policy: &Policy, lang: Lang) -> String {
    let plan = policy.plan();
    let mut text = format!("{}  {}  sha256 {}\n\n", plan.id, plan.name.get(lang), plan.hash);
    for clause in plan.clauses.iter().filter(|clause| clause.status != ClauseStatus::Structure) {
        let line = format!("{:<12} {}  {}\n", status(clause.status), clause.id, clause.title.get(lang));
        text.push_str(&line);
    }
    let count = |wanted| plan.clauses.iter().filter(|clause| clause.status == wanted).count();
    let counts = [ClauseStatus::Encoded, ClauseStatus::Procedural, ClauseStatus::Declaratory]
        .map(|one| format!("{} {}", count(one), status(one)));
    text + &format!("\n{}; every clause covered\n", counts.join(", "))
}

fn coverage_json(policy: &Policy) -> serde_json::Value {
    let plan = policy.plan();
    let clauses: Vec<_> = plan
        .clauses
        .iter()
        .filter(|clause| clause.status != ClauseStatus::Structure)
        .map(|clause| serde_json::json!({ "id": clause.id, "status": clause.status, "line": clause.line }))
        .collect();
    serde_json::json!({ "policy": plan.id, "hash": plan.hash, "clauses": clauses, "findings": [] })
}

fn status(status: ClauseStatus) -> &'static str {
    match status {
        ClauseStatus::Encoded => "encoded",
        ClauseStatus::Procedural => "procedural",
        ClauseStatus::Declaratory => "declaratory",
        ClauseStatus::Structure => "structure",
    }
}

/// The readings asked for, each checked against the policy.
fn readings(policy: &Policy, switches: &[String]) -> Result<Readings, Stop> {
    let mut readings = Readings::default();
    for given in switches {
        let Some((switch, option)) = given.split_once('=') else {
            return Err(Stop::Called(format!("`--switch {given}` is not of the form ID=OPTION")));
        };
        let Some(known) = policy.plan().switch(switch) else {
            let ids: Vec<&str> = policy.plan().switches.iter().map(|one| one.id.as_str()).collect();
            return Err(Stop::Called(format!("no switch `{switch}`; there are: {}", ids.join(", "))));
        };
        if !known.options.iter().any(|one| one.id == option) {
            let ids: Vec<&str> = known.options.iter().map(|one| one.id.as_str()).collect();
            return Err(Stop::Called(format!("`{switch}` has no option `{option}`; there are: {}", ids.join(", "))));
        }
        readings = readings.with(switch, option);
    }
    Ok(readings)
}

/// Answers every line in order. Blank lines are passed over; bytes that are not UTF-8 are answered as bad input.
fn each_line(claims: &Claims, answer: impl Fn(&Policy, &Readings, &str) -> String) -> Result<(), Stop> {
    let policy = load(&claims.policy)?;
    let readings = readings(&policy, &claims.switches)?;
    let mut input = input(&claims.facts)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.trim().is_empty() {
            writeln!(out, "{}", answer(&policy, &readings, text))?;
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

fn formatted(policy: &str, lang: Lang, write: bool) -> Result<(), Stop> {
    let (name, text) = source(policy)?;
    let standard = format(&text, lang).map_err(|found| {
        let _ = write!(io::stderr(), "{}", found.render(&name, lang));
        Stop::Wrong
    })?;
    if write {
        fs::write(policy, standard)?;
    } else {
        write!(io::stdout().lock(), "{standard}")?;
    }
    Ok(())
}
