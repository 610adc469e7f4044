//! What an officer sent from the page of a filing: read into findings, attested values and one act that ends the visit.
//! Everything is made from the form alone, so that the same form sent twice asks for the same.

use crate::lang::{Lang, Message};
use crate::pages::applicant::typed::{Typed, typed};
use crate::pages::case::look::FIELDS;
use crate::pages::case::ranks::BACK;
use crate::web::forms::{Filled, Form};
use domain::course::{Course, Proposal, ReturnItem};
use domain::filing::{Filing, FilingCommand};
use domain::ids::FilingId;
use domain::paper::Verdict;
use policy::plan::Plan;
use policy::plan::inputs::Fact;
use policy::value::Value;
use std::collections::BTreeMap;

/// 齐, 缺 and 不符 by their codes.
const VERDICTS: [(&str, Verdict); 3] =
    [("ok", Verdict::InOrder), ("missing", Verdict::Incomplete), ("wrong", Verdict::Disagrees)];

/// How a visit ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    /// It is passed on.
    Pass,
    /// It goes back for correction.
    Return,
    /// It goes back to the first rank of the office.
    HandBack,
    /// It is refused, or that is proposed to the next rank.
    Refuse,
    /// What was found is kept, and nothing else.
    Keep,
}

/// The endings by the codes of their buttons.
pub(super) const ENDINGS: [(&str, Ending); 5] = [
    ("pass", Ending::Pass),
    ("return", Ending::Return),
    ("hand_back", Ending::HandBack),
    ("refuse", Ending::Refuse),
    ("keep", Ending::Keep),
];

/// What there is to check on a filing at a step.
pub(super) struct Subjects<'a> {
    /// The papers to look at: id of the document and its name.
    pub papers: Vec<(String, String)>,
    /// The facts to attest.
    pub facts: Vec<&'a Fact>,
    /// Codes of the policy a refusal may rest on.
    pub codes: Vec<String>,
    /// What the policy declares, for reading values.
    pub plan: &'a Plan,
}

/// What was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sent {
    /// What was found and had not been found before: document, verdict, words.
    pub found: Vec<(String, Verdict, String)>,
    /// What was attested and had not been attested before.
    pub attested: BTreeMap<String, Value>,
    /// How it ends.
    pub end: End,
}

/// How it ends, with what belongs to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum End {
    Pass { opinion: String },
    Return { items: Vec<ReturnItem>, reason: Option<String> },
    HandBack { words: String },
    Refuse { codes: Vec<String>, words: String },
    Keep,
}

/// The name of a paper's field.
pub(super) fn paper_field(document: &str) -> String {
    format!("paper.{document}")
}

/// The name of the hidden field that says what stood in another when the page was drawn.
pub(super) fn was(field: &str) -> String {
    format!("was.{field}")
}

/// What stands in the fields of a filing nobody has touched on this page.
pub(super) fn filled(filing: &Filing, subjects: &Subjects<'_>, opinion: &str) -> Filled {
    let mut filled = Filled::blank().with("opinion", opinion);
    for (document, _) in &subjects.papers {
        let Some(finding) = filing.papers.get(document).and_then(|paper| paper.finding.as_ref()) else { continue };
        let code = VERDICTS.iter().find(|(_, verdict)| *verdict == finding.verdict).map_or("", |(code, _)| code);
        let field = paper_field(document);
        filled = filled.with(&field, code).with(&format!("{field}.reason"), finding.words.as_str());
    }
    for fact in &subjects.facts {
        if let Some(attested) = filing.attested.get(&fact.id) {
            filled = filled.with(&fact.id, typed(&attested.value));
        }
    }
    match filing.course.as_ref().and_then(Course::proposal) {
        Some(proposal) => with_proposal(filled, proposal),
        None => filled,
    }
}

/// The grounds and words that the rank before proposes, to be agreed to or changed.
fn with_proposal(filled: Filled, proposal: &Proposal) -> Filled {
    let filled = filled.with("words", proposal.words.as_str());
    proposal.codes.iter().fold(filled, |filled, code| filled.with(&format!("code.{code}"), "on"))
}

