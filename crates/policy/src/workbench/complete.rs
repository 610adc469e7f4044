//! What may be written next at a place in a `policy` block.

mod wanted;

use std::collections::BTreeMap;

use super::index::members_of;
use super::words::Word;
use super::{Stretch, Workbench, shape};
use crate::compile::names::{Kind, Symbol, spelt};
use crate::plan::clause::ClausePart;
use crate::syntax::keyword::{Aggregate, AttrWord, Function, Head, TypeWord, W};
use crate::syntax::lexer::{Token, TokenKind, is_han};
use crate::text::{Lang, Text};
use wanted::Want;

/// What may stand at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// The characters already typed, which an offer replaces.
    pub replaces: Stretch,
    /// What is offered.
    pub offers: Vec<Offer>,
}

/// One offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What it is.
    pub sort: Sort,
    /// The text to write.
    pub insert: String,
    /// Its other spelling: an id, or the word in the other tongue. One may type either.
    pub other: String,
    /// A word on it.
    pub says: Text,
}

/// What an offer is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sort {
    /// A keyword or a word of a closed list.
    Word,
    /// A declared name.
    Name,
    /// A member of a fact or an option of a switch.
    Member,
    /// A code.
    Code,
    /// A clause.
    Clause,
}

impl Workbench {
    /// What may be written at a place; nothing outside `policy` blocks and inside quotes and comments.
    pub fn complete(&self, line: usize, column: usize) -> Option<Completion> {
        let number = self.block_of(line)?;
        let tokens = &self.compiler.source.blocks.get(number)?.tokens;
        let before: Vec<char> = self.lines.get(line.checked_sub(1)?)?.chars().take(column.checked_sub(1)?).collect();
        let typed = before.iter().rev().take_while(|c| belongs_to_word(**c)).count();
        let start = before.len() - typed + 1;
        if within_quotes(tokens, line, start) {
            return None;
        }
        let earlier: Vec<&Token> = tokens
            .iter()
            .filter(|token| token.kind != TokenKind::Comment && (token.span.line, token.span.column) < (line, start))
            .collect();
        let want = match before.get(..start - 1).unwrap_or_default() {
            [] => Want::Heads,
            blank if blank.iter().all(|c| c.is_whitespace()) => wanted::attribute(&earlier),
            _ => wanted::after(&earlier),
        };
        let offers = self.offers(&want);
        Some(Completion { replaces: Stretch { line, column: start, length: typed }, offers })
    }

    /// The block a line falls into.
    fn block_of(&self, line: usize) -> Option<usize> {
        let rules =
            self.compiler.source.clauses.iter().flat_map(|clause| &clause.parts).filter_map(|part| match part {
                ClausePart::Rules(rules) => Some(rules),
                ClausePart::Prose(_) | ClausePart::Table(_) => None,
            });
        rules.enumerate().find_map(|(number, block)| {
            let end = block.line + block.source.split('\n').count();
            (block.line..end).contains(&line).then_some(number)
        })
    }

    fn offers(&self, want: &Want) -> Vec<Offer> {
        match want {
            Want::Nothing => Vec::new(),
            Want::Heads => Head::ALL.iter().map(|(word, ..)| self.word(Word::Head(*word))).collect(),
            Want::Attributes(head) => {
                shape::attributes_of(*head).map(|word| self.word(Word::Attribute(word))).collect()
            }
            Want::Types => TypeWord::ALL.iter().map(|(word, ..)| self.word(Word::Type(*word))).collect(),
            Want::Operators => wanted::OPERATORS.iter().map(|word| self.word(Word::Inside(*word))).collect(),
            Want::Words(words) => words.iter().map(|(zh, en)| self.listed(zh, en)).collect(),
            Want::Names(kinds, words) => {
                let names = self.names(|kind| kinds.contains(&kind), Sort::Name);
                names.into_iter().chain(words.iter().map(|(zh, en)| self.listed(zh, en))).collect()
            }
            Want::Columns => self.names(|kind| matches!(kind, Kind::Column(_)), Sort::Name),
            Want::Members(of) => self.members(of),
            Want::Expression { lists } => self.operands(*lists),
            Want::Codes => {
                self.index.codes().map(|code| plain(Sort::Code, code, self.compiler.plan.code_words(code))).collect()
            }
            Want::Clauses => {
                let numbered = self.compiler.source.clauses.iter().filter(|clause| !clause.id.is_empty());
                numbered
                    .map(|clause| plain(Sort::Clause, &format!("「{}」", clause.id), clause.title.clone()))
                    .collect()
            }
        }
    }

