//! Forms: what was typed, read into typed values with all errors at once, and drawn again as it was typed.
//!
//! ```text
//! fn read(lang: Lang, form: &mut Form) -> Option<Answers> {
//!     let purpose = form.text("purpose", purpose_label).max(500).required();
//!     let amount = form.money("amount", amount_label).between(Fen::ONE, MAX).required();
//!     Some(Answers { purpose: purpose?, amount: amount? }) // read everything first, use `?` last
//! }
//! match form.read(|form| read(visit.lang, form)) { Ok(answers) => …, Err(filled) => draw(&visit, &filled) }
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use maud::{Markup, html};

use super::errors::Problem;
use super::layout::visit::Visit;
use super::security::posted::form_bytes_max;
use super::security::random;
use crate::lang::Message;

pub mod file;
pub mod read;
pub mod upload;

#[cfg(test)]
mod tests;

/// The most fields one form may have.
const FIELDS_MAX: usize = 400;
/// The longest name of a field.
const NAME_BYTES_MAX: usize = 120;
/// Fields every form carries: token, idempotency key, version of what it was drawn from.
const RESERVED: [&str; 3] = ["_token", "_key", "_version"];

/// A form that was sent, about to be read.
#[derive(Clone, Debug, Default)]
pub struct Form {
    filled: Filled,
    asked: BTreeSet<String>,
}

/// What stands in the fields of a form, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    values: BTreeMap<String, String>,
    errors: Vec<FieldError>,
}

/// What is wrong with one field; an empty field name means the form as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// The field's name, which is its id on the page.
    pub field: String,
    /// What is wrong and what to do.
    pub message: Message,
}

/// Why bytes are not a form that our pages send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Malformed {
    /// A broken escape, or bytes that are not UTF-8.
    NotText,
    /// The same field twice.
    Repeated(String),
    /// More or longer names than any form of ours.
    TooMuch,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText => f.write_str("the form is not text"),
            Self::Repeated(name) => write!(f, "the field `{name}` is sent twice"),
            Self::TooMuch => f.write_str("the form has too many fields"),
        }
    }
}

impl Filled {
    /// A form nobody has filled in.
    pub fn blank() -> Self {
        Self::default()
    }

    /// The same with a value in one field, for a draft or a default.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// What stands in a field; nothing is the empty text.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The first thing wrong with a field.
    pub fn error(&self, name: &str) -> Option<&Message> {
        self.errors.iter().find(|error| error.field == name).map(|error| &error.message)
    }

    /// Everything that is wrong, in the order of reading.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Adds what is wrong with a field, such as a refusal that came later. An empty name means the whole form.
    pub fn reject(&mut self, field: &str, message: Message) {
        self.errors.push(FieldError { field: field.to_owned(), message });
    }

    /// Every value, for links that keep a filter.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Form {
    /// A form out of names and values.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { filled: Filled { values: pairs.into_iter().collect(), errors: Vec::new() }, asked: BTreeSet::new() }
    }

    /// Whether nothing was sent, as when a page with a filter is opened first.
    pub fn is_blank(&self) -> bool {
        self.filled.values.keys().all(|name| RESERVED.contains(&name.as_str()))
    }

    /// The idempotency key the form was drawn with.
    pub fn key(&self) -> Option<&str> {
        let key = self.filled.value("_key");
        (key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(key)
    }

    /// The version of what the form was drawn from.
    pub fn version(&self) -> Option<u64> {
        self.filled.value("_version").parse().ok()
    }

    /// Adds what is wrong with a field, as when a file was refused.
    pub fn reject(&mut self, field: &str, message: Message) {
        self.filled.reject(field, message);
    }

    /// Reads the form: all errors at once, fields nobody asked for among them.
    ///
    /// # Errors
    /// The form as it was typed, with everything that is wrong, to be drawn again.
    pub fn read<T>(mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Result<T, Filled> {
        let value = read(&mut self);
        let known = |name: &String| self.asked.contains(name) || RESERVED.contains(&name.as_str());
        let unknown: Vec<String> = self.filled.values.keys().filter(|name| !known(name)).cloned().collect();
        if value.is_some() {
            for name in unknown {
                self.filled.reject("", Message::new("forms-unknown").with("name", name));
            }
        } else if self.filled.errors.is_empty() {
            self.filled.reject("", Message::new("forms-unreadable"));
        }
        match value {
            Some(value) if self.filled.errors.is_empty() => Ok(value),
            Some(_) | None => Err(self.filled),
        }
    }

    /// What was typed, without reading it.
    pub fn into_filled(self) -> Filled {
        self.filled
    }
}

/// A form in the body of a POST.
#[derive(Clone, Debug)]
pub struct Posted(pub Form);

/// A form in the address of a GET: a filter or a search.
#[derive(Clone, Debug)]
pub struct Asked(pub Form);

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let most = form_bytes_max(request.uri().path());
        let bytes = axum::body::to_bytes(request.into_body(), most).await.map_err(|_| Problem::too_large(most))?;
        decode(&bytes).map(|pairs| Self(Form::new(pairs))).map_err(Problem::bad_request)
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = decode(parts.uri.query().unwrap_or_default().as_bytes()).map_err(Problem::bad_request)?;
        Ok(Self(Form::new(pairs.into_iter().filter(|(name, _)| name != "lang"))))
    }
}

