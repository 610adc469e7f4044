//! What a reader may do with a case now: the one main act as a button, the others as links.

use super::course::{Turn, rank_word};
use super::look::Look;
use crate::web::components::action::{actions, link, link_button};
use domain::access::lead_roles;
use domain::act::{Actor, Seat};
use domain::course::{Course, CourseState};
use maud::{Markup, html};
use policy::plan::words::{Exit, Rank, StepKind};

/// What the reader must do, and where.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Todo {
    /// In a sentence, for the top of the page.
    pub says: Option<String>,
    /// The main act: words and address.
    pub main: Option<(String, String)>,
    /// The other ways on.
    pub others: Vec<(String, String)>,
}

impl Todo {
    /// Buttons and links; nothing where there is nothing to do.
    pub fn draw(&self) -> Markup {
        let main = self.main.iter().map(|(words, href)| link_button(words, href));
        let others = self.others.iter().map(|(words, href)| link(words, href));
        let all: Vec<Markup> = main.chain(others).collect();
        if all.is_empty() {
            html! {}
        } else {
            actions(&all)
        }
    }
}

/// What a reader may do with a filing that was handed in.
pub fn of_filing(look: Look<'_>, actor: &Actor, course: &Course, (id, turn): (&str, &Turn)) -> Todo {
    let mut todo = of_course(look, actor, course, (&format!("/filings/{id}"), turn));
    if matches!(actor.seat, Seat::Enterprise { .. }) {
        todo.others.push((look.lang.t("case-act-receipt").into_owned(), format!("/filings/{id}/receipt")));
        if course.is_live() && is_owner(actor) && may_withdraw(look, course) {
            todo.others.push((look.lang.t("case-act-withdraw").into_owned(), format!("/filings/{id}/withdraw")));
        }
    }
    todo
}

/// The way to move a case to another edition of the policy, for the signer of the office that leads, where there is
/// another.
pub fn with_edition(look: Look<'_>, actor: &Actor, (base, editions): (&str, usize), mut todo: Todo) -> Todo {
    let Some((office, Rank::Sign)) = actor.office() else { return todo };
    let roles = lead_roles(look.policy.plan());
    let (setting, today) = (look.app.setting(), look.app.clock.today());
    if editions > 0 && roles.iter().any(|role| setting.city.holds(office, role, None, today)) {
        todo.others.push((look.lang.t("edition-move").into_owned(), format!("{base}/edition")));
    }
    todo
}

/// What a reader may do with a claim.
pub fn of_claim(look: Look<'_>, actor: &Actor, course: &Course, (id, turn): (&str, &Turn)) -> Todo {
    let mut todo = of_course(look, actor, course, (&format!("/claims/{id}"), turn));
    if course.is_live() && is_owner(actor) {
        todo.others.push((look.lang.t("case-act-withdraw").into_owned(), format!("/claims/{id}/withdraw")));
    }
    todo
}

fn of_course(look: Look<'_>, actor: &Actor, course: &Course, (base, turn): (&str, &Turn)) -> Todo {
    let lang = look.lang;
    match turn {
        Turn::Mine => mine(look, course, base),
        Turn::OtherRank(rank) if matches!(actor.seat, Seat::Office { .. }) => Todo {
            says: Some(lang.t_with("case-todo-other-rank", &[("rank", rank_word(lang, *rank).into())]).into_owned()),
            ..Todo::default()
        },
        Turn::OtherRank(_) | Turn::Elsewhere | Turn::Ended => Todo::default(),
    }
}

fn mine(look: Look<'_>, course: &Course, base: &str) -> Todo {
    let lang = look.lang;
    if matches!(course.state, CourseState::Returned { .. }) {
        return todo(lang.t("case-todo-correct"), lang.t("case-act-correct"), format!("{base}/tasks"));
    }
    let Some(step) = look.policy.plan().step(&course.procedure, &course.step) else { return Todo::default() };
    let name = look.step(&course.procedure, &course.step);
    match step.kind {
        StepKind::Batch => todo(lang.t("case-todo-batch"), lang.t("case-act-batch"), "/intake".to_owned()),
        StepKind::Apply | StepKind::Confirm => {
            todo(lang.t("case-todo-confirm"), lang.t("case-act-continue"), format!("{base}/tasks"))
        }
        StepKind::Roster => todo(lang.t("case-todo-roster"), lang.t("case-act-roster"), "/rosters".to_owned()),
        StepKind::Intake
        | StepKind::Filing
        | StepKind::Review
        | StepKind::Activate
        | StepKind::Expert
        | StepKind::Notice
        | StepKind::Handover
        | StepKind::Countersign
        | StepKind::Approval
        | StepKind::Allot
        | StepKind::Payout
        | StepKind::Reconcile
        | StepKind::Inspection
        | StepKind::Acceptance
        | StepKind::Tracking => todo(
            lang.t_with("case-todo-step", &[("step", name.into())]),
            lang.t("case-act-review"),
            format!("{base}/review"),
        ),
    }
}

fn todo(says: impl Into<String>, act: impl Into<String>, href: String) -> Todo {
    Todo { says: Some(says.into()), main: Some((act.into(), href)), others: Vec::new() }
}

fn is_owner(actor: &Actor) -> bool {
    matches!(actor.seat, Seat::Enterprise { owner: true, .. })
}

/// Whether the applicant may take the case back where it stands.
fn may_withdraw(look: Look<'_>, course: &Course) -> bool {
    let procedure = look.policy.plan().procedure(&course.procedure);
    let mut steps = procedure.into_iter().flat_map(|procedure| &procedure.steps);
    let allows = |step: &policy::plan::procedure::Step| step.exits.contains(&Exit::Withdraw);
    steps.clone().next().is_some_and(allows) || steps.any(|step| step.id == course.step && allows(step))
}
