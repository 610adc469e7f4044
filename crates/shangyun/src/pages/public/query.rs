//! `GET /query`: where a case stands, for whoever holds its number and code. An unknown number and a wrong code get
//! the same words.

use crate::app::App;
use crate::clock::real_now;
use crate::lang::{Lang, Message};
use crate::names;
use crate::receipt;
use crate::refusals::{clause_address, label};
use crate::seen;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::Field;
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{deadline, facts};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::client::Client;
use crate::web::security::throttle::Limit;
use axum::extract::State;
use axum::response::Response;
use domain::claim::Money;
use domain::course::{Course, CourseState};
use maud::{Markup, html};
use policy::facts::{Facts, Readings};
use policy::plan::procedure::Step;
use policy::policy::Policy;
use policy::value::Value;
use std::sync::Arc;
use store::views::cases;

/// Wrong codes from one machine.
const HERE: Limit = Limit::new("query here", 10, 15);
/// Wrong codes for one number, from wherever.
const NUMBER: Limit = Limit::new("query number", 20, 60);

/// What the holder of a receipt may know of a case.
struct Stage {
    number: String,
    stream: String,
    district: String,
    course: Option<Course>,
    money: Option<&'static str>,
    policy: Arc<Policy>,
}

/// The form, and the answer where number and code are right.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    client: Client,
    Asked(form): Asked,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    if form.is_blank() {
        return Ok(page(&visit).respond(ask(lang, &Filled::blank())));
    }
    let mut filled = form.clone().into_filled();
    let read = form.read(|form| {
        let number = form.text("number", lang.t("public-query-number")).max(60).required();
        let code = form.text("code", lang.t("public-query-code")).max(20).required();
        Some((receipt::number(&number?), code?))
    });
    let (number, code) = match read {
        Ok(read) => read,
        Err(filled) => return Ok(page(&visit).errors(&filled).respond(ask(lang, &filled))),
    };
    let (now, here) = (real_now(), client.key());
    for (limit, who) in [(HERE, &here), (NUMBER, &number)] {
        if let Some(seconds) = limit.wait(&app.store, who, now).await.map_err(Problem::failure)? {
            return Err(Problem::too_often(seconds));
        }
    }
    // The code is checked before anything is looked up, so that a wrong one costs the same for any number.
    let stage = if receipt::is_code(&app, &number, &code) { find(&app, &number).await? } else { None };
    let Some(stage) = stage else {
        for (limit, who) in [(HERE, &here), (NUMBER, &number)] {
            limit.count(&app.store, who, now).await.map_err(|_| Problem::unavailable())?;
        }
        filled.reject("number", Message::new("public-query-unknown"));
        return Ok(page(&visit).errors(&filled).respond(ask(lang, &filled)));
    };
    Ok(answer(&app, &visit, &stage))
}

fn page(visit: &Visit) -> Page<'_> {
    let lang = visit.lang;
    Page::new(visit, lang.t("menu-query")).crumb(lang.t("public-home"), "/").lead(lang.t("public-query-lead"))
}

fn ask(lang: Lang, filled: &Filled) -> Markup {
    html! {
        form method="get" action="/query" novalidate {
            (Field::new("number", lang.t("public-query-number")).hint(lang.t("public-query-number-hint")).half().text(lang, filled))
            (Field::new("code", lang.t("public-query-code")).hint(lang.t("public-query-code-hint")).short().text(lang, filled))
            (actions(&[button(&lang.t("public-query-ask"))]))
        }
        p.quiet { (lang.t("public-query-signed-in")) }
    }
}

/// The filing or claim with this number.
async fn find(app: &App, number: &str) -> Result<Option<Stage>, Problem> {
    let database = app.store.database();
    let filings = cases::filing_numbered(database, number).await.map_err(Problem::failure)?;
    if let Some(listed) = filings.into_iter().next() {
        let filing = listed.state;
        let policy = seen::policy(app, &filing.policy_hash)?;
        let (stream, district) = (filing.stream, filing.district);
        let course = filing.course;
        return Ok(Some(Stage { number: number.to_owned(), stream, district, course, money: None, policy }));
    }
    let claims = cases::claim_numbered(database, number).await.map_err(Problem::failure)?;
    let Some(listed) = claims.into_iter().next() else { return Ok(None) };
    let claim = listed.state;
    let policy = seen::policy(app, &claim.policy_hash)?;
    let money = money(&claim.money, claim.is_ready_for_round());
    let (stream, district) = (claim.stream, claim.district);
    Ok(Some(Stage { number: number.to_owned(), stream, district, course: Some(claim.course), money, policy }))
}

/// What became of the money of a claim, in words without an amount.
fn money(money: &Money, is_ready: bool) -> Option<&'static str> {
    match money {
        Money::None if is_ready => Some("public-query-money-ready"),
        Money::None => None,
        Money::InRound { .. } => Some("public-query-money-round"),
        Money::LeftOut { .. } => Some("public-query-money-left-out"),
        Money::Planned { .. } => Some("public-query-money-planned"),
        Money::Failed { .. } => Some("public-query-money-failed"),
        Money::Paid { .. } => Some("public-query-money-paid"),
    }
}

