//! Coming in as a program: a token for name, password and second factor; sent as `Authorization: Bearer …`.

use super::ApiProblem;
use crate::app::App;
use crate::demo::forward::{self, Forward};
use crate::demo::newcomer;
use crate::lang::Lang;
use crate::session::{self, Device, Me, Session};
use crate::sign_in::{CodeOutcome, Outcome, Then, by_code, by_password};
use crate::web::errors::Problem;
use crate::web::i18n::View;
use crate::web::security::client::Client;
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

/// The largest body with credentials.
const CREDENTIALS_BYTES_MAX: usize = 4 * 1024;

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
                return ApiProblem::from_page(lang, &Problem::failure(error)).into_response();
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

/// Name, password and, where the account has one, the code of the second factor.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The name used to sign in.
    pub name: String,
    /// The password.
    pub password: String,
    /// The code of the second factor.
    #[serde(default)]
    pub code: Option<String>,
}

/// Signs in; the same throttling and the same answers as on the page.
pub async fn begin(State(app): State<App>, request: Request) -> Result<Json<Token>, ApiProblem> {
    let (parts, body) = request.into_parts();
    let lang = View::of(&parts).lang;
    let page = |problem: Problem| ApiProblem::from_page(lang, &problem);
    let bytes = axum::body::to_bytes(body, CREDENTIALS_BYTES_MAX).await;
    let bytes = bytes.map_err(|_| ApiProblem::bad_request("the credentials are too long"))?;
    let typed: Credentials =
        serde_json::from_slice(&bytes).map_err(|error| ApiProblem::bad_request(error.to_string()))?;
    let wrong = || ApiProblem::new(StatusCode::UNAUTHORIZED, "wrong-credentials", lang.t("entry-wrong"));
    let outcome = by_password(&app, Client::of(&parts), &typed.name, typed.password).await.map_err(page)?;
    let account = match outcome {
        Outcome::Right(account, Then::ComeIn) => account,
        Outcome::Right(account, Then::Code) => {
            let code = typed.code.ok_or_else(wrong)?;
            match by_code(&app, &account, &code).await.map_err(page)? {
                CodeOutcome::Right | CodeOutcome::Recovery(_) => account,
                CodeOutcome::Wrong => return Err(wrong()),
                CodeOutcome::Wait(seconds) => return Err(ApiProblem::too_often(lang, seconds)),
            }
        }
        Outcome::Right(_, Then::Enrol) | Outcome::TermEnded(_) => return Err(ApiProblem::forbidden(lang)),
        Outcome::Wrong => return Err(wrong()),
        Outcome::Wait(seconds) => return Err(ApiProblem::too_often(lang, seconds)),
    };
    let token = session::start_on(&app, &account, &Device::of(Client::of(&parts), &parts.headers)).await;
    token.map(|token| Json(Token { token })).map_err(|failed| ApiProblem::of(lang, None, &failed))
}

/// How far the demo's day is moved.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// How far.
    pub to: Forward,
}

/// The day of the programme.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Today {
    /// The day.
    pub today: String,
}

/// In the demo city: moves the programme's day forward, doing what falls due.
pub async fn move_clock(State(app): State<App>, Json(to): Json<Move>) -> Result<Json<Today>, ApiProblem> {
    let moved = forward::go(&app, to.to).await;
    let today = moved.map_err(|error| ApiProblem::new(StatusCode::CONFLICT, "cannot-move", error.to_string()))?;
    Ok(Json(Today { today: today.to_string() }))
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
