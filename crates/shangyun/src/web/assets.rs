//! The style sheet, the script and the mark, compiled in and served under names that hold their hash.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use tower_http::compression::CompressionLayer;

use super::errors::Problem;
use super::security::random;

/// One file that pages load.
#[derive(Debug)]
pub struct Asset {
    /// The address, with the first digits of the hash in it.
    pub href: String,
    kind: &'static str,
    body: &'static str,
}

/// The one style sheet.
pub static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("shangyun", "css", "text/css; charset=utf-8", STYLE_TEXT));
/// The one script; every page works without it.
pub static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("shangyun", "js", "text/javascript; charset=utf-8", SCRIPT_TEXT));
/// The mark of the portal.
pub static MARK: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("mark", "svg", "image/svg+xml", include_str!("assets/mark.svg")));

const SCRIPT_TEXT: &str = concat!(include_str!("assets/shangyun.js"), include_str!("assets/document.js"));

const STYLE_TEXT: &str = concat!(
    include_str!("assets/tokens.css"),
    include_str!("assets/base.css"),
    include_str!("assets/layout.css"),
    include_str!("assets/forms.css"),
    include_str!("assets/parts.css"),
    include_str!("assets/tables.css"),
    include_str!("assets/public.css"),
    include_str!("assets/calendar.css"),
    include_str!("assets/document.css"),
    include_str!("assets/narrow.css"),
    include_str!("assets/print.css"),
);

impl Asset {
    fn new(name: &str, ending: &str, kind: &'static str, body: &'static str) -> Self {
        let hash = random::hex(&Sha256::digest(body.as_bytes()));
        let short = hash.get(..12).unwrap_or_default();
        Self { href: format!("/assets/{name}.{short}.{ending}"), kind, body }
    }
}

/// `/assets/…`: cached for ever, since another content has another name.
pub fn routes() -> Router {
    Router::new().route("/assets/{name}", get(serve)).layer(CompressionLayer::new())
}

async fn serve(Path(name): Path<String>) -> Result<Response, Problem> {
    let all = [&*STYLE, &*SCRIPT, &*MARK];
    let asset = all
        .into_iter()
        .find(|asset| asset.href.strip_prefix("/assets/") == Some(name.as_str()))
        .ok_or_else(Problem::not_found)?;
    let headers = [(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.body).into_response())
}
