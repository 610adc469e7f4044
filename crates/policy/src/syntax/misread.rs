//! Amounts written as other people write them: what should stand there instead.

use super::ast::Literal;
use super::lexer::{Token, TokenKind};
use super::report::both;
use crate::text::Text;

/// Units of money that people use and the language does not have, with how many yuan they are.
const NO_UNITS: [(&str, i64); 4] =
    [("千万元", 10_000_000), ("百万元", 1_000_000), ("十万元", 100_000), ("千元", 1_000)];

/// Help for the number that these tokens begin with.
pub(super) fn at(tokens: &[Token]) -> Option<Text> {
    let [first, second, rest @ ..] = tokens else { return None };
    let TokenKind::Literal(Literal::Int(number)) = first.kind else { return None };
    if second.span.line != first.span.line || second.span.column != first.span.column + first.span.length {
        return None;
    }
    if second.kind == TokenKind::Punct(',') {
        return thousands(first, rest);
    }
    let (unit, yuan) = NO_UNITS.iter().find(|(unit, _)| second.text.starts_with(unit))?;
    let yuan = number.checked_mul(*yuan)?;
    Some(both(format!("没有 `{unit}` 这个单位：写 {yuan}元"), format!("`{unit}` is no unit: write {yuan}元")))
}

/// `27,500元`: groups of three digits behind commas, without blanks.
fn thousands(first: &Token, rest: &[Token]) -> Option<Text> {
    let mut whole = first.text.clone();
    let mut rest = rest;
    while let [group, after @ ..] = rest {
        if group.text.chars().take_while(char::is_ascii_digit).count() != 3 {
            return None;
        }
        whole += &group.text;
        rest = match after {
            [comma, more @ ..] if comma.kind == TokenKind::Punct(',') => more,
            _ => break,
        };
    }
    (whole != first.text)
        .then(|| both(format!("数字不加千位分隔：写 {whole}"), format!("no thousands separator: write {whole}")))
}

/// As [`at`], wherever in the tokens such a number stands.
pub(crate) fn misread(tokens: &[Token]) -> Option<Text> {
    (0..tokens.len()).find_map(|from| at(&tokens[from..]))
}