/// The hidden fields that say what stood there when the page was drawn.
pub(super) fn drawn(subjects: &Subjects<'_>, filled: &Filled) -> Vec<(String, String)> {
    let papers = subjects.papers.iter().map(|(document, _)| {
        let field = paper_field(document);
        let reason = filled.value(&format!("{field}.reason"));
        (was(&field), format!("{}/{reason}", filled.value(&field)))
    });
    let facts = subjects.facts.iter().map(|fact| (was(&fact.id), filled.value(&fact.id).to_owned()));
    papers.chain(facts).collect()
}

/// The same with every paper in order and every fact as it was stated, where nothing was chosen yet.
pub(super) fn completed(mut filled: Filled, subjects: &Subjects<'_>, stated: &BTreeMap<String, Value>) -> Filled {
    for (document, _) in &subjects.papers {
        let field = paper_field(document);
        if filled.value(&field).is_empty() {
            filled = filled.with(&field, "ok");
        }
    }
    for fact in &subjects.facts {
        if filled.value(&fact.id).is_empty()
            && let Some(value) = as_stated(fact, stated)
        {
            filled = filled.with(&fact.id, typed(&value));
        }
    }
    filled
}

/// The value of a fact as it was stated; yes for a question of yes or no that nobody answered.
pub(super) fn as_stated(fact: &Fact, stated: &BTreeMap<String, Value>) -> Option<Value> {
    let is_question = fact.ty == policy::value::Type::Bool;
    stated.get(&fact.id).cloned().or_else(|| is_question.then_some(Value::Bool(true)))
}

/// Reads the form: everything that is wrong at once.
pub(super) fn read(lang: Lang, form: &mut Form, subjects: &Subjects<'_>, ending: Ending) -> Option<Sent> {
    let papers = papers(lang, form, subjects, ending);
    let facts = facts(lang, form, subjects, ending);
    let fields = fields(lang, form);
    let opinion = form.lines("opinion", lang.t("officer-opinion")).max(500);
    let opinion = if ending == Ending::Pass { opinion.required().map(Some) } else { opinion.optional() };
    let reason = form.text("again", lang.t("officer-again")).max(300).optional();
    let words = form.lines("words", lang.t("officer-refusal-words")).max(500);
    let words = if ending == Ending::Refuse { words.required().map(Some) } else { words.optional() };
    let back = form.lines(BACK, lang.t("ranks-hand-back-words")).max(500);
    let back = if ending == Ending::HandBack { back.required().map(Some) } else { back.optional() };
    let codes: Vec<&str> = subjects.codes.iter().map(String::as_str).collect();
    let codes: Vec<String> = form.ticks("code", &codes).into_iter().map(str::to_owned).collect();
    // Fields that say where the page was drawn; they are read elsewhere.
    for name in ["act", "step", "tab", "stream", "district"] {
        let _ = form.text(name, "").max(100).optional();
    }
    let (papers, attested, fields) = (papers?, facts?, fields?);
    let end = match ending {
        Ending::Pass => End::Pass { opinion: opinion?.unwrap_or_default() },
        Ending::Keep => End::Keep,
        Ending::Return => End::Return { items: items(form, &papers, fields)?, reason: reason? },
        Ending::HandBack => End::HandBack { words: back?.unwrap_or_default() },
        Ending::Refuse => {
            if codes.is_empty() {
                form.reject("code", Message::new("officer-code-needed"));
                return None;
            }
            End::Refuse { codes, words: words?.unwrap_or_default() }
        }
    };
    let found = papers.into_iter().filter(|paper| paper.is_new);
    let found = found.map(|paper| (paper.document, paper.verdict, paper.words)).collect();
    Some(Sent { found, attested, end })
}

/// A paper that was looked at.
struct Looked {
    document: String,
    verdict: Verdict,
    words: String,
    is_new: bool,
}

