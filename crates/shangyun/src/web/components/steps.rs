//! Where one is in a way of several pages or stages.

use maud::{Markup, html};

use crate::lang::Lang;

/// The bar of steps; `current` counts from nought, and all before it are done. A `current` past the end means all is done.
pub fn step_bar(lang: Lang, steps: &[String], current: usize) -> Markup {
    let here = steps.get(current);
    html! {
        nav.steps aria-label=(lang.t("steps-name")) {
            @if let Some(here) = here {
                p { (lang.t_with("steps-here", &[("n", (current + 1).into()), ("all", steps.len().into()), ("name", here.as_str().into())])) }
            }
            ol {
                @for (place, step) in steps.iter().enumerate() {
                    li.done[place < current] aria-current=[(place == current).then_some("step")] {
                        span.number { @if place < current { "✓" span.hidden { (lang.t("steps-done")) } } @else { (place + 1) } }
                        span { (step) }
                    }
                }
            }
        }
    }
}
