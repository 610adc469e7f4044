//! The first days of the demo city: three administrators, the programme, everybody who works for it, the budgets.

use super::cast::{self, Member};
use super::days::Days;
use super::play::{Play, Stumble};
use super::{opening, roles};
use domain::account::{AccountCommand, Person};
use domain::act::Actor;
use domain::command::Command;
use domain::ids::ProgrammeId;
use domain::programme::{ProgrammeCommand, State};
use domain::world::Key;
use jiff::civil::{Date, Time, date};
use policy::money::Fen;
use policy::plan::Plan;
use policy::plan::words::Rank;
use policy::policy::Policy;

/// The day the city is founded: the day the plan was issued.
pub const FOUNDED_ON: Date = date(2018, 9, 17);
/// The day the programme opens: the first workday after the National Day holidays of 2018.
pub const OPENED_ON: Date = date(2018, 10, 8);
/// The budget of a year and stream in another city, in units of ten thousand yuan.
const ELSEWHERE: i64 = 300;
const TEN_THOUSAND_YUAN: i64 = 1_000_000;

/// Founds the city; gives the programme. One whose plan names nobody who could open it stays in preparation.
///
/// # Errors
/// When the rules refuse an act.
pub fn found(play: &mut Play, policy: &Policy) -> Result<ProgrammeId, Stumble> {
    let policy_hash = policy.plan().hash.as_str();
    let days = Days::of(policy.plan(), play.setting().city.calendar());
    let members = cast::members(&play.setting().city);
    let (first, rest) = members.split_at(3.min(members.len()));
    found_administrators(play, first)?;
    let publish = ProgrammeCommand::Publish { policy_hash: policy_hash.to_owned() };
    let shown = play.act(&cast::system_admin(), "demo/publish", Command::Programme(publish))?.show;
    let programme = if let Key::Programme(id) = shown { id } else { ProgrammeId::new(shown.id()) };
    for member in rest {
        let person = person(play, member)?;
        let command = AccountCommand::Invite { person, seat: member.actor.seat.clone() };
        let key = member.invitation.clone().unwrap_or_default();
        play.act(&cast::security_admin(), &key, Command::Account(command))?;
    }
    set_budgets(play, &programme, policy)?;
    play.go_to(days.opened, Time::constant(8, 30, 0, 0));
    let lead = roles::lead(policy.plan())
        .and_then(|role| roles::officer(&play.setting().city, (role, days.opened), (Rank::Sign, 0)));
    if let Some(lead) = lead {
        let reason = if is_home(policy) { "沈企云发〔2018〕1号" } else { "示云发〔1〕号" }.to_owned();
        let open = ProgrammeCommand::Move { programme: programme.clone(), state: State::Open, reason };
        play.act(&lead, "demo/open", Command::Programme(open))?;
    }
    Ok(programme)
}

/// Whether it is the plan whose city and cases are written down.
fn is_home(policy: &Policy) -> bool {
    policy.plan().id == opening::POLICY
}

fn found_administrators(play: &mut Play, members: &[Member]) -> Result<(), Stumble> {
    let mut administrators = [cast::nobody(), cast::nobody(), cast::nobody()];
    for (place, member) in administrators.iter_mut().zip(members) {
        *place = person(play, member)?;
    }
    let command = AccountCommand::Found { administrators };
    play.act(&Actor::founder(), cast::FOUNDING, Command::Account(command)).map(|_| ())
}

/// Name and login of a member, sealed.
pub(super) fn person(play: &mut Play, member: &Member) -> Result<Person, Stumble> {
    let owner = Key::Account(member.actor.account.clone()).to_string();
    let name = play.seal(&owner, "name", &member.name)?;
    let login = play.seal(&owner, "login", &member.login())?;
    Ok(Person { name, login })
}

/// Every year and stream gets its budget, where the plan says who sets it. In Shenyang the first year's is small, so that
/// somebody waits for money.
fn set_budgets(play: &mut Play, programme: &ProgrammeId, policy: &Policy) -> Result<(), Stumble> {
    let terms = policy.plan();
    let today = play.today();
    let finance =
        roles::finance(terms).and_then(|role| roles::officer(&play.setting().city, (role, today), (Rank::Sign, 0)));
    let Some(finance) = finance else { return Ok(()) };
    for year in years(terms, today) {
        for stream in terms.streams() {
            let amount = if is_home(policy) { budget(year, &stream.id) } else { ELSEWHERE };
            let amount = Fen::new(amount * TEN_THOUSAND_YUAN);
            let (seal, serial) = if is_home(policy) { ("沈", if year == 2018 { 61 } else { 3 }) } else { ("示", 1) };
            let reason = format!("{seal}财预〔{year}〕{serial}号");
            let (programme, stream) = (programme.clone(), stream.id.clone());
            let key = format!("demo/budget/{year}/{stream}");
            let set = ProgrammeCommand::SetBudget { programme, year, stream, amount, reason };
            play.act(&finance, &key, Command::Programme(set))?;
        }
    }
    Ok(())
}

/// The years of the plan's term; the next few where it has no end.
fn years(plan: &Plan, today: Date) -> std::ops::RangeInclusive<i16> {
    let last = plan.in_force.and_then(|(_, last)| last).map_or(today.year() + 3, Date::year);
    today.year()..=last
}

/// The budget of a year and stream in units of ten thousand yuan.
fn budget(year: i16, stream: &str) -> i64 {
    match (stream, year) {
        ("industrial", 2018) => 3_600,
        ("industrial", _) | ("city_service", 2018) => 1_500,
        ("software", 2018) => 400,
        ("software", _) => 240,
        (_, _) => 540,
    }
}
