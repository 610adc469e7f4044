//! The books compared: due, paid, returned and difference of each district, confirmed by the district and the city.

use super::frame::{Here, Place};
use crate::acting;
use crate::web::components::action::{actions, button};
use crate::web::components::field::Field;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::yuan;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form_of_version};
use axum::response::Response;
use domain::round::{RoundCommand, Sums, sums};
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::words::StepKind;

/// `GET /rounds/{id}/reconcile`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank())
}

fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let page = here.page(Place::Reconcile).errors(filled);
    if here.round().allotted_on.is_none() {
        let body = empty(&lang.t("round-payments-not-yet"), None);
        return Ok(page.respond(html! { (here.tabs(Place::Reconcile)) (body) }));
    }
    let all = sums(here.round()).ok_or_else(|| Problem::failure("a round's sums do not fit"))?;
    let own: Vec<Sums> = all.into_iter().filter(|one| here.serves(&one.district)).collect();
    let balances = own.iter().all(|one| one.returned == one.difference);
    Ok(page.respond(html! {
        (here.tabs(Place::Reconcile))
        p { (lang.t("round-reconcile-says")) }
        (table(here, &own).draw(&own))
        @if balances { p { (tag(Tone::Ok, &lang.t("round-reconcile-balances"))) } }
        @else { p { (tag(Tone::Attention, &lang.t("round-reconcile-open"))) } }
        @if here.may_act_at(StepKind::Reconcile) { (confirm_form(here, filled)) }
    }))
}

fn table<'a>(here: &'a Here, own: &[Sums]) -> Table<'a, Sums> {
    let lang = here.lang();
    let total = |of: fn(&Sums) -> Fen| Fen::sum(own.iter().map(of)).unwrap_or(Fen::ZERO);
    let (due, paid) = (total(|one| one.due), total(|one| one.paid));
    let (returned, difference) = (total(|one| one.returned), total(|one| one.difference));
    Table::new(lang, lang.t("round-tab-reconcile"))
        .column(Column::text(lang.t("round-district"), |row: &Sums| html! { (here.district(&row.district)) }))
        .column(Column::number(lang.t("round-due-yuan"), |row: &Sums| yuan(row.due)))
        .column(Column::number(lang.t("round-paid-yuan"), |row: &Sums| yuan(row.paid)))
        .column(Column::number(lang.t("round-returned-yuan"), |row: &Sums| yuan(row.returned)))
        .column(Column::number(lang.t("round-difference-yuan"), |row: &Sums| yuan(row.difference)))
        .column(Column::text(lang.t("round-line-state"), move |row: &Sums| {
            if here.round().reconciled.contains(&row.district) {
                tag(Tone::Ok, &lang.t("round-reconciled"))
            } else {
                tag(Tone::Neutral, &lang.t("round-not-reconciled"))
            }
        }))
        .totals(lang.t("round-total"), vec![yuan(due), yuan(paid), yuan(returned), yuan(difference), html! {}])
}

fn confirm_form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    let body = html! {
        (Field::new("opinion", lang.t("round-opinion")).optional().textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-reconcile-confirm"))]))
    };
    html! {
        h2 { (lang.t("round-reconcile-confirm")) }
        p { (lang.t("round-reconcile-confirm-says")) }
        (form_of_version(&here.visit, &here.place(Place::Reconcile), here.version(), &body))
    }
}

/// `POST /rounds/{id}/reconcile`.
pub async fn confirm(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let kept = form.into_filled();
    let opinion = kept.value("opinion").trim().to_owned();
    match here.act(RoundCommand::Reconcile { round: here.id.clone(), drawn, opinion }, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Reconcile))),
        Err(failed) => draw(&here.again().await?, &here.refused(kept, &failed)?),
    }
}
