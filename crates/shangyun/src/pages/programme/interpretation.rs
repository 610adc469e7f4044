//! Asking what a clause or an open reading means, and the answer of the authority: the number, the date, what it says,
//! and the option that holds from then on.

use super::show::{Here, option_words};
use crate::acting::{self, Sealing};
use crate::app::App;
use crate::refusals::{clause_address, tongue};
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::inset;
use crate::web::components::value::{date, facts};
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, form};
use crate::web::layout::visit::Visit;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::act::{Fresh, Seat};
use domain::command::Command;
use domain::ids::InterpretationId;
use domain::interpretation::{About, Interpretation, InterpretationCommand};
use domain::message::Addressee;
use domain::world::{Aggregate, Key};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::inputs::Switch;

/// The shortest question that says anything, in characters.
const WORDS_MIN: usize = 10;
/// The longest question or answer.
const WORDS_MAX: usize = 2_000;

/// `GET /programmes/{id}/interpretations/new`; `about` may name what it is about.
pub async fn ask(here: Here, Asked(asked): Asked) -> Result<Response, Problem> {
    Ok(draw_ask(&here, &asked.into_filled()))
}

/// What can be asked about, each with its code in the form: the open readings, then the clauses.
fn subjects(here: &Here) -> Vec<(String, String, About)> {
    let tongue = tongue(here.lang());
    let plan = here.policy.plan();
    let switches = plan.switches.iter().map(|one| {
        let words = format!("{} {}", one.code, one.question.get(tongue));
        (format!("switch:{}", one.id), words, About::Switch(one.id.clone()))
    });
    let clauses = plan.clauses.iter().filter(|one| one.level > 1).map(|one| {
        let words = format!("{} {}", one.id, one.title.get(tongue));
        (format!("clause:{}", one.id), words, About::Clause(one.id.clone()))
    });
    switches.chain(clauses).collect()
}

fn draw_ask(here: &Here, filled: &Filled) -> Response {
    let lang = here.lang();
    let subjects = subjects(here);
    let choices: Vec<Choice> = subjects.iter().map(|(code, words, _)| Choice::new(code, words)).collect();
    let body = html! {
        (Field::new("about", lang.t("interpretation-about")).select(lang, filled, &choices))
        (Field::new("words", lang.t("interpretation-words")).hint(lang.t("interpretation-words-hint")).textarea(lang, filled, 8))
        (inset(&html! { p { (lang.t("interpretation-privacy")) } }))
        (actions(&[button(&lang.t("interpretation-ask")), link(&lang.t("round-back"), &list(here))]))
    };
    let path = here.at("/interpretations/new");
    let page = here.public_page(lang.t("interpretation-ask")).crumb(lang.t("interpretation-ask"), path.clone());
    page.lead(lang.t("interpretation-ask-says")).errors(filled).respond(form(&here.visit, &path, &body))
}

/// The public list of what was asked and answered.
fn list(here: &Here) -> String {
    format!("/policies/{}/interpretations", here.programme.policy)
}

/// `POST /programmes/{id}/interpretations/new`.
pub async fn send(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let (key, kept, lang) = (acting::key_of(&posted), posted.clone().into_filled(), here.lang());
    let subjects = subjects(&here);
    let options: Vec<(&str, About)> = subjects.iter().map(|(code, _, about)| (code.as_str(), about.clone())).collect();
    let read = posted.read(|form| {
        let about = form.choice("about", lang.t("interpretation-about"), &options).required();
        let words = form.lines("words", lang.t("interpretation-words")).min(WORDS_MIN).max(WORDS_MAX).required();
        Some((about?, words?))
    });
    let (about, words) = match read {
        Ok(read) => read,
        Err(filled) => return Ok(draw_ask(&here, &filled)),
    };
    let actor = here.me.actor();
    let id = Fresh::of(&actor.account, "interpretation.ask", &key).id("interpretation", 0);
    let mut sealing = Sealing::default();
    let words = sealing.seal(&here.app, &format!("interpretation:{id}"), "words", &words)?;
    let ask = InterpretationCommand::Ask { programme: here.id.clone(), about, words };
    match here.app.execute(actor, Command::Interpretation(ask), &key, sealing.rows()).await {
        Ok(answer) => Ok(acting::go_to(&answer, &list(&here))),
        Err(failed) => Ok(draw_ask(&here, &here.refused(kept, &failed)?)),
    }
}

/// A question with its programme, for who asked and for the officers of the city.
pub struct One {
    here: Here,
    id: InterpretationId,
    asked: Interpretation,
}

impl FromRequestParts<App> for One {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let me = Me::from_request_parts(parts, app).await?;
        let Path(id): Path<String> = Path::from_request_parts(parts, app).await.map_err(Problem::bad_request)?;
        let id = InterpretationId::new(id);
        let found = app.store.load(&Key::Interpretation(id.clone())).await.map_err(Problem::failure)?;
        let Some(Aggregate::Interpretation(asked)) = found.state else { return Err(Problem::not_found()) };
        let programme = seen::programme(app, &asked.programme).await?;
        let here = Here::of(app, (visit, me), (asked.programme.clone(), programme))?;
        let one = Self { here, id, asked };
        if one.is_own() || one.here.is_lead_officer() { Ok(one) } else { Err(Problem::not_found()) }
    }
}

