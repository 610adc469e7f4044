//! What the enterprise does to a claim: answer, type in rows, attach papers, confirm, withdraw.

use super::{Claim, ClaimEvent, Entry, changed, keys};
use crate::access;
use crate::course::{self, CaseFacts, CourseEvent, CourseState};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::facts;
use crate::filing::FilingEvent;
use crate::ids::ClaimId;
use crate::paper::{self, File, Paper};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use jiff::civil::Date;
use policy::facts::Row;
use policy::plan::inputs::RecordList;
use policy::plan::words::{Exit, StepKind};
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

/// The claim, for somebody who speaks for its enterprise while it is the enterprise's turn.
fn editable<'a>(ctx: Ctx<'a>, id: &ClaimId) -> Result<(&'a Claim, &'a Policy), Stop> {
    let claim = ctx.world.claim(id)?;
    ctx.speaks_for(&claim.enterprise, false)?;
    let policy = ctx.setting.policy(&claim.policy_hash)?;
    if matches!(claim.course.state, CourseState::Returned { .. }) {
        return Ok((claim, policy));
    }
    claim.course.underway()?;
    let step = claim.course.step(policy)?;
    if step.kind != StepKind::Confirm {
        return Err(Refusal::WrongStep { found: step.id.clone(), needed: StepKind::Confirm.en().to_owned() }.into());
    }
    Ok((claim, policy))
}

pub(super) fn answer(ctx: Ctx, id: &ClaimId, answers: &BTreeMap<String, Value>) -> Result<Decided, Stop> {
    let (_, policy) = editable(ctx, id)?;
    for (fact, value) in answers {
        let known = facts::asked(policy).find(|asked| asked.id == *fact);
        let known = known.ok_or_else(|| bad(fact, "unknown"))?;
        if !facts::fits(known, value) {
            return Err(Refusal::BadField { field: fact.clone(), problem: "out_of_range".to_owned() }.into());
        }
    }
    changed(id, ClaimEvent::Answered(answers.clone())).done()
}

pub(super) fn add_row(ctx: Ctx, id: &ClaimId, list: &str, (row, file): (&Row, Option<&File>)) -> Result<Decided, Stop> {
    let (claim, policy) = editable(ctx, id)?;
    let declared = stated_list(policy, list)?;
    let rows = claim.records.get(list).map_or(0, Vec::len);
    if rows >= declared.max_rows {
        return Err(bad("list", "too_many_rows").into());
    }
    check_row(declared, (claim, None), row)?;
    let entry = entry(policy, row, file)?;
    changed(id, ClaimEvent::RowAdded { list: list.to_owned(), entry }).done()
}

/// Puts a row in the place of another; what an officer found on the old one is gone with it.
pub(super) fn change_row(
    ctx: Ctx,
    id: &ClaimId,
    (list, place): (&str, usize),
    (row, file): (&Row, Option<&File>),
) -> Result<Decided, Stop> {
    let (claim, policy) = editable(ctx, id)?;
    let declared = stated_list(policy, list)?;
    check_place(claim, list, place)?;
    check_row(declared, (claim, Some(place)), row)?;
    let entry = entry(policy, row, file)?;
    changed(id, ClaimEvent::RowChanged { list: list.to_owned(), place, entry }).done()
}

/// A list of the policy that the enterprise types in.
fn stated_list<'a>(policy: &'a Policy, list: &str) -> Result<&'a RecordList, Refusal> {
    let declared = policy.plan().records.iter().find(|one| one.id == list && !one.given);
    declared.ok_or_else(|| bad("list", "unknown"))
}

/// A row with its paper, which nobody has looked at yet.
fn entry(policy: &Policy, row: &Row, file: Option<&File>) -> Result<Entry, Refusal> {
    if let Some(file) = file {
        paper::check_file(policy, file)?;
    }
    Ok(Entry { row: row.clone(), file: file.cloned(), finding: None })
}

