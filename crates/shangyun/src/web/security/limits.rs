//! How long an answer may take.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::web::errors::Problem;

const PAGE: Duration = Duration::from_secs(30);
const UPLOAD: Duration = Duration::from_mins(10);

/// Middleware: a page that takes longer is given up and says so. A file being sent has longer; silence ends it sooner.
pub async fn in_time(request: Request, next: Next) -> Response {
    let is_upload = request.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let limit = if is_upload { UPLOAD } else { PAGE };
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| Problem::unavailable().into_response())
}
