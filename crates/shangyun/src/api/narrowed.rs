//! A case as a reader may see it: what its pages do not show to somebody, no answer of the interface gives away.

use crate::pages::case::look::Reader;
use domain::claim::{Claim, Money};
use domain::course::{Course, CourseState, RankNote};
use domain::filing::{Filing, Reservation};
use domain::paper::Papers;
use policy::policy::Policy;

/// A filing for a reader.
pub fn filing(reader: Reader, policy: &Policy, mut filing: Filing) -> Filing {
    filing.course = filing.course.map(|course| shown_course(reader, course));
    papers(reader, policy, &mut filing.papers);
    if !reader.sees_inside() {
        filing.form.answers.clear();
        filing.attested.clear();
        filing.reservation = Reservation::None;
    }
    filing
}

/// A claim for a reader.
pub fn claim(reader: Reader, policy: &Policy, mut claim: Claim) -> Claim {
    claim.course = shown_course(reader, claim.course);
    papers(reader, policy, &mut claim.papers);
    if !reader.sees_inside() {
        claim.answers.clear();
        claim.records.clear();
        claim.attested.clear();
        claim.keys.clear();
        claim.sums.clear();
        claim.decision = None;
        claim.money = Money::None;
    }
    claim
}

/// The papers a reader may open.
fn papers(reader: Reader, policy: &Policy, papers: &mut Papers) {
    papers.retain(|id, _| policy.plan().document(id).is_some_and(|document| reader.sees_paper(document)));
}

/// Outside the office one sees which steps are done, not what its ranks say to one another.
fn shown_course(reader: Reader, mut course: Course) -> Course {
    if reader.sees_officers() {
        return course;
    }
    course.note = RankNote::None;
    course.level = 0;
    let mut after: Vec<String> = course.passed.iter().skip(1).map(|one| one.step.clone()).collect();
    if course.state != CourseState::Finished {
        after.push(course.step.clone());
    }
    let mut after = after.into_iter();
    course.passed.retain(|one| after.next().is_none_or(|next| next != one.step));
    for one in &mut course.passed {
        one.opinion.clear();
    }
    course
}

#[cfg(test)]
mod tests;
