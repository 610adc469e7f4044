//! `shangyun policy lsp`: a language server on standard input and output, for any editor that speaks the protocol.
//! What is known of a document is in `policy::workbench`; here it is only put into the protocol's words.

mod answers;
mod document;
mod outline;

use super::{Stop, Tongue};
use ::policy::text::Lang;
use document::Document;
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Notification as _, PublishDiagnostics,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, Formatting, GotoDefinition, HoverRequest, References,
    Request as Asked,
};
use lsp_types::{
    CodeActionProviderCapability, CompletionOptions, HoverProviderCapability, InitializeParams, OneOf,
    PublishDiagnosticsParams, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, Uri,
};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

#[derive(clap::Args, Debug)]
pub(in crate::cli) struct LspArguments {
    /// The language of findings and explanations; without it, the editor's own where that is English, else Chinese.
    #[arg(long, value_enum)]
    lang: Option<Tongue>,
    /// Speak over standard input and output; this is the only way there is, and editors like to name it.
    #[arg(long)]
    stdio: bool,
}

/// Serves until the editor says goodbye or hangs up.
pub(super) fn run(arguments: &LspArguments) -> Result<(), Stop> {
    let broken = |error: &dyn std::fmt::Display| Stop::Called(format!("the editor's connection broke: {error}"));
    let (connection, threads) = Connection::stdio();
    let (id, params) = connection.initialize_start().map_err(|error| broken(&error))?;
    let lang = arguments.lang.map_or_else(|| locale(&params), Tongue::lang);
    let welcome = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "shangyun", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, welcome).map_err(|error| broken(&error))?;
    let ended = Server { documents: BTreeMap::new(), lang }.serve(&connection);
    drop(connection);
    threads.join()?;
    ended.map_err(|error| broken(&error))
}

/// English for an editor that speaks English, else Chinese.
fn locale(params: &serde_json::Value) -> Lang {
    let params: Option<InitializeParams> = serde_json::from_value(params.clone()).ok();
    let locale = params.and_then(|params| params.locale).unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
}

fn capabilities() -> ServerCapabilities {
    let triggers = ["；", ";", "：", ":", "，", "（", "「", " "];
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

/// The open documents, and the reader's language.
struct Server {
    documents: BTreeMap<String, Document>,
    lang: Lang,
}

impl Server {
    /// Takes messages in order. Documents are read again only when no message waits, so that fast typing costs one reading.
    fn serve(&mut self, connection: &Connection) -> Result<(), Box<dyn std::error::Error>> {
        loop {
            let message = if let Ok(message) = connection.receiver.try_recv() {
                message
            } else {
                self.publish(connection)?;
                let Ok(message) = connection.receiver.recv() else { return Ok(()) };
                message
            };
            match message {
                Message::Request(request) => {
                    if connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    connection.sender.send(Message::Response(self.answer(request)))?;
                }
                Message::Notification(notification) => {
                    if let Some(closed) = self.note(notification) {
                        connection.sender.send(findings(closed, Vec::new(), None))?;
                    }
                }
                Message::Response(_) => {}
            }
        }
    }

    /// Sends the findings of every document that has changed.
    fn publish(&mut self, connection: &Connection) -> Result<(), Box<dyn std::error::Error>> {
        let lang = self.lang;
        for document in self.documents.values_mut().filter(|document| document.is_unread()) {
            let found = document.diagnostics(lang);
            connection.sender.send(findings(document.uri.clone(), found, Some(document.version)))?;
        }
        Ok(())
    }

    fn answer(&mut self, request: Request) -> Response {
        match request.method.as_str() {
            HoverRequest::METHOD => self.reply::<HoverRequest>(request, Self::hover),
            GotoDefinition::METHOD => self.reply::<GotoDefinition>(request, Self::definition),
            References::METHOD => self.reply::<References>(request, Self::references),
            DocumentSymbolRequest::METHOD => self.reply::<DocumentSymbolRequest>(request, Self::symbols),
            Completion::METHOD => self.reply::<Completion>(request, Self::complete),
            Formatting::METHOD => self.reply::<Formatting>(request, Self::format),
            CodeActionRequest::METHOD => self.reply::<CodeActionRequest>(request, Self::actions),
            other => {
                let words = format!("`{other}` is not served");
                refused(request.id, METHOD_NOT_FOUND, words)
            }
        }
    }

    fn reply<R: Asked>(&mut self, request: Request, answer: impl Fn(&mut Self, &R::Params) -> R::Result) -> Response {
        match serde_json::from_value::<R::Params>(request.params) {
            Ok(params) => Response::new_ok(request.id, answer(self, &params)),
            Err(error) => refused(request.id, INVALID_PARAMS, error.to_string()),
        }
    }

    /// Takes note of what happened to a document; the address of one that was closed, whose findings are to go.
    fn note(&mut self, notification: Notification) -> Option<Uri> {
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let opened = read::<DidOpenTextDocument>(notification)?.text_document;
                let document = Document::new(opened.uri, opened.version, opened.text);
                self.documents.insert(document.uri.as_str().to_owned(), document);
            }
            DidChangeTextDocument::METHOD => {
                let changed = read::<DidChangeTextDocument>(notification)?;
                let uri = changed.text_document.uri;
                let text = changed.content_changes.into_iter().next_back()?.text;
                let document = Document::new(uri, changed.text_document.version, text);
                self.documents.insert(document.uri.as_str().to_owned(), document);
            }
            DidCloseTextDocument::METHOD => {
                let closed = read::<DidCloseTextDocument>(notification)?.text_document.uri;
                return self.documents.remove(closed.as_str()).map(|document| document.uri);
            }
            _ => {}
        }
        None
    }

    fn document(&mut self, uri: &Uri) -> Option<&mut Document> {
        self.documents.get_mut(uri.as_str())
    }
}

/// The protocol's numbers of two refusals.
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;

fn refused(id: RequestId, code: i32, words: String) -> Response {
    Response::new_err(id, code, words)
}

/// What a notification says; nothing where it does not follow the protocol, for there is nobody to answer.
fn read<N: lsp_types::notification::Notification>(notification: Notification) -> Option<N::Params>
where
    N::Params: DeserializeOwned,
{
    serde_json::from_value(notification.params).ok()
}

fn findings(uri: Uri, diagnostics: Vec<lsp_types::Diagnostic>, version: Option<i32>) -> Message {
    let params = PublishDiagnosticsParams { uri, diagnostics, version };
    Message::Notification(Notification::new(PublishDiagnostics::METHOD.to_owned(), params))
}
