//! What officers do to a filing: look at papers, attest facts, pass, return, refuse.

use super::outlook::MayFile;
use super::{Filing, FilingEvent, applicant, changed, outlook};
use crate::access;
use crate::course::{self, CaseFacts, Course, CourseEvent, ReturnItem};
use crate::decide::{Ctx, Decided};
use crate::facts::{self, Attested};
use crate::ids::FilingId;
use crate::message::Addressee;
use crate::paper::{self, Verdict};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::plan::procedure::Step;
use policy::plan::words::{Exit, StepKind};
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

/// A filing under way, with its policy and step, for the office whose step it is.
struct AtOffice<'a> {
    filing: &'a Filing,
    course: &'a Course,
    policy: &'a Policy,
    step: &'a Step,
    role: String,
}

fn at_office<'a>(ctx: Ctx<'a>, id: &FilingId) -> Result<AtOffice<'a>, Stop> {
    let filing = ctx.world.filing(id)?;
    let not_found = || Refusal::NotFound { what: format!("filing:{id}") };
    let course = filing.course.as_ref().ok_or_else(not_found)?;
    let policy = ctx.setting.policy(&filing.policy_hash)?;
    course.underway()?;
    let step = course.step(policy)?;
    let role = access::role_for(ctx, step, Some(&filing.district))?;
    Ok(AtOffice { filing, course, policy, step, role })
}

pub(super) fn find(
    ctx: Ctx,
    id: &FilingId,
    document: &str,
    (verdict, words): (Verdict, &str),
) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    if !examines(at.step.kind) && at.step.kind != StepKind::Intake {
        let needed = StepKind::Filing.en().to_owned();
        return Err(Refusal::WrongStep { found: at.step.id.clone(), needed }.into());
    }
    if !at.filing.papers.contains_key(document) {
        return Err(Refusal::NotFound { what: format!("paper:{document}") }.into());
    }
    if verdict != Verdict::InOrder && words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] }.into());
    }
    let finding = paper::finding(ctx, verdict, words);
    changed(id, FilingEvent::Found { document: document.to_owned(), finding }).done()
}

pub(super) fn attest(ctx: Ctx, id: &FilingId, values: &BTreeMap<String, Value>) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    let mut attested = BTreeMap::new();
    for (fact, value) in values {
        let declared = facts::attested_by(at.policy, &at.role).find(|known| known.id == *fact);
        let bad = |problem: &str| Refusal::BadField { field: fact.clone(), problem: problem.to_owned() };
        let declared = declared.ok_or_else(|| bad("not_yours_to_attest"))?;
        if !facts::fits(declared, value) {
            return Err(bad("out_of_range").into());
        }
        let by = ctx.act.actor.account.clone();
        let one = Attested { value: value.clone(), role: at.role.clone(), by, at: ctx.act.at };
        attested.insert(fact.clone(), one);
    }
    changed(id, FilingEvent::AttestedFacts(attested)).done()
}

/// Passes the step. At a step that examines, every paper must have been found in order.
pub(super) fn pass(ctx: Ctx, id: &FilingId, drawn: i64, opinion: &str) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.filing.revision)?;
    if at.step.kind == StepKind::Batch {
        let needed = "filing.send".to_owned();
        return Err(Refusal::WrongStep { found: at.step.id.clone(), needed }.into());
    }
    course::turn(ctx, at.course, at.step, Some(&at.filing.district))?;
    if examines(at.step.kind) {
        check_findings(at.filing)?;
    }
    let programme = ctx.world.programme(&at.filing.programme)?;
    let enterprise = ctx.world.enterprise(&at.filing.enterprise)?;
    let facts = facts::of_filing(ctx, at.policy, enterprise, at.filing);
    let readings = programme.readings();
    let case = CaseFacts { facts: &facts, readings: &readings };
    let (counter, number) = office_number(ctx, &at)?;
    let passed = course::mark(ctx, at.course, opinion, Some(number.clone()));
    let event = course::pass(ctx, at.policy, at.course, (passed, Some(&at.filing.district)), case)?;
    let event = without_number_unless_done(event);
    let key = Key::Filing(id.clone());
    let to = Addressee::Enterprise(at.filing.enterprise.clone());
    let done = matches!(event, CourseEvent::StepPassed { .. });
    let opened = matches!(event, CourseEvent::StepPassed { next: None, .. });
    let outcome = changed(id, FilingEvent::Course(event));
    if !done {
        return outcome.done();
    }
    let text = if opened { "filing_opened" } else { "filing_passed" };
    let values = [("step", at.step.id.clone()), ("number", number.clone())];
    outcome.counting(&counter).telling(ctx.act, to, &key, text, &values).numbered(number).done()
}

/// Whether the papers are examined at this kind of step.
fn examines(kind: StepKind) -> bool {
    matches!(kind, StepKind::Filing | StepKind::Review)
}

fn check_findings(filing: &Filing) -> Result<(), Refusal> {
    let open = filing
        .papers
        .iter()
        .filter(|(_, paper)| paper.finding.as_ref().is_none_or(|finding| finding.verdict != Verdict::InOrder));
    let papers: Vec<String> = open.map(|(document, _)| document.clone()).collect();
    if papers.is_empty() { Ok(()) } else { Err(Refusal::PapersUnchecked { papers }) }
}

