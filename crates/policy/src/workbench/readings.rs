//! What each reading of an open question changes, in words: every rule that mentions the question, as it stands under each option.

use super::Workbench;
use crate::syntax::ast::{Arg, Args, Attr, BinaryOp, Comparison, Expr, ExprKind, Statement};
use crate::syntax::keyword::{AttrWord, W};
use crate::text::Text;

/// A rule that depends on an open question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The clause it stands under.
    pub clause: String,
    /// Its head word, such as 补贴.
    pub head: Text,
    /// Its name, or the code of a requirement.
    pub name: Text,
    /// Which part of it depends: the attribute word, or the head word again for the rule itself.
    pub part: Text,
    /// What stands there under each option, by option id in the order declared.
    pub under: Vec<(String, Text)>,
}

/// An expression under one option.
enum Folded {
    Always,
    Never,
    Words(Text),
}

/// The question and the option taken.
struct Taken<'a> {
    switch: [&'a str; 2],
    option: [&'a str; 2],
}

impl Workbench {
    /// The rules that mention the open question with this id, in document order.
    pub fn changes(&self, switch: &str) -> Vec<Change> {
        let plan = &self.compiler.plan;
        let Some(switch) = plan.switches.iter().find(|one| one.id == switch) else { return Vec::new() };
        let mut found = Vec::new();
        for statement in &self.compiler.source.statements {
            let whole = Text::new(statement.head.zh(), statement.head.en());
            let own = statement.args.iter().filter_map(expression).map(|expr| (whole.clone(), expr));
            let parts = statement.attrs.iter().flat_map(parts);
            for (part, expr) in own.chain(parts) {
                if !mentions(expr, [&switch.text.zh, &switch.id]) {
                    continue;
                }
                let under = switch.options.iter().map(|option| {
                    let taken = Taken { switch: [&switch.text.zh, &switch.id], option: [&option.text.zh, &option.id] };
                    (option.id.clone(), self.fold(expr, &taken).words())
                });
                found.push(Change {
                    clause: self.compiler.clause_id(statement),
                    head: whole.clone(),
                    name: name_of(statement),
                    part,
                    under: under.collect(),
                });
            }
        }
        found
    }

    /// An expression once an option is taken: what the question decides falls away.
    fn fold(&self, expr: &Expr, taken: &Taken<'_>) -> Folded {
        if !mentions(expr, taken.switch) {
            return Folded::Words(self.compiler.spell(expr.tokens));
        }
        match &expr.kind {
            ExprKind::Binary(BinaryOp::Compare(Comparison::Is), left, right) if names(left, taken.switch) => {
                Folded::from(names(right, taken.option))
            }
            ExprKind::Binary(BinaryOp::Compare(Comparison::IsNot), left, right) if names(left, taken.switch) => {
                Folded::from(!names(right, taken.option))
            }
            ExprKind::Among(left, options) if names(left, taken.switch) => {
                Folded::from(options.iter().any(|option| names(option, taken.option)))
            }
            ExprKind::If(test, yes, no) => match self.fold(test, taken) {
                Folded::Always => self.fold(yes, taken),
                Folded::Never => self.fold(no, taken),
                Folded::Words(test) => {
                    let (yes, no) = (self.fold(yes, taken).words(), self.fold(no, taken).words());
                    Folded::Words(joined(&[(W::If, &test), (W::Then, &yes), (W::Otherwise, &no)]))
                }
            },
            ExprKind::Not(inner) => match self.fold(inner, taken) {
                Folded::Always => Folded::Never,
                Folded::Never => Folded::Always,
                Folded::Words(inner) => Folded::Words(joined(&[(W::Not, &inner)])),
            },
            ExprKind::Binary(BinaryOp::And, left, right) => match (self.fold(left, taken), self.fold(right, taken)) {
                (Folded::Never, _) | (_, Folded::Never) => Folded::Never,
                (Folded::Always, other) | (other, Folded::Always) => other,
                (Folded::Words(left), Folded::Words(right)) => Folded::Words(between(&left, W::And, &right)),
            },
            ExprKind::Binary(BinaryOp::Or, left, right) => match (self.fold(left, taken), self.fold(right, taken)) {
                (Folded::Always, _) | (_, Folded::Always) => Folded::Always,
                (Folded::Never, other) | (other, Folded::Never) => other,
                (Folded::Words(left), Folded::Words(right)) => Folded::Words(between(&left, W::Or, &right)),
            },
            ExprKind::Binary(BinaryOp::Compare(_) | BinaryOp::Add | BinaryOp::Sub | BinaryOp::Times, ..)
            | ExprKind::Literal(_)
            | ExprKind::Name(_)
            | ExprKind::Call(..)
            | ExprKind::Aggregate { .. }
            | ExprKind::Between(..)
            | ExprKind::Among(..) => Folded::Words(self.compiler.spell(expr.tokens)),
        }
    }
}

impl Folded {
    fn words(self) -> Text {
        match self {
            Self::Always => Text::new("总是", "always"),
            Self::Never => Text::new("从不", "never"),
            Self::Words(words) => words,
        }
    }
}

impl From<bool> for Folded {
    fn from(yes: bool) -> Self {
        if yes { Self::Always } else { Self::Never }
    }
}

fn expression(arg: &Arg) -> Option<&Expr> {
    if let Arg::Expr(expr) = arg { Some(expr) } else { None }
}

/// The expressions of an attribute, each under the word before it; a cap is named by its own word, its condition by 若.
fn parts(attr: &Attr) -> impl Iterator<Item = (Text, &Expr)> {
    let of = |word: AttrWord| Text::new(word.zh(), word.en());
    let conditional = attr.has(W::If);
    let count = attr.args.iter().filter_map(expression).count();
    attr.args.iter().filter_map(expression).enumerate().map(move |(place, expr)| {
        let is_condition = conditional && place + 1 == count;
        (if is_condition { Text::new(W::If.zh(), W::If.en()) } else { of(attr.word) }, expr)
    })
}

/// The name a statement is known by.
fn name_of(statement: &Statement) -> Text {
    if let Some(decl) = statement.decls().first() {
        return Text::new(decl.name.text.clone(), decl.label.clone().unwrap_or_default());
    }
    let code = statement.attr(AttrWord::Else).and_then(|attr| attr.codes().first());
    let name = code.or_else(|| statement.names().first());
    name.map(|name| Text::new(name.text.clone(), name.text.clone())).unwrap_or_default()
}

fn names(expr: &Expr, wanted: [&str; 2]) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if wanted.contains(&name.text.as_str()))
}