/// The step, who has the case, until when, and what comes next; nothing of what is in it.
fn answer(app: &App, visit: &Visit, stage: &Stage) -> Response {
    let lang = visit.lang;
    let policy = &stage.policy;
    let name = |id: &str| label(lang, Some(policy), id);
    let mut rows: Vec<(String, Markup)> = vec![
        (lang.t("public-query-number").into_owned(), html! { span.figure { (stage.number) } }),
        (lang.t("public-stream").into_owned(), html! { (stream(lang, policy, &stage.stream)) }),
    ];
    let mut page = page(visit).crumb(lang.t("menu-query"), "/query");
    if let Some(course) = &stage.course {
        page = page.beside_title(state_tag(lang, &course.state));
        let step = course.step(policy).ok();
        rows.push((lang.t("public-query-step").into_owned(), html! { (name(&course.step)) }));
        if course.is_live() {
            rows.push((lang.t("public-query-holder").into_owned(), html! { (holder(app, lang, stage, course)) }));
        }
        if let (true, Some(due)) = (course.is_live(), course.due) {
            rows.push((lang.t("public-query-due").into_owned(), deadline(lang, names::deadline(app, due))));
        }
        rows.push((lang.t("public-query-next").into_owned(), html! { (next(lang, stage, course)) }));
        if let Some(step) = step {
            rows.push((
                lang.t("public-notice-clause").into_owned(),
                link(&step.clause, &clause_address(Some(policy), &step.clause)),
            ));
        }
        if let Some(money) = stage.money {
            rows.push((
                lang.t("public-query-money").into_owned(),
                html! { (lang.t(money)) " " (link(&lang.t("menu-disclosure"), "/disclosure")) },
            ));
        }
        rows.extend(last(app, lang, policy, course));
    }
    page.respond(html! { (facts(&rows)) (actions(&[link(&lang.t("public-query-another"), "/query")])) p.quiet { (lang.t("public-query-signed-in")) } })
}

fn stream(lang: Lang, policy: &Policy, id: &str) -> String {
    let found = policy.plan().streams().iter().find(|member| member.id == id);
    found.map_or_else(|| id.to_owned(), |member| member.text.get(crate::refusals::tongue(lang)).to_owned())
}

fn state_tag(lang: Lang, state: &CourseState) -> Markup {
    let tone = match state {
        CourseState::Returned { .. } => Tone::Attention,
        CourseState::Refused { .. } => Tone::Stop,
        CourseState::Underway | CourseState::Withdrawn | CourseState::Lapsed => Tone::Neutral,
        CourseState::Finished => Tone::Ok,
    };
    tag(tone, &lang.t(&format!("public-query-{}", state.word())))
}

fn holder(app: &App, lang: Lang, stage: &Stage, course: &Course) -> String {
    if let CourseState::Returned { .. } = course.state {
        return lang.t("public-query-applicant").into_owned();
    }
    let each: Vec<String> = course
        .waiting_for
        .iter()
        .map(|role| match role.as_str() {
            "enterprise" => lang.t("public-query-applicant").into_owned(),
            "provider" => lang.t("public-query-provider").into_owned(),
            _ => names::holder(app, lang, &stage.policy, role, Some(&stage.district)),
        })
        .collect();
    each.join(lang.pick("、", ", "))
}

/// What comes next: the correction, the step after this one, or nothing.
fn next(lang: Lang, stage: &Stage, course: &Course) -> String {
    let policy = &stage.policy;
    match &course.state {
        CourseState::Returned { items } => {
            lang.t_with("public-query-next-correct", &[("n", items.len().into())]).into_owned()
        }
        CourseState::Underway => {
            let steps: &[Step] = policy.plan().procedure(&course.procedure).map_or(&[], |found| &found.steps);
            let here = steps.iter().position(|step| step.id == course.step);
            let after = here.and_then(|here| steps.get(here + 1..)).unwrap_or_default();
            match after.iter().find(|step| takes_place(policy, &stage.stream, step)) {
                Some(step) => lang
                    .t_with("public-query-next-step", &[("step", label(lang, Some(policy), &step.id).into())])
                    .into_owned(),
                None => lang.t("public-query-next-last").into_owned(),
            }
        }
        CourseState::Finished => lang.t("public-query-next-finished").into_owned(),
        CourseState::Refused { .. } => lang.t("public-query-next-refused").into_owned(),
        CourseState::Withdrawn | CourseState::Lapsed => lang.t("public-query-next-none").into_owned(),
    }
}

/// Whether a step takes place in a stream, as far as its condition reads nothing else.
fn takes_place(policy: &Policy, stream: &str, step: &Step) -> bool {
    let facts = Facts::new().with("stream", Value::Member(stream.to_owned()));
    let holds = |condition| policy.condition(condition, &facts, &Readings::default());
    step.condition.as_ref().is_none_or(|condition| holds(condition) != Some(false))
}

/// Who passed it last, at which step, and when.
fn last(app: &App, lang: Lang, policy: &Policy, course: &Course) -> Option<(String, Markup)> {
    let passed = course.passed.last()?;
    let zone = app.setting().city.time_zone().clone();
    let at = format::time_text(lang, passed.at, &zone);
    Some((
        lang.t("public-query-last").into_owned(),
        html! { (label(lang, Some(policy), &passed.step)) (lang.pick("，", ", ")) (at) },
    ))
}
