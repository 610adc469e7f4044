//! Questions of the policy that a claim must answer: those the filing left open, or whose answer has changed.

use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::pages::applicant::history::History;
use crate::pages::applicant::own::{self, save_key};
use crate::pages::applicant::typed::{Typed, typed};
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::tag::Tone;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form_of_version};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::claim::ClaimCommand;
use domain::command::Command;
use domain::facts::asked;
use maud::html;
use policy::value::Value;
use std::collections::BTreeMap;

impl Open {
    /// What was answered so far: in this claim, else in the filing.
    pub fn answered(&self) -> BTreeMap<String, Value> {
        let mut answers = self.filing.form.answers.clone();
        answers.extend(self.claim().answers.clone());
        answers
    }
}

/// `GET /claims/{id}/answers`.
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
    let answers = open.answered();
    let filled = answers.iter().fold(Filled::blank(), |filled, (id, value)| filled.with(id, typed(value)));
    draw(&app, &visit, &open, &filled).await
}

/// `POST /claims/{id}/answers`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let key = acting::key_of(&form);
    let mut again = form.clone().into_filled();
    let answers = match form.read(|form| read(&visit, &open, form)) {
        Ok(answers) => answers,
        Err(filled) => return draw(&app, &visit, &open, &filled).await,
    };
    let before = open.answered();
    if answers == before {
        return Ok(acting::go(&open.path("tasks")));
    }
    let key = save_key(&key, &format!("{before:?}"), &format!("{answers:?}"));
    let answer = ClaimCommand::Answer { claim: open.id.clone(), answers };
    match acting::act(&app, me.actor(), Command::Claim(answer), &key).await {
        Ok(_) => Ok(acting::go(&open.path("tasks"))),
        Err(failed) => {
            let label = |id: &str| Some(crate::refusals::label(visit.lang, Some(open.policy()), id));
            own::refused(&mut again, visit.lang, Some(open.policy()), &failed, label)?;
            draw(&app, &visit, &open, &again).await
        }
    }
}

fn read(visit: &Visit, open: &Open, form: &mut Form) -> Option<BTreeMap<String, Value>> {
    let plan = open.policy().plan();
    let mut answers = BTreeMap::new();
    let mut wrong = false;
    for fact in asked(open.policy()) {
        match Typed::fact(visit.lang, plan, fact).read(form, true) {
            Some(Some(value)) => drop(answers.insert(fact.id.clone(), value)),
            Some(None) | None => wrong = true,
        }
    }
    (!wrong).then_some(answers)
}

async fn draw(app: &App, visit: &Visit, open: &Open, filled: &Filled) -> Result<Response, Problem> {
    let lang = visit.lang;
    let plan = open.policy().plan();
    let history = History::of_claim(app, &open.id).await?;
    let facts: Vec<&str> = asked(open.policy()).map(|fact| fact.id.as_str()).collect();
    let answered = open.answered();
    let is_known = facts.iter().any(|fact| answered.contains_key(*fact));
    let lead = if is_known { "enterprise-claim-answers-lead" } else { "enterprise-topic-answers-lead" };
    let mut page = Page::new(visit, lang.t("enterprise-topic-answers")).errors(filled).lead(lang.t(lead));
    for crumb in open.crumbs(lang) {
        page = page.crumb(crumb.label, crumb.href);
    }
    if let Some(item) = open.item(&history, &facts) {
        page = page.notice(Tone::Attention, &html! { p { (lang.t("enterprise-officer-says")) (item.words) } });
    }
    let body = html! {
        @for fact in asked(open.policy()) { (Typed::fact(lang, plan, fact).field(lang, filled)) }
        (actions(&[button(&lang.t("enterprise-save")), link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks"))]))
    };
    let version = u64::try_from(open.claim().revision).unwrap_or_default();
    Ok(page.respond(form_of_version(visit, &open.path("answers"), version, &body)))
}
