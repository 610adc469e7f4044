//! A state in a word, with a colour and a sign: never colour alone.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// The four states of everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Done, fulfilled, paid.
    Ok,
    /// Somebody must look: returned, due soon.
    Attention,
    /// Refused, broken, late.
    Stop,
    /// Neither good nor bad.
    #[default]
    Neutral,
}

impl Tone {
    /// The style class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Attention => "attention",
            Self::Stop => "stop",
            Self::Neutral => "neutral",
        }
    }

    /// The sign that goes with it.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::Tick,
            Self::Attention => Icon::Attention,
            Self::Stop => Icon::Cross,
            Self::Neutral => Icon::Ring,
        }
    }
}

/// A state with its usual sign.
pub fn tag(tone: Tone, words: &str) -> Markup {
    tag_with(tone, tone.icon(), words)
}

/// A state with a sign of its own, such as the arrow of 退回.
pub fn tag_with(tone: Tone, sign: Icon, words: &str) -> Markup {
    html! { span.{ "tag " (tone.class()) } { (icon(sign)) span { (words) } } }
}
