//! What a cell says.

use super::super::Compiler;
use super::{name_of, place_of};
use crate::plan::clause::Cell;
use crate::syntax::ast::{CellValue, Literal, Name};
use crate::syntax::keyword::W;
use crate::syntax::lexer::{Token, TokenKind, tokens};
use crate::syntax::misread::misread;
use crate::syntax::parser::yes_or_no;
use crate::syntax::report::both;
use crate::text::Text;

/// A cell once read.
pub(crate) enum Entry {
    /// `-`: left out.
    Nothing,
    Value(CellValue),
    /// `50亿元起`.
    From(Literal),
    /// `2000万元 至 4亿元（不含）`: both ends, and whether each belongs to the row (they do, where nothing is said).
    Between {
        low: (Literal, bool),
        high: (Literal, bool),
    },
    Code,
    /// More than a cell may say; reported.
    Unread,
}

/// Words after an end in brackets.
const BELONGS: [(&str, bool); 4] = [("含", true), ("incl", true), ("不含", false), ("excl", false)];

impl Compiler {
    /// Reads a cell.
    pub fn entry(&mut self, cell: &Cell) -> Entry {
        if cell.text == "-" || cell.text.is_empty() {
            return Entry::Nothing;
        }
        let mut found = tokens(&cell.text, cell.line, &mut self.report);
        found.retain(|token| !matches!(token.kind, TokenKind::Newline | TokenKind::Indent | TokenKind::Comment));
        let (Some(token), rest) = (found.first().cloned(), found.get(1)) else { return Entry::Nothing };
        let up = rest.is_some_and(|next| W::from_word(&next.text) == Some(W::Up));
        match token.kind {
            TokenKind::Literal(literal) if up => Entry::From(literal),
            TokenKind::Literal(_) if found.len() > 1 => between(&found).unwrap_or_else(|| {
                self.unread(cell, &found);
                Entry::Unread
            }),
            TokenKind::Literal(literal) => Entry::Value(CellValue::Literal(literal, place_of(cell))),
            TokenKind::Code => Entry::Code,
            TokenKind::Word => match yes_or_no(&token.text) {
                Some(yes) => Entry::Value(CellValue::Literal(Literal::Bool(yes), place_of(cell))),
                None => Entry::Value(CellValue::Name(name_of(cell))),
            },
            TokenKind::Quoted => Entry::Value(CellValue::Name(Name { text: token.text, ..name_of(cell) })),
            TokenKind::Str | TokenKind::Punct(_) | TokenKind::Newline | TokenKind::Indent | TokenKind::Comment => {
                Entry::Nothing
            }
        }
    }
}

impl Compiler {
    /// Reports a cell that begins with a value and goes on with something else.
    fn unread(&mut self, cell: &Cell, found: &[Token]) {
        let help = misread(found).unwrap_or_else(row_help);
        let message = both(format!("看不懂 `{}`", cell.text), format!("`{}` can not be read", cell.text));
        self.report.error("E01", place_of(cell), message, help);
    }
}

/// How a row of a tier table is written.
pub(super) fn row_help() -> Text {
    both(
        "一格写一个值；档次表的一行写 `8万元起`（含起点，到下一行为止）或 `0元（含）至8万元（不含）`",
        "one value to a cell; a row of a tier table is `8万元起` (included, up to the next row) or `0元（含）至8万元（不含）`",
    )
}

/// `A（含）至B（不含）`; nothing where the tokens are something else.
fn between(tokens: &[Token]) -> Option<Entry> {
    let (low, rest) = end(tokens)?;
    let (to, rest) = rest.split_first()?;
    if W::from_word(&to.text) != Some(W::To) {
        return None;
    }
    let (high, rest) = end(rest)?;
    rest.is_empty().then_some(Entry::Between { low, high })
}

/// A literal and whether it belongs to the row.
fn end(tokens: &[Token]) -> Option<((Literal, bool), &[Token])> {
    let (first, rest) = tokens.split_first()?;
    let TokenKind::Literal(literal) = first.kind else { return None };
    if let [open, word, close, after @ ..] = rest
        && (open.kind, close.kind) == (TokenKind::Punct('('), TokenKind::Punct(')'))
    {
        let (_, belongs) = BELONGS.iter().find(|(name, _)| *name == word.text)?;
        return Some(((literal, *belongs), after));
    }
    Some(((literal, true), rest))
}
