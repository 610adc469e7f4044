//! `GET /estimate`: the self-check. It asks only what the policy still needs, one question at a time, and ends with the
//! decision the policy would give. Everything answered stands in the address, so it can be shared and gone back over.

use super::policy::reader as reader_of;
use super::standing::{self, Published};
use crate::app::App;
use crate::lang::Message;
use crate::web::components::notice::empty;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use answers::Next;
use axum::extract::State;
use axum::response::Response;

mod answers;
mod outcome;
mod question;

/// The page: the next question, or the outcome.
pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(form): Asked) -> Result<Response, Problem> {
    let lang = visit.lang;
    let all = standing::all(&app).await?;
    let asked = form.clone().into_filled().value("policy").to_owned();
    let Some(published) = chosen(all, &asked) else {
        let page = Page::new(&visit, lang.t("menu-estimate")).crumb(lang.t("public-home"), "/");
        return Ok(page.respond(empty(&lang.t("public-home-none"), None)));
    };
    let setting = app.setting();
    let reader = reader_of(&app, &visit, &published, &setting.city);
    let filled = form.clone().into_filled();
    let read = form.read(|form: &mut Form| answers::read(reader, form));
    let answers = match read {
        Ok(answers) => answers,
        Err(wrong) => return Ok(question::again(&visit, reader, &wrong)),
    };
    let at = At { app: &app, visit: &visit, published: &published, filled: &filled };
    let readings = answers.readings_over(reader.readings());
    Ok(match answers::next(reader.policy, &readings, &answers) {
        Next::Ask { fact, .. } if filled.pairs().any(|(name, _)| name == fact) => {
            let mut wrong = filled.clone();
            wrong.reject(&fact, Message::new("forms-required").with("label", reader.name(&fact)));
            question::again(&visit, reader, &wrong)
        }
        Next::Ask { fact, then } => question::page(&at, reader, &answers, (&fact, &then)),
        Next::Done(decision) => outcome::page(&at, reader, &answers, &decision),
    })
}

/// Where a page of the self-check stands.
struct At<'a> {
    app: &'a App,
    visit: &'a Visit,
    published: &'a Published,
    filled: &'a Filled,
}

/// The policy that is asked for, or the first.
fn chosen(mut all: Vec<Published>, asked: &str) -> Option<Published> {
    let place = all.iter().position(|one| one.id() == asked).unwrap_or(0);
    (place < all.len()).then(|| all.swap_remove(place))
}
