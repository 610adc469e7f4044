//! What has happened to a case, who holds it now and until when.

use maud::{Markup, html};

use super::tag::Tone;
use super::value::{Deadline, deadline};
use crate::lang::Lang;

/// One entry of a timeline.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, as text in the city's time; empty for what is still to come.
    pub when: String,
    /// What happened or will.
    pub what: String,
    /// Who did it, holds it or will.
    pub who: String,
    /// Words said with it.
    pub note: Option<String>,
    /// Good, bad or neither.
    pub tone: Tone,
    /// Where in time it stands.
    pub place: Place,
}

/// Where in time an entry stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// It has happened.
    Past,
    /// Somebody holds the case now.
    Now(Option<Deadline>),
    /// It is still to come.
    Ahead,
}

/// The line, oldest first, the present one marked.
pub fn timeline(lang: Lang, events: &[Event]) -> Markup {
    html! { ol.timeline { @for event in events { (entry(lang, event)) } } }
}

fn entry(lang: Lang, event: &Event) -> Markup {
    let place = match event.place {
        Place::Past => "past",
        Place::Now(_) => "now",
        Place::Ahead => "ahead",
    };
    html! {
        li.{ (place) " " (event.tone.class()) } aria-current=[(place == "now").then_some("step")] {
            p.what { (event.what) @if let Place::Now(Some(due)) = event.place { " " (deadline(lang, due)) } }
            p.quiet {
                @if place == "now" { (lang.t("timeline-now")) }
                (event.who)
                @if !event.when.is_empty() { " · " span.figure { (event.when) } }
            }
            @if let Some(note) = &event.note { p.words { (note) } }
        }
    }
}
