//! The expert review (专家评审, 三(五)2): draw, declare, choose, score, sign, pass. The panel sees exceptions and a
//! sample one by one and signs one opinion with the whole list; a line that fails leaves the round (A33).

use super::at::{At, officer};
use super::leave::{self, Left};
use super::line::{Leaving, Line};
use super::panel::{self, Member, Review, Rules, Score, Sheet, SheetLine};
use super::{Round, RoundEvent, Signature, digest};
use crate::access;
use crate::act::Seat;
use crate::course::CourseEvent;
use crate::decide::{Ctx, Decided};
use crate::event::What;
use crate::ids::{ClaimId, RoundId};
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use policy::plan::words::StepKind;
use policy::policy::Policy;
use std::collections::{BTreeMap, BTreeSet};

/// Draws the experts of the round out of the city's register.
pub(super) fn draw(ctx: Ctx, id: &RoundId, drawn: i64) -> Result<Decided, Stop> {
    let at = for_officer(ctx, id, drawn)?;
    if at.round.review.is_some() {
        return Err(Refusal::Ended { state: "drawn".to_owned() }.into());
    }
    let barred = employers_with_a_part(ctx, at.round)?;
    let in_pool = ctx.setting.city.experts().filter(|expert| expert.period.contains(ctx.act.today));
    let (left_out, able): (Vec<_>, Vec<_>) = in_pool.partition(|expert| barred.contains(expert.employer.as_str()));
    let rules = Rules::of(at.policy);
    if able.len() < rules.experts || rules.experts == 0 {
        return Err(too_few());
    }
    let seed = ctx.act.fresh().id("seed", 0);
    let candidates = panel::drawn_order(&seed, able.into_iter().map(|expert| expert.id.clone()));
    let members = candidates.iter().take(rules.experts).cloned().collect();
    let left_out = left_out.into_iter().map(|expert| expert.id.clone()).collect();
    at.changed(RoundEvent::ExpertsDrawn { seed, candidates, left_out, members }).done()
}

fn too_few() -> Stop {
    Refusal::BadField { field: "experts".to_owned(), problem: "too_few".to_owned() }.into()
}

/// The credit codes of everybody who applies or provides in the round, and of bodies related to the providers.
fn employers_with_a_part(ctx: Ctx, round: &Round) -> Result<BTreeSet<String>, Stop> {
    ctx.world.want(round.inside().map(|line| Key::Enterprise(line.enterprise.clone())))?;
    let mut codes = BTreeSet::new();
    for line in round.inside() {
        codes.insert(ctx.world.enterprise(&line.enterprise)?.credit_code.clone());
        if let Some(provider) = ctx.setting.city.provider(&line.provider) {
            codes.insert(provider.credit_code.as_str().to_owned());
            codes.extend(provider.related.iter().map(|code| code.as_str().to_owned()));
        }
    }
    Ok(codes)
}

/// The review step, for an officer of it, now, with a fresh form.
fn for_officer<'a>(ctx: Ctx<'a>, id: &'a RoundId, drawn: i64) -> Result<At<'a>, Stop> {
    let at = At::kind(ctx, id, StepKind::Expert)?;
    at.role(ctx)?;
    at.now()?;
    access::fresh(drawn, at.round.revision)?;
    Ok(at)
}

/// The review, once experts were drawn.
fn review(round: &Round) -> Result<&Review, Refusal> {
    round.review.as_ref().ok_or_else(|| Refusal::FieldsMissing { fields: vec!["experts".to_owned()] })
}

/// The review step, for an expert on the panel, now.
fn for_expert<'a>(ctx: Ctx<'a>, id: &'a RoundId) -> Result<(At<'a>, &'a str, &'a Member), Stop> {
    let Seat::Expert { expert } = &ctx.act.actor.seat else { return Err(ctx.not_your_seat().into()) };
    let at = At::kind(ctx, id, StepKind::Expert)?;
    let drawn = at.round.review.as_ref().and_then(|review| review.members.get(expert));
    let member = drawn.ok_or_else(|| Refusal::NotFound { what: Key::Round(id.clone()).to_string() })?;
    if member.left.is_some() {
        return Err(Refusal::Recused.into());
    }
    at.now()?;
    Ok((at, expert, member))
}

/// An expert declares in which lines there is an interest, perhaps none; before that nothing is shown.
pub(super) fn declare(ctx: Ctx, id: &RoundId, interests: &BTreeSet<ClaimId>) -> Result<Decided, Stop> {
    let (at, expert, member) = for_expert(ctx, id)?;
    not_sealed(member)?;
    if let Some(unknown) = interests.iter().find(|claim| !at.round.inside().any(|line| line.claim == **claim)) {
        return Err(Refusal::NotFound { what: Key::Claim(unknown.clone()).to_string() }.into());
    }
    let declared =
        RoundEvent::InterestsDeclared { expert: expert.to_owned(), interests: interests.clone(), at: ctx.act.at };
    at.changed(declared).done()
}

