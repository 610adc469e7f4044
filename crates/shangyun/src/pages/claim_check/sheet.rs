//! The sheet an officer fills in on a claim: a mark for every paper and every row, facts to attest, an opinion, and
//! what is to be done. Read from a form into marks, with all errors at once.

use super::fact_fields::Attestable;
use crate::lang::{Lang, Message};
use crate::pages::applicant::typed::{Typed, typed};
use crate::pages::case::look::Look;
use crate::pages::case::papers::{self, Shown};
use crate::pages::case::ranks::BACK;
use crate::web::forms::{Filled, Form};
use domain::claim::{Claim, Entry};
use domain::paper::{Finding, Verdict};
use policy::plan::Plan;
use policy::plan::inputs::RecordList;
use policy::value::Value;
use std::collections::BTreeMap;

/// The most rows one sheet shows; what is left comes after these were saved.
const ROWS_MAX: usize = 120;

/// What a mark is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum About {
    /// A paper that is there.
    Paper(String),
    /// A paper that is asked for and not there: it can only be asked for again.
    Missing(String),
    /// A row of a list, by its place from 0.
    Row(String, usize),
}

/// One thing to be marked.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it is.
    pub about: About,
    /// Its name for people.
    pub label: String,
    /// What was found before.
    pub found: Option<(Verdict, String)>,
}

/// What the officer wants done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Act {
    /// Keep the marks and look again.
    Save,
    /// Pass the step.
    Pass,
    /// Return it for correction.
    Return,
    /// Give it back to the first rank of the office.
    HandBack,
    /// Refuse it, or propose so to the next rank.
    Refuse,
}

impl Act {
    /// The act of a button; none for one that only fills the sheet in.
    pub fn of(code: &str) -> Option<Self> {
        ACTS.iter().find(|(known, _)| *known == code).map(|(_, act)| *act)
    }
}

/// A mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    /// What it is about.
    pub about: About,
    /// Its name for people.
    pub label: String,
    /// 齐, 缺 or 不符.
    pub verdict: Verdict,
    /// Words, where something is wrong.
    pub words: String,
}

/// A sheet as it was filled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Marks {
    /// What is to be done.
    pub act: Act,
    /// The marks that were made, those made before among them.
    pub each: Vec<Mark>,
    /// Facts to attest.
    pub facts: BTreeMap<String, Value>,
    /// The opinion, the words of a refusal, or why it is given back.
    pub opinion: String,
    /// Why something is returned again.
    pub reason: Option<String>,
}

/// What stands on the sheet.
pub(super) struct Sheet<'a> {
    /// Papers first, then rows by list.
    pub items: Vec<Item>,
    /// Rows that are not on it, because there are too many at once.
    pub hidden: usize,
    /// Facts this office may attest.
    pub facts: Vec<Attestable<'a>>,
    /// What offices attested before.
    pub attested: BTreeMap<String, Value>,
    /// For the words of facts and their types.
    pub plan: &'a Plan,
}

