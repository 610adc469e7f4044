//! What the grammar wants next, seen from the tokens before a place.

use super::attribute_word;
use crate::compile::names::Kind;
use crate::plan::words::{
    Actor, CaseState, Exit, FlagEffect, HolidayRule, OrderBy, PayMethod, Rank, Shortage, StepKind, Unit, Unspent,
};
use crate::syntax::keyword::{AttrWord as A, Head, Manner, W, Way};
use crate::syntax::lexer::{Token, TokenKind};

/// Words of a closed list, in Chinese and English.
type Words = Vec<(&'static str, &'static str)>;

/// What may come next.
pub(super) enum Want {
    Nothing,
    Heads,
    Attributes(Head),
    Types,
    /// Names of these kinds, or one of these words.
    Names(&'static [Kind], Words),
    Words(Words),
    Columns,
    /// The members of the fact or switch with this name.
    Members(String),
    /// The beginning of an expression, or of a part of one.
    Expression {
        lists: bool,
    },
    /// What may follow an operand.
    Operators,
    Codes,
    Clauses,
}

/// The words that may follow an operand.
pub(super) const OPERATORS: [W; 19] = [
    W::Is,
    W::IsNot,
    W::AtLeast,
    W::Below,
    W::NoMoreThan,
    W::Above,
    W::Earlier,
    W::Later,
    W::NotEarlier,
    W::NotLater,
    W::Belongs,
    W::In,
    W::And,
    W::Or,
    W::Times,
    W::Then,
    W::Otherwise,
    W::Code,
    W::If,
];

macro_rules! words {
    ($list:ident) => {
        $list::ALL.iter().map(|(_, zh, en)| (*zh, *en)).collect::<Words>()
    };
}

/// What may begin an indented line.
pub(super) fn attribute(earlier: &[&Token]) -> Want {
    let head = statement(earlier).first().and_then(|token| Head::from_word(&token.text));
    head.map_or(Want::Nothing, Want::Attributes)
}

/// What may follow the tokens so far, on a line that has begun.
pub(super) fn after(earlier: &[&Token]) -> Want {
    let tokens = statement(earlier);
    let Some((first, rest)) = tokens.split_first() else { return Want::Heads };
    let Some(head) = Head::from_word(&first.text) else { return Want::Nothing };
    let separator = rest.iter().rposition(|token| is_separator(token));
    match separator.map(|at| &rest[at + 1..]) {
        None => of_head(head, rest),
        Some([]) => Want::Attributes(head),
        Some([word, args @ ..]) => attribute_word(word).map_or(Want::Nothing, |word| of_attribute(word, args)),
    }
}

/// The tokens of the statement the place falls into.
fn statement<'a>(earlier: &'a [&'a Token]) -> &'a [&'a Token] {
    let begins = earlier.iter().rposition(|token| token.kind == TokenKind::Newline).map_or(0, |at| at + 1);
    let begins =
        begins + usize::from(earlier.get(begins).is_some_and(|token| Manner::from_word(&token.text).is_some()));
    earlier.get(begins..).unwrap_or_default()
}

fn is_separator(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Indent | TokenKind::Punct(';'))
}

fn is(token: &Token, word: W) -> bool {
    token.kind == TokenKind::Word && W::from_word(&token.text) == Some(word)
}

fn has(args: &[&Token], word: W) -> bool {
    args.iter().any(|token| is(token, word))
}

fn ends_in(args: &[&Token], c: char) -> bool {
    args.last().is_some_and(|token| token.kind == TokenKind::Punct(c))
}

fn names(kinds: &'static [Kind]) -> Want {
    Want::Names(kinds, Vec::new())
}

/// A role, or an actor that every programme has.
fn parties() -> Want {
    Want::Names(&[Kind::Role], words!(Actor))
}

/// The units, periods and facts that a scope may name.
fn scopes() -> Want {
    Want::Names(&[Kind::Value, Kind::Period], words!(Unit))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "after most heads comes a name of one's own")]
fn of_head(head: Head, args: &[&Token]) -> Want {
    let is_first = args.is_empty();
    match head {
        Head::Fact | Head::Compute | Head::Parameter | Head::Standard | Head::Brackets => typed(args),
        Head::Register | Head::Period | Head::Unique if ends_in(args, ':') || ends_in(args, ',') => scopes(),
        Head::Register | Head::Period | Head::Unique => {
            if has(args, W::By) {
                names(&[Kind::Value])
            } else {
                Want::Nothing
            }
        }
        Head::Step if ends_in(args, ':') => Want::Words(words!(StepKind)),
        Head::Step => {
            if has(args, W::By) {
                parties()
            } else {
                Want::Words(words_of(&[W::By]))
            }
        }
        Head::Choose => {
            if ends_in(args, ':') || ends_in(args, ',') {
                names(&[Kind::Award])
            } else {
                Want::Nothing
            }
        }
        Head::Derive if is_first => names(&[Kind::Value]),
        Head::Derive => expression(args, true),
        Head::Applies | Head::Must => expression(args, false),
        Head::Subsidy | Head::Recognise => after_equals(args),
        Head::CheckOrder => Want::Codes,
        Head::Procedure | Head::Budget => {
            if has(args, W::Per) {
                scopes()
            } else {
                Want::Words(words_of(&[W::Per]))
            }
        }
        Head::Reserve | Head::Settle if is_first => names(&[Kind::Budget]),
        Head::Reserve | Head::Settle => {
            if has(args, W::At) {
                names(&[Kind::Step])
            } else {
                Want::Words(words_of(&[W::At]))
            }
        }
        _ => Want::Nothing,
    }
}

