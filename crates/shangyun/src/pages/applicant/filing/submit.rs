//! Check everything once more, promise that it is true, hand it in. What is missing stands on top, with its page.

use super::paper::crumbs;
use super::tasks::is_refused;
use super::topic::lists;
use super::topics::{Lists, Topic};
use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::pages::applicant::own;
use crate::pages::applicant::papers;
use crate::pages::case::look::Look;
use crate::pages::case::verdict::{self, Verdict};
use crate::refusals::{clause_address, label, tongue};
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::field::Field;
use crate::web::components::notice::{banner, inset};
use crate::web::components::tag::Tone;
use crate::web::components::tasks::TaskState;
use crate::web::components::value;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form_of_version};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::Command;
use domain::filing::{FilingCommand, Outlook};
use domain::paper::Wanted;
use maud::{Markup, html};
use policy::decision::Outcome;
use std::collections::BTreeMap;

/// `GET /filings/{id}/submit`.
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
    draw(&app, &visit, &me, &open, &Filled::blank()).await
}

/// `POST /filings/{id}/submit`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let lang = visit.lang;
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let mut again = form.clone().into_filled();
    if let Err(filled) = form.read(|form| promised(lang, form)) {
        return draw(&app, &visit, &me, &open, &filled).await;
    }
    let submit = Command::Filing(FilingCommand::Submit { filing: open.id.clone(), drawn });
    match acting::act(&app, me.actor(), submit, &key).await {
        Ok(_) => Ok(acting::go(&open.path("receipt"))),
        Err(failed) => {
            let policy = open.policy();
            own::refused(&mut again, lang, Some(policy), &failed, |id| Some(label(lang, Some(policy), id)))?;
            draw(&app, &visit, &me, &open, &again).await
        }
    }
}

/// Whether the promise was ticked.
pub(in crate::pages::applicant) fn promised(lang: Lang, form: &mut Form) -> Option<()> {
    if form.ticked("promise") {
        return Some(());
    }
    form.reject("promise", Message::new("enterprise-promise-missing").with("label", lang.t("enterprise-promise")));
    None
}

