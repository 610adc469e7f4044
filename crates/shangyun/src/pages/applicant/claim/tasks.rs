//! The task list of a claim: lists, papers, yearly figures, and what it would come to as it stands.

use super::rows::state;
use super::{Expected, Open, open};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::applicant::filing::tasks::sent_back;
use crate::pages::applicant::filing::topic::saved_at;
use crate::pages::applicant::history::History;
use crate::pages::applicant::own::home;
use crate::pages::applicant::papers;
use crate::pages::case::look::Look;
use crate::pages::case::verdict::{self, Verdict};
use crate::refusals::{clause_address, label};
use crate::session::Me;
use crate::web::components::action::{actions, link, link_button};
use crate::web::components::notice::inset;
use crate::web::components::tag::Tone;
use crate::web::components::tasks::{Task, TaskState, task_list};
use crate::web::components::value;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::address;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::course::CourseState;
use domain::facts::asked;
use domain::paper::Wanted;
use maud::{Markup, html};
use policy::decision::Outcome;
use policy::plan::inputs::RecordList;
use std::collections::BTreeMap;

/// `GET /claims/{id}/tasks`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.is_open() {
        return Ok(open.elsewhere());
    }
    let lang = visit.lang;
    let history = History::of_claim(&app, &open.id).await?;
    let expected = open.expected(&app, &me).await?;
    let wanted = open.wanted(&expected.facts);
    let (first, lists, papers) = all(lang, &open, &history, (&expected, &wanted));
    let left = first.iter().chain(&lists).chain(&papers).filter(|task| task.state != TaskState::Done).count();
    let home = home(lang);
    let mut page = Page::new(&visit, open.name(lang))
        .crumb(home.label, home.href)
        .lead(lang.t(if open.last.is_some() { "enterprise-claim-lead-again" } else { "enterprise-claim-lead" }))
        .todo(todo(lang, left, open.own.owner))
        .aside(aside(&app, lang, &open, &expected));
    if let CourseState::Returned { .. } = open.claim().course.state {
        let course = Some(&open.claim().course);
        page = page.notice(Tone::Attention, &sent_back(&app, lang, open.policy(), (course, &open.claim().district)));
    }
    let look = Look::new(&app, lang, open.policy(), me.actor());
    let go_on = go_on(lang, &open, first.iter().chain(&lists).chain(&papers));
    Ok(page.respond(html! {
        (saved_at(&app, lang, history.last_saved.as_ref()))
        @if !first.is_empty() { (task_list(lang, &lang.t("enterprise-claim-first"), &first)) }
        (task_list(lang, &lang.t("enterprise-claim-lists"), &lists))
        @if !papers.is_empty() { (task_list(lang, &lang.t("enterprise-tasks-papers"), &papers)) }
        (task_list(lang, &lang.t("enterprise-claim-last"), &[confirm_task(lang, &open, left)]))
        (actions(&[go_on, link(&lang.t("enterprise-withdraw-claim"), &open.path("withdraw"))]))
        (preview(look, &open, &expected))
    }))
}

