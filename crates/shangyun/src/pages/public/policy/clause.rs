//! One clause: number, words, and everything that carries it out.

use super::reader::Reader;
use super::{amounts, asked, open, parties, steps, tables};
use maud::{Markup, html};
use policy::plan::clause::{Clause, ClausePart, ClauseStatus};

/// A clause under its own anchor.
pub(super) fn clause(reader: Reader<'_>, clause: &Clause) -> Markup {
    let id = clause.id.as_str();
    html! {
        section.clause id=(id) {
            (heading(reader, clause))
            @for part in &clause.parts { @if let ClausePart::Prose(text) = part { p { (reader.said(text)) } } }
            (parties::roles(reader, id))
            (parties::registers(reader, id))
            (amounts::requirements(reader, id))
            @for standard in reader.plan().standards.iter().filter(|one| one.clause == id) { div.rules { (tables::standard(reader, standard, None)) } }
            (amounts::parameters(reader, id))
            (amounts::awards(reader, id))
            (asked::papers(reader, id))
            (asked::facts(reader, id))
            (asked::records(reader, id))
            (steps::procedures(reader, id))
            (steps::money(reader, id))
            (amounts::uniques(reader, id))
            (open::targets(reader, id))
            (open::switches(reader, id))
            (open::notes(reader, id))
            (open::flags(reader, id))
            (open::recoveries(reader, id))
            (own_tables(reader, clause))
            (elsewhere(reader, id))
            (source(reader, clause))
        }
    }
}

fn heading(reader: Reader<'_>, clause: &Clause) -> Markup {
    let words = html! {
        a.clause-heading href={ "#" (clause.id) } { span.clause-number { (clause.id) } " " (reader.said(&clause.title)) }
    };
    let status = status(reader, clause.status);
    if clause.level == 1 {
        return html! {};
    }
    html! {
        div.title {
            @match clause.level {
                0..=2 => h2 { (words) },
                3 => h3 { (words) },
                _ => h4 { (words) },
            }
            @if let Some(status) = status { p.beside { (status) } }
        }
    }
}

fn status(reader: Reader<'_>, status: ClauseStatus) -> Option<Markup> {
    let key = match status {
        ClauseStatus::Encoded => "encoded",
        ClauseStatus::Procedural => "procedural",
        ClauseStatus::Declaratory => "declaratory",
        ClauseStatus::Structure => return None,
    };
    let says = reader.t(&format!("public-clause-{key}-says"));
    Some(html! { span.status title=(says) { (reader.t(&format!("public-clause-{key}"))) } })
}

/// What the words at the headings mean.
pub(super) fn legend(reader: Reader<'_>) -> Markup {
    html! {
        p.quiet.legend {
            @for key in ["encoded", "procedural", "declaratory"] {
                span { span.status { (reader.t(&format!("public-clause-{key}"))) } " " (reader.t(&format!("public-clause-{key}-says"))) }
            }
        }
    }
}

/// Worked cases, and tables that belong to no rule.
fn own_tables(reader: Reader<'_>, clause: &Clause) -> Markup {
    html! {
        @for part in &clause.parts {
            @if let ClausePart::Table(table) = part {
                @if tables::is_cases(table) { (tables::cases(reader, table)) }
                @else if !tables::is_standard(reader, table) { (tables::plain(table)) }
            }
        }
    }
}

/// Rules of other clauses that carry this one out too.
fn elsewhere(reader: Reader<'_>, id: &str) -> Markup {
    let plan = reader.plan();
    let cites = |cites: &[String]| cites.iter().any(|cited| cited == id);
    let requirements = plan.requirements.iter().filter(|one| cites(&one.cites)).map(|one| &one.clause);
    let steps =
        plan.procedures.iter().flat_map(|one| &one.steps).filter(|one| cites(&one.cites)).map(|one| &one.clause);
    let targets = plan.targets.iter().filter(|one| cites(&one.cites)).map(|one| &one.clause);
    let reserves = plan.reserves.iter().filter(|one| cites(&one.cites)).map(|one| &one.clause);
    let settles = plan.settles.iter().filter(|one| cites(&one.cites)).map(|one| &one.clause);
    let mut clauses: Vec<&String> = requirements.chain(steps).chain(targets).chain(reserves).chain(settles).collect();
    clauses.sort();
    clauses.dedup();
    html! {
        @if !clauses.is_empty() {
            p.quiet { (reader.t("public-elsewhere")) @for clause in clauses { " " (reader.clause(clause)) } }
        }
    }
}

/// The rules as the document writes them, folded.
fn source(reader: Reader<'_>, clause: &Clause) -> Markup {
    html! {
        @for part in &clause.parts {
            @if let ClausePart::Rules(rules) = part {
                details.source {
                    summary { (reader.with("public-source", &[("line", i64::try_from(rules.line).unwrap_or(0).into())])) }
                    pre tabindex="0" lang="zh-CN" { code { (rules.source) } }
                }
            }
        }
    }
}
