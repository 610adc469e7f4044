//! What is asked of an applicant under a clause: facts with their proof, lists to fill in, papers with what may stand in.

use super::reader::Reader;
use super::{block, folded};
use maud::{Markup, html};
use policy::plan::inputs::{Document, Fact, Origin, RecordList, StandIn};

/// The facts a clause declares, without those the program hands in by itself.
pub(super) fn facts(reader: Reader<'_>, clause: &str) -> Markup {
    let facts: Vec<&Fact> =
        reader.plan().facts.iter().filter(|fact| fact.clause == clause && fact.ask.is_some()).collect();
    let [fact, question, proof, attested] =
        ["fact", "question", "proof", "attested"].map(|key| reader.t(&format!("public-fact-{key}")));
    folded(
        facts.len(),
        &reader.t("public-facts"),
        &html! {
            div.table tabindex="0" role="region" aria-label=(reader.t("public-facts")) {
                table {
                    thead { tr { th scope="col" { (fact) } th scope="col" { (question) } th scope="col" { (proof) } th scope="col" { (attested) } } }
                    tbody {
                        @for one in &facts {
                            tr {
                                td data-label=(fact) { (reader.said(&one.text)) (reader.marks("fact", &one.id)) }
                                td data-label=(question) { (asked(reader, one)) }
                                td data-label=(proof) { (proof_of(reader, one)) }
                                td data-label=(attested) { (reader.names(&one.attested_by)) }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn asked(reader: Reader<'_>, fact: &Fact) -> Markup {
    let choices = reader.joined(fact.members.iter().map(|member| reader.said(&member.text).to_owned()));
    html! {
        @if let Some(ask) = &fact.ask { (reader.said(ask)) (reader.lang.pick("？", "")) }
        @if !choices.is_empty() { " " span.quiet { (choices) } }
        @if let Some(note) = &fact.note { p.quiet { (reader.said(note)) } }
    }
}

fn proof_of(reader: Reader<'_>, fact: &Fact) -> String {
    let papers = reader.names(&fact.proven_by);
    let valid = fact.valid.map(|length| reader.with("public-valid", &[("length", reader.duration(length).into())]));
    let derived = (fact.origin == Origin::Derived).then(|| reader.t("public-fact-derived"));
    reader.sentences([papers, valid.unwrap_or_default(), derived.unwrap_or_default()])
}

/// The lists that a claim brings.
pub(super) fn records(reader: Reader<'_>, clause: &str) -> Markup {
    let lists: Vec<&RecordList> = reader.plan().records.iter().filter(|one| one.clause == clause).collect();
    folded(
        lists.len(),
        &reader.t("public-records"),
        &html! {
            dl.facts {
                @for list in &lists {
                    div { dt { (reader.said(&list.text)) } dd { (record(reader, list)) } }
                }
            }
        },
    )
}

fn record(reader: Reader<'_>, list: &RecordList) -> Markup {
    let columns = reader.joined(list.columns.iter().map(|column| reader.said(&column.text).to_owned()));
    let keys = list.columns.iter().filter(|column| list.keys.contains(&column.id));
    let keys = reader.joined(keys.map(|column| reader.said(&column.text).to_owned()));
    let rows = i64::try_from(list.max_rows).unwrap_or(i64::MAX);
    html! {
        (columns)
        p.quiet {
            (reader.with("public-records-keys", &[("keys", keys.into()), ("rows", rows.into())]))
            @if list.given { " " (reader.t("public-records-given")) }
            @if !list.proven_by.is_empty() { " " (reader.with("public-records-proof", &[("papers", reader.names(&list.proven_by).into())])) }
            @if let Some(note) = &list.note { " " (reader.said(note)) }
        }
    }
}

/// The papers a clause names, numbered ones first.
pub(super) fn papers(reader: Reader<'_>, clause: &str) -> Markup {
    let papers: Vec<&Document> = reader.plan().documents.iter().filter(|one| one.clause == clause).collect();
    let (numbered, others): (Vec<&Document>, Vec<&Document>) = papers.iter().partition(|one| one.number.is_some());
    block(
        !papers.is_empty(),
        &reader.t("public-papers"),
        &html! {
            @if !numbered.is_empty() { ol.papers { @for one in numbered { li value=[one.number] { (paper(reader, one)) } } } }
            @if !others.is_empty() {
                p.quiet { (reader.t("public-papers-others")) }
                ul.papers { @for one in others { li { (paper(reader, one)) } } }
            }
        },
    )
}

fn paper(reader: Reader<'_>, paper: &Document) -> Markup {
    let stands_in = reader.joined(paper.stand_ins.iter().map(|one| stand_in(reader, one)));
    let stands_in = reader.with("public-paper-stands-in", &[("papers", stands_in.into())]);
    let issuers = reader.with("public-paper-issuers", &[("who", reader.names(&paper.issuers).into())]);
    let valid = paper.valid.map(|length| reader.with("public-valid", &[("length", reader.duration(length).into())]));
    let when = paper
        .condition
        .as_ref()
        .map(|condition| reader.with("public-only-when", &[("condition", reader.expression(&condition.text).into())]));
    let more = reader.sentences([
        if paper.stand_ins.is_empty() { String::new() } else { stands_in },
        if paper.issuers.is_empty() { String::new() } else { issuers },
        valid.unwrap_or_default(),
        when.unwrap_or_default(),
        paper.note.as_ref().map(|note| reader.said(note).to_owned()).unwrap_or_default(),
    ]);
    html! {
        strong { (reader.said(&paper.text)) } (reader.marks("document", &paper.id))
        @if !more.is_empty() { p.quiet { (more) } }
    }
}

fn stand_in(reader: Reader<'_>, one: &StandIn) -> String {
    let name = reader.name(&one.document);
    match &one.condition {
        Some(condition) => reader.with(
            "public-paper-stands-in-if",
            &[("paper", name.into()), ("condition", reader.expression(&condition.text).into())],
        ),
        None => name,
    }
}
