//! Writes tokens out again in Chinese or English form.

use super::{Block, Compiler};
use crate::compile::names::Names;
use crate::syntax::ast::{Literal, Place};
use crate::syntax::keyword::{MoneyUnit, TimeUnit, W};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::parser::Mark;
use crate::text::{Lang, Text};

impl Compiler {
    /// The tokens from `first` to `last` (both included) in both tongues.
    pub fn spell(&self, (first, last): (Place, Place)) -> Text {
        let Some(block) = self.source.blocks.get(first.block) else { return Text::default() };
        let range = first.token..=last.token;
        Text::new(
            spell(block, first.block, range.clone(), &self.names, Lang::Zh),
            spell(block, first.block, range, &self.names, Lang::En),
        )
    }
}

/// Some tokens of a block as one line of text.
pub(crate) fn spell(
    block: &Block,
    number: usize,
    range: impl Iterator<Item = usize>,
    names: &Names,
    lang: Lang,
) -> String {
    let mut line = String::new();
    let mut before: Option<&Token> = None;
    for index in range {
        let (Some(token), Some(mark)) = (block.tokens.get(index), block.marks.get(index)) else { continue };
        let word = word(token, *mark, Place { block: number, token: index }, names, lang);
        if before.is_some_and(|before| spaced(before, token, lang)) {
            line.push(' ');
        }
        line.push_str(&word);
        before = Some(token);
    }
    line.trim().to_owned()
}

/// One token.
fn word(token: &Token, mark: Mark, place: Place, names: &Names, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    match mark {
        Mark::Keyword(chinese, english) => return if zh { chinese } else { english }.to_owned(),
        Mark::DeclComma => return if zh { "、" } else { ", " }.to_owned(),
        Mark::Comma => return if zh { "，" } else { ", " }.to_owned(),
        Mark::Plain => {}
    }
    if let Some((chinese, english)) = names.uses.get(&place) {
        let needs_quotes =
            !chinese.chars().all(|c| matches!(u32::from(c), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3fffd));
        return match (zh, needs_quotes) {
            (true, true) => format!("「{chinese}」"),
            (true, false) => chinese.clone(),
            (false, _) if english.is_ascii() => english.clone(),
            (false, _) => format!("「{english}」"),
        };
    }
    match token.kind {
        TokenKind::Quoted => format!("「{}」", token.text),
        TokenKind::Str => format!("\"{}\"", token.text),
        TokenKind::Literal(literal) => literal_text(literal, &token.text, zh),
        TokenKind::Punct('=') => if zh { "为" } else { "=" }.to_owned(),
        TokenKind::Punct(c) if zh => chinese_punctuation(c).to_string(),
        TokenKind::Punct(';') => "; ".to_owned(),
        TokenKind::Punct(':') => ": ".to_owned(),
        TokenKind::Punct(',') => ", ".to_owned(),
        TokenKind::Punct(_) | TokenKind::Word | TokenKind::Code | TokenKind::Comment => token.text.clone(),
        TokenKind::Newline | TokenKind::Indent => String::new(),
    }
}

fn chinese_punctuation(c: char) -> char {
    match c {
        ';' => '；',
        ':' => '：',
        ',' => '，',
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

/// A literal with its unit in the tongue asked for; the digits stay as they are, in half width.
fn literal_text(literal: Literal, text: &str, zh: bool) -> String {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    match literal {
        Literal::Date(date) => date.to_string(),
        Literal::Money(_) => {
            let unit = MoneyUnit::from_word(unit).map_or(unit, |unit| if zh { unit.zh() } else { unit.en() });
            format!("{digits}{unit}")
        }
        Literal::Duration(_) => {
            let unit = TimeUnit::from_word(unit).map_or(unit, |unit| if zh { unit.zh() } else { unit.en() });
            format!("{digits}{unit}")
        }
        Literal::Ratio(_) | Literal::Int(_) | Literal::Bool(_) => text.to_owned(),
    }
}

/// Whether a blank stands between two tokens.
fn spaced(before: &Token, after: &Token, lang: Lang) -> bool {
    let opens = matches!(before.kind, TokenKind::Punct('(' | ';' | ':' | ',') | TokenKind::Newline | TokenKind::Indent);
    let call = after.kind == TokenKind::Punct('(') && matches!(before.kind, TokenKind::Word);
    let reserved = W::from_word(&before.text).is_some();
    let closes = matches!(after.kind, TokenKind::Punct(')' | ';' | ':' | ',') | TokenKind::Newline | TokenKind::Indent);
    let from =
        lang == Lang::Zh && matches!(before.kind, TokenKind::Literal(_)) && W::from_word(&after.text) == Some(W::Up);
    !(opens || closes || from || (call && !reserved))
}