/// What is missing, with the page where it is mended.
fn missing(
    lang: Lang,
    open: &Open,
    lists: &Lists,
    (wanted, outlook): (&[Wanted<'_>], &Outlook),
) -> Vec<(String, String)> {
    let topics = Topic::ALL.into_iter().filter(|topic| super::tasks::state(open, *topic, lists) != TaskState::Done);
    let topics = topics.map(|topic| (topic.title(lang), open.path(&format!("form/{}", topic.code()))));
    let papers = wanted.iter().filter(|wanted| wanted.found(&open.filing().papers).is_none());
    let papers = papers
        .map(|wanted| (papers::title(lang, wanted.document), open.path(&format!("upload/{}", wanted.document.id))));
    let revenue = super::tasks::revenue(lang, open, outlook).filter(|task| task.state != TaskState::Done);
    topics.chain(papers).chain(revenue.map(|task| (task.title, task.href))).collect()
}

async fn draw(app: &App, visit: &Visit, me: &Me, open: &Open, filled: &Filled) -> Result<Response, Problem> {
    let lang = visit.lang;
    let lists = lists(app, lang, open.filing());
    let wanted = open.wanted(app, me).await?;
    let outlook = open.outlook(app, me).await?;
    let missing = missing(lang, open, &lists, (&wanted, &outlook));
    let mut page = Page::new(visit, lang.t("enterprise-check-and-submit")).errors(filled).lead(
        lang.t(if open.filing().course.is_some() { "enterprise-resubmit-lead" } else { "enterprise-submit-lead" }),
    );
    for crumb in crumbs(lang, open) {
        page = page.crumb(crumb.label, crumb.href);
    }
    let look = Look::new(app, lang, open.policy(), me.actor());
    Ok(page.respond(html! {
        (blocked(lang, &missing))
        (form_answers(lang, open, &lists))
        (paper_answers(lang, open, &wanted))
        (expectation(look, open, &outlook))
        (end(visit, open, (filled, missing.is_empty(), is_refused(&outlook))))
    }))
}

/// What is missing, each with the page where it is mended.
pub(in crate::pages::applicant) fn blocked(lang: Lang, missing: &[(String, String)]) -> Markup {
    html! {
        @if !missing.is_empty() {
            (banner(lang, Tone::Stop, &html! {
                p { (lang.t("enterprise-still-missing")) }
                ul { @for (name, href) in missing { li { a href=(href) { (name) } } } }
            }))
        }
    }
}

fn form_answers(lang: Lang, open: &Open, lists: &Lists) -> Markup {
    html! {
        @for topic in Topic::ALL {
            @let change = open.path(&format!("form/{}", topic.code()));
            @let rows: Vec<Answer> = topic.shown(lang, open.policy(), lists, &open.filing().form).into_iter()
                .map(|(field, label, value)| Answer::new(label, html! { (value) }, format!("{change}#{field}"))).collect();
            (answers(lang, &topic.title(lang), &rows))
        }
    }
}

fn paper_answers(lang: Lang, open: &Open, wanted: &[Wanted<'_>]) -> Markup {
    let rows: Vec<Answer> = wanted
        .iter()
        .map(|wanted| {
            let found = wanted.found(&open.filing().papers);
            let value = html! {
                @if let Some((id, paper)) = found {
                    a href=(open.path(&format!("papers/{id}"))) { (paper.file.name) }
                    @if id != wanted.document.id { " " span.quiet { (lang.t_with("enterprise-paper-stood-in", &[("paper", label(lang, Some(open.policy()), id).into())])) } }
                } @else { "—" }
            };
            let change = open.path(&format!("upload/{}", wanted.document.id));
            Answer::new(papers::title(lang, wanted.document), value, change)
        })
        .collect();
    answers(lang, &lang.t("enterprise-tasks-papers"), &rows)
}

/// What can be expected of it: the steps with their clauses, and what would be reserved.
fn expectation(look: Look<'_>, open: &Open, outlook: &Outlook) -> Markup {
    let lang = look.lang;
    let sources = BTreeMap::new();
    let facts = &outlook.decision.facts;
    let verdict = Verdict {
        decision: &outlook.decision,
        is_estimate: true,
        facts,
        sources: &sources,
        programme: &open.seen.programme,
    };
    let rule = look.policy.plan().reserves.first();
    html! {
        section {
            h2 { (lang.t("enterprise-outlook-title")) }
            (inset(&html! { p { (lang.t("enterprise-outlook-says")) } }))
            (verdict::steps(look, verdict))
            @if !outlook.awaited.is_empty() { p { (lang.t("enterprise-outlook-awaits")) } }
            @if let (Some(reserve), false) = (outlook.reserve, is_refused(outlook)) {
                p {
                    (lang.t("enterprise-outlook-reserve")) " " strong { (value::money(lang, reserve)) }
                    @if let Some(rule) = rule { " " a href=(clause_address(Some(look.policy), &rule.clause)) { (rule.clause) } }
                }
            }
            @if is_refused(outlook) { (remedies(look, outlook)) }
        }
    }
}

fn remedies(look: Look<'_>, outlook: &Outlook) -> Markup {
    let Outcome::Refused { failed } = &outlook.decision.outcome else { return html! {} };
    let remedies = failed.iter().filter_map(|code| look.policy.plan().requirement(code)?.remedy.as_ref());
    html! { ul { @for remedy in remedies { li { (remedy.get(tongue(look.lang))) } } } }
}

/// The promise and the button; for a colleague, who hands it in.
fn end(visit: &Visit, open: &Open, (filled, complete, refused): (&Filled, bool, bool)) -> Markup {
    let lang = visit.lang;
    if !open.own.owner {
        return inset(&html! { p { (lang.t("enterprise-owner-submits")) } });
    }
    if !complete || refused {
        let says = if complete { "enterprise-not-now" } else { "enterprise-complete-first" };
        return html! { p { (lang.t(says)) } p { (link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks"))) } };
    }
    let body = html! {
        h2 { (lang.t("enterprise-promise-title")) }
        (Field::new("promise", lang.t("enterprise-promise")).checkbox(lang, filled))
        (actions(&[button(&lang.t("enterprise-submit")), link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks"))]))
    };
    form_of_version(visit, &open.path("submit"), u64::try_from(open.filing().revision).unwrap_or_default(), &body)
}