fn not_sealed(member: &Member) -> Result<(), Refusal> {
    if member.sealed_at.is_none() { Ok(()) } else { Err(Refusal::Ended { state: "sealed".to_owned() }) }
}

/// An expert stays out of the round altogether.
pub(super) fn recuse(ctx: Ctx, id: &RoundId, words: &str) -> Result<Decided, Stop> {
    let (at, expert, member) = for_expert(ctx, id)?;
    not_sealed(member)?;
    has_words(words)?;
    at.changed(RoundEvent::ExpertLeft { expert: expert.to_owned(), words: words.to_owned(), next: None }).done()
}

fn has_words(words: &str) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::FieldsMissing { fields: vec!["words".to_owned()] });
    }
    Ok(())
}

/// An officer replaces an expert who has not signed, or who left, by the next one of the draw.
pub(super) fn replace(ctx: Ctx, id: &RoundId, drawn: i64, (expert, words): (&str, &str)) -> Result<Decided, Stop> {
    let at = for_officer(ctx, id, drawn)?;
    has_words(words)?;
    let review = review(at.round)?;
    let not_found = || Refusal::NotFound { what: format!("expert:{expert}") };
    let member = review.members.get(expert).ok_or_else(not_found)?;
    if member.opinion.is_some() {
        return Err(Refusal::Ended { state: "signed".to_owned() }.into());
    }
    if review.panel().count() >= Rules::of(at.policy).experts && member.left.is_some() {
        return Err(Refusal::Ended { state: "replaced".to_owned() }.into());
    }
    let next = review.next_drawn().ok_or_else(too_few)?;
    let (expert, words) = (expert.to_owned(), words.to_owned());
    at.changed(RoundEvent::ExpertLeft { expert, words, next: Some(next.clone()) }).done()
}

/// An officer names the exceptions; the sample of the others is drawn by the seed of the review.
pub(super) fn choose(
    ctx: Ctx,
    id: &RoundId,
    drawn: i64,
    exceptions: &BTreeMap<ClaimId, String>,
) -> Result<Decided, Stop> {
    let at = for_officer(ctx, id, drawn)?;
    let review = review(at.round)?;
    if review.members.values().any(|member| !member.scores.is_empty()) {
        return Err(Refusal::Ended { state: "scored".to_owned() }.into());
    }
    for (claim, words) in exceptions {
        if !at.round.inside().any(|line| line.claim == *claim) {
            return Err(Refusal::NotFound { what: Key::Claim(claim.clone()).to_string() }.into());
        }
        has_words(words)?;
    }
    let percent = Rules::of(at.policy).sample_percent;
    let chosen = panel::choose(&review.seed, at.round.inside(), exceptions, percent);
    at.changed(RoundEvent::LinesChosen { chosen }).done()
}

/// An expert scores a line: a draft, until all scores are sealed.
pub(super) fn score(ctx: Ctx, id: &RoundId, claim: &ClaimId, (points, words): (u8, &str)) -> Result<Decided, Stop> {
    let (at, expert, member) = for_expert(ctx, id)?;
    if member.interests.contains(claim) {
        return Err(Refusal::Recused.into());
    }
    not_sealed(member)?;
    has_declared(member)?;
    let bad = |field: &str, problem: &str| Refusal::BadField { field: field.to_owned(), problem: problem.to_owned() };
    if !review(at.round)?.is_chosen(claim) {
        return Err(bad("claim", "not_chosen").into());
    }
    if points > 100 {
        return Err(bad("points", "out_of_range").into());
    }
    has_words(words)?;
    let score = Score { points, words: words.to_owned() };
    at.changed(RoundEvent::Scored { expert: expert.to_owned(), claim: claim.clone(), score }).done()
}

fn has_declared(member: &Member) -> Result<(), Refusal> {
    if member.declared_at.is_some() {
        return Ok(());
    }
    Err(Refusal::FieldsMissing { fields: vec!["interests".to_owned()] })
}

