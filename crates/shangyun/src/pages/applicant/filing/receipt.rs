//! After a filing was handed in: who has it until when, and how it goes on from there.

use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::names;
use crate::pages::applicant::own::home;
use crate::pages::applicant::received::{self, Received};
use crate::pages::case::course;
use crate::pages::case::filing::parties;
use crate::pages::case::look::Look;
use crate::session::Me;
use crate::web::components::value::deadline;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access;
use domain::due;
use jiff::civil::Date;
use maud::{Markup, html};

/// `GET /filings/{id}/receipt`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let Some(number) = open.filing().number.clone() else { return Ok(acting::go(&open.path("tasks"))) };
    let lang = visit.lang;
    let look = Look::new(&app, lang, open.policy(), me.actor());
    let received = Received {
        title: "enterprise-receipt-title",
        what: lang.t_with("enterprise-filing-of", &[("stream", open.stream(lang).into())]).into_owned(),
        number,
        next: next(look, &open),
        case: format!("/filings/{}", open.id),
    };
    Ok(received::draw(&app, &visit, &received, home(lang)))
}

/// Who has it until when, and how it goes on from there.
fn next(look: Look<'_>, open: &Open) -> Markup {
    let lang = look.lang;
    let Some(course) = &open.filing().course else { return html! {} };
    let holders = course::holders(look, course, parties(open.filing()));
    let step = look.step(&course.procedure, &course.step);
    html! {
        @if course.is_live() {
            li {
                (lang.t_with("enterprise-next-now", &[("office", holders.into()), ("step", step.into())]))
                @if let Some(due) = course.due { " " (deadline(lang, names::deadline(look.app, due))) }
            }
        }
        @if let Some(day) = next_cut_off(look.app, open) {
            li { (lang.t_with("enterprise-next-batch", &[("date", format::date_text(lang, day).into())])) }
        }
        li { (lang.t("enterprise-next-opened")) }
        li { (lang.t("enterprise-next-told")) }
    }
}

/// The day on which the next monthly batch closes.
fn next_cut_off(app: &App, open: &Open) -> Option<Date> {
    let cut_off = due::cut_off(open.policy())?;
    access::next_cut_off(&app.setting(), app.clock.today(), cut_off).ok()
}
