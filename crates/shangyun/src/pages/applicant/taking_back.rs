//! The page before something is taken back: what happens then, one grave button, and the way out.

use crate::web::components::action::{Link, actions, grave, link};
use crate::web::components::notice::inset;
use crate::web::forms::form;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::response::Response;
use maud::html;

/// What is taken back: keys of its words, and where it leads.
pub(super) struct TakingBack {
    /// The title.
    pub title: &'static str,
    /// What happens then.
    pub says: &'static str,
    /// The button.
    pub does: &'static str,
    /// Where the form goes.
    pub action: String,
    /// The way out.
    pub back: String,
    /// Whether the reader may.
    pub owner: bool,
}

/// The page.
pub(super) fn draw(visit: &Visit, what: &TakingBack, crumbs: Vec<Link>) -> Response {
    let lang = visit.lang;
    let mut page = Page::new(visit, lang.t(what.title)).lead(lang.t(what.says));
    for crumb in crumbs {
        page = page.crumb(crumb.label, crumb.href);
    }
    let keep = link(&lang.t("enterprise-keep"), &what.back);
    page.respond(html! {
        @if what.owner { (form(visit, &what.action, &actions(&[grave("act", "withdraw", &lang.t(what.does)), keep]))) }
        @else { (inset(&html! { p { (lang.t("enterprise-owner-withdraws")) } })) p { (keep) } }
    })
}
