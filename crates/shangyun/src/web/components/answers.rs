//! What was answered, to be checked before it is sent.

use maud::{Markup, html};

use crate::lang::Lang;

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub label: String,
    /// What was answered.
    pub value: Markup,
    /// Where it is changed; nothing when it cannot be.
    pub change: Option<String>,
}

impl Answer {
    /// An answer that can be changed at `change`.
    pub fn new(label: impl Into<String>, value: Markup, change: impl Into<String>) -> Self {
        Self { label: label.into(), value, change: Some(change.into()) }
    }

    /// An answer that stands.
    pub fn fixed(label: impl Into<String>, value: Markup) -> Self {
        Self { label: label.into(), value, change: None }
    }
}

/// Answers under a heading, each with its link 修改.
pub fn answers(lang: Lang, title: &str, answers: &[Answer]) -> Markup {
    html! {
        section.answers {
            h2 { (title) }
            dl.facts {
                @for answer in answers {
                    div {
                        dt { (answer.label) }
                        dd { (answer.value) }
                        @if let Some(change) = &answer.change {
                            dd.change { a href=(change) { (lang.t("answers-change")) span.hidden { (answer.label) } } }
                        }
                    }
                }
            }
        }
    }
}
