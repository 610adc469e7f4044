//! What waits for an officer: the places of all procedures at which the office has a role today and the officer's rank
//! has its turn. Queue, desk and rail show the same.

use crate::app::App;
use crate::pages::case::look::Reader;
use crate::seen;
use domain::act::{Actor, Seat};
use domain::setting::Setting;
use domain::sight::Sight;
use domain::{claim, due, filing, round};
use jiff::civil::Date;
use policy::plan::words::{Rank, StepKind};
use policy::policy::Policy;
use std::collections::BTreeSet;
use store::database::DatabaseError;
use store::views::queue::{self, Filter, Turn};

/// A place at which an officer has something to do.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Duty {
    /// The place in the queue.
    pub turn: Turn,
    /// Whether it is the monthly batch, which has a page of its own.
    pub is_batch: bool,
}

/// Everything that an officer's seat gives to do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Worklist {
    /// The programmes.
    pub programmes: Vec<String>,
    /// The roles the office holds today.
    pub roles: Vec<String>,
    /// The districts the office serves; none for an office of the city.
    pub districts: Option<Vec<String>>,
    /// The places, in the order of the procedures.
    pub duties: Vec<Duty>,
}

impl Worklist {
    /// Whether the monthly intake concerns the office: one of a district that takes filings in, or one of the city;
    /// not the company that opens services.
    pub fn sees_intake(&self, app: &App, actor: &Actor) -> bool {
        let takes_in = self.duties.iter().any(|duty| duty.turn.kind == filing::PROCEDURE);
        let is_monthly = app.setting().policies.values().any(|policy| due::cut_off(policy).is_some());
        is_monthly && (takes_in || self.districts.is_none()) && Reader::of(app, actor) != Reader::Service
    }
}

/// What waits for the office of an actor; nothing for other seats.
pub fn of(app: &App, actor: &Actor) -> Worklist {
    let setting = app.setting();
    let today = app.clock.today();
    let Seat::Office { office: id, rank } = &actor.seat else { return Worklist::default() };
    let Some(office) = setting.city.office(id) else { return Worklist::default() };
    let roles: Vec<String> = office.roles(today).map(str::to_owned).collect();
    let mut list = Worklist { roles: roles.clone(), ..Worklist::default() };
    let mut known = BTreeSet::new();
    for policy in setting.policies.values() {
        list.programmes.push(policy.plan().id.clone());
        let fresh = duties(policy, &roles, *rank).into_iter().filter(|duty| known.insert(duty.clone()));
        list.duties.extend(fresh);
        if let Sight::Cases { districts: Some(own), .. } = seen::sight_of(app, policy, actor) {
            list.districts.get_or_insert_default().extend(own);
        }
    }
    list.programmes.sort();
    list.programmes.dedup();
    if list.districts.is_none() && office.district.is_some() {
        list.districts = Some(served(&setting, id, &roles, today));
    }
    list
}

/// Everything that is under way, for those who look on: every step of filings and claims, whoever has it.
pub fn all(app: &App) -> Worklist {
    let setting = app.setting();
    let mut list = Worklist::default();
    for policy in setting.policies.values() {
        list.programmes.push(policy.plan().id.clone());
        let procedures = policy.plan().procedures.iter();
        let cases =
            procedures.filter(|procedure| [filing::PROCEDURE, claim::PROCEDURE].contains(&procedure.id.as_str()));
        for (kind, step) in cases.flat_map(|one| one.steps.iter().map(|step| (one.id.clone(), step))) {
            list.roles.extend(step.roles.clone());
            list.duties.push(Duty { turn: Turn { kind, step: step.id.clone(), rank: None }, is_batch: false });
        }
    }
    for texts in [&mut list.programmes, &mut list.roles] {
        texts.sort();
        texts.dedup();
    }
    list
}

/// The districts whose cases an office of a district handles.
fn served(setting: &Setting, office: &str, roles: &[String], today: Date) -> Vec<String> {
    let serves = |district: &str| roles.iter().any(|role| setting.city.holds(office, role, Some(district), today));
    setting.city.districts().filter(|district| serves(&district.id)).map(|district| district.id.clone()).collect()
}

