//! One open reading of the policy: the question, what each option means, and entering the ruling of the authority.

use super::show::{Here, in_force, option_words};
use crate::acting;
use crate::refusals::{clause_address, tongue};
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::inset;
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form};
use axum::response::Response;
use domain::programme::{ProgrammeCommand, Ruling};
use maud::{Markup, html};
use policy::plan::inputs::Switch;
use policy::workbench::Workbench;

/// `GET /programmes/{id}/readings/{switch}`.
pub async fn ask(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank())
}

fn switch(here: &Here) -> Result<&Switch, Problem> {
    here.policy.plan().switch(&here.part).ok_or_else(Problem::not_found)
}

fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let switch = switch(here)?;
    let title = format!("{} {}", switch.code, switch.text.get(tongue(lang)));
    let page = here.page(title).crumb(switch.code.clone(), here.visit.path.clone());
    Ok(page.lead(switch.question.get(tongue(lang))).errors(filled).respond(html! {
        (facts(&[
            (lang.t("round-clause").into_owned(), html! { a href=(clause_address(Some(&here.policy), &switch.clause)) { (switch.clause) } }),
            (lang.t("programme-options").into_owned(), html! { @for option in &switch.options { p { (option_words(lang, option)) } } }),
            (lang.t("programme-default-reason").into_owned(), html! { (switch.reason.get(tongue(lang))) }),
            (lang.t("programme-in-force").into_owned(), in_force(here, switch)),
        ]))
        (changes(here, switch))
        @if here.is_lead_signer() { (ruling_form(here, switch, filled)) }
        p { (link(&lang.t("round-back"), &here.at("#readings"))) }
    }))
}

/// What stands in the rules under each option.
fn changes(here: &Here, switch: &Switch) -> Markup {
    let (lang, tongue) = (here.lang(), tongue(here.lang()));
    let changes = Workbench::read(here.policy.source()).changes(&switch.id);
    let name = |id: &str| switch.options.iter().find(|option| option.id == id).map(|option| option.text.get(tongue));
    html! {
        @if !changes.is_empty() {
            h2 #changes { (lang.t("programme-reading-changes")) }
            @for change in &changes {
                div.rules {
                    p.name {
                        a href=(clause_address(Some(&here.policy), &change.clause)) { (change.clause) }
                        " " (change.head.get(tongue)) " " (change.name.get(tongue))
                        @if change.part != change.head { " · " (change.part.get(tongue)) }
                    }
                    dl.facts {
                        @for (option, words) in &change.under { div { dt { (name(option).unwrap_or(option)) } dd { (words.get(tongue)) } } }
                    }
                }
            }
        }
    }
}

fn ruling_form(here: &Here, switch: &Switch, filled: &Filled) -> Markup {
    let lang = here.lang();
    let choices: Vec<Choice> =
        switch.options.iter().map(|option| Choice::new(&option.id, option.text.get(tongue(lang)))).collect();
    let body = html! {
        (Field::new("option", lang.t("programme-rule-option")).radios(lang, filled, &choices))
        (Field::new("number", lang.t("programme-document")).hint(lang.t("programme-rule-hint")).half().text(lang, filled))
        (Field::new("date", lang.t("programme-rule-date")).date(lang, filled))
        (actions(&[button(&lang.t("programme-rule"))]))
    };
    html! {
        h2 { (lang.t("programme-rule")) }
        (inset(&html! { p { (lang.t("programme-rule-says")) } }))
        (form(&here.visit, &here.visit.path, &body))
    }
}

/// `POST /programmes/{id}/readings/{switch}`.
pub async fn rule(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let switch = switch(&here)?;
    let ruling = match posted.read(|form| read(&here, switch, form)) {
        Ok(ruling) => ruling,
        Err(filled) => return draw(&here, &filled),
    };
    let command = ProgrammeCommand::Rule { programme: here.id.clone(), switch: switch.id.clone(), ruling };
    match here.act(command, &key).await {
        Ok(_) => Ok(acting::go(&here.at("#readings"))),
        Err(failed) => draw(&here, &here.refused(kept, &failed)?),
    }
}

fn read(here: &Here, switch: &Switch, form: &mut Form) -> Option<Ruling> {
    let lang = here.lang();
    let options: Vec<(&str, &str)> =
        switch.options.iter().map(|option| (option.id.as_str(), option.id.as_str())).collect();
    let first = here.policy.plan().issued.as_ref().map_or(jiff::civil::Date::MIN, |(_, day)| *day);
    let option = form.choice("option", lang.t("programme-rule-option"), &options).required();
    let number = form.text("number", lang.t("programme-document")).required();
    let date = form.date("date", lang.t("programme-rule-date")).between(first, here.app.clock.today()).required();
    Some(Ruling { option: option?.to_owned(), number: number?, date: date? })
}
