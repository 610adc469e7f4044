//! `POST /api/v1/acts`: one command, done once.

use super::{ApiProblem, personal};
use crate::app::App;
use crate::lang::Lang;
use crate::refusals;
use crate::session::Me;
use crate::web::i18n::View;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use domain::command::Command;
use domain::decide::Answer;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// The largest command.
const COMMAND_BYTES_MAX: usize = 256 * 1024;
/// The longest idempotency key.
const KEY_BYTES_MAX: usize = 200;

/// What an act did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Done {
    /// The key of the thing to look at next, such as `filing:4t0c…`.
    pub show: String,
    /// Its address in this API, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// A number that was given out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl Done {
    fn of(answer: &Answer) -> Self {
        let show = answer.show.to_string();
        let href = refusals::case_address(&show).map(|path| format!("/api/v1{path}"));
        Self { show, href, number: answer.number.clone() }
    }
}

/// Does a command.
pub async fn act(State(app): State<App>, me: Me, request: Request) -> Result<Json<Done>, ApiProblem> {
    let (parts, body) = request.into_parts();
    let lang = View::of(&parts).lang;
    let key = key_of(&parts.headers)?;
    let bytes = axum::body::to_bytes(body, COMMAND_BYTES_MAX)
        .await
        .map_err(|_| ApiProblem::bad_request(format!("a command has at most {COMMAND_BYTES_MAX} bytes")))?;
    let (command, rows) = read(&app, lang, &me, &bytes)?;
    let answer = app.execute(me.actor(), command, &key, rows).await;
    answer.map(|answer| Json(Done::of(&answer))).map_err(|failed| ApiProblem::of(lang, None, &failed))
}

/// The key under which a program may send the same again.
fn key_of(headers: &HeaderMap) -> Result<String, ApiProblem> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key.len() > KEY_BYTES_MAX || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let detail = format!("the header Idempotency-Key is needed: 1 to {KEY_BYTES_MAX} visible ASCII characters");
        return Err(ApiProblem::bad_request(detail));
    }
    Ok(key.to_owned())
}

type Read = (Command, Vec<store::vault::PersonalRow>);

/// The command in a body. What no command of ours has is refused, so that a mistyped field is not passed over.
fn read(app: &App, lang: Lang, me: &Me, bytes: &[u8]) -> Result<Read, ApiProblem> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| ApiProblem::bad_request(error.to_string()))?;
    let sealing = personal::seal(app, lang, me.actor().account.as_str(), &mut value)?;
    let command: Command =
        serde_json::from_value(value.clone()).map_err(|error| ApiProblem::bad_request(error.to_string()))?;
    let known = serde_json::to_value(&command).unwrap_or_default();
    match surplus(&value, &known) {
        Some(name) => Err(ApiProblem::bad_request(format!("`{}` has no field `{name}`", command.name()))),
        None => Ok((command, sealing.rows())),
    }
}

/// A field that was sent and that the command does not have.
fn surplus<'a>(sent: &'a Value, known: &Value) -> Option<&'a str> {
    match (sent, known) {
        (Value::Object(sent), Value::Object(known)) => sent.iter().find_map(|(name, value)| match known.get(name) {
            Some(inner) => surplus(value, inner),
            None => Some(name.as_str()),
        }),
        (Value::Array(sent), Value::Array(known)) => {
            sent.iter().zip(known).find_map(|(sent, known)| surplus(sent, known))
        }
        _ => None,
    }
}
