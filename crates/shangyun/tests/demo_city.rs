//! The demo city is the same in every folder, has somebody at every stage, and keeps every rule of the journal.

mod support;

use domain::claim::Claim;
use domain::course::{Course, CourseState};
use domain::filing::{Filing, Reservation};
use domain::round::Round;
use jiff::civil::date;
use policy::money::Fen;
use shangyun::app::App;
use shangyun::demo::firms::{self, FIRMS};
use shangyun::demo::forward::{self, Forward};
use shangyun::demo::opening::{self, Place};
use std::collections::BTreeSet;
use store::verify::{self, Report};
use store::views::{cases, enterprises};
use support::folder::Folder;

async fn city(folder: &Folder) -> App {
    let place = Place {
        folder: folder.path().to_owned(),
        database: Some("sqlite::memory:".to_owned()),
        policy: "shenyang-2018".to_owned(),
        origin: String::new(),
    };
    opening::open(&place).await.expect("the demo city is made").app
}

async fn verified(app: &App) -> Report {
    verify::verify(&app.store, Vec::new(), |_| {}).await.expect("the store can be verified")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_city_has_the_same_journal_and_verify_finds_nothing() {
    let folders = [Folder::new("city"), Folder::new("city")];
    let reports = [verified(&city(&folders[0]).await).await, verified(&city(&folders[1]).await).await];
    assert_eq!(reports[0].findings, []);
    assert!(reports[0].documents > 500, "{} documents", reports[0].documents);
    assert_eq!(reports[0].root, reports[1].root);
    assert_eq!(reports[0].entries, reports[1].entries);
}

/// Every case of the city.
struct Cases {
    enterprises: usize,
    filings: Vec<Filing>,
    claims: Vec<Claim>,
    rounds: Vec<Round>,
}

async fn cases(app: &App) -> Cases {
    let database = app.store.database();
    let mut cases = Cases { enterprises: 0, filings: Vec::new(), claims: Vec::new(), rounds: Vec::new() };
    cases.enterprises = usize::try_from(enterprises::count(database, None).await.expect("a count")).expect("a number");
    for number in 0..FIRMS.len() {
        let enterprise = firms::enterprise(number);
        let filings = cases::filings_of(database, enterprise.as_str()).await.expect("filings");
        cases.filings.extend(filings.into_iter().map(|one| one.state));
        let claims = cases::claims_of(database, enterprise.as_str()).await.expect("claims");
        cases.claims.extend(claims.into_iter().map(|one| one.state));
    }
    cases.rounds = cases::rounds(database).await.expect("rounds").into_iter().map(|one| one.state).collect();
    cases
}

/// The steps of a procedure, in their order.
fn steps(app: &App, procedure: &str) -> Vec<String> {
    let setting = app.setting();
    let policy = setting.policies.values().next().expect("a policy");
    let steps = &policy.plan().procedure(procedure).expect("a procedure").steps;
    steps.iter().map(|step| step.id.clone()).collect()
}

/// Where courses stand: the step while they are under way, the word of their end otherwise.
fn stages<'a>(courses: impl Iterator<Item = &'a Course>) -> BTreeSet<&'a str> {
    let stage = |course: &'a Course| {
        if course.state == CourseState::Underway { course.step.as_str() } else { course.state.word() }
    };
    courses.map(stage).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_stage_has_somebody_at_work() {
    let folder = Folder::new("city");
    let app = city(&folder).await;
    let cases = cases(&app).await;
    assert!(cases.enterprises >= 60, "{} enterprises", cases.enterprises);
    let all = cases.filings.len() + cases.claims.len() + cases.rounds.len();
    assert!(all >= 150, "{all} cases");
    let filings = stages(cases.filings.iter().filter_map(|filing| filing.course.as_ref()));
    for wanted in steps(&app, "filing").iter().skip(1).map(String::as_str).chain(["returned", "refused", "withdrawn"]) {
        assert!(filings.contains(wanted), "no filing at `{wanted}`: {filings:?}");
    }
    assert!(cases.filings.iter().any(|filing| filing.course.is_none()), "no draft");
    assert!(cases.filings.iter().any(Filing::is_filed), "no open service");
    assert!(cases.filings.iter().any(|one| matches!(one.reservation, Reservation::Waiting { .. })), "nobody waits");
    let claims = stages(cases.claims.iter().map(|claim| &claim.course));
    for wanted in steps(&app, "claim").iter().map(String::as_str).chain(["returned", "refused", "withdrawn"]) {
        assert!(claims.contains(wanted), "no claim at `{wanted}`: {claims:?}");
    }
    assert!(cases.claims.iter().any(Claim::is_ready_for_round), "no claim waits for a round");
    assert!(cases.claims.iter().any(|claim| claim.declined.is_some()), "no provider declined");
    let rounds = stages(cases.rounds.iter().map(|round| &round.course));
    for wanted in steps(&app, "round").iter().map(String::as_str).chain(["finished"]) {
        assert!(rounds.contains(wanted), "no round at `{wanted}`: {rounds:?}");
    }
    assert!(cases.rounds.iter().flat_map(|round| &round.lines).any(|line| line.standing.word() == "payment_failed"));
    assert!(cases.rounds.iter().filter_map(|round| round.notice.as_ref()).any(|notice| !notice.objections.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn second_and_third_contract_years_come_round_as_the_clock_moves() {
    let folder = Folder::new("city");
    let app = city(&folder).await;
    assert_eq!(forward::go(&app, Forward::Workday).await.expect("a workday"), date(2019, 3, 5));
    assert_eq!(forward::go(&app, Forward::Intake).await.expect("an intake"), date(2019, 3, 6));
    assert_eq!(forward::go(&app, Forward::ContractYear).await.expect("an anniversary"), date(2019, 11, 20));
    for _ in 0..2 {
        forward::go(&app, Forward::YearEnd).await.expect("the end of a year");
    }
    assert_eq!(app.clock.today(), date(2020, 12, 31));
    let cases = cases(&app).await;
    for year in [2019, 2020] {
        let claims: Vec<&Claim> = cases.claims.iter().filter(|claim| claim.service_date.year() == year).collect();
        assert!(claims.len() > 30, "{} claims of {year}", claims.len());
        let stages = stages(claims.iter().map(|claim| &claim.course));
        for wanted in ["confirm", "check", "data_check", "finished"] {
            assert!(stages.contains(wanted), "no claim of {year} at `{wanted}`: {stages:?}");
        }
    }
    let third = cases.claims.iter().filter(|claim| claim.service_date.year() == 2020 && claim.award() > Fen::ZERO);
    assert!(third.count() > 5, "third years are awarded");
    assert_eq!(verified(&app).await.findings, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_is_opened_again_where_its_clock_stood() {
    let folder = Folder::new("city");
    let place = Place {
        folder: folder.path().to_owned(),
        database: None,
        policy: "shenyang-2018".to_owned(),
        origin: String::new(),
    };
    let first = opening::open(&place).await.expect("a city");
    assert!(first.is_new);
    forward::go(&first.app, Forward::Workday).await.expect("a workday");
    let head = first.app.store.head().await.expect("a head");
    first.app.store.close().await;
    let again = opening::open(&place).await.expect("the same city");
    assert!(!again.is_new);
    assert_eq!(again.app.clock.today(), date(2019, 3, 5));
    assert_eq!(again.app.store.head().await.expect("a head"), head);
    again.app.store.close().await;
    std::fs::remove_file(folder.path().join("secret")).expect("the secret is gone");
    let refused = opening::open(&place).await.map(|_| ()).expect_err("a city without its secret is not opened");
    assert!(refused.contains("--data"), "{refused}");
}

#[test]
fn the_demo_answers_on_this_machine_alone() {
    for address in ["0.0.0.0:8018", "192.0.2.1:8018", "[::]:8018"] {
        let mut demo = std::process::Command::new(env!("CARGO_BIN_EXE_shangyun"));
        let ended = demo.args(["demo", "--listen", address]).output().expect("the program starts");
        assert_eq!(ended.status.code(), Some(2), "{address}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("127.0.0.1"), "{address}");
    }
}
