//! `shangyun policy check`: what was found, how many claims the self-test decided, and the coverage of clauses.

use super::document::{above, source};
use super::{Stop, Tongue, inheritance};
use ::policy::diagnostics::{Diagnostic, Diagnostics};
use ::policy::plan::Plan;
use ::policy::plan::clause::{Clause, ClauseStatus};
use ::policy::policy::Policy;
use ::policy::selftest::SelfTest;
use ::policy::text::Lang;
use clap::Args;
use std::io::{self, Write};

#[derive(Args, Debug)]
pub(in crate::cli) struct CheckArguments {
    /// The id of a shipped policy, or the path of a document.
    policy: String,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
    /// The language of the findings.
    #[arg(long, value_enum, default_value_t)]
    lang: Tongue,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<(), Stop> {
    let CheckArguments { policy, json, lang } = arguments;
    let (json, lang) = (*json, lang.lang());
    let (name, text) = source(policy)?;
    let mut out = io::stdout().lock();
    match Policy::load_with(&text, &|wanted| above(policy, wanted)) {
        Ok(policy) => {
            let tried = policy.self_test();
            let found = findings(&policy, &tried);
            if json {
                writeln!(out, "{}", coverage_json(&policy, &found, tried.claims))?;
            } else {
                write!(out, "{}{}", told(&policy, &found, &name, lang), coverage(&policy, tried.claims, lang))?;
            }
            if found.has_errors() {
                return Err(Stop::Wrong);
            }
        }
        Err(found) => {
            let shown = if json { found.to_json() + "\n" } else { found.render(&name, lang) };
            write!(out, "{shown}")?;
            return Err(Stop::Wrong);
        }
    }
    Ok(())
}

/// What reading the document, looking at all decisions at once and the self-test found, in document order.
fn findings(policy: &Policy, test: &SelfTest) -> Diagnostics {
    let mut found = policy.warnings().0.clone();
    found.extend(policy.analysis().0);
    found.extend(test.found.0.iter().cloned());
    found.sort_by_key(|one| (one.line, one.column));
    Diagnostics(found)
}

/// The findings as text, each with the clause it stands under.
fn told(policy: &Policy, found: &Diagnostics, name: &str, lang: Lang) -> String {
    let word = match lang {
        Lang::Zh => "条款",
        Lang::En => "clause",
    };
    let one = |finding: &Diagnostic| {
        let shown = Diagnostics(vec![finding.clone()]).render(name, lang);
        let clause = clause(policy, finding);
        if clause.is_empty() { shown } else { format!("{}\n  = {word} {clause}\n\n", shown.trim_end()) }
    };
    found.0.iter().map(one).collect()
}

fn clause<'p>(policy: &'p Policy, finding: &Diagnostic) -> &'p str {
    policy.plan().clause_at(finding.line).map_or("", |clause| clause.id.as_str())
}

/// What is inherited and open, the claims of the self-test, every clause of the document itself with its status, and how
/// many there are of each.
fn coverage(policy: &Policy, claims: u64, lang: Lang) -> String {
    let plan = policy.plan();
    let mut text = format!("{}  {}  sha256 {}\n", plan.id, plan.name.get(lang), plan.hash);
    text += &inheritance::told(plan, lang);
    let tested = format!("{:<12} {claims} claims at every bound\n", "self-test");
    text.push_str(&tested);
    text.push('\n');
    for clause in own_clauses(plan) {
        let line = format!("{:<12} {}  {}\n", status(clause.status), clause.id, clause.title.get(lang));
        text.push_str(&line);
    }
    let count = |wanted| own_clauses(plan).filter(|clause| clause.status == wanted).count();
    let counts = [ClauseStatus::Encoded, ClauseStatus::Procedural, ClauseStatus::Declaratory]
        .map(|one| format!("{} {}", count(one), status(one)));
    let cases = match policy.worked_cases() {
        0 => "no worked cases: nothing says what must come out".to_owned(),
        1 => "1 worked case, which agrees".to_owned(),
        number => format!("{number} worked cases, all agree"),
    };
    text + &format!("\n{}; every clause covered\n{cases}\n", counts.join(", "))
}

fn coverage_json(policy: &Policy, found: &Diagnostics, claims: u64) -> serde_json::Value {
    let plan = policy.plan();
    let with_clause = |finding: &Diagnostic| {
        let mut value = serde_json::json!(finding);
        value["clause"] = clause(policy, finding).into();
        value
    };
    let findings: Vec<_> = found.0.iter().map(with_clause).collect();
    let clauses: Vec<_> = own_clauses(plan)
        .map(|clause| serde_json::json!({ "id": clause.id, "status": clause.status, "line": clause.line }))
        .collect();
    let mut told = serde_json::json!({
        "policy": plan.id, "hash": plan.hash, "clauses": clauses, "findings": findings,
        "self_test": { "claims": claims }, "worked_cases": policy.worked_cases(),
    });
    if let Some(inherits) = &plan.inherits {
        told["inherits"] = serde_json::json!(inherits);
    }
    if !plan.opened.is_empty() || !plan.may_add.is_empty() {
        told["opened"] = serde_json::json!({ "statements": plan.opened, "may_add": plan.may_add });
    }
    told
}

/// The clauses that the document itself has, without headings that only hold others.
fn own_clauses(plan: &Plan) -> impl Iterator<Item = &Clause> {
    plan.clauses.iter().filter(|clause| clause.from.is_none() && clause.status != ClauseStatus::Structure)
}

fn status(status: ClauseStatus) -> &'static str {
    match status {
        ClauseStatus::Encoded => "encoded",
        ClauseStatus::Procedural => "procedural",
        ClauseStatus::Declaratory => "declaratory",
        ClauseStatus::Structure => "structure",
    }
}
