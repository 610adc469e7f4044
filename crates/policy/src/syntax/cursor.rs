//! The small things parsing is made of: looking at a token, moving on, expecting a word, saying what is wrong.

use super::ast::Place;
use super::keyword::W;
use super::lexer::{Token, TokenKind};
use super::misread;
use super::parser::{Mark, Parsed, Parser, Skip};
use super::report::{Span, both};
use crate::text::Text;

impl Parser<'_> {
    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub fn kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    pub fn place(&self) -> Place {
        Place { block: self.block, token: self.at }
    }

    pub fn span(&self) -> Span {
        let last = self.tokens.last().map(|t| Span { column: t.span.column + t.span.length, length: 1, ..t.span });
        self.peek().map_or(last.unwrap_or_default(), |token| token.span)
    }

    pub fn advance(&mut self) {
        self.at += 1;
        self.pass_comments();
    }

    pub fn pass_comments(&mut self) {
        while self.kind() == Some(TokenKind::Comment) {
            self.at += 1;
        }
    }

    pub fn mark(&mut self, mark: Mark) {
        if let Some(place) = self.marks.get_mut(self.at) {
            *place = mark;
        }
    }

    pub fn word_text(&self) -> Option<String> {
        self.peek().filter(|token| token.kind == TokenKind::Word).map(|token| token.text.clone())
    }

    /// The reserved word at this token, signs such as `<` being read as their words.
    pub fn reserved(&self) -> Option<W> {
        let token = self.peek()?;
        match token.kind {
            TokenKind::Word => W::from_word(&token.text),
            TokenKind::Punct('<') => Some(W::Below),
            TokenKind::Punct('>') => Some(W::Above),
            TokenKind::Punct('≤') => Some(W::NoMoreThan),
            TokenKind::Punct('≥') => Some(W::AtLeast),
            TokenKind::Punct('≠') => Some(W::IsNot),
            TokenKind::Punct('×') => Some(W::Times),
            TokenKind::Quoted
            | TokenKind::Str
            | TokenKind::Code
            | TokenKind::Literal(_)
            | TokenKind::Punct(_)
            | TokenKind::Newline
            | TokenKind::Indent
            | TokenKind::Comment => None,
        }
    }

    pub fn is(&self, word: W) -> bool {
        self.reserved() == Some(word)
    }

    pub fn expect(&mut self, word: W) -> Parsed<()> {
        if !self.is(word) {
            return Err(self.unexpected(&format!("`{}`", word.zh()), &format!("`{}`", word.en())));
        }
        self.mark(Mark::Keyword(word.zh(), word.en()));
        self.advance();
        Ok(())
    }

    pub fn punct(&mut self, c: char, zh: &str, en: &str) -> Parsed<()> {
        if self.kind() != Some(TokenKind::Punct(c)) {
            return Err(self.unexpected(zh, en));
        }
        self.advance();
        Ok(())
    }

    /// Reports that something else was expected here.
    pub fn unexpected(&mut self, zh: &str, en: &str) -> Skip {
        let found = self.peek().map(|token| token.text.clone()).filter(|text| !text.is_empty());
        let (found_zh, found_en) = found.map_or_else(
            || ("这里已到行尾".to_owned(), "the line ends here".to_owned()),
            |text| (format!("这里是 `{text}`"), format!("found `{text}`")),
        );
        let span = self.span();
        self.report.error(
            "E01",
            span,
            both(format!("应为{zh}，{found_zh}"), format!("expected {en}, {found_en}")),
            self.hint(en),
        );
        Skip
    }

    /// What to do about it: what is known of this mistake, else how a statement is written.
    fn hint(&self, expected: &str) -> Text {
        let number = self.at.checked_sub(1).and_then(|before| self.tokens.get(before..));
        if let Some(help) = number.and_then(misread::at) {
            return help;
        }
        if expected == format!("`{}`", W::Code.en()) {
            return both(
                "核减和限额要写 `记 CODE 「…」 \"…\"`：核减后的理由码和说法",
                "a cut or limit needs `code CODE 「…」 \"…\"`: the code of what it lowered, and its words",
            );
        }
        both("各部分之间用 `；`，词与词之间留一个空格", "set parts off with `;` and words with a space")
    }
}
