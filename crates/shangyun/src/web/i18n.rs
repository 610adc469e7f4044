//! How a page is shown to this reader: language, size of type, contrast.
//!
//! The reader's own choice is a cookie set by a plain link; before there is one, `?lang=` and then `Accept-Language` decide.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, FromRequestParts, RawQuery};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::errors::Problem;
use super::forms::decode;
use super::layout::site::Site;
use super::security::own_path;
use crate::lang::Lang;

/// One year, for cookies that hold a reader's choice.
const CHOICE_SECONDS: u32 = 31_536_000;

/// How pages are shown to one reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct View {
    /// The language.
    pub lang: Lang,
    /// The size of type.
    pub size: TextSize,
    /// Whether colours are at their strongest.
    pub contrast: bool,
}

/// The size of type.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TextSize {
    /// 标准.
    #[default]
    Standard,
    /// 大.
    Large,
    /// 特大.
    Largest,
}

impl TextSize {
    /// All sizes, the smallest first.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Large, Self::Largest];

    /// The name in addresses, cookies and style classes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.code() == code)
    }
}

impl View {
    /// Reads the reader's choices from cookies, address and headers.
    pub fn of(parts: &Parts) -> Self {
        let chosen = cookie(&parts.headers, "lang").and_then(Lang::from_code);
        let lang = chosen.or_else(|| asked(parts.uri.query())).or_else(|| accepted(&parts.headers)).unwrap_or_default();
        let size = cookie(&parts.headers, "size").and_then(TextSize::from_code).unwrap_or_default();
        let contrast = cookie(&parts.headers, "contrast") == Some("high");
        Self { lang, size, contrast }
    }
}

/// The value of one cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The language that the address asks for.
fn asked(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::from_code)
}

/// The first language of `Accept-Language` that we have. Weights are ignored: browsers list the best first.
fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let line = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    line.split(',').filter_map(|part| part.split(';').next()).find_map(|tag| Lang::from_code(tag.trim()))
}

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// The page behind the links that change language, size and contrast.
pub fn routes() -> Router {
    Router::new().route("/view", get(choose))
}

/// `GET /view?lang=en&back=/path`: remembers one choice or several and goes back.
async fn choose(Extension(site): Extension<Arc<Site>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let pairs = decode(query.unwrap_or_default().as_bytes()).map_err(Problem::bad_request)?;
    let mut headers = HeaderMap::new();
    let mut back = "/";
    for (name, value) in &pairs {
        let choice = match name.as_str() {
            "lang" => Lang::from_code(value).map(Lang::code),
            "size" => TextSize::from_code(value).map(TextSize::code),
            "contrast" => ["high", "standard"].into_iter().find(|known| known == value),
            "back" => {
                back = own_path(value).unwrap_or("/");
                continue;
            }
            _ => None,
        };
        let choice = choice.ok_or_else(Problem::not_found)?;
        let secure = if site.https { "; Secure" } else { "" };
        let line = format!("{name}={choice}; Path=/; Max-Age={CHOICE_SECONDS}; HttpOnly; SameSite=Lax{secure}");
        headers.append(SET_COOKIE, HeaderValue::try_from(line).map_err(|_| Problem::not_found())?);
    }
    headers.insert(LOCATION, HeaderValue::try_from(back).map_err(|_| Problem::not_found())?);
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
