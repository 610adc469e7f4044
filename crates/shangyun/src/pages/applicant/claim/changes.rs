//! The second and third year: only what has changed is asked. What stands is shown with the way to change it, and the
//! rows that stand for this year as well are taken over at once.

use super::list::{carried, take_over};
use super::{Open, open};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::applicant::filing::topics::shown_answers;
use crate::pages::applicant::profile::{self, Opened, masked};
use crate::refusals::label;
use crate::session::Me;
use crate::web::components::action::{actions, button, link, link_button};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::value;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Posted, address, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::facts::attested_values;
use maud::{Markup, html};

/// `GET /claims/{id}/changes`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    if !open.is_open() || open.last.is_none() {
        return Ok(open.elsewhere());
    }
    let lang = visit.lang;
    let opened = profile::opened(&app, &open.own.enterprise.profile).await?;
    let mut page = Page::new(&visit, lang.t("enterprise-changes-title")).lead(lang.t("enterprise-changes-lead"));
    for crumb in open.crumbs(lang) {
        page = page.crumb(crumb.label, crumb.href);
    }
    Ok(page.respond(html! {
        (stands(&app, lang, &open, &opened))
        (anew(lang, &open))
        (rows(&visit, &open))
    }))
}

/// What stands as it was, with the way to change it.
fn stands(app: &App, lang: Lang, open: &Open, opened: &Opened) -> Markup {
    let here = open.path("changes");
    let change = |field: &str| {
        let page = address("/enterprise/profile", [("next", here.as_str())]);
        format!("{page}#{field}")
    };
    let entry = &open.own.enterprise.profile;
    let mut rows = vec![
        Answer::fixed(
            lang.t("enterprise-form-provider"),
            html! { (names::provider(app, lang, &open.claim().provider)) p.quiet { (lang.t("enterprise-changes-provider")) } },
        ),
        Answer::new(
            profile::label(lang, "district"),
            html! { (names::district(app, lang, &entry.district)) },
            change("district"),
        ),
        Answer::new(profile::label(lang, "bank_name"), html! { (entry.bank_name) }, change("bank_name")),
        Answer::new(
            profile::label(lang, "bank_account"),
            html! { span.figure { (masked(&opened.bank_account)) } },
            change("bank_account"),
        ),
        Answer::new(profile::label(lang, "contact_name"), html! { (opened.contact_name) }, change("contact_name")),
    ];
    let attested = &open.claim().attested;
    let mut known = open.answered();
    known.extend(attested_values(attested));
    for (field, label, value) in shown_answers(lang, open.policy(), &known) {
        rows.push(if attested.contains_key(&field) {
            Answer::fixed(label, html! { (value) " " span.quiet { (lang.t("enterprise-changes-attested")) } })
        } else {
            Answer::new(label, html! { (value) }, format!("{}#{field}", open.path("answers")))
        });
    }
    answers(lang, &lang.t("enterprise-changes-stands"), &rows)
}

/// What is asked anew each year.
fn anew(lang: Lang, open: &Open) -> Markup {
    let year = open.claim().service_date.year().saturating_sub(1);
    let figure = open.own.enterprise.figures.get(&year);
    let text = year.to_string();
    let set = address("/enterprise/figures", [("year", text.as_str()), ("next", open.path("changes").as_str())]);
    let title = lang.t_with("enterprise-topic-revenue", &[("year", text.as_str().into())]).into_owned();
    let value = html! {
        @if let Some(figure) = figure { (value::money(lang, figure.revenue)) " " span.quiet { (figure.report_number) } }
        @else { (lang.t("task-not-started")) }
    };
    answers(lang, &lang.t("enterprise-changes-anew"), &[Answer::new(title, value, set)])
}

/// The rows that can be taken over.
fn rows(visit: &Visit, open: &Open) -> Markup {
    let lang = visit.lang;
    let lists: Vec<(String, usize)> = open
        .lists()
        .map(|list| (label(lang, Some(open.policy()), &list.id), carried(open, list).len()))
        .filter(|(_, n)| *n > 0)
        .collect();
    let back = link(&lang.t("enterprise-back-to-tasks"), &open.path("tasks"));
    if lists.is_empty() {
        return actions(&[link_button(&lang.t("enterprise-continue"), &open.path("tasks")), back]);
    }
    let from = open.last.as_ref().map(|last| format::date_text(lang, last.service_date)).unwrap_or_default();
    let body = html! {
        h2 { (lang.t("enterprise-changes-rows")) }
        p { (lang.t_with("enterprise-changes-rows-says", &[("from", from.into())])) }
        ul { @for (name, n) in &lists { li { (name) "：" (lang.t_with("enterprise-rows", &[("n", (*n).into())])) } } }
        (actions(&[button(&lang.t("enterprise-changes-take-over")), back]))
    };
    form(visit, &open.path("changes"), &body)
}

/// `POST /claims/{id}/changes`: takes over what stands.
pub(in crate::pages::applicant) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let open = open(&app, &me, id).await?;
    let key = acting::key_of(&form);
    for list in open.lists() {
        take_over(&app, &visit, &me, (&open, list), &key).await?;
    }
    Ok(acting::go(&open.path("tasks")))
}
