//! What each keyword does, in a sentence of both tongues. `docs/policy-words.md` is printed from here.

mod attributes;
mod heads;
mod inside;

use super::shape;
use crate::syntax::keyword::{Aggregate, AttrWord, Function, Head, Manner, MoneyUnit, TimeUnit, TypeWord, W};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::parser::Mark;
use crate::text::{Lang, Text};
use std::fmt::Write;

/// A keyword at a place where it counts as one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    Head(Head),
    Attribute(AttrWord),
    Type(TypeWord),
    Inside(W),
    Aggregate(Aggregate),
    Function(Function),
}

impl Word {
    /// Its two spellings.
    pub fn spellings(self) -> (&'static str, &'static str) {
        match self {
            Self::Head(word) => (word.zh(), word.en()),
            Self::Attribute(word) => (word.zh(), word.en()),
            Self::Type(word) => (word.zh(), word.en()),
            Self::Inside(word) => (word.zh(), word.en()),
            Self::Aggregate(word) => (word.zh(), word.en()),
            Self::Function(word) => (word.zh(), word.en()),
        }
    }

    /// What it does.
    pub fn says(self) -> Text {
        let (zh, en) = match self {
            Self::Head(word) => heads::says(word),
            Self::Attribute(word) => attributes::says(word),
            Self::Type(word) => inside::says_type(word),
            Self::Inside(word) => inside::says(word),
            Self::Aggregate(word) => inside::says_aggregate(word),
            Self::Function(word) => inside::says_function(word),
        };
        Text::new(zh, en)
    }

    /// The form of what it begins, for a head or an attribute.
    pub fn form(self) -> Option<Text> {
        match self {
            Self::Head(word) => Some(shape::of_head(word)),
            Self::Attribute(word) => Some(shape::of_attribute(word)),
            Self::Type(_) | Self::Inside(_) | Self::Aggregate(_) | Self::Function(_) => None,
        }
    }

    /// All of it for a reader of `lang`.
    pub fn markdown(self, lang: Lang) -> String {
        let (zh, en) = self.spellings();
        let mut out = format!("**{zh}** `{en}`\n\n{}", self.says().get(lang));
        if let Some(form) = self.form() {
            out = format!("{out}\n\n```policy\n{}\n```", form.get(lang));
        }
        if let Self::Head(head) = self {
            let attributes = shape::attribute_words(head);
            if !attributes.get(lang).is_empty() {
                out = format!("{out}\n\n；{}", attributes.get(lang));
            }
        }
        out
    }
}

/// The keyword that a token of a block is, as the parser marked it.
pub(super) fn of_token(tokens: &[Token], marks: &[Mark], at: usize) -> Option<Word> {
    let (token, Mark::Keyword(zh, _)) = (tokens.get(at)?, marks.get(at)?) else { return None };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|token| token.kind);
    let opens = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Punct('('));
    let inside = W::from_word(zh).map(Word::Inside);
    let found = match before {
        Some(TokenKind::Newline | TokenKind::Comment) => Head::from_word(&token.text).map(Word::Head),
        Some(TokenKind::Word) if follows_manner(tokens, at) => Head::from_word(&token.text).map(Word::Head),
        Some(TokenKind::Indent | TokenKind::Punct(';')) => AttrWord::from_word(&token.text).map(Word::Attribute),
        Some(TokenKind::Punct(':')) => TypeWord::from_word(&token.text).map(Word::Type),
        Some(
            TokenKind::Word
            | TokenKind::Quoted
            | TokenKind::Str
            | TokenKind::Code
            | TokenKind::Literal(_)
            | TokenKind::Punct(_),
        )
        | None => None,
    };
    let called = Aggregate::from_word(zh).map(Word::Aggregate).or(Function::from_word(zh).map(Word::Function));
    found.or(called.filter(|_| opens)).or(inside)
}

/// Whether the token before a place says how a statement of the plan above is treated, so that a head follows.
fn follows_manner(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|token| Manner::from_word(&token.text).is_some())
}

/// The page of all keywords: what each is called in both tongues, what it does, and its form.
pub fn page() -> String {
    let mut out = String::from(PREFACE);
    section(&mut out, "句首词 / Head words", Head::ALL.iter().map(|(word, ..)| Word::Head(*word)));
    section(&mut out, "项 / Attributes", AttrWord::ALL.iter().map(|(word, ..)| Word::Attribute(*word)));
    section(&mut out, "类型 / Types", TypeWord::ALL.iter().map(|(word, ..)| Word::Type(*word)));
    section(&mut out, "句中词 / Words inside statements", W::ALL.iter().map(|(word, ..)| Word::Inside(*word)));
    section(&mut out, "清单运算 / Over lists", Aggregate::ALL.iter().map(|(word, ..)| Word::Aggregate(*word)));
    section(&mut out, "函数 / Functions", Function::ALL.iter().map(|(word, ..)| Word::Function(*word)));
    let money = MoneyUnit::ALL.iter().map(|(_, zh, en)| format!("{zh} `{en}`"));
    let time = TimeUnit::ALL.iter().map(|(_, zh, en)| format!("{zh} `{en}`"));
    let units: Vec<String> = money.chain(time).collect();
    out.push_str("\n## 单位 / Units\n\n");
    out.push_str(&units.join(" · "));
    out.push('\n');
    out
}

const PREFACE: &str = "# 政策语言的词 / The words of the policy language

每个词在中文和英文里怎么写、做什么、后面跟什么。本页由程序中的词表生成；语言本身见 [policy-language.md](policy-language.md)。

How each word is spelt in Chinese and English, what it does, and what follows it. This page is printed from the table of keywords in the program; the language itself is in [policy-language.md](policy-language.md).
";

fn section(out: &mut String, title: &str, words: impl Iterator<Item = Word>) {
    let mut add = |line: std::fmt::Arguments<'_>| {
        let written = out.write_fmt(line);
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    };
    add(format_args!("\n## {title}\n\n"));
    for word in words {
        let ((zh, en), says) = (word.spellings(), word.says());
        add(format_args!("* **{zh}** `{en}`：{} {}\n", says.zh, says.en));
        if let Some(form) = word.form() {
            add(format_args!("  `{}`\n", form.zh));
        }
    }
}
