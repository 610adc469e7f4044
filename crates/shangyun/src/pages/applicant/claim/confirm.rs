//! Check the whole claim, promise that it is true, confirm. Only the owner confirms.

use super::tasks::{all, preview};
use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::applicant::filing::submit::{blocked, promised};
use crate::pages::applicant::history::History;
use crate::pages::applicant::own;
use crate::pages::applicant::papers;
use crate::pages::applicant::profile::{self, masked};
use crate::pages::case::look::Look;
use crate::refusals::{label, tongue};
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::components::tasks::TaskState;
use crate::web::components::value;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form_of_version};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::claim::ClaimCommand;
use domain::command::Command;
use domain::paper::Wanted;
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::inputs::RecordList;
use policy::value::{Type, Value};

/// `GET /claims/{id}/confirm`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.is_open() {
        return Ok(open.elsewhere());
    }
    draw(&app, &visit, &me, &open, &Filled::blank()).await
}

/// `POST /claims/{id}/confirm`.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let lang = visit.lang;
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let mut again = form.clone().into_filled();
    if let Err(filled) = form.read(|form| promised(lang, form)) {
        return draw(&app, &visit, &me, &open, &filled).await;
    }
    let confirm = Command::Claim(ClaimCommand::Confirm { claim: open.id.clone(), drawn });
    match acting::act(&app, me.actor(), confirm, &key).await {
        Ok(_) => Ok(acting::go(&open.path("receipt"))),
        Err(failed) => {
            let policy = open.policy();
            own::refused(&mut again, lang, Some(policy), &failed, |id| Some(label(lang, Some(policy), id)))?;
            draw(&app, &visit, &me, &open, &again).await
        }
    }
}

async fn draw(app: &App, visit: &Visit, me: &Me, open: &Open, filled: &Filled) -> Result<Response, Problem> {
    let lang = visit.lang;
    let history = History::of_claim(app, &open.id).await?;
    let expected = open.expected(app, me).await?;
    let wanted = open.wanted(&expected.facts);
    let (first, lists, papers) = all(lang, open, &history, (&expected, &wanted));
    let left = first.into_iter().chain(lists).chain(papers).filter(|task| task.state != TaskState::Done);
    let missing: Vec<(String, String)> = left.map(|task| (task.title, task.href)).collect();
    let opened = profile::opened(app, &open.own.enterprise.profile).await?;
    let mut page =
        Page::new(visit, lang.t("enterprise-check-and-confirm")).errors(filled).lead(lang.t("enterprise-confirm-lead"));
    for crumb in open.crumbs(lang) {
        page = page.crumb(crumb.label, crumb.href);
    }
    let look = Look::new(app, lang, open.policy(), me.actor());
    Ok(page.respond(html! {
        (blocked(lang, &missing))
        (known(app, lang, open, &masked(&opened.bank_account)))
        (list_answers(lang, open))
        (paper_answers(lang, open, &wanted))
        (preview(look, open, &expected))
        (end(visit, open, filled, missing.is_empty()))
    }))
}

/// What was filled in beforehand.
fn known(app: &App, lang: Lang, open: &Open, account: &str) -> Markup {
    let next = open.path("confirm");
    let change = |field: &str| format!("/enterprise/profile?next={next}#{field}");
    let entry = &open.own.enterprise.profile;
    let rows = [
        Answer::fixed(lang.t("enterprise-claim-year"), value::date(lang, open.claim().service_date)),
        Answer::fixed(
            lang.t("enterprise-form-provider"),
            html! { (names::provider(app, lang, &open.claim().provider)) },
        ),
        Answer::new(
            profile::label(lang, "district"),
            html! { (names::district(app, lang, &entry.district)) },
            change("district"),
        ),
        Answer::new(
            profile::label(lang, "bank_account"),
            html! { (entry.bank_name) " " span.figure { (account) } },
            change("bank_account"),
        ),
    ];
    answers(lang, &lang.t("enterprise-claim-filled-in"), &rows)
}

fn list_answers(lang: Lang, open: &Open) -> Markup {
    let rows: Vec<Answer> = open
        .lists()
        .map(|list| {
            let count = lang.t_with("enterprise-rows", &[("n", open.rows(&list.id).len().into())]);
            let value = html! { (count) @for (name, sum) in sums(lang, open, list) { br; (name) " " (value::money(lang, sum)) } };
            Answer::new(label(lang, Some(open.policy()), &list.id), value, open.path(&format!("lists/{}", list.id)))
        })
        .collect();
    answers(lang, &lang.t("enterprise-claim-lists"), &rows)
}

/// The sum of every column of money.
fn sums(lang: Lang, open: &Open, list: &RecordList) -> Vec<(String, Fen)> {
    let columns = list.columns.iter().filter(|column| column.ty == Type::Money);
    columns
        .filter_map(|column| {
            let amounts = open.rows(&list.id).iter().filter_map(|entry| match entry.row.get(&column.id) {
                Some(Value::Money(fen)) => Some(*fen),
                Some(_) | None => None,
            });
            Some((column.text.get(tongue(lang)).to_owned(), Fen::sum(amounts)?))
        })
        .collect()
}

fn paper_answers(lang: Lang, open: &Open, wanted: &[Wanted<'_>]) -> Markup {
    let own = wanted.iter().filter(|wanted| open.list_of(&wanted.document.id).is_none());
    let rows: Vec<Answer> = own
        .map(|wanted| {
            let found = wanted.found(&open.claim().papers);
            let value = html! {
                @if let Some((id, paper)) = found { a href=(open.path(&format!("papers/{id}"))) { (paper.file.name) } } @else { "—" }
            };
            let change = open.path(&format!("upload/{}", wanted.document.id));
            Answer::new(papers::title(lang, wanted.document), value, change)
        })
        .collect();
    html! { @if !rows.is_empty() { (answers(lang, &lang.t("enterprise-tasks-papers"), &rows)) } }
}

fn end(visit: &Visit, open: &Open, filled: &Filled, complete: bool) -> Markup {
    let lang = visit.lang;
    if !open.own.owner {
        return inset(&html! { p { (lang.t("enterprise-owner-confirms")) } });
    }
    if !complete {
        return html! {
            p { (lang.t("enterprise-complete-first-claim")) }
            p { (link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks"))) }
        };
    }
    let body = html! {
        h2 { (lang.t("enterprise-promise-title")) }
        (Field::new("promise", lang.t("enterprise-promise")).checkbox(lang, filled))
        (actions(&[button(&lang.t("enterprise-confirm")), link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks"))]))
    };
    form_of_version(visit, &open.path("confirm"), u64::try_from(open.claim().revision).unwrap_or_default(), &body)
}
