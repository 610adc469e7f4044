//! The task list of a filing: what is done, what is missing, what an officer sent back, and what it may bring.

use super::topic::{lists, saved_at};
use super::topics::{self, Lists, Topic};
use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::applicant::history::{History, part};
use crate::pages::applicant::own::home;
use crate::pages::applicant::papers;
use crate::refusals::{clause_address, label, tongue};
use crate::session::Me;
use crate::web::components::action::{actions, link, link_button};
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
use domain::course::{Course, CourseState};
use domain::filing::Outlook;
use domain::paper::Wanted;
use maud::{Markup, html};
use policy::decision::Outcome;
use policy::policy::Policy;

/// `GET /filings/{id}/tasks`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.filing().is_open_to_applicant() {
        return Ok(acting::go(&format!("/filings/{}", open.id)));
    }
    let lang = visit.lang;
    let lists = lists(&app, lang, open.filing());
    let history = History::of_filing(&app, &open.id).await?;
    let wanted = open.wanted(&app, &me).await?;
    let outlook = open.outlook(&app, &me).await?;
    let mut form = form_tasks(lang, &open, &lists, &history);
    form.extend(revenue(lang, &open, &outlook));
    let papers = papers::tasks(lang, &open.desk(&wanted, &history));
    let left = form.iter().chain(&papers).filter(|task| task.state != TaskState::Done).count();
    let returned = open.filing().course.is_some();
    let home = home(lang);
    let mut page = Page::new(&visit, lang.t_with("enterprise-filing-of", &[("stream", open.stream(lang).into())]))
        .crumb(home.label, home.href)
        .lead(lang.t("enterprise-tasks-lead"))
        .todo(todo(lang, left, open.own.owner))
        .aside(aside(&app, lang, &open, &outlook));
    if is_refused(&outlook) {
        page = page.notice(Tone::Stop, &grounds(lang, &open, &outlook));
    }
    if returned {
        page = page.notice(
            Tone::Attention,
            &sent_back(&app, lang, open.policy(), (open.filing().course.as_ref(), &open.filing().district)),
        );
    }
    Ok(page.respond(html! {
        (saved_at(&app, lang, history.last_saved.as_ref()))
        (task_list(lang, &lang.t("enterprise-tasks-form"), &form))
        (task_list(lang, &lang.t("enterprise-tasks-papers"), &papers))
        (task_list(lang, &lang.t("enterprise-tasks-submit"), &[submit_task(lang, &open, left)]))
        (actions(&[go_on(lang, &open, form.iter().chain(&papers)), link(&lang.t(withdraw_words(&open)), &open.path("withdraw"))]))
    }))
}

/// The tasks of the form.
fn form_tasks(lang: Lang, open: &Open, lists: &Lists, history: &History) -> Vec<Task> {
    let items = history.open_items(open.filing().course.as_ref());
    let task = |topic: Topic| {
        let fields = topic.fields(open.policy());
        let item = items.iter().find(|item| fields.iter().any(|field| field == part(&item.item)));
        let state = state(open, topic, lists);
        Task {
            title: topic.title(lang),
            href: open.path(&format!("form/{}", topic.code())),
            state: if item.is_some() { TaskState::ToCorrect } else { state },
            note: item.map(|item| item.words.clone()),
        }
    };
    Topic::ALL.into_iter().map(task).collect()
}

/// How far a topic is. What was not asked when the filing was handed in is not asked when it comes back.
pub(super) fn state(open: &Open, topic: Topic, lists: &Lists) -> TaskState {
    let came_back = open.filing().course.is_some() && topic == Topic::Answers;
    if came_back { TaskState::Done } else { topic.state(&open.filing().form, open.policy(), lists) }
}

/// The task of stating the revenue that the cap goes by; none where it goes by nothing of the kind.
pub(super) fn revenue(lang: Lang, open: &Open, outlook: &Outlook) -> Option<Task> {
    let year = open.filing().form.starts_on?.year().saturating_sub(1);
    let stated = open.own.enterprise.figures.get(&year);
    let next = open.path("tasks");
    let note = stated.map(|figure| format::money(lang, figure.revenue));
    outlook.by_revenue.then(|| Task {
        title: lang.t_with("enterprise-topic-revenue", &[("year", year.to_string().into())]).into_owned(),
        href: address("/enterprise/figures", [("year", year.to_string().as_str()), ("next", &next)]),
        state: if stated.is_some() { TaskState::Done } else { TaskState::NotStarted },
        note,
    })
}

/// Whether it would be refused as it stands, and not only by an open reading.
pub(super) fn is_refused(outlook: &Outlook) -> bool {
    matches!(outlook.decision.outcome, Outcome::Refused { .. }) && outlook.awaited.is_empty()
}

fn submit_task(lang: Lang, open: &Open, left: usize) -> Task {
    let waits = left > 0;
    let note = waits.then(|| lang.t_with("enterprise-tasks-left", &[("n", left.into())]).into_owned());
    Task {
        title: lang.t("enterprise-check-and-submit").into_owned(),
        href: open.path("submit"),
        state: if waits { TaskState::Waiting } else { TaskState::NotStarted },
        note,
    }
}

