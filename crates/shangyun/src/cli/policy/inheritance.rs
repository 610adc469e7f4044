//! What `policy check` says of documents above and below: what is inherited, amended, repealed, and what is left open.

use ::policy::plan::Plan;
use ::policy::plan::inherit::{Change, Inheritance, Opened};
use ::policy::text::{Lang, Text};
use std::collections::BTreeMap;

/// One line to each fact, empty for a document that neither inherits nor opens anything.
pub(super) fn told(plan: &Plan, lang: Lang) -> String {
    let mut lines = Vec::new();
    if let Some(inherits) = &plan.inherits {
        lines.extend(taken_over(plan, inherits, lang));
    }
    lines.extend(plan.opened.iter().map(|one| opened(one, lang)));
    if !plan.may_add.is_empty() {
        let words: Vec<&str> = plan.may_add.iter().map(|head| head.get(lang)).collect();
        lines.push(line("may add", &words.join(lang_comma(lang)), String::new()));
    }
    lines.concat()
}

fn taken_over(plan: &Plan, inherits: &Inheritance, lang: Lang) -> Vec<String> {
    let of = |id: &str| plan.clauses.iter().filter(|clause| clause.from.as_deref() == Some(id)).count();
    let above = inherits.above.iter().map(|one| {
        let clauses = format!("{} clauses", of(&one.id));
        line("inherits", &format!("{}  {}  sha256 {}", one.id, one.name.get(lang), one.hash), clauses)
    });
    let changes = |word: &'static str, changes: &[Change]| -> Vec<String> {
        changes.iter().map(|one| changed(word, one, lang)).collect()
    };
    above
        .chain(changes("amends", &inherits.amended))
        .chain(changes("repeals", &inherits.repealed))
        .chain(kept(plan, inherits))
        .collect()
}

/// How many statements of each kind hold as they stand above.
fn kept(plan: &Plan, inherits: &Inheritance) -> Option<String> {
    let is_above = |clause: &String| plan.clause(clause).is_some_and(|clause| clause.from.is_some());
    let counts = BTreeMap::from([
        ("parameters", plan.parameters.iter().filter(|one| is_above(&one.clause)).count()),
        ("requirements", plan.requirements.iter().filter(|one| is_above(&one.clause)).count()),
        ("subsidies", plan.awards.iter().filter(|one| is_above(&one.clause)).count()),
        ("tables", plan.standards.iter().filter(|one| is_above(&one.clause)).count()),
    ]);
    let words: Vec<String> = counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
    (!inherits.above.is_empty()).then(|| line("unchanged", &words.join(", "), String::new()))
}

fn changed(word: &str, change: &Change, lang: Lang) -> String {
    let what = format!("{} {}  {}", change.by, change.id, change.name.get(lang));
    line(word, &what, format!("{} → {}", change.stood_in, change.clause))
}

fn opened(one: &Opened, lang: Lang) -> String {
    let amendable = one.amendable.as_ref().map(|bound: &Text| match lang {
        Lang::Zh => format!("可改：{}", bound.zh),
        Lang::En => format!("amendable {}", bound.en),
    });
    let repealable = one.repealable.then(|| if lang == Lang::Zh { "可废" } else { "repealable" }.to_owned());
    let how: Vec<String> = amendable.into_iter().chain(repealable).collect();
    line("open", &format!("{} {}  {}", one.by, one.id, one.name.get(lang)), how.join(lang_comma(lang)))
}

fn lang_comma(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "、" } else { ", " }
}

fn line(word: &str, what: &str, beside: String) -> String {
    let beside = if beside.is_empty() { beside } else { format!("  ({beside})") };
    format!("{word:<12} {what}{beside}\n")
}
