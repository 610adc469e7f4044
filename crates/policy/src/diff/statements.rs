//! Compares the statements of two versions, and the order of those whose order means something.

use super::pieces::{Item, Outline, Part};
use super::{Change, ChangeKind, words};
use crate::plan::Plan;
use crate::text::Text;

/// What differs between two outlines.
pub(super) fn changes(was: &Outline, now: &Outline) -> Vec<Change> {
    let mut found = Vec::new();
    for item in &now.items {
        if let Some(before) = was.get(&item.key) {
            compare(before, item, &mut found);
            continue;
        }
        let kind = kind(item.is_words, ChangeKind::Added);
        found.push(words::added(&item.clause, kind, &item.about, &main(item)));
    }
    let gone = was.items.iter().filter(|item| now.get(&item.key).is_none());
    found.extend(
        gone.map(|item| {
            words::removed(&item.clause, kind(item.is_words, ChangeKind::Removed), &item.about, &main(item))
        }),
    );
    found
}

/// What an item says at its core, for a sentence about the whole of it.
fn main(item: &Item) -> Text {
    let core = item.parts.iter().find(|part| part.key.0 == "main" || part.key.0 == "cumulative");
    core.or_else(|| item.parts.iter().find(|part| part.key.0 == "type"))
        .map_or_else(Text::default, |part| part.shown.clone())
}

fn compare(was: &Item, now: &Item, found: &mut Vec<Change>) {
    if was.clause != now.clause {
        found.push(words::moved(&now.clause, &now.about, &was.clause));
    }
    for part in &now.parts {
        match was.part(&part.key) {
            Some(before) if before.compared == part.compared => {}
            Some(before) => found.push(words::changed(
                &now.clause,
                kind(is_words(now, part), ChangeKind::Changed),
                (&now.about, &part.label),
                &before.shown,
                &part.shown,
            )),
            None if part.key.0 == "name" || part.key.0 == "words" => {}
            None => found.push(words::part_added(
                &now.clause,
                kind(is_words(now, part), ChangeKind::Added),
                (&now.about, &part.label),
                &part.shown,
            )),
        }
    }
    for part in was.parts.iter().filter(|part| now.part(&part.key).is_none()) {
        if part.key.0 == "name" || part.key.0 == "words" {
            continue;
        }
        let removed = kind(is_words(was, part), ChangeKind::Removed);
        found.push(words::part_removed(&now.clause, removed, (&now.about, &part.label), &part.shown));
    }
}

fn is_words(item: &Item, part: &Part) -> bool {
    item.is_words || part.is_words
}

fn kind(is_words: bool, kind: ChangeKind) -> ChangeKind {
    if is_words { ChangeKind::Reworded } else { kind }
}

/// Orders that mean something: requirements as they are tested (unless 审查顺序 said so already), awards as they are
/// added, steps as they follow.
pub(super) fn orders(was: &Plan, now: &Plan, of_requirements: bool) -> Vec<Change> {
    let mut found = Vec::new();
    if of_requirements {
        let codes = |plan: &Plan| plan.requirements.iter().map(|one| one.code.clone()).collect::<Vec<String>>();
        let clause = now.requirements.first().map_or("", |one| one.clause.as_str());
        found.extend(order(clause, &Text::new("须", "must"), &codes(was), &codes(now), |code| Text::new(code, code)));
    }
    let awards = |plan: &Plan| plan.awards.iter().map(|one| one.id.clone()).collect::<Vec<String>>();
    let clause = now.awards.first().map_or("", |one| one.clause.as_str());
    let label = |id: &str| now.label(id).cloned().unwrap_or_default();
    found.extend(order(clause, &Text::new("补贴", "subsidy"), &awards(was), &awards(now), label));
    for procedure in &now.procedures {
        let Some(before) = was.procedure(&procedure.id) else { continue };
        let about = Text::new(format!("程序 {}", procedure.text.zh), format!("procedure {}", procedure.text.en));
        let ids = |one: &crate::plan::procedure::Procedure| {
            one.steps.iter().map(|step| step.id.clone()).collect::<Vec<String>>()
        };
        let label = |id: &str| now.step(&procedure.id, id).map(|step| step.text.clone()).unwrap_or_default();
        found.extend(order(&procedure.clause, &about, &ids(before), &ids(procedure), label));
    }
    found
}

/// A change of order among those that stand in both.
fn order(clause: &str, about: &Text, was: &[String], now: &[String], label: impl Fn(&str) -> Text) -> Option<Change> {
    let before: Vec<&String> = was.iter().filter(|id| now.contains(id)).collect();
    let after: Vec<&String> = now.iter().filter(|id| was.contains(id)).collect();
    if before == after {
        return None;
    }
    let row = |ids: &[&String]| {
        let labels: Vec<Text> = ids.iter().map(|id| label(id)).collect();
        let zh: Vec<&str> = labels.iter().map(|text| text.zh.as_str()).collect();
        let en: Vec<&str> = labels.iter().map(|text| text.en.as_str()).collect();
        Text::new(zh.join("、"), en.join(", "))
    };
    let label = Text::new("次序", "order");
    Some(words::changed(clause, ChangeKind::Moved, (about, &label), &row(&before), &row(&after)))
}
