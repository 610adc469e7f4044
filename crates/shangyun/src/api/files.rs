//! Files of programs: in by their bytes, out by the case that names them.

use super::ApiProblem;
use crate::app::App;
use crate::clock::real_now;
use crate::pages::case::look::Reader;
use crate::seen;
use crate::session::Me;
use crate::uploads;
use crate::web::forms::file::{FileKind, clean_name};
use crate::web::i18n::View;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::{ClaimId, FilingId};
use domain::paper::{File, Papers};
use futures_util::StreamExt;
use policy::policy::Policy;
use serde::Deserialize;
use store::store::KeepError;
use tokio_util::io::StreamReader;

/// The largest file taken before its case, and so its policy, is known.
const BYTES_MAX: u64 = 20 * 1024 * 1024;
/// How much is looked at to know the kind.
const HEAD_BYTES: usize = 64;

/// What a file is called.
#[derive(Deserialize)]
pub struct Called {
    name: String,
}

/// Keeps a file and gives what a command names it by.
pub async fn keep(
    State(app): State<App>,
    _: Me,
    view: View,
    Query(called): Query<Called>,
    body: Body,
) -> Result<Json<File>, ApiProblem> {
    let name = clean_name(&called.name);
    let mut rest = body.into_data_stream();
    let mut head = Vec::new();
    while head.len() < HEAD_BYTES {
        let Some(chunk) = rest.next().await else { break };
        head.extend_from_slice(&chunk.map_err(|_| ApiProblem::bad_request("the body breaks off"))?);
    }
    let Some(kind) = FileKind::of(&head, &name).filter(|kind| uploads::PAPER_KINDS.contains(kind)) else {
        let kinds = crate::web::forms::upload::labels(&uploads::PAPER_KINDS);
        return Err(ApiProblem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "file-kind",
            view.lang
                .t_with("forms-file-kind", &[("label", "file".into()), ("name", name.into()), ("kinds", kinds.into())]),
        ));
    };
    let first = futures_util::stream::once(async { Ok::<Bytes, axum::Error>(Bytes::from(head)) });
    let whole = first.chain(rest).map(|chunk| chunk.map_err(std::io::Error::other));
    let reader = StreamReader::new(Box::pin(whole));
    let kept = app.store.keep_document(reader, kind.media_type(), BYTES_MAX, real_now()).await;
    let kept = kept.map_err(|error| not_kept(view, &error))?;
    let size_bytes = i64::try_from(kept.size_bytes).unwrap_or(i64::MAX);
    Ok(Json(File { blob: kept.id, name, media: kind.media_type().to_owned(), size_bytes }))
}

fn not_kept(view: View, error: &KeepError) -> ApiProblem {
    use store::documents::DocumentsError;
    match error {
        KeepError::Documents(DocumentsError::TooLarge { .. }) => {
            ApiProblem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", format!("a file has at most {BYTES_MAX} bytes"))
        }
        KeepError::Documents(_) => ApiProblem::bad_request("the file could not be read to its end"),
        KeepError::Register(failed) => ApiProblem::of(view.lang, None, failed),
    }
}

/// A paper of a filing.
pub async fn filing_paper(
    State(app): State<App>,
    me: Me,
    view: View,
    Path((id, document)): Path<(String, String)>,
) -> Result<Response, ApiProblem> {
    let seen = seen::filing(&app, me.actor(), &FilingId::new(id)).await;
    let seen = seen.map_err(|problem| ApiProblem::from_page(view.lang, &problem))?;
    send(&app, (&me, view), (&seen.policy, &seen.state.papers), &document).await
}

/// A paper of a claim.
pub async fn claim_paper(
    State(app): State<App>,
    me: Me,
    view: View,
    Path((id, document)): Path<(String, String)>,
) -> Result<Response, ApiProblem> {
    let seen = seen::claim(&app, me.actor(), &ClaimId::new(id)).await;
    let seen = seen.map_err(|problem| ApiProblem::from_page(view.lang, &problem))?;
    send(&app, (&me, view), (&seen.policy, &seen.state.papers), &document).await
}

async fn send(
    app: &App,
    (me, view): (&Me, View),
    (policy, papers): (&Policy, &Papers),
    document: &str,
) -> Result<Response, ApiProblem> {
    let declared = policy.plan().document(document);
    let is_seen = declared.is_some_and(|declared| Reader::of(app, me.actor()).sees_paper(declared));
    let paper = papers.get(document).filter(|_| is_seen).ok_or_else(|| ApiProblem::not_found(view.lang))?;
    uploads::send(app, &paper.file).await.map_err(|problem| ApiProblem::from_page(view.lang, &problem))
}
