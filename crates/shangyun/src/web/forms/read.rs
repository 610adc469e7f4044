//! Fields read into values. Each reading ends in `required()` or `optional()`; a wrong value is remembered in the form.

use jiff::civil::Date;
use policy::money::{Fen, NumberError};

use super::Form;
use crate::lang::Message;
use crate::web::format;

#[cfg(test)]
mod tests;

/// The longest text of a field whose reader gave no limit of its own.
const TEXT_CHARS_MAX: usize = 200;
/// The longest text in several lines without a limit of its own.
const LINES_CHARS_MAX: usize = 2_000;

/// What a check says: nothing, or what is wrong.
type Check<'f, T> = Box<dyn Fn(&T) -> Result<(), Message> + 'f>;
/// How text becomes a value.
type Parse<'f, T> = Box<dyn Fn(&str) -> Result<T, Message> + 'f>;

/// One field being read.
pub struct Reading<'f, T> {
    form: &'f mut Form,
    name: String,
    label: String,
    missing: &'static str,
    parse: Parse<'f, T>,
    checks: Vec<Check<'f, T>>,
    chars_max: usize,
}

impl Form {
    /// One line of text: trimmed, without control characters, 200 characters unless said otherwise.
    pub fn text(&mut self, name: &str, label: impl Into<String>) -> Reading<'_, String> {
        self.reading(name, label, TEXT_CHARS_MAX, |label| Box::new(move |text| clean(text, false, &label)))
    }

    /// Several lines of text, 2,000 characters unless said otherwise.
    pub fn lines(&mut self, name: &str, label: impl Into<String>) -> Reading<'_, String> {
        self.reading(name, label, LINES_CHARS_MAX, |label| Box::new(move |text| clean(text, true, &label)))
    }

    /// A secret such as a password: as it was typed, not trimmed. It is never drawn again.
    pub fn secret(&mut self, name: &str, label: impl Into<String>) -> Reading<'_, String> {
        self.reading(name, label, TEXT_CHARS_MAX, |_| Box::new(|text| Ok(text.to_owned())))
    }

    /// An amount: `12,345.67`, `1.2万`, full-width digits. Never below zero.
    pub fn money(&mut self, name: &str, label: impl Into<String>) -> Reading<'_, Fen> {
        self.reading(name, label, 40, |label| Box::new(move |text| money(text, &label)))
    }

    /// A whole number, full-width digits and thousands marks accepted.
    pub fn integer(&mut self, name: &str, label: impl Into<String>) -> Reading<'_, i64> {
        self.reading(name, label, 20, |label| {
            Box::new(move |text| {
                let digits: String = plain(text).chars().filter(|c| *c != ',').collect();
                digits.parse().map_err(|_| named("forms-not-an-integer", &label))
            })
        })
    }

    /// A date: `2026-09-17`, `2026年9月17日`, `2026/9/17`, `20260917`.
    pub fn date(&mut self, name: &str, label: impl Into<String>) -> Reading<'_, Date> {
        self.reading(name, label, 20, |label| {
            Box::new(move |text| date(text).ok_or_else(|| named("forms-not-a-date", &label)))
        })
    }

    /// One of several, by its code: radios, a select, or the button that was pressed.
    pub fn choice<'f, T: Clone>(
        &'f mut self,
        name: &str,
        label: impl Into<String>,
        choices: &'f [(&'f str, T)],
    ) -> Reading<'f, T> {
        let reading = self.reading(name, label, 80, |label| {
            Box::new(move |text| {
                let found = choices.iter().find(|(code, _)| *code == text);
                found.map(|(_, value)| value.clone()).ok_or_else(|| named("forms-not-a-choice", &label))
            })
        });
        Reading { missing: "forms-choose", ..reading }
    }

    /// A single check box: ticked or not.
    pub fn ticked(&mut self, name: &str) -> bool {
        self.asked.insert(name.to_owned());
        !self.filled.value(name).is_empty()
    }

    /// Several check boxes under one label: the codes that are ticked. The box of `code` is the field `name.code`.
    pub fn ticks<'c>(&mut self, name: &str, codes: &[&'c str]) -> Vec<&'c str> {
        codes.iter().copied().filter(|code| self.ticked(&format!("{name}.{code}"))).collect()
    }

    fn reading<'f, T>(
        &'f mut self,
        name: &str,
        label: impl Into<String>,
        chars_max: usize,
        parse: impl FnOnce(String) -> Parse<'f, T>,
    ) -> Reading<'f, T> {
        let label = label.into();
        self.asked.insert(name.to_owned());
        let parse = parse(label.clone());
        Reading {
            form: self,
            name: name.to_owned(),
            label,
            missing: "forms-required",
            parse,
            checks: Vec::new(),
            chars_max,
        }
    }
}

impl<'f, T> Reading<'f, T> {
    /// One more thing that must hold.
    #[must_use]
    pub fn check(mut self, check: impl Fn(&T) -> Result<(), Message> + 'f) -> Self {
        self.checks.push(Box::new(check));
        self
    }

