use super::*;
use domain::course::{CourseEvent, Passed, Place, Proposal};
use domain::ids::AccountId;
use jiff::Timestamp;
use policy::plan::words::Rank;

fn passed(step: &str, rank: Rank) -> Passed {
    Passed {
        step: step.to_owned(),
        role: "district_bureau".to_owned(),
        office: "tiexi-bureau".to_owned(),
        rank: Some(rank),
        by: AccountId::new("a"),
        at: Timestamp::UNIX_EPOCH,
        opinion: "内部意见".to_owned(),
        number: None,
        registered: None,
    }
}

fn place(step: &str) -> Place {
    Place { step: step.to_owned(), roles: Vec::new(), since: Timestamp::UNIX_EPOCH, due: None }
}

/// The handler, the reviewer and the signer of the district passed it; the city's handler proposes to refuse it.
fn proposed() -> Course {
    let proposal = Proposal { codes: vec!["NOT_INDUSTRY".to_owned()], words: "不符".to_owned() };
    [
        CourseEvent::LevelPassed(passed("district_filing", Rank::Handle)),
        CourseEvent::LevelPassed(passed("district_filing", Rank::Check)),
        CourseEvent::StepPassed { passed: passed("district_filing", Rank::Sign), next: Some(place("city_filing")) },
        CourseEvent::RefusalProposed { passed: passed("city_filing", Rank::Handle), proposal },
    ]
    .iter()
    .fold(Course::at("filing", place("district_filing")), Course::apply)
}

#[test]
fn outside_the_office_one_sees_finished_steps_and_no_opinion() {
    for reader in [Reader::Applicant, Reader::Service, Reader::Expert] {
        let seen = shown_course(reader, proposed());
        let steps: Vec<(&str, Option<Rank>)> = seen.passed.iter().map(|one| (one.step.as_str(), one.rank)).collect();
        assert_eq!(steps, [("district_filing", Some(Rank::Sign))], "{reader:?}");
        assert!(seen.passed.iter().all(|one| one.opinion.is_empty()));
        assert_eq!((seen.proposal(), seen.level), (None, 0));
    }
}

#[test]
fn an_officer_sees_all_of_it() {
    assert_eq!(shown_course(Reader::Officer, proposed()), proposed());
}

#[test]
fn the_last_step_of_a_finished_course_is_seen_by_all() {
    let course = proposed().apply(&CourseEvent::StepPassed { passed: passed("open", Rank::Sign), next: None });
    let seen = shown_course(Reader::Applicant, course);
    assert_eq!(seen.passed.last().map(|one| one.step.as_str()), Some("open"));
}
