//! A newcomer registers an enterprise or institution, and becomes the owner of its account.

use super::own::{home, refused};
use super::profile::{self, FIELDS};
use crate::acting::{self, Sealing};
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::session::Me;
use crate::web::components::action::{actions, button};
use crate::web::components::field::Field;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::act::Fresh;
use domain::command::Command;
use domain::credit_code::{CreditCode, CreditCodeError};
use domain::enterprise::EnterpriseCommand;
use domain::ids::EnterpriseId;
use domain::refusal::Refusal;
use domain::world::Key;
use maud::html;
use store::store::Failed;

/// The page with an empty form, for `GET /enterprise`.
pub(super) fn blank(app: &App, visit: &Visit) -> Response {
    draw(app, visit, &Filled::blank())
}

/// `POST /enterprise`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let key = acting::key_of(&form);
    let mut again = form.clone().into_filled();
    let known = profile::districts(&app);
    let read = form.read(|form| {
        let code = read_code(lang, form);
        let typed = profile::read(lang, form, &known);
        Some((code?, typed?))
    });
    let (code, typed) = match read {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&app, &visit, &filled)),
    };
    let id = EnterpriseId::new(Fresh::of(&me.actor().account, "enterprise.register", &key).id("enterprise", 0));
    let mut sealing = Sealing::default();
    let profile = profile::sealed(&app, &mut sealing, &Key::Enterprise(id).to_string(), &typed, None)?;
    let command = EnterpriseCommand::Register { credit_code: code.as_str().to_owned(), profile };
    let done = app.execute(me.actor(), Command::Enterprise(command), &key, sealing.rows()).await;
    let Err(failed) = done else { return Ok(acting::go("/enterprise?registered=1")) };
    refused_code(&mut again, lang, &code, &failed)?;
    Ok(draw(&app, &visit, &again))
}

/// The code, letter by letter; whether its check digits hold is seen later, because an officer may have admitted it.
fn read_code(lang: Lang, form: &mut Form) -> Option<CreditCode> {
    let label = profile::label(lang, "credit_code");
    let code = form.text("credit_code", label).max(40);
    code.parse(|text| CreditCode::overridden(&text).map_err(|error| says(&error))).required()
}

fn refused_code(filled: &mut Filled, lang: Lang, code: &CreditCode, failed: &Failed) -> Result<(), Problem> {
    let refusal = if let Failed::Refused(refusal) = failed { Some(&**refusal) } else { None };
    if matches!(refusal, Some(Refusal::BadField { field, .. }) if field == "credit_code") {
        let says = code.check().err().map_or_else(|| Message::new("enterprise-code-unknown"), |error| says(&error));
        filled.reject("credit_code", says);
        return Ok(());
    }
    if matches!(refusal, Some(Refusal::AlreadyHeld { .. })) {
        filled.reject("credit_code", Message::new("enterprise-code-taken"));
        return Ok(());
    }
    refused(filled, lang, None, failed, |field| FIELDS.contains(&field).then(|| profile::label(lang, field)))
}

/// What is wrong with a credit code, and what to do.
fn says(error: &CreditCodeError) -> Message {
    match error {
        CreditCodeError::Length { found, needed } => {
            Message::new("enterprise-code-length").with("found", found).with("needed", needed)
        }
        CreditCodeError::Character { position, found, meant: Some(meant) } => {
            let says = Message::new("enterprise-code-misread").with("position", position);
            says.with("found", found).with("meant", meant)
        }
        CreditCodeError::Character { position, found, meant: None } => {
            Message::new("enterprise-code-character").with("position", position).with("found", found)
        }
        CreditCodeError::CheckDigit { found, expected } => {
            Message::new("enterprise-code-check").with("found", found).with("expected", expected)
        }
        CreditCodeError::OrganisationCheck { found, expected } => {
            Message::new("enterprise-code-organisation").with("found", found).with("expected", expected)
        }
    }
}

fn draw(app: &App, visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let code = Field::new("credit_code", profile::label(lang, "credit_code"));
    let body = html! {
        (code.hint(lang.t("enterprise-credit-code-hint")).half().autocomplete("off").text(lang, filled))
        (profile::fields(app, lang, filled))
        (actions(&[button(&lang.t("enterprise-register-send"))]))
    };
    let home = home(lang);
    Page::new(visit, lang.t("enterprise-register-title"))
        .crumb(home.label, home.href)
        .errors(filled)
        .lead(lang.t("enterprise-register-lead"))
        .todo(lang.t("enterprise-register-todo"))
        .respond(form(visit, "/enterprise", &body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_code_says_which_digit_is_wrong_and_who_can_help() {
        let wrong = |text: &str| says(&CreditCode::parse(text).expect_err("a wrong code")).show(Lang::Zh).into_owned();
        assert!(wrong("9121010").contains("现在是 7 位"), "{}", wrong("9121010"));
        assert!(wrong("9121O106MA0DEM0114").contains("第 5 位"), "{}", wrong("9121O106MA0DEM0114"));
        let right = CreditCode::with_checks("91210106MA0DEM01").expect("a code").as_str().to_owned();
        let mut last = right.clone();
        let digit = if last.pop() == Some('0') { '1' } else { '0' };
        last.push(digit);
        let says = wrong(&last);
        assert!(says.contains("第 18 位") && says.contains("工作人员"), "{says}");
    }
}
