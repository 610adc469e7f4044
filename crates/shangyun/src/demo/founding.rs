//! The first days of the demo city: three administrators, the programme, everybody who works for it, the budgets.

use super::cast::{self, Member};
use super::play::{Play, Stumble};
use domain::account::{AccountCommand, Person};
use domain::act::Actor;
use domain::command::Command;
use domain::ids::ProgrammeId;
use domain::programme::{ProgrammeCommand, State};
use domain::world::Key;
use jiff::civil::{Date, Time, date};
use policy::money::Fen;
use policy::plan::words::Rank;

/// The day the city is founded: the day the plan was issued.
pub const FOUNDED_ON: Date = date(2018, 9, 17);
/// The day the programme opens: the first workday after the National Day holidays of 2018.
pub const OPENED_ON: Date = date(2018, 10, 8);
/// Budgets are set for these years.
const BUDGET_YEARS: std::ops::RangeInclusive<i16> = 2018..=2022;
const TEN_THOUSAND_YUAN: i64 = 1_000_000;

/// Founds the city; gives the programme.
///
/// # Errors
/// When the rules refuse an act.
pub fn found(play: &mut Play, policy_hash: &str) -> Result<ProgrammeId, Stumble> {
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
    set_budgets(play, &programme, policy_hash)?;
    play.go_to(OPENED_ON, Time::constant(8, 30, 0, 0));
    let reason = "沈企云发〔2018〕1号".to_owned();
    let open = ProgrammeCommand::Move { programme: programme.clone(), state: State::Open, reason };
    play.act(&cast::officer("commission", Rank::Sign, 0), "demo/open", Command::Programme(open))?;
    Ok(programme)
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

/// Every year and stream gets its budget. The first year's is small, so that somebody waits for money.
fn set_budgets(play: &mut Play, programme: &ProgrammeId, policy_hash: &str) -> Result<(), Stumble> {
    let finance = cast::officer("finance-bureau", Rank::Sign, 0);
    let setting = play.setting();
    let streams: Vec<String> = match setting.policies.get(policy_hash) {
        Some(policy) => policy.plan().streams().iter().map(|stream| stream.id.clone()).collect(),
        None => Vec::new(),
    };
    for year in BUDGET_YEARS {
        for stream in &streams {
            let amount = Fen::new(budget(year, stream) * TEN_THOUSAND_YUAN);
            let reason = format!("沈财预〔{year}〕{}号", if year == 2018 { 61 } else { 3 });
            let (programme, stream) = (programme.clone(), stream.clone());
            let key = format!("demo/budget/{year}/{stream}");
            let set = ProgrammeCommand::SetBudget { programme, year, stream, amount, reason };
            play.act(&finance, &key, Command::Programme(set))?;
        }
    }
    Ok(())
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
