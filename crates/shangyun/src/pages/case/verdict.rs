//! The decision as a ladder: every step with its clause, its inputs and their sources, its result; what would change
//! it; which readings it rests on and what the others would give.

use super::look::Look;
use crate::refusals::tongue;
use crate::web::components::ladder::{Input, Rung, ladder};
use crate::web::components::notice::inset;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::money;
use domain::programme::Programme;
use maud::{Markup, html};
use policy::decision::{Decision, Mark, Operation, Outcome};
use policy::facts::Facts;
use std::collections::BTreeMap;

/// A decision to be shown.
#[derive(Clone, Copy)]
pub struct Verdict<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// Whether it is only what would be decided now.
    pub is_estimate: bool,
    /// The facts it rests on, for asking what other readings would give.
    pub facts: &'a Facts,
    /// Where facts come from, by their id.
    pub sources: &'a BTreeMap<String, String>,
    /// The programme, for its rulings.
    pub programme: &'a Programme,
}

/// The whole of it, with a heading.
pub fn draw(look: Look<'_>, verdict: Verdict<'_>) -> Markup {
    let lang = look.lang;
    let title = if verdict.is_estimate { lang.t("case-estimate") } else { lang.t("case-decision") };
    html! {
        section #decision {
            h2 { (title) }
            @if verdict.is_estimate { (inset(&html! { p { (lang.t("case-estimate-says")) } })) }
            p.lead { (verdict.decision.headline(look.policy, tongue(lang))) }
            (steps(look, verdict))
            (changes(look, verdict.decision))
            (readings(look, verdict))
        }
    }
}

/// The steps alone.
pub fn steps(look: Look<'_>, verdict: Verdict<'_>) -> Markup {
    let lang = look.lang;
    let rungs = rungs(look, verdict.decision, verdict.sources);
    let label = if verdict.is_estimate { lang.t("case-estimated-award") } else { lang.t("case-award") };
    let outcome = match &verdict.decision.outcome {
        Outcome::Award { fen, .. } => money(lang, *fen),
        Outcome::Refused { .. } => html! { (lang.t("case-outcome-refused")) },
        Outcome::Pending { .. } => html! { (lang.t("case-outcome-pending")) },
        Outcome::Held { .. } => html! { (lang.t("case-outcome-held")) },
    };
    ladder(lang, &rungs, &label, &outcome)
}

fn rungs(look: Look<'_>, decision: &Decision, sources: &BTreeMap<String, String>) -> Vec<Rung> {
    let drawn = decision.ladder(look.policy, tongue(look.lang));
    let rungs = drawn.into_iter().zip(&decision.steps).map(|(step, record)| {
        let inputs = step
            .inputs
            .into_iter()
            .zip(&record.inputs)
            .map(|((name, value), (id, _))| Input::new(name, value, sources.get(id).cloned().unwrap_or_default()));
        let tone = match (step.mark, &record.operation) {
            (Mark::Ok, Operation::Requirement) => Tone::Ok,
            (Mark::Failed, _) => Tone::Stop,
            (Mark::Lowered, _) => Tone::Attention,
            (Mark::Ok | Mark::Unknown | Mark::Aside, _) => Tone::Neutral,
        };
        Rung {
            clause: look.clause_link(&step.clause),
            says: step.sentence,
            inputs: inputs.collect(),
            result: html! { (step.result) },
            tone,
        }
    });
    rungs.collect()
}

/// What would change the outcome.
pub fn changes(look: Look<'_>, decision: &Decision) -> Markup {
    if decision.counterfactuals.is_empty() {
        return html! {};
    }
    html! {
        h3 { (look.lang.t("case-what-would-change")) }
        ul { @for other in &decision.counterfactuals { li { (other.words.get(tongue(look.lang))) } } }
    }
}

/// One open question of the policy with the reading in force.
struct Reading {
    code: String,
    question: String,
    in_force: String,
    ground: Markup,
    others: Vec<(String, Markup, bool)>,
    clause: Markup,
}

