//! Whether the program serves: for the proxy before it and for whoever watches it.

use crate::app::App;
use crate::routes::{May, Routes};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Adds the address.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/health", May::Everyone, health)
}

/// 200 while the database answers and acts are taken, else 503 with what is wrong.
async fn health(State(app): State<App>) -> (StatusCode, Json<Value>) {
    let answers = app.store.answers().await.is_ok();
    let takes_acts = app.store.takes_acts();
    let status = if answers && takes_acts { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "database_answers": answers, "takes_acts": takes_acts })))
}
