//! The grammar as data: what follows each head word, which attributes it takes, and what follows each of those.
//!
//! Every choice is made by looking at one token, so the grammar is LL(1); `docs/policy-language.md` prints it as EBNF.

use super::keyword::{AttrWord, Head, W};

/// One thing the parser can expect.
pub(crate) enum Piece {
    Decl,
    Decls,
    Type,
    Expr,
    Ref,
    Refs,
    Texts,
    Str,
    Date,
    Duration,
    Int,
    Literal,
    Code,
    Codes,
    Keys,
    Value,
    /// Head words.
    Heads,
    /// `只增`, `只减`, `从严` or nothing.
    Way,
    Eq,
    Colon,
    Comma,
    Word(W),
    Opt(&'static [Piece]),
    /// `尾数舍去`, `尾数进一` or `四舍五入`.
    Direction,
    /// `同一 …` quota or an expression.
    QuotaOrExpr,
    /// Whom a limit or a floor is for, how it measures, and how much.
    Bound,
}

use Piece as P;

/// What follows a head word.
pub(crate) fn after_head(head: Head) -> &'static [Piece] {
    match head {
        Head::Plan | Head::Records | Head::Flag | Head::Recover | Head::Voucher => &[P::Decl],
        Head::Role => &[P::Decls],
        Head::Register => &[P::Decls, P::Colon, P::Ref],
        Head::Document => &[P::Opt(&[P::Int]), P::Decls],
        Head::Fact => &[P::Decls, P::Colon, P::Type],
        Head::Derive => &[P::Ref, P::Eq, P::Expr],
        Head::Compute => &[P::Decl, P::Colon, P::Type, P::Eq, P::Expr],
        Head::Parameter => {
            &[P::Decl, P::Colon, P::Type, P::Opt(&[P::Eq, P::Literal]), P::Opt(&[P::Word(W::By), P::Ref])]
        }
        Head::Period => &[P::Decl, P::Colon, P::Ref, P::Word(W::By), P::Ref],
        Head::Switch => &[P::Decl, P::Code],
        Head::Applies => &[P::Word(W::When), P::Expr],
        Head::Must => &[P::QuotaOrExpr],
        Head::CheckOrder => &[P::Codes],
        Head::Standard | Head::Brackets => &[P::Decl, P::Colon, P::Type, P::Word(W::By), P::Refs],
        Head::Subsidy | Head::Recognise => &[P::Decl, P::Eq, P::Expr],
        Head::Choose => &[P::Decl, P::Colon, P::Refs, P::Word(W::Highest)],
        Head::Unique => &[P::Decl, P::Colon, P::Refs],
        Head::Step => &[P::Decl, P::Colon, P::Ref, P::Opt(&[P::Word(W::By), P::Refs])],
        Head::Procedure | Head::Budget => &[P::Decl, P::Opt(&[P::Word(W::Per), P::Refs])],
        Head::Reserve | Head::Settle => &[P::Ref, P::Word(W::At), P::Ref],
        Head::Target => &[P::Decl, P::Colon, P::Int, P::Opt(&[P::Word(W::To), P::Int]), P::Word(W::Until), P::Date],
        Head::Note => &[P::Opt(&[P::Codes]), P::Texts],
        Head::Cases => &[P::Opt(&[P::Texts])],
    }
}

/// The attributes a head word takes, beside those every statement takes (据, 说明, 对应).
pub(crate) fn attributes(head: Head) -> &'static [AttrWord] {
    use AttrWord as A;
    match head {
        Head::Plan => &[A::Issued, A::Basis, A::InForce, A::Public, A::Inherits, A::MayAdd],
        Head::Role
        | Head::Derive
        | Head::Applies
        | Head::CheckOrder
        | Head::Standard
        | Head::Period
        | Head::Choose
        | Head::Note => &[],
        Head::Recognise => &[A::Valid, A::EnteredIn],
        Head::Voucher => &[A::Face, A::Valid, A::Redeem, A::Pays, A::Against, A::Unspent, A::Cleared, A::Payee],
        Head::Register => &[A::By],
        Head::Document => &[A::ReplacedBy, A::IssuedBy, A::Valid, A::When],
        Head::Fact => &[A::ProvenBy, A::AttestedBy, A::Valid, A::Ask, A::Given],
        Head::Records => &[A::Field, A::KeyedBy, A::AtMost, A::ProvenBy, A::Given],
        Head::Compute | Head::Brackets => &[A::RoundTo],
        Head::Parameter => &[A::SetElsewhere, A::From],
        Head::Switch => &[A::Ask, A::Option, A::Because],
        Head::Must => &[A::Else, A::Remedy],
        Head::Subsidy => &[A::RoundTo, A::NoMoreThan, A::Same, A::TogetherWith, A::Less, A::Beneficiary, A::Payee],
        Head::Unique => &[A::Counting, A::AtMost, A::SumOf, A::When],
        Head::Procedure => &[A::ChildOf],
        Head::Step => &[
            A::PartOf,
            A::Ranks,
            A::Within,
            A::Monthly,
            A::RegisteredFor,
            A::May,
            A::BackTo,
            A::Against,
            A::Decides,
            A::When,
        ],
        Head::Budget => &[A::Source, A::Amount],
        Head::Reserve => {
            &[A::Amount, A::Bands, A::Order, A::Method, A::Granule, A::Limit, A::Keep, A::Shortage, A::Lapse]
        }
        Head::Settle => {
            &[A::Pay, A::Bands, A::Order, A::Method, A::Granule, A::Limit, A::Keep, A::Surplus, A::Shortage]
        }
        Head::Target => &[A::Counts, A::Recognised, A::When],
        Head::Flag => &[A::Effect, A::Ask, A::Threshold],
        Head::Recover => &[A::Amount, A::By, A::EnteredIn],
        Head::Cases => &[A::Suppose],
    }
}

