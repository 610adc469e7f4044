//! The form of a statement or attribute, printed from the grammar.

use crate::syntax::grammar::{COMMON, Piece, after_attribute, after_head, attributes};
use crate::syntax::keyword::{AttrWord, Head, W};
use crate::text::{Lang, Text};

/// A head word with what follows it.
pub(super) fn of_head(head: Head) -> Text {
    word_with(head.zh(), head.en(), after_head(head))
}

/// An attribute word with what follows it.
pub(super) fn of_attribute(word: AttrWord) -> Text {
    word_with(word.zh(), word.en(), after_attribute(word))
}

/// The attributes of a statement, those that every statement takes left out.
pub(super) fn attribute_words(head: Head) -> Text {
    let words = |word: fn(AttrWord) -> &'static str| attributes(head).iter().map(|one| word(*one)).collect::<Vec<_>>();
    Text::new(words(AttrWord::zh).join(" · "), words(AttrWord::en).join(" · "))
}

/// Every attribute a statement may take.
pub(super) fn attributes_of(head: Head) -> impl Iterator<Item = AttrWord> {
    attributes(head).iter().chain(&COMMON).copied()
}

fn word_with(zh: &str, en: &str, pieces: &[Piece]) -> Text {
    let joined = |word: &str, lang| {
        let line = format!("{word} {}", printed(pieces, lang));
        line.trim().replace(" ： ", "：").replace(" :", ":").replace(" ，", "，").replace(" ,", ",")
    };
    Text::new(joined(zh, Lang::Zh), joined(en, Lang::En))
}

fn printed(pieces: &[Piece], lang: Lang) -> String {
    let words: Vec<String> = pieces.iter().map(|one| piece(one, lang)).collect();
    words.join(" ")
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is left are values of some form")]
fn piece(piece: &Piece, lang: Lang) -> String {
    let (zh, en) = match piece {
        Piece::Decl => ("名称 id \"Label\"", "名称 id \"Label\""),
        Piece::Decls => ("名称 id \"Label\"、…", "名称 id \"Label\", …"),
        Piece::Type => ("类型", "TYPE"),
        Piece::Expr => ("式子", "EXPRESSION"),
        Piece::Ref => ("名称", "NAME"),
        Piece::Refs => ("名称，…", "NAME, …"),
        Piece::Texts => ("「…」 \"…\"", "「…」 \"…\""),
        Piece::Str => ("「…」", "「…」"),
        Piece::Date => ("日期", "DATE"),
        Piece::Duration => ("期限", "DURATION"),
        Piece::Int => ("整数", "INTEGER"),
        Piece::Code => ("代码", "CODE"),
        Piece::Codes => ("代码，…", "CODE, …"),
        Piece::Keys => ("名称 升序，…", "NAME ascending, …"),
        Piece::Eq => ("为", "="),
        Piece::Colon => ("：", ":"),
        Piece::Comma => ("，", ","),
        Piece::Word(word) => (word.zh(), word.en()),
        Piece::Opt(inner) => return format!("[{}]", printed(inner, lang)),
        Piece::Direction => return one_of(&[W::RoundDown, W::RoundUp, W::RoundHalf], lang),
        Piece::Bound => ("每 名称 值", "per NAME VALUE"),
        Piece::QuotaOrExpr => ("条件", "CONDITION"),
        _ => ("值", "VALUE"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
    .to_owned()
}

fn one_of(words: &[W], lang: Lang) -> String {
    let words: Vec<&str> = words
        .iter()
        .map(|word| match lang {
            Lang::Zh => word.zh(),
            Lang::En => word.en(),
        })
        .collect();
    words.join(" | ")
}
