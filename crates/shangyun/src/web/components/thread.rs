//! The one thread of messages of a case.

use maud::{Markup, html};

use crate::lang::Lang;

/// One message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Who wrote it.
    pub author: String,
    /// For which office or enterprise.
    pub place: String,
    /// When, in the city's time.
    pub when: String,
    /// The words; line ends are kept.
    pub words: String,
    /// Files with it: name and address.
    pub files: Vec<(String, String)>,
    /// Whether the reader's own side wrote it.
    pub ours: bool,
}

/// The messages, oldest first.
pub fn thread(lang: Lang, messages: &[Message]) -> Markup {
    html! {
        ol.thread aria-label=(lang.t("thread-name")) {
            @for message in messages {
                li.ours[message.ours] {
                    p.quiet { strong { (message.author) } " " (message.place) " · " span.figure { (message.when) } }
                    p.words { (message.words) }
                    @if !message.files.is_empty() {
                        ul.files { @for (name, href) in &message.files { li { a href=(href) { (name) } } } }
                    }
                }
            }
        }
    }
}
