//! After handing in: the number, what happens next and by when, whom to call, and the code to ask with.

use super::paper::crumbs;
use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::case::course;
use crate::pages::case::filing::parties;
use crate::pages::case::look::Look;
use crate::receipt;
use crate::session::Me;
use crate::web::components::action::{actions, link, link_button};
use crate::web::components::notice::confirmation;
use crate::web::components::value::{self, deadline};
use crate::web::errors::Problem;
use crate::web::layout::page::Page;
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
    let name = lang.t_with("enterprise-filing-of", &[("stream", open.stream(lang).into())]);
    let mut page = Page::new(&visit, lang.t("enterprise-receipt-title")).lead(name);
    for crumb in crumbs(lang, &open).into_iter().take(1) {
        page = page.crumb(crumb.label, crumb.href);
    }
    Ok(page.respond(html! {
        (confirmation(&lang.t("enterprise-received"), &lang.t("enterprise-number"), &number))
        h2 { (lang.t("enterprise-what-next")) }
        (next(look, &open))
        h2 { (lang.t("enterprise-query-title")) }
        p { (lang.t("enterprise-query-says")) }
        (value::facts(&[
            (lang.t("enterprise-number").into_owned(), html! { strong.figure { (number) } }),
            (lang.t("enterprise-code").into_owned(), html! { strong.figure { (receipt::code(&app, &number)) } }),
        ]))
        h2 { (lang.t("enterprise-help-title")) }
        (contacts(&app, lang))
        (actions(&[link_button(&lang.t("enterprise-see-case"), &format!("/filings/{}", open.id)), link(&lang.t("enterprise-home"), "/desk")]))
    }))
}

/// Who has it until when, and how it goes on from there.
fn next(look: Look<'_>, open: &Open) -> Markup {
    let lang = look.lang;
    let Some(course) = &open.filing().course else { return html! {} };
    let parties = parties(open.filing());
    let holders = course::holders(look, course, parties);
    let step = look.step(&course.procedure, &course.step);
    let cut_off = next_cut_off(look.app, open);
    html! {
        ol {
            @if course.is_live() {
                li {
                    (lang.t_with("enterprise-next-now", &[("office", holders.into()), ("step", step.into())]))
                    @if let Some(due) = course.due { " " (deadline(lang, names::deadline(look.app, due))) }
                }
            }
            @if let Some(day) = cut_off {
                li { (lang.t_with("enterprise-next-batch", &[("date", crate::web::format::date_text(lang, day).into())])) }
            }
            li { (lang.t("enterprise-next-opened")) }
            li { (lang.t("enterprise-next-told")) }
        }
    }
}

/// The day on which the next monthly batch closes.
fn next_cut_off(app: &App, open: &Open) -> Option<Date> {
    let cut_off = due::cut_off(open.policy())?;
    access::next_cut_off(&app.setting(), app.clock.today(), cut_off).ok()
}

/// Whom to call.
pub(in crate::pages::applicant) fn contacts(app: &App, lang: Lang) -> Markup {
    let setting = app.setting();
    let rows: Vec<(String, Markup)> = setting
        .city
        .contacts()
        .iter()
        .map(|contact| {
            let hours = contact.hours.as_ref().map(|hours| names::pick(lang, hours).to_owned());
            let value =
                html! { strong.figure { (contact.value) } @if let Some(hours) = hours { " " span.quiet { (hours) } } };
            (names::pick(lang, &contact.names).to_owned(), value)
        })
        .collect();
    value::facts(&rows)
}
