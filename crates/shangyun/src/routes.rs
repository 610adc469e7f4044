//! The one list of routes with who may take each (I13). A route without a rule cannot be added; a test
//! walks the list, and `shangyun access` prints it.

use crate::api::ApiProblem;
use crate::app::App;
use crate::session::Session;
use crate::web::errors::Problem;
use crate::web::i18n::View;
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, delete, get, post};
use domain::act::Seat;
pub use domain::permits::SeatKind;
use std::sync::Arc;

/// Who may take a route. What of it they see is decided row by row ([`domain::sight`]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum May {
    /// Everybody.
    Everyone,
    /// Everybody who has signed in.
    SignedIn,
    /// These seats.
    Seats(&'static [SeatKind]),
    /// Everybody, in the demo only.
    Demo,
}

impl May {
    /// Whether a reader with this seat (none: not signed in) may take the route.
    pub fn allows(self, seat: Option<&Seat>, is_demo: bool) -> bool {
        match self {
            Self::Everyone => true,
            Self::SignedIn => seat.is_some(),
            Self::Seats(kinds) => seat.is_some_and(|seat| kinds.contains(&SeatKind::of(seat))),
            Self::Demo => is_demo,
        }
    }
}

/// One line of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// GET or POST.
    pub method: Method,
    /// The address, with `{names}` for parts.
    pub path: &'static str,
    /// Who may take it.
    pub may: May,
}

/// The list under construction, with the router made of it.
pub struct Routes {
    lines: Vec<Line>,
    router: Router<App>,
    api: Router<App>,
    is_demo: bool,
}

impl Routes {
    /// An empty list.
    pub fn new(is_demo: bool) -> Self {
        Self { lines: Vec::new(), router: Router::new(), api: Router::new(), is_demo }
    }

    /// Adds a page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, may: May, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Line { method: Method::GET, path, may }, get(handler))
    }

    /// Adds a form's target.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, may: May, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Line { method: Method::POST, path, may }, post(handler))
    }

    /// Adds an address that programs read.
    #[must_use]
    pub fn api_get<H, T>(self, path: &'static str, may: May, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add_api(Line { method: Method::GET, path, may }, get(handler))
    }

    /// Adds an address that programs post to.
    #[must_use]
    pub fn api_post<H, T>(self, path: &'static str, may: May, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add_api(Line { method: Method::POST, path, may }, post(handler))
    }

    /// Adds an address at which programs end something.
    #[must_use]
    pub fn api_delete<H, T>(self, path: &'static str, may: May, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add_api(Line { method: Method::DELETE, path, may }, delete(handler))
    }

    fn add_api(mut self, line: Line, route: MethodRouter<App>) -> Self {
        let (may, is_demo) = (line.may, self.is_demo);
        let guarded = route
            .layer(middleware::from_fn(move |request: Request, next: Next| api_guard(may, is_demo, request, next)));
        self.api = self.api.route(line.path, guarded);
        self.lines.push(line);
        self
    }

    fn add(mut self, line: Line, route: MethodRouter<App>) -> Self {
        let (may, is_demo) = (line.may, self.is_demo);
        let guarded =
            route.layer(middleware::from_fn(move |request: Request, next: Next| guard(may, is_demo, request, next)));
        self.router = self.router.route(line.path, guarded);
        self.lines.push(line);
        self
    }

    /// The list, the router of pages and the router of the API.
    pub fn done(self) -> (Vec<Line>, Router<App>, Router<App>) {
        (self.lines, self.router, self.api)
    }
}

/// Lets a reader through, sends one who has not signed in to do so, and refuses the others.
async fn guard(may: May, is_demo: bool, request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Arc<Session>>().cloned();
    let seat = session.as_ref().map(|session| &session.actor.seat);
    if may.allows(seat, is_demo) {
        return next.run(request).await;
    }
    if may == May::Demo {
        return Problem::not_found().into_response();
    }
    if seat.is_none() && request.method() == Method::GET {
        let here = request.uri().path_and_query().map_or("/", |full| full.as_str());
        let address = crate::web::forms::address("/sign-in", [("next", here)]);
        return Redirect::to(&address).into_response();
    }
    if matches!((seat, may), (Some(Seat::Newcomer), May::Seats(kinds)) if kinds.contains(&SeatKind::Owner)) {
        let lang = View::of(&request.into_parts().0).lang;
        let problem = Problem::forbidden().saying(lang.t("entry-register-first"));
        return problem.next(lang.t("entry-register-enterprise"), "/enterprise").into_response();
    }
    Problem::forbidden().into_response()
}

/// Lets a program through, or says whether it lacks a token or the right.
async fn api_guard(may: May, is_demo: bool, request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Arc<Session>>().cloned();
    let seat = session.as_ref().map(|session| &session.actor.seat);
    if may.allows(seat, is_demo) {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    let lang = View::of(&parts).lang;
    match (may, seat) {
        (May::Demo, _) => ApiProblem::not_found(lang).into_response(),
        (May::Everyone | May::SignedIn | May::Seats(_), None) => ApiProblem::not_signed_in(lang).into_response(),
        (May::Everyone | May::SignedIn | May::Seats(_), Some(_)) => ApiProblem::forbidden(lang).into_response(),
    }
}
