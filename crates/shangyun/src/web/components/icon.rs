//! The few pictures there are, drawn in the colour of the text beside them. They never stand alone.

use maud::{Markup, html};

/// A picture of 16 by 16.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// A tick: done, fulfilled.
    Tick,
    /// An exclamation mark: look at this.
    Attention,
    /// A cross: refused, broken.
    Cross,
    /// An open ring: nothing yet.
    Ring,
    /// A half-filled ring: under way.
    Half,
    /// An arrow back: returned for correction.
    Back,
    /// A small arrow down: opens.
    Down,
    /// An arrow up: sorted ascending.
    Up,
    /// A sheet of paper.
    Paper,
}

/// The picture; screen readers pass over it, the words beside it say the same.
pub fn icon(icon: Icon) -> Markup {
    let path = match icon {
        Icon::Tick => "M3 8.5 6.5 12 13 4.5",
        Icon::Attention => "M8 2.5v7M8 12.2v1.6",
        Icon::Cross => "M4 4l8 8M12 4l-8 8",
        Icon::Ring => "M8 3a5 5 0 1 0 0 10A5 5 0 1 0 8 3",
        Icon::Half => "M8 3a5 5 0 1 0 0 10A5 5 0 1 0 8 3M8 5.5v5M9.5 6v4",
        Icon::Back => "M6.5 3 3 6.5 6.5 10M3.5 6.5H10a3 3 0 0 1 0 6.5H7",
        Icon::Down => "M4.5 6.5 8 10l3.5-3.5",
        Icon::Up => "M4.5 9.5 8 6l3.5 3.5",
        Icon::Paper => "M4 2h5.5L12 4.5V14H4zM9 2v3h3",
    };
    html! { svg.icon viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" { path d=(path) {} } }
}
