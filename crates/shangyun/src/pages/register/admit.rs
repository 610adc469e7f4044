//! `/enterprises/admit-code`: an officer admits a registered code whose check digit is wrong, and says why.

use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::components::tag::Tone;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, address, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::command::Command;
use domain::credit_code::{CreditCode, CreditCodeError};
use domain::enterprise::EnterpriseCommand;
use maud::html;

/// The address of the page.
const PATH: &str = "/enterprises/admit-code";

/// What was typed, once it has been read.
struct Admission {
    code: CreditCode,
    reason: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Response {
    draw(&visit, &asked.into_filled())
}

pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let key = acting::key_of(&form);
    let typed = form.clone();
    let admission = match form.read(|form| read(lang, form)) {
        Ok(admission) => admission,
        Err(filled) => return Ok(draw(&visit, &filled)),
    };
    let code = admission.code.to_string();
    let command = EnterpriseCommand::AdmitCode { credit_code: code.clone(), reason: admission.reason };
    match acting::act(&app, me.actor(), Command::Enterprise(command), &key).await {
        Ok(_) => Ok(acting::go(&address(PATH, [("done", code.as_str())]))),
        Err(failed) => {
            let mut filled = typed.into_filled();
            acting::refused(&mut filled, lang, None, &failed)?;
            Ok(draw(&visit, &filled))
        }
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<Admission> {
    let code = form
        .text("credit_code", lang.t("register-credit-code"))
        .parse(move |text| CreditCode::overridden(&text).map_err(|error| in_words(lang, &error)))
        .parse(|code| match code.check() {
            Err(_) => Ok(code),
            Ok(()) => Err(Message::new("register-code-is-right")),
        })
        .required();
    let reason = form.lines("reason", lang.t("register-admit-reason")).min(4).max(300).required();
    Some(Admission { code: code?, reason: reason? })
}

/// What is wrong with a code, for people.
fn in_words(lang: Lang, error: &CreditCodeError) -> Message {
    match error {
        CreditCodeError::Length { found, needed } => {
            Message::new("register-code-length").with("found", found).with("needed", needed)
        }
        CreditCodeError::Character { position, found, meant } => {
            let hint = meant.map_or_else(String::new, |meant| {
                lang.t_with("register-code-meant", &[("meant", meant.to_string().into())]).into_owned()
            });
            Message::new("register-code-character").with("position", position).with("found", found).with("hint", hint)
        }
        CreditCodeError::CheckDigit { found, expected } => {
            Message::new("register-code-check").with("position", 18).with("found", found).with("expected", expected)
        }
        CreditCodeError::OrganisationCheck { found, expected } => {
            Message::new("register-code-check").with("position", 17).with("found", found).with("expected", expected)
        }
    }
}

fn draw(visit: &Visit, filled: &Filled) -> Response {
    let lang = visit.lang;
    let body = html! {
        (Field::new("credit_code", lang.t("register-credit-code")).hint(lang.t("register-admit-code-hint")).half().text(lang, filled))
        (Field::new("reason", lang.t("register-admit-reason")).hint(lang.t("register-admit-reason-hint")).textarea(lang, filled, 3))
        (inset(&html! { p { (lang.t("register-admit-journal")) } }))
        (actions(&[button(&lang.t("register-admit-act")), link(&lang.t("register-back"), "/enterprises")]))
    };
    let mut page = Page::desk(visit, lang.t("register-admit"))
        .crumb(lang.t("register-enterprises"), "/enterprises")
        .errors(filled)
        .lead(lang.t("register-admit-lead"));
    let done = filled.value("done");
    if CreditCode::overridden(done).is_ok() {
        page = page.notice(Tone::Ok, &html! { p { (lang.t_with("register-admitted", &[("code", done.into())])) } });
    }
    page.respond(form(visit, PATH, &body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(code: &str) -> Result<Admission, Filled> {
        let pairs = [("credit_code", code), ("reason", "营业执照原件如此，已核对")];
        let form = Form::new(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        form.read(|form| read(Lang::Zh, form))
    }

    #[test]
    fn only_a_code_with_a_wrong_check_digit_is_admitted() {
        assert!(typed("91210106MA0TE5T16X").is_ok_and(|one| one.code.as_str() == "91210106MA0TE5T16X"));
        assert!(typed("91210106MA0TE5T16Y").is_err(), "a right code needs no admission");
        assert!(typed("91210106MA0TE5T16").is_err(), "one character is missing");
        assert!(typed("9121O106MA0TE5T16X").is_err(), "the letter O cannot stand in a code");
    }
}
