//! One question: the policy's words, the clause that needs the answer, the paper that proves it, what was said so far.

use super::At;
use super::answers::{self, Answers};
use crate::pages::applicant::typed::Typed;
use crate::pages::public::policy::reader::Reader;
use crate::refusals::tongue;
use crate::web::components::action::{actions, button, link, secondary};
use crate::web::forms::{Filled, Form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::response::Response;
use maud::{Markup, html};
use policy::facts::Facts;
use policy::plan::clause::ClausePart;
use policy::plan::inputs::Fact;
use policy::value::Value;

/// The page that asks for a fact.
pub(super) fn page(at: &At<'_>, reader: Reader<'_>, answers: &Answers, (id, then): (&str, &[String])) -> Response {
    let Some(fact) = reader.plan().fact(id) else { return head(at.visit, reader).respond(html! {}) };
    let facts = answers.facts(reader.policy, &answers.readings_over(reader.readings()));
    let (said_so_far, left) = (answers.count(), then.len().saturating_add(1));
    let lead = if said_so_far == 0 {
        reader.with("public-estimate-lead", &[("plan", reader.said(&reader.plan().name).into())])
    } else {
        reader.with("public-estimate-progress", &[("said", said_so_far.into()), ("left", left.into())])
    };
    let page = head(at.visit, reader).lead(lead).aside(aside(reader, fact, &facts, then));
    page.respond(html! {
        (ask(at.visit, reader, fact, (&answers.pairs(reader.policy), at.filled)))
        (said(reader, answers))
    })
}

/// The page again, with what is wrong; everything else that was answered is kept.
pub(super) fn again(visit: &Visit, reader: Reader<'_>, wrong: &Filled) -> Response {
    let of = |id: &str| reader.plan().fact(id);
    let fact = wrong.errors().iter().find_map(|error| of(&error.field)).or_else(|| of("stream"));
    let Some(fact) = fact else { return head(visit, reader).errors(wrong).respond(html! {}) };
    let is_kept = |name: &str| name != fact.id && wrong.error(name).is_none() && is_known(reader, name);
    let kept: Vec<(String, String)> = wrong
        .pairs()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let answers = Form::new(kept.clone()).read(|form| answers::read(reader, form)).unwrap_or_default();
    let facts = answers.facts(reader.policy, &answers.readings_over(reader.readings()));
    let page = head(visit, reader).errors(wrong).aside(aside(reader, fact, &facts, &[]));
    page.respond(html! { (ask(visit, reader, fact, (&kept, wrong))) (said(reader, &answers)) })
}

/// Whether a field is one of the self-check's.
fn is_known(reader: Reader<'_>, name: &str) -> bool {
    let id = name.strip_prefix("assume.").or_else(|| name.strip_prefix("skip.")).unwrap_or(name);
    let is_reading = name.strip_prefix("reading.").is_some_and(|id| reader.plan().switch(id).is_some());
    is_reading || name == "policy" || reader.plan().fact(id).is_some_and(|fact| fact.decides)
}

fn head<'a>(visit: &'a Visit, reader: Reader<'_>) -> Page<'a> {
    Page::new(visit, reader.t("menu-estimate")).crumb(reader.t("public-home"), "/")
}

fn ask(visit: &Visit, reader: Reader<'_>, fact: &Fact, (kept, filled): (&[(String, String)], &Filled)) -> Markup {
    let asked = Typed::fact(reader.lang, reader.plan(), fact);
    let skip = format!("skip.{}", fact.id);
    html! {
        form method="get" action="/estimate" novalidate {
            @for (name, value) in kept { @if *name != skip { input type="hidden" name=(name) value=(value); } }
            (asked.field(visit.lang, filled))
            (actions(&[button(&reader.t("public-estimate-next")), secondary(&skip, "on", &reader.t("public-estimate-skip"))]))
        }
    }
}

/// Why it is asked, what proves it, who attests it, and what may still be asked.
fn aside(reader: Reader<'_>, fact: &Fact, facts: &Facts, then: &[String]) -> Markup {
    let clause = clause_of(reader, fact, facts);
    let words = reader.plan().clause(&clause);
    html! {
        h2 { (reader.t("public-estimate-why")) }
        p { (reader.clause(&clause)) @if let Some(clause) = words { " " (reader.said(&clause.title)) } }
        @if let Some(clause) = words {
            @for part in clause.parts.iter().take(1) { @if let ClausePart::Prose(text) = part { blockquote { (reader.said(text)) } } }
        }
        @if !fact.proven_by.is_empty() { h2 { (reader.t("public-estimate-proof")) } p { (reader.names(&fact.proven_by)) } }
        @if !fact.attested_by.is_empty() { h2 { (reader.t("public-fact-attested")) } p { (reader.names(&fact.attested_by)) } }
        @if !then.is_empty() {
            h2 { (reader.t("public-estimate-then")) }
            p.quiet { (reader.joined(then.iter().map(|id| reader.name(id)))) }
        }
    }
}

/// The clause that needs a fact: of the requirement that reads it, of the standard that applies, else its own.
fn clause_of(reader: Reader<'_>, fact: &Fact, facts: &Facts) -> String {
    let plan = reader.plan();
    let applies = |clause: &str| {
        plan.awards.iter().filter(|award| award.clause == clause).any(|award| {
            let condition = award.condition.as_ref();
            condition.is_none_or(|one| reader.policy.condition(one, facts, &reader.readings()) == Some(true))
        })
    };
    let requirement = plan.requirements.iter().find(|one| one.facts.contains(&fact.id)).map(|one| &one.clause);
    let standard = plan.standards.iter().find(|one| one.axes.contains(&fact.id) && applies(&one.clause));
    requirement.or(standard.map(|one| &one.clause)).unwrap_or(&fact.clause).clone()
}

/// What was answered, each with its way back.
pub(super) fn said(reader: Reader<'_>, answers: &Answers) -> Markup {
    let name = |id: &str| {
        let fact = reader.plan().fact(id);
        fact.map_or_else(|| id.to_owned(), |fact| fact.text.get(tongue(reader.lang)).to_owned())
    };
    let value = |id: &str, value: &Value| {
        let shown = reader.value(id, value);
        let exact = if let Value::Money(amount) = value {
            crate::web::format::money(reader.lang, *amount)
        } else {
            shown.clone()
        };
        html! { span.figure { (shown) } @if exact != shown { " " span.quiet { (exact) } } }
    };
    let known = answers.known.iter().filter(|(id, _)| !answers.assumed.contains(id));
    let known = known.map(|(id, one)| (id.as_str(), value(id, one)));
    let assumed = answers.assumed.iter().map(|id| (id.as_str(), html! { (reader.t("public-estimate-assumed")) }));
    let skipped = answers.skipped.iter().filter(|id| !answers.known.iter().any(|(known, _)| known == *id));
    let skipped = skipped.map(|id| (id.as_str(), html! { (reader.t("public-estimate-skipped")) }));
    let rows: Vec<(&str, Markup)> = known.chain(assumed).chain(skipped).collect();
    html! {
        @if !rows.is_empty() {
            section.answers {
                h2 { (reader.t("public-estimate-said")) }
                dl.facts {
                    @for (id, shown) in &rows {
                        div {
                            dt { (name(id)) }
                            dd { (shown) }
                            dd.change { a href=(answers.without(id).address(reader.policy)) { (reader.t("answers-change")) span.hidden { (name(id)) } } }
                        }
                    }
                }
                p { (link(&reader.t("public-estimate-restart"), "/estimate")) }
            }
        }
    }
}
