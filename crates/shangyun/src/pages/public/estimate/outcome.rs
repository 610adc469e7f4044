//! What the answers come to: the amount with every step, or every obstacle with what to do about it; what would change
//! it, and what the other readings of the open questions would give.

use super::At;
use super::answers::{Answers, mendable};
use super::question::said;
use crate::pages::case::look::{Look, Reader as Role};
use crate::pages::case::verdict::{self, Verdict};
use crate::pages::public::policy::reader::Reader;
use crate::pages::public::policy::tables;
use crate::web::components::action::{actions, link, link_button};
use crate::web::components::notice::{banner, inset};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::money;
use crate::web::forms::address;
use crate::web::layout::page::Page;
use axum::response::Response;
use domain::programme::{Programme, ProgrammeEvent};
use maud::{Markup, html};
use policy::decision::{Decision, Outcome};
use policy::facts::Facts;
use std::collections::BTreeMap;

/// The page.
pub(super) fn page(at: &At<'_>, reader: Reader<'_>, answers: &Answers, decision: &Decision) -> Response {
    let facts = answers.facts(reader.policy, &decision.readings);
    let awaited = awaited(reader, &facts, decision);
    let page = Page::new(at.visit, reader.t("public-estimate-outcome"))
        .crumb(reader.t("public-home"), "/")
        .crumb(reader.t("menu-estimate"), "/estimate");
    let content = html! {
        (headline(reader, decision, !awaited.is_empty()))
        (assumptions(reader, answers))
        (tried(reader, answers))
        @match &decision.outcome {
            Outcome::Award { .. } => {},
            Outcome::Refused { failed } => (obstacles(reader, decision, failed)),
            Outcome::Pending { missing } => (missing_facts(reader, missing)),
            Outcome::Held { awaiting } => p { (reader.names(awaiting)) },
        }
        (awaiting(reader, answers, &awaited))
        (next(at, reader, answers, decision))
        (ground(at, reader, (&facts, answers), &shown_as(decision, awaited)))
        (said(reader, answers))
        (inset(&html! { p { (reader.t("public-estimate-caution")) } }))
    };
    page.respond(content)
}

/// The amount, or that there is none.
fn headline(reader: Reader<'_>, decision: &Decision, is_awaited: bool) -> Markup {
    match &decision.outcome {
        Outcome::Award { fen, code } => html! {
            div.confirmation {
                p.done { (reader.t("public-estimate-award")) }
                p { strong.large { (money(reader.lang, *fen)) } " " (tag(Tone::Neutral, reader.said(&reader.plan().code_words(code)))) }
            }
        },
        Outcome::Refused { .. } if is_awaited => {
            banner(reader.lang, Tone::Neutral, &html! { p { (reader.t("public-estimate-awaiting")) } })
        }
        Outcome::Refused { .. } => {
            banner(reader.lang, Tone::Attention, &html! { p { (reader.t("public-estimate-refused")) } })
        }
        Outcome::Pending { .. } | Outcome::Held { .. } => {
            banner(reader.lang, Tone::Neutral, &html! { p { (reader.t("public-estimate-pending")) } })
        }
    }
}

/// What was taken as mended, and what has to be done for it.
fn assumptions(reader: Reader<'_>, answers: &Answers) -> Markup {
    let of = |id: &String| reader.plan().requirements.iter().find(|one| one.facts == [id.clone()]);
    html! {
        @if !answers.assumed.is_empty() {
            h2 { (reader.t("public-estimate-provided")) }
            ul {
                @for id in &answers.assumed {
                    li {
                        @match of(id) {
                            Some(one) => {
                                (one.remedy.as_ref().map_or_else(|| reader.name(id), |remedy| reader.said(remedy).to_owned()))
                                " " (reader.clause(&one.clause))
                            },
                            None => (reader.name(id)),
                        }
                    }
                }
            }
        }
    }
}

/// Every failed requirement with its remedy and clause.
fn obstacles(reader: Reader<'_>, decision: &Decision, failed: &[String]) -> Markup {
    let found = failed.iter().filter_map(|code| reader.plan().requirement(code));
    let way = |code: &str| decision.counterfactuals.iter().find(|other| other.about == code).map(|other| &other.words);
    html! {
        h2 { (reader.t("public-estimate-obstacles")) }
        ol.requirements {
            @for one in found {
                li {
                    strong { (reader.said(&one.words)) } " " (reader.clause(&one.clause))
                    @if let Some(way) = way(&one.code) { p { (reader.with("public-requirement-remedy", &[("remedy", reader.said(way).into())])) } }
                }
            }
        }
    }
}

/// What is still missing, and which paper shows it.
fn missing_facts(reader: Reader<'_>, missing: &[String]) -> Markup {
    let found = missing.iter().filter_map(|id| reader.plan().fact(id));
    html! {
        h2 { (reader.t("public-estimate-missing")) }
        ul {
            @for fact in found {
                li {
                    (reader.said(&fact.text))
                    @if !fact.proven_by.is_empty() { " " span.quiet { (reader.with("public-estimate-found-in", &[("papers", reader.names(&fact.proven_by).into())])) } }
                }
            }
        }
    }
}