/// The readings in force, and what the others would give; those that change nothing are folded away.
pub fn readings(look: Look<'_>, verdict: Verdict<'_>) -> Markup {
    let lang = look.lang;
    let (changing, same): (Vec<Reading>, Vec<Reading>) =
        all_readings(look, verdict).into_iter().partition(|one| one.others.iter().any(|(_, _, changes)| *changes));
    html! {
        h3 { (lang.t("case-readings")) }
        @if changing.is_empty() { p { (lang.t("case-readings-change-nothing")) } }
        @else { (readings_table(look, &changing)) }
        @if !same.is_empty() {
            details { summary { (lang.t_with("case-readings-same", &[("n", same.len().into())])) } (readings_table(look, &same)) }
        }
    }
}

fn readings_table(look: Look<'_>, readings: &[Reading]) -> Markup {
    let lang = look.lang;
    Table::new(lang, lang.t("case-readings"))
        .column(Column::text(
            lang.t("case-question"),
            |one: &Reading| html! { span.figure { (one.code) } " " (one.question) },
        ))
        .column(Column::text(
            lang.t("case-reading-in-force"),
            |one: &Reading| html! { (one.in_force) br; span.quiet { (one.ground) } },
        ))
        .column(Column::text(lang.t("case-other-readings"), move |one: &Reading| {
            html! {
                @for (option, gives, changes) in &one.others {
                    p { (option) (lang.pick("：", ": ")) @if *changes { strong { (gives) } } @else { (gives) } }
                }
            }
        }))
        .column(Column::text(lang.t("case-clause"), |one: &Reading| one.clause.clone()))
        .draw(readings)
}

fn all_readings(look: Look<'_>, verdict: Verdict<'_>) -> Vec<Reading> {
    let lang = look.lang;
    let others = look.policy.other_readings(verdict.facts, &verdict.decision.readings);
    let switches = look.policy.plan().switches.iter();
    let readings = switches.map(|switch| {
        let in_force = verdict.decision.readings.0.get(&switch.id).map_or("", String::as_str);
        let word = |option: &str| {
            let found = switch.options.iter().find(|one| one.id == option);
            found.map_or_else(|| option.to_owned(), |one| one.text.get(tongue(lang)).to_owned())
        };
        let ruling = verdict.programme.rulings.get(&switch.id).filter(|ruling| ruling.option == in_force);
        let ground = html! {
            @if let Some(ruling) = ruling {
                (lang.t_with("case-ruled", &[("number", ruling.number.as_str().into()), ("day", ruling.date.to_string().into())]))
            } @else {
                (lang.t("case-default-reading")) (lang.pick("：", ": ")) (switch.reason.get(tongue(lang)))
            }
        };
        let of_this = others.iter().filter(|(id, _, _)| *id == switch.id);
        let others = of_this.map(|(_, option, decision)| {
            let changes = decision.outcome != verdict.decision.outcome;
            (word(option), gives(look, &decision.outcome), changes)
        });
        Reading {
            code: switch.code.clone(),
            question: switch.question.get(tongue(lang)).to_owned(),
            in_force: word(in_force),
            ground,
            others: others.collect(),
            clause: look.clause(&switch.clause),
        }
    });
    readings.collect()
}

/// What an outcome comes to, in a word or an amount.
fn gives(look: Look<'_>, outcome: &Outcome) -> Markup {
    let lang = look.lang;
    match outcome {
        Outcome::Award { fen, .. } => money(lang, *fen),
        Outcome::Refused { .. } => html! { (lang.t("case-outcome-refused")) },
        Outcome::Pending { .. } => html! { (lang.t("case-outcome-pending")) },
        Outcome::Held { .. } => html! { (lang.t("case-outcome-held")) },
    }
}

/// The outcome of a decision as a tag for lists.
pub fn outcome_tag(look: Look<'_>, outcome: &Outcome) -> Markup {
    let lang = look.lang;
    match outcome {
        Outcome::Award { fen, .. } => tag(Tone::Ok, &crate::web::format::money(lang, *fen)),
        Outcome::Refused { .. } => tag(Tone::Stop, &lang.t("case-outcome-refused")),
        Outcome::Pending { .. } => tag(Tone::Neutral, &lang.t("case-outcome-pending")),
        Outcome::Held { .. } => tag(Tone::Attention, &lang.t("case-outcome-held")),
    }
}
