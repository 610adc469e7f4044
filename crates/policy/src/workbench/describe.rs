//! What is said of a declared name, a code or a clause.

use super::Workbench;
use super::index::{Declaration, Target};
use crate::compile::declare::public_value;
use crate::compile::names::{Kind, Symbol};
use crate::plan::clause::{Clause, ClausePart};
use crate::syntax::ast::{Args, Literal, Statement, TypeExpr};
use crate::syntax::keyword::{AttrWord as A, Head, TypeWord};
use crate::text::{Lang, Text};

/// The longest line of prose that is shown.
const PROSE_CHARS: usize = 120;

impl Workbench {
    /// Markdown about a target.
    pub(super) fn describe(&self, target: &Target, lang: Lang) -> Option<String> {
        match target {
            Target::Name(kind, id) => self.describe_name(*kind, id, target, lang),
            Target::Code(code) => Some(self.describe_code(code, lang)),
            Target::Clause(id) => {
                let clause = self.compiler.source.clauses.iter().find(|clause| clause.id == *id)?;
                Some(heading(clause, lang))
            }
        }
    }

    fn describe_name(&self, kind: Kind, id: &str, target: &Target, lang: Lang) -> Option<String> {
        let symbol = self.compiler.names.lookup(kind, id)?;
        let mut out = vec![named(symbol)];
        if let Some((span, declaration)) = self.index.declaration(target) {
            let statement = self.compiler.source.statements.get(declaration.statement)?;
            out.push(self.particulars(kind, statement, declaration, lang));
            out.extend(self.clause_at(span.line).map(|clause| heading(clause, lang)));
        }
        Some(out.join("\n\n"))
    }

    /// What kind of thing it is, its type and range, and what it is made of.
    fn particulars(&self, kind: Kind, statement: &Statement, declaration: &Declaration, lang: Lang) -> String {
        let what = match kind {
            Kind::Member(_) => Text::new("选项", "member"),
            Kind::Option(_) => Text::new("读法", "reading"),
            Kind::Column(_) => Text::new("栏", "column"),
            Kind::Value
            | Kind::List
            | Kind::Role
            | Kind::Register
            | Kind::Document
            | Kind::Period
            | Kind::Award
            | Kind::Recognition
            | Kind::Choice
            | Kind::Voucher
            | Kind::Procedure
            | Kind::Step
            | Kind::Budget
            | Kind::Unique
            | Kind::Target
            | Kind::Flag
            | Kind::Recovery => Text::new(statement.head.zh(), statement.head.en()),
        };
        let mut parts = vec![what.get(lang).to_owned()];
        parts.extend(declaration.ty.as_ref().map(|ty| self.typed(ty, lang)));
        let own = !matches!(kind, Kind::Member(_) | Kind::Option(_) | Kind::Column(_));
        let value = statement.literal().map(|(literal, _)| format!("= {}", self.shown(literal, lang)));
        parts.extend(value.filter(|_| statement.head == Head::Parameter));
        let mut said = parts.join(" · ");
        if let Some(expr) = statement.expr().filter(|_| own && statement.head != Head::Must) {
            said = format!("{said}\n\n```policy\n{}\n```", self.compiler.spell(expr.tokens).get(lang));
        }
        let question = statement.attr(A::Ask).and_then(|attr| attr.texts()).filter(|_| own);
        question.map_or(said.clone(), |question| format!("{said}\n\n{}", question.get(lang)))
    }

    /// A type with its unit and its range, or its members.
    fn typed(&self, ty: &TypeExpr, lang: Lang) -> String {
        let word = Text::new(ty.word.zh(), ty.word.en());
        let unit = match ty.word {
            TypeWord::Money => Text::new("（数据中以分计）", " (fen in data)"),
            TypeWord::Date => Text::new("（YYYY-MM-DD）", " (YYYY-MM-DD)"),
            TypeWord::Ratio
            | TypeWord::Integer
            | TypeWord::Bool
            | TypeWord::Text
            | TypeWord::OneOf
            | TypeWord::Level
            | TypeWord::SameAs => Text::default(),
        };
        let mut said = format!("{}{}", word.get(lang), unit.get(lang));
        let end = |end: Option<(Literal, _)>| end.map(|(literal, _)| self.shown(literal, lang));
        match (end(ty.low), end(ty.high)) {
            (Some(low), Some(high)) => said = format!("{said} · {low} – {high}"),
            (Some(low), None) => said = format!("{said} · ≥ {low}"),
            (None, _) => {}
        }
        let members: Vec<String> = ty
            .members
            .iter()
            .map(|member| format!("{} `{}`", member.name.text, member.id.as_ref().map_or("", |id| &id.text)))
            .collect();
        if !members.is_empty() {
            said = format!("{said}：{}", members.join(if ty.word == TypeWord::Level { " < " } else { " · " }));
        }
        ty.same.as_ref().map_or(said.clone(), |same| format!("{said} {}", same.text))
    }

    fn shown(&self, literal: Literal, lang: Lang) -> String {
        self.compiler.plan.show("", &public_value(literal), lang)
    }

    /// A code: what it says, and in what statement it is given.
    fn describe_code(&self, code: &str, lang: Lang) -> String {
        let plan = &self.compiler.plan;
        let mut out = vec![format!("`{code}`")];
        if let Some(switch) = plan.switches.iter().find(|switch| switch.code == code) {
            out.push(format!("**{}** {}", switch.text.get(lang), switch.question.get(lang)));
        } else if let Some(questions) = plan.open_questions.get(code) {
            out.extend(questions.iter().map(|question| question.words.get(lang).to_owned()).filter(|w| !w.is_empty()));
        } else {
            let words = plan.code_words(code);
            out.extend((words.get(lang) != code).then(|| words.get(lang).to_owned()));
            let remedy = plan.requirement(code).and_then(|requirement| requirement.remedy.as_ref());
            out.extend(remedy.map(|remedy| remedy.get(lang).to_owned()));
        }
        out.join("\n\n")
    }
}

fn named(symbol: &Symbol) -> String {
    if symbol.label.is_empty() {
        format!("**{}** `{}`", symbol.zh, symbol.id)
    } else {
        format!("**{}** `{}` {}", symbol.zh, symbol.id, symbol.label)
    }
}

/// The clause with the first line of its prose.
fn heading(clause: &Clause, lang: Lang) -> String {
    let title = format!("§ {} {}", clause.id, clause.title.get(lang));
    let prose = clause.parts.iter().find_map(|part| match part {
        ClausePart::Prose(text) => Some(text.get(lang)),
        ClausePart::Rules(_) | ClausePart::Table(_) => None,
    });
    let first = prose.and_then(|prose| prose.lines().next()).filter(|line| !line.is_empty());
    first.map_or(title.clone(), |line| {
        let short: String = line.chars().take(PROSE_CHARS).collect();
        let more = if short.len() < line.len() { "…" } else { "" };
        format!("{title}\n\n> {short}{more}")
    })
}
