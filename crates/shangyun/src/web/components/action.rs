//! Links and buttons. A link goes somewhere, a button does something.

use maud::{Markup, html};

/// Words and where they lead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The words.
    pub label: String,
    /// The address.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The page's one main button: sends the form it stands in.
pub fn button(label: &str) -> Markup {
    html! { button.button type="submit" { (label) } }
}

/// The main button where the form has several: says which by `name` and `value`.
pub fn button_of(name: &str, value: &str, label: &str) -> Markup {
    html! { button.button type="submit" name=(name) value=(value) { (label) } }
}

/// A second button that sends the same form to another address.
pub fn button_to(address: &str, label: &str) -> Markup {
    html! { button.button.secondary type="submit" formaction=(address) { (label) } }
}

/// A second button: the act that is not the usual one.
pub fn secondary(name: &str, value: &str, label: &str) -> Markup {
    html! { button.button.secondary type="submit" name=(name) value=(value) { (label) } }
}

/// A button for what cannot be taken back.
pub fn grave(name: &str, value: &str, label: &str) -> Markup {
    html! { button.button.grave type="submit" name=(name) value=(value) { (label) } }
}

/// A link that looks like the main button: the way on that changes nothing.
pub fn link_button(label: &str, href: &str) -> Markup {
    html! { a.button href=(href) { (label) } }
}

/// A plain link.
pub fn link(label: &str, href: &str) -> Markup {
    html! { a href=(href) { (label) } }
}

/// Buttons and links in one row, the main one first.
pub fn actions(actions: &[Markup]) -> Markup {
    html! { div.actions { @for action in actions { (action) } } }
}
