//! When a request of a program cannot be answered: problem details (RFC 9457) with the refusal, its values, its clause
//! and the way on.

use crate::lang::Lang;
use crate::refusals;
use crate::web::errors::Problem;
use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::refusal::Refusal;
use policy::policy::Policy;
use schemars::JsonSchema;
use serde::Serialize;
use store::store::Failed;

/// What went wrong, for a program and the person behind it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApiProblem {
    /// The HTTP status.
    pub status: u16,
    /// A word for what kind of problem this is: that of the refusal, or of the status.
    pub title: String,
    /// A sentence in the language asked for by `Accept-Language`.
    pub detail: String,
    /// The refusal with its values, where the rules say no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The clause it rests on, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// A number to quote, where it is our fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Seconds to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<i64>,
}

impl ApiProblem {
    /// A problem with a status, a word and a sentence.
    pub fn new(status: StatusCode, title: &str, detail: impl Into<String>) -> Self {
        Self {
            status: status.as_u16(),
            title: title.to_owned(),
            detail: detail.into(),
            refusal: None,
            clause: None,
            reference: None,
            retry_after: None,
        }
    }

    /// 400: the body is not what the document describes; `detail` says where.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", detail)
    }

    /// 401: no token, or one that has ended.
    pub fn not_signed_in(lang: Lang) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", lang.t("api-not-signed-in"))
    }

    /// 403: this seat may not take the route.
    pub fn forbidden(lang: Lang) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", lang.t("errors-403-says"))
    }

    /// 404.
    pub fn not_found(lang: Lang) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", lang.t("errors-404-says"))
    }

    /// 429: too often.
    pub fn too_often(lang: Lang, seconds: i64) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-often", lang.t("errors-429-says"));
        Self { retry_after: Some(seconds.max(1)), ..problem }
    }

    /// An act that did not happen.
    pub fn of(lang: Lang, policy: Option<&Policy>, failed: &Failed) -> Self {
        let status = refusals::problem(lang, policy, failed).status();
        match failed {
            Failed::Refused(refusal) => Self {
                refusal: Some((**refusal).clone()),
                clause: refusal.clause().filter(|clause| !clause.is_empty()).map(str::to_owned),
                ..Self::new(status, &refusal.word(), refusals::sentence(lang, policy, refusal))
            },
            Failed::Conflict => Self::new(status, "conflict", lang.t("refusal-conflict")),
            Failed::KeyReused => Self::new(status, "key-reused", lang.t("refusal-key-reused")),
            Failed::Failure(number) => Self {
                reference: Some(number.to_string()),
                ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failure", lang.t("errors-500-says"))
            },
        }
    }

    /// A problem of a page, without its page.
    pub fn from_page(lang: Lang, problem: &Problem) -> Self {
        let status = problem.status();
        let (title, says) = match status.as_u16() {
            404 => return Self::not_found(lang),
            403 => return Self::forbidden(lang),
            413 => ("too-large", "errors-413-says"),
            500 => ("failure", "errors-500-says"),
            _ => ("bad-request", "errors-400-says"),
        };
        Self::new(status, title, lang.t(says))
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wait = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = wait {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