/// Refuses a row with a missing, unknown or impossible value, and one that is there already; `instead` is the place
/// of the row that it would replace.
fn check_row(list: &RecordList, (claim, instead): (&Claim, Option<usize>), row: &Row) -> Result<(), Refusal> {
    for column in &list.columns {
        let value = row.get(&column.id).ok_or_else(|| bad(&column.id, "missing"))?;
        if !fits(column, value) {
            return Err(bad(&column.id, "out_of_range"));
        }
    }
    if let Some(unknown) = row.keys().find(|id| list.columns.iter().all(|column| column.id != **id)) {
        return Err(bad(unknown, "unknown"));
    }
    let same = |other: &Row| list.keys.iter().all(|key| other.get(key) == row.get(key));
    let entries = claim.records.get(&list.id).map_or(&[][..], Vec::as_slice);
    let mut others = entries.iter().enumerate().filter(|(place, _)| Some(*place) != instead);
    if !list.keys.is_empty() && others.any(|(_, entry)| same(&entry.row)) {
        return Err(bad(list.keys.first().map_or("row", String::as_str), "there_already"));
    }
    Ok(())
}

fn fits(column: &policy::plan::inputs::Column, value: &Value) -> bool {
    use policy::value::Type;
    let within = |number: i64| column.range.is_none_or(|(least, most)| (least..=most).contains(&number));
    match value {
        Value::Money(fen) => column.ty == Type::Money && within(fen.fen()),
        Value::Integer(number) => column.ty == Type::Integer && within(*number),
        Value::Date(_) => column.ty == Type::Date,
        Value::Bool(_) => column.ty == Type::Bool,
        Value::Text(_) => column.ty == Type::Text,
        Value::Member(_) => matches!(column.ty, Type::OneOf(_)),
        Value::Ratio(_) => column.ty == Type::Ratio,
    }
}

pub(super) fn remove_row(ctx: Ctx, id: &ClaimId, list: &str, place: usize) -> Result<Decided, Stop> {
    let (claim, _) = editable(ctx, id)?;
    check_place(claim, list, place)?;
    changed(id, ClaimEvent::RowRemoved { list: list.to_owned(), place }).done()
}

fn check_place(claim: &Claim, list: &str, place: usize) -> Result<(), Refusal> {
    if claim.records.get(list).is_none_or(|rows| place >= rows.len()) {
        return Err(Refusal::NotFound { what: format!("row:{list}/{place}") });
    }
    Ok(())
}

pub(super) fn attach(
    ctx: Ctx,
    id: &ClaimId,
    document: &str,
    (file, dated): (&File, Option<Date>),
) -> Result<Decided, Stop> {
    let (_, policy) = editable(ctx, id)?;
    if policy.plan().document(document).is_none() {
        return Err(bad("document", "unknown").into());
    }
    paper::check_file(policy, file)?;
    let paper = Paper { file: file.clone(), dated, finding: None };
    changed(id, ClaimEvent::Attached { document: document.to_owned(), paper }).done()
}

pub(super) fn detach(ctx: Ctx, id: &ClaimId, document: &str) -> Result<Decided, Stop> {
    let (claim, _) = editable(ctx, id)?;
    if !claim.papers.contains_key(document) {
        return Err(Refusal::NotFound { what: format!("paper:{document}") }.into());
    }
    changed(id, ClaimEvent::Detached { document: document.to_owned() }).done()
}

