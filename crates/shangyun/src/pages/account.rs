//! The reader's own account: sessions, password, second factor, inbox.

use crate::routes::{May, Routes};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;

mod inbox;
mod overview;
mod password;
mod second;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/account", May::SignedIn, overview::show)
        .post("/account/sessions/end", May::SignedIn, overview::end)
        .get("/account/password", May::SignedIn, password::show)
        .post("/account/password", May::SignedIn, password::send)
        .get("/account/second-factor", May::SignedIn, second::show)
        .post("/account/second-factor", May::SignedIn, second::send)
        .get("/account/second-factor/off", May::SignedIn, second::ask_off)
        .post("/account/second-factor/off", May::SignedIn, second::off)
        .get("/account/recovery", May::SignedIn, second::ask_recovery)
        .post("/account/recovery", May::SignedIn, second::recovery)
        .get("/inbox", May::SignedIn, inbox::show)
        .post("/inbox", May::SignedIn, inbox::read_all)
        .post("/inbox/{id}", May::SignedIn, inbox::open)
}

/// A page in the frame the reader is used to: with the rail where they have one.
fn page(visit: &Visit, title: impl Into<String>) -> Page<'_> {
    if visit.rail.is_some() { Page::desk(visit, title) } else { Page::new(visit, title) }
}

/// A page below the account's first page.
fn below(visit: &Visit, title: impl Into<String>) -> Page<'_> {
    page(visit, title).crumb(visit.lang.t("account-title"), "/account")
}
