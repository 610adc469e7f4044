//! `/rosters/new/{draft}/check`: the roster as it will be sent. What it would do is tried first; a wrong line is named
//! by its number, and then nothing is done.

use super::choose::steps;
use super::draft::Draft;
use super::look;
use super::papers::size;
use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::refusals;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::notice::inset;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::date_cell;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::claim::ClaimEvent;
use domain::command::Command;
use domain::decide::Decided;
use domain::event::What;
use domain::filing::Filing;
use domain::paper::File;
use domain::refusal::Refusal;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::store::Failed;

/// A line as shown, with its number from 1.
struct Line {
    number: usize,
    year: Date,
    filing: Seen<Filing>,
}

/// What sending would do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Effect {
    /// Claims opened.
    opened: usize,
    /// Claims that enterprises had reported and that now move on.
    completed: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let draft = Draft::find(&app, &me, &name).await?;
    let Some(command) = draft.command().filter(|_| !draft.lines.is_empty()) else {
        return Ok(acting::go(&Draft::address(&name, missing(&draft))));
    };
    let act = app.act(me.actor(), Command::Claim(command), &acting::fresh_key());
    match app.store.preview(&act).await {
        Ok(decided) => draw(&app, &visit, &me, (&name, &draft), (Some(effect(&decided)), &Filled::blank())).await,
        Err(failed) => refused(&app, &visit, &me, (&name, &draft), &failed).await,
    }
}

/// The page of what is still missing.
fn missing(draft: &Draft) -> &'static str {
    match (draft.lines.is_empty(), &draft.certificate, &draft.letter) {
        (true, _, _) => "",
        (false, None, _) => "certificate",
        (false, Some(_), _) => "letter",
    }
}

pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(name): Path<String>,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let draft = Draft::find(&app, &me, &name).await?;
    let Some(command) = draft.command().filter(|_| !draft.lines.is_empty()) else {
        return Ok(acting::go(&Draft::address(&name, missing(&draft))));
    };
    let key = acting::key_of(&sent);
    let promised = sent.read(|form| {
        if !form.ticked("promise") {
            form.reject("promise", Message::new("provider-promise-needed"));
        }
        Some(())
    });
    if let Err(filled) = promised {
        return draw(&app, &visit, &me, (&name, &draft), (None, &filled)).await;
    }
    match acting::act(&app, me.actor(), Command::Claim(command), &key).await {
        Ok(answer) => Ok(acting::go_to(&answer, "/rosters")),
        Err(failed) => refused(&app, &visit, &me, (&name, &draft), &failed).await,
    }
}

/// The page again with why it cannot be sent; the way to mend it is to change the lines.
async fn refused(
    app: &App,
    visit: &Visit,
    me: &Me,
    (name, draft): (&str, &Draft),
    failed: &Failed,
) -> Result<Response, Problem> {
    let policy = policy(app, draft).await?;
    let mut filled = Filled::blank();
    acting::refused(&mut filled, visit.lang, Some(&policy), failed)?;
    if let Failed::Refused(refusal) = failed
        && let Refusal::BadLine { line, .. } = **refusal
    {
        filled = filled.with("wrong", line.to_string());
    }
    draw(app, visit, me, (name, draft), (None, &filled)).await
}

async fn policy(app: &App, draft: &Draft) -> Result<Arc<Policy>, Problem> {
    let programme = seen::programme(app, &draft.programme).await?;
    seen::policy(app, programme.policy_on(app.clock.today()))
}

fn effect(decided: &Decided) -> Effect {
    let mut effect = Effect::default();
    for event in &decided.events {
        let What::Claim(claim) = &event.what else { continue };
        if matches!(claim, ClaimEvent::Opened(_)) {
            effect.opened = effect.opened.saturating_add(1);
        }
        if matches!(claim, ClaimEvent::OnRoster { .. }) {
            effect.completed = effect.completed.saturating_add(1);
        }
    }
    effect
}

async fn draw(
    app: &App,
    visit: &Visit,
    me: &Me,
    (name, draft): (&str, &Draft),
    (effect, filled): (Option<Effect>, &Filled),
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let lines = lines(app, me, draft).await?;
    let policy = policy(app, draft).await?;
    let label = |document: &str| refusals::label(lang, Some(&policy), document);
    let file = |file: &Option<File>| {
        html! { @if let Some(file) = file { (file.name) " " span.quiet.figure { (size(file)) } } }
    };
    let papers = [
        Answer::new(label("activation_certificate"), file(&draft.certificate), Draft::address(name, "certificate")),
        Answer::new(label("truthfulness_letter"), file(&draft.letter), Draft::address(name, "letter")),
    ];
    let promise = crate::web::components::field::Field::new("promise", lang.t("provider-promise"));
    let body = html! {
        (promise.checkbox(lang, filled))
        (actions(&[button(&lang.t("provider-send")), link(&lang.t("provider-change-lines"), &Draft::address(name, ""))]))
    };
    let page = Page::desk(visit, lang.t("provider-step-check"))
        .crumb(lang.t("provider-rosters"), "/rosters")
        .crumb(lang.t("provider-new"), Draft::address(name, ""))
        .errors(filled)
        .lead(lang.t_with("provider-check-lead", &[("n", lines.len().into())]));
    Ok(page.respond(html! {
        (steps(lang, 3))
        h2 { (lang.t("provider-lines")) }
        (table(app, lang, filled.value("wrong")).draw(&lines))
        p { (link(&lang.t("provider-change-lines"), &Draft::address(name, ""))) }
        (answers(lang, &lang.t("provider-papers"), &papers))
        @if let Some(effect) = effect { (says(lang, effect)) }
        (form(visit, &Draft::address(name, "check"), &body))
    }))
}

/// What sending will do, in a sentence.
fn says(lang: Lang, effect: Effect) -> Markup {
    let values = [("opened", effect.opened.into()), ("completed", effect.completed.into())];
    inset(&html! { p { (lang.t_with("provider-effect", &values)) } })
}

async fn lines(app: &App, me: &Me, draft: &Draft) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    for (place, line) in draft.lines.iter().enumerate() {
        let filing = seen::filing(app, me.actor(), &line.filing).await?;
        lines.push(Line { number: place.saturating_add(1), year: line.service_date, filing });
    }
    Ok(lines)
}

fn table<'a>(app: &'a App, lang: Lang, wrong: &'a str) -> Table<'a, Line> {
    Table::new(lang, lang.t("provider-lines"))
        .column(Column::text(lang.t("provider-line"), move |line: &Line| {
            html! {
                span.figure { (line.number) }
                @if line.number.to_string() == wrong { " " (tag(Tone::Stop, &lang.t("provider-line-wrong"))) }
            }
        }))
        .column(Column::text(
            lang.t("provider-enterprise"),
            |line: &Line| html! { (line.filing.state.enterprise_name) },
        ))
        .column(Column::text(lang.t("provider-number"), |line: &Line| {
            html! { span.figure { (line.filing.state.number.as_deref().unwrap_or_default()) } }
        }))
        .column(Column::text(lang.t("provider-stream"), move |line: &Line| {
            html! { (look(app, lang, &line.filing.policy).stream(&line.filing.state.stream)) }
        }))
        .column(Column::text(lang.t("provider-contract-year"), |line: &Line| date_cell(line.year)))
}
