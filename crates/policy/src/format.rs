//! The formatter: one spelling for every document, in Chinese or English form, without loss.
//!
//! Only the inside of `policy` blocks changes: blanks, width, spelling of keywords, names and units. Prose and tables stay byte for byte.

use crate::compile::spell::spell;
use crate::compile::{Block, compile};
use crate::diagnostics::{Diagnostics, Severity};
use crate::inherit::{Parents, no_parents};
use crate::syntax::keyword::AttrWord;
use crate::syntax::lexer::TokenKind;
use crate::text::Lang;

/// Formats a document that stands alone. A block that cannot be read is an error: only syntax counts here, not meaning.
pub fn format(source: &str, lang: Lang) -> Result<String, Diagnostics> {
    format_with(source, lang, &no_parents)
}

/// Formats a document that may inherit from others: their names have to be known, so a document above that is missing or
/// has mistakes of its own is an error; one that has changed since is not.
pub fn format_with(source: &str, lang: Lang, parents: &Parents<'_>) -> Result<String, Diagnostics> {
    let compiler = compile(source, parents);
    let asks = compiler.source.statements.iter().any(|statement| statement.attr(AttrWord::Inherits).is_some());
    let orphaned = asks && compiler.plan.inherits.is_none();
    let broken = |d: &&crate::diagnostics::Diagnostic| {
        d.severity == Severity::Error && (d.code == "E01" || (d.code == "E18" && orphaned))
    };
    let above = compiler.source.above;
    let found = compiler.report.finish();
    if found.0.iter().any(|d| broken(&d)) {
        return Err(Diagnostics(found.0.iter().filter(broken).cloned().collect()));
    }
    let mut out = String::new();
    let mut lines = source.split_inclusive('\n').enumerate();
    let mut blocks = compiler.source.blocks.iter().enumerate().skip(above.blocks).peekable();
    while let Some((number, line)) = lines.next() {
        let begins = blocks.peek().is_some_and(|(_, block)| block.line == above.lines + number + 1);
        if !begins {
            out.push_str(line);
            continue;
        }
        let Some((index, block)) = blocks.next() else { continue };
        for text in block_lines(block, index, &compiler.names, lang) {
            out.push_str(&text);
            out.push('\n');
        }
        let mut current = Some(line);
        while let Some(line) = current {
            if line.trim() == "```" {
                out.push_str(line);
                break;
            }
            current = lines.next().map(|(_, line)| line);
        }
    }
    Ok(out)
}

/// The lines of one block: one statement a line, an indented line for each that was indented,
/// a deeper one where brackets were broken over lines, comments where they were.
fn block_lines(block: &Block, number: usize, names: &crate::compile::names::Names, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut indent = "";
    let flush = |lines: &mut Vec<String>, run: &mut Vec<usize>, indent: &str| {
        while run.last().is_some_and(|last| block.tokens[*last].kind == TokenKind::Punct(';')) {
            run.pop();
        }
        if !run.is_empty() {
            lines.push(format!("{indent}{}", spell(block, number, run.drain(..), names, lang)));
        }
    };
    for (index, token) in block.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Newline | TokenKind::Indent => {
                flush(&mut lines, &mut run, indent);
                indent = if token.kind == TokenKind::Indent { "  " } else { "" };
            }
            TokenKind::Comment => {
                let trailing = index > 0 && block.tokens[index - 1].span.line == token.span.line;
                flush(&mut lines, &mut run, indent);
                match lines.last_mut().filter(|_| trailing) {
                    Some(last) => *last = format!("{last} {}", token.text),
                    None => lines.push(token.text.clone()),
                }
            }
            TokenKind::Word
            | TokenKind::Quoted
            | TokenKind::Str
            | TokenKind::Code
            | TokenKind::Literal(_)
            | TokenKind::Punct(_) => {
                let broken = run.last().is_some_and(|last| block.tokens[*last].span.line < token.span.line);
                if broken {
                    flush(&mut lines, &mut run, indent);
                    indent = "    ";
                }
                run.push(index);
            }
        }
    }
    flush(&mut lines, &mut run, indent);
    lines
}
