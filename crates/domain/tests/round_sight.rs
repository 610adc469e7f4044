//! What an expert of a round may look into.

use domain::course::{Course, Place};
use domain::ids::{ClaimId, ProgrammeId};
use domain::round::panel::{Choice, Member, Review};
use domain::round::{PROCEDURE, Round};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

fn claim(name: &str) -> ClaimId {
    ClaimId::new(name)
}

/// A round with one expert, who has declared an interest in `b`; `a` and `b` are seen one by one, `c` is not.
fn round(member: Member) -> Round {
    let place = Place { step: "expert_review".to_owned(), roles: Vec::new(), since: Timestamp::UNIX_EPOCH, due: None };
    let chosen = ["a", "b"].map(|name| (claim(name), Choice::Sample));
    let review = Review {
        members: BTreeMap::from([("expert-01".to_owned(), member)]),
        chosen: Some(BTreeMap::from(chosen)),
        ..Review::default()
    };
    Round {
        revision: 1,
        programme: ProgrammeId::new("p"),
        policy_hash: String::new(),
        year: 2019,
        number: "2019-01".to_owned(),
        formed_at: Timestamp::UNIX_EPOCH,
        course: Course::at(PROCEDURE, place),
        lines: Vec::new(),
        review: Some(review),
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

fn seen(member: Member, expert: &str) -> Vec<&'static str> {
    let round = round(member);
    ["a", "b", "c"].into_iter().filter(|name| round.shows_to(expert, &claim(name))).collect()
}

#[test]
fn an_expert_looks_into_nothing_before_declaring_interests() {
    assert_eq!(seen(Member::default(), "expert-01"), Vec::<&str>::new());
}

#[test]
fn an_expert_looks_into_chosen_lines_without_an_interest_and_no_others() {
    let declared = Member {
        declared_at: Some(Timestamp::UNIX_EPOCH),
        interests: BTreeSet::from([claim("b")]),
        ..Member::default()
    };
    assert_eq!(seen(declared.clone(), "expert-01"), ["a"]);
    assert_eq!(seen(declared.clone(), "expert-02"), Vec::<&str>::new());
    let left = Member { left: Some("on leave".to_owned()), ..declared };
    assert_eq!(seen(left, "expert-01"), Vec::<&str>::new());
}
