//! A decision as a ladder of steps: clause, sentence, inputs, result. Made for somebody who has never seen a formula.

use maud::{Markup, html};

use super::action::Link;
use super::icon::icon;
use super::tag::Tone;
use crate::lang::Lang;

/// One rung.
#[derive(Clone, Debug)]
pub struct Rung {
    /// The clause, linked to its words.
    pub clause: Link,
    /// What this step does, in a sentence.
    pub says: String,
    /// What went in: names and values, with where they come from.
    pub inputs: Vec<Input>,
    /// What came out.
    pub result: Markup,
    /// Fulfilled, failed, waiting, or just a number.
    pub tone: Tone,
}

/// One thing that went into a step.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The paper or person it comes from; empty when it is the step before.
    pub source: String,
}

impl Input {
    /// A value with its source.
    pub fn new(name: impl Into<String>, value: impl Into<String>, source: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), source: source.into() }
    }
}

/// The ladder, and at its foot what it comes to.
pub fn ladder(lang: Lang, rungs: &[Rung], outcome_label: &str, outcome: &Markup) -> Markup {
    html! {
        div.ladder {
            ol { @for rung in rungs { (step(lang, rung)) } }
            p.outcome { span { (outcome_label) } strong.large { (outcome) } }
        }
    }
}

fn step(lang: Lang, rung: &Rung) -> Markup {
    html! {
        li.{ (rung.tone.class()) } {
            p.clause { span.hidden { (lang.t("ladder-clause")) } a href=(rung.clause.href) { (rung.clause.label) } }
            div.says {
                p { (rung.says) }
                @if !rung.inputs.is_empty() {
                    dl {
                        @for input in &rung.inputs {
                            div {
                                dt { (input.name) }
                                dd { span.figure { (input.value) } @if !input.source.is_empty() { span.quiet { (input.source) } } }
                            }
                        }
                    }
                }
            }
            p.result { @if rung.tone != Tone::Neutral { (icon(rung.tone.icon())) } (rung.result) }
        }
    }
}
