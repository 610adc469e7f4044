//! `/disclosure/{round}/object/{claim}`: anybody objects to a line of a notice. `/disclosure/{round}/objections/{number}`:
//! what became of it, for whoever holds the number.

use super::notice::reader;
use super::stream_name;
use crate::acting::{Sealing, go, key_of, refused};
use crate::app::App;
use crate::clock::real_now;
use crate::names;
use crate::pages::public::notices::{self, Published};
use crate::pages::public::policy::reader::Reader;
use crate::refusals;
use crate::web::components::action::{actions, button, link, link_button};
use crate::web::components::field::Field;
use crate::web::components::notice::{confirmation, inset};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{deadline, facts, money};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::client::Client;
use crate::web::security::throttle::Limit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::act::{Actor, Fresh};
use domain::command::Command;
use domain::ids::{ClaimId, ObjectionId};
use domain::round::RoundCommand;
use domain::round::notice::PublicLine;
use maud::{Markup, html};

/// How many objections one machine may send.
const SENT: Limit = Limit::new("objection", 10, 60);
/// The shortest objection that says anything, in characters.
const WORDS_MIN: usize = 10;
/// The longest.
const WORDS_MAX: usize = 2_000;

/// What was typed.
struct Typed {
    words: String,
    contact: Option<String>,
}

fn read(reader: Reader<'_>, form: &mut Form) -> Option<Typed> {
    let words = form.lines("words", reader.t("public-object-words")).min(WORDS_MIN).max(WORDS_MAX).required();
    let contact = form.text("contact", reader.t("public-object-contact")).max(100).optional();
    Some(Typed { words: words?, contact: contact? })
}

/// The form.
pub(in crate::pages::public) async fn ask(
    State(app): State<App>,
    visit: Visit,
    Path((id, claim)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let notice = notices::of(&app, &id).await?;
    draw(&app, &visit, &notice, &claim, &Filled::blank())
}

/// Takes the objection in.
pub(in crate::pages::public) async fn send(
    State(app): State<App>,
    visit: Visit,
    client: Client,
    Path((id, claim)): Path<(String, String)>,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let notice = notices::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &notice, &setting.city);
    let (who, now) = (client.key(), real_now());
    if let Some(seconds) = SENT.wait(&app.store, &who, now).await.map_err(Problem::failure)? {
        return Err(Problem::too_often(seconds));
    }
    let (key, typed) = (key_of(&sent), sent.clone().into_filled());
    let read = match sent.read(|form| read(reader, form)) {
        Ok(read) => read,
        Err(filled) => return draw(&app, &visit, &notice, &claim, &filled),
    };
    SENT.count(&app.store, &who, now).await.map_err(|_| Problem::unavailable())?;
    let actor = Actor::public();
    let number = Fresh::of(&actor.account, "round.object", &key).id("objection", 0);
    let owner = format!("objection:{number}");
    let mut sealing = Sealing::default();
    let text = sealing.seal(&app, &owner, "text", &read.words)?;
    let contact = read.contact.map(|contact| sealing.seal(&app, &owner, "contact", &contact)).transpose()?;
    let command = RoundCommand::Object { round: notice.id.clone(), claim: ClaimId::new(&*claim), text, contact };
    match app.execute(&actor, Command::Round(command), &key, sealing.rows()).await {
        Ok(answer) => {
            let number = answer.number.unwrap_or(number);
            Ok(go(&format!("/disclosure/{}/objections/{number}", notice.id)))
        }
        Err(failed) => {
            let mut filled = typed;
            refused(&mut filled, visit.lang, Some(&notice.policy), &failed)?;
            draw(&app, &visit, &notice, &claim, &filled)
        }
    }
}

