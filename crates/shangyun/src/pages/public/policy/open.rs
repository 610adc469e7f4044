//! What a clause leaves open or asks people to look at: open questions with their readings, notes, targets, signs, recovery.

use super::reader::Reader;
use super::{block, folded};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value;
use maud::{Markup, html};
use policy::plan::inputs::{Switch, SwitchOption};
use policy::plan::money_rules::{Flag, Recovery, Target};
use policy::plan::words::FlagEffect;
use policy::text::Text;
use std::collections::BTreeMap;

/// The open questions under a clause.
pub(super) fn switches(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Switch> = reader.plan().switches.iter().filter(|one| one.clause == clause).collect();
    block(!found.is_empty(), &reader.t("public-switches"), &html! { @for one in &found { (switch(reader, one)) } })
}

fn switch(reader: Reader<'_>, switch: &Switch) -> Markup {
    let ruling = reader.ruling(&switch.id);
    html! {
        div.switch id={ "reading-" (switch.id) } {
            p.what { span.mark { (switch.code) } " " strong { (reader.said(&switch.question)) (reader.lang.pick("？", "")) } }
            ul {
                @for option in &switch.options {
                    li { (option_words(reader, option)) @if ruling.is_some_and(|ruling| ruling.option == option.id) { " " (tag(Tone::Ok, &reader.t("public-ruled"))) } }
                }
            }
            p.quiet { (reader.with("public-switch-reason", &[("reason", reader.said(&switch.reason).into())])) }
            @match ruling {
                Some(ruling) => p { (reader.with("public-switch-ruling", &[("number", ruling.number.as_str().into()), ("date", crate::web::format::date_text(reader.lang, ruling.date).into())])) },
                None => p.quiet { (reader.t("public-switch-unruled")) },
            }
        }
    }
}

fn option_words(reader: Reader<'_>, option: &SwitchOption) -> Markup {
    html! {
        (reader.said(&option.text))
        @if option.default { " " span.quiet { (reader.t("public-option-default")) } }
        @if option.adverse { " " span.quiet { (reader.t("public-option-adverse")) } }
    }
}

/// Notes, and how facts are worked out, with the numbers of the questions they answer.
pub(super) fn notes(reader: Reader<'_>, clause: &str) -> Markup {
    let mut said: BTreeMap<&str, (&Text, Vec<&str>)> = BTreeMap::new();
    let here = |by: &str| by == "note" || by == "derive";
    let mut questions: Vec<_> = reader.plan().open_questions.iter().collect();
    questions.sort_by_key(|(code, _)| (code.len(), code.as_str()));
    for (code, places) in questions {
        for place in places.iter().filter(|one| one.clause == clause && here(&one.by) && !one.words.zh.is_empty()) {
            said.entry(&place.words.zh).or_insert((&place.words, Vec::new())).1.push(code);
        }
    }
    block(
        !said.is_empty(),
        &reader.t("public-notes"),
        &html! {
            ul.notes {
                @for (words, codes) in said.values() { li { @for code in codes { span.mark { (code) } " " } (reader.said(words)) } }
            }
        },
    )
}

/// What the plan promises to have counted by a day.
pub(super) fn targets(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Target> = reader.plan().targets.iter().filter(|one| one.clause == clause).collect();
    let [what, number, by, source] =
        ["what", "number", "by", "source"].map(|key| reader.t(&format!("public-target-{key}")));
    block(
        !found.is_empty(),
        &reader.t("public-targets"),
        &html! {
            div.table tabindex="0" role="region" aria-label=(reader.t("public-targets")) {
                table {
                    thead { tr { th scope="col" { (what) } th.number scope="col" { (number) } th scope="col" { (by) } th scope="col" { (source) } } }
                    tbody {
                        @for one in &found {
                            tr {
                                td data-label=(what) { (reader.said(&one.text)) (reader.marks("target", &one.id)) @if let Some(note) = &one.note { p.quiet { (reader.said(note)) } } }
                                td.number data-label=(number) { (one.at_least) @if one.full_at != one.at_least { "–" (one.full_at) } }
                                td data-label=(by) { (value::date_cell(one.by)) }
                                td data-label=(source) { (target_source(reader, one)) }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn target_source(reader: Reader<'_>, target: &Target) -> String {
    if target.recognised_by.is_empty() {
        return reader.t("public-target-counted");
    }
    reader.with("public-target-recognised", &[("who", reader.names(&target.recognised_by).into())])
}

/// Signs that make people look.
pub(super) fn flags(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Flag> = reader.plan().flags.iter().filter(|one| one.clause == clause).collect();
    folded(
        found.len(),
        &reader.t("public-flags"),
        &html! {
            ul {
                @for one in &found {
                    li {
                        strong { (reader.said(&one.text)) } (reader.marks("flag", &one.id)) (reader.lang.pick("：", ": ")) (reader.t(effect(one.effect)))
                        @let threshold = one.threshold.as_ref().map(|id| reader.with("public-flag-threshold", &[("name", reader.name(id).into())]));
                        @let more = reader.sentences([one.question.as_ref().map(|text| reader.said(text).to_owned()).unwrap_or_default(), threshold.unwrap_or_default(), one.note.as_ref().map(|text| reader.said(text).to_owned()).unwrap_or_default()]);
                        @if !more.is_empty() { p.quiet { (more) } }
                    }
                }
            }
        },
    )
}

fn effect(effect: FlagEffect) -> &'static str {
    match effect {
        FlagEffect::Review => "public-flag-review",
        FlagEffect::Hold => "public-flag-hold",
        FlagEffect::Recuse => "public-flag-recuse",
        FlagEffect::Block => "public-flag-block",
    }
}

/// Grounds for taking money back.
pub(super) fn recoveries(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Recovery> = reader.plan().recoveries.iter().filter(|one| one.clause == clause).collect();
    block(
        !found.is_empty(),
        &reader.t("public-recoveries"),
        &html! {
            ul {
                @for one in &found {
                    @let said = reader.with("public-recovery-says", &[("amount", reader.name(&one.amount).into()), ("who", reader.names(&one.by).into())]);
                    @let entered = (!one.entered_in.is_empty()).then(|| reader.with("public-recovery-entered", &[("registers", reader.names(&one.entered_in).into())]));
                    li {
                        strong { (reader.said(&one.text)) } (reader.marks("recover", &one.id)) (reader.lang.pick("：", ": "))
                        (reader.sentences([said, entered.unwrap_or_default()]))
                        @if let Some(note) = &one.note { p.quiet { (reader.said(note)) } }
                    }
                }
            }
        },
    )
}