fn duties(policy: &Policy, roles: &[String], rank: Rank) -> Vec<Duty> {
    let procedures =
        policy.plan().procedures.iter().filter(|procedure| {
            [filing::PROCEDURE, claim::PROCEDURE, round::PROCEDURE].contains(&procedure.id.as_str())
        });
    let steps = procedures.flat_map(|procedure| procedure.steps.iter().map(|step| (procedure.id.clone(), step)));
    let held = steps.filter(|(_, step)| step.roles.iter().any(|role| roles.contains(role)));
    held.filter_map(|(kind, step)| {
        let place = step.ranks.iter().position(|one| *one == rank);
        if place.is_none() && !step.ranks.is_empty() {
            return None;
        }
        let rank = place.map(|place| i64::try_from(place).unwrap_or(i64::MAX));
        let turn = Turn { kind, step: step.id.clone(), rank };
        Some(Duty { turn, is_batch: step.kind == StepKind::Batch })
    })
    .collect()
}

impl Worklist {
    /// The filter for some of the places.
    pub fn filter(&self, wanted: impl Fn(&Duty) -> bool) -> Filter {
        let turns = self.duties.iter().filter(|duty| wanted(duty)).map(|duty| duty.turn.clone()).collect();
        Filter {
            programmes: self.programmes.clone(),
            roles: self.roles.clone(),
            districts: self.districts.as_ref().map(|own| own.iter().cloned().chain([String::new()]).collect()),
            turns: Some(turns),
            ..Filter::default()
        }
    }

    /// The filter for filings and claims that are handled one by one.
    pub fn cases(&self) -> Filter {
        self.filter(Duty::is_case)
    }

    /// The filter for what goes with the monthly batch.
    pub fn batches(&self) -> Filter {
        self.filter(|duty| duty.is_batch)
    }

    /// The filter for rounds.
    pub fn rounds(&self) -> Filter {
        self.filter(|duty| duty.turn.kind == round::PROCEDURE)
    }

    /// The filter for cases that the office returned and that are with their applicants.
    pub fn returned(&self) -> Filter {
        let turns = self.duties.iter().filter(|duty| duty.is_case());
        let turns = turns.map(|duty| Turn { rank: None, ..duty.turn.clone() }).collect();
        let filter = self.cases();
        Filter { roles: vec![APPLICANT.to_owned()], turns: Some(turns), ..filter }
    }
}

/// Late cases are counted up to this many: that there are more is all an officer needs to know then.
pub const LATE_MOST: i64 = 1000;
/// The role of the applicant in the queue.
const APPLICANT: &str = "enterprise";

impl Duty {
    /// Whether it is a filing or claim that is handled by itself.
    pub fn is_case(&self) -> bool {
        !self.is_batch && self.turn.kind != round::PROCEDURE
    }
}

/// How many wait behind each link of the rail.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// Filings and claims.
    pub cases: i64,
    /// Whether the first of them is late.
    pub late: bool,
    /// Filings that wait for the monthly batch.
    pub batches: i64,
    /// Rounds.
    pub rounds: i64,
}

/// Counts what waits.
///
/// # Errors
/// When the database does not serve.
pub async fn waiting(app: &App, list: &Worklist) -> Result<Waiting, DatabaseError> {
    let database = app.store.database();
    let pressing = queue::pressing(database, &list.cases()).await?;
    let today = app.clock.today().to_string();
    let late = pressing.rows.first().and_then(|row| row.due.as_ref()).is_some_and(|due| *due < today);
    let rest = queue::parts(database, &list.filter(|duty| !duty.is_case())).await?;
    let sum = |is_round: bool| {
        let parts = rest.iter().filter(|part| (part.kind == round::PROCEDURE) == is_round);
        parts.map(|part| part.cases).sum()
    };
    Ok(Waiting { cases: pressing.count, late, batches: sum(false), rounds: sum(true) })
}