impl<'a> Sheet<'a> {
    /// The sheet of a claim with these papers.
    pub fn of(look: Look<'a>, claim: &Claim, shown: &[Shown<'_>], facts: Vec<Attestable<'a>>) -> Self {
        let papers = shown.iter().filter(|one| !one.repeats);
        let mut items: Vec<Item> = papers.map(|one| paper(look, one)).collect();
        let rows = rows(look, claim);
        let hidden = rows.len().saturating_sub(ROWS_MAX);
        items.extend(rows.into_iter().take(ROWS_MAX));
        let attested = claim.attested.iter().map(|(id, one)| (id.clone(), one.value.clone())).collect();
        Self { items, hidden, facts, attested, plan: look.policy.plan() }
    }

    /// The sheet as it is opened: marks made before stand in it, and the usual opinion.
    pub fn filled(&self, opinion: &str) -> Filled {
        let blank = Filled::blank().with("opinion", opinion);
        let filled = self.items.iter().fold(blank, |filled, item| match &item.found {
            Some((verdict, words)) => {
                let name = item.about.field();
                filled.with(&format!("{name}.reason"), words.clone()).with(&name, code(*verdict))
            }
            None => filled,
        });
        self.facts.iter().fold(filled, |filled, one| match self.attested.get(&one.fact.id) {
            Some(value) => filled.with(&one.fact.id, typed(value)),
            None => filled,
        })
    }

    /// The same sheet with everything that nobody marked in order, and every open fact as it was stated.
    pub fn completed(&self, mut filled: Filled) -> Filled {
        for item in self.items.iter().filter(|item| !matches!(item.about, About::Missing(_))) {
            let name = item.about.field();
            if filled.value(&name).is_empty() {
                filled = filled.with(&name, code(Verdict::InOrder));
            }
        }
        for one in self.facts.iter().filter(|one| one.is_open) {
            if filled.value(&one.fact.id).is_empty()
                && let Some(usual) = one.usual()
            {
                filled = filled.with(&one.fact.id, typed(&usual));
            }
        }
        filled
    }

    /// Reads what was filled in.
    pub fn read(&self, lang: Lang, form: &mut Form) -> Option<Marks> {
        let act = form.choice("act", "", &ACTS).required();
        let marks = self.read_marks(lang, form, act?);
        let facts = self.read_facts(lang, form, act?);
        let opinion = form.lines("opinion", lang.t("officer-opinion")).max(500);
        let opinion = match act? {
            Act::Refuse | Act::Pass => opinion.required(),
            Act::Save | Act::Return | Act::HandBack => opinion.optional().map(Option::unwrap_or_default),
        };
        let back = form.lines(BACK, lang.t("ranks-hand-back-words")).max(500);
        let opinion = if act? == Act::HandBack { back.required() } else { back.optional().and(opinion) };
        let reason = form.lines("reason", lang.t("officer-again")).max(500).optional();
        if act? == Act::Return
            && marks.as_ref().is_some_and(|marks| marks.iter().all(|mark| mark.verdict == Verdict::InOrder))
        {
            form.reject("", Message::new("check-nothing-to-return"));
        }
        Some(Marks { act: act?, each: marks?, facts: facts?, opinion: opinion?, reason: reason? })
    }

    /// The facts that were filled in; to pass, every open one must be.
    fn read_facts(&self, lang: Lang, form: &mut Form, act: Act) -> Option<BTreeMap<String, Value>> {
        let mut values = BTreeMap::new();
        let mut good = true;
        for one in &self.facts {
            let must = act == Act::Pass && one.is_open;
            match Typed::fact(lang, self.plan, one.fact).read(form, must) {
                Some(Some(value)) => drop(values.insert(one.fact.id.clone(), value)),
                Some(None) => {}
                None => good = false,
            }
        }
        good.then_some(values)
    }

    /// The marks; nothing where a word is missing, or where something is open that must be in order to pass.
    fn read_marks(&self, lang: Lang, form: &mut Form, act: Act) -> Option<Vec<Mark>> {
        let mut marks = Vec::new();
        let mut good = true;
        for item in &self.items {
            let name = item.about.field();
            let verdict = form.choice(&name, item.label.clone(), &VERDICTS).optional();
            let words = form.text(&format!("{name}.reason"), reason_label(lang, item)).optional();
            let (Some(verdict), Some(words)) = (verdict, words) else {
                good = false;
                continue;
            };
            let words = words.unwrap_or_default();
            if verdict.is_some_and(|verdict| verdict != Verdict::InOrder) && words.is_empty() {
                form.reject(&format!("{name}.reason"), Message::new("check-say-what").with("item", &item.label));
                good = false;
            }
            let is_paper_or_row = !matches!(item.about, About::Missing(_));
            if act == Act::Pass && is_paper_or_row && verdict != Some(Verdict::InOrder) {
                form.reject(&name, Message::new("check-not-in-order").with("item", &item.label));
                good = false;
            }
            if let Some(verdict) = verdict {
                marks.push(Mark { about: item.about.clone(), label: item.label.clone(), verdict, words });
            }
        }
        good.then_some(marks)
    }
}

fn reason_label(lang: Lang, item: &Item) -> String {
    lang.t_with("check-reason", &[("label", item.label.as_str().into())]).into_owned()
}

impl About {
    /// The name of its field.
    pub fn field(&self) -> String {
        match self {
            Self::Paper(document) | Self::Missing(document) => format!("paper.{document}"),
            Self::Row(list, place) => format!("row.{list}.{place}"),
        }
    }

    /// How a return names it.
    pub fn item(&self) -> String {
        match self {
            Self::Paper(document) | Self::Missing(document) => document.clone(),
            Self::Row(list, place) => format!("{list}/{place}"),
        }
    }
}

fn paper(look: Look<'_>, shown: &Shown<'_>) -> Item {
    let id = shown.document.id.clone();
    let about = if shown.paper.is_some() { About::Paper(id) } else { About::Missing(id) };
    let found = shown.paper.and_then(|paper| found(paper.finding.as_ref()));
    Item { about, label: papers::name(look, shown), found }
}