fn draw(app: &App, visit: &Visit, notice: &Published, claim: &str, filled: &Filled) -> Result<Response, Problem> {
    let setting = app.setting();
    let reader = reader(app, visit, notice, &setting.city);
    let lang = reader.lang;
    let lines = notice.lines();
    let line = lines.iter().find(|line| line.claim.as_str() == claim).ok_or_else(Problem::not_found)?;
    let list = format!("/disclosure/{}", notice.id);
    if !notice.takes_objections(reader.today) {
        let refusal =
            domain::refusal::Refusal::TooLate { until: notice.notice.until, clause: notice.clause().to_owned() };
        let failed = store::store::Failed::Refused(Box::new(refusal));
        return Err(refusals::problem(lang, Some(&notice.policy), &failed).next(reader.t("public-notice-back"), list));
    }
    let body = html! {
        (Field::new("words", reader.t("public-object-words")).hint(reader.t("public-object-words-hint")).textarea(lang, filled, 8))
        (Field::new("contact", reader.t("public-object-contact")).hint(reader.t("public-object-contact-hint")).optional().text(lang, filled))
        (inset(&html! { p { (reader.t("public-object-privacy")) } }))
        (actions(&[button(&reader.t("public-object-send")), link(&reader.t("public-notice-back"), &list)]))
    };
    let page = Page::new(visit, reader.t("public-object-title"))
        .crumb(reader.t("menu-disclosure"), "/disclosure")
        .crumb(reader.with("public-notice-name", &[("number", notice.number().into())]), &*list)
        .errors(filled)
        .lead(reader.t("public-object-lead"))
        .due(deadline(lang, names::deadline(app, notice.notice.until)));
    let action = format!("{list}/object/{claim}");
    Ok(page.respond(html! { (facts(&about(app, reader, line))) (form(visit, &action, &body)) }))
}

fn about(app: &App, reader: Reader<'_>, line: &PublicLine<'_>) -> Vec<(String, Markup)> {
    vec![
        (reader.t("public-company"), html! { (line.enterprise_name) }),
        (reader.t("public-stream"), html! { (stream_name(reader, line.stream)) }),
        (reader.t("public-district"), html! { (names::district(app, reader.lang, line.district)) }),
        (reader.t("public-award"), money(reader.lang, line.award)),
    ]
}

/// What became of an objection: whoever has its number may know.
pub(in crate::pages::public) async fn status(
    State(app): State<App>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
) -> Result<Markup, Problem> {
    let notice = notices::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &notice, &setting.city);
    let objection = notice.notice.objections.get(&ObjectionId::new(&*number)).ok_or_else(Problem::not_found)?;
    let zone = setting.city.time_zone();
    let list = format!("/disclosure/{}", notice.id);
    let at = format::time_text(reader.lang, objection.at, zone);
    let page = Page::new(&visit, reader.t("public-objection-title"))
        .crumb(reader.t("menu-disclosure"), "/disclosure")
        .crumb(reader.with("public-notice-name", &[("number", notice.number().into())]), &*list);
    Ok(page.draw(html! {
        (confirmation(&reader.t("public-objection-received"), &reader.t("public-objection-number"), &number))
        (facts(&[
            (reader.t("public-objection-at"), html! { (at) }),
            (reader.t("public-objection-state"), state(reader, objection.ruling.as_ref())),
        ]))
        @match &objection.ruling {
            Some(ruling) => { h2 { (reader.t("public-objection-grounds")) } p.words { (ruling.words) } },
            None => { h2 { (reader.t("public-objection-next")) } p { (reader.t("public-objection-next-says")) } p { (reader.t("public-objection-keep")) } },
        }
        (actions(&[link_button(&reader.t("public-notice-back"), &list)]))
    }))
}

fn state(reader: Reader<'_>, ruling: Option<&domain::round::notice::ObjectionRuling>) -> Markup {
    match ruling {
        None => tag(Tone::Neutral, &reader.t("public-objection-open")),
        Some(ruling) if ruling.is_upheld => tag(Tone::Ok, &reader.t("public-objection-upheld")),
        Some(_) => tag(Tone::Neutral, &reader.t("public-objection-dismissed")),
    }
}