fn todo(lang: Lang, left: usize, owner: bool) -> String {
    match (left, owner) {
        (0, true) => lang.t("enterprise-todo-submit").into_owned(),
        (0, false) => lang.t("enterprise-todo-owner-submits").into_owned(),
        (left, _) => lang.t_with("enterprise-tasks-left", &[("n", left.into())]).into_owned(),
    }
}

/// The button of the next thing to do.
fn go_on<'a>(lang: Lang, open: &Open, mut tasks: impl Iterator<Item = &'a Task>) -> Markup {
    match tasks.find(|task| task.state != TaskState::Done) {
        Some(task) => link_button(&lang.t("enterprise-continue"), &task.href),
        None => link_button(&lang.t("enterprise-check-and-submit"), &open.path("submit")),
    }
}

fn withdraw_words(open: &Open) -> &'static str {
    if open.filing().course.is_some() { "enterprise-withdraw-filing" } else { "enterprise-discard-draft" }
}

/// Who sent the case back, with every item.
pub(in crate::pages::applicant) fn sent_back(
    app: &App,
    lang: Lang,
    policy: &Policy,
    (course, district): (Option<&Course>, &str),
) -> Markup {
    let Some(course) = course else { return html! {} };
    let CourseState::Returned { items } = &course.state else { return html! {} };
    let roles = policy.plan().step(&course.procedure, &course.step).map(|step| step.roles.as_slice());
    let role = roles.and_then(|roles| roles.first()).map_or("", String::as_str);
    let office = names::holder(app, lang, policy, role, Some(district));
    html! {
        p { (lang.t_with("enterprise-sent-back", &[("office", office.into()), ("n", items.len().into())])) }
        ul { @for item in items { li { strong { (named(lang, policy, &item.item)) } "：" (item.words) } } }
    }
}

/// What an item of a return is about: a paper, a fact, a field of the form, a row of a list.
fn named(lang: Lang, policy: &Policy, item: &str) -> String {
    let about = part(item);
    let is_field = ["purpose", "service_model", "project_type", "provider", "estimate", "starts_on"].contains(&about);
    let name = if is_field { topics::label(lang, about) } else { label(lang, Some(policy), about) };
    match item.split_once('/') {
        Some((_, row)) => lang.t_with("enterprise-row-of", &[("list", name.into()), ("row", row.into())]).into_owned(),
        None => name,
    }
}

/// What stands beside the tasks: what it may bring, and the form to be stamped.
fn aside(app: &App, lang: Lang, open: &Open, outlook: &Outlook) -> Markup {
    html! {
        h2 { (lang.t("enterprise-outlook-title")) }
        (outlook_short(lang, open, outlook))
        h2 { (lang.t("enterprise-help-title")) }
        @let setting = app.setting();
        @for contact in setting.city.contacts() { p { (names::pick(lang, &contact.names)) br; strong.figure { (contact.value) } } }
    }
}

/// The outlook in a few lines; the check page has every step of it.
fn outlook_short(lang: Lang, open: &Open, outlook: &Outlook) -> Markup {
    let policy = open.policy();
    match &outlook.decision.outcome {
        Outcome::Award { fen, .. } => html! {
            p { (lang.t("enterprise-outlook-award")) br; strong.large { (value::money(lang, *fen)) } }
            @if let Some(reserve) = outlook.reserve { p { (lang.t("enterprise-outlook-reserve")) " " (value::money(lang, reserve)) } }
            p.quiet { (lang.t("enterprise-outlook-says")) }
        },
        Outcome::Pending { missing } => {
            let names =
                missing.iter().map(|id| label(lang, Some(policy), id)).collect::<Vec<_>>().join(lang.pick("、", ", "));
            html! { p { (lang.t_with("enterprise-outlook-pending", &[("missing", names.into())])) } }
        }
        Outcome::Refused { .. } => html! {
            @if !outlook.awaited.is_empty() { p { (lang.t("enterprise-outlook-awaits")) } }
            (grounds(lang, open, outlook))
        },
        Outcome::Held { awaiting } => {
            let names =
                awaiting.iter().map(|id| label(lang, Some(policy), id)).collect::<Vec<_>>().join(lang.pick("、", ", "));
            html! { p { (lang.t_with("enterprise-outlook-held", &[("awaiting", names.into())])) } }
        }
    }
}

/// Why it would be refused: every ground with its clause, and what can be done.
fn grounds(lang: Lang, open: &Open, outlook: &Outlook) -> Markup {
    let policy = open.policy();
    let Outcome::Refused { failed } = &outlook.decision.outcome else { return html! {} };
    html! {
        @for code in failed {
            @let requirement = policy.plan().requirement(code);
            p {
                strong { (label(lang, Some(policy), code)) }
                @if let Some(requirement) = requirement {
                    " " a href=(clause_address(Some(policy), &requirement.clause)) { (requirement.clause) }
                    @if let Some(remedy) = &requirement.remedy { br; (remedy.get(tongue(lang))) }
                }
            }
        }
    }
}

impl Open {
    /// The papers of the filing, for the pages that take them.
    pub fn desk<'a>(&'a self, wanted: &'a [Wanted<'a>], history: &'a History) -> papers::Desk<'a> {
        papers::Desk {
            base: format!("/filings/{}", self.id),
            policy: self.policy(),
            papers: &self.filing().papers,
            wanted,
            history,
            course: self.filing().course.as_ref(),
            extra: html! {},
        }
    }
}