/// What is to be done: first what has changed and the figures, then lists, then papers.
pub(super) fn all(
    lang: Lang,
    open: &Open,
    history: &History,
    (expected, wanted): (&Expected, &[Wanted<'_>]),
) -> (Vec<Task>, Vec<Task>, Vec<Task>) {
    let first = [changes(lang, open), revenue(lang, open, expected), answers(lang, open, history)];
    let lists = open.lists().map(|list| list_task(lang, open, history, list)).collect();
    let desk = open.desk(wanted, history);
    let papers = papers::tasks(lang, &desk).into_iter().zip(wanted);
    let papers = papers.filter(|(_, wanted)| open.list_of(&wanted.document.id).is_none()).map(|(task, _)| task);
    (first.into_iter().flatten().collect(), lists, papers.collect())
}

/// In the second and third year: what has changed?
fn changes(lang: Lang, open: &Open) -> Option<Task> {
    open.last.as_ref().map(|last| Task {
        title: lang.t("enterprise-changes-title").into_owned(),
        href: open.path("changes"),
        state: if copied(open) { TaskState::Done } else { TaskState::NotStarted },
        note: Some(lang.t_with("enterprise-changes-note", &[("number", last.number.as_str().into())]).into_owned()),
    })
}

/// Whether what carries over was taken over, or something else was typed in its place.
fn copied(open: &Open) -> bool {
    let mut carried = open.lists().filter(|list| super::rows::carries_over(open.policy(), list));
    carried.all(|list| !open.rows(&list.id).is_empty())
}

/// The revenue of the year before, where the award goes by it.
fn revenue(lang: Lang, open: &Open, expected: &Expected) -> Option<Task> {
    let mut without = expected.facts.clone();
    without.values.remove("revenue_fen");
    let outcome = open.policy().outcome(&without, &open.seen.programme.readings());
    let matters = matches!(outcome, Outcome::Pending { missing } if missing.iter().any(|fact| fact == "revenue_fen"));
    let year = open.claim().service_date.year().saturating_sub(1);
    let stated = open.own.enterprise.figures.get(&year);
    let next = open.path("tasks");
    matters.then(|| Task {
        title: lang.t_with("enterprise-topic-revenue", &[("year", year.to_string().into())]).into_owned(),
        href: address("/enterprise/figures", [("year", year.to_string().as_str()), ("next", &next)]),
        state: if stated.is_some() { TaskState::Done } else { TaskState::NotStarted },
        note: stated.map(|figure| format::money(lang, figure.revenue)),
    })
}

/// Questions of the policy that nobody has answered yet, or that were sent back; none where the filing answered them all.
fn answers(lang: Lang, open: &Open, history: &History) -> Option<Task> {
    let facts: Vec<&str> = asked(open.policy()).map(|fact| fact.id.as_str()).collect();
    let item = open.item(history, &facts);
    let known = |fact: &&str| {
        open.claim().answers.contains_key(*fact)
            || open.filing.form.answers.contains_key(*fact)
            || open.claim().attested.contains_key(*fact)
    };
    let complete = facts.iter().all(known);
    (!complete || item.is_some()).then(|| Task {
        title: lang.t("enterprise-topic-answers").into_owned(),
        href: open.path("answers"),
        state: if item.is_some() { TaskState::ToCorrect } else { TaskState::NotStarted },
        note: item.map(|item| item.words.clone()),
    })
}

fn list_task(lang: Lang, open: &Open, history: &History, list: &RecordList) -> Task {
    let rows = open.rows(&list.id);
    let mut parts: Vec<&str> = list.proven_by.iter().map(String::as_str).collect();
    parts.push(&list.id);
    let item = open.item(history, &parts);
    let count = (!rows.is_empty()).then(|| lang.t_with("enterprise-rows", &[("n", rows.len().into())]).into_owned());
    Task {
        title: label(lang, Some(open.policy()), &list.id),
        href: open.path(&format!("lists/{}", list.id)),
        state: if item.is_some() { TaskState::ToCorrect } else { state(rows, has_paper(open, list)) },
        note: item.map(|item| item.words.clone()).or(count),
    }
}

/// Whether one paper proves the whole list.
pub(super) fn has_paper(open: &Open, list: &RecordList) -> bool {
    list.proven_by.iter().any(|id| open.claim().papers.contains_key(id))
}

fn confirm_task(lang: Lang, open: &Open, left: usize) -> Task {
    Task {
        title: lang.t("enterprise-check-and-confirm").into_owned(),
        href: open.path("confirm"),
        state: if left > 0 { TaskState::Waiting } else { TaskState::NotStarted },
        note: (left > 0).then(|| lang.t_with("enterprise-tasks-left", &[("n", left.into())]).into_owned()),
    }
}

fn todo(lang: Lang, left: usize, owner: bool) -> String {
    match (left, owner) {
        (0, true) => lang.t("enterprise-todo-confirm").into_owned(),
        (0, false) => lang.t("enterprise-todo-owner-confirms").into_owned(),
        (left, _) => lang.t_with("enterprise-tasks-left", &[("n", left.into())]).into_owned(),
    }
}

fn go_on<'a>(lang: Lang, open: &Open, mut tasks: impl Iterator<Item = &'a Task>) -> Markup {
    match tasks.find(|task| task.state != TaskState::Done) {
        Some(task) => link_button(&lang.t("enterprise-continue"), &task.href),
        None => link_button(&lang.t("enterprise-check-and-confirm"), &open.path("confirm")),
    }
}

/// What is known of the claim already, and what it would bring.
fn aside(app: &App, lang: Lang, open: &Open, expected: &Expected) -> Markup {
    let claim = open.claim();
    html! {
        h2 { (lang.t("enterprise-claim-filled-in")) }
        (value::facts(&[
            (lang.t("enterprise-number").into_owned(), html! { span.figure { (claim.number) } }),
            (lang.t("enterprise-claim-year").into_owned(), html! { (value::date(lang, claim.service_date)) }),
            (lang.t("enterprise-form-provider").into_owned(), html! { (names::provider(app, lang, &claim.provider)) }),
            (lang.t("enterprise-district").into_owned(), html! { (names::district(app, lang, &open.own.enterprise.profile.district)) }),
        ]))
        @if let Outcome::Award { fen, .. } = expected.decision.outcome {
            h2 { (lang.t("enterprise-preview-title")) }
            p { strong.large { (value::money(lang, fen)) } br; a href="#decision" { (lang.t("case-how-reached")) } }
        }
    }
}

/// What it would come to: every step with its clause.
pub(super) fn preview(look: Look<'_>, open: &Open, expected: &Expected) -> Markup {
    let lang = look.lang;
    let sources = BTreeMap::new();
    let verdict = Verdict {
        decision: &expected.decision,
        is_estimate: true,
        facts: &expected.facts,
        sources: &sources,
        programme: &open.seen.programme,
    };
    let pending = matches!(expected.decision.outcome, Outcome::Pending { .. });
    html! {
        section #decision {
            h2 { (lang.t("enterprise-preview-title")) }
            (inset(&html! { p { (lang.t("enterprise-preview-says")) } }))
            @if pending { p { (missing(look, expected)) } }
            (verdict::steps(look, verdict))
            (verdict::changes(look, &expected.decision))
        }
    }
}

/// What the preview still waits for.
fn missing(look: Look<'_>, expected: &Expected) -> Markup {
    let Outcome::Pending { missing } = &expected.decision.outcome else { return html! {} };
    let plan = look.policy.plan();
    html! {
        (look.lang.t("enterprise-preview-pending"))
        @for fact in missing {
            " " (look.label(fact))
            @if let Some(fact) = plan.fact(fact) { " " a href=(clause_address(Some(look.policy), &fact.clause)) { (fact.clause) } }
        }
    }
}
