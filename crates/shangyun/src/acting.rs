//! From a form to an act and on to the next page: sealing what is personal, doing it, going on, or saying why not
//! without losing what was typed.

use crate::app::App;
use crate::lang::{Lang, Message};
use crate::refusals;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form};
use crate::web::security::random;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::act::{Actor, Personal};
use domain::command::Command;
use domain::decide::Answer;
use domain::refusal::Refusal;
use policy::policy::Policy;
use store::store::Failed;
use store::vault::PersonalRow;

/// Personal values on their way into the store, beside the command that names them.
#[derive(Default)]
pub struct Sealing {
    rows: Vec<PersonalRow>,
}

impl Sealing {
    /// Seals a value of an owner (the text of a key, or any steady name); gives what the command carries.
    ///
    /// # Errors
    /// A failure page, when sealing is not possible.
    pub fn seal(&mut self, app: &App, owner: &str, field: &str, value: &str) -> Result<Personal, Problem> {
        let sealed = app.store.seal(owner, field, value).map_err(Problem::failure)?;
        self.rows.push(sealed.row);
        Ok(sealed.personal)
    }

    /// The rows to hand over with the act.
    pub fn rows(self) -> Vec<PersonalRow> {
        self.rows
    }
}

/// The one-time key of a form, or a fresh one where the form carries none.
pub fn key_of(form: &Form) -> String {
    form.key().map_or_else(fresh_key, str::to_owned)
}

/// A one-time key that nobody has used.
pub fn fresh_key() -> String {
    random::bytes::<16>().map(|bytes| random::hex(&bytes)).unwrap_or_default()
}

/// The revision a form was drawn from; one that carries none is as old as can be.
pub fn drawn(form: &Form) -> i64 {
    form.version().and_then(|version| i64::try_from(version).ok()).unwrap_or(-1)
}

/// Does a command without personal values.
///
/// # Errors
/// Why it did not happen.
pub async fn act(app: &App, actor: &Actor, command: Command, key: &str) -> Result<Answer, Failed> {
    app.execute(actor, command, key, Vec::new()).await
}

/// 303 to another page of ours.
pub fn go(path: &str) -> Response {
    let location = HeaderValue::try_from(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// 303 to what an act changed; to `otherwise` where that has no page.
pub fn go_to(answer: &Answer, otherwise: &str) -> Response {
    go(refusals::case_address(&answer.show.to_string()).as_deref().unwrap_or(otherwise))
}

/// Puts a refusal onto the form, so that the page is drawn again with everything that was typed. What no typing can
/// mend (not found, not allowed, our own failure) is a page of its own.
///
/// # Errors
/// The page for what cannot be mended.
pub fn refused(filled: &mut Filled, lang: Lang, policy: Option<&Policy>, failed: &Failed) -> Result<(), Problem> {
    let mendable = match failed {
        Failed::Refused(refusal) => !matches!(
            **refusal,
            Refusal::NotFound { .. }
                | Refusal::NotYourSeat { .. }
                | Refusal::NotYourOffice { .. }
                | Refusal::OtherDistrict
                | Refusal::AlreadyHeld { .. }
        ),
        Failed::Conflict => true,
        Failed::KeyReused | Failed::Failure(_) => false,
    };
    if !mendable {
        return Err(refusals::problem(lang, policy, failed));
    }
    let (field, words) = match failed {
        Failed::Refused(refusal) => (field_of(refusal), refusals::sentence(lang, policy, refusal)),
        Failed::Conflict | Failed::KeyReused | Failed::Failure(_) => ("", lang.t("refusal-conflict").into_owned()),
    };
    filled.reject(field, Message::new("said").with("words", words));
    Ok(())
}

/// The field of a form that a refusal points at; the whole form where it names none.
fn field_of(refusal: &Refusal) -> &str {
    if let Refusal::BadField { field, .. } | Refusal::DateOutside { field, .. } = refusal { field } else { "" }
}
