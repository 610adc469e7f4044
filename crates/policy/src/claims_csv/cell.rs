//! What a cell says of a fact, by the rules of [`crate::lines`].

use crate::columnar::Wanted;
use crate::decide::parts;
use crate::engine::calendar;
use crate::value::Type;

/// Reads the cells of one column.
pub(super) struct Reader {
    form: Form,
    low: i64,
    high: i64,
}

/// How the values of a fact are written.
enum Form {
    Number,
    /// One of these words, by number; a yes/no has two.
    Word(Vec<Vec<u8>>),
    Day,
    /// Counted in parts of this size.
    Ratio(i64),
}

/// What a cell says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Said {
    Known(i64),
    Unknown,
    Bad,
}

impl Reader {
    /// For a fact; ratios are counted in parts of `ratio_unit`.
    pub fn new(fact: &Wanted, ratio_unit: i64) -> Self {
        let form = match fact.ty {
            Type::Money | Type::Integer => Form::Number,
            Type::Bool => Form::Word(vec![b"false".to_vec(), b"true".to_vec()]),
            Type::Date => Form::Day,
            Type::Ratio => Form::Ratio(ratio_unit),
            Type::OneOf(_) | Type::Text => Form::Word(fact.members.iter().map(|id| id.clone().into_bytes()).collect()),
        };
        Self { form, low: fact.low, high: fact.high }
    }

    /// What the text of a whole cell says.
    pub fn read(&self, text: &[u8]) -> Said {
        if text.is_empty() {
            return Said::Unknown;
        }
        let value = match &self.form {
            Form::Number => number(text),
            Form::Word(words) => words.iter().position(|word| word == text).and_then(|at| i64::try_from(at).ok()),
            Form::Day => calendar::written(text),
            Form::Ratio(unit) => std::str::from_utf8(text).ok().and_then(|text| parts(text.parse().ok()?, *unit)),
        };
        value.filter(|value| (self.low..=self.high).contains(value)).map_or(Said::Bad, Said::Known)
    }

    /// The value of the cell that begins here, and where the next begins, if it is written without anything unusual.
    #[inline]
    pub fn plain(&self, bytes: &[u8], start: usize) -> Option<(i64, usize)> {
        let rest = &bytes[start..];
        let (value, length) = match &self.form {
            Form::Number => plain_number(rest)?,
            Form::Word(words) => plain_word(words, rest)?,
            Form::Day => (calendar::written(rest.get(..10)?)?, 10),
            Form::Ratio(_) => return None,
        };
        let ends = matches!(rest.get(length), Some(b',' | b'\n')) && (self.low..=self.high).contains(&value);
        ends.then_some((value, start + length + 1))
    }
}

/// A whole number without a sign more than needed and without leading zeros.
fn number(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let is_plain = match digits {
        [b'0'] => digits.len() == text.len(),
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    std::str::from_utf8(text).ok().filter(|_| is_plain)?.parse().ok()
}

/// The digits at the head of the text and how many there are, fewer than can overflow.
fn plain_number(rest: &[u8]) -> Option<(i64, usize)> {
    let (mut value, mut length) = (0_i64, 0);
    for byte in rest.iter().take(18) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + i64::from(digit);
        length += 1;
    }
    let leads_with_zero = length > 1 && rest[0] == b'0';
    (length > 0 && !leads_with_zero).then_some((value, length))
}

/// The word that the text begins with and that ends there.
fn plain_word(words: &[Vec<u8>], rest: &[u8]) -> Option<(i64, usize)> {
    let is_here = |word: &Vec<u8>| rest.starts_with(word) && matches!(rest.get(word.len()), Some(b',' | b'\n'));
    let at = words.iter().position(is_here)?;
    Some((i64::try_from(at).ok()?, words[at].len()))
}
