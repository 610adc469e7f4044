//! Statements as written: a head word, what follows it, and attributes.

use jiff::civil::Date;

use super::keyword::{Aggregate, AttrWord, Function, Head, Manner, TypeWord, W, Way};
use super::report::Span;
use crate::money::{Fen, Ratio};
use crate::plan::procedure::Duration;
use crate::plan::words::OrderBy;
use crate::text::Text;

/// A name where it is declared or used; `block` and `token` find it again for the formatter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Name {
    pub text: String,
    pub span: Span,
    pub place: Place,
}

/// Which token of which block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Place {
    pub block: usize,
    pub token: usize,
}

/// A declared name: Chinese, id, English label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Decl {
    pub name: Name,
    pub id: Option<Name>,
    pub label: Option<String>,
}

/// A literal value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Literal {
    Money(Fen),
    Ratio(Ratio),
    Int(i64),
    Date(Date),
    Duration(Duration),
    Bool(bool),
}

/// A value in a cell or after 设.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum CellValue {
    Literal(Literal, Span),
    Name(Name),
}

/// The type after `：`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TypeExpr {
    pub word: TypeWord,
    pub span: Span,
    pub low: Option<(Literal, Span)>,
    pub high: Option<(Literal, Span)>,
    pub members: Vec<Decl>,
    pub same: Option<Name>,
}

/// An expression with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Expr {
    pub span: Span,
    pub tokens: (Place, Place),
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ExprKind {
    Literal(Literal),
    Name(Name),
    Call(Function, Vec<Expr>),
    Aggregate { what: Aggregate, list: Name, of: Option<Box<Expr>>, when: Option<Box<Expr>> },
    Not(Box<Expr>),
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    Among(Box<Expr>, Vec<Expr>),
    If(Box<Expr>, Box<Expr>, Box<Expr>),
}

/// Operators with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BinaryOp {
    Or,
    And,
    Compare(Comparison),
    Add,
    Sub,
    Times,
}

/// Comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comparison {
    Is,
    IsNot,
    AtLeast,
    Below,
    NoMoreThan,
    Above,
}

impl Comparison {
    /// The same comparison with its sides exchanged.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Is | Self::IsNot => self,
            Self::AtLeast => Self::NoMoreThan,
            Self::NoMoreThan => Self::AtLeast,
            Self::Below => Self::Above,
            Self::Above => Self::Below,
        }
    }
}

/// What may follow a head or attribute word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Arg {
    Decls(Vec<Decl>),
    Type(TypeExpr),
    Expr(Expr),
    Names(Vec<Name>),
    Texts(Text, Span),
    Str(String),
    Date(Date),
    Duration(Duration),
    Int(i64, Span),
    Literal(Literal, Span),
    Codes(Vec<Name>),
    Keys(Vec<(Name, OrderBy)>),
    Word(W),
    Value(CellValue),
    Heads(Vec<(Head, Span)>),
    Way(Way),
}

/// One attribute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Attr {
    pub word: AttrWord,
    pub span: Span,
    pub args: Vec<Arg>,
}

/// One statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Statement {
    /// 改 or 废 before the head, in a document that inherits.
    pub manner: Option<Manner>,
    pub head: Head,
    pub span: Span,
    pub clause: usize,
    /// The clause whose 本条适用 holds for it: its own, or that of the statement it amends.
    pub guard: usize,
    pub args: Vec<Arg>,
    pub attrs: Vec<Attr>,
}

/// Picks arguments out by what they are; the grammar has made sure that they are there.
pub(crate) trait Args {
    fn args(&self) -> &[Arg];

    fn decls(&self) -> &[Decl] {
        self.args().iter().find_map(|a| if let Arg::Decls(d) = a { Some(d.as_slice()) } else { None }).unwrap_or(&[])
    }

    fn names(&self) -> &[Name] {
        self.nth_names(0)
    }

    fn nth_names(&self, n: usize) -> &[Name] {
        self.args()
            .iter()
            .filter_map(|a| if let Arg::Names(d) = a { Some(d.as_slice()) } else { None })
            .nth(n)
            .unwrap_or(&[])
    }

    fn codes(&self) -> &[Name] {
        self.args().iter().find_map(|a| if let Arg::Codes(d) = a { Some(d.as_slice()) } else { None }).unwrap_or(&[])
    }

    fn ty(&self) -> Option<&TypeExpr> {
        self.args().iter().find_map(|a| if let Arg::Type(t) = a { Some(t) } else { None })
    }

    fn expr(&self) -> Option<&Expr> {
        self.nth_expr(0)
    }

    fn nth_expr(&self, n: usize) -> Option<&Expr> {
        self.args().iter().filter_map(|a| if let Arg::Expr(e) = a { Some(e) } else { None }).nth(n)
    }

    fn texts(&self) -> Option<&Text> {
        self.args().iter().find_map(|a| if let Arg::Texts(t, _) = a { Some(t) } else { None })
    }

    fn string(&self) -> Option<&str> {
        self.args().iter().find_map(|a| if let Arg::Str(s) = a { Some(s.as_str()) } else { None })
    }

    fn dates(&self) -> Vec<Date> {
        self.args().iter().filter_map(|a| if let Arg::Date(d) = a { Some(*d) } else { None }).collect()
    }

    fn duration(&self) -> Option<Duration> {
        self.args().iter().find_map(|a| if let Arg::Duration(d) = a { Some(*d) } else { None })
    }

    fn ints(&self) -> Vec<i64> {
        self.args().iter().filter_map(|a| if let Arg::Int(n, _) = a { Some(*n) } else { None }).collect()
    }

    fn has(&self, word: W) -> bool {
        self.args().iter().any(|a| matches!(a, Arg::Word(w) if *w == word))
    }

    fn literal(&self) -> Option<(Literal, Span)> {
        self.args().iter().find_map(|a| if let Arg::Literal(l, s) = a { Some((*l, *s)) } else { None })
    }

    fn value(&self) -> Option<&CellValue> {
        self.args().iter().find_map(|a| if let Arg::Value(v) = a { Some(v) } else { None })
    }

    fn way(&self) -> Option<Way> {
        self.args().iter().find_map(|a| if let Arg::Way(way) = a { Some(*way) } else { None })
    }

    fn heads(&self) -> &[(Head, Span)] {
        self.args().iter().find_map(|a| if let Arg::Heads(h) = a { Some(h.as_slice()) } else { None }).unwrap_or(&[])
    }

    fn keys(&self) -> &[(Name, OrderBy)] {
        self.args().iter().find_map(|a| if let Arg::Keys(k) = a { Some(k.as_slice()) } else { None }).unwrap_or(&[])
    }
}

impl Args for Statement {
    fn args(&self) -> &[Arg] {
        &self.args
    }
}

impl Args for Attr {
    fn args(&self) -> &[Arg] {
        &self.args
    }
}

impl Statement {
    /// The first attribute with this word.
    pub fn attr(&self, word: AttrWord) -> Option<&Attr> {
        self.attrs.iter().find(|attr| attr.word == word)
    }

    /// All attributes with this word, in order.
    pub fn all(&self, word: AttrWord) -> impl Iterator<Item = &Attr> {
        self.attrs.iter().filter(move |attr| attr.word == word)
    }
}