fn papers(lang: Lang, form: &mut Form, subjects: &Subjects<'_>, ending: Ending) -> Option<Vec<Looked>> {
    let mut looked = Vec::new();
    let mut is_right = true;
    for (document, name) in &subjects.papers {
        let field = paper_field(document);
        let reason = format!("{field}.reason");
        let verdict = form.choice(&field, name.as_str(), &VERDICTS);
        let verdict = if ending == Ending::Pass { verdict.required().map(Some) } else { verdict.optional() };
        let words = form.text(&reason, lang.t_with("check-reason", &[("label", name.as_str().into())])).optional();
        let before = form.text(&was(&field), "").max(250).optional().flatten().unwrap_or_default();
        let (Some(verdict), Some(words)) = (verdict, words) else {
            is_right = false;
            continue;
        };
        let (Some(verdict), words) = (verdict, words.unwrap_or_default()) else { continue };
        if verdict != Verdict::InOrder && words.is_empty() {
            form.reject(&reason, Message::new("officer-words-needed").with("paper", name));
            is_right = false;
        }
        if verdict != Verdict::InOrder && ending == Ending::Pass {
            form.reject(&field, Message::new("officer-not-in-order").with("paper", name));
            is_right = false;
        }
        let words = if verdict == Verdict::InOrder { String::new() } else { words };
        let code = VERDICTS.iter().find(|(_, one)| *one == verdict).map_or("", |(code, _)| code);
        let is_new = before != format!("{code}/{words}");
        looked.push(Looked { document: document.clone(), verdict, words, is_new });
    }
    is_right.then_some(looked)
}

fn facts(lang: Lang, form: &mut Form, subjects: &Subjects<'_>, ending: Ending) -> Option<BTreeMap<String, Value>> {
    let mut attested = BTreeMap::new();
    let mut is_right = true;
    for fact in &subjects.facts {
        let value = Typed::fact(lang, subjects.plan, fact).read(form, ending == Ending::Pass);
        let before = form.text(&was(&fact.id), "").max(100).optional().flatten().unwrap_or_default();
        match value {
            Some(Some(value)) if typed(&value) != before => {
                attested.insert(fact.id.clone(), value);
            }
            Some(_) => {}
            None => is_right = false,
        }
    }
    is_right.then_some(attested)
}

/// What is wrong with fields of the application form.
fn fields(lang: Lang, form: &mut Form) -> Option<Vec<ReturnItem>> {
    let mut items = Vec::new();
    for (field, key) in FIELDS {
        let words = form.text(&format!("field.{field}"), lang.t(key)).max(300).optional()?;
        items.extend(words.map(|words| ReturnItem { item: field.to_owned(), words }));
    }
    Some(items)
}

/// Everything that is to be corrected: papers that are not in order, then fields of the form.
fn items(form: &mut Form, papers: &[Looked], fields: Vec<ReturnItem>) -> Option<Vec<ReturnItem>> {
    let wrong = papers.iter().filter(|paper| paper.verdict != Verdict::InOrder);
    let papers = wrong.map(|paper| ReturnItem { item: paper.document.clone(), words: paper.words.clone() });
    let items: Vec<ReturnItem> = papers.chain(fields).collect();
    if items.is_empty() {
        form.reject("", Message::new("officer-items-needed"));
        return None;
    }
    Some(items)
}

impl Sent {
    /// The commands in their order. `drawn` is the revision of the page; each command moves it on by one.
    pub fn commands(&self, filing: &FilingId, drawn: i64) -> Vec<FilingCommand> {
        let finds = self.found.iter().map(|(document, verdict, words)| FilingCommand::Find {
            filing: filing.clone(),
            document: document.clone(),
            verdict: *verdict,
            words: words.clone(),
        });
        let mut commands: Vec<FilingCommand> = finds.collect();
        if !self.attested.is_empty() {
            commands.push(FilingCommand::Attest { filing: filing.clone(), facts: self.attested.clone() });
        }
        let drawn = drawn.saturating_add(i64::try_from(commands.len()).unwrap_or(i64::MAX));
        let filing = filing.clone();
        commands.extend(match &self.end {
            End::Pass { opinion } => Some(FilingCommand::Pass { filing, drawn, opinion: opinion.clone() }),
            End::Return { items, reason } => {
                Some(FilingCommand::Return { filing, drawn, items: items.clone(), reason: reason.clone() })
            }
            End::HandBack { words } => Some(FilingCommand::HandBack { filing, drawn, words: words.clone() }),
            End::Refuse { codes, words } => {
                Some(FilingCommand::Refuse { filing, drawn, codes: codes.clone(), words: words.clone() })
            }
            End::Keep => None,
        });
        commands
    }
}

#[cfg(test)]
mod tests;
