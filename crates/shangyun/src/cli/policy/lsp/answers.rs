//! The answers to what an editor asks about a place or a document.

use super::Server;
use super::outline;
use ::policy::format::format;
use ::policy::workbench::complete::{Offer, Sort};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CompletionItem,
    CompletionItemKind, CompletionItemLabelDetails, CompletionParams, CompletionResponse, CompletionTextEdit,
    DocumentChanges, DocumentFormattingParams, DocumentSymbolParams, DocumentSymbolResponse, Documentation,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverContents, HoverParams, Location, MarkupContent,
    MarkupKind, OneOf, OptionalVersionedTextDocumentIdentifier, Range, ReferenceParams, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};

impl Server {
    pub(super) fn hover(&mut self, params: &HoverParams) -> Option<Hover> {
        let (lang, at) = (self.lang, &params.text_document_position_params);
        let document = self.document(&at.text_document.uri)?;
        let (line, column) = document.place(at.position);
        let said = document.bench().hover(line, column, lang)?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: said.words });
        Some(Hover { contents, range: Some(document.range(said.at)) })
    }

    pub(super) fn definition(&mut self, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
        let at = &params.text_document_position_params;
        let document = self.document(&at.text_document.uri)?;
        let (line, column) = document.place(at.position);
        let declared = document.bench().definition(line, column)?;
        let location = Location::new(document.uri.clone(), document.range(declared));
        Some(GotoDefinitionResponse::Scalar(location))
    }

    pub(super) fn references(&mut self, params: &ReferenceParams) -> Option<Vec<Location>> {
        let at = &params.text_document_position;
        let document = self.document(&at.text_document.uri)?;
        let (line, column) = document.place(at.position);
        let found = document.bench().references(line, column, params.context.include_declaration);
        Some(found.into_iter().map(|one| Location::new(document.uri.clone(), document.range(one))).collect())
    }

    pub(super) fn symbols(&mut self, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let lang = self.lang;
        let document = self.document(&params.text_document.uri)?;
        Some(DocumentSymbolResponse::Nested(outline::nested(document, lang)))
    }

    pub(super) fn complete(&mut self, params: &CompletionParams) -> Option<CompletionResponse> {
        let (lang, at) = (self.lang, &params.text_document_position);
        let document = self.document(&at.text_document.uri)?;
        let (line, column) = document.place(at.position);
        let found = document.bench().complete(line, column)?;
        let range = document.range(found.replaces);
        let items = found.offers.into_iter().enumerate();
        let items = items.map(|(place, offer)| {
            let says = offer.says.get(lang).to_owned();
            item(place, offer, says, range)
        });
        Some(CompletionResponse::Array(items.collect()))
    }

    /// The edit that brings the document into its standard form; none where a block can not be read.
    pub(super) fn format(&mut self, params: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
        let document = self.document(&params.text_document.uri)?;
        let lang = document.bench().lang();
        let standard = format(&document.text, lang).ok()?;
        let (old, new): (Vec<&str>, Vec<&str>) = (document.text.lines().collect(), standard.lines().collect());
        let same = |(old, new): &(&&str, &&str)| old == new;
        let head = old.iter().zip(&new).take_while(same).count();
        let most = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(same).count();
        let range = Range::new(document.start(head + 1), document.start(old.len() - tail + 1));
        let text: String = new[head..new.len() - tail].iter().flat_map(|line| [line, "\n"]).collect();
        if text.is_empty() && range.start == range.end {
            return Some(Vec::new());
        }
        Some(vec![TextEdit::new(range, text)])
    }

    /// For each finding on the lines asked about that says what should stand there: putting it there.
    pub(super) fn actions(&mut self, params: &CodeActionParams) -> Option<CodeActionResponse> {
        let lang = self.lang;
        let document = self.document(&params.text_document.uri)?;
        let findings = document.bench().findings().0.clone();
        let mut actions = Vec::new();
        for finding in &findings {
            let Some(instead) = &finding.instead else { continue };
            let diagnostic = document.diagnostic(finding, lang);
            let touches = diagnostic.range.start <= params.range.end && params.range.start <= diagnostic.range.end;
            if !touches {
                continue;
            }
            let edit = TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier {
                    uri: document.uri.clone(),
                    version: Some(document.version),
                },
                edits: vec![OneOf::Left(TextEdit::new(diagnostic.range, instead.clone()))],
            };
            actions.push(CodeActionOrCommand::CodeAction(CodeAction {
                title: finding.help.get(lang).to_owned(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic]),
                edit: Some(WorkspaceEdit {
                    document_changes: Some(DocumentChanges::Edits(vec![edit])),
                    ..WorkspaceEdit::default()
                }),
                is_preferred: Some(true),
                ..CodeAction::default()
            }));
        }
        Some(actions)
    }
}

/// An offer as the protocol puts it. Either spelling finds it.
fn item(place: usize, offer: Offer, says: String, range: Range) -> CompletionItem {
    let kind = match offer.sort {
        Sort::Word => CompletionItemKind::KEYWORD,
        Sort::Name => CompletionItemKind::VARIABLE,
        Sort::Member => CompletionItemKind::ENUM_MEMBER,
        Sort::Code => CompletionItemKind::CONSTANT,
        Sort::Clause => CompletionItemKind::REFERENCE,
    };
    let other = Some(offer.other.clone()).filter(|other| *other != offer.insert);
    CompletionItem {
        label: offer.insert.clone(),
        label_details: Some(CompletionItemLabelDetails { detail: None, description: other }),
        kind: Some(kind),
        documentation: Some(Documentation::String(says)),
        sort_text: Some(format!("{place:05}")),
        filter_text: Some(format!("{} {}", offer.insert, offer.other)),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, offer.insert))),
        ..CompletionItem::default()
    }
}
