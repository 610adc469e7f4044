//! Moving a programme to another state, under the document that says so.

use super::show::{self, Here, state_key, state_says};
use crate::acting;
use crate::web::components::action::{actions, button};
use crate::web::components::field::{Choice, Field};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted};
use axum::response::Response;
use domain::programme::{ProgrammeCommand, State};
use maud::{Markup, html};

/// The states by their codes.
const STATES: [(&str, State); 4] =
    [("draft", State::Draft), ("open", State::Open), ("settling", State::Settling), ("closed", State::Closed)];

/// The form, for the signer of the office that leads.
pub fn form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    let others = STATES.iter().filter(|(_, state)| *state != here.programme.state);
    let choices: Vec<Choice> = others
        .map(|(code, state)| Choice::new(*code, lang.t(state_key(*state))).hint(lang.t(state_says(*state))))
        .collect();
    let body = html! {
        (Field::new("state", lang.t("programme-move-to")).radios(lang, filled, &choices))
        (Field::new("reason", lang.t("programme-document")).hint(lang.t("programme-document-hint")).half().text(lang, filled))
        (actions(&[button(&lang.t("programme-move"))]))
    };
    html! {
        details open[!filled.errors().is_empty()] {
            summary { (lang.t("programme-move")) }
            (crate::web::forms::form(&here.visit, &here.at("/move"), &body))
        }
    }
}

/// `POST /programmes/{id}/move`.
pub async fn act(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let (state, reason) = match posted.read(|form| read(&here, form)) {
        Ok(read) => read,
        Err(filled) => return show::draw(&here, &filled).await,
    };
    match here.act(ProgrammeCommand::Move { programme: here.id.clone(), state, reason }, &key).await {
        Ok(_) => Ok(acting::go(&here.at(""))),
        Err(failed) => show::draw(&here, &here.refused(kept, &failed)?).await,
    }
}

fn read(here: &Here, form: &mut Form) -> Option<(State, String)> {
    let lang = here.lang();
    let state = form.choice("state", lang.t("programme-move-to"), &STATES).required();
    let reason = form.text("reason", lang.t("programme-document")).required();
    Some((state?, reason?))
}
