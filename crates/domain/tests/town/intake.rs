//! When the monthly intake closes, filings go on in the policy's order as far as the budget reaches.

use crate::place::Town;
use domain::act::Seat;
use domain::command::Command;
use domain::course::CourseState;
use domain::due;
use domain::filing::{Fate, FilingCommand, Reservation, intake};
use domain::ids::FilingId;
use domain::ledger::{Account, Purpose};
use domain::refusal::Refusal;
use domain::world::{Aggregate, Key};
use jiff::civil::date;
use policy::money::Fen;
use policy::plan::words::Rank;

/// On the city's list of monitored enterprises.
const MONITORED: &str = "91210106MA0TE5T16Y";

#[test]
fn the_monitored_come_first_and_the_rest_wait_when_the_budget_does_not_reach() {
    let mut town = town(yuan(130_000));
    let expected = expected(&mut town, &["a", "b", "m"]);
    let order: Vec<&str> = expected.iter().map(|one| one.filing.as_str()).collect();
    assert_eq!(order, ["m", "a", "b"]);
    let fates: Vec<&Fate> = expected.iter().map(|one| &one.fate).collect();
    assert_eq!(fates, [&Fate::Reserved(yuan(60_000)), &Fate::Reserved(yuan(60_000)), &Fate::Short(yuan(60_000))]);
    let before: Vec<Fen> = expected.iter().map(|one| one.before).collect();
    assert_eq!(before, [yuan(130_000), yuan(70_000), yuan(10_000)]);
}

#[test]
fn what_was_expected_comes_about() {
    let mut town = town(yuan(130_000));
    close(&mut town, &["a", "b", "m"]);
    assert!(matches!(reservation(&town, "m"), Reservation::Held { year: 2019, .. }));
    assert!(matches!(reservation(&town, "a"), Reservation::Held { .. }));
    assert_eq!(reservation(&town, "b"), Reservation::Waiting { since: date(2019, 3, 5) });
}

#[test]
fn a_filing_whose_amount_is_not_known_stays_and_stops_nobody() {
    let mut town = town(yuan(130_000));
    town.enterprise("u", "91210106MA0DEM0148", None);
    town.filing("u", ("batch", CourseState::Underway), yuan(120_000));
    let expected = expected(&mut town, &["a", "m", "u"]);
    let unknown = expected.iter().find(|one| one.filing.as_str() == "u").map(|one| one.fate.clone());
    assert_eq!(unknown, Some(Fate::Unknown(vec!["revenue_fen".to_owned()])));
    close(&mut town, &["a", "m", "u"]);
    assert_eq!(reservation(&town, "u"), Reservation::None);
    assert!(matches!(reservation(&town, "a"), Reservation::Held { .. }), "it comes after and is reserved all the same");
}

#[test]
fn a_district_sends_once_and_then_the_clock_has_it() {
    let mut town = town(yuan(130_000));
    let mut waiting = town.world.filing(&FilingId::new("a")).expect("the filing").clone();
    waiting.sent_on = None;
    if let Some(course) = &mut waiting.course {
        course.waiting_for = vec!["district_bureau".to_owned()];
    }
    town.world.load(Key::Filing(FilingId::new("a")), Some(Aggregate::Filing(waiting)));
    let send = || Command::Filing(FilingCommand::Send { filings: ids(&["a"]) });
    let signer = || Seat::Office { office: "bureau-210106".to_owned(), rank: Rank::Sign };
    town.act(signer(), send()).expect("the district sends it");
    let course = town.world.filing(&FilingId::new("a")).expect("the filing").course.clone();
    assert_eq!(course.expect("it is under way").waiting_for, ["programme"]);
    assert!(matches!(town.act(signer(), send()), Err(Refusal::WrongStep { .. })), "it is sent already");
    close(&mut town, &["a"]);
    assert!(matches!(reservation(&town, "a"), Reservation::Held { .. }));
}

/// Three filings at the batch step, each worth 60,000 yuan a year, and a budget.
fn town(budget: Fen) -> Town {
    let mut town = Town::new(date(2019, 3, 5));
    for (id, code) in [("a", "91210106MA0DEM0114"), ("b", "91210106MA0DEM012X"), ("m", MONITORED)] {
        town.enterprise(id, code, Some(yuan(30_000_000)));
        town.filing(id, ("batch", CourseState::Underway), yuan(120_000));
    }
    let (programme, stream) = (Town::programme(), "industrial".to_owned());
    let account = Account { programme, year: 2019, stream, purpose: Purpose::Available };
    town.world.load(Key::Balance(account), Some(Aggregate::Balance(budget)));
    town
}

fn expected(town: &mut Town, filings: &[&str]) -> Vec<domain::filing::Expected> {
    let ids = ids(filings);
    town.ask((Seat::Clock, command(filings)), |ctx| intake(ctx, &Town::programme(), &ids))
}

fn close(town: &mut Town, filings: &[&str]) {
    town.act(Seat::Clock, command(filings)).expect("the intake closes");
}

fn command(filings: &[&str]) -> Command {
    due::close_intake(&Town::programme(), ids(filings))
}

fn ids(filings: &[&str]) -> Vec<FilingId> {
    filings.iter().map(|id| FilingId::new(*id)).collect()
}

fn reservation(town: &Town, id: &str) -> Reservation {
    town.world.filing(&FilingId::new(id)).expect("the filing").reservation.clone()
}

fn yuan(yuan: i64) -> Fen {
    Fen::new(yuan * 100)
}