/// The rows of all lists, each in its order; where they are too many, those that still need a look come first.
fn rows(look: Look<'_>, claim: &Claim) -> Vec<Item> {
    let lists = look.policy.plan().records.iter().filter(|list| !list.given);
    let all = lists.flat_map(|list| {
        let entries = claim.records.get(&list.id).map_or(&[][..], Vec::as_slice);
        entries.iter().enumerate().map(move |(place, entry)| row(look, list, (place, entry)))
    });
    let all: Vec<Item> = all.collect();
    if all.len() <= ROWS_MAX {
        return all;
    }
    let in_order = |item: &Item| matches!(item.found, Some((Verdict::InOrder, _)));
    let (done, mut open): (Vec<Item>, Vec<Item>) = all.into_iter().partition(in_order);
    open.extend(done);
    open
}

/// A row by its list and the columns that tell it from others.
fn row(look: Look<'_>, list: &RecordList, (place, entry): (usize, &Entry)) -> Item {
    let keys = list.keys.iter().filter_map(|key| Some(look.value(key, entry.row.get(key)?)));
    let key = keys.collect::<Vec<String>>().join(" / ");
    let about = About::Row(list.id.clone(), place);
    let label = format!("{} {}", look.label(&list.id), if key.is_empty() { (place + 1).to_string() } else { key });
    Item { about, label, found: found(entry.finding.as_ref()) }
}

fn found(finding: Option<&Finding>) -> Option<(Verdict, String)> {
    finding.map(|finding| (finding.verdict, finding.words.clone()))
}

/// The codes of the buttons.
const ACTS: [(&str, Act); 5] = [
    ("save", Act::Save),
    ("pass", Act::Pass),
    ("return", Act::Return),
    ("hand_back", Act::HandBack),
    ("refuse", Act::Refuse),
];

/// The codes of the marks, as the checklist sends them.
const VERDICTS: [(&str, Verdict); 3] =
    [("ok", Verdict::InOrder), ("missing", Verdict::Incomplete), ("wrong", Verdict::Disagrees)];

/// The code of a verdict.
fn code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::InOrder => "ok",
        Verdict::Incomplete => "missing",
        Verdict::Disagrees => "wrong",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(plan: &Plan) -> Sheet<'_> {
        let item = |about, found| Item { about, label: "材料".to_owned(), found };
        Sheet {
            items: vec![
                item(About::Paper("audit_report".to_owned()), Some((Verdict::InOrder, String::new()))),
                item(About::Missing("truthfulness_letter".to_owned()), None),
                item(About::Row("payment".to_owned(), 0), None),
            ],
            hidden: 0,
            facts: Vec::new(),
            attested: BTreeMap::new(),
            plan,
        }
    }

    fn sent(pairs: &[(&str, &str)]) -> Result<Marks, Filled> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let plan = Plan::default();
        Form::new(pairs).read(|form| sheet(&plan).read(Lang::Zh, form))
    }

    #[test]
    fn to_pass_everything_that_is_there_must_be_in_order() {
        let good = [("act", "pass"), ("opinion", "同意"), ("paper.audit_report", "ok"), ("row.payment.0", "ok")];
        assert!(sent(&good).is_ok_and(|marks| marks.act == Act::Pass && marks.each.len() == 2));
        let open = sent(&[("act", "pass"), ("paper.audit_report", "ok")]);
        assert!(open.is_err_and(|filled| filled.error("row.payment.0").is_some()));
    }

    #[test]
    fn what_is_wrong_needs_words_whatever_is_done() {
        for act in ["save", "pass", "return", "refuse"] {
            let filled = sent(&[("act", act), ("row.payment.0", "wrong"), ("opinion", "x")]).expect_err("no words");
            assert!(filled.error("row.payment.0.reason").is_some(), "{act}");
        }
    }

    #[test]
    fn a_return_needs_something_that_is_not_in_order() {
        assert!(sent(&[("act", "return"), ("paper.audit_report", "ok")]).is_err());
        let pairs =
            [("act", "return"), ("paper.truthfulness_letter", "missing"), ("paper.truthfulness_letter.reason", "未附")];
        assert!(sent(&pairs).is_ok());
    }

    #[test]
    fn a_refusal_needs_words_of_its_own() {
        assert!(sent(&[("act", "refuse")]).is_err_and(|filled| filled.error("opinion").is_some()));
        assert!(sent(&[("act", "refuse"), ("opinion", "不在有效期内")]).is_ok());
    }

    #[test]
    fn the_rest_is_marked_in_order_and_what_was_marked_stays() {
        let plan = Plan::default();
        let filled = Filled::blank().with("row.payment.0", "wrong");
        let filled = sheet(&plan).completed(filled);
        assert_eq!(filled.value("row.payment.0"), "wrong");
        assert_eq!(filled.value("paper.audit_report"), "ok");
        assert_eq!(filled.value("paper.truthfulness_letter"), "", "what is not there is not in order");
    }

    #[test]
    fn saving_takes_a_sheet_that_is_half_filled_in() {
        assert!(sent(&[("act", "save")]).is_ok_and(|marks| marks.each.is_empty()));
    }
}