/// The switches whose unruled default alone stands in the way.
fn awaited(reader: Reader<'_>, facts: &Facts, decision: &Decision) -> Vec<String> {
    if !matches!(decision.outcome, Outcome::Refused { .. }) {
        return Vec::new();
    }
    let rulings = reader.programme.map(|programme| programme.rulings.keys().cloned().collect()).unwrap_or_default();
    let ruled: Vec<String> = rulings;
    let helps = |other: &Outcome| !matches!(other, Outcome::Refused { .. });
    domain::reading::awaited(reader.policy, (facts, &decision.readings), &ruled, helps)
}

/// Open questions that stand in the way until they are ruled, and the way on under each other reading.
fn awaiting(reader: Reader<'_>, answers: &Answers, awaited: &[String]) -> Markup {
    let open: Vec<_> = awaited.iter().filter_map(|id| reader.plan().switch(id)).collect();
    html! {
        @if !open.is_empty() {
            h2 { (reader.t("public-estimate-open")) }
            @for switch in open {
                p { strong { (reader.said(&switch.question)) (reader.lang.pick("？", "")) } " " (reader.clause(&switch.clause)) }
                ul {
                    @for option in switch.options.iter().filter(|option| !option.adverse) {
                        li { (link(&reader.with("public-estimate-under", &[("option", reader.said(&option.text).into())]), &answers.reading(&switch.id, &option.id).address(reader.policy))) }
                    }
                }
            }
            p { (reader.t("public-estimate-awaiting-says")) }
        }
    }
}

/// Readings that are tried out and not in force.
fn tried(reader: Reader<'_>, answers: &Answers) -> Markup {
    let option = |id: &String, option: &String| {
        let switch = reader.plan().switch(id)?;
        let option = switch.options.iter().find(|one| one.id == *option)?;
        Some(
            html! { li { (reader.said(&switch.question)) (reader.lang.pick("：", ": ")) (reader.said(&option.text)) " " (reader.clause(&switch.clause)) } },
        )
    };
    html! {
        @if !answers.readings.is_empty() {
            h2 { (reader.t("public-estimate-tried")) }
            ul { @for (id, chosen) in &answers.readings { @if let Some(line) = option(id, chosen) { (line) } } }
            @let plain = Answers { readings: BTreeMap::new(), ..answers.clone() };
            p { (link(&reader.t("public-estimate-in-force"), &plain.address(reader.policy))) }
        }
    }
}

/// The way on: file, go on as if mended, or change an answer.
fn next(at: &At<'_>, reader: Reader<'_>, answers: &Answers, decision: &Decision) -> Markup {
    let mut ways = Vec::new();
    if let Some(mended) = mendable(reader.policy, decision) {
        let href = answers.assuming(mended).address(reader.policy);
        ways.push(link_button(&reader.t("public-estimate-assume"), &href));
    }
    if matches!(decision.outcome, Outcome::Award { .. }) && at.published.is_open() {
        let stream = answers.known.iter().find(|(id, _)| id == "stream");
        let stream = stream.map_or_else(String::new, |(_, value)| value.to_string());
        let href = address("/filings/new", [("stream", stream.as_str())]);
        ways.push(link_button(&reader.t("public-estimate-file"), &href));
    }
    ways.push(link(&reader.t("public-estimate-read-policy"), &reader.href()));
    actions(&ways)
}

/// The decision as the page shows it: without steps that nothing is known about, and held where only a ruling is missing.
fn shown_as(decision: &Decision, awaiting: Vec<String>) -> Decision {
    let steps = decision.steps.iter().filter(|step| step.value.is_some()).cloned().collect();
    let outcome = if awaiting.is_empty() { decision.outcome.clone() } else { Outcome::Held { awaiting } };
    Decision { steps, outcome, ..decision.clone() }
}

/// The steps with their clauses, the tiers with the reader's own, what would change it, the other readings.
fn ground(at: &At<'_>, reader: Reader<'_>, (facts, answers): (&Facts, &Answers), decision: &Decision) -> Markup {
    let look = Look { app: at.app, lang: reader.lang, policy: reader.policy, reader: Role::Applicant };
    let programme = reader.programme.cloned().or_else(|| in_preparation(reader));
    let Some(programme) = programme else { return html! {} };
    let source = |id: &String| {
        let key = if answers.assumed.contains(id) { "public-estimate-assumed" } else { "public-estimate-yours" };
        (id.clone(), reader.t(key))
    };
    let sources: BTreeMap<String, String> = facts.values.keys().map(source).collect();
    let shown = Verdict { decision, is_estimate: true, facts, sources: &sources, programme: &programme };
    let used = decision.steps.iter().map(|step| step.rule.as_str());
    let used: Vec<&str> = used.collect();
    let standards = reader.plan().standards.iter().filter(|one| used.contains(&one.id.as_str()));
    let is_award = matches!(decision.outcome, Outcome::Award { .. });
    html! {
        h2 { (reader.t("public-estimate-steps")) }
        (verdict::steps(look, shown))
        @if is_award { @for standard in standards { (tables::standard(reader, standard, standard.axes.first().and_then(|axis| facts.value(axis)))) } }
        @if is_award { (verdict::changes(look, decision)) (verdict::readings(look, shown)) }
    }
}

/// A policy that no programme works by yet has no rulings.
fn in_preparation(reader: Reader<'_>) -> Option<Programme> {
    let plan = reader.plan();
    Programme::published(&ProgrammeEvent::Published { policy: plan.id.clone(), policy_hash: plan.hash.clone() })
}