    /// Everything an expression may begin with.
    fn operands(&self, lists: bool) -> Vec<Offer> {
        let mut found = self.names(|kind| kind == Kind::Value, Sort::Name);
        if lists {
            found.extend(self.names(|kind| matches!(kind, Kind::Column(_)), Sort::Name));
            found.extend(Aggregate::ALL.iter().map(|(word, ..)| self.word(Word::Aggregate(*word))));
        }
        found.extend(Function::ALL.iter().map(|(word, ..)| self.word(Word::Function(*word))));
        found.extend([W::If, W::Not].map(|word| self.word(Word::Inside(word))));
        found
    }

    /// The members of a fact or switch; the yes and no of a fact that is one; nothing for a number.
    fn members(&self, of: &str) -> Vec<Offer> {
        let members = members_of(&self.compiler, of);
        members.map_or_else(Vec::new, |kind| self.names(|one| one == kind, Sort::Member))
    }

    /// The declared names of some kinds, each once, in the order of their ids.
    fn names(&self, wanted: impl Fn(Kind) -> bool, sort: Sort) -> Vec<Offer> {
        let symbols: BTreeMap<(Kind, &str), &Symbol> = self
            .compiler
            .names
            .all()
            .filter(|(kind, _)| wanted(*kind))
            .map(|(kind, symbol)| ((kind, symbol.id.as_str()), symbol))
            .collect();
        let offer = |symbol: &Symbol| {
            let says = Text::new(format!("{} {}", symbol.id, symbol.label), symbol.label.clone());
            match self.lang() {
                Lang::Zh => Offer { sort, insert: spelt(&symbol.zh), other: symbol.id.clone(), says },
                Lang::En => Offer { sort, insert: spelt(&symbol.id), other: symbol.zh.clone(), says },
            }
        };
        symbols.into_values().map(offer).collect()
    }

    fn word(&self, word: Word) -> Offer {
        let (zh, en) = word.spellings();
        Offer { says: word.says(), ..self.listed(zh, en) }
    }

    fn listed(&self, zh: &str, en: &str) -> Offer {
        let (insert, other) = match self.lang() {
            Lang::Zh => (zh, en),
            Lang::En => (en, zh),
        };
        Offer { sort: Sort::Word, insert: insert.to_owned(), other: other.to_owned(), says: Text::new(en, zh) }
    }
}

fn plain(sort: Sort, text: &str, says: Text) -> Offer {
    Offer { sort, insert: text.to_owned(), other: text.to_owned(), says }
}

fn belongs_to_word(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// Whether a place lies inside quotes or a comment.
fn within_quotes(tokens: &[Token], line: usize, column: usize) -> bool {
    tokens.iter().any(|token| {
        let quoted = matches!(token.kind, TokenKind::Quoted | TokenKind::Str | TokenKind::Comment);
        let (first, end) = (token.span.column, token.span.column + token.span.length);
        quoted
            && token.span.line == line
            && first < column
            && column < end + usize::from(token.kind == TokenKind::Comment)
    })
}

/// The attribute word a token is, when it stands where one may.
fn attribute_word(token: &Token) -> Option<AttrWord> {
    AttrWord::from_word(&token.text)
}
