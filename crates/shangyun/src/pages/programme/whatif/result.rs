//! What the scenario comes to: computed beside the requests, drawn as sums, bars and tables.

use super::super::show::Here;
use crate::pages::{changes, effect};
use crate::past::Past;
use crate::refusals::tongue;
use crate::web::components::notice::{banner, inset};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::yuan;
use crate::web::errors::Problem;
use crate::web::format;
use maud::{Markup, html};
use policy::columnar::Columnar;
use policy::diff::Difference;
use policy::plan::Plan;
use policy::policy::Policy;
use policy::scenario::{Scenario, Trouble};
use policy::simulate::{Cliff, Decided, Near, ReadingCost, Report, cliffs, reading_costs, tiers};
use std::borrow::Cow;
use std::sync::Arc;

/// Cases named on either side.
const TOP: usize = 10;

/// Everything that a question comes to.
pub struct Found {
    past: Arc<Past>,
    /// What was asked, or what is wrong with it.
    pub asked: Result<Answer, Vec<Trouble>>,
    readings: Vec<ReadingCost>,
}

/// What a scenario that can be applied comes to.
pub struct Answer {
    policy: Policy,
    difference: Difference,
    is_empty: bool,
    report: Report,
    cliffs: Vec<Cliff>,
}

/// Decides every past case under the scenario, away from the threads that answer requests.
pub async fn compute(here: &Here, past: Arc<Past>, scenario: Scenario) -> Result<Found, Problem> {
    let (app, lang) = (here.app.clone(), here.lang());
    let (policy, programme) = (Arc::clone(&here.policy), here.programme.clone());
    let work = move || {
        let readings = programme.readings();
        let mut claims = past.claims(&app, lang, (&programme, &policy));
        let columnar = Columnar::new(&policy, &readings);
        let tiers = tiers(&policy, &readings, &claims.columns(&columnar));
        claims.by.push(tiers);
        let base = Decided::under(&policy, &readings, &claims);
        let costs = reading_costs(&policy, &readings, &claims);
        let asked = scenario.apply(&policy, &readings).map(|applied| {
            let other = Decided::under(&applied.policy, &applied.readings, &claims);
            let cliffs = cliffs(&applied.policy, &applied.readings, &claims, Near::default());
            let is_empty = applied.readings == readings && matches!(applied.policy, Cow::Borrowed(_));
            let difference = Difference::between(&policy, &applied.policy);
            let report = Report::between(&base, &other, &claims, TOP);
            Answer { policy: applied.policy.into_owned(), difference, is_empty, report, cliffs }
        });
        drop(claims);
        Found { past, asked, readings: costs }
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::failure)
}

/// The result.
pub fn draw(here: &Here, found: &Found) -> Markup {
    let lang = here.lang();
    html! {
        h2 { (lang.t("whatif-result")) }
        @match &found.asked {
            Err(troubles) => (banner(lang, Tone::Stop, &html! {
                p { (lang.t("whatif-cannot")) }
                ul { @for trouble in troubles { li { a href={ "#" (trouble.field) } { (trouble.words.get(tongue(lang))) } } } }
            })),
            Ok(answer) => (answered(here, found, answer)),
        }
        (readings(here, &found.readings))
    }
}

fn answered(here: &Here, found: &Found, answer: &Answer) -> Markup {
    let (lang, report) = (here.lang(), &answer.report);
    html! {
        @if answer.is_empty { (inset(&html! { p { (lang.t("whatif-nothing-asked")) } })) }
        (effect::sums(lang, report))
        @if answer.difference.differs {
            details open { summary { (lang.t("changes-title")) } (changes::words(lang, &answer.difference, &answer.policy)) }
        }
        @for group in &report.groups { (effect::group(lang, group)) }
        h3 { (lang.t("effect-purses")) }
        (effect::purses(lang, &report.purses))
        (effect::movers(lang, &lang.t("effect-gains"), &found.past, &report.gains))
        (effect::movers(lang, &lang.t("effect-losses"), &found.past, &report.losses))
        details { summary { (lang.t("effect-reasons")) } (effect::reasons(lang, &answer.policy, &report.reasons)) }
        h3 { (lang.t("whatif-cliffs")) }
        p.quiet { (lang.t("whatif-cliffs-says")) }
        (cliff_table(here, &answer.policy, &answer.cliffs))
    }
}

fn cliff_table(here: &Here, policy: &Policy, cliffs: &[Cliff]) -> Markup {
    let lang = here.lang();
    let rows: Vec<&Cliff> = cliffs.iter().collect();
    Table::new(lang, lang.t("whatif-cliffs"))
        .column(Column::text(lang.t("whatif-cliff"), |cliff: &&Cliff| {
            html! { (cliff.name.get(tongue(lang))) " " (policy.plan().show(&cliff.fact, &cliff.at, tongue(lang))) }
        }))
        .column(Column::number(lang.t("whatif-below"), |cliff: &&Cliff| html! { (format::grouped(cliff.below)) }))
        .column(Column::number(lang.t("whatif-above"), |cliff: &&Cliff| html! { (format::grouped(cliff.above)) }))
        .column(Column::number(lang.t("whatif-step"), |cliff: &&Cliff| yuan(cliff.step)))
        .empty(html! { p.quiet { (lang.t("whatif-no-cliffs")) } })
        .draw(&rows)
}

/// What every option of every open question would come to, beside those in force.
fn readings(here: &Here, costs: &[ReadingCost]) -> Markup {
    let (lang, plan) = (here.lang(), here.policy.plan());
    let rows: Vec<&ReadingCost> = costs.iter().collect();
    let moved = |moved: policy::simulate::Moved| {
        html! { @if moved.claims > 0 { (format::grouped(moved.claims)) " · " (yuan(moved.by)) } @else { "—" } }
    };
    let table = Table::new(lang, lang.t("whatif-readings-cost"))
        .column(Column::text(lang.t("programme-question"), |cost: &&ReadingCost| question(here, plan, cost)))
        .column(Column::text(lang.t("whatif-option"), |cost: &&ReadingCost| {
            let option = plan.switch(&cost.switch).and_then(|one| one.options.iter().find(|one| one.id == cost.option));
            html! {
                (option.map_or("", |option| option.text.get(tongue(lang))))
                @if cost.in_force { " " (tag(Tone::Ok, &lang.t("programme-in-force"))) }
            }
        }))
        .column(Column::number(lang.t("whatif-total-yuan"), |cost: &&ReadingCost| {
            html! { @if cost.decides { (yuan(cost.side.total)) } @else { span.quiet { (lang.t("whatif-undecided")) } } }
        }))
        .column(Column::number(lang.t("effect-gain"), move |cost: &&ReadingCost| moved(cost.gain)))
        .column(Column::number(lang.t("effect-lose"), move |cost: &&ReadingCost| moved(cost.lose)));
    html! { h3 #readings-cost { (lang.t("whatif-readings-cost")) } p.quiet { (lang.t("whatif-readings-cost-says")) } (table.draw(&rows)) }
}

/// The question, beside its first option only.
fn question(here: &Here, plan: &Plan, cost: &ReadingCost) -> Markup {
    let switch =
        plan.switch(&cost.switch).filter(|one| one.options.first().is_some_and(|first| first.id == cost.option));
    html! { @if let Some(switch) = switch { span.figure { (switch.code) } " " (switch.question.get(tongue(here.lang()))) } }
}
