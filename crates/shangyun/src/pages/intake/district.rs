//! A district's part of the monthly intake: what waits to be sent, what was sent, what missed the cut-off.

use super::{Intake, MOST, PATH};
use crate::acting;
use crate::app::App;
use crate::lang::Message;
use crate::names;
use crate::pages::case::course::{self, Turn};
use crate::pages::case::look::Look;
use crate::refusals::clause_address;
use crate::session::Me;
use crate::web::components::action::{Link, actions, button_of, secondary};
use crate::web::components::filter::batch_bar;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date_cell, deadline, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Form, address, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::random;
use axum::response::Response;
use domain::command::Command;
use domain::filing::{Filing, FilingCommand};
use domain::ids::FilingId;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::money::Fen;
use sha2::{Digest, Sha256};
use store::views::cases::Listed;
use store::views::intake as view;

/// What came of a press before the page is drawn.
pub(super) struct Outcome {
    /// How many were sent.
    pub done: Option<u64>,
    /// What was ticked, and what is wrong with it.
    pub filled: Filled,
}

/// What the district has at the batch step.
struct Batch {
    unsent: Vec<Listed<Filing>>,
    sent: Vec<Listed<Filing>>,
    gone: Vec<Listed<Filing>>,
}

/// Filings that can be sent at a time by ticking; the whole list is always sent together.
const TICKED_MAX: usize = 300;

/// Sends all filings that wait, or those that are ticked; all or none.
pub(super) async fn send(
    app: &App,
    visit: &Visit,
    me: &Me,
    (intake, districts): (&Intake, &[String]),
    sent: Form,
) -> Result<Response, Problem> {
    let batch = batch(app, intake, districts).await?;
    let key = acting::key_of(&sent);
    let mut typed = sent.clone().into_filled();
    let ticked: Vec<String> =
        typed.pairs().filter_map(|(name, _)| name.strip_prefix("row.")).map(str::to_owned).collect();
    let read = sent.read(|form| {
        let _ = form.text("programme", "").optional();
        let list = form.text("list", "").required();
        for id in &ticked {
            form.ticked(&format!("row.{id}"));
        }
        let all = form.choice("act", visit.lang.t("intake-send"), &[("all", true), ("ticked", false)]).required();
        Some((list?, all?))
    });
    let (list, all) = match read {
        Ok(read) => read,
        Err(filled) => return draw(app, visit, me, (intake, districts), &Outcome { done: None, filled }).await,
    };
    let wrong = match (all, ticked.is_empty()) {
        (true, _) if list != digest(&batch.unsent) => Some("intake-list-moved"),
        (false, true) => Some("intake-none-ticked"),
        (true | false, _) => None,
    };
    if let Some(wrong) = wrong {
        typed.reject("", Message::new(wrong));
        return draw(app, visit, me, (intake, districts), &Outcome { done: None, filled: typed }).await;
    }
    let ids: Vec<String> = if all { batch.unsent.iter().map(|one| one.id.clone()).collect() } else { ticked };
    let filings: Vec<FilingId> = ids.iter().map(FilingId::new).collect();
    let count = filings.len().to_string();
    match acting::act(app, me.actor(), Command::Filing(FilingCommand::Send { filings }), &key).await {
        Ok(_) => Ok(acting::go(&address(PATH, [("done", count.as_str())]))),
        Err(failed) => {
            acting::refused(&mut typed, visit.lang, Some(&intake.policy), &failed)?;
            draw(app, visit, me, (intake, districts), &Outcome { done: None, filled: typed }).await
        }
    }
}

/// What was on the list when it was drawn: sending all sends what the signer saw, or nothing.
fn digest(filings: &[Listed<Filing>]) -> String {
    let ids: Vec<&str> = filings.iter().map(|one| one.id.as_str()).collect();
    random::hex(&Sha256::digest(ids.join("\n")))
}

