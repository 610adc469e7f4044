//! One register file as TOML, taken apart entry by entry, so that a mistake in one entry hides no other.
//!
//! It knows lines and types; what an entry means is in `load`.

use super::entry::{Names, Period};
use super::error::{CityError, Problem};
use super::form::Day;
use crate::credit_code::CreditCode;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

/// A value with the line it stands on.
pub(super) struct At<T> {
    pub(super) line: usize,
    pub(super) value: T,
}

/// One register file: the parts not yet taken, and the mistakes found so far.
pub(super) struct Source<'i> {
    name: &'i str,
    text: &'i str,
    parts: BTreeMap<String, Spanned<DeValue<'i>>>,
    broken: bool,
    errors: Vec<CityError>,
}

impl<'i> Source<'i> {
    /// Reads the text as TOML. A syntax mistake leaves the parts that could be read.
    pub(super) fn new(name: &'i str, text: &'i str) -> Self {
        let (table, mistakes) = DeTable::parse_recoverable(text);
        let parts = table.into_inner().into_iter();
        let parts = parts.map(|(key, value)| (key.get_ref().to_string(), value)).collect();
        let broken = !mistakes.is_empty();
        let mut source = Self { name, text, parts, broken, errors: Vec::new() };
        for mistake in &mistakes {
            source.form(mistake, None);
        }
        source
    }

    /// Notes a mistake.
    pub(super) fn error(&mut self, line: Option<usize>, problem: Problem) {
        self.errors.push(CityError { file: self.name.to_owned(), line, problem });
    }

    /// Takes a part that must be there. After a syntax mistake nothing is said about what is missing.
    pub(super) fn one<T: DeserializeOwned>(&mut self, key: &str) -> Option<At<T>> {
        let Some(part) = self.parts.remove(key) else {
            if !self.broken {
                self.error(None, Problem::PartMissing { key: key.to_owned() });
            }
            return None;
        };
        self.read(part)
    }

    /// Takes a list of entries, which may be empty or not there.
    pub(super) fn many<T: DeserializeOwned>(&mut self, key: &str) -> Vec<At<T>> {
        let Some(part) = self.parts.remove(key) else {
            return Vec::new();
        };
        let line = self.line(part.span().start);
        if let DeValue::Array(entries) = part.into_inner() {
            entries.into_iter().filter_map(|entry| self.read(entry)).collect()
        } else {
            let message = format!("`{key}` is a list; begin each entry with `[[{key}]]`");
            self.error(Some(line), Problem::Form { message });
            Vec::new()
        }
    }

    /// An id, or a mistake.
    pub(super) fn id(&mut self, line: usize, id: String) -> Option<String> {
        let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
        if !id.is_empty() && id.bytes().all(is_id) {
            return Some(id);
        }
        self.error(Some(line), Problem::Id { id });
        None
    }

    /// An id that no other entry of its kind has, or a mistake.
    pub(super) fn fresh_id<T>(
        &mut self,
        line: usize,
        what: &'static str,
        id: String,
        taken: &BTreeMap<String, T>,
    ) -> Option<String> {
        let id = self.id(line, id)?;
        if taken.contains_key(&id) {
            self.error(Some(line), Problem::Twice { what, id });
            return None;
        }
        Some(id)
    }

    /// The names as given; an empty one is a mistake.
    pub(super) fn names(&mut self, line: usize, names: Names) -> Names {
        for (field, name) in [("zh", &names.zh), ("en", &names.en)] {
            if name.trim().is_empty() {
                self.error(Some(line), Problem::Empty { field });
            }
        }
        names
    }

    /// The period as given; one that ends before it begins is a mistake.
    pub(super) fn period(&mut self, line: usize, from: Option<Day>, until: Option<Day>, date_known: bool) -> Period {
        let period = Period { from: from.map(|day| day.0), until: until.map(|day| day.0), date_known };
        if let (Some(from), Some(until)) = (period.from, period.until)
            && until < from
        {
            self.error(Some(line), Problem::Reversed { from, until });
        }
        period
    }

    /// A credit code whose check digits hold, or a mistake.
    pub(super) fn credit_code(&mut self, line: usize, text: &str) -> Option<CreditCode> {
        match CreditCode::parse(text) {
            Ok(code) => Some(code),
            Err(error) => {
                self.error(Some(line), Problem::CreditCode { code: text.to_owned(), error });
                None
            }
        }
    }

    /// The mistakes, with those parts that nobody took.
    pub(super) fn close(mut self) -> Vec<CityError> {
        for (key, part) in std::mem::take(&mut self.parts) {
            let line = self.line(part.span().start);
            self.error(Some(line), Problem::PartUnknown { key });
        }
        self.errors
    }

    fn read<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'i>>) -> Option<At<T>> {
        let line = self.line(value.span().start);
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(At { line, value }),
            Err(error) => {
                self.form(&error, Some(line));
                None
            }
        }
    }

    /// Notes what the reader says, once a line: after a mistake it may stumble over the rest.
    fn form(&mut self, error: &Error, line: Option<usize>) {
        let line = error.span().map(|span| self.line(span.start)).or(line);
        if line.is_none() || self.errors.iter().all(|earlier| earlier.line != line) {
            self.error(line, Problem::Form { message: error.message().to_owned() });
        }
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.text.bytes().take(offset);
        before.filter(|byte| *byte == b'\n').count() + 1
    }
}
