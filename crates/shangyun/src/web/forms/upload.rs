//! A file on its way in: checked while it streams, handed on chunk by chunk to whoever keeps it.
//!
//! Nothing is held in memory but the first bytes. When a file is refused, the sink is simply not finished; what it wrote is an orphan.

use std::fmt::Display;
use std::future::Future;

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::Field;

use super::file::{FileKind, clean_name};
use super::{Form, Malformed};
use crate::lang::Message;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::security::posted::FORM_BYTES_MAX;

#[cfg(test)]
mod tests;

/// How much of a file is looked at before any of it is kept.
const HEAD_BYTES: usize = 64;
/// How far a refused file is read on, so that the browser gets to the answer.
const DRAIN_BYTES_MAX: u64 = 64 * 1_024 * 1_024;

/// Who keeps a file.
pub trait Sink: Send {
    /// Why it could not be kept.
    type Failure: Display + Send;

    /// Takes the next bytes.
    fn write(&mut self, chunk: Bytes) -> impl Future<Output = Result<(), Self::Failure>> + Send;
}

/// What a file field takes.
#[derive(Clone, Copy, Debug)]
pub struct FileRule<'a> {
    /// The field's name.
    pub field: &'a str,
    /// Its label, in the reader's language.
    pub label: &'a str,
    /// The kinds it takes.
    pub kinds: &'a [FileKind],
    /// The largest file.
    pub bytes_max: u64,
    /// Whether there must be one.
    pub required: bool,
}

/// A file that was taken: every byte is with the sink.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceivedFile {
    /// Its name, made harmless.
    pub name: String,
    /// Its kind.
    pub kind: FileKind,
    /// Its size.
    pub bytes: u64,
}

/// What came in: the text fields as a form, and the file. What is wrong with the file stands in the form.
#[derive(Debug)]
pub struct Received {
    /// The text fields, which come before the file.
    pub form: Form,
    /// The file, unless there was none or it was refused.
    pub file: Option<ReceivedFile>,
}

/// Receives one form with one file.
///
/// # Errors
/// When the body is not such a form, or the sink fails. A refused file is not an error here but one in the form.
pub async fn receive<S: Sink>(mut body: Multipart, rule: FileRule<'_>, sink: &mut S) -> Result<Received, Problem> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut file = None;
    while let Some(field) = body.next_field().await.map_err(Problem::bad_request)? {
        let name = field.name().unwrap_or_default().to_owned();
        if pairs.iter().any(|(known, _)| *known == name) || (file.is_some() && name == rule.field) {
            return Err(Problem::bad_request(Malformed::Repeated(name)));
        }
        if name == rule.field {
            file = Some(take(field, rule, sink).await?);
        } else {
            pairs.push((name, text(field).await?));
        }
    }
    let mut form = Form::new(pairs);
    let outcome = file.unwrap_or_else(|| Err(Message::new("forms-file-required")));
    let file = match outcome {
        Ok(file) => Some(file),
        Err(message) if message.key() == "forms-file-required" && !rule.required => None,
        Err(message) => {
            form.reject(rule.field, message.with("label", rule.label));
            None
        }
    };
    Ok(Received { form, file })
}

async fn text(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(Problem::bad_request)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > FORM_BYTES_MAX {
            return Err(Problem::too_large(FORM_BYTES_MAX));
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::bad_request(Malformed::NotText))
}

/// Takes one file: the outside error is the sink's or the connection's, the inside one is the file's.
async fn take<S: Sink>(
    mut field: Field<'_>,
    rule: FileRule<'_>,
    sink: &mut S,
) -> Result<Result<ReceivedFile, Message>, Problem> {
    let name = clean_name(field.file_name().unwrap_or_default());
    let unnamed = field.file_name().is_none_or(str::is_empty);
    let mut head = Vec::new();
    while head.len() < HEAD_BYTES {
        let Some(chunk) = field.chunk().await.map_err(Problem::bad_request)? else { break };
        head.extend_from_slice(&chunk);
    }
    if head.is_empty() {
        let key = if unnamed { "forms-file-required" } else { "forms-file-empty" };
        return Ok(Err(Message::new(key).with("name", name)));
    }
    let Some(kind) = FileKind::of(&head, &name).filter(|kind| rule.kinds.contains(kind)) else {
        drain(field).await?;
        return Ok(Err(Message::new("forms-file-kind").with("name", name).with("kinds", labels(rule.kinds))));
    };
    let mut bytes = 0;
    let mut chunk = Bytes::from(head);
    loop {
        bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if bytes > rule.bytes_max {
            drain(field).await?;
            return Ok(Err(Message::new("forms-file-too-large")
                .with("name", name)
                .with("size", format::size(rule.bytes_max))));
        }
        sink.write(chunk).await.map_err(Problem::failure)?;
        match field.chunk().await.map_err(Problem::bad_request)? {
            Some(next) => chunk = next,
            None => return Ok(Ok(ReceivedFile { name, kind, bytes })),
        }
    }
}

/// Reads a refused file to its end without keeping it, up to a limit.
async fn drain(mut field: Field<'_>) -> Result<(), Problem> {
    let mut bytes: u64 = 0;
    while let Some(chunk) = field.chunk().await.map_err(Problem::bad_request)? {
        bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if bytes > DRAIN_BYTES_MAX {
            return Err(Problem::too_large(usize::try_from(DRAIN_BYTES_MAX).unwrap_or(usize::MAX)));
        }
    }
    Ok(())
}

/// The names of kinds for people: `PDF、PNG`.
pub fn labels(kinds: &[FileKind]) -> String {
    kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>().join("、")
}