/// The number an office gives the case at this step, with its counter: in the form of its receipt.
fn office_number(ctx: Ctx, at: &AtOffice) -> Result<(String, String), Stop> {
    let year = ctx.act.today.year();
    let office = ctx.act.actor.office().map_or("", |(office, _)| office);
    let counter = format!("{}/{}/{office}/{year}", at.filing.programme, at.role);
    let serial = ctx.world.next_number(&counter)?;
    let letterhead = ctx.setting.city.letterheads().find(|one| one.receipt && one.role == at.role);
    let district = ctx.setting.city.office(office).and_then(|office| office.district.as_ref());
    let district = district.and_then(|district| ctx.setting.city.district(district));
    let district = district.map_or("", |district| district.names.zh.as_str());
    let number = match (letterhead, u32::try_from(serial)) {
        (Some(letterhead), Ok(serial)) => letterhead.number(year, serial, district),
        (None, _) | (_, Err(_)) => format!("{year}-{serial}"),
    };
    Ok((counter, number))
}

/// Only the last act of a step carries the number.
fn without_number_unless_done(event: CourseEvent) -> CourseEvent {
    match event {
        CourseEvent::LevelPassed(mut passed) => {
            passed.number = None;
            CourseEvent::LevelPassed(passed)
        }
        CourseEvent::StepPassed { .. }
        | CourseEvent::Returned { .. }
        | CourseEvent::Resubmitted { .. }
        | CourseEvent::SentBack { .. }
        | CourseEvent::RefusalProposed { .. }
        | CourseEvent::HandedBack { .. }
        | CourseEvent::Refused { .. }
        | CourseEvent::Withdrawn
        | CourseEvent::Lapsed => event,
    }
}

/// Returns the filing for correction: everything at once. An item returned before needs a reason.
pub(super) fn send_back(
    ctx: Ctx,
    id: &FilingId,
    drawn: i64,
    (items, reason): (&[ReturnItem], Option<&str>),
) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.filing.revision)?;
    course::check_exit(at.step, Exit::Correct)?;
    course::turn(ctx, at.course, at.step, Some(&at.filing.district))?;
    let event = course::returned(ctx, at.course, items, reason)?;
    let key = Key::Filing(id.clone());
    let to = Addressee::Enterprise(at.filing.enterprise.clone());
    let values = [("step", at.step.id.clone()), ("items", items.len().to_string())];
    changed(id, FilingEvent::Course(event)).telling(ctx.act, to, &key, "filing_returned", &values).done()
}

/// Refuses the filing, or proposes so to the next rank; the codes are requirements of the policy, the first being the
/// legal ground. The applicant hears of it when the last rank has refused.
pub(super) fn refuse(ctx: Ctx, id: &FilingId, drawn: i64, (codes, words): (&[String], &str)) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.filing.revision)?;
    let event = course::refuse(ctx, at.policy, (at.course, &at.filing.district), (codes, words))?;
    check_grounds(ctx, &at, codes)?;
    if !matches!(event, CourseEvent::Refused { .. }) {
        return changed(id, FilingEvent::Course(event)).done();
    }
    let key = Key::Filing(id.clone());
    let to = Addressee::Enterprise(at.filing.enterprise.clone());
    let values = [("step", at.step.id.clone()), ("codes", codes.join(", "))];
    let outcome = applicant::ended(ctx, (id, at.filing), at.policy, event);
    outcome.telling(ctx.act, to, &key, "filing_refused", &values).done()
}

/// Refuses grounds that do not fail on what is stated and attested, and one that only an open reading gives.
fn check_grounds(ctx: Ctx, at: &AtOffice, codes: &[String]) -> Result<(), Stop> {
    let programme = ctx.world.programme(&at.filing.programme)?;
    let enterprise = ctx.world.enterprise(&at.filing.enterprise)?;
    let facts = facts::of_filing(ctx, at.policy, enterprise, at.filing);
    match outlook::standing(at.policy, &applicant::without_claim_facts(&facts), programme) {
        MayFile::No { codes: failed } if codes.iter().all(|code| failed.contains(code)) => Ok(()),
        MayFile::AfterRuling { switches, .. } => {
            let first = codes.first().and_then(|code| at.policy.plan().requirement(code));
            let clause = first.map_or_else(String::new, |requirement| requirement.clause.clone());
            Err(Refusal::AwaitingRuling { switches, clause }.into())
        }
        MayFile::Yes | MayFile::No { .. } => Err(course::not_failed().into()),
    }
}

/// Gives the filing back to the first rank of the office.
pub(super) fn hand_back(ctx: Ctx, id: &FilingId, drawn: i64, words: &str) -> Result<Decided, Stop> {
    let at = at_office(ctx, id)?;
    access::fresh(drawn, at.filing.revision)?;
    let event = course::hand_back(ctx, at.policy, (at.course, &at.filing.district), words)?;
    changed(id, FilingEvent::Course(event)).done()
}
