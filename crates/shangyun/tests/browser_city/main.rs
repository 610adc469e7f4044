//! Every screen in a real browser, at phone and desktop width, in light and in dark: without a fault that axe can find,
//! and photographed into `target/shots`. That none is forgotten is part of the test: what the one list of routes has and
//! nobody here has looked at fails it.

#[path = "../support/mod.rs"]
mod support;

mod acts;
mod city;
mod visit;
mod walk;

use city::City;
use domain::act::{Actor, Seat};
use policy::plan::words::Rank;
use shangyun::demo::forward::Forward;
use shangyun::demo::{cast, firms, newcomer};
use std::collections::VecDeque;
use std::sync::Mutex;
use visit::{Report, Visit};
use walk::{Person, Screen, plan, screens};

/// How many browsers look at the same time.
const BROWSERS: usize = 3;

/// The pages that are another's for everybody.
const DESK: (&str, usize) = ("/desk", 1);
const FILING: (&str, usize) = ("/filings/{id}", 1);
const CLAIM: (&str, usize) = ("/claims/{id}", 1);
const ROUND: (&str, usize) = ("/rounds/{id}", 1);

/// Who looks, from the outside in.
fn people(city: &City) -> Vec<Person> {
    let newcomer =
        city.runtime.block_on(newcomer::sign_up(&city.app)).unwrap_or_else(|_| unreachable!("nobody signs up"));
    let newcomer = Actor { account: newcomer, seat: Seat::Newcomer };
    let person = |name, actor, own| Person { name, actor: Some(actor), own };
    let firm = |name, number| person(name, firms::owner(number), &[DESK, FILING, CLAIM, ("/filings/{id}/tasks", 1)]);
    let officer = |office, rank| cast::officer(office, rank, 0);
    vec![
        Person { name: "public", actor: None, own: &[("/disclosure/{round}", 3)] },
        firm("paid", 0),
        firm("filing-returned", named("沈阳宇桁航天紧固件有限公司")),
        firm("claim-returned", named("沈阳科砥传感器有限公司")),
        firm("confirming", named("沈阳鼎砥轴承有限公司")),
        firm("missing", named("沈阳凯桁电梯有限公司")),
        firm("beginning", named("沈阳融桁工程咨询有限公司")),
        person("newcomer", newcomer, &[DESK]),
        person("provider", cast::provider("hunhe-cloud", 0), &[DESK, FILING, CLAIM]),
        person("district", officer("bureau-210106", Rank::Handle), &[DESK, FILING, CLAIM, ("/queue", 2)]),
        person("district-signs", officer("bureau-210106", Rank::Sign), &[DESK, ("/filings/{id}/review", 1)]),
        person(
            "commission",
            officer("commission", Rank::Handle),
            &[
                DESK,
                ("/filings/{id}", 4),
                ("/claims/{id}", 4),
                ("/rounds/{id}", 8),
                ("/rounds/{id}/payments", 2),
                ("/rounds/{id}/plan", 3),
                ("/rounds/{id}/review", 3),
                ("/filings/{id}/review", 2),
                ("/claims/{id}/review", 3),
                ("/queue", 2),
                ("/intake", 1),
            ],
        ),
        person("commission-signs", officer("commission", Rank::Sign), &[DESK, ROUND, ("/programmes/{id}", 1)]),
        person("data", officer("data-bureau", Rank::Handle), &[DESK, CLAIM, ("/claims/{id}/review", 1), ("/queue", 1)]),
        person("operator", officer("platform-operator", Rank::Handle), &[DESK, FILING, ("/filings/{id}/review", 1)]),
        person(
            "finance",
            officer("finance-bureau", Rank::Sign),
            &[DESK, ("/rounds/{id}", 2), ("/rounds/{id}/plan", 2)],
        ),
        person("district-finance", officer("finance-210106", Rank::Handle), &[DESK, ("/rounds/{id}/payments", 2)]),
        person("expert", cast::expert("expert-01"), &[DESK, FILING, CLAIM, ROUND]),
        person("system", cast::system_admin(), &[DESK]),
        person("security", cast::security_admin(), &[DESK]),
        person("audit", cast::audit_admin(), &[DESK]),
        person("auditor", cast::internal_auditor(0), &[DESK, FILING, CLAIM, ROUND]),
    ]
}

/// The number of a firm of the demo city.
fn named(name: &str) -> usize {
    firms::FIRMS.iter().position(|firm| firm.name == name).unwrap_or_else(|| unreachable!("no firm {name}"))
}

/// A piece of the work, for whichever browser is free.
enum Job {
    Look(Option<Actor>, Vec<Screen>),
    Act(fn(&mut Visit)),
}

#[test]
fn no_screen_has_a_fault_and_none_is_forgotten() {
    let (city, report) = (City::start(), Report::default());
    let people = people(&city);
    let plans = city.runtime.block_on(plan(&city, &people));
    let looks = people.into_iter().zip(plans).map(|(person, screens)| Job::Look(person.actor, screens));
    let first = acts::ALL.iter().map(|act| Job::Act(*act));
    work(&city, &report, first.chain(looks).collect());
    city.forward(Forward::YearEnd);
    work(&city, &report, acts::LATER.iter().map(|act| Job::Act(*act)).collect());
    let faults = report.faults();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    let seen = report.seen();
    let forgotten: Vec<&str> = screens().into_iter().filter(|route| !seen.contains(route)).collect();
    assert!(forgotten.is_empty(), "nobody has looked at: {forgotten:#?}");
}

/// Does the jobs, several at a time. Where one comes to nothing the others go on, so that all that is wrong is told at once.
fn work(city: &City, report: &Report, jobs: VecDeque<Job>) {
    let browsers = BROWSERS.min(jobs.len());
    let jobs = Mutex::new(jobs);
    let look = || {
        let mut visit = Visit::start(city, report);
        while let Some(job) = take(&jobs) {
            match job {
                Job::Act(act) => act(&mut visit),
                Job::Look(actor, screens) => visit.look_as(actor.as_ref(), &screens),
            }
        }
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..browsers).map(|_| scope.spawn(look)).collect();
        for browser in all {
            if browser.join().is_err() {
                report.fault("somebody could not go on: see what they said above".to_owned());
            }
        }
    });
}

fn take(jobs: &Mutex<VecDeque<Job>>) -> Option<Job> {
    jobs.lock().expect("no browser has panicked").pop_front()
}