async fn batch(app: &App, intake: &Intake, districts: &[String]) -> Result<Batch, Problem> {
    let database = app.store.database();
    let programme = intake.programme.id.as_str();
    let here = view::at_step(database, (programme, &intake.step.id), Some(districts), MOST).await;
    let (sent, unsent) = here.map_err(Problem::failure)?.into_iter().partition(|one| one.state.sent_on.is_some());
    let since = app.clock.today().saturating_sub(2.months());
    let recent =
        view::sent_since(database, (programme, since), Some(districts), 100).await.map_err(Problem::failure)?;
    let gone = recent.into_iter().filter(|one| !stands_at(&one.state, &intake.step.id)).collect();
    Ok(Batch { unsent, sent, gone })
}

fn stands_at(filing: &Filing, step: &str) -> bool {
    filing.course.as_ref().is_some_and(|course| course.is_live() && course.step == step)
}

pub(super) async fn draw(
    app: &App,
    visit: &Visit,
    me: &Me,
    (intake, districts): (&Intake, &[String]),
    outcome: &Outcome,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let batch = batch(app, intake, districts).await?;
    let look = intake.look(app, lang, me.actor());
    let may_send = batch.unsent.first().is_some_and(|one| may_send(app, me, intake, &one.state));
    let named: Vec<String> = districts.iter().map(|one| names::district(app, lang, one)).collect();
    let mut page = Page::desk(visit, lang.t("intake-title")).errors(&outcome.filled).lead(lang.t_with(
        "intake-district-lead",
        &[("districts", named.join(lang.pick("、", ", ")).into()), ("day", rule_day(intake).into())],
    ));
    if let Some(done) = outcome.done {
        let says = lang.t_with("intake-sent-now", &[("n", format::grouped(done).into())]);
        page = page.notice(Tone::Ok, &html! { p { (says) } });
    }
    let count = batch.unsent.len();
    page = match (count, may_send) {
        (0, _) => page.todo(lang.t("intake-todo-nothing")),
        (_, true) => page.todo(lang.t_with("intake-todo-send", &[("n", count.into())])),
        (_, false) => page.todo(lang.t_with("intake-todo-others", &[("n", count.into())])),
    };
    if let Some(closes) = intake.closes {
        page = page.due(deadline(lang, names::deadline(app, closes)));
    }
    Ok(page.respond(html! {
        h2 { (lang.t("intake-unsent")) }
        (unsent(visit, look, intake, (&batch, may_send), &outcome.filled))
        h2 { (lang.t("intake-sent")) }
        (sent(look, intake).draw(&batch.sent))
        @if !batch.gone.is_empty() {
            h2 { (lang.t("intake-gone")) }
            (gone(look).draw(&batch.gone))
        }
    }))
}

/// Whether the reader may send a filing that waits.
fn may_send(app: &App, me: &Me, intake: &Intake, filing: &Filing) -> bool {
    filing.course.as_ref().is_some_and(|course| {
        let at = (course, filing.district.as_str());
        course::turn(&app.setting(), &intake.policy, me.actor(), at, app.clock.today()) == Turn::Mine
    })
}

/// The day of the month on which the intake closes, as the policy says.
pub(super) fn rule_day(intake: &Intake) -> String {
    intake.step.cut_off.map_or_else(String::new, |rule| rule.day.to_string())
}