/// Names and values of `application/x-www-form-urlencoded`, decoded once.
///
/// # Errors
/// When an escape is broken, the text is not UTF-8, a field comes twice or there are too many.
pub fn decode(bytes: &[u8]) -> Result<Vec<(String, String)>, Malformed> {
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = unescape(halves.next().unwrap_or_default())?;
        let value = unescape(halves.next().unwrap_or_default())?;
        if pairs.len() >= FIELDS_MAX || name.len() > NAME_BYTES_MAX {
            return Err(Malformed::TooMuch);
        }
        if !seen.insert(name.clone()) {
            return Err(Malformed::Repeated(name));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn unescape(bytes: &[u8]) -> Result<String, Malformed> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        plain.push(match byte {
            b'+' => b' ',
            b'%' => escaped(rest.next(), rest.next()).ok_or(Malformed::NotText)?,
            other => *other,
        });
    }
    String::from_utf8(plain).map_err(|_| Malformed::NotText)
}

fn escaped(high: Option<&u8>, low: Option<&u8>) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high?)? * 16 + digit(low?)?).ok()
}

/// One value as it stands in an address: `沈阳 & Co` becomes `%E6%B2%88%E9%98%B3%20%26%20Co`.
pub fn escape(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&random::hex(&[byte]).to_ascii_uppercase());
        }
        out
    })
}

/// The address `path` with these values behind it; empty values are left out.
pub fn address<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let kept: Vec<String> = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// A form that acts: posts to `action` with the reader's token and an idempotency key. The script warns before unsaved work is left.
pub fn form(visit: &Visit, action: &str, body: &Markup) -> Markup {
    html! { form method="post" action=(action) novalidate data-unsaved=(visit.lang.t("forms-unsaved")) { (carried(visit, None)) (body) } }
}

/// A form that acts on what may change meanwhile: it carries the version it was drawn from.
pub fn form_of_version(visit: &Visit, action: &str, version: u64, body: &Markup) -> Markup {
    html! { form method="post" action=(action) novalidate data-unsaved=(visit.lang.t("forms-unsaved")) { (carried(visit, Some(version))) (body) } }
}

/// A form that sends a file. Its text fields come before its file.
pub fn upload_form(visit: &Visit, action: &str, body: &Markup) -> Markup {
    html! { form method="post" action=(action) enctype="multipart/form-data" novalidate { (carried(visit, None)) (body) } }
}

/// A form of one button, inline with other things.
pub fn button_form(visit: &Visit, action: &str, button: &Markup) -> Markup {
    html! { form.inline method="post" action=(action) { (carried(visit, None)) (button) } }
}

/// The token first: a multipart form is checked by its first part.
fn carried(visit: &Visit, version: Option<u64>) -> Markup {
    let key = random::bytes::<16>().map(|bytes| random::hex(&bytes)).unwrap_or_default();
    html! {
        input type="hidden" name="_token" value=(visit.form_token());
        input type="hidden" name="_key" value=(key);
        @if let Some(version) = version { input type="hidden" name="_version" value=(version); }
    }
}
