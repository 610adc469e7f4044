//! Trying out the text of an edition before it is proposed: its worked cases, and one claim decided by it. Nothing is
//! kept; the claim stands in the address.

use super::edition::One;
use crate::editions;
use crate::lang::Lang;
use crate::pages::applicant::typed::Typed;
use crate::pages::case::look::Look;
use crate::pages::case::verdict::{self, Verdict};
use crate::refusals::tongue;
use crate::web::components::action::{actions, button, link};
use crate::web::components::notice::{banner, empty, inset};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form};
use axum::response::Response;
use maud::{Markup, html};
use policy::decision::Decision;
use policy::facts::Facts;
use policy::inherit::Wanted;
use policy::plan::inputs::Fact;
use policy::policy::Policy;
use policy::workbench::Workbench;
use policy::workbench::cases::WorkedCase;
use std::collections::BTreeMap;

/// `GET /editions/{id}/try`.
pub async fn show(one: One, Asked(form): Asked) -> Result<Response, Problem> {
    let (here, lang) = (&one.here, one.here.lang());
    let text = one.text().await?;
    let lineage = editions::lineage(&here.app.store, &text).await;
    let read = move || {
        let above = |wanted: &Wanted| lineage.find(wanted);
        (Workbench::read_with(&text, &above).cases(), Policy::load_with(&text, &above).ok())
    };
    let (cases, policy) = tokio::task::spawn_blocking(read).await.map_err(Problem::failure)?;
    let is_blank = form.is_blank();
    let kept = form.clone().into_filled();
    let facts = match &policy {
        Some(policy) => form.read(|form| facts(lang, policy, form)),
        None => Ok(Facts::new()),
    };
    let (filled, facts) = match facts {
        Ok(facts) => (kept, (!is_blank).then_some(facts)),
        Err(filled) => (filled, None),
    };
    let page = here
        .page(lang.t("trying-title"))
        .crumb(lang.t("edition-title"), here.at("/editions"))
        .crumb(lang.t("edition-write"), one.at(""))
        .lead(lang.t("trying-lead"));
    Ok(page.errors(&filled).respond(html! {
        @match &policy {
            Some(policy) => {
                @if let Some(facts) = &facts { (decided(&one, policy, facts)) }
                (claim(&one, policy, &filled))
            }
            None => (banner(lang, Tone::Stop, &html! { p { (lang.t("trying-unsound")) " " (link(&lang.t("edition-write"), &one.at("#write"))) } })),
        }
        (worked(lang, cases.as_deref()))
        p { (link(&lang.t("round-back"), &one.at(""))) }
    }))
}

/// The facts a claim is decided by.
fn decisive(policy: &Policy) -> impl Iterator<Item = &Fact> {
    policy.plan().facts.iter().filter(|fact| fact.decides)
}

/// What was filled in; a field left empty is a fact that is not known.
fn facts(lang: Lang, policy: &Policy, form: &mut Form) -> Option<Facts> {
    let mut found = Some(Facts::new());
    for fact in decisive(policy) {
        let value = Typed::fact(lang, policy.plan(), fact).read(form, false);
        found = match (found, value) {
            (Some(facts), Some(Some(value))) => Some(facts.with(&fact.id, value)),
            (Some(facts), Some(None)) => Some(facts),
            (None, _) | (_, None) => None,
        };
    }
    found
}

/// The form of a claim.
fn claim(one: &One, policy: &Policy, filled: &Filled) -> Markup {
    let lang = one.here.lang();
    html! {
        h2 #claim { (lang.t("trying-claim")) }
        p.quiet { (lang.t("trying-claim-says")) }
        form method="get" action=(one.at("/try")) novalidate {
            @for fact in decisive(policy) { (Typed::fact(lang, policy.plan(), fact).field(lang, filled)) }
            (actions(&[button(&lang.t("trying-decide"))]))
        }
    }
}

/// What the text makes of the claim, with every step.
fn decided(one: &One, policy: &Policy, facts: &Facts) -> Markup {
    let here = &one.here;
    let decision: Decision = policy.decide(facts, &here.programme.readings());
    let look = Look::new(&here.app, here.lang(), policy, here.me.actor());
    let sources = BTreeMap::new();
    let verdict =
        Verdict { decision: &decision, is_estimate: true, facts, sources: &sources, programme: &here.programme };
    verdict::draw(look, verdict)
}

/// The worked cases, those that differ first.
fn worked(lang: Lang, cases: Option<&[WorkedCase]>) -> Markup {
    let Some(cases) = cases else {
        return html! { h2 #cases { (lang.t("trying-cases")) } (inset(&html! { p { (lang.t("trying-cases-not-run")) } })) };
    };
    let mut rows: Vec<&WorkedCase> = cases.iter().collect();
    rows.sort_by_key(|case| case.differences.is_empty());
    let differing = cases.iter().filter(|case| !case.differences.is_empty()).count();
    let table = Table::new(lang, lang.t("trying-cases"))
        .column(Column::text(lang.t("trying-result"), |case: &&WorkedCase| result(lang, case)))
        .column(Column::text(lang.t("round-clause"), |case: &&WorkedCase| html! { (case.clause) }))
        .column(Column::number(lang.t("trying-line"), |case: &&WorkedCase| html! { (case.line) }))
        .column(Column::text(lang.t("trying-case"), |case: &&WorkedCase| {
            let said: Vec<String> = case.cells.iter().map(|(head, cell)| format!("{head} {cell}")).collect();
            html! { (said.join(lang.pick("；", "; "))) }
        }))
        .empty(empty(&lang.t("trying-no-cases"), None));
    html! {
        h2 #cases { (lang.t("trying-cases")) }
        p { (lang.t_with("trying-cases-count", &[("n", cases.len().into()), ("wrong", differing.into())])) }
        (table.draw(&rows))
    }
}

fn result(lang: Lang, case: &WorkedCase) -> Markup {
    html! {
        @if case.differences.is_empty() { (tag(Tone::Ok, &lang.t("trying-holds"))) }
        @else {
            (tag(Tone::Stop, &lang.t("trying-differs")))
            @for words in &case.differences { p.quiet { (words.get(tongue(lang))) } }
        }
    }
}
