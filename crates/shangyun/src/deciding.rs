//! Policies that decide over HTTP, with no city, no people and no database: `shangyun policy serve`.
//!
//! One claim in JSON is answered in JSON, any number of them as lines are answered as lines while they come.
//! Nothing is kept.

mod openapi;
mod stream;

use crate::api::ApiProblem;
use ::policy::facts::Readings;
use ::policy::lines::{decide_line, line_facts};
use ::policy::policy::Policy;
use ::policy::schema;
use ::policy::text::Lang;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, RawQuery, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, body::Body};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// The largest single claim.
const CLAIM_BYTES_MAX: usize = 1024 * 1024;
/// The longest silence while claims are being sent.
const SILENCE_MAX: Duration = Duration::from_secs(20);

/// Policies by id.
type Policies = Arc<BTreeMap<String, Arc<Policy>>>;

/// The routes over these policies.
///
/// # Errors
/// When two of them have the same id.
pub fn router(policies: Vec<Policy>) -> Result<Router, String> {
    let mut by_id = BTreeMap::new();
    for policy in policies {
        let id = policy.plan().id.clone();
        if by_id.insert(id.clone(), Arc::new(policy)).is_some() {
            return Err(format!("two policies have the id `{id}`; serve one of them"));
        }
    }
    Ok(Router::new()
        .route("/", get(list))
        .route("/openapi.json", get(document))
        .route("/policies/{id}", get(plan))
        .route("/policies/{id}/document", get(source))
        .route("/policies/{id}/schemas/{of}", get(schemas))
        .route("/policies/{id}/decide", post(decide))
        .route("/policies/{id}/explain", post(explain))
        .fallback(|| async { not_found("there is no such address; see /openapi.json") })
        .layer(DefaultBodyLimit::max(CLAIM_BYTES_MAX))
        .layer(RequestBodyTimeoutLayer::new(SILENCE_MAX))
        .layer(CatchPanicLayer::new())
        .with_state(Arc::new(by_id)))
}

/// The policy that the address names, and the readings that the query asks for.
struct Asked {
    policy: Arc<Policy>,
    readings: Readings,
}

impl FromRequestParts<Policies> for Asked {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, policies: &Policies) -> Result<Self, ApiProblem> {
        let path = Path::<BTreeMap<String, String>>::from_request_parts(parts, policies).await;
        let id = path.ok().and_then(|Path(mut named)| named.remove("id")).unwrap_or_default();
        let Some(policy) = policies.get(&id) else {
            let known: Vec<&str> = policies.keys().map(String::as_str).collect();
            return Err(not_found(format!("no policy `{id}`; there are: {}", known.join(", "))));
        };
        let RawQuery(query) = RawQuery(parts.uri.query().map(str::to_owned));
        let readings = policy.readings(switches(query.as_deref().unwrap_or_default()));
        let readings = readings.map_err(|wrong| ApiProblem::bad_request(wrong.get(tongue(&parts.headers))))?;
        Ok(Self { policy: Arc::clone(policy), readings })
    }
}

/// Every `switch=ID=OPTION` of a query; ids need no escaping.
fn switches(query: &str) -> impl Iterator<Item = String> {
    query.split('&').filter_map(|pair| pair.strip_prefix("switch=")).map(|given| given.replace("%3D", "="))
}

fn tongue(headers: &HeaderMap) -> Lang {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if asked.starts_with("zh") { Lang::Zh } else { Lang::En }
}

fn not_found(detail: impl Into<String>) -> ApiProblem {
    ApiProblem::new(StatusCode::NOT_FOUND, "not-found", detail)
}

async fn list(State(policies): State<Policies>) -> Json<Value> {
    let one = |policy: &Arc<Policy>| {
        let plan = policy.plan();
        json!({ "id": plan.id, "name": plan.name, "hash": plan.hash, "decide": format!("/policies/{}/decide", plan.id) })
    };
    Json(policies.values().map(one).collect())
}

async fn document(State(policies): State<Policies>) -> Json<Value> {
    Json(openapi::document(policies.values().map(AsRef::as_ref)))
}

async fn plan(asked: Asked) -> Response {
    Json(asked.policy.plan()).into_response()
}

async fn source(asked: Asked) -> Response {
    ([(CONTENT_TYPE, "text/markdown; charset=utf-8")], asked.policy.source().to_owned()).into_response()
}

async fn schemas(asked: Asked, Path((_, of)): Path<(String, String)>) -> Result<Response, ApiProblem> {
    let schema = match of.as_str() {
        "claim" => schema::claim(&asked.policy, &asked.readings),
        "answer" => schema::answer(&asked.policy, &asked.readings),
        "decision" => schema::decision(),
        _ => return Err(not_found(format!("no schema `{of}`; there are: claim, answer, decision"))),
    };
    Ok(([(CONTENT_TYPE, "application/schema+json")], Json(schema)).into_response())
}

/// One claim, or lines of claims, by the type of what is sent.
async fn decide(asked: Asked, headers: HeaderMap, body: Body) -> Result<Response, ApiProblem> {
    match kind(&headers) {
        "application/x-ndjson" | "application/jsonl" => Ok(stream::answer(asked.policy, asked.readings, body)),
        "application/json" => {
            let claim = one_claim(body).await?;
            readable(&asked, &headers, &claim)?;
            let answer = decide_line(&asked.policy, &asked.readings, &claim);
            Ok(([(CONTENT_TYPE, "application/json")], answer).into_response())
        }
        _ => Err(unsupported("application/json for one claim, application/x-ndjson for lines of claims")),
    }
}

/// The whole decision on one claim, with its steps.
async fn explain(asked: Asked, headers: HeaderMap, body: Body) -> Result<Response, ApiProblem> {
    if kind(&headers) != "application/json" {
        return Err(unsupported("application/json"));
    }
    let facts = readable(&asked, &headers, &one_claim(body).await?)?;
    Ok(Json(asked.policy.decide(&facts, &asked.readings)).into_response())
}

fn kind(headers: &HeaderMap) -> &str {
    let sent = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.split(';').next().unwrap_or_default().trim()
}

fn unsupported(wanted: &str) -> ApiProblem {
    ApiProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", format!("send {wanted}"))
}

async fn one_claim(body: Body) -> Result<String, ApiProblem> {
    let bytes = axum::body::to_bytes(body, CLAIM_BYTES_MAX).await.map_err(|_| {
        let says = format!("one claim may have {CLAIM_BYTES_MAX} bytes; send many as application/x-ndjson");
        ApiProblem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", says)
    })?;
    String::from_utf8(bytes.into()).map_err(|_| ApiProblem::bad_request("a claim must be UTF-8 text"))
}

/// The facts of a claim, or a problem that names what is wrong with it.
fn readable(asked: &Asked, headers: &HeaderMap, claim: &str) -> Result<::policy::facts::Facts, ApiProblem> {
    line_facts(&asked.policy, &asked.readings, claim).map_err(|wrong| {
        let says = wrong.words.get(tongue(headers));
        ApiProblem::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-input", says)
    })
}
