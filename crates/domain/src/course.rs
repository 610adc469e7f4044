//! The course of a case through a procedure of the policy: where it stands, who holds it until when,
//! what it has passed. Shared by filings, claims and rounds; a list of steps, never a graph.

mod refuse;

pub use refuse::{Proposal, RankNote, hand_back, not_failed, refuse};

use crate::access;
use crate::act::Seat;
use crate::decide::Ctx;
use crate::ids::{AccountId, BlobId};
use crate::refusal::Refusal;
use crate::setting::Setting;
use crate::world::Stop;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use policy::facts::{Facts, Readings};
use policy::plan::procedure::{Duration, Procedure, Step};
use policy::plan::words::{Exit, Rank};
use policy::policy::Policy;
use policy::schema::{IsoDate, IsoInstant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a case stands in its procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Course {
    /// The procedure's id in the policy.
    pub procedure: String,
    /// The step it stands at, or the last one it stood at.
    pub step: String,
    /// How many ranks of the office have passed it at this step.
    pub level: usize,
    /// Roles that have yet to act at a step where several act in parallel.
    pub waiting_for: Vec<String>,
    /// Since when it stands there.
    #[schemars(with = "IsoInstant")]
    pub since: Timestamp,
    /// By when the step should be done.
    #[schemars(with = "Option<IsoDate>")]
    pub due: Option<Date>,
    /// Whether it goes on, and how it ended if not.
    pub state: CourseState,
    /// Everything it has passed, in order.
    pub passed: Vec<Passed>,
    /// How often each item was sent back for correction.
    pub returned_items: Vec<String>,
    /// What one rank of the office left for the one whose turn it is.
    #[serde(default, skip_serializing_if = "RankNote::is_none")]
    pub note: RankNote,
}

/// Whether a case goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CourseState {
    /// At its step.
    Underway,
    /// With the applicant for correction; it comes back to the same step.
    Returned {
        /// What is to be corrected, item by item.
        items: Vec<ReturnItem>,
    },
    /// Refused, with the grounds.
    Refused {
        /// Codes of the policy, the first being the legal ground.
        codes: Vec<String>,
        /// The officer's words.
        words: String,
    },
    /// Taken back by the applicant.
    Withdrawn,
    /// Fell away by time.
    Lapsed,
    /// All steps passed.
    Finished,
}

impl CourseState {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Underway => "underway",
            Self::Returned { .. } => "returned",
            Self::Refused { .. } => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Finished => "finished",
        }
    }
}

/// One item to be corrected.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReturnItem {
    /// The paper or field, by id.
    pub item: String,
    /// What is wrong and what to do.
    pub words: String,
}

/// One act that moved the case on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Passed {
    /// The step.
    pub step: String,
    /// The role acted in.
    pub role: String,
    /// The office, as the register names it, or the word of the seat.
    pub office: String,
    /// The rank, where the step has ranks.
    pub rank: Option<Rank>,
    /// Who.
    pub by: AccountId,
    /// When.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
    /// The opinion.
    pub opinion: String,
    /// The number given to the case at this step.
    pub number: Option<String>,
    /// The paper act of an office that does not sign in.
    pub registered: Option<Registered>,
}

/// An act registered for an office that does not sign in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Registered {
    /// The document's number.
    pub number: String,
    /// The document's date.
    #[schemars(with = "IsoDate")]
    pub date: Date,
    /// The scan.
    pub scan: BlobId,
    /// Who entered it; somebody else confirms.
    pub entered_by: AccountId,
}

/// What happened to a case on its course. Its tag differs from that of the events it stands in, which carry it as
/// their whole content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "moved", rename_all = "snake_case")]
pub enum CourseEvent {
    /// A rank or one of several roles passed it; the step goes on.
    LevelPassed(Passed),
    /// The step is done; the case stands at the next one.
    StepPassed {
        /// The last act of the step.
        passed: Passed,
        /// Where it stands now; none when that was the last step.
        next: Option<Place>,
    },
    /// Sent back to the applicant for correction.
    Returned {
        /// Item by item.
        items: Vec<ReturnItem>,
        /// Who sent it back.
        by: AccountId,
        /// Why again, where an item was sent back before.
        reason: Option<String>,
    },
    /// The applicant handed the corrected case in again.
    Resubmitted {
        /// The new deadline of the step.
        #[schemars(with = "Option<IsoDate>")]
        due: Option<Date>,
        /// When.
        #[schemars(with = "IsoInstant")]
        at: Timestamp,
    },
    /// Back to an earlier step of the procedure.
    SentBack {
        /// Where it stands now.
        place: Place,
        /// Why.
        words: String,
        /// Who sent it back.
        by: AccountId,
    },
    /// A rank proposes to refuse it; the next rank of the office has the word.
    RefusalProposed {
        /// The act of this rank.
        passed: Passed,
        /// What it proposes.
        proposal: Proposal,
    },
    /// A rank gave it back to the first rank of its office.
    HandedBack {
        /// Why.
        words: String,
        /// Who.
        by: AccountId,
    },
    /// Refused.
    Refused {
        /// The codes.
        codes: Vec<String>,
        /// The officer's words.
        words: String,
        /// By whom.
        by: AccountId,
    },
    /// Withdrawn.
    Withdrawn,
    /// Fell away by time.
    Lapsed,
}

