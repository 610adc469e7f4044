//! What happens in the demo city, day by day, from its founding to the day the demo begins.
//!
//! Everybody does what is theirs to do: enterprises file, districts and the city examine, the clock closes the monthly
//! intake, the operator opens services, providers send rosters, rounds carry claims to the money. Cases stop where
//! their plan says, so that on the first day of the demo every stage has somebody at work. When the clock is moved on,
//! the contract years of open services come round ([`renewals`]).

mod claims;
mod filings;
mod forms;
pub mod plan;
mod renewals;
mod rounds;
mod sheets;

use super::cast;
use super::firms::Firm;
use super::founding;
use super::play::{Play, Stumble};
use claims::Claiming;
use domain::act::Actor;
use domain::command::Command;
use domain::decide::Answer;
use domain::due;
use domain::ids::{FilingId, ProgrammeId};
use domain::refusal::Refusal;
use jiff::civil::{Date, Time};
use plan::Plan;
use policy::plan::words::Rank;
use policy::policy::Policy;
use rounds::{Rounding, Stage};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something somebody does on a day. The number is that of a filing, a claim or a round.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Task {
    /// An enterprise registers, and files nothing yet.
    Arrive(usize),
    /// An enterprise begins a filing, and hands it in unless it stays a draft.
    File(usize),
    /// The handler of an office examines a filing.
    Handle(usize),
    /// The reviewer passes it.
    Check(usize),
    /// The signer passes it.
    Sign(usize),
    /// The applicant corrects what was returned.
    Correct(usize),
    /// Every district sends its batch.
    Send,
    /// The commission takes a city-service filing in.
    Intake(usize),
    /// The operator opens the service.
    Open(usize),
    /// A provider sends its roster.
    Roster(&'static str),
    /// An enterprise says that it is missing from a roster.
    Report(usize),
    /// An enterprise fills a claim in and confirms it.
    Fill(usize),
    /// The handler compares a claim with its papers.
    Compare(usize),
    /// The reviewer passes it; it is decided.
    Decide(usize),
    /// An enterprise corrects a claim.
    Mend(usize),
    /// A round comes to a stage.
    Round(usize, Stage),
}

/// A filing of the plan, once it was begun.
struct Filing {
    plan: Plan,
    id: Option<FilingId>,
}

/// The life of the city so far.
pub struct Life {
    /// The acts so far.
    pub play: Play,
    programme: ProgrammeId,
    policy: Arc<Policy>,
    agenda: BTreeMap<Date, Vec<Task>>,
    filings: Vec<Filing>,
    claims: Vec<Claiming>,
    rounds: Vec<Rounding>,
}

impl Life {
    /// A founded city, before its first filing.
    pub fn new(play: Play, programme: ProgrammeId, policy: Arc<Policy>) -> Self {
        let filings: Vec<Filing> = plan::plans().into_iter().map(|plan| Filing { plan, id: None }).collect();
        let mut life = Self {
            play,
            programme,
            policy,
            agenda: BTreeMap::new(),
            filings,
            claims: Vec::new(),
            rounds: rounds::plans(),
        };
        life.appoint();
        life
    }

    /// Puts into the agenda what happens by plan; what follows from it is put there as it happens.
    fn appoint(&mut self) {
        let files: Vec<(Date, Task)> =
            self.filings.iter().enumerate().map(|(number, filing)| (filing.plan.on, Task::File(number))).collect();
        let rounds: Vec<(Date, Task)> = self
            .rounds
            .iter()
            .enumerate()
            .map(|(number, round)| (round.formed_on, Task::Round(number, Stage::Form)))
            .collect();
        let sends = filings::SENDS.map(|day| (day, Task::Send));
        let rosters = claims::ROSTERS.map(|(day, provider)| (day, Task::Roster(provider)));
        let arrivals = plan::newcomers().map(|(day, firm)| (day, Task::Arrive(firm)));
        for (day, task) in arrivals.chain(files).chain(rounds).chain(sends).chain(rosters) {
            let day = self.workday(day);
            self.agenda.entry(day).or_default().push(task);
        }
    }

    /// Lives on until the morning of a day.
    ///
    /// # Errors
    /// When an act is refused: then the plan is wrong.
    pub fn live_until(&mut self, day: Date) -> Result<(), Stumble> {
        let mut today = founding::OPENED_ON;
        while today < day {
            self.play.go_to(today, Time::constant(9, 0, 0, 0));
            for task in self.agenda.remove(&today).unwrap_or_default() {
                self.do_it(task)?;
            }
            if due::closes_intake(self.play.setting(), &self.policy, today).map_err(|refusal| self.refused(&refusal))? {
                self.play.go_to(today, Time::constant(23, 59, 0, 0));
                self.close_intake()?;
            }
            today = today.tomorrow().map_err(|_| self.play.lost("tomorrow"))?;
        }
        Ok(())
    }

    fn do_it(&mut self, task: Task) -> Result<(), Stumble> {
        match task {
            Task::Arrive(firm) => self.arrive(firm),
            Task::File(number) => self.file(number),
            Task::Handle(number) => self.handle(number),
            Task::Check(number) => self.further_rank(number, Rank::Check),
            Task::Sign(number) => self.further_rank(number, Rank::Sign),
            Task::Correct(number) => self.correct(number),
            Task::Send => self.send(),
            Task::Intake(number) => self.take_in(number),
            Task::Open(number) => self.open(number),
            Task::Roster(provider) => self.send_roster(provider),
            Task::Report(number) => self.report_missing(number),
            Task::Fill(number) => self.fill(number),
            Task::Compare(number) => self.compare(number),
            Task::Decide(number) => self.decide(number),
            Task::Mend(number) => self.mend(number),
            Task::Round(number, stage) => self.round(number, stage),
        }
    }

    /// The next act, under a key made of its place.
    fn act(&mut self, actor: &Actor, command: Command) -> Result<Answer, Stumble> {
        let key = self.play.next_key();
        self.play.act(actor, &key, command)
    }

    /// Puts something off by so many working days.
    fn later(&mut self, workdays: usize, task: Task) {
        let calendar = self.play.setting().city.calendar();
        let workdays = u32::try_from(workdays).unwrap_or(1);
        let day = calendar.add_workdays(self.play.today(), workdays).unwrap_or_else(|_| self.play.today());
        self.agenda.entry(day).or_default().push(task);
    }

    fn workday(&self, day: Date) -> Date {
        self.play.setting().city.calendar().next_workday(day).unwrap_or(day)
    }

    /// Somebody of the office that holds a role, for a district where the role has one.
    fn officer(&self, role: &str, district: Option<&str>, (rank, number): (Rank, usize)) -> Result<Actor, Stumble> {
        let office = self.play.setting().city.office_holding(role, district, self.play.today());
        let office = office.ok_or_else(|| self.play.lost(role))?;
        Ok(cast::officer(&office.id, rank, number % cast::people_in(&self.play.setting().city, office)))
    }

    fn refused(&self, refusal: &Refusal) -> Stumble {
        let why = serde_json::to_string(refusal).unwrap_or_default();
        Stumble { command: "due", key: String::new(), day: self.play.today(), why }
    }

    fn plan(&self, number: usize) -> Result<Plan, Stumble> {
        self.filings.get(number).map(|filing| filing.plan).ok_or_else(|| self.play.lost("plan"))
    }

    fn firm(&self, number: usize) -> Result<Firm, Stumble> {
        Ok(Firm::number(self.plan(number)?.firm))
    }
}
