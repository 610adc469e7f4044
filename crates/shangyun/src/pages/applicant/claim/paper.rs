//! One paper of a claim: attach it, put another in its place, take it out, or use the one of the filing again.

use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::pages::applicant::history::History;
use crate::pages::applicant::own::save_key;
use crate::pages::applicant::papers::{self, Again};
use crate::refusals;
use crate::session::Me;
use crate::uploads;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted};
use crate::web::layout::visit::Visit;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::claim::ClaimCommand;
use domain::command::Command;
use maud::html;

/// `GET /claims/{id}/upload/{document}`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, document)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.is_open() {
        return Ok(open.elsewhere());
    }
    draw(&app, &visit, &me, &open, (&document, None)).await
}

/// `POST /claims/{id}/upload/{document}`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, document)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let (lang, policy) = (visit.lang, open.policy());
    let history = History::of_claim(&app, &open.id).await?;
    let expected = open.expected(&app, &me).await?;
    let all = open.wanted(&expected.facts);
    let desk = open.desk(&all, &history);
    let wanted = desk.find(&document).ok_or_else(Problem::not_found)?;
    let label = lang.t("enterprise-paper-file");
    let taken = uploads::take(&app, body, papers::rule(policy, &label)).await?;
    let key = acting::key_of(&taken.form);
    let mut again = taken.form.clone().into_filled();
    let today = app.clock.today();
    let (sent, file) = match (taken.form.read(|form| papers::read(lang, &desk, wanted, form, today)), taken.file) {
        (Ok(sent), Some(file)) => (sent, file),
        (Ok(_), None) => return Err(Problem::bad_request("a form without its file")),
        (Err(filled), _) => return draw(&app, &visit, &me, &open, (&document, Some(&filled))).await,
    };
    let key = save_key(&key, &open.claim().revision.to_string(), &format!("{} {}", sent.document, file.blob));
    let papers::Sent { document: as_document, dated } = sent;
    let attach = ClaimCommand::Attach { claim: open.id.clone(), document: as_document, file, dated };
    match acting::act(&app, me.actor(), Command::Claim(attach), &key).await {
        Ok(_) => Ok(acting::go(&after(&open, &document))),
        Err(failed) => {
            papers::refused(&mut again, lang, policy, &failed)?;
            draw(&app, &visit, &me, &open, (&document, Some(&again))).await
        }
    }
}

/// Where to go after a paper: back to its list, or to the task list.
fn after(open: &Open, document: &str) -> String {
    open.list_of(document).map_or_else(|| open.path("tasks"), |list| open.path(&format!("lists/{}", list.id)))
}

/// `POST /claims/{id}/again/{document}`: the file of the filing once more.
pub(in crate::pages::applicant) async fn again(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, document)): Path<(String, String)>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let Some(paper) = open.again(&document) else { return Ok(acting::go(&open.path("tasks"))) };
    let attach = ClaimCommand::Attach {
        claim: open.id.clone(),
        document: document.clone(),
        file: paper.file.clone(),
        dated: paper.dated,
    };
    let done = acting::act(&app, me.actor(), Command::Claim(attach), &acting::key_of(&form)).await;
    done.map_err(|failed| refusals::problem(visit.lang, Some(open.policy()), &failed))?;
    Ok(acting::go(&after(&open, &document)))
}

/// `POST /claims/{id}/remove/{document}`.
pub(in crate::pages::applicant) async fn remove(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, document)): Path<(String, String)>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let detach = ClaimCommand::Detach { claim: open.id.clone(), document: document.clone() };
    let done = acting::act(&app, me.actor(), Command::Claim(detach), &acting::key_of(&form)).await;
    done.map_err(|failed| refusals::problem(visit.lang, Some(open.policy()), &failed))?;
    Ok(acting::go(&after(&open, &document)))
}

async fn draw(
    app: &App,
    visit: &Visit,
    me: &Me,
    open: &Open,
    (document, typed): (&str, Option<&Filled>),
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let history = History::of_claim(app, &open.id).await?;
    let expected = open.expected(app, me).await?;
    let all = open.wanted(&expected.facts);
    let mut desk = open.desk(&all, &history);
    if super::letter::document(open) == Some(document) {
        desk.extra = html! {
            p { (lang.t("enterprise-letter-says")) }
            p { a.button.secondary href=(open.path("letter")) { (lang.t("enterprise-letter-print")) } }
        };
    }
    let wanted = desk.find(document).ok_or_else(Problem::not_found)?;
    let blank = papers::blank(&desk, wanted);
    let again = open
        .again(document)
        .map(|paper| Again { says: lang.t("enterprise-paper-of-filing").into_owned(), paper: paper.clone() });
    let mut crumbs = open.crumbs(lang);
    if let Some(list) = open.list_of(document) {
        let name = refusals::label(lang, Some(open.policy()), &list.id);
        crumbs.push(crate::web::components::action::Link::new(name, open.path(&format!("lists/{}", list.id))));
    }
    Ok(papers::draw(app, visit, (&desk, wanted), (typed.unwrap_or(&blank), again.as_ref()), &crumbs))
}