/// What a document below may be allowed to do to a statement with this head: nothing, amend it, or repeal it as well.
///
/// Facts, lists and their derivation are what all documents speak in, and the frame (roles, order, budgets) is one for
/// all of them, so neither can be opened.
pub(crate) fn marks(head: Head) -> &'static [AttrWord] {
    use AttrWord as A;
    match head {
        Head::Parameter | Head::Standard | Head::Brackets | Head::Step => &[A::Amendable],
        Head::Must | Head::Subsidy | Head::Recognise | Head::Document | Head::Target | Head::Flag => {
            &[A::Amendable, A::Repealable]
        }
        Head::Plan
        | Head::Role
        | Head::Register
        | Head::Fact
        | Head::Records
        | Head::Derive
        | Head::Compute
        | Head::Period
        | Head::Switch
        | Head::Applies
        | Head::CheckOrder
        | Head::Choose
        | Head::Voucher
        | Head::Unique
        | Head::Procedure
        | Head::Budget
        | Head::Reserve
        | Head::Settle
        | Head::Recover
        | Head::Note
        | Head::Cases => &[],
    }
}

/// What names the statement that 废 drops.
pub(crate) fn after_repeal(head: Head) -> &'static [Piece] {
    if head == Head::Must { &[P::Code] } else { &[P::Ref] }
}

/// Attributes every statement takes.
pub(crate) const COMMON: [AttrWord; 3] = [AttrWord::Under, AttrWord::Remark, AttrWord::Answers];

/// `同一 企业 在 有效期 内 累计 不超过 X 已享受 Y 记 CODE`.
const SAME: &[Piece] = &[
    P::Refs,
    P::Opt(&[P::Word(W::In), P::Ref, P::Word(W::Inside)]),
    P::Word(W::Cumulative),
    P::Word(W::NoMoreThan),
    P::Expr,
    P::Word(W::Enjoyed),
    P::Ref,
    P::Word(W::Code),
    P::Code,
    P::Opt(&[P::Texts]),
    P::Opt(&[P::Word(W::If), P::Expr]),
];

/// `连同 Y 不超过 X 记 CODE`.
const TOGETHER: &[Piece] = &[
    P::Ref,
    P::Word(W::NoMoreThan),
    P::Expr,
    P::Word(W::Code),
    P::Code,
    P::Opt(&[P::Texts]),
    P::Opt(&[P::Word(W::If), P::Expr]),
];

/// What follows an attribute word.
pub(crate) fn after_attribute(word: AttrWord) -> &'static [Piece] {
    use AttrWord as A;
    match word {
        A::Issued => &[P::Str, P::Date],
        A::Basis => &[P::Str],
        A::InForce => &[P::Date, P::Opt(&[P::Word(W::To), P::Date])],
        A::Public | A::Given | A::Repealable => &[],
        A::Inherits => &[P::Ref, P::Str],
        A::MayAdd => &[P::Heads],
        A::Amendable => &[P::Way, P::Opt(&[P::Word(W::In), P::Literal, P::Word(W::To), P::Literal])],
        A::Under
        | A::ProvenBy
        | A::IssuedBy
        | A::AttestedBy
        | A::KeyedBy
        | A::Counting
        | A::By
        | A::Ranks
        | A::RegisteredFor
        | A::May
        | A::Against
        | A::Decides
        | A::Recognised
        | A::EnteredIn => &[P::Refs],
        A::Remark | A::Ask | A::SetElsewhere | A::Because | A::Remedy | A::Source => &[P::Texts],
        A::Answers => &[P::Codes],
        A::Valid | A::Within => &[P::Duration],
        A::From => &[P::Date, P::Opt(&[P::Word(W::To), P::Date]), P::Eq, P::Literal],
        A::Field => &[P::Decl, P::Colon, P::Type, P::Opt(&[P::Texts])],
        A::AtMost => &[P::Int],
        A::ReplacedBy => &[P::Refs, P::Opt(&[P::Word(W::If), P::Expr])],
        A::Option => &[P::Decl, P::Opt(&[P::Word(W::Default)]), P::Opt(&[P::Word(W::Adverse)])],
        A::Else => &[P::Code, P::Texts],
        A::RoundTo => &[P::Expr, P::Comma, P::Direction],
        A::NoMoreThan | A::Less => {
            &[P::Expr, P::Word(W::Code), P::Code, P::Opt(&[P::Texts]), P::Opt(&[P::Word(W::If), P::Expr])]
        }
        A::Same => SAME,
        A::TogetherWith => TOGETHER,
        A::Redeem => &[P::Date, P::Word(W::To), P::Date],
        A::Cleared => &[P::Ref, P::Duration],
        A::SumOf => &[P::Ref, P::Word(W::NoMoreThan), P::Ref],
        A::When | A::Face | A::Pays => &[P::Expr],
        A::Monthly => &[P::Duration, P::Opt(&[P::Word(W::OnHoliday), P::Ref])],
        A::Order | A::Bands => &[P::Keys],
        A::Limit => &[P::Bound, P::Word(W::Code), P::Code, P::Opt(&[P::Texts])],
        A::Keep => &[P::Bound],
        A::Lapse => &[P::Duration, P::Word(W::Inside), P::Word(W::Without), P::Ref],
        A::Granule => &[P::Literal],
        A::Suppose => &[P::Ref, P::Eq, P::Value],
        A::Beneficiary
        | A::Payee
        | A::ChildOf
        | A::PartOf
        | A::BackTo
        | A::Amount
        | A::Shortage
        | A::Surplus
        | A::Pay
        | A::Method
        | A::Counts
        | A::Effect
        | A::Unspent
        | A::Threshold => &[P::Ref],
    }
}
