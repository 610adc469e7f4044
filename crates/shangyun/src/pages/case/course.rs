//! Where a case stands: its state in a word, who holds it now and until when, and whether the reader may act.

use super::look::{Look, Reader};
use crate::lang::Lang;
use crate::names;
use crate::web::components::icon::Icon;
use crate::web::components::tag::{Tone, tag, tag_with};
use crate::web::components::value::deadline;
use crate::web::layout::page::Page;
use domain::act::{Actor, Seat};
use domain::course::{Course, CourseState};
use domain::setting::Setting;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::procedure::Step;
use policy::plan::words::Rank;
use policy::policy::Policy;

/// Whose case it is, for naming who holds it.
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    /// The enterprise's name.
    pub enterprise: &'a str,
    /// The provider's id.
    pub provider: &'a str,
    /// The district's id.
    pub district: &'a str,
}

/// Whether an actor may act on a case now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    /// The actor may act.
    Mine,
    /// It is the turn of another rank of the actor's office.
    OtherRank(Rank),
    /// It is with somebody else.
    Elsewhere,
    /// It has ended.
    Ended,
}

/// Whether an actor may act on a course now: for marking what waits for the reader. The act itself is judged again
/// where it is decided.
pub fn turn(
    setting: &Setting,
    policy: &Policy,
    actor: &Actor,
    (course, district): (&Course, &str),
    today: Date,
) -> Turn {
    match course.state {
        CourseState::Underway => {}
        CourseState::Returned { .. } => {
            return if matches!(actor.seat, Seat::Enterprise { .. }) { Turn::Mine } else { Turn::Elsewhere };
        }
        CourseState::Refused { .. } | CourseState::Withdrawn | CourseState::Lapsed | CourseState::Finished => {
            return Turn::Ended;
        }
    }
    let Some(step) = policy.plan().step(&course.procedure, &course.step) else { return Turn::Elsewhere };
    let holds = |role: &String| match &actor.seat {
        Seat::Office { office, .. } => setting.city.holds(office, role, Some(district), today),
        Seat::Enterprise { .. } => role == "enterprise",
        Seat::Provider { .. } => role == "provider",
        Seat::Expert { .. } => role == "expert",
        Seat::Newcomer
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => false,
    };
    let waiting = if course.waiting_for.is_empty() { &step.roles } else { &course.waiting_for };
    if !waiting.iter().any(holds) {
        return Turn::Elsewhere;
    }
    match (course.rank_due(step), actor.office()) {
        (Some(due), Some((_, rank))) if due != rank => Turn::OtherRank(due),
        (Some(_) | None, _) => Turn::Mine,
    }
}

/// The state of a case as a tag. `None` is a draft.
pub fn state(look: Look<'_>, course: Option<&Course>) -> Markup {
    let lang = look.lang;
    let Some(course) = course else { return tag(Tone::Neutral, &lang.t("case-state-draft")) };
    match &course.state {
        CourseState::Underway if course.proposal().is_some() && look.reader.sees_officers() => {
            let words = lang
                .t_with("case-state-refusal-proposed", &[("step", look.step(&course.procedure, &course.step).into())]);
            tag_with(Tone::Attention, Icon::Half, &words)
        }
        CourseState::Underway => tag_with(Tone::Neutral, Icon::Half, &look.step(&course.procedure, &course.step)),
        CourseState::Returned { .. } => tag_with(Tone::Attention, Icon::Back, &lang.t("case-state-returned")),
        CourseState::Refused { .. } => tag(Tone::Stop, &lang.t("case-state-refused")),
        CourseState::Withdrawn => tag_with(Tone::Neutral, Icon::Ring, &lang.t("case-state-withdrawn")),
        CourseState::Lapsed => tag(Tone::Stop, &lang.t("case-state-lapsed")),
        CourseState::Finished if course.procedure == domain::filing::PROCEDURE => {
            tag(Tone::Ok, &lang.t("case-state-filed"))
        }
        CourseState::Finished => tag(Tone::Ok, &lang.t("case-state-finished")),
    }
}

/// Who holds a case at a step: offices by name, with the rank whose turn it is.
pub fn holders(look: Look<'_>, course: &Course, parties: Parties<'_>) -> String {
    if matches!(course.state, CourseState::Returned { .. }) {
        return enterprise(look, parties);
    }
    let Some(step) = look.policy.plan().step(&course.procedure, &course.step) else { return String::new() };
    let waiting = if course.waiting_for.is_empty() { &step.roles } else { &course.waiting_for };
    let mut said = listed(look, waiting, parties);
    if let (Some(rank), true) = (course.rank_due(step), look.reader.sees_officers()) {
        said = format!("{said} · {}", rank_word(look.lang, rank));
    }
    said
}

/// The bodies behind some roles of a step.
pub fn of_step(look: Look<'_>, step: &Step, parties: Parties<'_>) -> String {
    listed(look, &step.roles, parties)
}

fn listed(look: Look<'_>, roles: &[String], parties: Parties<'_>) -> String {
    let today = look.app.clock.today();
    let named = roles.iter().map(|role| match role.as_str() {
        "enterprise" => enterprise(look, parties),
        "provider" => names::provider(look.app, look.lang, parties.provider),
        "expert" => look.lang.t("case-experts").into_owned(),
        "programme" => look.lang.t("case-programme-itself").into_owned(),
        _ => look.office_of(role, parties.district, today),
    });
    named.collect::<Vec<String>>().join(look.lang.pick("、", ", "))
}

/// The enterprise, which is the reader's own where an applicant reads.
fn enterprise(look: Look<'_>, parties: Parties<'_>) -> String {
    match look.reader {
        Reader::Applicant => look.lang.t("case-you").into_owned(),
        Reader::Service | Reader::Officer | Reader::Expert | Reader::Auditor => parties.enterprise.to_owned(),
    }
}

/// A rank in the reader's language.
pub fn rank_word(lang: Lang, rank: Rank) -> String {
    lang.t(&format!("case-rank-{}", rank.en())).into_owned()
}

/// Who holds the case now and until when, in one line; nothing where it has ended.
pub fn now(look: Look<'_>, course: &Course, parties: Parties<'_>) -> Option<Markup> {
    let (turn, due) = held(look, course, parties)?;
    Some(html! { (turn) @if let Some(due) = due { " " (due) } })
}

/// The page with whose turn it is and by when; as it was where the case has ended.
pub fn with_turn<'v>(page: Page<'v>, look: Look<'_>, course: &Course, parties: Parties<'_>) -> Page<'v> {
    match held(look, course, parties) {
        Some((turn, Some(due))) => page.turn(turn).due(due),
        Some((turn, None)) => page.turn(turn),
        None => page,
    }
}

/// The day by which whoever holds the case must have acted. A batch that the programme itself works off has none once its
/// day is past: what then still lies there waits for money, and nobody is late.
pub fn due(look: Look<'_>, course: &Course) -> Option<Date> {
    let due = course.due.filter(|_| course.state == CourseState::Underway)?;
    let step = look.policy.plan().step(&course.procedure, &course.step)?;
    let is_automatic = step.roles.iter().all(|role| role == "programme");
    (!is_automatic || due >= look.app.clock.today()).then_some(due)
}

/// Who holds the case now, and until when if there is a day.
fn held(look: Look<'_>, course: &Course, parties: Parties<'_>) -> Option<(Markup, Option<Markup>)> {
    if !course.is_live() {
        return None;
    }
    let due = due(look, course).map(|due| deadline(look.lang, names::deadline(look.app, due)));
    Some((html! { (holders(look, course, parties)) }, due))
}