fn unsent(
    visit: &Visit,
    look: Look<'_>,
    intake: &Intake,
    (batch, may_send): (&Batch, bool),
    filled: &Filled,
) -> Markup {
    let lang = look.lang;
    let total = batch.unsent.iter().fold(Fen::ZERO, |sum, one| sum.add(estimate(one)).unwrap_or(sum));
    let ticks = may_send && (2..=TICKED_MAX).contains(&batch.unsent.len());
    let mut table = filings(look, lang.t("intake-unsent"))
        .column(Column::text(lang.t("intake-note"), move |one: &Listed<Filing>| missed(look, one)))
        .totals(lang.t("intake-total"), vec![yuan(total), html! {}])
        .empty(empty(&lang.t("intake-unsent-none"), Some(&Link::new(lang.t("rail-queue"), "/queue"))));
    if ticks {
        table = table.at(PATH, filled).pick(|one| one.id.clone(), |one| estimate(one).fen().to_string());
    }
    let drawn = table.draw(&batch.unsent);
    if !may_send {
        return drawn;
    }
    let all = lang.t_with("intake-send-all", &[("n", batch.unsent.len().into())]);
    let mut buttons = vec![button_of("act", "all", &all)];
    if ticks {
        buttons.push(secondary("act", "ticked", &lang.t("intake-send-ticked")));
    }
    let body = html! {
        input type="hidden" name="programme" value=(intake.programme.id);
        input type="hidden" name="list" value=(digest(&batch.unsent));
        (drawn)
        p.quiet {
            (lang.t("intake-send-means")) " "
            a href=(clause_address(Some(&intake.policy), &intake.step.clause)) { (intake.step.clause) }
        }
        @if ticks { (batch_bar(lang, &buttons)) } @else { (actions(&buttons)) }
    };
    form(visit, PATH, &body)
}

/// A filing that stood here before the last cut-off and was not sent.
fn missed(look: Look<'_>, one: &Listed<Filing>) -> Markup {
    let due = one.state.course.as_ref().and_then(|course| course.due);
    let missed = due.filter(|due| *due < look.app.clock.today());
    html! {
        @if let Some(due) = missed {
            (tag(Tone::Stop, &look.lang.t_with("intake-missed", &[("day", format::date_short(look.lang, due).into())])))
        }
    }
}

fn estimate(one: &Listed<Filing>) -> Fen {
    one.state.form.estimate.unwrap_or(Fen::ZERO)
}

/// The columns every list of filings here begins with.
fn filings(look: Look<'_>, caption: impl Into<String>) -> Table<'_, Listed<Filing>> {
    let lang = look.lang;
    Table::new(lang, caption)
        .column(Column::text(lang.t("intake-number"), |one: &Listed<Filing>| {
            html! { span.figure { (one.state.number.as_deref().unwrap_or_default()) } }
        }))
        .column(Column::text(lang.t("intake-enterprise"), |one: &Listed<Filing>| html! { (one.state.enterprise_name) }))
        .column(Column::text(
            lang.t("intake-stream"),
            move |one: &Listed<Filing>| html! { (look.stream(&one.state.stream)) },
        ))
        .column(Column::text(lang.t("intake-received"), move |one: &Listed<Filing>| {
            html! { @if let Some(at) = one.state.received_at { (date_cell(look.app.clock.day_of(at))) } }
        }))
        .column(Column::number(lang.t("intake-estimate"), |one: &Listed<Filing>| yuan(estimate(one))))
        .link(|one| format!("/filings/{}", one.id))
}

fn sent<'a>(look: Look<'a>, intake: &Intake) -> Table<'a, Listed<Filing>> {
    let lang = look.lang;
    let closes = intake.closes.map_or_else(String::new, |day| format::date_text(lang, day));
    filings(look, lang.t("intake-sent"))
        .column(Column::text(lang.t("intake-sent-on"), |one: &Listed<Filing>| sent_on(one.state.sent_on)))
        .column(Column::text(lang.t("intake-reservation"), move |one: &Listed<Filing>| {
            crate::pages::case::money::reservation(look, &one.state.reservation)
        }))
        .empty(empty(&lang.t_with("intake-sent-none", &[("day", closes.into())]), None))
}

fn gone(look: Look<'_>) -> Table<'_, Listed<Filing>> {
    let lang = look.lang;
    filings(look, lang.t("intake-gone"))
        .column(Column::text(lang.t("intake-sent-on"), |one: &Listed<Filing>| sent_on(one.state.sent_on)))
        .column(Column::text(lang.t("intake-state"), move |one: &Listed<Filing>| {
            course::state(look, one.state.course.as_ref())
        }))
}

fn sent_on(day: Option<Date>) -> Markup {
    html! { @if let Some(day) = day { (date_cell(day)) } }
}