    /// Turns the value into a narrower one, such as text into a credit code.
    pub fn parse<U>(self, narrow: impl Fn(T) -> Result<U, Message> + 'f) -> Reading<'f, U>
    where
        T: 'f,
    {
        let Self { form, name, label, missing, parse, checks, chars_max } = self;
        let both: Parse<'f, U> = Box::new(move |text| {
            let value = parse(text)?;
            checks.iter().try_for_each(|check| check(&value))?;
            narrow(value)
        });
        Reading { form, name, label, missing, parse: both, checks: Vec::new(), chars_max }
    }

    /// The value; an empty field is an error.
    pub fn required(self) -> Option<T> {
        let missing = named(self.missing, &self.label);
        self.take(Some(missing)).flatten()
    }

    /// The value, or nothing where the field is empty; `None` outside means that what stands there is wrong.
    pub fn optional(self) -> Option<Option<T>> {
        self.take(None)
    }

    #[expect(clippy::option_option, reason = "as in `optional`")]
    fn take(self, missing: Option<Message>) -> Option<Option<T>> {
        let text = self.form.filled.value(&self.name).to_owned();
        let outcome = if text.trim().is_empty() { missing.map_or(Ok(None), Err) } else { self.valued(&text).map(Some) };
        match outcome {
            Ok(value) => Some(value),
            Err(message) => {
                self.form.reject(&self.name, message);
                None
            }
        }
    }

    fn valued(&self, text: &str) -> Result<T, Message> {
        let chars = text.trim().chars().count();
        if chars > self.chars_max {
            return Err(named("forms-too-long", &self.label).with("max", self.chars_max).with("is", chars));
        }
        let value = (self.parse)(text)?;
        self.checks.iter().try_for_each(|check| check(&value))?;
        Ok(value)
    }
}

impl Reading<'_, String> {
    /// At most so many characters, a Chinese one counting as one.
    #[must_use]
    pub fn max(mut self, chars: usize) -> Self {
        self.chars_max = chars;
        self
    }

    /// At least so many characters.
    #[must_use]
    pub fn min(self, chars: usize) -> Self {
        let short = named("forms-too-short", &self.label).with("min", chars);
        self.check(move |text| if text.chars().count() < chars { Err(short.clone()) } else { Ok(()) })
    }
}

impl Reading<'_, Fen> {
    /// From `low` to `high`, both included.
    #[must_use]
    pub fn between(self, low: Fen, high: Fen) -> Self {
        let outside =
            named("forms-outside", &self.label).with("low", format::yuan(low)).with("high", format::yuan(high));
        self.check(move |amount| if (low..=high).contains(amount) { Ok(()) } else { Err(outside.clone()) })
    }
}

impl Reading<'_, i64> {
    /// From `low` to `high`, both included.
    #[must_use]
    pub fn between(self, low: i64, high: i64) -> Self {
        let outside =
            named("forms-outside", &self.label).with("low", format::count(low)).with("high", format::count(high));
        self.check(move |number| if (low..=high).contains(number) { Ok(()) } else { Err(outside.clone()) })
    }
}

impl Reading<'_, Date> {
    /// From `first` to `last`, both included.
    #[must_use]
    pub fn between(self, first: Date, last: Date) -> Self {
        let outside = named("forms-outside", &self.label).with("low", first).with("high", last);
        self.check(move |day| if (first..=last).contains(day) { Ok(()) } else { Err(outside.clone()) })
    }
}

fn named(key: &'static str, label: &str) -> Message {
    Message::new(key).with("label", label)
}

/// Text without blanks around it and without control characters; line ends are one kind.
fn clean(text: &str, lines: bool, label: &str) -> Result<String, Message> {
    let text = text.replace("\r\n", "\n");
    let allowed = |c: char| !is_hidden(c) || (lines && (c == '\n' || c == '\t'));
    if let Some(hidden) = text.trim().chars().find(|c| !allowed(*c)) {
        let code = format!("U+{:04X}", u32::from(hidden));
        return Err(named("forms-control", label).with("code", code));
    }
    Ok(text.trim().to_owned())
}

/// Characters that are not seen: controls, and the marks that turn the direction of what follows.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text with full-width letters, digits and marks made half-width, and without blanks.
fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2212}' => '-',
        other => other,
    };
    text.chars().map(half).filter(|c| !c.is_whitespace()).collect()
}

/// An amount as people type it; thousands marks must stand where they belong.
fn money(text: &str, label: &str) -> Result<Fen, Message> {
    let text = plain(text);
    let text = text.trim_start_matches(['¥', '￥']);
    if !marks_fit(text) {
        return Err(named("forms-not-money", label));
    }
    let amount: Fen = text.parse().map_err(|error| match error {
        NumberError::NotANumber => named("forms-not-money", label),
        NumberError::TooFine => named("forms-too-fine", label),
        NumberError::TooLarge => named("forms-too-large-number", label),
    })?;
    if amount < Fen::ZERO { Err(named("forms-negative", label)) } else { Ok(amount) }
}

/// Whether marks in the whole part, if any, set off groups of three.
fn marks_fit(text: &str) -> bool {
    let whole: &str = text.split(|c: char| !c.is_ascii_digit() && c != ',').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default().len();
    let rest: Vec<usize> = groups.map(str::len).collect();
    rest.is_empty() || ((1..=3).contains(&first) && rest.iter().all(|len| *len == 3))
}

/// The amount that a money field would be read as, for the echo beneath it.
pub fn money_read(text: &str) -> Option<Fen> {
    money(text, "").ok()
}

/// A date as people type it.
pub fn date(text: &str) -> Option<Date> {
    let text = plain(text);
    let text = text.trim_end_matches('日');
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [digits] if digits.len() == 8 && digits.is_ascii() => (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?),
        _ => return None,
    };
    if year.len() != 4 || [year, month, day].iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