/// Whether an expression names the question anywhere.
fn mentions(expr: &Expr, switch: [&str; 2]) -> bool {
    let any = |all: &[&Expr]| all.iter().any(|one| mentions(one, switch));
    match &expr.kind {
        ExprKind::Literal(_) => false,
        ExprKind::Name(_) => names(expr, switch),
        ExprKind::Call(_, args) => args.iter().any(|one| mentions(one, switch)),
        ExprKind::Aggregate { of, when, .. } => of.iter().chain(when).any(|one| mentions(one, switch)),
        ExprKind::Not(inner) => mentions(inner, switch),
        ExprKind::Binary(_, left, right) => any(&[left, right]),
        ExprKind::Between(value, low, high) => any(&[value, low, high]),
        ExprKind::Among(value, options) => mentions(value, switch) || options.iter().any(|one| mentions(one, switch)),
        ExprKind::If(test, yes, no) => any(&[test, yes, no]),
    }
}

/// Parts, each after its word.
fn joined(parts: &[(W, &Text)]) -> Text {
    let zh: Vec<String> = parts.iter().map(|(word, text)| format!("{} {}", word.zh(), text.zh)).collect();
    let en: Vec<String> = parts.iter().map(|(word, text)| format!("{} {}", word.en(), text.en)).collect();
    Text::new(zh.join(" "), en.join(" "))
}

fn between(left: &Text, word: W, right: &Text) -> Text {
    let half = |left: &str, word: &str, right: &str| format!("{left} {word} {right}");
    Text::new(half(&left.zh, word.zh(), &right.zh), half(&left.en, word.en(), &right.en))
}
