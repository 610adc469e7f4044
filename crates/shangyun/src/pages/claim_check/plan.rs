//! From a filled-in sheet to commands: marks that changed, facts that changed, then the act itself.

use super::sheet::{About, Act, Mark, Marks};
use domain::claim::{Claim, ClaimCommand};
use domain::course::ReturnItem;
use domain::ids::ClaimId;
use domain::paper::{Finding, Verdict};
use policy::value::Value;
use std::collections::BTreeMap;

/// A command to save something, with the name that its one-time key and its report bear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Saving {
    /// The field it comes from.
    pub field: String,
    /// What it saves, for people.
    pub label: String,
    /// The command.
    pub command: ClaimCommand,
}

/// What is to be saved before the act: only what differs from what stands there.
pub(super) fn savings(id: &ClaimId, claim: &Claim, filled: &Marks, facts_label: &str) -> Vec<Saving> {
    let mut savings: Vec<Saving> = filled.each.iter().filter_map(|mark| saving(id, claim, mark)).collect();
    let fresh = changed_facts(claim, &filled.facts);
    if !fresh.is_empty() {
        let command = ClaimCommand::Attest { claim: id.clone(), facts: fresh };
        savings.push(Saving { field: "facts".to_owned(), label: facts_label.to_owned(), command });
    }
    savings
}

fn saving(id: &ClaimId, claim: &Claim, mark: &Mark) -> Option<Saving> {
    let (claim_id, verdict, words) = (id.clone(), mark.verdict, mark.words.clone());
    let command = match &mark.about {
        About::Missing(_) => return None,
        About::Paper(document) => {
            let paper = claim.papers.get(document)?;
            if stands(paper.finding.as_ref(), mark) {
                return None;
            }
            ClaimCommand::Find { claim: claim_id, document: document.clone(), verdict, words }
        }
        About::Row(list, place) => {
            let entry = claim.records.get(list)?.get(*place)?;
            if stands(entry.finding.as_ref(), mark) {
                return None;
            }
            ClaimCommand::FindRow { claim: claim_id, list: list.clone(), place: *place, verdict, words }
        }
    };
    Some(Saving { field: mark.about.field(), label: mark.label.clone(), command })
}

/// Whether a mark says what was found already.
fn stands(finding: Option<&Finding>, mark: &Mark) -> bool {
    finding.is_some_and(|finding| finding.verdict == mark.verdict && finding.words == mark.words)
}

fn changed_facts(claim: &Claim, facts: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let changed = facts.iter().filter(|(id, value)| claim.attested.get(*id).is_none_or(|one| one.value != **value));
    changed.map(|(id, value)| (id.clone(), value.clone())).collect()
}

/// The act itself, drawn from a revision; none where the marks are only kept. `codes` are the grounds of a refusal.
pub(super) fn main(id: &ClaimId, filled: &Marks, drawn: i64, codes: &[String]) -> Option<ClaimCommand> {
    let claim = id.clone();
    match filled.act {
        Act::Save => None,
        Act::Pass => Some(ClaimCommand::Pass { claim, drawn, opinion: filled.opinion.clone() }),
        Act::Return => {
            let items = items(&filled.each);
            Some(ClaimCommand::Return { claim, drawn, items, reason: filled.reason.clone() })
        }
        Act::HandBack => Some(ClaimCommand::HandBack { claim, drawn, words: filled.opinion.clone() }),
        Act::Refuse => {
            Some(ClaimCommand::Refuse { claim, drawn, codes: codes.to_vec(), words: filled.opinion.clone() })
        }
    }
}

/// What is returned: everything that is not in order, item by item.
pub(super) fn items(marks: &[Mark]) -> Vec<ReturnItem> {
    let wrong = marks.iter().filter(|mark| mark.verdict != Verdict::InOrder);
    wrong.map(|mark| ReturnItem { item: mark.about.item(), words: words(mark) }).collect()
}

