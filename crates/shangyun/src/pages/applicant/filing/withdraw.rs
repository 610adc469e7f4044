//! The owner takes a filing back, or throws a draft away: one page to be sure.

use super::open;
use super::paper::crumbs;
use crate::acting;
use crate::app::App;
use crate::pages::applicant::taking_back::{self, TakingBack};
use crate::refusals;
use crate::session::Me;
use crate::web::errors::Problem;
use crate::web::forms::Posted;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::command::Command;
use domain::filing::FilingCommand;

/// `GET /filings/{id}/withdraw`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let (title, says, does) = if open.filing().course.is_some() {
        ("enterprise-withdraw-filing", "enterprise-withdraw-filing-says", "enterprise-withdraw")
    } else {
        ("enterprise-discard-draft", "enterprise-discard-says", "enterprise-discard")
    };
    let back = if open.filing().is_open_to_applicant() { open.path("tasks") } else { format!("/filings/{}", open.id) };
    let page = TakingBack { title, says, does, action: open.path("withdraw"), back, owner: open.own.owner };
    Ok(taking_back::draw(&visit, &page, crumbs(visit.lang, &open)))
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
