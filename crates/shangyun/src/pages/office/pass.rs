//! Several filings passed together: only those without a warning, each by an act of its own. The page says which went
//! and which did not, and why.

use super::chosen::Chosen;
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::pages::case::course::{self, Turn};
use crate::pages::case::look::Look;
use crate::refusals;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::components::action::{actions, link_button};
use crate::web::components::notice::banner;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::forms::Posted;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::act::{Act, Actor};
use domain::command::Command;
use domain::course::Passed;
use domain::facts::attested_by;
use domain::filing::{Filing, FilingCommand};
use domain::ids::FilingId;
use domain::paper::Verdict;
use maud::html;
use policy::plan::procedure::Step;
use policy::plan::words::StepKind;
use policy::policy::Policy;

/// The most filings that are passed at once: a page of the queue.
const MOST: usize = 50;

/// What became of one filing.
struct Outcome {
    id: FilingId,
    number: String,
    enterprise: String,
    result: Result<(), String>,
}

/// `POST /queue/pass`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let key = acting::key_of(&form);
    let filled = form.into_filled();
    let chosen = Chosen::of(&filled);
    let ids = filled.pairs().filter_map(|(name, _)| name.strip_prefix("row."));
    let ids: Vec<FilingId> = ids.take(MOST).map(FilingId::new).collect();
    let mut cases = Vec::new();
    for id in ids {
        // One that is out of sight is left out: the page says nothing about what the reader may not know.
        if let Ok(seen) = seen::filing(&app, me.actor(), &id).await {
            cases.push((id, seen));
        }
    }
    let outcomes = pass(&app, visit.lang, me.actor(), &key, cases).await;
    Ok(draw(&visit, &chosen, &outcomes))
}

async fn pass(app: &App, lang: Lang, actor: &Actor, key: &str, cases: Vec<(FilingId, Seen<Filing>)>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let mut acts: Vec<(Act, Vec<_>)> = Vec::new();
    let mut waiting = Vec::new();
    for (id, seen) in cases {
        let checked = check(app, lang, actor, &seen);
        if checked == Ok(Standing::Ready) {
            // What stands in the journal is in the language of record.
            let opinion = Lang::Zh.t("officer-agreed").into_owned();
            let command = FilingCommand::Pass { filing: id.clone(), drawn: seen.state.revision, opinion };
            acts.push((app.act(actor, Command::Filing(command), &format!("{key}-{id}")), Vec::new()));
            waiting.push(outcomes.len());
        }
        let number = seen.state.number.clone().unwrap_or_default();
        let enterprise = seen.state.enterprise_name.clone();
        outcomes.push((Outcome { id, number, enterprise, result: checked.map(|_| ()) }, seen.policy));
    }
    let answers = app.store.execute_many(acts).await;
    for (place, answer) in waiting.into_iter().zip(answers) {
        if let (Some((outcome, policy)), Err(failed)) = (outcomes.get_mut(place), answer) {
            outcome.result = Err(refusals::says(lang, Some(policy), &failed));
        }
    }
    outcomes.into_iter().map(|(outcome, _)| outcome).collect()
}

/// Whether a filing may go with others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    /// Nothing is against it.
    Ready,
    /// This officer has passed it already: the same form once more.
    Passed,
}

/// Refuses a filing that is not the officer's turn, or that still has a warning.
fn check(app: &App, lang: Lang, actor: &Actor, seen: &Seen<Filing>) -> Result<Standing, String> {
    let filing = &seen.state;
    let Some(at) = &filing.course else { return Err(lang.t("officer-not-your-turn").into_owned()) };
    let went_on = |passed: &Passed| at.level > 0 || passed.step != at.step;
    if at.passed.last().is_some_and(|passed| passed.by == actor.account && went_on(passed)) {
        return Ok(Standing::Passed);
    }
    let turn = course::turn(&app.setting(), &seen.policy, actor, (at, &filing.district), app.clock.today());
    if turn != Turn::Mine {
        return Err(lang.t("officer-not-your-turn").into_owned());
    }
    let Ok(step) = at.step(&seen.policy) else { return Err(lang.t("officer-not-your-turn").into_owned()) };
    let warnings = warnings(&seen.policy, step, filing);
    if warnings.is_empty() {
        return Ok(Standing::Ready);
    }
    let look = Look::new(app, lang, &seen.policy, actor);
    let named: Vec<String> = warnings.iter().map(|id| look.label(id)).collect();
    let items = named.join(lang.pick("、", ", "));
    Err(lang.t_with("officer-has-warnings", &[("items", items.into())]).into_owned())
}

/// What is still open on a filing: papers not found in order, facts of this step that nobody has attested.
pub(super) fn warnings(policy: &Policy, step: &Step, filing: &Filing) -> Vec<String> {
    if !examines(step.kind) {
        return Vec::new();
    }
    let in_order = |finding: &Option<domain::paper::Finding>| {
        finding.as_ref().is_some_and(|finding| finding.verdict == Verdict::InOrder)
    };
    let papers = filing.papers.iter().filter(|(_, paper)| !in_order(&paper.finding)).map(|(id, _)| id.clone());
    let facts = step.roles.iter().flat_map(|role| attested_by(policy, role));
    let facts =
        facts.filter(|fact| !crate::pages::case::facts::is_kept(fact) && !filing.attested.contains_key(&fact.id));
    let mut open: Vec<String> = papers.chain(facts.map(|fact| fact.id.clone())).collect();
    open.sort();
    open.dedup();
    open
}

/// Whether papers are examined and facts attested at this kind of step.
pub(super) fn examines(kind: StepKind) -> bool {
    matches!(kind, StepKind::Filing | StepKind::Review)
}

fn draw(visit: &Visit, chosen: &Chosen, outcomes: &[Outcome]) -> Response {
    let lang = visit.lang;
    let went = outcomes.iter().filter(|outcome| outcome.result.is_ok()).count();
    let stayed = outcomes.len() - went;
    let (tone, words) = match (went, stayed) {
        (0, 0) => (Tone::Attention, lang.t("officer-together-none")),
        (_, 0) => (Tone::Ok, lang.t_with("officer-together-all", &[("n", went.into())])),
        (_, _) => {
            (Tone::Attention, lang.t_with("officer-together-some", &[("went", went.into()), ("stayed", stayed.into())]))
        }
    };
    let table = Table::new(lang, lang.t("officer-together"))
        .column(Column::text(lang.t("officer-number"), |one: &Outcome| html! { span.figure { (one.number) } }))
        .column(Column::text(lang.t("officer-enterprise"), |one: &Outcome| html! { (one.enterprise) }))
        .column(Column::text(lang.t("officer-result"), move |one: &Outcome| match &one.result {
            Ok(()) => tag(Tone::Ok, &lang.t("officer-went")),
            Err(why) => html! { (tag(Tone::Attention, &lang.t("officer-stayed"))) " " (why) },
        }))
        .link(|one| format!("/filings/{}", one.id));
    Page::desk(visit, lang.t("officer-together")).crumb(lang.t("officer-queue"), chosen.keep("/queue")).respond(html! {
        (banner(lang, tone, &html! { p { (words) } }))
        @if !outcomes.is_empty() { (table.draw(outcomes)) }
        (actions(&[link_button(&lang.t("officer-back-to-queue"), &chosen.keep("/queue"))]))
    })
}
