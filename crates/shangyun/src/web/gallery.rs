//! Every part of the pages with made-up data, in each state: for looking at the design, only in the demo city.

use axum::Router;
use axum::routing::get;

mod column;
mod desk;
mod paper;
mod screen;
mod trial;

/// The gallery's pages; add them where `Site::demo` is set.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/gallery", get(column::show))
        .route("/gallery/form", get(trial::show).post(trial::send))
        .route("/gallery/desk", get(desk::queue))
        .route("/gallery/case", get(desk::case))
        .route("/gallery/screen", get(screen::show))
        .route("/gallery/paper", get(paper::show))
}
