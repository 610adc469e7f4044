//! Providers: rosters with their certificates, enterprises missing from them, the provider's own view of its cases.

use crate::app::App;
use crate::lang::Lang;
use crate::pages::case::look::{Look, Reader};
use crate::routes::{May, Routes, SeatKind};
use crate::session::Me;
use crate::web::errors::Problem;
use domain::claim::Claim;
use domain::programme::{Programme, State};
use policy::plan::words::StepKind;
use policy::policy::Policy;
use store::views::cases::{self, Listed};

mod answer;
mod cases_page;
mod check;
mod choose;
mod draft;
mod papers;
mod roster;
mod rosters;
mod years;

/// Providers only.
const PROVIDER: May = May::Seats(&[SeatKind::Provider]);
/// Providers, and those who look at rosters.
const READERS: May = May::Seats(&[SeatKind::Provider, SeatKind::Office, SeatKind::Auditor]);

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/rosters", PROVIDER, rosters::show)
        .get("/rosters/cases", PROVIDER, cases_page::show)
        .get("/rosters/missing/{claim}", PROVIDER, answer::show)
        .post("/rosters/missing/{claim}", PROVIDER, answer::send)
        .get("/rosters/new", PROVIDER, choose::begin)
        .get("/rosters/new/{draft}", PROVIDER, choose::show)
        .post("/rosters/new/{draft}", PROVIDER, choose::send)
        .get("/rosters/new/{draft}/certificate", PROVIDER, papers::show_certificate)
        .post("/rosters/new/{draft}/certificate", PROVIDER, papers::send_certificate)
        .get("/rosters/new/{draft}/letter", PROVIDER, papers::show_letter)
        .post("/rosters/new/{draft}/letter", PROVIDER, papers::send_letter)
        .get("/rosters/new/{draft}/check", PROVIDER, check::show)
        .post("/rosters/new/{draft}/check", PROVIDER, check::send)
        .get("/rosters/{id}", READERS, roster::show)
        .get("/rosters/{id}/certificate", READERS, roster::certificate)
        .get("/rosters/{id}/letter", READERS, roster::letter)
}

/// The provider a reader speaks for.
fn own(me: &Me) -> Result<&str, Problem> {
    me.actor().provider().ok_or_else(Problem::forbidden)
}

/// The programmes that take rosters now.
async fn open_programmes(app: &App) -> Result<Vec<Listed<Programme>>, Problem> {
    let all = cases::programmes(app.store.database()).await.map_err(Problem::failure)?;
    Ok(all.into_iter().filter(|one| matches!(one.state.state, State::Open | State::Settling)).collect())
}

/// The step at which a claim waits for a roster, in a policy.
fn roster_step(policy: &Policy) -> Option<&str> {
    let procedure = policy.plan().procedure(domain::claim::PROCEDURE)?;
    procedure.steps.iter().find(|step| step.kind == StepKind::Roster).map(|step| step.id.as_str())
}

/// The claims that wait for this provider: an enterprise said it is missing from the roster.
pub(in crate::pages) async fn waiting(app: &App, provider: &str) -> Result<Vec<Listed<Claim>>, Problem> {
    let setting = app.setting();
    let steps: std::collections::BTreeSet<&str> =
        setting.policies.values().filter_map(|policy| roster_step(policy)).collect();
    let mut waiting = Vec::new();
    for step in steps {
        let found = store::views::providers::at_step(app.store.database(), provider, step).await;
        waiting.extend(found.map_err(Problem::failure)?);
    }
    waiting.sort_by_key(|one| (one.state.opened_at, one.id.clone()));
    Ok(waiting)
}

/// The day by which a provider must answer that an enterprise is missing: so many working days after it said so.
pub(super) fn answer_by(app: &App, policy: &Policy, claim: &Claim) -> Option<jiff::civil::Date> {
    let days = policy.plan().integer(ANSWER_WORKDAYS).and_then(|days| u16::try_from(days).ok())?;
    domain::access::workdays_after(&app.setting(), app.clock.day_of(claim.opened_at), days).ok()
}

/// The parameter of a policy that gives a provider so many working days to answer.
pub(super) const ANSWER_WORKDAYS: &str = "roster_answer_workdays";

/// A provider's look at a case.
fn look<'a>(app: &'a App, lang: Lang, policy: &'a Policy) -> Look<'a> {
    Look { app, lang, policy, reader: Reader::Service }
}
