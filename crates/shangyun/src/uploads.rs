//! Files on their way in and out. In: checked while they stream, kept under their hash and synced before any act names
//! them. Out: by their recorded media type, never run by the browser.

use crate::app::App;
use crate::clock::real_now;
use crate::web::errors::Problem;
use crate::web::forms::Form;
use crate::web::forms::file::FileKind;
use crate::web::forms::upload::{self, FileRule, Sink};
use crate::web::security::headers::{ATTACHMENT_POLICY, PDF_POLICY, PICTURE_POLICY};
use axum::body::{Body, Bytes};
use axum::extract::Multipart;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS};
use axum::response::{IntoResponse, Response};
use domain::paper::{FILE_LIMIT, File};
use policy::policy::Policy;
use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio_util::io::ReaderStream;

/// The kinds of file a paper may be.
pub const PAPER_KINDS: [FileKind; 5] = [FileKind::Pdf, FileKind::Png, FileKind::Jpeg, FileKind::Ofd, FileKind::Xml];

/// How much of a file is between the reader and the disk at a time.
const PIPE_BYTES: usize = 256 * 1024;

/// The largest paper a policy takes, in bytes; 20 MB where it says nothing.
pub fn bytes_max(policy: &Policy) -> u64 {
    let megabytes = policy.plan().integer(FILE_LIMIT).and_then(|limit| u64::try_from(limit).ok()).unwrap_or(20);
    megabytes.saturating_mul(1024 * 1024)
}

/// What came in: the text fields as a form, and the file, stored. What is wrong with the file stands in the form.
pub struct Taken {
    /// The text fields.
    pub form: Form,
    /// The file; none where there was none, or it was refused.
    pub file: Option<File>,
}

struct Pipe(DuplexStream);

impl Sink for Pipe {
    type Failure = std::io::Error;

    async fn write(&mut self, chunk: Bytes) -> Result<(), Self::Failure> {
        self.0.write_all(&chunk).await
    }
}

/// Takes a form with one file, and keeps the file.
///
/// # Errors
/// When the body is no such form, or the file cannot be kept. A file that breaks a rule is an error in the form.
pub async fn take(app: &App, body: Multipart, rule: FileRule<'_>) -> Result<Taken, Problem> {
    let (near, far) = tokio::io::duplex(PIPE_BYTES);
    let mut pipe = Pipe(near);
    // The kind is known once the first bytes are seen; the register wants it only for people, so the rule's will do.
    let keep = app.store.keep_document(far, "application/octet-stream", rule.bytes_max, real_now());
    let receive = async {
        let received = upload::receive(body, rule, &mut pipe).await;
        drop(pipe);
        received
    };
    let (received, kept) = tokio::join!(receive, keep);
    let received = received?;
    let Some(file) = received.file else { return Ok(Taken { form: received.form, file: None }) };
    let kept = kept.map_err(Problem::failure)?;
    let file = File {
        blob: kept.id,
        name: file.name,
        media: file.kind.media_type().to_owned(),
        size_bytes: i64::try_from(kept.size_bytes).unwrap_or(i64::MAX),
    };
    Ok(Taken { form: received.form, file: Some(file) })
}

/// Sends a stored file: pictures and PDF to be looked at, everything else to be saved.
///
/// # Errors
/// A failure page, when the file is not there.
pub async fn send(app: &App, file: &File) -> Result<Response, Problem> {
    let content = app.store.documents().read(&file.blob).await.map_err(Problem::failure)?;
    let (way, policy) = match file.media.as_str() {
        "application/pdf" => ("inline", PDF_POLICY),
        "image/png" | "image/jpeg" => ("inline", PICTURE_POLICY),
        _ => ("attachment", ATTACHMENT_POLICY),
    };
    let name = crate::web::forms::escape(&file.name);
    let headers = [
        (CONTENT_TYPE, header(&file.media)),
        (CONTENT_DISPOSITION, header(&format!("{way}; filename*=UTF-8''{name}"))),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
        (CACHE_CONTROL, header("private, max-age=300")),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(content))).into_response())
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
}
