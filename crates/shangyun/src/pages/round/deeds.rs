//! What is done with a plan: frozen, passed on, signed, sent back, allotted. Every form names the hash it is about.

use super::frame::{Here, Place};
use super::turn::Turn;
use super::{approval, plan};
use crate::acting;
use crate::web::components::action::{actions, button, grave};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form, form_of_version};
use axum::response::Response;
use domain::round::RoundCommand;
use domain::round::plan::Plan;
use maud::{Markup, html};
use policy::plan::words::{Exit, StepKind};

/// Whether the round stands at the step where the policy makes the plan.
pub fn settles_here(here: &Here) -> bool {
    let settle = here.policy().plan().settles.first();
    here.round().course.is_live() && settle.is_some_and(|settle| settle.at_step == here.round().course.step)
}

/// The form that freezes the plan shown.
pub fn freeze_form(here: &Here, plan: &Plan, filled: &Filled) -> Markup {
    let lang = here.lang();
    if !here.turn.is_now() || plan.lines.is_empty() {
        return html! {};
    }
    let body = html! {
        (hash_field(&plan.hash))
        (Field::new("opinion", lang.t("round-opinion")).optional().textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-plan-freeze"))]))
    };
    html! {
        h2 { (lang.t("round-plan-freeze")) }
        (inset(&html! { p { (lang.t("round-plan-freeze-says")) } }))
        (form_of_version(&here.visit, &here.at("/plan/freeze"), here.version(), &body))
    }
}

fn hash_field(hash: &str) -> Markup {
    html! { input type="hidden" name="hash" value=(hash); }
}

/// What the reader does with the frozen plan at the step the round stands at.
pub fn forms(here: &Here, plan: &Plan, filled: &Filled) -> Markup {
    let acting = if !here.turn.is_now() {
        html! {}
    } else if settles_here(here) {
        pass_form(here, filled)
    } else if here.stands_at(StepKind::Countersign) {
        sign_form(here, plan, filled)
    } else if here.stands_at(StepKind::Approval) {
        if here.step().is_some_and(|step| step.registered_for.is_empty()) {
            sign_form(here, plan, filled)
        } else {
            approval::forms(here, plan, filled)
        }
    } else if here.stands_at(StepKind::Allot) {
        allot_form(here, plan)
    } else {
        html! {}
    };
    html! { (acting) (back_form(here, filled)) }
}

fn pass_form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    let body = html! {
        (Field::new("opinion", lang.t("round-opinion")).optional().textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-plan-pass"))]))
    };
    html! {
        h2 { (lang.t("round-plan-pass")) }
        (form_of_version(&here.visit, &here.at("/plan/pass"), here.version(), &body))
    }
}

fn sign_form(here: &Here, plan: &Plan, filled: &Filled) -> Markup {
    let lang = here.lang();
    let body = html! {
        (hash_field(&plan.hash))
        (Field::new("opinion", lang.t("round-opinion")).optional().textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-plan-sign"))]))
    };
    html! {
        h2 { (lang.t("round-plan-sign")) }
        (inset(&html! { p { (lang.t("round-plan-sign-says")) " " code { (plan.hash) } } }))
        (form(&here.visit, &here.at("/plan/sign"), &body))
    }
}

fn allot_form(here: &Here, plan: &Plan) -> Markup {
    let lang = here.lang();
    let body = html! { (hash_field(&plan.hash)) (actions(&[button(&lang.t("round-allot"))])) };
    html! {
        h2 { (lang.t("round-allot")) }
        (inset(&html! { p { (lang.t_with("round-allot-says", &[("n", plan.by_district.len().into())])) } }))
        (form_of_version(&here.visit, &here.at("/plan/allot"), here.version(), &body))
    }
}

/// Sending the round back, where the step lets any officer of its offices do so.
fn back_form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    let is_ours = !matches!(here.turn, Turn::Others | Turn::Ended);
    let may = settles_here(here) || here.step().is_some_and(|step| step.exits.contains(&Exit::Return));
    if !is_ours || !may || here.round().allotted_on.is_some() || here.stands_at(StepKind::Payout) {
        return html! {};
    }
    let body = html! {
        p { (lang.t("round-back-says")) }
        (Field::new("back", lang.t("round-back-words")).textarea(lang, filled, 3))
        (grave("act", "back", &lang.t("round-send-back")))
    };
    html! {
        details open[filled.error("back").is_some()] {
            summary { (lang.t("round-send-back")) }
            (form_of_version(&here.visit, &here.at("/plan/back"), here.version(), &body))
        }
    }
}

/// `POST /rounds/{id}/plan/freeze`.
pub async fn freeze(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let (hash, opinion) = typed(&form);
    let command = RoundCommand::Freeze { round: here.id.clone(), drawn: acting::drawn(&form), hash, opinion };
    finish(here, command, form).await
}

/// `POST /rounds/{id}/plan/pass`.
pub async fn pass(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let (_, opinion) = typed(&form);
    let command = RoundCommand::Pass { round: here.id.clone(), drawn: acting::drawn(&form), opinion };
    finish(here, command, form).await
}

/// `POST /rounds/{id}/plan/sign`.
pub async fn sign(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let (hash, words) = typed(&form);
    let command = RoundCommand::Sign { round: here.id.clone(), hash, words };
    finish(here, command, form).await
}

/// `POST /rounds/{id}/plan/allot`.
pub async fn allot(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let (hash, _) = typed(&form);
    let command = RoundCommand::Allot { round: here.id.clone(), drawn: acting::drawn(&form), hash };
    finish(here, command, form).await
}

/// `POST /rounds/{id}/plan/back`.
pub async fn send_back(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let drawn = acting::drawn(&form);
    let read = form.clone().read(|form| {
        let _ = form.text("act", "act").optional();
        form.lines("back", lang.t("round-back-words")).required()
    });
    let words = match read {
        Ok(words) => words,
        Err(filled) => return plan::draw(&here, &filled).await,
    };
    let command = RoundCommand::SendBack { round: here.id.clone(), drawn, words };
    finish(here, command, form).await
}

/// The hash a form is about, and the opinion typed into it.
fn typed(form: &Form) -> (String, String) {
    let filled = form.clone().into_filled();
    (filled.value("hash").to_owned(), filled.value("opinion").trim().to_owned())
}

async fn finish(here: Here, command: RoundCommand, form: Form) -> Result<Response, Problem> {
    let key = acting::key_of(&form);
    match here.act(command, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Plan))),
        Err(failed) => {
            let filled = here.refused(form.into_filled(), &failed)?;
            plan::draw(&here.again().await?, &filled).await
        }
    }
}