impl One {
    fn is_own(&self) -> bool {
        match (&self.here.me.actor().seat, &self.asked.asked_by) {
            (Seat::Enterprise { enterprise, .. }, Addressee::Enterprise(own)) => enterprise == own,
            (Seat::Provider { provider }, Addressee::Provider(own)) => provider == own,
            (Seat::Office { office, .. }, Addressee::Office(own)) => office == own,
            _ => false,
        }
    }

    /// The open reading it is about, as the policy in force has it.
    fn switch(&self) -> Option<&Switch> {
        if let About::Switch(id) = &self.asked.about { self.here.policy.plan().switch(id) } else { None }
    }
}

/// `GET /interpretations/{id}`.
pub async fn show(one: One) -> Result<Response, Problem> {
    draw(&one, &Filled::blank()).await
}

async fn draw(one: &One, filled: &Filled) -> Result<Response, Problem> {
    let (here, lang) = (&one.here, one.here.lang());
    let opened = here.app.store.open_personal(std::slice::from_ref(&one.asked.words.id)).await;
    let words = opened.map_err(Problem::failure)?.remove(&one.asked.words.id).flatten();
    let clause = one.switch().map_or_else(|| one.asked.about.id().to_owned(), |switch| switch.clause.clone());
    let mut rows = vec![
        (lang.t("round-clause").into_owned(), link(&clause, &clause_address(Some(&here.policy), &clause))),
        (lang.t("interpretation-asked-on").into_owned(), date(lang, here.app.clock.day_of(one.asked.asked_at))),
        (
            lang.t("interpretation-words").into_owned(),
            html! { (words.unwrap_or_else(|| lang.t("case-person-erased").into_owned())) },
        ),
    ];
    if let Some(switch) = one.switch() {
        rows.insert(1, (lang.t("programme-question").into_owned(), html! { (switch.question.get(tongue(lang))) }));
    }
    if let Some(answer) = &one.asked.answer {
        rows.push((lang.t("programme-document").into_owned(), html! { (answer.number) }));
        rows.push((lang.t("interpretation-date").into_owned(), date(lang, answer.date)));
        rows.push((lang.t("interpretation-answer").into_owned(), html! { (answer.words) }));
        let option = one.switch().zip(answer.option.as_ref());
        if let Some(option) = option.and_then(|(switch, id)| switch.options.iter().find(|one| one.id == *id)) {
            rows.push((lang.t("programme-rule-option").into_owned(), option_words(lang, option)));
        }
    }
    let page = here.public_page(lang.t("interpretation-one")).crumb(lang.t("interpretation-title"), list(here));
    Ok(page.errors(filled).respond(html! {
        (facts(&rows))
        @if one.asked.answer.is_none() {
            @if here.is_lead_signer() { (answer_form(one, filled)) } @else { p { (lang.t("interpretation-open-says")) } }
        }
        p { (link(&lang.t("round-back"), &list(here))) }
    }))
}

fn answer_form(one: &One, filled: &Filled) -> Markup {
    let lang = one.here.lang();
    let options = one.switch().map_or(&[][..], |switch| &switch.options);
    let choices: Vec<Choice> = options.iter().map(|one| Choice::new(&one.id, one.text.get(tongue(lang)))).collect();
    let body = html! {
        (Field::new("number", lang.t("programme-document")).hint(lang.t("programme-rule-hint")).half().text(lang, filled))
        (Field::new("date", lang.t("interpretation-date")).date(lang, filled))
        (Field::new("words", lang.t("interpretation-answer")).hint(lang.t("interpretation-answer-hint")).textarea(lang, filled, 6))
        @if !choices.is_empty() { (Field::new("option", lang.t("programme-rule-option")).optional().radios(lang, filled, &choices)) }
        (actions(&[button(&lang.t("interpretation-send"))]))
    };
    html! {
        h2 { (lang.t("interpretation-send")) }
        (inset(&html! { p { (lang.t("programme-rule-says")) } }))
        (form(&one.here.visit, &format!("/interpretations/{}", one.id), &body))
    }
}

/// `POST /interpretations/{id}`.
pub async fn answer(one: One, Posted(posted): Posted) -> Result<Response, Problem> {
    let (key, kept) = (acting::key_of(&posted), posted.clone().into_filled());
    let (number, date, words, option) = match posted.read(|form| read(&one, form)) {
        Ok(read) => read,
        Err(filled) => return draw(&one, &filled).await,
    };
    let command = InterpretationCommand::Answer { interpretation: one.id.clone(), number, date, words, option };
    match acting::act(&one.here.app, one.here.me.actor(), Command::Interpretation(command), &key).await {
        Ok(_) => Ok(acting::go(&format!("/interpretations/{}", one.id))),
        Err(failed) => draw(&one, &one.here.refused(kept, &failed)?).await,
    }
}

fn read(one: &One, form: &mut Form) -> Option<(String, Date, String, Option<String>)> {
    let lang = one.here.lang();
    let known = one.switch().map_or(&[][..], |switch| &switch.options);
    let options: Vec<(&str, String)> = known.iter().map(|one| (one.id.as_str(), one.id.clone())).collect();
    let number = form.text("number", lang.t("programme-document")).required();
    let date = form.date("date", lang.t("interpretation-date")).required();
    let words = form.lines("words", lang.t("interpretation-answer")).max(WORDS_MAX).required();
    let option = form.choice("option", lang.t("programme-rule-option"), &options).optional();
    Some((number?, date?, words?, option?))
}
