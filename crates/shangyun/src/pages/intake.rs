//! `/intake`: the monthly batch. A district sees what waits to be sent until the cut-off and sends it; the city sees
//! what arrives with this intake, in which order, and where the budget falls.

use crate::app::App;
use crate::lang::Lang;
use crate::pages::case::look::{Look, Reader};
use crate::routes::{May, Routes, SeatKind};
use crate::seen;
use crate::session::Me;
use crate::web::components::notice::empty;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Posted};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::access;
use domain::act::Actor;
use domain::programme::{Programme, State as Stage};
use domain::sight::Sight;
use jiff::civil::Date;
use policy::plan::procedure::Step;
use policy::plan::words::StepKind;
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases::{self, Listed};

mod city;
mod district;
mod money;

/// The address of the page.
const PATH: &str = "/intake";
/// The most filings of one intake that the page reads.
const MOST: i64 = 1_000;

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    routes.get(PATH, May::Seats(&[SeatKind::Office, SeatKind::Auditor]), show).post(
        PATH,
        May::Seats(&[SeatKind::Office]),
        send,
    )
}

/// The monthly intake of a programme.
struct Intake {
    programme: Listed<Programme>,
    policy: Arc<Policy>,
    /// The step at which filings wait for each other.
    step: Step,
    /// The day at whose end this intake closes.
    closes: Option<Date>,
}

/// What of it somebody sees.
enum Part {
    /// The districts whose filings they send.
    Districts(Vec<String>),
    /// All of it.
    City,
}

impl Intake {
    fn look<'a>(&'a self, app: &'a App, lang: Lang, actor: &Actor) -> Look<'a> {
        Look::new(app, lang, &self.policy, actor)
    }
}

async fn show(State(app): State<App>, visit: Visit, me: Me, Asked(asked): Asked) -> Result<Response, Problem> {
    let filled = asked.into_filled();
    let Some(intake) = find(&app, filled.value("programme")).await? else {
        let page = Page::desk(&visit, visit.lang.t("intake-title"));
        return Ok(page.respond(empty(&visit.lang.t("intake-none"), None)));
    };
    let done = filled.value("done").parse::<u64>().ok();
    match part(&app, &visit, me.actor(), &intake)? {
        Part::Districts(districts) => {
            let outcome = district::Outcome { done, filled: Filled::blank() };
            district::draw(&app, &visit, &me, (&intake, &districts), &outcome).await
        }
        Part::City => city::draw(&app, &visit, &me, &intake).await,
    }
}

async fn send(State(app): State<App>, visit: Visit, me: Me, Posted(sent): Posted) -> Result<Response, Problem> {
    let programme = sent.clone().into_filled().value("programme").to_owned();
    let intake = find(&app, &programme).await?.ok_or_else(Problem::not_found)?;
    match part(&app, &visit, me.actor(), &intake)? {
        Part::Districts(districts) => district::send(&app, &visit, &me, (&intake, &districts), sent).await,
        Part::City => Err(Problem::forbidden().saying(visit.lang.t("intake-not-yours"))),
    }
}

/// The intake of the programme with this id, or of the first that has one.
async fn find(app: &App, wanted: &str) -> Result<Option<Intake>, Problem> {
    let all = cases::programmes(app.store.database()).await.map_err(Problem::failure)?;
    for programme in all {
        if (!wanted.is_empty() && programme.id != wanted) || programme.state.state == Stage::Draft {
            continue;
        }
        let policy = seen::policy(app, programme.state.policy_on(app.clock.today()))?;
        let procedure = policy.plan().procedure(domain::filing::PROCEDURE);
        let batch = procedure.and_then(|one| one.steps.iter().find(|step| step.kind == StepKind::Batch)).cloned();
        if let Some(step) = batch {
            let cut_off = step.cut_off.map(|rule| access::next_cut_off(&app.setting(), app.clock.today(), rule));
            let closes = cut_off.and_then(Result::ok);
            return Ok(Some(Intake { programme, policy, step, closes }));
        }
    }
    Ok(None)
}

/// What of the intake an actor sees: an office that sends, its districts; an office of the city and auditors, all.
fn part(app: &App, visit: &Visit, actor: &Actor, intake: &Intake) -> Result<Part, Problem> {
    let not_yours = || Problem::forbidden().saying(visit.lang.t("intake-not-yours"));
    if Reader::of(app, actor) == Reader::Service {
        return Err(not_yours());
    }
    if let Some((office, _)) = actor.office() {
        let setting = app.setting();
        let today = app.clock.today();
        let sends = |district: &str| {
            intake.step.roles.iter().any(|role| setting.city.holds(office, role, Some(district), today))
        };
        let districts: Vec<String> =
            setting.city.districts().filter(|one| sends(&one.id)).map(|one| one.id.clone()).collect();
        if !districts.is_empty() {
            return Ok(Part::Districts(districts));
        }
    }
    match seen::sight_of(app, &intake.policy, actor) {
        Sight::Cases { districts: None, .. } | Sight::Everything => Ok(Part::City),
        Sight::Cases { districts: Some(_), .. } | Sight::Nothing | Sight::Enterprise(_) | Sight::Provider(_) => {
            Err(not_yours())
        }
    }
}