/// A place in a procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The step.
    pub step: String,
    /// Roles that must all act there.
    pub roles: Vec<String>,
    /// Since when.
    #[schemars(with = "IsoInstant")]
    pub since: Timestamp,
    /// Until when.
    #[schemars(with = "Option<IsoDate>")]
    pub due: Option<Date>,
}

impl Course {
    /// A course at a place.
    pub fn at(procedure: &str, place: Place) -> Self {
        Self {
            procedure: procedure.to_owned(),
            step: place.step,
            level: 0,
            waiting_for: place.roles,
            since: place.since,
            due: place.due,
            state: CourseState::Underway,
            passed: Vec::new(),
            returned_items: Vec::new(),
            note: RankNote::None,
        }
    }

    /// The course after an event.
    #[must_use]
    pub fn apply(mut self, event: &CourseEvent) -> Self {
        match event {
            CourseEvent::LevelPassed(passed) => {
                // Several roles pass one after another, each in one rank; one role passes rank by rank.
                if self.waiting_for.len() > 1 {
                    self.waiting_for.retain(|role| *role != passed.role);
                } else {
                    self.level = self.level.saturating_add(1);
                }
                self.note = RankNote::None;
                self.passed.push(passed.clone());
            }
            CourseEvent::StepPassed { passed, next } => {
                self.passed.push(passed.clone());
                match next {
                    Some(place) => self.stand(place),
                    None => self.state = CourseState::Finished,
                }
            }
            CourseEvent::Returned { items, .. } => {
                self.returned_items.extend(items.iter().map(|item| item.item.clone()));
                self.restart();
                self.state = CourseState::Returned { items: items.clone() };
            }
            CourseEvent::Resubmitted { due, at } => {
                self.state = CourseState::Underway;
                self.since = *at;
                self.due = *due;
            }
            CourseEvent::SentBack { place, .. } => self.stand(place),
            CourseEvent::RefusalProposed { passed, proposal } => {
                self.level = self.level.saturating_add(1);
                self.passed.push(passed.clone());
                self.note = RankNote::RefusalProposed(proposal.clone());
            }
            CourseEvent::HandedBack { words, by } => {
                self.restart();
                self.note = RankNote::HandedBack { words: words.clone(), by: by.clone() };
            }
            CourseEvent::Refused { codes, words, .. } => {
                self.note = RankNote::None;
                self.state = CourseState::Refused { codes: codes.clone(), words: words.clone() };
            }
            CourseEvent::Withdrawn => self.state = CourseState::Withdrawn,
            CourseEvent::Lapsed => self.state = CourseState::Lapsed,
        }
        self
    }

    /// The first rank of the step has it again.
    fn restart(&mut self) {
        self.level = 0;
        self.note = RankNote::None;
    }

    pub(crate) fn stand(&mut self, place: &Place) {
        self.restart();
        self.step.clone_from(&place.step);
        self.waiting_for.clone_from(&place.roles);
        self.since = place.since;
        self.due = place.due;
        self.state = CourseState::Underway;
    }

    /// Whether the case still goes on (在办).
    pub fn is_live(&self) -> bool {
        matches!(self.state, CourseState::Underway | CourseState::Returned { .. })
    }

