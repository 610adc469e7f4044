//! The statement as text, for people to read: one step under the other, a comment with its clause for each rule.

use std::collections::{BTreeMap, BTreeSet};

use super::dialect::{Dialect, Joint};
use super::expr::{Calc, Exprs, Id, Node};
use super::layers::{Layers, operands};
use crate::syntax::ast::Comparison;

/// A line longer than this is broken.
const WIDTH: usize = 100;

/// How tightly an expression holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Or,
    And,
    Not,
    Compare,
    Sum,
    Product,
    One,
}

/// Writes expressions for one database.
pub(super) struct Writer<'a> {
    pub dialect: Dialect,
    pub exprs: &'a Exprs,
    pub layers: &'a Layers,
    /// Names of the columns of facts by place.
    pub columns: &'a [String],
    /// Names of the expressions that have one.
    pub names: &'a BTreeMap<Id, String>,
    /// What stands in a comment above an expression: a column of a step, or a test.
    pub comments: &'a BTreeMap<Id, String>,
}

impl Writer<'_> {
    /// The whole expression, even where it has a name.
    pub fn whole(&self, id: Id) -> String {
        self.node(id).0
    }

    /// The columns of facts and the named expressions that an expression refers to.
    pub fn refers(&self, id: Id) -> BTreeSet<Id> {
        let (mut found, mut todo) = (BTreeSet::new(), operands(&self.exprs.get(id).node));
        if matches!(self.exprs.get(id).node, Node::Column { .. }) {
            found.insert(id);
        }
        while let Some(next) = todo.pop() {
            let node = &self.exprs.get(next).node;
            if self.layers.step_of.contains_key(&next) || matches!(node, Node::Column { .. }) {
                found.insert(next);
            } else {
                todo.extend(operands(node));
            }
        }
        found
    }

    /// The name of a column of a fact or of a step.
    pub fn column(&self, id: Id) -> String {
        if let Node::Column { place, .. } = self.exprs.get(id).node {
            return self.columns[place].clone();
        }
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn part(&self, id: Id, least: Bond) -> String {
        if self.layers.step_of.contains_key(&id) {
            return self.column(id);
        }
        let (text, bond) = self.node(id);
        if bond >= least { text } else { format!("({})", text.replace('\n', "\n ")) }
    }

    fn node(&self, id: Id) -> (String, Bond) {
        let dialect = self.dialect;
        match &self.exprs.get(id).node {
            Node::Column { .. } => (self.column(id), Bond::One),
            Node::Null => ("null".to_owned(), Bond::One),
            Node::Int(value) => (dialect.int(*value), if *value < 0 { Bond::Not } else { Bond::One }),
            Node::Bool(yes) => (yes.to_string(), Bond::One),
            Node::Date(number) => (dialect.date(*number), Bond::One),
            Node::Text(text) => (format!("'{}'", text.replace('\'', "''")), Bond::One),
            Node::Calc(calc, a, b) => self.calc(*calc, *a, *b),
            Node::Wide(a) => (dialect.wide(&self.part(*a, Bond::Or)), Bond::One),
            Node::Least(a, b) => (self.call(dialect.extremes().0, &[*a, *b]), Bond::One),
            Node::Greatest(a, b) => (self.call(dialect.extremes().1, &[*a, *b]), Bond::One),
            Node::Else(a, b) => (self.call("coalesce", &[*a, *b]), Bond::One),
            Node::Compare(how, a, b) => {
                let (a, b) = (self.part(*a, Bond::Sum), self.part(*b, Bond::Sum));
                (format!("{a} {} {b}", sign(*how)), Bond::Compare)
            }
            Node::Among(a, of) => self.among(*a, of),
            Node::And(all) => (self.joined(all, "and", Bond::Not), Bond::And),
            Node::Or(any) => (self.joined(any, "or", Bond::And), Bond::Or),
            Node::Not(a) => self.negation(*a),
            Node::Known(a) => (format!("{} is not null", self.part(*a, Bond::Sum)), Bond::Compare),
            Node::Case { arms, other } => (self.case(arms, *other), Bond::One),
            Node::Day(op, a) => (dialect.day(*op, &self.part(*a, Bond::One)), Bond::One),
            Node::Days(a, b) => (dialect.days(&self.part(*a, Bond::One), &self.part(*b, Bond::One)), Bond::One),
        }
    }

    fn negation(&self, a: Id) -> (String, Bond) {
        if let (Node::Known(inner), false) = (&self.exprs.get(a).node, self.layers.step_of.contains_key(&a)) {
            return (format!("{} is null", self.part(*inner, Bond::Sum)), Bond::Compare);
        }
        (format!("not {}", self.part(a, Bond::Sum)), Bond::Not)
    }

    fn call(&self, function: &str, args: &[Id]) -> String {
        let args: Vec<String> = args.iter().map(|arg| self.part(*arg, Bond::Or)).collect();
        let line = format!("{function}({})", args.join(", "));
        if fits(&line) { line } else { format!("{function}(\n{}\n)", indented(&args.join(",\n"))) }
    }

    fn calc(&self, calc: Calc, a: Id, b: Id) -> (String, Bond) {
        let (bond, right) = match calc {
            Calc::Add | Calc::Sub => (Bond::Sum, Bond::Product),
            Calc::Mul | Calc::Div | Calc::Mod => (Bond::Product, Bond::One),
        };
        match self.dialect.calc(calc) {
            Joint::Sign(sign) => (format!("{} {sign} {}", self.part(a, bond), self.part(b, right)), bond),
            Joint::Function(name) => (self.call(name, &[a, b]), Bond::One),
        }
    }

    fn among(&self, a: Id, of: &[Id]) -> (String, Bond) {
        let subject = self.part(a, Bond::Sum);
        let of: Vec<String> = of.iter().map(|one| self.part(*one, Bond::Sum)).collect();
        if self.dialect.has_open_in() {
            return (format!("{subject} in ({})", of.join(", ")), Bond::Compare);
        }
        let each: Vec<String> = of.iter().map(|one| format!("{subject} = {one}")).collect();
        (each.join(" or "), Bond::Or)
    }

    fn joined(&self, parts: &[Id], word: &str, least: Bond) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.part(*part, least)).collect();
        let line = parts.join(&format!(" {word} "));
        if fits(&line) { line } else { parts.join(&format!("\n{word} ")) }
    }

    fn case(&self, arms: &[(Id, Id)], other: Option<Id>) -> String {
        let mut lines = Vec::new();
        for (test, value) in arms {
            lines.extend(self.comments.get(test).map(|words| format!("-- {words}")));
            let (test, value) = (self.part(*test, Bond::Or), self.part(*value, Bond::Or));
            let line = format!("when {test} then {value}");
            lines.push(if fits(&line) { line } else { format!("when {}\nthen {}", hung(&test), hung(&value)) });
        }
        lines.extend(other.map(|other| format!("else {}", self.part(other, Bond::Or))));
        let line = format!("case {} end", lines.join(" "));
        if fits(&line) && !lines.iter().any(|line| line.starts_with("--")) {
            return line;
        }
        format!("case\n{}\nend", indented(&lines.join("\n")))
    }
}

/// The sign of a comparison.
const fn sign(how: Comparison) -> &'static str {
    match how {
        Comparison::Is => "=",
        Comparison::IsNot => "<>",
        Comparison::AtLeast => ">=",
        Comparison::Below => "<",
        Comparison::NoMoreThan => "<=",
        Comparison::Above => ">",
    }
}

fn fits(line: &str) -> bool {
    line.len() <= WIDTH && !line.contains('\n')
}

/// Each line two places to the right.
pub(super) fn indented(text: &str) -> String {
    format!("  {}", text.replace('\n', "\n  "))
}

/// The lines after the first four places to the right.
fn hung(text: &str) -> String {
    text.replace('\n', "\n    ")
}
