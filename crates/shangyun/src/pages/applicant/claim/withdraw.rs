//! The owner takes a claim back: one page to be sure.

use super::open;
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
use domain::claim::ClaimCommand;
use domain::command::Command;

/// `GET /claims/{id}/withdraw`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let back = if open.is_open() { open.path("tasks") } else { format!("/claims/{}", open.id) };
    let crumbs = open.crumbs(visit.lang);
    let page = TakingBack {
        title: "enterprise-withdraw-claim",
        says: "enterprise-withdraw-claim-says",
        does: "enterprise-withdraw",
        action: open.path("withdraw"),
        back,
        owner: open.own.owner,
    };
    Ok(taking_back::draw(&visit, &page, crumbs))
}

/// `POST /claims/{id}/withdraw`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let withdraw = Command::Claim(ClaimCommand::Withdraw { claim: open.id.clone() });
    let done = acting::act(&app, me.actor(), withdraw, &acting::key_of(&form)).await;
    done.map_err(|failed| refusals::problem(visit.lang, Some(open.policy()), &failed))?;
    Ok(open.elsewhere())
}
