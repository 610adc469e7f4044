//! A value as somebody types it for a scenario: one word of the language, nothing that could add a rule.

use crate::syntax::ast::Literal;
use crate::syntax::lexer::{TokenKind, tokens};
use crate::syntax::report::Report;
use crate::text::Text;

/// Where a value is to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Only a number, an amount, a ratio or a day.
    Literal,
    /// A cell: also 是, 否 or the name of a quantity.
    Cell,
}

/// The value without blanks around it, or what is wrong with it.
pub(super) fn checked(text: &str, place: Place) -> Result<String, Text> {
    let text = text.trim();
    let text = if place == Place::Literal { text.trim_end_matches('起').trim_end() } else { text };
    let mut report = Report::new(text);
    let found = tokens(text, 1, &mut report);
    let words: Vec<TokenKind> =
        found.iter().map(|token| token.kind).filter(|kind| *kind != TokenKind::Newline).collect();
    let is_value = match words.as_slice() {
        [TokenKind::Literal(_)] => true,
        [TokenKind::Word | TokenKind::Quoted] => place == Place::Cell,
        _ => false,
    };
    if is_value && report.errors() == 0 && !text.contains(['|', '\n', '\r']) {
        return Ok(text.to_owned());
    }
    Err(Text::new(
        format!("`{text}` 不是一个值；例如写 40%、120万元、5个工作日、2022-12-31"),
        format!("`{text}` is not one value; write for example 40%, 120万元, 5个工作日, 2022-12-31"),
    ))
}

/// The literals of a piece of text, with the column (from 0) and length of each in characters.
pub(super) fn literals(text: &str) -> Vec<(Literal, usize, usize)> {
    let mut report = Report::new(text);
    let found = tokens(text, 1, &mut report);
    let literal = |token: &crate::syntax::lexer::Token| match token.kind {
        TokenKind::Literal(literal) => Some((literal, token.span.column.saturating_sub(1), token.span.length)),
        TokenKind::Word
        | TokenKind::Quoted
        | TokenKind::Str
        | TokenKind::Code
        | TokenKind::Punct(_)
        | TokenKind::Newline
        | TokenKind::Indent
        | TokenKind::Comment => None,
    };
    found.iter().filter_map(literal).collect()
}

/// A literal as a number that can be compared with others of its kind.
pub(super) fn order(literal: Literal) -> i128 {
    match literal {
        Literal::Money(fen) => i128::from(fen.fen()),
        Literal::Ratio(ratio) => i128::from(ratio.numerator()) * 1_000_000_000 / i128::from(ratio.denominator()),
        Literal::Int(number) => i128::from(number),
        Literal::Date(date) => i128::from(crate::engine::calendar::number(date)),
        Literal::Duration(_) | Literal::Bool(_) => 0,
    }
}
