//! A refusal as a page: the sentence in the reader's language, the clause, and the way on (I14).

use crate::lang::Lang;
use crate::web::errors::Problem;
use crate::web::format;
use domain::refusal::Refusal;
use fluent_bundle::FluentValue;
use policy::money::Fen;
use policy::policy::Policy;
use policy::text::Lang as PolicyLang;
use serde_json::Value;
use store::store::Failed;

/// The problem page of an act that did not happen.
pub fn problem(lang: Lang, policy: Option<&Policy>, failed: &Failed) -> Problem {
    match failed {
        Failed::Refused(refusal) => refused(lang, policy, refusal),
        Failed::Conflict => Problem::conflict(lang.t("refusal-conflict")),
        Failed::KeyReused => Problem::conflict(lang.t("refusal-key-reused")),
        Failed::Failure(number) => Problem::failure(format!("failure {number}")),
    }
}

/// Why an act did not happen, in a sentence, for a list in which some acts happened and others not.
pub fn says(lang: Lang, policy: Option<&Policy>, failed: &Failed) -> String {
    match failed {
        Failed::Refused(refusal) => sentence(lang, policy, refusal),
        Failed::Conflict => lang.t("refusal-conflict").into_owned(),
        Failed::KeyReused => lang.t("refusal-key-reused").into_owned(),
        Failed::Failure(number) => {
            lang.t_with("refusal-failure", &[("number", number.to_string().into())]).into_owned()
        }
    }
}

/// The problem page of a refusal.
fn refused(lang: Lang, policy: Option<&Policy>, refusal: &Refusal) -> Problem {
    let says = sentence(lang, policy, refusal);
    let problem = match refusal {
        Refusal::NotFound { .. } => Problem::not_found().saying(says),
        Refusal::NotYourSeat { .. }
        | Refusal::NotYourOffice { .. }
        | Refusal::NotYourDuty { .. }
        | Refusal::SamePerson { .. }
        | Refusal::Recused
        | Refusal::OtherDistrict
        | Refusal::TermEnded { .. } => Problem::forbidden().saying(says),
        Refusal::Stale { .. } | Refusal::WrongStep { .. } | Refusal::Ended { .. } | Refusal::HashMoved { .. } => {
            Problem::conflict(says)
        }
        Refusal::AlreadyHeld { holder, .. } => link_to(lang, Problem::conflict(says), holder),
        Refusal::RefusalProposed
        | Refusal::ReturnedBefore { .. }
        | Refusal::PapersMissing { .. }
        | Refusal::PapersUnchecked { .. }
        | Refusal::FieldsMissing { .. }
        | Refusal::BadField { .. }
        | Refusal::NoSuchExit { .. }
        | Refusal::ProgrammeNotOpen { .. }
        | Refusal::RequirementsFailed { .. }
        | Refusal::FactsMissing { .. }
        | Refusal::AwaitingRuling { .. }
        | Refusal::Overdrawn { .. }
        | Refusal::AmountTooLarge
        | Refusal::DateOutside { .. }
        | Refusal::TooEarly { .. }
        | Refusal::TooLate { .. }
        | Refusal::CalendarUnknown { .. }
        | Refusal::BadPaper { .. }
        | Refusal::LastAdministrator { .. }
        | Refusal::BadLine { .. }
        | Refusal::PolicySilent { .. }
        | Refusal::UnsoundPolicy { .. } => Problem::refused(says),
    };
    match refusal.clause().filter(|clause| !clause.is_empty()) {
        Some(clause) => problem.clause(clause, clause_address(policy, clause)),
        None => problem,
    }
}

/// A link to the case that holds what was asked for, where the holder is a case.
fn link_to(lang: Lang, problem: Problem, holder: &str) -> Problem {
    match case_address(holder) {
        Some(address) => problem.next(lang.t("refusal-open-first"), address),
        None => problem,
    }
}

/// The address of a case by the text of its key, such as `filing:abc`.
pub fn case_address(key: &str) -> Option<String> {
    let (kind, id) = key.split_once(':')?;
    match kind {
        "filing" => Some(format!("/filings/{id}")),
        "claim" => Some(format!("/claims/{id}")),
        "round" => Some(format!("/rounds/{id}")),
        "roster" => Some(format!("/rosters/{id}")),
        "enterprise" => Some(format!("/enterprises/{id}")),
        "edition" => Some(format!("/editions/{id}")),
        "interpretation" => Some(format!("/interpretations/{id}")),
        _ => None,
    }
}

/// The address of a clause on the policy's page.
pub fn clause_address(policy: Option<&Policy>, clause: &str) -> String {
    let id = policy.map_or("", |policy| policy.plan().id.as_str());
    format!("/policies/{id}#{clause}")
}

