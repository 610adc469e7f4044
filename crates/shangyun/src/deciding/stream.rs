//! Lines of claims answered while they come: nothing is held but what has been read of the line under way.

use ::policy::facts::Readings;
use ::policy::lines::Lines;
use ::policy::policy::Policy;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use std::sync::Arc;

/// The longest line; a longer one is answered as bad input.
const LINE_BYTES_MAX: usize = 1024 * 1024;

/// Answers every line of a body, in order. Blank lines are passed over.
pub(super) fn answer(policy: Arc<Policy>, readings: Readings, body: Body) -> Response {
    let answers = Answers { policy, readings, rest: Vec::new(), is_too_long: false };
    let answers = stream::unfold(Some((answers, Box::pin(body.into_data_stream()))), next);
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(answers)).into_response()
}

type Reading<S> = Option<(Answers, S)>;

async fn next<S>(reading: Reading<S>) -> Option<(Result<String, axum::Error>, Reading<S>)>
where
    S: Stream<Item = Result<Bytes, axum::Error>> + Unpin,
{
    let (mut answers, mut body) = reading?;
    match body.next().await {
        Some(Ok(bytes)) => Some((Ok(answers.take(&bytes)), Some((answers, body)))),
        // What came of a broken request is answered by breaking off, so that nobody takes it for the whole.
        Some(Err(error)) => Some((Err(error), None)),
        None => Some((Ok(answers.last()), None)),
    }
}

/// What is known between two pieces of a body.
struct Answers {
    policy: Arc<Policy>,
    readings: Readings,
    /// The line under way.
    rest: Vec<u8>,
    /// Whether the line under way has been given up.
    is_too_long: bool,
}

impl Answers {
    /// The answers to the lines that end in this piece.
    fn take(&mut self, bytes: &[u8]) -> String {
        let mut out = String::new();
        let policy = Arc::clone(&self.policy);
        let mut lines = Lines::new(&policy, &self.readings);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.add(piece);
            if piece.ends_with(b"\n") {
                self.end_line(&mut lines, &mut out);
            }
        }
        out
    }

    /// The answer to a line that no line break ends.
    fn last(&mut self) -> String {
        let mut out = String::new();
        let policy = Arc::clone(&self.policy);
        self.end_line(&mut Lines::new(&policy, &self.readings), &mut out);
        out
    }

    fn add(&mut self, piece: &[u8]) {
        self.is_too_long |= self.rest.len() + piece.len() > LINE_BYTES_MAX;
        if self.is_too_long {
            self.rest.clear();
        } else {
            self.rest.extend_from_slice(piece);
        }
    }

    fn end_line(&mut self, lines: &mut Lines<'_>, out: &mut String) {
        let text = String::from_utf8_lossy(&self.rest);
        if self.is_too_long || !text.trim().is_empty() {
            out.push_str(&lines.decide(text.trim_end_matches(['\n', '\r'])));
            out.push('\n');
        }
        self.rest.clear();
        self.is_too_long = false;
    }
}
