//! The two languages, and every sentence a person reads.
//!
//! Sentences live in `locales/<language>/<area>.ftl`, one file per area of pages, and are compiled into the binary.
//! A key that does not exist is shown as itself; a test finds every such key before a reader does.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::{LanguageIdentifier, langid};

#[cfg(test)]
mod tests;

/// A language of the pages. Chinese is the original, English is complete.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    /// English.
    En,
}

/// A sentence to be shown later, when the reader's language is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    key: &'static str,
    values: Vec<(&'static str, String)>,
}

/// The sentences of one area: its name and its Fluent text.
type Area = (&'static str, &'static str);

/// Every area of one language. A new area is one more name here.
macro_rules! areas {
    ($folder:literal) => {
        areas!($folder, "common", "errors", "forms", "refusals", "public", "enterprise", "officer", "round", "admin", "api", "demo", "case", "entry", "provider", "register", "message", "check", "intake", "edition", "whatif")
    };
    ($folder:literal, $($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../../locales/", $folder, "/", $name, ".ftl")))),+]
    };
}

const CHINESE: &[Area] = areas!("zh-CN");
const ENGLISH: &[Area] = areas!("en");

static CHINESE_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(langid!("zh-CN"), CHINESE));
static ENGLISH_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(langid!("en"), ENGLISH));

impl Lang {
    /// Both, Chinese first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The sentence under `key`.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        self.sentence(key, None)
    }

    /// The sentence under `key` with values in it; numbers may choose a plural, amounts and dates are given as text.
    pub fn t_with(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> Cow<'static, str> {
        let args: FluentArgs<'_> = values.iter().cloned().collect();
        Cow::Owned(self.sentence(key, Some(&args)).into_owned())
    }

    /// The language tag for HTML and headers: `zh-CN` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The short name used in addresses and cookies: `zh` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language with this short name or tag.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// One of two texts that are data and not sentences, such as a label with its English partner.
    pub const fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Zh => chinese,
            Self::En => english,
        }
    }

    fn sentence(self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Owned(key.to_owned());
        };
        let mut errors = Vec::new();
        match args {
            Some(args) => Cow::Owned(bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()),
            None => bundle.format_pattern(pattern, None, &mut errors),
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::Zh => &CHINESE_BUNDLE,
            Self::En => &ENGLISH_BUNDLE,
        }
    }
}

impl Message {
    /// The sentence under `key`, without values.
    pub const fn new(key: &'static str) -> Self {
        Self { key, values: Vec::new() }
    }

    /// The same sentence with one more value.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers give literals, numbers and text alike")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// The key, for tests and for machines.
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// The sentence in the reader's language.
    pub fn show(&self, lang: Lang) -> Cow<'static, str> {
        let values: Vec<(&'static str, FluentValue<'_>)> =
            self.values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        lang.t_with(self.key, &values)
    }
}

/// All areas of one language together. Broken entries are left out here and reported by a test.
fn bundle(language: LanguageIdentifier, areas: &[Area]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for (_, text) in areas {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}
