//! From statements to a plan that can decide. All mistakes are collected; nothing here stops at the first.

/// Looks a name up in a closed list; a report where it is not there.
macro_rules! closed {
    ($self:ident, $list:ident, $name:expr) => {{
        let found = $list::from_word(&$name.text);
        match found {
            Some(member) => $self.names.note($name, member.zh(), member.en()),
            None => $self.not_in_list($name, $list::ALL.iter().map(|(_, zh, en)| (*zh, *en)).collect()),
        }
        found
    }};
}

pub(crate) mod awards;
pub(crate) mod bounds;
pub(crate) mod build;
pub(crate) mod calls;
pub(crate) mod cases;
pub(crate) mod choices;
pub(crate) mod coverage;
pub(crate) mod declare;
pub(crate) mod inherit;
pub(crate) mod marks;
pub(crate) mod merge;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod paper;
pub(crate) mod parameters;
pub(crate) mod program;
pub(crate) mod ratios;
pub(crate) mod rules;
pub(crate) mod set_cases;
pub(crate) mod sharing;
pub(crate) mod spell;
pub(crate) mod standards;
pub(crate) mod steps;
pub(crate) mod tables;
pub(crate) mod typed;
pub(crate) mod vouchers;

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::inherit::Parents;
use crate::plan::Plan;
use crate::plan::clause::{Clause, ClausePart};
use crate::plan::procedure::Condition;
use crate::syntax::ast::Statement;
use crate::syntax::document;
use crate::syntax::lexer::{Token, tokens};
use crate::syntax::parser::{Mark, Parser};
use crate::syntax::report::Report;
use build::Unit;
use model::Model;
use names::Names;
use program::{Compiled, DeriveRule};

/// One `policy` block, read.
#[derive(Clone)]
pub(crate) struct Block {
    pub tokens: Vec<Token>,
    pub marks: Vec<Mark>,
    pub line: usize,
}

/// A document read as far as statements; what it inherits stands first.
pub(crate) struct Source {
    pub clauses: Vec<Clause>,
    pub blocks: Vec<Block>,
    pub statements: Vec<Statement>,
    /// What is inherited.
    pub above: Start,
}

/// Where the numbers of a document begin: how many lines, clauses and blocks the documents above have.
#[derive(Clone, Copy, Default)]
pub(crate) struct Start {
    pub lines: usize,
    pub clauses: usize,
    pub blocks: usize,
}

/// Everything at hand while a document is compiled.
pub(crate) struct Compiler {
    pub plan: Plan,
    pub model: Model,
    pub names: Names,
    pub report: Report,
    pub source: Source,
    pub compiled: Compiled,
    /// The texts of the documents above, the nearest first.
    pub above: Vec<String>,
    /// 改 of what is inherited, each to be held to what the document above allows.
    pub amended: Vec<merge::Amended>,
    /// 废 of what is inherited.
    pub repeals: Vec<Statement>,
}

/// Reads the blocks of a document.
pub(crate) fn read(source: &str, above: Start, report: &mut Report) -> Source {
    let clauses = document::clauses(source, above.lines, report);
    let (mut blocks, mut statements) = (Vec::new(), Vec::new());
    for (number, clause) in clauses.iter().enumerate() {
        for part in &clause.parts {
            let ClausePart::Rules(rules) = part else { continue };
            let found = tokens(&rules.source, rules.line, report);
            let (block, clause) = (above.blocks + blocks.len(), above.clauses + number);
            let mut parser = Parser::new(found, block, clause, report);
            statements.extend(parser.statements());
            let (tokens, marks) = (std::mem::take(&mut parser.tokens), std::mem::take(&mut parser.marks));
            blocks.push(Block { tokens, marks, line: rules.line });
        }
    }
    Source { clauses, blocks, statements, above }
}

/// Compiles a document; the report says whether the result may be used.
pub(crate) fn compile(text: &str, parents: &Parents<'_>) -> Compiler {
    inherit::compile(text, parents, &[])
}

/// SHA-256 of the bytes, in hex.
pub(crate) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let written = write!(hex, "{byte:02x}");
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
        hex
    })
}

impl Compiler {
    /// A document as read, with nothing understood yet.
    pub fn new(text: &str, source: Source, mut report: Report) -> Self {
        let ratio_unit = ratios::unit(&source, &mut report);
        Self {
            plan: Plan { hash: hash(text), clauses: source.clauses.clone(), ..Plan::default() },
            model: Model { ratio_unit, ..Model::default() },
            names: Names::default(),
            report,
            source,
            compiled: Compiled { ratio_unit, ..Compiled::default() },
            above: Vec::new(),
            amended: Vec::new(),
            repeals: Vec::new(),
        }
    }

    /// Runs the worked cases, where there is no mistake so far.
    pub fn worked_cases(&mut self) {
        if self.report.errors() == 0 {
            self.cases();
            self.set_cases();
        }
    }

    /// Understands every statement, all but the worked cases.
    pub fn understand(&mut self) {
        self.declare();
        self.bind_tables();
        self.case_tables();
        self.papers();
        self.derives();
        self.quantities();
        self.rules();
        self.procedures();
        self.coverage();
        self.marks();
    }

    /// The statements with this head, cloned so that the compiler can be changed while they are read.
    pub fn statements(&self, head: crate::syntax::keyword::Head) -> Vec<Statement> {
        self.source.statements.iter().filter(|statement| statement.head == head).cloned().collect()
    }

    /// The id of the clause a statement stands under.
    pub fn clause_id(&self, statement: &Statement) -> String {
        self.source.clauses.get(statement.clause).map(|clause| clause.id.clone()).unwrap_or_default()
    }

    /// A fresh unit of code.
    pub fn unit(&mut self, lists_allowed: bool) -> Unit<'_> {
        Unit::new(&self.model, &mut self.names, &mut self.report, lists_allowed)
    }

    /// Compiles a condition of a step, a paper or a key.
    pub fn condition(&mut self, expr: &crate::syntax::ast::Expr) -> Option<Condition> {
        let mut unit = self.unit(false);
        let slot = unit.boolean(expr)?;
        let code = unit.code;
        let facts = self.fact_ids(code.facts_of(slot));
        let text = self.spell(expr.tokens);
        self.compiled.conditions.push((code, slot));
        Some(Condition { number: self.compiled.conditions.len() - 1, text, facts })
    }

    /// Ids of facts by number, in declaration order.
    pub fn fact_ids(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
        numbers.into_iter().filter_map(|number| self.plan.facts.get(number)).map(|fact| fact.id.clone()).collect()
    }

    /// Compiles every 核算.
    fn derives(&mut self) {
        for statement in self.statements(crate::syntax::keyword::Head::Derive) {
            use crate::syntax::ast::Args;
            let (Some(target), Some(expr)) = (statement.names().first(), statement.expr()) else { continue };
            let Some(fact) = self.value_fact(target) else { continue };
            let mut unit = self.unit(true);
            let Some(slot) = unit.of_fact(expr, fact) else { continue };
            let code = unit.code;
            if let Some(declared) = self.plan.facts.get_mut(fact) {
                declared.origin = crate::plan::inputs::Origin::Derived;
            }
            self.compiled.derives.push(DeriveRule { fact, code, slot });
        }
    }
}
