//! A range of the journal as a file: JSON lines in the canonical form, which anybody can hash again, or a table. It is
//! sent as it is read, a thousand entries at a time.

use crate::app::App;
use crate::session::Me;
use crate::web::errors::Problem;
use crate::web::forms::Asked;
use crate::web::security::random::hex;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::fmt::Write as _;
use store::entry::Entry;

/// The forms of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Json,
    Csv,
}

const SHAPES: [(&str, Shape); 2] = [("json", Shape::Json), ("csv", Shape::Csv)];
/// The first line of a table; the mark before it tells spreadsheets that the text is UTF-8.
const HEAD: &str = "\u{feff}seq,at,act,actor,seat,command,place,kind,id,what,v,body,leaf\r\n";

/// `GET /admin/journal/export`.
pub(super) async fn export(State(app): State<App>, me: Me, Asked(asked): Asked) -> Result<Response, Problem> {
    let head = app.store.head().await.map_err(Problem::failure)?;
    let asked = asked.read(|form| {
        let shape = form.choice("form", "", &SHAPES).required();
        let from = form.integer("from", "").between(1, i64::MAX).required();
        let to = form.integer("to", "").between(1, i64::MAX).required();
        Some((shape?, from?, to?))
    });
    let (shape, from, to) = asked.map_err(|_| Problem::bad_request("no such range of the journal"))?;
    let to = to.min(head);
    tracing::info!(account = %me.actor().account, from, to, "the journal was exported");
    let (media, ending, begin) = match shape {
        Shape::Json => ("application/x-ndjson; charset=utf-8", "jsonl", ""),
        Shape::Csv => ("text/csv; charset=utf-8", "csv", HEAD),
    };
    let name = format!("attachment; filename=\"journal-{from}-{to}.{ending}\"");
    let first = stream::iter([Ok(Bytes::from_static(begin.as_bytes()))]);
    let rest = stream::try_unfold(from.saturating_sub(1), move |after| {
        let app = app.clone();
        async move { next(&app, shape, after, to).await }
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(first, rest));
    Ok(([(CONTENT_TYPE, media.to_owned()), (CONTENT_DISPOSITION, name)], body).into_response())
}

/// The next thousand entries after a number, as text; nothing after the last one.
async fn next(app: &App, shape: Shape, after: i64, to: i64) -> Result<Option<(Bytes, i64)>, std::io::Error> {
    if after >= to {
        return Ok(None);
    }
    let rows = app.store.database().query(Entry::after(after)).await.map_err(std::io::Error::other)?;
    let (mut text, mut last) = (String::new(), after);
    for row in &rows {
        let entry = Entry::read(row).map_err(std::io::Error::other)?;
        if entry.seq > to {
            break;
        }
        last = entry.seq;
        match shape {
            Shape::Json => {
                text.push_str(&entry.canonical().map_err(std::io::Error::other)?);
                text.push('\n');
            }
            Shape::Csv => row_of(&mut text, &entry),
        }
    }
    if last == after {
        return Ok(None);
    }
    Ok(Some((Bytes::from(text), last)))
}

/// One row of the table; every cell is text in quotes, so none is taken for a formula.
fn row_of(text: &mut String, entry: &Entry) {
    let cells = [
        entry.seq.to_string(),
        entry.at.to_string(),
        entry.act.clone(),
        entry.actor.clone(),
        entry.seat.clone(),
        entry.command.clone(),
        entry.place.to_string(),
        entry.kind.clone(),
        entry.id.clone(),
        entry.what.clone(),
        entry.v.to_string(),
        entry.body.clone(),
        hex(&entry.leaf),
    ];
    for (place, cell) in cells.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let safe = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        let _ = write!(text, "{comma}\"{safe}{}\"", cell.replace('"', "\"\""));
    }
    text.push_str("\r\n");
}