/// The sentence of a refusal: ids of the policy are shown by their names, ranks by their own, since a step may bear the
/// same id. What is wrong with a line is a refusal of its own, and is said as one.
pub fn sentence(lang: Lang, policy: Option<&Policy>, refusal: &Refusal) -> String {
    if let Refusal::BadLine { line, problem } = refusal
        && let Some(inner) = problem.split_once(' ').and_then(|(_, json)| serde_json::from_str::<Refusal>(json).ok())
    {
        let problem = sentence(lang, policy, &inner).trim_end_matches(['。', '.']).to_owned();
        return sentence(lang, policy, &Refusal::BadLine { line: *line, problem });
    }
    if let Refusal::NotYourDuty { needed } = refusal {
        let needed = lang.t(&format!("case-rank-{needed}"));
        return lang.t_with("refusal-not-your-duty", &[("needed", needed.into())]).into_owned();
    }
    let values = serde_json::to_value(refusal).unwrap_or_default();
    let fields = values.as_object().into_iter().flatten();
    let shown: Vec<(&'static str, FluentValue)> = fields
        .filter_map(|(name, value)| {
            let shown = if name == "short_by" { missing_money(lang, value) } else { words(lang, policy, value) };
            Some((field_name(name)?, FluentValue::from(shown)))
        })
        .collect();
    lang.t_with(&format!("refusal-{}", refusal.word()), &shown).into_owned()
}

/// How much is missing, as a sum of money: a balance below nought, in fen.
fn missing_money(lang: Lang, value: &Value) -> String {
    let fen = Fen::new(value.as_i64().unwrap_or(0));
    format::money(lang, fen.negate().unwrap_or(fen).max(Fen::ZERO))
}

/// Names of the values that sentences of refusals use.
const FIELDS: &[&str] = &[
    "what", "seat", "command", "needed", "before", "found", "state", "papers", "fields", "field", "problem", "exit",
    "items", "key", "codes", "facts", "switches", "account", "short_by", "from", "to", "until", "year", "line",
];

fn field_name(name: &str) -> Option<&'static str> {
    FIELDS.iter().copied().find(|known| *known == name)
}

/// A value in words: ids by their labels in the policy or by the locale, lists set apart by commas.
fn words(lang: Lang, policy: Option<&Policy>, value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let each: Vec<String> = values.iter().map(|one| words(lang, policy, one)).collect();
            each.join(lang.pick("、", ", "))
        }
        Value::String(id) => label(lang, policy, id),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// The words for an id: a label or requirement of the policy, a word of the locale, or the id itself.
pub fn label(lang: Lang, policy: Option<&Policy>, id: &str) -> String {
    let tongue = tongue(lang);
    if let Some(policy) = policy {
        let plan = policy.plan();
        if let Some(requirement) = plan.requirement(id) {
            return requirement.words.get(tongue).to_owned();
        }
        let step = plan.procedures.iter().flat_map(|procedure| &procedure.steps).find(|step| step.id == id);
        if let Some(text) = plan.label(id).or_else(|| step.map(|step| &step.text)) {
            return text.get(tongue).to_owned();
        }
    }
    let name = id.replace(['_', '.'], "-");
    let known = ["word", "seat"].into_iter().find_map(|kind| {
        let key = format!("{kind}-{name}");
        let known = lang.t(&key);
        (known != key).then(|| known.into_owned())
    });
    known.unwrap_or_else(|| id.to_owned())
}

/// The tongue of a policy's texts for a reader.
pub fn tongue(lang: Lang) -> PolicyLang {
    match lang {
        Lang::Zh => PolicyLang::Zh,
        Lang::En => PolicyLang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn what_is_missing_of_a_budget_is_said_as_money() {
        let refusal = Refusal::Overdrawn { account: "p/2019/s/available".to_owned(), short_by: Fen::new(-123_456) };
        assert!(sentence(Lang::Zh, None, &refusal).contains("1,234.56 元"));
        assert!(sentence(Lang::En, None, &refusal).contains("¥1,234.56"));
    }

    /// What the domain may say is wrong with a field, as its source gives it.
    fn problems() -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
        let folders = ["", "claim", "filing", "round", "course"].map(|part| folder.join(part));
        let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder of the domain"));
        let texts = files.filter_map(|file| fs::read_to_string(file.expect("a file").path()).ok());
        let mut found = BTreeSet::new();
        for text in texts {
            let calls = text.split("bad(").skip(1).map(|rest| rest.split([')', '\n']).next().unwrap_or_default());
            found.extend(calls.filter_map(|call| Some(call.rsplit_once('"')?.0.rsplit_once('"')?.1.to_owned())));
            let fields = text.split("problem: \"").skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(fields.map(str::to_owned));
        }
        found
    }

    #[test]
    fn every_problem_with_a_field_is_said_in_words() {
        let problems = problems();
        assert!(problems.contains("not_failed") && problems.contains("too_many_rows"), "{problems:?}");
        for lang in [Lang::Zh, Lang::En] {
            let is_silent = |key: &String| lang.t(key) == key.as_str();
            let keys = problems.iter().map(|id| format!("word-{}", id.replace('_', "-")));
            let silent: Vec<String> = keys.filter(is_silent).collect();
            assert!(silent.is_empty(), "{lang:?}: {silent:?}");
        }
    }
}
