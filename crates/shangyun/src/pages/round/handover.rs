//! Handing a list over: an office signs the hash of the lines whose claims it decided, and they join the whole.

use super::frame::{Here, Place};
use super::show::{Signed, signature_table};
use super::turn::Turn;
use super::words;
use crate::acting;
use crate::names;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::Field;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::{facts, money, yuan};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form};
use axum::response::Response;
use domain::round::{HandedLine, RoundCommand, digest, handover_list};
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::words::StepKind;

/// `GET /rounds/{id}/handover`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank()).await
}

async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    if here.is_of_a_district() {
        return Err(Problem::not_found());
    }
    let lang = here.lang();
    let lists = roles(here).into_iter().map(|role| list(here, &role, filled)).collect::<Result<Vec<_>, _>>()?;
    let round = here.round();
    let signed: Vec<Signed<'_>> = round
        .handed_over
        .iter()
        .map(|signature| Signed { under: "round-under-list", signature, holds: true })
        .collect();
    let people = names::persons(&here.app, signed.iter().map(|one| &one.signature.by)).await?;
    Ok(here.page(Place::Handover).errors(filled).respond(html! {
        (here.tabs(Place::Handover))
        p { (lang.t("round-handover-says")) }
        @for list in &lists { (list) }
        h2 { (lang.t("round-signatures")) }
        (signature_table(here, &people).empty(empty(&lang.t("round-handover-unsigned"), None)).draw(&signed))
    }))
}

/// The roles that hand a list over in this procedure.
fn roles(here: &Here) -> Vec<String> {
    let steps = here.policy().plan().procedure(&here.round().course.procedure).map_or(&[][..], |one| &one.steps);
    steps.iter().filter(|step| step.kind == StepKind::Handover).flat_map(|step| step.roles.clone()).collect()
}

/// The list of one role, with its hash and, for that role now, the form to sign it.
fn list(here: &Here, role: &str, filled: &Filled) -> Result<Markup, Problem> {
    let lang = here.lang();
    let lines = handover_list(here.round(), role);
    let hash = digest::of(&lines);
    let total = Fen::sum(lines.iter().map(|line| line.award)).ok_or_else(|| Problem::failure("sums do not fit"))?;
    let table = Table::new(lang, lang.t("round-tab-lines"))
        .column(Column::text(lang.t("round-enterprise"), |line: &HandedLine| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), |line: &HandedLine| html! { (here.stream(&line.stream)) }))
        .column(Column::number(lang.t("round-award-yuan"), |line: &HandedLine| yuan(line.award)))
        .link(|line| format!("/claims/{}", line.claim))
        .totals(lang.t("round-total"), vec![yuan(total)])
        .empty(empty(&lang.t("round-handover-empty"), None));
    let is_mine = matches!(&here.turn, Turn::Now { role: own } if own == role) && here.stands_at(StepKind::Handover);
    let body = html! {
        input type="hidden" name="hash" value=(hash);
        (Field::new("words", lang.t("round-opinion")).optional().textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-handover-sign"))]))
    };
    Ok(html! {
        h2 { (here.label(role)) }
        (table.draw(&lines))
        (facts(&[
            (lang.t("round-lines").into_owned(), html! { (lang.t_with("round-n-lines", &[("n", lines.len().into())])) }),
            (lang.t("round-award").into_owned(), money(lang, total)),
            (lang.t("round-hash").into_owned(), words::hash(lang, &hash)),
        ]))
        @if is_mine { (form(&here.visit, &here.place(Place::Handover), &body)) }
        p { (link(&lang.t("round-print-handover"), &here.at(&format!("/print/list/{role}")))) }
    })
}

/// `POST /rounds/{id}/handover`.
pub async fn sign(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let read = posted.read(|form| {
        let hash = form.text("hash", lang.t("round-hash")).required();
        let words = form.lines("words", lang.t("round-opinion")).optional();
        Some((hash?, words?.unwrap_or_default()))
    });
    let (hash, words) = match read {
        Ok(read) => read,
        Err(filled) => return draw(&here, &filled).await,
    };
    match here.act(RoundCommand::HandOver { round: here.id.clone(), hash, words }, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Handover))),
        Err(failed) => draw(&here.again().await?, &here.refused(kept, &failed)?).await,
    }
}
