//! What happens in the demo city of any plan: whatever its procedures are, cases go through them step by step, each as
//! far as its goal says, so that on the first day of the demo every step has somebody at work.
//!
//! Nothing here knows a role, a paper, a fact or a stream: all of that comes from the plan. Where a plan lacks a
//! procedure, its cases end before it.

mod case;
mod claim;
mod filing;
mod filled;
mod round;
mod sheets;

use super::applicants::{self, Applicant};
use super::cast;
use super::days::Days;
use super::play::{Play, Stumble};
use case::{Case, Goal};
use domain::act::Actor;
use domain::command::Command;
use domain::decide::Answer;
use domain::due;
use domain::ids::ProgrammeId;
use domain::paper::File;
use jiff::civil::{Date, Time};
use policy::plan::words::Rank;
use policy::policy::Policy;
use round::Rounding;
use std::sync::Arc;

/// The life of a city so far.
pub struct Ordinary {
    /// The acts so far.
    pub play: Play,
    programme: ProgrammeId,
    policy: Arc<Policy>,
    applicants: Vec<Applicant>,
    days: Days,
    cases: Vec<Case>,
    rounds: Vec<Rounding>,
}

/// Who has something to do on the first day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// The number of an applicant whose filing came back.
    pub returned: Option<usize>,
    /// The role, and the district, of an office with a filing.
    pub filing: Option<(String, String)>,
    /// The role of an office with a claim.
    pub claim: Option<String>,
}

/// Where the cases of a plan wait on the first day.
pub fn waiting(policy: &Policy, applicants: &[Applicant]) -> Waiting {
    let plan = policy.plan();
    let mut waiting = Waiting::default();
    for case in case::all(policy, applicants) {
        let role = |procedure: &str, step: &str| {
            let roles = plan.step(procedure, step).map_or(&[][..], |step| &step.roles);
            roles.first().filter(|role| plan.roles.iter().any(|one| one.id == **role)).cloned()
        };
        match &case.goal {
            Goal::Returned => waiting.returned = waiting.returned.or(Some(case.applicant)),
            Goal::Filing(step) => {
                let district = applicants.get(case.applicant).map(|one| one.district.clone());
                let found = role(domain::filing::PROCEDURE, step).zip(district);
                waiting.filing = waiting.filing.or(found);
            }
            Goal::Claim(step) => waiting.claim = waiting.claim.or_else(|| role(domain::claim::PROCEDURE, step)),
            Goal::Draft | Goal::Filed | Goal::Decided => {}
        }
    }
    waiting
}

impl Ordinary {
    /// A founded city, before its first filing.
    pub fn new(play: Play, programme: ProgrammeId, policy: Arc<Policy>) -> Self {
        let applicants = applicants::all(&play.setting().city);
        let days = Days::of(policy.plan(), play.setting().city.calendar());
        let cases = case::all(&policy, &applicants);
        let rounds = round::all(policy.plan());
        Self { play, programme, policy, applicants, days, cases, rounds }
    }

    /// Lives until the morning on which the demo begins. What a plan does not allow does not happen: the case stays where
    /// it is.
    pub fn live(&mut self) {
        let mut today = self.days.opened;
        while today < self.days.begins {
            self.play.go_to(today, Time::constant(9, 0, 0, 0));
            if self.play.setting().city.calendar().is_workday(today).unwrap_or(false) {
                self.work(today);
            }
            if due::closes_intake(self.play.setting(), &self.policy, today).unwrap_or(false) {
                self.play.go_to(today, Time::constant(23, 59, 0, 0));
                self.close_intake();
            }
            let Ok(tomorrow) = today.tomorrow() else { return };
            today = tomorrow;
        }
    }

    fn work(&mut self, today: Date) {
        for number in 0..self.cases.len() {
            if self.is_due(number, today)
                && let Err(stumble) = self.go_on(number)
            {
                tracing::debug!(%stumble, "a case of the demo city stays where it is");
                self.rest(number);
            }
        }
        if let Err(stumble) = self.send_rosters(today) {
            tracing::debug!(%stumble, "a roster of the demo city is not sent");
        }
        self.work_on_rounds(today);
    }

    /// The next act, under a key made of its place.
    fn act(&mut self, actor: &Actor, command: Command) -> Result<Answer, Stumble> {
        let key = self.play.next_key();
        self.play.act(actor, &key, command)
    }

    /// So many days after the programme opened, that day or the next workday.
    fn after_opening(&self, days: usize) -> Date {
        let calendar = self.play.setting().city.calendar();
        let days = u32::try_from(days).unwrap_or_default();
        calendar.add_workdays(self.days.opened, days).unwrap_or(self.days.opened)
    }

    /// Somebody of an office that holds one of these roles, for a district where the role has one.
    fn officer(&self, roles: &[String], district: Option<&str>, (rank, number): (Rank, usize)) -> Option<Actor> {
        let city = &self.play.setting().city;
        let today = self.play.today();
        let office = roles.iter().find_map(|role| city.office_holding(role, district, today))?;
        Some(cast::officer(&office.id, rank, number % cast::people_in(city, office)))
    }

    fn applicant(&self, number: usize) -> Result<&Applicant, Stumble> {
        self.applicants.get(number).ok_or_else(|| self.play.lost("applicant"))
    }

    /// Draws a paper and puts it into the document store.
    fn keep(&mut self, document: &str, sheet: &crate::demo::papers::Sheet, number: usize) -> File {
        let code = self.applicants.get(number).map_or("", |one| one.credit_code.as_str());
        let name = format!("{code}-{document}.pdf");
        self.play.keep(crate::demo::papers::pdf(sheet), &name, "application/pdf")
    }
}
