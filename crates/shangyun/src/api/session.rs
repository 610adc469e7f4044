//! Coming in as a program: a token for name, password and second factor; sent as `Authorization: Bearer …`.

use super::ApiProblem;
use crate::app::App;
use crate::demo::newcomer;
use crate::lang::Lang;
use crate::session::{self, Me, Session};
use crate::web::i18n::View;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::act::Seat;
use domain::ids::AccountId;
use domain::world::{Aggregate, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who is asking.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Who {
    /// The account.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// On whose behalf it acts.
    pub seat: Seat,
}

/// A token.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Token {
    /// To be sent as `Authorization: Bearer …`; it ends like a session of the pages.
    pub token: String,
}

/// Whom to be in the demo city.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Be {
    /// The account.
    pub account: AccountId,
}

/// Middleware: finds the session behind the bearer token.
pub async fn know(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let lang = View::of(&parts).lang;
    request = Request::from_parts(parts, body);
    let token = bearer(&request).map(str::to_owned);
    if let Some(token) = token {
        match session::find(&app, &token).await {
            Ok(Some(session)) => drop(request.extensions_mut().insert(Arc::new(session))),
            Ok(None) => return ApiProblem::not_signed_in(lang).into_response(),
            Err(error) => {
                return ApiProblem::from_page(lang, &crate::web::errors::Problem::failure(error)).into_response();
            }
        }
    }
    next.run(request).await
}

fn bearer(request: &Request) -> Option<&str> {
    request.headers().get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Who one is.
pub async fn me(me: Me) -> Json<Who> {
    let Session { actor, name, .. } = &*me.0;
    Json(Who { account: actor.account.to_string(), name: name.clone(), seat: actor.seat.clone() })
}

/// Ends the session of the token.
pub async fn end(State(app): State<App>, me: Me) -> Result<StatusCode, ApiProblem> {
    let hash = store::secrets::token_hash(&me.0.token);
    let ended = store::secrets::end_session(&app.store, &hash).await;
    ended.map(|_| StatusCode::NO_CONTENT).map_err(|failed| ApiProblem::of(Lang::default(), None, &failed))
}

/// In the demo city: a token for anyone.
pub async fn be(State(app): State<App>, view: View, Json(be): Json<Be>) -> Result<Json<Token>, ApiProblem> {
    let found = app.store.load(&Key::Account(be.account.clone())).await;
    if !matches!(found, Ok(store::snapshot::Found { state: Some(Aggregate::Account(_)), .. })) {
        return Err(ApiProblem::not_found(view.lang));
    }
    let token = session::start(&app, &be.account).await;
    token.map(|token| Json(Token { token })).map_err(|failed| ApiProblem::of(view.lang, None, &failed))
}

/// In the demo city: a token for somebody who has just signed up and has no enterprise yet.
pub async fn be_new(State(app): State<App>, view: View) -> Result<Json<Token>, ApiProblem> {
    let account = newcomer::sign_up(&app).await.map_err(|problem| ApiProblem::from_page(view.lang, &problem))?;
    let token = session::start(&app, &account).await;
    token.map(|token| Json(Token { token })).map_err(|failed| ApiProblem::of(view.lang, None, &failed))
}