/// The owner confirms: papers complete, keys of the rows taken; the claim goes to the office.
pub(super) fn confirm(ctx: Ctx, id: &ClaimId, drawn: i64) -> Result<Decided, Stop> {
    let (claim, policy) = editable(ctx, id)?;
    ctx.speaks_for(&claim.enterprise, true)?;
    access::fresh(drawn, claim.revision)?;
    let programme = ctx.world.programme(&claim.programme)?;
    let readings = programme.readings();
    let facts = super::facts_of(ctx, policy, claim)?;
    let confirm_step = confirm_step(policy)?;
    programme.takes_claims(&confirm_step.clause)?;
    let wanted = paper::wanted(policy, &confirm_step.documents, &facts, &readings);
    let missing: Vec<String> = wanted
        .iter()
        .filter(|one| one.found(&claim.papers).is_none() && !is_list_paper(policy, claim, &one.document.id))
        .map(|one| one.document.id.clone())
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::PapersMissing { papers: missing, clause: confirm_step.clause.clone() }.into());
    }
    let taken = keys::at_confirmation(ctx, policy, (id, claim))?;
    let key = Key::Claim(id.clone());
    let mut outcome = Outcome::show(key.clone()).taking(taken.keys.clone(), &key);
    for (name, amount) in &taken.sums {
        outcome = outcome.with(Key::Counter(name.clone()), What::Added(*amount));
    }
    let confirmed = ClaimEvent::Confirmed { at: ctx.act.at, keys: taken.keys, sums: taken.sums };
    outcome = outcome.with(key.clone(), What::Claim(confirmed));
    let event = if matches!(claim.course.state, CourseState::Returned { .. }) {
        let due = course::due(ctx.setting, ctx.act.today, claim.course.step(policy)?)?;
        CourseEvent::Resubmitted { due, at: ctx.act.at }
    } else {
        let case = CaseFacts { facts: &facts, readings: &readings };
        course::pass(ctx, policy, &claim.course, (course::mark(ctx, &claim.course, "", None), None), case)?
    };
    outcome.with(key, What::Claim(ClaimEvent::Course(event))).done()
}

fn confirm_step(policy: &Policy) -> Result<&policy::plan::procedure::Step, Refusal> {
    let procedure = policy.plan().procedure(super::PROCEDURE);
    let step = procedure.and_then(|procedure| procedure.steps.iter().find(|step| step.kind == StepKind::Confirm));
    step.ok_or_else(|| Refusal::PolicySilent { what: StepKind::Confirm.en().to_owned() })
}

/// Whether a document is proven row by row: a list it proves has rows, each with its own paper.
fn is_list_paper(policy: &Policy, claim: &Claim, document: &str) -> bool {
    let lists = policy.plan().records.iter().filter(|list| list.proven_by.iter().any(|id| id == document));
    let mut entries = lists.filter_map(|list| claim.records.get(&list.id)).flatten().peekable();
    entries.peek().is_some() && entries.all(|entry| entry.file.is_some())
}

/// Takes the claim back; its keys are free again.
pub(super) fn withdraw(ctx: Ctx, id: &ClaimId) -> Result<Decided, Stop> {
    let claim = ctx.world.claim(id)?;
    ctx.speaks_for(&claim.enterprise, true)?;
    if !claim.course.is_live() {
        return Err(Refusal::Ended { state: claim.course.state.word().to_owned() }.into());
    }
    let policy = ctx.setting.policy(&claim.policy_hash)?;
    course::check_exit(confirm_step(policy)?, Exit::Withdraw)?;
    ended(ctx, (id, claim), CourseEvent::Withdrawn).done()
}

/// The outcome of a claim that ends without money: every key and sum it holds is given back.
pub(super) fn ended(ctx: Ctx, (id, claim): (&ClaimId, &Claim), event: CourseEvent) -> Outcome {
    let outcome = changed(id, ClaimEvent::Course(event)).freeing(claim.keys.clone());
    let outcome = given_back(outcome, claim);
    let freed = ClaimEvent::KeysFreed { kept: Vec::new() };
    let claim_ended = FilingEvent::ClaimEnded { claim: id.clone(), on: ctx.act.today };
    outcome
        .with(Key::Claim(id.clone()), What::Claim(freed))
        .with(Key::Filing(claim.filing.clone()), What::Filing(claim_ended))
}

/// Gives the sums of a claim back.
pub(super) fn given_back(outcome: Outcome, claim: &Claim) -> Outcome {
    claim.sums.iter().fold(outcome, |outcome, (name, amount)| {
        outcome.with(Key::Counter(name.clone()), What::Added(amount.saturating_neg()))
    })
}

fn bad(field: &str, problem: &str) -> Refusal {
    Refusal::BadField { field: field.to_owned(), problem: problem.to_owned() }
}
