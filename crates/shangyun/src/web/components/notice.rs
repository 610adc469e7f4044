//! What the page says to the reader before anything else: errors, results, emptiness.

use maud::{Markup, html};

use super::action::Link;
use super::icon::icon;
use super::tag::Tone;
use crate::lang::Lang;
use crate::web::forms::Filled;

/// A notice across the column.
pub fn banner(lang: Lang, tone: Tone, words: &Markup) -> Markup {
    let name = match tone {
        Tone::Ok => lang.t("notice-ok"),
        Tone::Attention => lang.t("notice-attention"),
        Tone::Stop => lang.t("notice-stop"),
        Tone::Neutral => lang.t("notice-neutral"),
    };
    html! {
        div.{ "notice " (tone.class()) } role="region" aria-label=(name) {
            p.name { (icon(tone.icon())) (name) }
            div { (words) }
        }
    }
}

/// Everything that is wrong with a form, each with a link to its field. Takes the focus.
pub fn error_summary(lang: Lang, filled: &Filled) -> Markup {
    let errors = filled.errors();
    let title = lang.t_with("notice-errors", &[("n", errors.len().into())]);
    html! {
        div.notice.stop #errors role="alert" tabindex="-1" autofocus {
            h2.name { (icon(Tone::Stop.icon())) (title) }
            ul {
                @for error in errors {
                    li {
                        @if error.field.is_empty() { (error.message.show(lang)) }
                        @else { a href={ "#" (error.field) } { (error.message.show(lang)) } }
                    }
                }
            }
        }
    }
}

/// What is done, its number, and what comes next: the page after a submission.
pub fn confirmation(done: &str, number_label: &str, number: &str) -> Markup {
    html! {
        div.confirmation {
            p.done { (icon(Tone::Ok.icon())) (done) }
            p { (number_label) " " strong.figure.large { (number) } }
        }
    }
}

/// Nothing here: one sentence, and the next act if there is one.
pub fn empty(says: &str, next: Option<&Link>) -> Markup {
    html! {
        div.empty {
            p { (says) }
            @if let Some(next) = next { p { a href=(next.href) { (next.label) } } }
        }
    }
}

/// A sentence set apart: a promise, a warning before an act.
pub fn inset(words: &Markup) -> Markup {
    html! { div.inset { (words) } }
}
