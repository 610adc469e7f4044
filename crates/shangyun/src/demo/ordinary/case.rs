//! One case of an ordinary city: who, which stream, how far it comes, and when it is next worked on.

use super::Ordinary;
use crate::demo::applicants::Applicant;
use crate::demo::play::Stumble;
use domain::course::Course;
use domain::ids::{ClaimId, FilingId};
use domain::industry::{self, Sector};
use jiff::civil::Date;
use policy::decision::Outcome;
use policy::facts::{Facts, Readings};
use policy::plan::words::StepKind;
use policy::policy::Policy;
use policy::value::Value;

/// How far a case comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Goal {
    /// Begun, with half of its papers.
    Draft,
    /// Back with the applicant.
    Returned,
    /// Waiting at a step of the filing.
    Filing(String),
    /// Filed, with no claim yet.
    Filed,
    /// Waiting at a step of the claim.
    Claim(String),
    /// Decided: a round takes it.
    Decided,
}

/// A case.
pub(super) struct Case {
    /// The number of its applicant.
    pub applicant: usize,
    /// Its stream.
    pub stream: String,
    /// How far it comes.
    pub goal: Goal,
    /// Its filing, once it was begun.
    pub filing: Option<FilingId>,
    /// Its claim, once it is open.
    pub claim: Option<ClaimId>,
    /// Whether a round has taken it.
    pub is_taken: bool,
    /// When it is worked on next; none before its first day and once it rests.
    pub next: Next,
}

impl Case {
    /// Whether it is to come to a claim.
    pub fn claims(&self) -> bool {
        match self.goal {
            Goal::Claim(_) | Goal::Decided => true,
            Goal::Draft | Goal::Returned | Goal::Filing(_) | Goal::Filed => false,
        }
    }
}

/// When a case is worked on next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Next {
    /// It begins so many workdays after the programme opened.
    Begins(usize),
    /// On a day.
    On(Date),
    /// Not any more.
    Rests,
}

/// When the cases that are decided begin: from so many workdays after the opening on, over so many workdays.
const EARLY: (usize, usize) = (0, 40);
/// When the others do.
const LATE: (usize, usize) = (60, 26);
/// How many cases of every stream are decided.
const DECIDED: usize = 4;

/// The cases of a city: one for every place a case can stand at, in every stream, and some that are decided; as many as
/// there are applicants. None where the plan has no filing.
pub(super) fn all(policy: &Policy, applicants: &[Applicant]) -> Vec<Case> {
    let plan = policy.plan();
    let Some(filing) = plan.procedure(domain::filing::PROCEDURE) else { return Vec::new() };
    let waits = |kind: StepKind| !matches!(kind, StepKind::Apply | StepKind::Roster);
    let claim = plan.procedure(domain::claim::PROCEDURE);
    let filing_steps = filing.steps.iter().filter(|step| waits(step.kind)).map(|step| Goal::Filing(step.id.clone()));
    let claim_steps = claim.iter().flat_map(|one| &one.steps).filter(|step| waits(step.kind));
    let claim_steps = claim_steps.map(|step| Goal::Claim(step.id.clone()));
    let decided = if claim.is_some() { DECIDED } else { 0 };
    let mut goals: Vec<Goal> = vec![Goal::Decided; decided];
    goals.extend(claim_steps.chain(filing_steps).chain([Goal::Returned, Goal::Filed, Goal::Draft]));
    let mut free: Vec<usize> = (0..applicants.len()).collect();
    let mut cases = Vec::new();
    for goal in goals {
        for stream in plan.streams() {
            let fits = |number: &usize| applicants.get(*number).is_some_and(|one| may_file(policy, &stream.id, one));
            let Some(place) = free.iter().position(fits) else { continue };
            let applicant = free.remove(place);
            let next = Next::Begins(0);
            let (stream, goal) = (stream.id.clone(), goal.clone());
            cases.push(Case { applicant, stream, goal, filing: None, claim: None, is_taken: false, next });
        }
    }
    spread(&mut cases);
    cases
}

/// Spreads the first days of cases: those that are decided early, so that rounds can take them, and the others late, so
/// that few of them are overdue when the demo begins.
fn spread(cases: &mut [Case]) {
    for (is_early, (first, days)) in [(true, EARLY), (false, LATE)] {
        let own = cases.iter_mut().filter(|case| (case.goal == Goal::Decided) == is_early);
        let own: Vec<&mut Case> = own.collect();
        let count = own.len().max(1);
        for (place, case) in own.into_iter().enumerate() {
            case.next = Next::Begins(first + place * days / count);
        }
    }
}

/// Whether the plan lets this kind of applicant into a stream.
fn may_file(policy: &Policy, stream: &str, applicant: &Applicant) -> bool {
    let kind = match industry::classify(&applicant.division) {
        Sector::Industrial => "industrial",
        Sector::Software => "software",
        Sector::Other => "other",
    };
    let of_kind = Facts::new().with("kind", Value::Member(kind.to_owned()));
    let facts = of_kind.with("stream", Value::Member(stream.to_owned()));
    !matches!(policy.outcome(&facts, &Readings::default()), Outcome::Refused { .. })
}

impl Ordinary {
    pub(super) fn case(&self, number: usize) -> Result<&Case, Stumble> {
        self.cases.get(number).ok_or_else(|| self.play.lost("case"))
    }

    pub(super) fn is_due(&self, number: usize, today: Date) -> bool {
        match self.cases.get(number).map(|case| case.next) {
            Some(Next::Begins(days)) => self.after_opening(days) <= today,
            Some(Next::On(day)) => day <= today,
            Some(Next::Rests) | None => false,
        }
    }

    /// The case is not worked on any more.
    pub(super) fn rest(&mut self, number: usize) {
        self.put(number, Next::Rests);
    }

    fn put(&mut self, number: usize, next: Next) {
        if let Some(case) = self.cases.get_mut(number) {
            case.next = next;
        }
    }

    /// Does what comes next in a case, and puts the step after it off by some days.
    pub(super) fn go_on(&mut self, number: usize) -> Result<(), Stumble> {
        let goes_on = if self.case(number)?.claim.is_some() { self.on_claim(number)? } else { self.on_filing(number)? };
        let calendar = self.play.setting().city.calendar();
        let days = u32::try_from(1 + number % 2).unwrap_or(1);
        let day = calendar.add_workdays(self.play.today(), days).map_err(|_| self.play.lost("a workday"))?;
        self.put(number, if goes_on { Next::On(day) } else { Next::Rests });
        Ok(())
    }

    /// Whether a case stands where its goal lets it wait.
    pub(super) fn has_arrived(goal: &Goal, course: &Course) -> bool {
        match goal {
            Goal::Filing(step) | Goal::Claim(step) => course.step == *step,
            Goal::Draft | Goal::Returned | Goal::Filed | Goal::Decided => false,
        }
    }
}
