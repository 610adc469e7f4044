//! One paper of a filing: attach it, put another in its place, take it out.

use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::pages::applicant::history::History;
use crate::pages::applicant::own::{home, save_key};
use crate::pages::applicant::papers;
use crate::refusals;
use crate::session::Me;
use crate::uploads;
use crate::web::components::action::Link;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted};
use crate::web::layout::visit::Visit;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::command::Command;
use domain::filing::FilingCommand;
use maud::html;

/// `GET /filings/{id}/upload/{document}`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, document)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.filing().is_open_to_applicant() {
        return Ok(acting::go(&format!("/filings/{}", open.id)));
    }
    draw(&app, &visit, &me, &open, (&document, None)).await
}

/// `POST /filings/{id}/upload/{document}`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, document)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let (lang, policy) = (visit.lang, open.policy());
    let history = History::of_filing(&app, &open.id).await?;
    let all = open.wanted(&app, &me).await?;
    let desk = open.desk(&all, &history);
    let wanted = desk.find(&document).ok_or_else(Problem::not_found)?;
    let label = lang.t("enterprise-paper-file");
    let taken = uploads::take(&app, body, papers::rule(policy, &label)).await?;
    let key = acting::key_of(&taken.form);
    let mut again = taken.form.clone().into_filled();
    let today = app.clock.today();
    let sent = match (taken.form.read(|form| papers::read(lang, &desk, wanted, form, today)), taken.file) {
        (Ok(sent), Some(file)) => (sent, file),
        (Ok(_), None) => return Err(Problem::bad_request("a form without its file")),
        (Err(filled), _) => return draw(&app, &visit, &me, &open, (&document, Some(&filled))).await,
    };
    let (papers::Sent { document: as_document, dated }, file) = sent;
    let key = save_key(&key, &open.filing().revision.to_string(), &format!("{as_document} {}", file.blob));
    let next = papers::next(&desk, &document);
    let attach = FilingCommand::Attach { filing: open.id.clone(), document: as_document, file, dated };
    match acting::act(&app, me.actor(), Command::Filing(attach), &key).await {
        Ok(_) => Ok(acting::go(&next)),
        Err(failed) => {
            papers::refused(&mut again, lang, policy, &failed)?;
            draw(&app, &visit, &me, &open, (&document, Some(&again))).await
        }
    }
}

/// `POST /filings/{id}/remove/{document}`.
pub(in crate::pages::applicant) async fn remove(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path((id, document)): Path<(String, String)>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let detach = FilingCommand::Detach { filing: open.id.clone(), document: document.clone() };
    let done = acting::act(&app, me.actor(), Command::Filing(detach), &acting::key_of(&form)).await;
    done.map_err(|failed| refusals::problem(visit.lang, Some(open.policy()), &failed))?;
    Ok(acting::go(&open.path("tasks")))
}

async fn draw(
    app: &App,
    visit: &Visit,
    me: &Me,
    open: &Open,
    (document, typed): (&str, Option<&Filled>),
) -> Result<Response, Problem> {
    let history = History::of_filing(app, &open.id).await?;
    let all = open.wanted(app, me).await?;
    let mut desk = open.desk(&all, &history);
    if super::print::document(open.policy()) == Some(document) {
        let lang = visit.lang;
        desk.extra = html! {
            p { (lang.t("enterprise-print-says")) }
            p { a.button.secondary href=(open.path("print")) { (lang.t("enterprise-print-form")) } }
        };
    }
    let wanted = desk.find(document).ok_or_else(Problem::not_found)?;
    let blank = papers::blank(&desk, wanted);
    Ok(papers::draw(app, visit, (&desk, wanted), (typed.unwrap_or(&blank), None), &crumbs(visit.lang, open)))
}

/// The way to the pages beneath the task list.
pub(super) fn crumbs(lang: Lang, open: &Open) -> Vec<Link> {
    let name = lang.t_with("enterprise-filing-of", &[("stream", open.stream(lang).into())]);
    vec![home(lang), Link::new(name, open.path("tasks"))]
}
