//! Pages: the shell every page stands in, and the parts it is made of.
//!
//! [`inner`] goes around the routes of pages, then the layer that knows sessions, then [`outer`] around everything:
//! `outer(inner(routes).layer(sessions), site)`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::{Extension, Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use self::layout::site::Site;

pub mod assets;
pub mod charts;
pub mod components;
pub mod errors;
pub mod format;
pub mod forms;
pub mod i18n;
pub mod layout;
pub mod security;

/// The longest silence while a body is being sent.
const BODY_SILENCE_MAX: Duration = Duration::from_secs(20);

/// What every page needs around its handler: the visitor's form token, error pages, the check of posted forms,
/// time limits, and an answer when a handler panics.
pub fn inner<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .layer(CatchPanicLayer::custom(errors::after_panic))
        .layer(middleware::from_fn(security::limits::in_time))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(security::posted::check))
        .layer(RequestBodyTimeoutLayer::new(BODY_SILENCE_MAX))
        .layer(middleware::from_fn(errors::draw))
        .layer(middleware::from_fn(security::visitor::know))
}

/// What every answer needs, API and files included: the site's particulars, security headers, style sheet and script,
/// and the page that changes how pages are shown.
pub fn outer(router: Router, site: Arc<Site>) -> Router {
    router
        .merge(assets::routes())
        .merge(i18n::routes())
        .layer(CatchPanicLayer::custom(errors::after_panic))
        .layer(middleware::from_fn(errors::draw))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), security::headers::set))
        .layer(middleware::from_fn(security::client::know))
        .layer(Extension(site))
}
