//! The token every form carries: bound to the session, or to a cookie of its own for readers who have not signed in.
//!
//! Nothing is stored: the token is a keyed hash of what it is bound to, so every process of an installation can check it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Extension, Request};
use axum::http::header::SET_COOKIE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::random;
use crate::web::errors::Problem;
use crate::web::i18n::cookie;
use crate::web::layout::site::Site;

/// What the session layer puts into the request: a secret of the session that forms are bound to.
/// It changes at sign-in, so a token taken before is worth nothing after.
#[derive(Clone, Debug)]
pub struct Binding(pub String);

/// What a reader's forms are bound to.
#[derive(Debug, Default)]
pub struct Visitor {
    bound_to: String,
    fresh: Option<String>,
    used: AtomicBool,
}

impl Visitor {
    /// The token for a form; remembers that the reader needs the cookie.
    pub fn token(&self, key: &[u8; 32]) -> String {
        self.used.store(true, Ordering::Relaxed);
        keyed(key, &self.bound_to).map_or_else(String::new, |mac| random::hex(&mac.finalize().into_bytes()))
    }

    /// Whether `token` was made for this reader. Takes the same time whatever is wrong with it.
    pub fn knows(&self, key: &[u8; 32], token: &str) -> bool {
        let (Some(mac), Some(bytes)) = (keyed(key, &self.bound_to), unhex(token)) else { return false };
        !self.bound_to.is_empty() && mac.verify_slice(&bytes).is_ok()
    }
}

fn keyed(key: &[u8; 32], bound_to: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(b"shangyun form\n");
    mac.update(bound_to.as_bytes());
    Some(mac)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let whole = digits.len() == 64;
    let bytes =
        digits.chunks_exact(2).map(|pair| u8::try_from(pair.iter().fold(0, |sum, digit| sum * 16 + digit)).ok());
    bytes.collect::<Option<Vec<u8>>>().filter(|_| whole)
}

/// Middleware: finds or makes what this reader's forms are bound to, and sets the cookie when a form was drawn.
pub async fn know(Extension(site): Extension<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let Ok(visitor) = visitor(&site, &request).map(Arc::new) else {
        return Problem::failure("no randomness for a visitor").into_response();
    };
    request.extensions_mut().insert(Arc::clone(&visitor));
    let mut response = next.run(request).await;
    let fresh = visitor.fresh.as_deref().filter(|_| visitor.used.load(Ordering::Relaxed));
    if let Some(line) = fresh.and_then(|id| site.cookie("visitor", id, None)) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

fn visitor(site: &Site, request: &Request) -> Result<Visitor, getrandom::Error> {
    if let Some(Binding(session)) = request.extensions().get() {
        return Ok(Visitor { bound_to: format!("session {session}"), ..Visitor::default() });
    }
    let known = cookie(request.headers(), &site.cookie_name("visitor")).filter(|id| id.len() == 32);
    if let Some(id) = known {
        return Ok(Visitor { bound_to: format!("visitor {id}"), ..Visitor::default() });
    }
    let id = random::hex(&random::bytes::<16>()?);
    Ok(Visitor { bound_to: format!("visitor {id}"), fresh: Some(id), used: AtomicBool::new(false) })
}