    /// The step it stands at, as the policy has it.
    pub fn step<'a>(&self, policy: &'a Policy) -> Result<&'a Step, Refusal> {
        policy
            .plan()
            .step(&self.procedure, &self.step)
            .ok_or_else(|| Refusal::PolicySilent { what: format!("{}/{}", self.procedure, self.step) })
    }

    /// Refuses unless the case is at its step (not returned, not ended).
    pub fn underway(&self) -> Result<(), Refusal> {
        if self.state == CourseState::Underway {
            return Ok(());
        }
        Err(Refusal::Ended { state: self.state.word().to_owned() })
    }

    /// The rank whose turn it is, where the step has ranks.
    pub fn rank_due(&self, step: &Step) -> Option<Rank> {
        step.ranks.get(self.level).copied()
    }

    /// The rank that has its turn after this one; none where this is the last.
    pub fn next_rank(&self, step: &Step) -> Option<Rank> {
        step.ranks.get(self.level.saturating_add(1)).copied()
    }

    /// The refusal that the rank before proposes.
    pub fn proposal(&self) -> Option<&Proposal> {
        match &self.note {
            RankNote::RefusalProposed(proposal) => Some(proposal),
            RankNote::None | RankNote::HandedBack { .. } => None,
        }
    }
}

/// The facts of a case that conditions of steps may read.
#[derive(Clone, Copy)]
pub struct CaseFacts<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The readings in force.
    pub readings: &'a Readings,
}

/// The first step of a procedure that takes place for a case.
pub fn first_place(ctx: Ctx, policy: &Policy, procedure: &str, case: CaseFacts) -> Result<Place, Stop> {
    let procedure = procedure_of(policy, procedure)?;
    let place = place_from(ctx, policy, procedure, 0, case)?;
    Ok(place.ok_or_else(|| Refusal::PolicySilent { what: procedure.id.clone() })?)
}

/// The step after the one a case stands at, or none after the last.
pub fn next_place(ctx: Ctx, policy: &Policy, course: &Course, case: CaseFacts) -> Result<Option<Place>, Stop> {
    let procedure = procedure_of(policy, &course.procedure)?;
    let here = procedure.steps.iter().position(|step| step.id == course.step);
    let after = here.map_or(0, |index| index.saturating_add(1));
    place_from(ctx, policy, procedure, after, case)
}

/// The place of a step by its id.
pub fn place_at(ctx: Ctx, policy: &Policy, procedure: &str, step: &str) -> Result<Place, Stop> {
    let found = policy.plan().step(procedure, step);
    let step = found.ok_or_else(|| Refusal::PolicySilent { what: format!("{procedure}/{step}") })?;
    Ok(place(ctx, step)?)
}

fn procedure_of<'a>(policy: &'a Policy, id: &str) -> Result<&'a Procedure, Refusal> {
    policy.plan().procedure(id).ok_or_else(|| Refusal::PolicySilent { what: id.to_owned() })
}

fn place_from(
    ctx: Ctx,
    policy: &Policy,
    procedure: &Procedure,
    from: usize,
    case: CaseFacts,
) -> Result<Option<Place>, Stop> {
    for step in procedure.steps.iter().skip(from) {
        if let Some(condition) = &step.condition {
            match policy.condition(condition, case.facts, case.readings) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    let facts = condition.facts.clone();
                    return Err(Refusal::FactsMissing { facts, clause: step.clause.clone() }.into());
                }
            }
        }
        return Ok(Some(place(ctx, step)?));
    }
    Ok(None)
}

fn place(ctx: Ctx, step: &Step) -> Result<Place, Refusal> {
    Ok(Place {
        step: step.id.clone(),
        roles: step.roles.clone(),
        since: ctx.act.at,
        due: due(ctx.setting, ctx.act.today, step)?,
    })
}

/// The day by which a step entered today should be done.
pub fn due(setting: &Setting, today: Date, step: &Step) -> Result<Option<Date>, Refusal> {
    if let Some(cut_off) = &step.cut_off {
        return Ok(Some(access::next_cut_off(setting, today, *cut_off)?));
    }
    step.deadline.map(|length| after(setting, today, length)).transpose()
}

/// The day a length of calendar time after another.
pub fn after(setting: &Setting, day: Date, length: Duration) -> Result<Date, Refusal> {
    let plain = match length {
        Duration::Workdays(days) => return access::workdays_after(setting, day, days),
        Duration::Days(days) => day.checked_add(i64::from(days).days()),
        Duration::Months(months) => day.checked_add(i64::from(months).months()),
        Duration::Years(years) => day.checked_add(i64::from(years).years()),
    };
    plain.map_err(|_| Refusal::CalendarUnknown { year: day.year() })
}

