//! The sheet an officer fills in on a claim: a mark for every paper and every row, facts to attest, an opinion, and
//! what is to be done. Read from a form into marks, with all errors at once.

use super::fact_fields;
use crate::lang::{Lang, Message};
use crate::pages::case::look::Look;
use crate::pages::case::papers::{self, Shown};
use crate::web::forms::{Filled, Form};
use domain::claim::{Claim, Entry};
use domain::paper::{Finding, Verdict};
use policy::plan::inputs::{Fact, RecordList};
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
    /// Refuse it.
    Refuse,
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
    /// The opinion, or the words of a refusal.
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
    pub facts: Vec<&'a Fact>,
    /// What this office attested before.
    pub attested: BTreeMap<String, Value>,
}

impl<'a> Sheet<'a> {
    /// The sheet of a claim with these papers.
    pub fn of(look: Look<'a>, claim: &Claim, shown: &[Shown<'_>], facts: Vec<&'a Fact>) -> Self {
        let mut items: Vec<Item> = shown.iter().filter(|one| !one.repeats).map(|one| paper(look, one)).collect();
        let rows = rows(look, claim);
        let hidden = rows.len().saturating_sub(ROWS_MAX);
        items.extend(rows.into_iter().take(ROWS_MAX));
        let attested = claim.attested.iter().map(|(id, one)| (id.clone(), one.value.clone())).collect();
        Self { items, hidden, facts, attested }
    }

    /// The sheet as it is opened: marks made before stand in it.
    pub fn filled(&self) -> Filled {
        let filled = self.items.iter().fold(Filled::blank(), |filled, item| match &item.found {
            Some((verdict, words)) => {
                let name = item.about.field();
                filled.with(&format!("{name}.reason"), words.clone()).with(&name, code(*verdict))
            }
            None => filled,
        });
        self.facts.iter().fold(filled, |filled, fact| match self.attested.get(&fact.id) {
            Some(value) => filled.with(&fact_fields::name(fact), fact_fields::typed(value)),
            None => filled,
        })
    }

    /// Reads what was filled in.
    pub fn read(&self, lang: Lang, form: &mut Form) -> Option<Marks> {
        let act = form.choice("act", "", &ACTS).required();
        let marks = self.read_marks(lang, form, act?);
        let facts = fact_fields::read(lang, form, &self.facts);
        let opinion = form.lines("opinion", lang.t("check-opinion")).max(500);
        let opinion = match act? {
            Act::Refuse => opinion.required(),
            Act::Save | Act::Pass | Act::Return => opinion.optional().map(Option::unwrap_or_default),
        };
        let reason = form.lines("reason", lang.t("check-again")).max(500).optional();
        if act? == Act::Return
            && marks.as_ref().is_some_and(|marks| marks.iter().all(|mark| mark.verdict == Verdict::InOrder))
        {
            form.reject("", Message::new("check-nothing-to-return"));
        }
        Some(Marks { act: act?, each: marks?, facts: facts?, opinion: opinion?, reason: reason? })
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
const ACTS: [(&str, Act); 4] =
    [("save", Act::Save), ("pass", Act::Pass), ("return", Act::Return), ("refuse", Act::Refuse)];

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

    fn sheet() -> Sheet<'static> {
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
        }
    }

    fn typed(pairs: &[(&str, &str)]) -> Result<Marks, Filled> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Form::new(pairs).read(|form| sheet().read(Lang::Zh, form))
    }

    #[test]
    fn to_pass_everything_that_is_there_must_be_in_order() {
        let good = [("act", "pass"), ("paper.audit_report", "ok"), ("row.payment.0", "ok")];
        assert!(typed(&good).is_ok_and(|marks| marks.act == Act::Pass && marks.each.len() == 2));
        let open = typed(&[("act", "pass"), ("paper.audit_report", "ok")]);
        assert!(open.is_err_and(|filled| filled.error("row.payment.0").is_some()));
    }

    #[test]
    fn what_is_wrong_needs_words_whatever_is_done() {
        for act in ["save", "pass", "return", "refuse"] {
            let filled = typed(&[("act", act), ("row.payment.0", "wrong"), ("opinion", "x")]).expect_err("no words");
            assert!(filled.error("row.payment.0.reason").is_some(), "{act}");
        }
    }

    #[test]
    fn a_return_needs_something_that_is_not_in_order() {
        assert!(typed(&[("act", "return"), ("paper.audit_report", "ok")]).is_err());
        let pairs =
            [("act", "return"), ("paper.truthfulness_letter", "missing"), ("paper.truthfulness_letter.reason", "未附")];
        assert!(typed(&pairs).is_ok());
    }

    #[test]
    fn a_refusal_needs_words_of_its_own() {
        assert!(typed(&[("act", "refuse")]).is_err_and(|filled| filled.error("opinion").is_some()));
        assert!(typed(&[("act", "refuse"), ("opinion", "不在有效期内")]).is_ok());
    }

    #[test]
    fn saving_takes_a_sheet_that_is_half_filled_in() {
        assert!(typed(&[("act", "save")]).is_ok_and(|marks| marks.each.is_empty()));
    }
}
