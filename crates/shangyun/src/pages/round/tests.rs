//! What the tests of these pages share: the shipped city and policy, a round, somebody of an office.

use crate::shipped;
use domain::act::{Actor, Seat};
use domain::course::{Course, Place};
use domain::ids::{AccountId, ProgrammeId};
use domain::round::{PROCEDURE, Round};
use domain::setting::Setting;
use jiff::Timestamp;
use policy::plan::words::Rank;
use std::collections::BTreeSet;

/// The shipped city with the shipped policy.
pub fn setting() -> Setting {
    let files = shipped::city("shenyang").expect("the city is shipped");
    let text = shipped::policy("shenyang-2018").expect("the policy is shipped");
    shipped::setting(&files, &[("shenyang-2018".to_owned(), text.to_owned())], &crate::lineage::Lineage::default())
        .expect("both are right")
}

/// Somebody of an office.
pub fn actor(office: &str, rank: Rank) -> Actor {
    let account = AccountId::new(format!("{office}-{}", rank.en()));
    Actor { account, seat: Seat::Office { office: office.to_owned(), rank } }
}

/// A place that waits for these roles.
pub fn at(step: &str, roles: &[&str]) -> Place {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    Place { step: step.to_owned(), roles, since: Timestamp::UNIX_EPOCH, due: None }
}

/// A round without lines at a place.
pub fn round(place: Place) -> Round {
    Round {
        revision: 1,
        programme: ProgrammeId::new("shenyang-2018"),
        policy_hash: String::new(),
        year: 2019,
        number: "2019-01".to_owned(),
        formed_at: Timestamp::UNIX_EPOCH,
        course: Course::at(PROCEDURE, place),
        lines: Vec::new(),
        review: None,
        notice: None,
        handed_over: Vec::new(),
        versions: 0,
        plan: None,
        signatures: Vec::new(),
        approval: None,
        allotted_on: None,
        reconciled: BTreeSet::new(),
    }
}
