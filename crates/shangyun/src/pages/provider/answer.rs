//! `/rosters/missing/{claim}`: an enterprise says it is missing from the roster. The provider puts it on the next one,
//! or says why it was not on its cloud.

use super::draft::Draft;
use super::{answer_by, look, own};
use crate::acting;
use crate::app::App;
use crate::names;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::components::action::{actions, link_button, secondary};
use crate::web::components::field::Field;
use crate::web::components::tag::Tone;
use crate::web::components::value::{date, deadline, facts};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::claim::{Claim, ClaimCommand, RosterLine};
use domain::command::Command;
use domain::ids::ClaimId;
use maud::html;

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let seen = waiting(&app, &me, &id).await?;
    draw(&app, &visit, (&id, &seen), &Filled::blank()).await
}

/// The claim while it waits for this provider; else its page says where it is now.
async fn waiting(app: &App, me: &Me, id: &str) -> Result<Seen<Claim>, Problem> {
    let seen = seen::claim(app, me.actor(), &ClaimId::new(id)).await?;
    if seen.state.provider == own(me)? { Ok(seen) } else { Err(Problem::not_found()) }
}

pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let seen = waiting(&app, &me, &id).await?;
    let key = acting::key_of(&sent);
    let typed = sent.clone().into_filled();
    let read = sent.read(|form| {
        let act = form.choice("act", "", &[("decline", ())]).optional();
        let words = form.lines("words", lang.t("provider-decline-words")).min(4).max(500).required();
        act?;
        words
    });
    let words = match read {
        Ok(words) => words,
        Err(filled) => return draw(&app, &visit, (&id, &seen), &filled).await,
    };
    let command = ClaimCommand::Decline { claim: ClaimId::new(&id), words };
    match acting::act(&app, me.actor(), Command::Claim(command), &key).await {
        Ok(_) => Ok(acting::go("/rosters")),
        Err(failed) => {
            let mut filled = typed;
            acting::refused(&mut filled, lang, Some(&seen.policy), &failed)?;
            draw(&app, &visit, (&id, &seen), &filled).await
        }
    }
}

async fn draw(
    app: &App,
    visit: &Visit,
    (id, seen): (&str, &Seen<Claim>),
    filled: &Filled,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let claim = &seen.state;
    let mut page = Page::desk(visit, claim.enterprise_name.clone())
        .crumb(lang.t("provider-rosters"), "/rosters")
        .errors(filled)
        .lead(lang.t("provider-answer-lead"));
    let case = facts(&[
        (lang.t("provider-number").into_owned(), html! { span.figure { (claim.number) } }),
        (lang.t("provider-stream").into_owned(), html! { (look(app, lang, &seen.policy).stream(&claim.stream)) }),
        (lang.t("provider-contract-year").into_owned(), date(lang, claim.service_date)),
        (lang.t("provider-reported-on").into_owned(), date(lang, app.clock.day_of(claim.opened_at))),
    ]);
    if claim.roster.is_some() || !claim.course.is_live() {
        let says = html! { p { (lang.t("provider-answered-already")) " " a href={ "/claims/" (id) } { (lang.t("provider-open-case")) } } };
        return Ok(page.notice(Tone::Neutral, &says).respond(case));
    }
    if let Some(words) = &claim.declined {
        page = page.notice(Tone::Neutral, &html! { p { (lang.t("provider-declined-says")) } p.words { (words) } });
    } else {
        page = page.todo(lang.t("provider-answer-todo"));
        if let Some(by) = answer_by(app, &seen.policy, claim) {
            page = page.due(deadline(lang, names::deadline(app, by)));
        }
    }
    let mut draft = Draft::new(&claim.provider, &claim.programme);
    draft.lines.push(RosterLine { filing: claim.filing.clone(), service_date: claim.service_date });
    let include = Draft::address(&draft.keep(app).await?, "");
    let decline = html! {
        (Field::new("words", lang.t("provider-decline-words")).hint(lang.t("provider-decline-hint")).textarea(lang, filled, 4))
        (actions(&[secondary("act", "decline", &lang.t("provider-decline"))]))
    };
    Ok(page.respond(html! {
        (case)
        h2 { (lang.t("provider-include-title")) }
        p { (lang.t("provider-include-says")) }
        (actions(&[link_button(&lang.t("provider-include"), &include)]))
        @if claim.declined.is_none() {
            h2 { (lang.t("provider-decline-title")) }
            (form(visit, &format!("/rosters/missing/{id}"), &decline))
        }
    }))
}
