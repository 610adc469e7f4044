//! A provider's roster opens one claim for each contract year, as many as the policy allows.

use crate::place::Town;
use domain::act::Seat;
use domain::claim::{ClaimCommand, ClaimEvent, RosterLine};
use domain::command::Command;
use domain::course::CourseState;
use domain::decide::Decided;
use domain::event::What;
use domain::facts::Attested;
use domain::ids::{AccountId, BlobId, ClaimId, EnterpriseId, FilingId};
use domain::paper::File;
use domain::refusal::Refusal;
use domain::world::{Aggregate, Key};
use jiff::civil::{Date, date};
use policy::money::Fen;
use policy::value::Value;

#[test]
fn three_years_of_a_stream_can_be_claimed_and_a_fourth_is_refused_by_its_requirement() {
    let mut town = opened();
    send(&mut town, &[date(2018, 10, 8)]).expect("the first year");
    send(&mut town, &[date(2019, 10, 8)]).expect("the second year");
    send(&mut town, &[date(2020, 10, 8)]).expect("the third year");
    let refused = send(&mut town, &[date(2021, 10, 8)]).expect_err("three years are used");
    let Refusal::BadLine { line: 1, problem } = refused else { unreachable!("{refused:?}") };
    assert!(problem.contains("YEARS_EXHAUSTED"), "{problem}");
}

#[test]
fn several_years_on_one_roster_each_get_a_place_of_their_own() {
    let mut town = opened();
    send(&mut town, &[date(2018, 10, 8), date(2019, 10, 8), date(2020, 10, 8)]).expect("three years at once");
    assert!(send(&mut town, &[date(2021, 10, 8)]).is_err(), "three years are used");
}

#[test]
fn a_line_that_repeats_another_is_named_and_nothing_is_done() {
    let mut town = opened();
    let repeated = send(&mut town, &[date(2018, 10, 8), date(2019, 10, 8), date(2018, 10, 8)]);
    assert!(matches!(repeated, Err(Refusal::BadLine { line: 3, .. })), "{repeated:?}");
    send(&mut town, &[date(2018, 10, 8)]).expect("nothing was done before");
}

#[test]
fn a_claim_that_is_taken_back_frees_its_place() {
    let mut town = opened();
    let decided = send(&mut town, &[date(2018, 10, 8)]).expect("the first year");
    let claim = decided
        .events
        .iter()
        .find_map(|event| if let Key::Claim(id) = &event.subject { Some(id.clone()) } else { None });
    withdraw(&mut town, &claim.expect("a claim was opened")).expect("the owner takes it back");
    assert!(town.world.filing(&FilingId::new("e")).expect("the filing").claims.is_empty());
    send(&mut town, &[date(2018, 10, 8), date(2019, 10, 8), date(2020, 10, 8)]).expect("three years");
}

#[test]
fn a_year_that_shares_a_day_with_a_claimed_one_is_refused() {
    let mut town = opened();
    send(&mut town, &[date(2018, 10, 8)]).expect("the first year");
    for overlapping in [date(2018, 10, 9), date(2019, 10, 7), date(2017, 10, 9)] {
        let refused = send(&mut town, &[overlapping]).expect_err("some of its days are claimed already");
        assert!(
            matches!(&refused, Refusal::BadLine { problem, .. } if problem.starts_with("already-held")),
            "{refused:?}"
        );
    }
    send(&mut town, &[date(2019, 10, 8)]).expect("the anniversary is free");
    let two = send(&mut town, &[date(2020, 10, 8), date(2021, 1, 1)]);
    assert!(matches!(two, Err(Refusal::BadLine { line: 2, .. })), "{two:?}");
}

#[test]
fn the_revenue_attested_at_the_filing_is_taken_anew_in_the_second_year() {
    let mut town = opened();
    let id = FilingId::new("e");
    let mut filing = town.world.filing(&id).expect("the filing").clone();
    let attested = |value| Attested {
        value,
        role: "district_bureau".to_owned(),
        by: AccountId::new("officer"),
        at: "2019-03-05T01:00:00Z".parse().expect("an instant"),
    };
    filing.attested.insert("revenue_fen".to_owned(), attested(Value::Money(Fen::YUAN)));
    filing.attested.insert("reg_local".to_owned(), attested(Value::Bool(true)));
    town.world.load(Key::Filing(id), Some(Aggregate::Filing(filing)));
    let decided = send(&mut town, &[date(2019, 4, 8), date(2020, 4, 8)]).expect("two years");
    let known: Vec<Vec<&str>> = decided
        .events
        .iter()
        .filter_map(|event| {
            let What::Claim(ClaimEvent::Opened(opened)) = &event.what else { return None };
            Some(opened.claim.attested.keys().map(String::as_str).collect())
        })
        .collect();
    assert_eq!(known, [vec!["reg_local", "revenue_fen"], vec!["reg_local"]]);
}

/// An enterprise whose service is open.
fn opened() -> Town {
    let mut town = Town::new(date(2021, 11, 4));
    town.enterprise("e", "91210106MA0DEM0114", None);
    town.filing("e", ("open", CourseState::Finished), Fen::ZERO);
    town
}

fn send(town: &mut Town, years: &[Date]) -> Result<Decided, Refusal> {
    let line = |day: &Date| RosterLine { filing: FilingId::new("e"), service_date: *day };
    let file = || File { blob: BlobId::new("b"), name: "凭证.pdf".to_owned(), media: String::new(), size_bytes: 9 };
    let seat = Seat::Provider { provider: "hunhe-cloud".to_owned() };
    let (programme, lines) = (Town::programme(), years.iter().map(line).collect());
    let command = ClaimCommand::SendRoster { programme, lines, certificate: file(), letter: file() };
    town.act(seat, Command::Claim(command))
}

fn withdraw(town: &mut Town, claim: &ClaimId) -> Result<Decided, Refusal> {
    let seat = Seat::Enterprise { enterprise: EnterpriseId::new("e"), owner: true };
    town.act(seat, Command::Claim(ClaimCommand::Withdraw { claim: claim.clone() }))
}