fn words_of(words: &[W]) -> Words {
    words.iter().map(|word| (word.zh(), word.en())).collect()
}

/// A declaration with a type: the type after the colon, what it goes by after 由, its value after 为.
fn typed(args: &[&Token]) -> Want {
    if ends_in(args, ':') {
        Want::Types
    } else if has(args, W::By) {
        names(&[Kind::Value])
    } else {
        after_equals(args)
    }
}

fn after_equals(args: &[&Token]) -> Want {
    let equals = args.iter().position(|token| token.kind == TokenKind::Punct('='));
    equals.map_or(Want::Nothing, |at| expression(&args[at + 1..], false))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "after most attributes come words of one's own")]
fn of_attribute(word: A, args: &[&Token]) -> Want {
    match word {
        A::Under => Want::Clauses,
        A::ProvenBy | A::Against | A::ReplacedBy => names(&[Kind::Document]),
        A::IssuedBy | A::AttestedBy | A::Recognised | A::RegisteredFor | A::By => parties(),
        A::EnteredIn => names(&[Kind::Register]),
        A::KeyedBy => Want::Columns,
        A::Counting => Want::Words(words!(CaseState)),
        A::Ranks => Want::Words(words!(Rank)),
        A::May => Want::Words(words!(Exit)),
        A::BackTo | A::Lapse => names(&[Kind::Step]),
        A::Decides | A::Pay => names(&[Kind::Award, Kind::Recognition]),
        A::Beneficiary | A::Payee | A::Cleared => Want::Words(words!(Actor)),
        A::ChildOf | A::PartOf => names(&[Kind::Procedure]),
        A::Amount | A::Counts | A::Threshold | A::SumOf => names(&[Kind::Value]),
        A::Order | A::Bands => Want::Names(&[Kind::Value], words!(OrderBy)),
        A::Amendable => Want::Words(words!(Way)),
        A::Shortage => Want::Words(words!(Shortage)),
        A::Method => Want::Words(words!(PayMethod)),
        A::Effect => Want::Words(words!(FlagEffect)),
        A::Unspent => Want::Words(words!(Unspent)),
        A::Monthly => Want::Words(words!(HolidayRule)),
        A::Field => {
            if ends_in(args, ':') {
                Want::Types
            } else {
                Want::Nothing
            }
        }
        A::Suppose => supposed(args),
        A::Face | A::Pays | A::When | A::RoundTo | A::NoMoreThan | A::Less | A::TogetherWith => expression(args, false),
        A::Same => {
            if has(args, W::NoMoreThan) {
                expression(args, false)
            } else {
                scopes()
            }
        }
        _ => Want::Nothing,
    }
}

/// `设 事实 为 值`.
fn supposed(args: &[&Token]) -> Want {
    match args {
        [] => names(&[Kind::Value]),
        [name, .., last] if last.kind == TokenKind::Punct('=') => Want::Members(name.text.clone()),
        _ => Want::Nothing,
    }
}

/// Inside an expression: a member after 是, an operator after an operand, else an operand.
fn expression(args: &[&Token], lists: bool) -> Want {
    if let Some(of) = compared(args) {
        return Want::Members(of);
    }
    let Some(last) = args.last() else { return Want::Expression { lists } };
    let operand = match last.kind {
        TokenKind::Word => W::from_word(&last.text).is_none(),
        TokenKind::Quoted | TokenKind::Literal(_) | TokenKind::Punct(')') => true,
        TokenKind::Str
        | TokenKind::Code
        | TokenKind::Punct(_)
        | TokenKind::Newline
        | TokenKind::Indent
        | TokenKind::Comment => false,
    };
    if operand { Want::Operators } else { Want::Expression { lists } }
}

/// The name whose members may stand here: before 是 or 不是, or before the open bracket of 属于.
fn compared(args: &[&Token]) -> Option<String> {
    let (last, before) = args.split_last()?;
    let name = |before: &[&Token]| before.last().map(|token| token.text.clone());
    if is(last, W::Is) || is(last, W::IsNot) {
        return name(before);
    }
    let open = args.iter().rposition(|token| token.kind == TokenKind::Punct('('))?;
    let closed = args[open..].iter().any(|token| token.kind == TokenKind::Punct(')'));
    let (among, before) = args[..open].split_last()?;
    let ready = matches!(last.kind, TokenKind::Punct('(' | ','));
    if !closed && ready && is(among, W::Belongs) { name(before) } else { None }
}
