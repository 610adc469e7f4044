//! Finds every value of a document that a scenario may set: numbers in parameters, tables and rules, each with its place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Setting, SettingKind};
use super::{reach, rows};
use crate::compile::Compiler;
use crate::compile::declare::public_value;
use crate::policy::Policy;
use crate::syntax::ast::{Args, Literal, Statement};
use crate::syntax::keyword::{AttrWord, Head};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::report::Span;
use crate::text::Text;

/// What is found before paths are given out: several values of one statement are numbered.
struct Found {
    id: String,
    about: Text,
    kind: SettingKind,
    clause: String,
    token: Token,
    literal: Literal,
}

pub(super) fn settings(policy: &Policy) -> Vec<Setting> {
    let compiler = policy.read_again();
    let mut found = Vec::new();
    for statement in &compiler.source.statements {
        if let Some((id, about, kind)) = named(statement) {
            for (token, literal) in literals(&compiler, statement) {
                let (id, about, clause) = (id.clone(), about.clone(), compiler.clause_id(statement));
                found.push(Found { id, about, kind, clause, token, literal });
            }
        }
    }
    let mut settings = numbered(found);
    settings.extend(rows::settings(policy.plan()));
    // What is inherited stands in another text, which a scenario of this one does not change.
    let lines_above = compiler.source.above.lines;
    settings.retain(|setting| setting.place.line > lines_above);
    for setting in &mut settings {
        setting.place.line -= lines_above;
    }
    let reached = reach::reached(&compiler);
    for setting in &mut settings {
        let id = setting.path.split('.').next().unwrap_or_default();
        let is_code = policy.plan().requirement(id).is_some();
        let is_award = policy.plan().awards.iter().any(|award| award.id == id);
        setting.decides = is_code || is_award || reached.contains(id);
    }
    settings.sort_by_key(|setting| (setting.place.line, setting.place.column));
    settings
}

/// The id, the name and the kind of a statement whose numbers decide; nothing for others.
fn named(statement: &Statement) -> Option<(String, Text, SettingKind)> {
    let kind = match statement.head {
        Head::Parameter => SettingKind::Parameter,
        Head::Must | Head::Subsidy | Head::Compute | Head::Derive | Head::Recognise | Head::Voucher | Head::Unique => {
            SettingKind::Literal
        }
        Head::Plan
        | Head::Role
        | Head::Register
        | Head::Document
        | Head::Fact
        | Head::Records
        | Head::Period
        | Head::Switch
        | Head::Applies
        | Head::CheckOrder
        | Head::Standard
        | Head::Brackets
        | Head::Choose
        | Head::Procedure
        | Head::Step
        | Head::Budget
        | Head::Reserve
        | Head::Settle
        | Head::Target
        | Head::Flag
        | Head::Recover
        | Head::Note
        | Head::Cases => return None,
    };
    let head = statement.head;
    if let Some(decl) = statement.decls().first() {
        let (id, label) = (decl.id.as_ref()?.text.clone(), decl.label.clone().unwrap_or_default());
        return Some((
            id,
            Text::new(format!("{} {}", head.zh(), decl.name.text), format!("{} {label}", head.en())),
            kind,
        ));
    }
    let code = statement.attr(AttrWord::Else).and_then(|attr| attr.codes().first().cloned());
    let name = code.or_else(|| statement.names().first().filter(|_| head == Head::Derive).cloned())?;
    Some((
        name.text.clone(),
        Text::new(format!("{} {}", head.zh(), name.text), format!("{} {}", head.en(), name.text)),
        kind,
    ))
}

/// The literals of a statement, without those of its type.
fn literals(compiler: &Compiler, statement: &Statement) -> Vec<(Token, Literal)> {
    let ends = statement.ty().map(|ty| [ty.low.map(|low| low.1), ty.high.map(|high| high.1)]);
    let skip: BTreeSet<Span> = ends.into_iter().flatten().flatten().collect();
    let tokens = compiler.source.blocks.iter().flat_map(|block| &block.tokens);
    let from = tokens.skip_while(|token| token.span != statement.span || token.kind == TokenKind::Newline);
    let mut found = Vec::new();
    for token in from.take_while(|token| token.kind != TokenKind::Newline) {
        let TokenKind::Literal(literal) = token.kind else { continue };
        if !skip.contains(&token.span) {
            found.push((token.clone(), literal));
        }
    }
    found
}

/// Gives out paths: the id alone where it has one value, else numbered from 1.
fn numbered(found: Vec<Found>) -> Vec<Setting> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for one in &found {
        *count.entry(one.id.clone()).or_default() += 1;
    }
    let mut so_far: BTreeMap<String, usize> = BTreeMap::new();
    let setting = |one: Found| {
        let number = so_far.entry(one.id.clone()).or_default();
        *number += 1;
        let is_only = count.get(&one.id) == Some(&1);
        let (path, label) = if is_only {
            (one.id, one.about)
        } else {
            let label =
                Text::new(format!("{}：第{number}个数", one.about.zh), format!("{}: number {number}", one.about.en));
            (format!("{}.{number}", one.id), label)
        };
        let value = Some(public_value(one.literal));
        let (written, place) = (one.token.text, one.token.span);
        Setting { path, label, kind: one.kind, clause: one.clause, written, value, decides: false, place }
    };
    found.into_iter().map(setting).collect()
}
