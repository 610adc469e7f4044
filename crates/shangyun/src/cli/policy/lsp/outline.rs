//! The clauses as the protocol's tree of symbols, each with what is declared under it.

use super::document::Document;
use ::policy::text::Lang;
use ::policy::workbench::outline::{Declared, Heading};
use lsp_types::{DocumentSymbol, SymbolKind};

/// The tree of a document.
pub(super) fn nested(document: &mut Document, lang: Lang) -> Vec<DocumentSymbol> {
    let headings = document.bench().outline();
    under(document, &headings, lang)
}

/// Headings as a tree: each with those that follow it on a deeper level.
fn under(document: &Document, headings: &[Heading], lang: Lang) -> Vec<DocumentSymbol> {
    let mut found = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let deeper = after.iter().take_while(|later| later.level > first.level).count();
        let (below, beyond) = after.split_at(deeper);
        let mut children: Vec<_> = first.declared.iter().map(|one| declared(document, one, lang)).collect();
        children.extend(under(document, below, lang));
        found.push(symbol(
            format!("{} {}", first.id, first.title.get(lang)),
            String::new(),
            SymbolKind::NAMESPACE,
            (document.lines(first.line, first.last_line), document.lines(first.line, first.line)),
            children,
        ));
        rest = beyond;
    }
    found
}

fn declared(document: &Document, one: &Declared, lang: Lang) -> DocumentSymbol {
    let at = document.range(one.at);
    let detail = format!("{} {}", one.head.get(lang), one.id);
    let name = Some(one.text.get(lang)).filter(|name| !name.is_empty()).unwrap_or(&one.text.zh);
    symbol(name.to_owned(), detail, SymbolKind::VARIABLE, (at, at), Vec::new())
}

#[expect(deprecated, reason = "the protocol's struct still has the field")]
fn symbol(
    name: String,
    detail: String,
    kind: SymbolKind,
    (range, selection_range): (lsp_types::Range, lsp_types::Range),
    children: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    DocumentSymbol {
        name,
        detail: Some(detail).filter(|detail| !detail.is_empty()),
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: Some(children).filter(|children| !children.is_empty()),
    }
}
