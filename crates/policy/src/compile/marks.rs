//! 下级可改, 下级可废, 下级可增: what a document leaves open to the documents below it.

use super::Compiler;
use super::declare::remark;
use crate::plan::inherit::Opened;
use crate::syntax::ast::{Arg, Args, Literal, Statement};
use crate::syntax::keyword::{AttrWord as A, Head, TypeWord, W, Way};
use crate::syntax::report::{Span, both};
use crate::text::Text;

/// How far an amendment may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bound {
    /// Anywhere.
    Free,
    /// 只增: nowhere below what is written.
    Up,
    /// 只减: nowhere above it.
    Down,
    /// 从严: both requirements hold.
    Stricter,
    /// 在 … 至 …: within these, both included.
    Between(Literal, Literal),
}

impl Bound {
    /// The bound of a marked statement.
    pub fn of(statement: &Statement) -> Self {
        let Some(attr) = statement.attr(A::Amendable) else { return Self::Free };
        match attr.way() {
            Some(Way::Up) => return Self::Up,
            Some(Way::Down) => return Self::Down,
            Some(Way::Stricter) => return Self::Stricter,
            None => {}
        }
        let mut ends =
            attr.args.iter().filter_map(|arg| if let Arg::Literal(end, _) = arg { Some(*end) } else { None });
        match (ends.next(), ends.next()) {
            (Some(low), Some(high)) => Self::Between(low, high),
            (_, _) => Self::Free,
        }
    }

    /// In words, for who reads what is open.
    fn words(self) -> Text {
        match self {
            Self::Free => Text::new("任意", "freely"),
            Self::Up => Text::new("只增", "only up"),
            Self::Down => Text::new("只减", "only down"),
            Self::Stricter => Text::new("从严", "only stricter"),
            Self::Between(..) => Text::new("在范围内", "within bounds"),
        }
    }

    /// Whether a statement can be held to this bound.
    fn fits(self, statement: &Statement) -> bool {
        let ordered = statement.ty().is_some_and(|ty| {
            matches!(ty.word, TypeWord::Money | TypeWord::Ratio | TypeWord::Integer | TypeWord::Date)
        });
        match (self, statement.head) {
            (Self::Free, _) | (Self::Up | Self::Down, Head::Step) => true,
            (Self::Up | Self::Down | Self::Between(..), Head::Parameter | Head::Standard | Head::Brackets) => ordered,
            (Self::Stricter, head) => head == Head::Must,
            (Self::Up | Self::Down | Self::Between(..), _) => false,
        }
    }
}

/// Whether a statement with this head does something of its own, so that a document below needs leave to add it.
/// Facts, quantities, tables, open questions and notes only speak, and may always be added.
pub(super) fn is_addition(head: Head) -> bool {
    match head {
        Head::Document
        | Head::Must
        | Head::Subsidy
        | Head::Recognise
        | Head::Choose
        | Head::Voucher
        | Head::Unique
        | Head::Procedure
        | Head::Step
        | Head::Budget
        | Head::Reserve
        | Head::Settle
        | Head::Target
        | Head::Flag
        | Head::Recover => true,
        Head::Plan
        | Head::Role
        | Head::Register
        | Head::Fact
        | Head::Records
        | Head::Derive
        | Head::Compute
        | Head::Parameter
        | Head::Period
        | Head::Switch
        | Head::Applies
        | Head::CheckOrder
        | Head::Standard
        | Head::Brackets
        | Head::Note
        | Head::Cases => false,
    }
}

/// The id or code of a statement, and its name or words.
pub(super) fn name_of(statement: &Statement) -> (String, Text) {
    if statement.head == Head::Must {
        let otherwise = statement.attr(A::Else);
        let code = otherwise.and_then(|attr| attr.codes().first()).map(|code| code.text.clone());
        return (code.unwrap_or_default(), otherwise.and_then(Args::texts).cloned().unwrap_or_default());
    }
    let Some(decl) = statement.decls().first() else { return (String::new(), remark(statement).unwrap_or_default()) };
    let id = decl.id.as_ref().unwrap_or(&decl.name).text.clone();
    (id, Text::new(decl.name.text.clone(), decl.label.clone().unwrap_or_default()))
}

impl Compiler {
    /// Checks the marks of this document, and writes down all that is open below it.
    pub(super) fn marks(&mut self) {
        for statement in self.source.statements.clone() {
            let (amendable, repealable) = (statement.attr(A::Amendable), statement.attr(A::Repealable).is_some());
            if statement.head == Head::Plan {
                self.may_add(&statement);
            }
            let Some(mark) = amendable.map(|attr| attr.span).or(statement.attr(A::Repealable).map(|attr| attr.span))
            else {
                continue;
            };
            if !self.report.is_inherited(mark.line) {
                self.check_mark(&statement, mark);
            }
            let (id, name) = name_of(&statement);
            self.plan.opened.push(Opened {
                by: statement.head.en().to_owned(),
                id,
                name,
                amendable: amendable.map(|_| Bound::of(&statement).words()),
                repealable,
                clause: self.clause_id(&statement),
            });
        }
    }

    fn check_mark(&mut self, statement: &Statement, span: Span) {
        let bound = Bound::of(statement);
        let given = statement
            .attr(A::Amendable)
            .map_or(0, |attr| attr.args.iter().filter(|arg| matches!(arg, Arg::Way(_) | Arg::Word(W::In))).count());
        if given > 1 || !bound.fits(statement) {
            let (zh, en) = (statement.head.zh(), statement.head.en());
            self.report.error(
                "E18",
                span,
                both(format!("`{zh}` 不能这样限定下级"), format!("a `{en}` can not be bounded this way")),
                both(
                    "数值写 只增、只减 或 在 … 至 …，步骤写 只增 或 只减，须写 从严；至多一样",
                    "numbers take only-up, only-down or in … to …, steps only-up or only-down, must takes stricter; at most one",
                ),
            );
        }
        if statement.decls().len() > 1 {
            self.report.error(
                "E18",
                span,
                both("开放给下级的语句只声明一项", "what is opened declares one thing"),
                both("拆成几条，各写各的标记", "make several statements of it, each with its mark"),
            );
        }
    }

    fn may_add(&mut self, plan: &Statement) {
        for (head, span) in plan.attr(A::MayAdd).map_or(&[][..], Args::heads) {
            if !is_addition(*head) {
                self.report.error(
                    "E18",
                    *span,
                    both(format!("`{}` 不必开放", head.zh()), format!("`{}` need not be listed", head.en())),
                    both(
                        "事实、计算、参数、标准、疑义、注等随时可增，去掉即可",
                        "facts, quantities, parameters, tables, switches and notes may always be added; leave it out",
                    ),
                );
            }
            self.plan.may_add.push(Text::new(head.zh(), head.en()));
        }
    }

    /// For a document that inherits nothing: 改 and 废 have no object.
    pub(super) fn alone(&mut self) {
        for statement in self.source.statements.iter().filter(|one| one.manner.is_some()) {
            self.report.error(
                "E18",
                statement.span,
                both("没有继承，无可改、无可废", "nothing is inherited, so nothing can be amended or repealed"),
                both(
                    "在 `方案` 中写 `继承 标识 「SHA-256」`，或去掉 改、废",
                    "write `inherits id 「SHA-256」` in the `programme`, or leave out amend and repeal",
                ),
            );
        }
        self.source.statements.retain(|one| one.manner.is_none());
    }
}
