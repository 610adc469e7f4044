//! Every posted form is checked before its handler sees it: it comes from one of our pages, and carries the reader's token.
//!
//! The token is the form's first field `_token` (see [`crate::web::forms::form`]); in a multipart form it is read from the first part,
//! and the rest of the body goes on as a stream.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Extension, Request};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use super::visitor::Visitor;
use crate::web::errors::Problem;
use crate::web::forms::decode;
use crate::web::layout::site::Site;

#[cfg(test)]
mod tests;

/// The largest form without a file.
pub const FORM_BYTES_MAX: usize = 256 * 1_024;
/// The largest form at an address. The text of a policy has a limit of its own, and each of its characters may be sent
/// as nine.
pub fn form_bytes_max(path: &str) -> usize {
    if path.starts_with("/editions/") { TEXT_FORM_BYTES_MAX } else { FORM_BYTES_MAX }
}

/// The largest form with the text of a policy: somewhat more than such a text may have, so that who is above the limit
/// still hears it with the text before them.
const TEXT_FORM_BYTES_MAX: usize = 4 * 1_024 * 1_024;
/// The largest first part of a multipart form: headers and token.
const TOKEN_PART_BYTES_MAX: usize = 4 * 1_024;

/// Middleware: refuses forms that are not ours.
pub async fn check(
    Extension(site): Extension<Arc<Site>>,
    Extension(visitor): Extension<Arc<Visitor>>,
    request: Request,
    next: Next,
) -> Response {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method()) {
        return next.run(request).await;
    }
    match checked(&site, &visitor, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn checked(site: &Site, visitor: &Visitor, request: Request) -> Result<Request, Problem> {
    if !is_ours(site, request.headers()) {
        return Err(Problem::foreign_form());
    }
    let kind = header(request.headers(), CONTENT_TYPE.as_str()).unwrap_or_default().to_owned();
    let (parts, body) = request.into_parts();
    let most = form_bytes_max(parts.uri.path());
    let (token, body) = if kind.starts_with("application/x-www-form-urlencoded") {
        from_fields(body, most).await?
    } else if let Some(boundary) = boundary(&kind) {
        from_first_part(body, boundary).await?
    } else {
        return Err(Problem::bad_request("neither a form nor a file"));
    };
    if !visitor.knows(&site.form_key, &token) {
        return Err(Problem::stale_form());
    }
    Ok(Request::from_parts(parts, body))
}

/// Whether the browser says that the request comes from this site. A browser that says nothing is judged by the token alone.
fn is_ours(site: &Site, headers: &HeaderMap) -> bool {
    let same_site = header(headers, "sec-fetch-site").is_none_or(|from| ["same-origin", "none"].contains(&from));
    let same_origin = header(headers, ORIGIN.as_str()).is_none_or(|origin| match &site.origin {
        Some(own) => origin == own,
        None => origin.split_once("://").map(|(_, host)| host) == header(headers, HOST.as_str()),
    });
    same_site && same_origin
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

async fn from_fields(body: Body, most: usize) -> Result<(String, Body), Problem> {
    let bytes = axum::body::to_bytes(body, most).await.map_err(|_| Problem::too_large(most))?;
    let pairs = decode(&bytes).map_err(Problem::bad_request)?;
    let token = pairs.into_iter().find(|(name, _)| name == "_token").map(|(_, value)| value);
    Ok((token.unwrap_or_default(), Body::from(bytes)))
}

fn boundary(kind: &str) -> Option<&str> {
    let rest = kind.strip_prefix("multipart/form-data")?;
    let boundary = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

/// Reads as much as the first part needs, and puts it back before the rest.
async fn from_first_part(body: Body, boundary: &str) -> Result<(String, Body), Problem> {
    let mut rest = body.into_data_stream();
    let mut head = Vec::new();
    while let Some(chunk) = rest.next().await {
        head.extend_from_slice(&chunk.map_err(|_| Problem::bad_request("the body breaks off"))?);
        if let Some(token) = first_part(&head, boundary) {
            let head = stream::once(async { Ok::<Bytes, axum::Error>(Bytes::from(head)) });
            return Ok((token, Body::from_stream(head.chain(rest))));
        }
        if head.len() > TOKEN_PART_BYTES_MAX {
            break;
        }
    }
    Err(Problem::stale_form())
}

/// The text of the first part once it is complete, if that part is the token.
fn first_part(head: &[u8], boundary: &str) -> Option<String> {
    let shown = head.get(..head.len().min(TOKEN_PART_BYTES_MAX))?;
    let text = String::from_utf8_lossy(shown);
    let opened = text.strip_prefix(&format!("--{boundary}\r\n"))?;
    let (part, _) = opened.split_once(&format!("\r\n--{boundary}"))?;
    let (headers, value) = part.split_once("\r\n\r\n")?;
    headers.contains("name=\"_token\"").then(|| value.to_owned())
}
