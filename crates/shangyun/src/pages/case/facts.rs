//! The facts of a case: value, where it comes from, the clause that needs it.

use super::look::Look;
use super::timeline::Past;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::date_cell;
use domain::claim::Claim;
use domain::enterprise::Enterprise;
use domain::facts::{Attested, Source, kept};
use domain::filing::Filing;
use domain::ids::AccountId;
use domain::paper::{Papers, Verdict};
use maud::{Markup, html};
use policy::facts::Facts;
use policy::plan::inputs::{Fact, Origin};
use policy::policy::Policy;
use policy::value::Value;
use std::collections::BTreeMap;

/// One fact of a case.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Its value; none where nobody has stated or computed one.
    pub value: Option<Value>,
    /// Where the value comes from.
    pub source: Source,
    /// How an officer attested it.
    pub attested: Option<&'a Attested>,
    /// The paper that proves it, where one is there: document and whether it was found in order.
    pub proof: Option<(&'a str, Option<Verdict>)>,
    /// Whether the decision counts it: known to the policy now.
    pub counts: bool,
}

/// Facts that the program itself keeps: nobody states or attests them.
pub fn is_kept(fact: &Fact) -> bool {
    fact.origin == Origin::Given || matches!(fact.id.as_str(), "stream" | "filed" | "service_date")
}

/// The facts of a filing that matter: those the policy decides by, and those an officer attests.
pub fn of_filing<'a>(policy: &'a Policy, enterprise: &Enterprise, filing: &'a Filing, facts: &Facts) -> Vec<Line<'a>> {
    let year = filing.form.starts_on.map_or(0, jiff::civil::Date::year);
    let mut stated = kept(enterprise, filing, year);
    stated.extend(filing.form.answers.clone());
    let known = Known { stated: &stated, attested: &filing.attested, papers: [&filing.papers, &filing.papers], facts };
    // What is computed from lists of a claim cannot be known before there is one.
    let mut lines = known.lines(policy);
    lines.retain(|line| line.fact.origin != Origin::Derived || line.value.is_some());
    lines.retain(|line| line.fact.id != "applied_on");
    lines
}

/// The facts of a claim.
pub fn of_claim<'a>(
    policy: &'a Policy,
    (enterprise, filing): (&Enterprise, &'a Filing),
    claim: &'a Claim,
    facts: &Facts,
) -> Vec<Line<'a>> {
    let mut stated = kept(enterprise, filing, claim.service_date.year());
    stated.extend(filing.form.answers.clone());
    stated.extend(claim.answers.clone());
    let known = Known { stated: &stated, attested: &claim.attested, papers: [&claim.papers, &filing.papers], facts };
    known.lines(policy)
}

