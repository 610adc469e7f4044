//! The owner takes a filing back, or throws a draft away: one page to be sure.

use super::open;
use super::paper::crumbs;
use crate::acting;
use crate::app::App;
use crate::refusals;
use crate::session::Me;
use crate::web::components::action::{actions, grave, link};
use crate::web::components::notice::inset;
use crate::web::errors::Problem;
use crate::web::forms::{Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::Command;
use domain::filing::FilingCommand;
use maud::html;

/// `GET /filings/{id}/withdraw`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let lang = visit.lang;
    let (title, says, does) = if open.filing().course.is_some() {
        ("enterprise-withdraw-filing", "enterprise-withdraw-filing-says", "enterprise-withdraw")
    } else {
        ("enterprise-discard-draft", "enterprise-discard-says", "enterprise-discard")
    };
    let back = if open.filing().is_open_to_applicant() { open.path("tasks") } else { format!("/filings/{}", open.id) };
    let mut page = Page::new(&visit, lang.t(title)).lead(lang.t(says));
    for crumb in crumbs(lang, &open) {
        page = page.crumb(crumb.label, crumb.href);
    }
    let buttons = actions(&[grave("act", "withdraw", &lang.t(does)), link(&lang.t("enterprise-keep"), &back)]);
    Ok(page.respond(html! {
        @if open.own.owner { (form(&visit, &open.path("withdraw"), &buttons)) }
        @else { (inset(&html! { p { (lang.t("enterprise-owner-withdraws")) } })) p { (link(&lang.t("enterprise-keep"), &back)) } }
    }))
}

/// `POST /filings/{id}/withdraw`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let withdraw = Command::Filing(FilingCommand::Withdraw { filing: open.id.clone() });
    let done = acting::act(&app, me.actor(), withdraw, &acting::key_of(&form)).await;
    done.map_err(|failed| refusals::problem(visit.lang, Some(open.policy()), &failed))?;
    let was_draft = open.filing().course.is_none();
    Ok(acting::go(&if was_draft { "/desk".to_owned() } else { format!("/filings/{}", open.id) }))
}
