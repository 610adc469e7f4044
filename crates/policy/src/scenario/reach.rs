//! Which declared numbers the decision on settled facts can rest on: a setting of anything else moves no award.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::Compiler;
use crate::plan::clause::ClausePart;
use crate::syntax::ast::{Args, Place, Statement};
use crate::syntax::keyword::Head;
use crate::syntax::lexer::TokenKind;

/// The ids of everything that requirements and awards name, directly or through quantities and tables. What 核算 reads
/// is left out: it is settled before the decision.
pub(super) fn reached(compiler: &Compiler) -> BTreeSet<String> {
    let named = named(compiler);
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut todo: Vec<usize> = Vec::new();
    for (number, statement) in compiler.source.statements.iter().enumerate() {
        if matches!(statement.head, Head::Must | Head::Subsidy | Head::Applies | Head::Choose | Head::Recognise) {
            todo.push(number);
        }
        if statement.head != Head::Derive {
            let ids = statement.decls().iter().filter_map(|decl| decl.id.as_ref());
            ids.for_each(|id| by_id.entry(id.text.clone()).or_default().push(number));
        }
    }
    let mut reached = BTreeSet::new();
    while let Some(number) = todo.pop() {
        let standard = compiler.source.statements.get(number).map(|statement| cells(compiler, statement));
        let ids = named.get(&number).into_iter().flatten().cloned().chain(standard.into_iter().flatten());
        for id in ids.collect::<Vec<String>>() {
            if reached.insert(id.clone()) {
                todo.extend(by_id.get(&id).into_iter().flatten().copied());
            }
        }
    }
    reached
}

/// The ids that each statement names, by its number.
fn named(compiler: &Compiler) -> BTreeMap<usize, Vec<String>> {
    let heads: BTreeMap<_, usize> =
        compiler.source.statements.iter().enumerate().map(|(number, one)| (one.span, number)).collect();
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (block, tokens) in compiler.source.blocks.iter().map(|block| &block.tokens).enumerate() {
        let mut statement = None;
        for (token, at) in tokens.iter().enumerate() {
            statement = if at.kind == TokenKind::Newline { None } else { statement.or(heads.get(&at.span).copied()) };
            let used = compiler.names.uses.get(&Place { block, token });
            if let (Some(statement), Some((_, id))) = (statement, used) {
                found.entry(statement).or_default().push(id.clone());
            }
        }
    }
    found
}

/// The quantities that the cells of a table name.
fn cells(compiler: &Compiler, statement: &Statement) -> Vec<String> {
    let Some(decl) = statement.decls().first().filter(|_| matches!(statement.head, Head::Standard | Head::Brackets))
    else {
        return Vec::new();
    };
    let tables = compiler.plan.clauses.iter().flat_map(|clause| &clause.parts).filter_map(|part| match part {
        ClausePart::Table(table) => Some(table),
        ClausePart::Prose(_) | ClausePart::Rules(_) => None,
    });
    let of = tables.filter(|table| table.head.iter().any(|cell| cell.text == decl.name.text));
    let texts: BTreeSet<&str> =
        of.flat_map(|table| table.rows.iter().flatten()).map(|cell| cell.text.as_str()).collect();
    let quantities = compiler.plan.quantities.iter().filter(|one| texts.contains(one.text.zh.as_str()));
    quantities.map(|one| one.id.clone()).collect()
}