/// What is known of a case, from which its lines are made.
struct Known<'a, 'b> {
    stated: &'b BTreeMap<String, Value>,
    attested: &'a BTreeMap<String, Attested>,
    papers: [&'a Papers; 2],
    facts: &'b Facts,
}

impl<'a> Known<'a, '_> {
    fn lines(&self, policy: &'a Policy) -> Vec<Line<'a>> {
        let lines = policy.plan().facts.iter().map(|fact| self.line(fact));
        lines.filter(|line| line.fact.decides || line.value.is_some()).collect()
    }

    fn line(&self, fact: &'a Fact) -> Line<'a> {
        let attested = self.attested.get(&fact.id);
        let counted = self.facts.value(&fact.id).cloned();
        let stated = self.stated.get(&fact.id).cloned();
        let source = match (attested, fact.origin) {
            (_, Origin::Derived) => Source::Computed,
            (Some(_), _) => Source::Attested,
            (None, _) if is_kept(fact) || fact.id == "applied_on" => Source::Kept,
            (None, _) => Source::Stated,
        };
        let counts = counted.is_some();
        let proof = self.papers.into_iter().find_map(|papers| proof(fact, papers));
        Line { fact, value: counted.or(stated), source, attested, proof, counts }
    }
}

/// The paper among these that proves a fact; one found in order before any other.
fn proof<'a>(fact: &'a Fact, papers: &'a Papers) -> Option<(&'a str, Option<Verdict>)> {
    let found: Vec<(&str, Option<Verdict>)> = fact
        .proven_by
        .iter()
        .filter_map(|id| {
            let (id, paper) = papers.get_key_value(id)?;
            Some((id.as_str(), paper.finding.as_ref().map(|finding| finding.verdict)))
        })
        .collect();
    let in_order = found.iter().find(|(_, verdict)| *verdict == Some(Verdict::InOrder));
    in_order.or(found.first()).copied()
}

/// Who attested, for names of persons.
pub fn attesters(lines: &[Line<'_>]) -> Vec<AccountId> {
    lines.iter().filter_map(|line| line.attested).map(|one| one.by.clone()).collect()
}

/// Where a fact comes from, in words.
pub fn source(look: Look<'_>, line: &Line<'_>, district: &str, past: &Past) -> String {
    let lang = look.lang;
    if let (Source::Attested, Some(attested)) = (line.source, line.attested) {
        let day = look.app.clock.day_of(attested.at);
        let office = look.office_of(&attested.role, district, day);
        let who = if look.reader.sees_officers() {
            format!("{office} · {}", past.person(look, &attested.by))
        } else {
            office
        };
        return lang
            .t_with("case-source-attested", &[("who", who.into()), ("day", day.to_string().into())])
            .into_owned();
    }
    match (line.source, &line.value) {
        (Source::Computed, Some(_)) => lang.t("case-source-computed").into_owned(),
        (Source::Kept, _) => lang.t("case-source-kept").into_owned(),
        (Source::Stated, Some(_)) if matches!(line.fact.id.as_str(), "kind" | "founded_on" | "revenue_fen") => {
            lang.t("case-source-register").into_owned()
        }
        (Source::Stated, Some(_)) => lang.t("case-source-stated").into_owned(),
        (Source::Computed | Source::Stated | Source::Attested, _) => missing(look, line.fact),
    }
}

/// What would prove a fact that nobody has proven.
fn missing(look: Look<'_>, fact: &Fact) -> String {
    let lang = look.lang;
    let named = |ids: &[String]| ids.iter().map(|id| look.label(id)).collect::<Vec<_>>().join(lang.pick("、", ", "));
    match (fact.proven_by.is_empty(), fact.attested_by.is_empty()) {
        (false, _) => lang.t_with("case-source-needs-paper", &[("papers", named(&fact.proven_by).into())]).into_owned(),
        (true, false) => {
            lang.t_with("case-source-needs-office", &[("offices", named(&fact.attested_by).into())]).into_owned()
        }
        (true, true) => lang.t("case-source-unknown").into_owned(),
    }
}

/// The facts as a table.
pub fn table(look: Look<'_>, lines: &[Line<'_>], district: &str, past: &Past) -> Markup {
    let lang = look.lang;
    Table::new(lang, lang.t("case-facts"))
        .column(Column::text(lang.t("case-fact"), move |line: &Line<'_>| {
            html! { span.keep { (look.label(&line.fact.id)) } }
        }))
        .column(Column::text(lang.t("case-value"), move |line: &Line<'_>| value(look, line)))
        .column(Column::text(lang.t("case-source"), move |line: &Line<'_>| {
            html! {
                (source(look, line, district, past))
                @if let Some((document, verdict)) = line.proof {
                    " · " (look.label(document))
                    @if verdict == Some(Verdict::InOrder) { (lang.t("case-proof-in-order")) }
                }
            }
        }))
        .column(Column::text(lang.t("case-clause"), move |line: &Line<'_>| look.clause(&line.fact.clause)))
        .draw(lines)
}

fn value(look: Look<'_>, line: &Line<'_>) -> Markup {
    let lang = look.lang;
    match &line.value {
        None => tag(Tone::Neutral, &lang.t("case-value-missing")),
        Some(value) => html! {
            (shown(look, &line.fact.id, value))
            @if !line.counts && line.attested.is_none() { " " (tag(Tone::Attention, &lang.t("case-value-open"))) }
        },
    }
}

/// A value as it stands in a table.
pub fn shown(look: Look<'_>, of: &str, value: &Value) -> Markup {
    match value {
        Value::Date(date) => date_cell(*date),
        Value::Money(_) | Value::Ratio(_) | Value::Integer(_) | Value::Bool(_) | Value::Member(_) | Value::Text(_) => {
            html! { span.figure { (look.value(of, value)) } }
        }
    }
}

/// Sources by the name an input of the ladder has, for showing them beside each step.
pub fn sources(look: Look<'_>, lines: &[Line<'_>], district: &str, past: &Past) -> BTreeMap<String, String> {
    let known = lines.iter().filter(|line| line.value.is_some());
    known.map(|line| (line.fact.id.clone(), source(look, line, district, past))).collect()
}
