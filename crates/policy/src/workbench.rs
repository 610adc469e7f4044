//! A document on the workbench of whoever writes it: what is wrong, what stands at a place, where a name is declared
//! and used, what may be written next. Works on any text, however broken; knows no editor and no protocol.
//!
//! Places are lines and columns from 1, columns in characters, as in [`crate::diagnostics`].

pub mod cases;
pub mod complete;
mod describe;
pub mod grammar;
mod index;
pub mod outline;
pub mod readings;
mod shape;
pub mod words;

use crate::compile::{Compiler, compile};
use crate::diagnostics::Diagnostics;
use crate::inherit::{Parents, no_parents};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::parser::Mark;
use crate::syntax::report::{Report, Span};
use crate::text::Lang;
use index::Index;

/// A document, read as far as it can be.
pub struct Workbench {
    compiler: Compiler,
    index: Index,
    findings: Diagnostics,
    lines: Vec<String>,
}

/// Some characters of one line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stretch {
    /// The line, from 1.
    pub line: usize,
    /// The first character, from 1.
    pub column: usize,
    /// How many characters.
    pub length: usize,
}

impl From<Span> for Stretch {
    fn from(span: Span) -> Self {
        Self { line: span.line, column: span.column, length: span.length }
    }
}

/// What is said of the thing at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// The characters it is said of.
    pub at: Stretch,
    /// Markdown.
    pub words: String,
}

impl Workbench {
    /// Reads a document that stands alone. Every text can be read; what is wrong with it is in [`Workbench::findings`].
    pub fn read(source: &str) -> Self {
        Self::read_with(source, &no_parents)
    }

    /// The same for a document that may inherit from others. They are used to find what is wrong; hovering, completion
    /// and the outline speak of the document itself.
    pub fn read_with(source: &str, parents: &Parents<'_>) -> Self {
        let mut compiler = compile(source, parents);
        let report = std::mem::replace(&mut compiler.report, Report::new(""));
        if !compiler.above.is_empty() {
            compiler = compile(source, &no_parents);
        }
        let index = Index::new(&compiler);
        let lines = source.lines().map(str::to_owned).collect();
        Self { compiler, index, findings: report.finish(), lines }
    }

    /// What is wrong, all of it.
    pub const fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    /// The tongue most keywords of the document are written in; Chinese where there are none.
    pub fn lang(&self) -> Lang {
        let (mut zh, mut en) = (0_usize, 0_usize);
        for block in &self.compiler.source.blocks {
            for (token, mark) in block.tokens.iter().zip(&block.marks) {
                match mark {
                    Mark::Keyword(chinese, _) if token.text == *chinese => zh += 1,
                    Mark::Keyword(_, english) if token.text == *english => en += 1,
                    Mark::Keyword(..) | Mark::Plain | Mark::DeclComma | Mark::Comma => {}
                }
            }
        }
        if en > zh { Lang::En } else { Lang::Zh }
    }

    /// What the name or keyword at a place means.
    pub fn hover(&self, line: usize, column: usize, lang: Lang) -> Option<Hover> {
        if let Some((span, target)) = self.index.at(line, column) {
            let words = self.describe(target, lang)?;
            return Some(Hover { at: span.into(), words });
        }
        let (block, at) = self.token_at(line, column)?;
        let word = words::of_token(&block.tokens, &block.marks, at)?;
        let token = block.tokens.get(at)?;
        Some(Hover { at: token.span.into(), words: word.markdown(lang) })
    }

    /// Where the name at a place is declared. For a code, the statement that gives it; for a clause, its heading.
    pub fn definition(&self, line: usize, column: usize) -> Option<Stretch> {
        let (_, target) = self.index.at(line, column)?;
        self.index.sites(target).find(|site| site.declares).map(|site| site.span.into())
    }

    /// Everywhere the name at a place stands, in document order; its declaration among them if asked for.
    pub fn references(&self, line: usize, column: usize, with_declaration: bool) -> Vec<Stretch> {
        let Some((_, target)) = self.index.at(line, column) else { return Vec::new() };
        let sites = self.index.sites(target).filter(|site| with_declaration || !site.declares);
        sites.map(|site| site.span.into()).collect()
    }

    /// The block and token that a place falls into.
    fn token_at(&self, line: usize, column: usize) -> Option<(&crate::compile::Block, usize)> {
        self.compiler.source.blocks.iter().find_map(|block| {
            let touches = |token: &Token| touches(token.span, line, column) && token.kind != TokenKind::Newline;
            block.tokens.iter().rposition(touches).map(|at| (block, at))
        })
    }

    /// The clause a line falls under.
    fn clause_at(&self, line: usize) -> Option<&crate::plan::clause::Clause> {
        self.compiler.source.clauses.iter().rfind(|clause| clause.line <= line)
    }
}

/// Whether a place falls into some characters, or just behind them.
fn touches(span: Span, line: usize, column: usize) -> bool {
    span.line == line && span.length > 0 && (span.column..=span.column + span.length).contains(&column)
}