/// The words of an item; a row is named by its own number, since lists are corrected row by row.
fn words(mark: &Mark) -> String {
    match &mark.about {
        About::Row(_, _) => format!("{}：{}", mark.label, mark.words),
        About::Paper(_) | About::Missing(_) => mark.words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::claim::{Entry, Money};
    use domain::course::{Course, Place};
    use domain::ids::{AccountId, EnterpriseId, FilingId, ProgrammeId};
    use jiff::Timestamp;
    use jiff::civil::date;
    use policy::facts::Row;

    fn claim(finding: Option<Finding>) -> Claim {
        let at = Timestamp::UNIX_EPOCH;
        let place = Place { step: "check".to_owned(), roles: Vec::new(), since: at, due: None };
        Claim {
            revision: 7,
            programme: ProgrammeId::new("p"),
            policy_hash: String::new(),
            filing: FilingId::new("f"),
            enterprise: EnterpriseId::new("e"),
            enterprise_name: String::new(),
            stream: String::new(),
            district: String::new(),
            provider: String::new(),
            number: String::new(),
            service_date: date(2019, 4, 1),
            opened_at: at,
            received_at: None,
            roster: None,
            declined: None,
            answers: BTreeMap::new(),
            records: BTreeMap::from([("payment".to_owned(), vec![Entry { row: Row::new(), file: None, finding }])]),
            papers: BTreeMap::new(),
            attested: BTreeMap::new(),
            keys: Vec::new(),
            sums: BTreeMap::new(),
            course: Course::at("claim", place),
            decision: None,
            money: Money::None,
            passed_over: 0,
        }
    }

    fn mark(verdict: Verdict, words: &str) -> Mark {
        let about = About::Row("payment".to_owned(), 0);
        Mark { about, label: "付款 P1".to_owned(), verdict, words: words.to_owned() }
    }

    fn filled(act: Act, marks: Vec<Mark>) -> Marks {
        Marks { act, each: marks, facts: BTreeMap::new(), opinion: String::new(), reason: None }
    }

    #[test]
    fn only_what_changed_is_saved() {
        let (id, found) = (ClaimId::new("c"), |verdict| {
            let (by, at) = (AccountId::new("a"), Timestamp::UNIX_EPOCH);
            Some(Finding { verdict, words: String::new(), by, at })
        });
        let sheet = filled(Act::Save, vec![mark(Verdict::InOrder, "")]);
        assert_eq!(savings(&id, &claim(None), &sheet, "").len(), 1);
        assert_eq!(savings(&id, &claim(found(Verdict::InOrder)), &sheet, "").len(), 0);
        assert_eq!(savings(&id, &claim(found(Verdict::Disagrees)), &sheet, "").len(), 1);
        let facts = BTreeMap::from([("industry_ok".to_owned(), Value::Bool(true))]);
        assert_eq!(savings(&id, &claim(None), &Marks { facts, ..filled(Act::Save, Vec::new()) }, "").len(), 1);
    }

    #[test]
    fn a_return_names_every_wrong_row_by_its_number() {
        let id = ClaimId::new("c");
        let sheet = filled(Act::Return, vec![mark(Verdict::Disagrees, "金额不符")]);
        let Some(ClaimCommand::Return { items, drawn: 9, .. }) = main(&id, &sheet, 9, &[]) else {
            unreachable!("a return")
        };
        assert_eq!(items, [ReturnItem { item: "payment/0".to_owned(), words: "付款 P1：金额不符".to_owned() }]);
    }

    #[test]
    fn keeping_the_marks_is_no_act_of_its_own() {
        let id = ClaimId::new("c");
        assert_eq!(main(&id, &filled(Act::Save, Vec::new()), 8, &[]), None);
        let pass = main(&id, &Marks { opinion: "同意".to_owned(), ..filled(Act::Pass, Vec::new()) }, 8, &[]);
        assert_eq!(pass, Some(ClaimCommand::Pass { claim: id, drawn: 8, opinion: "同意".to_owned() }));
    }
}
