//! When a page cannot be shown: what happened, why, and the way on. Every error page is drawn here, in the reader's language.
//!
//! A handler returns a [`Problem`]; [`draw`] turns it, and any bare error status of the framework, into a page.

use std::any::Any;
use std::fmt::Display;

use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::components::action::Link;
use super::layout::page::Page;
use super::layout::visit::Visit;
use super::security::random;
use crate::lang::{Lang, Message};

#[cfg(test)]
mod tests;

/// Why a page cannot be shown, and the way on.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    says: Option<Says>,
    clause: Option<Link>,
    next: Vec<Link>,
    wait_seconds: Option<i64>,
    reference: Option<String>,
}

/// The sentence of a problem: one of ours, or the caller's in the reader's language.
#[derive(Clone, Debug)]
enum Says {
    Ours(Message),
    Given(String),
}

impl Problem {
    /// A problem that says what its status says.
    pub const fn new(status: StatusCode) -> Self {
        Self { status, says: None, clause: None, next: Vec::new(), wait_seconds: None, reference: None }
    }

    /// 400: the request is not one that our pages make. The cause goes to the log, not to the page.
    pub fn bad_request(cause: impl Display) -> Self {
        tracing::info!(%cause, "bad request");
        Self::new(StatusCode::BAD_REQUEST)
    }

    /// 403: the reader may see this but not do it.
    pub const fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN)
    }

    /// 403: the form came from another site.
    pub fn foreign_form() -> Self {
        Self::forbidden().ours(Message::new("errors-foreign-form"))
    }

    /// 403: the form was drawn before this session, or without one.
    pub fn stale_form() -> Self {
        Self::forbidden().ours(Message::new("errors-stale-form"))
    }

    /// 404: there is no such thing, or the reader may not know of it.
    pub const fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND)
    }

    /// 409: somebody acted meanwhile; `says` tells what.
    pub fn conflict(says: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT).saying(says)
    }

    /// 413: more than fits.
    pub fn too_large(bytes_max: usize) -> Self {
        let size = super::format::size(u64::try_from(bytes_max).unwrap_or(u64::MAX));
        Self::new(StatusCode::PAYLOAD_TOO_LARGE).ours(Message::new("errors-too-large").with("size", size))
    }

    /// 422: a refusal by a rule; give the clause and the next step.
    pub fn refused(says: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY).saying(says)
    }

    /// 429: too often; come back after so many seconds.
    pub fn too_often(wait_seconds: i64) -> Self {
        Self { wait_seconds: Some(wait_seconds.max(1)), ..Self::new(StatusCode::TOO_MANY_REQUESTS) }
    }

    /// 500: our fault. The cause goes to the log under a number, the page shows the number.
    pub fn failure(cause: impl Display) -> Self {
        let reference = reference();
        tracing::error!(%cause, reference, "failure");
        Self { reference: Some(reference), ..Self::new(StatusCode::INTERNAL_SERVER_ERROR) }
    }

    /// 503: not now.
    pub fn unavailable() -> Self {
        Self { wait_seconds: Some(30), ..Self::new(StatusCode::SERVICE_UNAVAILABLE) }
    }

    /// The same problem with the caller's sentence, in the reader's language.
    #[must_use]
    pub fn saying(self, says: impl Into<String>) -> Self {
        Self { says: Some(Says::Given(says.into())), ..self }
    }

    /// The same problem under the clause that is its ground.
    #[must_use]
    pub fn clause(self, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { clause: Some(Link::new(label, href)), ..self }
    }

    /// The same problem with one more way on; the first is the button.
    #[must_use]
    pub fn next(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.next.push(Link::new(label, href));
        self
    }

    /// The HTTP status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    fn ours(self, says: Message) -> Self {
        Self { says: Some(Says::Ours(says)), ..self }
    }

    /// The page.
    pub fn page(&self, visit: &Visit) -> Markup {
        let lang = visit.lang;
        let (title, usual) = words(lang, self.status);
        let says = match &self.says {
            Some(Says::Ours(message)) => message.show(lang).into_owned(),
            Some(Says::Given(text)) => text.clone(),
            None => usual,
        };
        Page::new(visit, title).lead(says).draw(html! {
            @if let Some(clause) = &self.clause {
                p { (lang.t("errors-ground")) a href=(clause.href) { (clause.label) } }
            }
            @if let Some(seconds) = self.wait_seconds { p { (wait(lang, seconds)) } }
            @if let Some(reference) = &self.reference {
                p { (lang.t("errors-reference")) " " strong.figure { (reference) } }
            }
            p.actions {
                @for (place, link) in self.next.iter().enumerate() {
                    a.button.secondary[place > 0] href=(link.href) { (link.label) }
                }
                @if self.next.is_empty() { a.button href="/" { (lang.t("errors-home")) } }
                @if let Some(who) = &visit.who { a href=(who.home) { (lang.t("header-my-home")) } }
            }
            @if !visit.site.contact.zh.is_empty() {
                p.quiet { (lang.t("errors-contact")) " " (visit.site.contact.show(lang)) }
            }
        })
    }
}

fn wait(lang: Lang, seconds: i64) -> String {
    if seconds < 120 {
        lang.t_with("errors-wait-seconds", &[("n", seconds.into())]).into_owned()
    } else {
        lang.t_with("errors-wait-minutes", &[("n", ((seconds + 59) / 60).into())]).into_owned()
    }
}

/// Title and usual sentence of a status.
fn words(lang: Lang, status: StatusCode) -> (String, String) {
    let code = match status.as_u16() {
        code @ (400 | 403 | 404 | 405 | 409 | 413 | 422 | 429 | 503) => code,
        400..500 => 400,
        _ => 500,
    };
    (lang.t(&format!("errors-{code}")).into_owned(), lang.t(&format!("errors-{code}-says")).into_owned())
}

/// A number to quote: eight digits and letters without those that look alike.
fn reference() -> String {
    random::letters(&random::bytes::<8>().unwrap_or_default())
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.wait_seconds {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer after a panic: a failure like any other. What was in the panic stays in the log.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives the panic away")]
pub fn after_panic(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().cloned();
    let text = text.or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Problem::failure(text.unwrap_or_else(|| "a panic without words".to_owned())).into_response()
}

/// Middleware: draws every problem, and every bare error of the framework, as a page.
pub async fn draw(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let visit = Visit::of(&parts);
    let is_read = parts.method == Method::GET;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(visit) = visit else { return response };
    let problem = response.extensions_mut().remove::<Problem>().or_else(|| bare(&response));
    let Some(problem) = problem else { return response };
    if is_read && let Some(page) = page_of_a_target(&problem, &visit.path) {
        return Redirect::to(page).into_response();
    }
    let mut page = (problem.status, problem.page(&visit)).into_response();
    for name in [RETRY_AFTER, ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// The page that a form's target stands beneath: an address that only takes forms, opened to be read. It is in the
/// address bar when a form was drawn again, so that a change of language or a reload comes here.
fn page_of_a_target<'a>(problem: &Problem, path: &'a str) -> Option<&'a str> {
    if problem.status != StatusCode::METHOD_NOT_ALLOWED || path.starts_with("/api/") {
        return None;
    }
    let (page, _) = path.rsplit_once('/')?;
    (!page.is_empty()).then_some(page)
}

/// The problem behind an error that came without a page: no content type, or plain text of the framework.
fn bare(response: &Response) -> Option<Problem> {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let plain = kind.is_none_or(|kind| kind.starts_with(b"text/plain"));
    (plain && (status.is_client_error() || status.is_server_error())).then(|| Problem::new(status))
}
