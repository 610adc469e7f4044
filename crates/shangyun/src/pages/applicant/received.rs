//! The page after something was handed in: its number, what comes next, the code to ask with, whom to call.

use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::receipt;
use crate::web::components::action::{Link, actions, link, link_button};
use crate::web::components::notice::confirmation;
use crate::web::components::value;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::response::Response;
use maud::{Markup, html};

/// What was received.
pub(super) struct Received {
    /// The title, by its key.
    pub title: &'static str,
    /// What it is, in words.
    pub what: String,
    /// Its number.
    pub number: String,
    /// What comes next: items of a list.
    pub next: Markup,
    /// The address of the case.
    pub case: String,
}

/// The page.
pub(super) fn draw(app: &App, visit: &Visit, received: &Received, home: Link) -> Response {
    let lang = visit.lang;
    let number = received.number.as_str();
    Page::new(visit, lang.t(received.title)).crumb(home.label, home.href).lead(&*received.what).respond(html! {
        (confirmation(&lang.t("enterprise-received"), &lang.t("enterprise-number"), number))
        h2 { (lang.t("enterprise-what-next")) }
        ol { (received.next) }
        h2 { (lang.t("enterprise-query-title")) }
        p { (lang.t("enterprise-query-says")) }
        (value::facts(&[
            (lang.t("enterprise-number").into_owned(), html! { strong.figure { (number) } }),
            (lang.t("enterprise-code").into_owned(), html! { strong.figure { (receipt::code(app, number)) } }),
        ]))
        h2 { (lang.t("enterprise-help-title")) }
        (contacts(app, lang))
        (actions(&[link_button(&lang.t("enterprise-see-case"), &received.case), link(&lang.t("enterprise-home"), "/desk")]))
    })
}

/// Whom to call.
fn contacts(app: &App, lang: Lang) -> Markup {
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