/// Refuses a return, refusal or withdrawal that the step does not allow.
pub fn check_exit(step: &Step, exit: Exit) -> Result<(), Refusal> {
    if step.exits.contains(&exit) {
        return Ok(());
    }
    Err(Refusal::NoSuchExit { exit: exit.en().to_owned(), clause: step.clause.clone() })
}

/// Refuses an actor who already acted at this step, or who is not the one whose turn it is; gives the
/// role acted in and the rank.
pub fn turn(ctx: Ctx, course: &Course, step: &Step, district: Option<&str>) -> Result<(String, Option<Rank>), Stop> {
    course.underway()?;
    let role = access::role_for(ctx, step, district)?;
    if !course.waiting_for.contains(&role) {
        return Err(Refusal::WrongStep { found: course.step.clone(), needed: step.id.clone() }.into());
    }
    if !step.ranks.is_empty() {
        let due = course.rank_due(step);
        let held = ctx.act.actor.office().map(|(_, rank)| rank);
        if due != held {
            let needed = due.map_or_else(String::new, |rank| rank.en().to_owned());
            return Err(Refusal::NotYourDuty { needed }.into());
        }
        not_the_same_person(ctx, course, course.level)?;
        return Ok((role, due));
    }
    Ok((role, None))
}

/// Maker is never checker: nobody acts at two ranks of one step.
fn not_the_same_person(ctx: Ctx, course: &Course, ranks_passed: usize) -> Result<(), Refusal> {
    let recent = course.passed.iter().rev().take(ranks_passed);
    for passed in recent {
        if passed.step == course.step && passed.by == ctx.act.actor.account {
            return Err(Refusal::SamePerson { before: passed.step.clone() });
        }
    }
    Ok(())
}

/// Passes the step on for this actor: to the next rank, to the other roles, or to the next step. Where the rank before
/// proposes a refusal, that is agreed to or given back, never passed over.
pub fn pass(
    ctx: Ctx,
    policy: &Policy,
    course: &Course,
    (passed, district): (Passed, Option<&str>),
    case: CaseFacts,
) -> Result<CourseEvent, Stop> {
    let step = course.step(policy)?;
    let (role, rank) = turn(ctx, course, step, district)?;
    let passed = Passed { role: role.clone(), rank, ..passed };
    if course.proposal().is_some() {
        return Err(Refusal::RefusalProposed.into());
    }
    let roles_left = course.waiting_for.iter().filter(|other| **other != role).count();
    if course.next_rank(step).is_some() || roles_left > 0 {
        return Ok(CourseEvent::LevelPassed(passed));
    }
    let next = next_place(ctx, policy, course, case)?;
    Ok(CourseEvent::StepPassed { passed, next })
}

/// A mark of who passes now, to be completed by [`pass`].
pub fn mark(ctx: Ctx, course: &Course, opinion: &str, number: Option<String>) -> Passed {
    let office = match &ctx.act.actor.seat {
        Seat::Office { office, .. } => office.clone(),
        Seat::Provider { provider } => provider.clone(),
        Seat::Enterprise { enterprise, .. } => enterprise.to_string(),
        Seat::Newcomer
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => ctx.act.actor.seat.word().to_owned(),
    };
    Passed {
        step: course.step.clone(),
        role: String::new(),
        office,
        rank: None,
        by: ctx.act.actor.account.clone(),
        at: ctx.act.at,
        opinion: opinion.to_owned(),
        number,
        registered: None,
    }
}

/// A return for correction: at least one item; an item returned before needs a superior's reason.
pub fn returned(ctx: Ctx, course: &Course, items: &[ReturnItem], reason: Option<&str>) -> Result<CourseEvent, Refusal> {
    if items.is_empty() || items.iter().any(|item| item.words.trim().is_empty()) {
        return Err(Refusal::FieldsMissing { fields: vec!["items".to_owned()] });
    }
    let again: Vec<String> =
        items.iter().filter(|item| course.returned_items.contains(&item.item)).map(|item| item.item.clone()).collect();
    let is_superior = !matches!(ctx.act.actor.office(), Some((_, Rank::Handle)));
    if !again.is_empty() && (reason.is_none_or(|words| words.trim().is_empty()) || !is_superior) {
        return Err(Refusal::ReturnedBefore { items: again });
    }
    let by = ctx.act.actor.account.clone();
    Ok(CourseEvent::Returned { items: items.to_vec(), by, reason: reason.map(str::to_owned) })
}