/// An expert seals the scores; from then on they are counted and cannot change.
pub(super) fn seal(ctx: Ctx, id: &RoundId) -> Result<Decided, Stop> {
    let (at, expert, member) = for_expert(ctx, id)?;
    not_sealed(member)?;
    has_declared(member)?;
    let review = review(at.round)?;
    if review.chosen.is_none() {
        return Err(Refusal::FieldsMissing { fields: vec!["chosen".to_owned()] }.into());
    }
    let missing = review.to_score(member).filter(|claim| !member.scores.contains_key(*claim));
    let missing: Vec<String> = missing.map(|claim| Key::Claim(claim.clone()).to_string()).collect();
    if !missing.is_empty() {
        return Err(Refusal::FieldsMissing { fields: missing }.into());
    }
    at.changed(RoundEvent::ScoresSealed { expert: expert.to_owned(), at: ctx.act.at }).done()
}

/// The list the panel signs, once every expert has sealed and every line seen can be judged.
///
/// Refuses with what is missing: experts who have not sealed, lines that not half of the panel scored.
pub fn sheet(policy: &Policy, round: &Round) -> Result<Sheet, Refusal> {
    let review = review(round)?;
    let rules = Rules::of(policy);
    let mut missing: Vec<String> = review
        .panel()
        .filter(|(_, member)| member.sealed_at.is_none())
        .map(|(expert, _)| format!("expert:{expert}"))
        .collect();
    if review.panel().count() < rules.experts {
        missing.push("experts".to_owned());
    }
    let mut lines = Vec::new();
    for line in round.inside() {
        let choice = review.chosen.as_ref().and_then(|chosen| chosen.get(&line.claim));
        let seen = choice.map(|choice| (choice.clone(), review.found(&line.claim, rules.pass_score)));
        if seen.as_ref().is_some_and(|(_, found)| !found.is_judged) {
            missing.push(Key::Claim(line.claim.clone()).to_string());
        }
        lines.push(sheet_line(line, seen));
    }
    if !missing.is_empty() {
        return Err(Refusal::FieldsMissing { fields: missing });
    }
    Ok(Sheet { round: round.number.clone(), lines })
}

fn sheet_line(line: &Line, seen: Option<(panel::Choice, panel::Found)>) -> SheetLine {
    SheetLine {
        claim: line.claim.clone(),
        enterprise_name: line.enterprise_name.clone(),
        stream: line.stream.clone(),
        award: line.award,
        seen,
    }
}

/// An expert signs the one opinion on the list, naming its hash.
pub(super) fn sign(ctx: Ctx, id: &RoundId, (hash, words): (&str, &str)) -> Result<Decided, Stop> {
    let (at, expert, member) = for_expert(ctx, id)?;
    if member.opinion.is_some() {
        return Err(Refusal::Ended { state: "signed".to_owned() }.into());
    }
    has_words(words)?;
    let now = digest::of(&sheet(at.policy, at.round)?);
    super::same_hash(hash, &now)?;
    let signature = Signature {
        role: "expert".to_owned(),
        office: expert.to_owned(),
        by: ctx.act.actor.account.clone(),
        at: ctx.act.at,
        hash: now,
        words: words.to_owned(),
    };
    at.changed(RoundEvent::OpinionSigned { expert: expert.to_owned(), signature }).done()
}

/// An officer's role passes the review: every expert has signed the list as it stands. With the last role, the
/// lines that failed leave.
pub(super) fn pass(ctx: Ctx, at: At, opinion: &str) -> Result<Decided, Stop> {
    officer(ctx)?;
    let sheet = sheet(at.policy, at.round)?;
    let hash = digest::of(&sheet);
    let unsigned = review(at.round)?
        .panel()
        .filter(|(_, member)| member.opinion.as_ref().is_none_or(|signature| signature.hash != hash));
    let unsigned: Vec<String> = unsigned.map(|(expert, _)| format!("opinion:{expert}")).collect();
    if !unsigned.is_empty() {
        return Err(Refusal::FieldsMissing { fields: unsigned }.into());
    }
    let event = at.pass(ctx, opinion)?;
    let is_last = matches!(event, CourseEvent::StepPassed { .. });
    let outcome = at.outcome().with(at.key(), What::Round(RoundEvent::Course(event)));
    if !is_last {
        return outcome.done();
    }
    let left = failed(at.round, &sheet);
    let outcome = leave::leave(ctx, outcome, at, &left)?;
    leave::lapse_if_empty(outcome, at, left.len()).done()
}

fn failed<'a>(round: &'a Round, sheet: &Sheet) -> Vec<Left<'a>> {
    let failed = sheet.lines.iter().filter_map(|shown| {
        shown.seen.as_ref().filter(|(_, found)| !found.is_passed)?;
        // The reason says it all; what was found stands in the review.
        Some(Left { line: round.line(&shown.claim)?, why: Leaving::ReviewFailed, words: String::new() })
    });
    failed.collect()
}
