//! After a claim was confirmed: who has it until when, and how it goes on to the money.

use super::{Open, open};
use crate::app::App;
use crate::names;
use crate::pages::applicant::own::home;
use crate::pages::applicant::received::{self, Received};
use crate::pages::case::claim::parties;
use crate::pages::case::course;
use crate::pages::case::look::Look;
use crate::session::Me;
use crate::web::components::value::deadline;
use crate::web::errors::Problem;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

/// `GET /claims/{id}/receipt`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if open.claim().received_at.is_none() {
        return Ok(open.elsewhere());
    }
    let lang = visit.lang;
    let look = Look::new(&app, lang, open.policy(), me.actor());
    let received = Received {
        title: "enterprise-claim-receipt-title",
        what: open.name(lang),
        number: open.claim().number.clone(),
        next: next(look, &open),
        case: format!("/claims/{}", open.id),
    };
    Ok(received::draw(&app, &visit, &received, home(lang)))
}

fn next(look: Look<'_>, open: &Open) -> Markup {
    let lang = look.lang;
    let course = &open.claim().course;
    let holders = course::holders(look, course, parties(open.claim()));
    let step = look.step(&course.procedure, &course.step);
    html! {
        @if course.is_live() {
            li {
                (lang.t_with("enterprise-next-now", &[("office", holders.into()), ("step", step.into())]))
                @if let Some(due) = course.due { " " (deadline(lang, names::deadline(look.app, due))) }
            }
        }
        li { (lang.t("enterprise-next-round")) }
        li { (lang.t("enterprise-next-paid")) }
        li { (lang.t("enterprise-next-told")) }
    }
}
