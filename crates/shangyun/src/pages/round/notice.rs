//! The public notice at the officer's desk: publishing the list, its days, the objections with their words, and the
//! ruling on each. What the public sees, and how it objects, are pages of the public.

use super::amounts;
use super::frame::{Here, Place};
use super::words;
use crate::acting;
use crate::names;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::{empty, inset};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date, deadline, facts, money};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Form, Posted, form_of_version};
use axum::response::Response;
use domain::ids::{ObjectionId, PersonalId};
use domain::round::RoundCommand;
use domain::round::digest;
use domain::round::notice::{Notice, Objection, ObjectionRuling, public_list};
use maud::{Markup, html};
use policy::plan::words::StepKind;
use std::collections::BTreeMap;

/// An objection with its number.
type Numbered<'a> = (&'a ObjectionId, &'a Objection);

/// `GET /rounds/{id}/notice`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank())
}

fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    if here.is_of_a_district() {
        return Err(Problem::not_found());
    }
    let lang = here.lang();
    let body = match (&here.round().notice, is_published_now(here)) {
        (Some(notice), is_now) => html! {
            @if is_now { (published(here, notice)) } @else { (unpublished(here)) }
            (objections(here, notice))
            @if is_now { (passing(here, notice, filled)) }
        },
        (None, _) => unpublished(here),
    };
    Ok(here.page(Place::Notice).errors(filled).respond(html! {
        (here.tabs(Place::Notice))
        p { (lang.t("round-notice-says")) }
        (body)
    }))
}

/// Whether the notice was published since the round came to this step: one of an earlier time does not count.
fn is_published_now(here: &Here) -> bool {
    let round = here.round();
    let Some(notice) = &round.notice else { return false };
    !here.stands_at(StepKind::Notice) || notice.published_at >= round.course.since
}

fn unpublished(here: &Here) -> Markup {
    let lang = here.lang();
    if !here.stands_at(StepKind::Notice) {
        return html! { p.quiet { (lang.t("round-notice-not-yet")) } };
    }
    let list = public_list(&here.round().lines);
    let total = amounts::of(here.round(), here.round().inside()).unwrap_or_default();
    html! {
        (facts(&[
            (lang.t("round-lines").into_owned(), html! { (lang.t_with("round-n-lines", &[("n", list.len().into())])) }),
            (lang.t("round-award").into_owned(), money(lang, total.award)),
            (lang.t("round-hash").into_owned(), words::hash(lang, &digest::of(&list))),
        ]))
        p { (link(&lang.t("round-notice-preview"), &here.at("/print/notice"))) }
        @if here.may_act_at(StepKind::Notice) {
            (inset(&html! { p { (lang.t("round-notice-publish-says")) } }))
            (form_of_version(&here.visit, &here.at("/notice/publish"), here.version(), &button(&lang.t("round-notice-publish"))))
        }
    }
}

fn published(here: &Here, notice: &Notice) -> Markup {
    let lang = here.lang();
    let zone = here.app.setting().city.time_zone().clone();
    let is_over = here.app.clock.today() > notice.until;
    let public = format!("/disclosure/{}", here.id);
    html! {
        (facts(&[
            (lang.t("round-notice-published").into_owned(), html! { span.figure { (format::time_iso(notice.published_at, &zone)) } }),
            (lang.t("round-notice-until").into_owned(), html! {
                (date(lang, notice.until)) " "
                @if is_over { (tag(Tone::Ok, &lang.t("round-notice-over"))) }
                @else { (deadline(lang, names::deadline(&here.app, notice.until))) }
            }),
            (lang.t("round-notice-public").into_owned(), link(&lang.t("round-notice-public-open"), &public)),
            (lang.t("round-hash").into_owned(), html! {
                (words::hash(lang, &notice.hash))
                @if notice.hash != digest::of(&public_list(&here.round().lines)) { span.quiet { (lang.t("round-notice-changed")) } }
            }),
        ]))
        p { (link(&lang.t("round-print-notice"), &here.at("/print/notice"))) }
    }
}

fn objections(here: &Here, notice: &Notice) -> Markup {
    let lang = here.lang();
    let zone = here.app.setting().city.time_zone().clone();
    let rows: Vec<Numbered<'_>> = notice.objections.iter().collect();
    let table = Table::new(lang, lang.t("round-objections"))
        .column(Column::text(lang.t("round-objection"), |row: &Numbered| html! { code { (words::short(row.0.as_str())) } }))
        .column(Column::text(lang.t("round-objection-against"), |row: &Numbered| {
            html! { (here.round().line(&row.1.claim).map_or("", |line| &line.enterprise_name)) }
        }))
        .column(Column::text(lang.t("round-time"), move |row: &Numbered| {
            html! { span.figure { (format::time_iso(row.1.at, &zone)) } }
        }))
        .column(Column::text(lang.t("round-objection-contact"), move |row: &Numbered| html! {
            @if row.1.contact.is_some() { (lang.t("round-objection-named")) } @else { (lang.t("round-objection-anonymous")) }
        }))
        .column(Column::text(lang.t("round-objection-ruling"), move |row: &Numbered| html! {
            @match &row.1.ruling {
                Some(ruling) => { (verdict(here, ruling)) " " (ruling.words) }
                None => (tag(Tone::Attention, &lang.t("round-objection-open"))),
            }
        }))
        .link(|row| here.at(&format!("/notice/{}", row.0)))
        .empty(empty(&lang.t("round-objections-none"), None));
    html! { h2 { (lang.t("round-objections")) } (table.draw(&rows)) }
}

fn verdict(here: &Here, ruling: &ObjectionRuling) -> Markup {
    let lang = here.lang();
    if ruling.is_upheld {
        tag(Tone::Attention, &lang.t("round-objection-upheld"))
    } else {
        tag(Tone::Ok, &lang.t("round-objection-dismissed"))
    }
}

/// Passing the step, once the days are over and every objection is ruled.
fn passing(here: &Here, notice: &Notice, filled: &Filled) -> Markup {
    let lang = here.lang();
    if !here.may_act_at(StepKind::Notice) {
        return html! {};
    }
    let is_inside = |objection: &Objection| here.round().inside().any(|line| line.claim == objection.claim);
    let open = notice.objections.values().filter(|one| one.ruling.is_none() && is_inside(one)).count();
    if here.app.clock.today() <= notice.until {
        return html! { p.quiet { (lang.t_with("round-notice-wait", &[("until", format::date_text(lang, notice.until).into())])) } };
    }
    if open > 0 {
        return html! { p.quiet { (lang.t_with("round-notice-open", &[("n", open.into())])) } };
    }
    let body = html! {
        (Field::new("opinion", lang.t("round-opinion")).optional().textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-notice-pass"))]))
    };
    html! { h2 { (lang.t("round-notice-pass")) } (form_of_version(&here.visit, &here.at("/notice"), here.version(), &body)) }
}

/// `POST /rounds/{id}/notice/publish`.
pub async fn publish(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let command = RoundCommand::Publish { round: here.id.clone(), drawn: acting::drawn(&form) };
    finish(here, command, form).await
}

/// `POST /rounds/{id}/notice`: passes the step.
pub async fn pass(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let opinion = form.clone().into_filled().value("opinion").trim().to_owned();
    let command = RoundCommand::Pass { round: here.id.clone(), drawn: acting::drawn(&form), opinion };
    finish(here, command, form).await
}

async fn finish(here: Here, command: RoundCommand, form: Form) -> Result<Response, Problem> {
    let key = acting::key_of(&form);
    match here.act(command, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Notice))),
        Err(failed) => {
            let filled = here.refused(form.into_filled(), &failed)?;
            draw(&here.again().await?, &filled)
        }
    }
}

/// `GET /rounds/{id}/notice/{objection}`: the words of an objection, and the ruling.
pub async fn objection(here: Here) -> Result<Response, Problem> {
    draw_objection(&here, &Filled::blank()).await
}

async fn draw_objection(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    if here.is_of_a_district() {
        return Err(Problem::not_found());
    }
    let lang = here.lang();
    let number = ObjectionId::new(here.part("objection"));
    let notice = here.round().notice.as_ref().ok_or_else(Problem::not_found)?;
    let objection = notice.objections.get(&number).ok_or_else(Problem::not_found)?;
    let (text, contact) = opened(here, objection).await?;
    let line = here.round().line(&objection.claim).ok_or_else(Problem::not_found)?;
    let name = words::claim_name(&here.app, Some(&line.claim)).await?;
    let zone = here.app.setting().city.time_zone().clone();
    let page = here.page(Place::Notice).crumb(words::short(number.as_str()), here.visit.path.clone()).errors(filled);
    Ok(page.respond(html! {
        h2 { (lang.t_with("round-objection-title", &[("number", words::short(number.as_str()).into())])) }
        (facts(&[
            (lang.t("round-objection-against").into_owned(), html! { a href={ "/claims/" (line.claim) } { (name) } }),
            (lang.t("round-award").into_owned(), money(lang, line.award)),
            (lang.t("round-line-state").into_owned(), words::standing(lang, &line.standing)),
            (lang.t("round-time").into_owned(), html! { span.figure { (format::time_iso(objection.at, &zone)) } }),
            (lang.t("round-objection-text").into_owned(), html! { p.words { (text) } }),
            (lang.t("round-objection-contact").into_owned(), html! { (contact) }),
        ]))
        @match &objection.ruling {
            Some(ruling) => { h2 { (lang.t("round-objection-ruling")) } p { (verdict(here, ruling)) " " (ruling.words) } }
            None => (ruling_form(here, filled)),
        }
    }))
}

/// The words and the contact of an objection. They are sealed; officers of the offices that hold the notice may read
/// them, everybody else reads that there is one.
async fn opened(here: &Here, objection: &Objection) -> Result<(String, String), Problem> {
    let lang = here.lang();
    if !here.has_part_in(StepKind::Notice) {
        return Ok((lang.t("round-objection-sealed").into_owned(), lang.t("round-objection-sealed").into_owned()));
    }
    let contact = objection.contact.as_ref().map(|contact| contact.id.clone());
    let ids: Vec<PersonalId> = [objection.text.id.clone()].into_iter().chain(contact.clone()).collect();
    let values: BTreeMap<PersonalId, Option<String>> =
        here.app.store.open_personal(&ids).await.map_err(Problem::failure)?;
    let value = |id: &PersonalId| {
        values.get(id).cloned().flatten().unwrap_or_else(|| lang.t("round-objection-erased").into_owned())
    };
    let contact = contact.map_or_else(|| lang.t("round-objection-anonymous").into_owned(), |id| value(&id));
    Ok((value(&objection.text.id), contact))
}

fn ruling_form(here: &Here, filled: &Filled) -> Markup {
    let lang = here.lang();
    if !here.may_act_at(StepKind::Notice) {
        return html! {};
    }
    let choices = [
        Choice::new("upheld", lang.t("round-objection-upheld")).hint(lang.t("round-objection-upheld-says")),
        Choice::new("dismissed", lang.t("round-objection-dismissed")),
    ];
    let body = html! {
        (Field::new("ruling", lang.t("round-objection-ruling")).radios(lang, filled, &choices))
        (Field::new("words", lang.t("round-objection-grounds")).hint(lang.t("round-objection-grounds-hint")).textarea(lang, filled, 4))
        (actions(&[button(&lang.t("round-objection-rule")), link(&lang.t("round-back"), &here.place(Place::Notice))]))
    };
    html! { h2 { (lang.t("round-objection-ruling")) } (form_of_version(&here.visit, &here.visit.path, here.version(), &body)) }
}

/// `POST /rounds/{id}/notice/{objection}`.
pub async fn rule(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let kept = form.clone().into_filled();
    let choices = [("upheld", true), ("dismissed", false)];
    let read = form.read(|form| {
        let is_upheld = form.choice("ruling", lang.t("round-objection-ruling"), &choices).required();
        let words = form.lines("words", lang.t("round-objection-grounds")).required();
        Some((is_upheld?, words?))
    });
    let (is_upheld, words) = match read {
        Ok(read) => read,
        Err(filled) => return draw_objection(&here, &filled).await,
    };
    let (round, objection) = (here.id.clone(), ObjectionId::new(here.part("objection")));
    match here.act(RoundCommand::RuleObjection { round, drawn, objection, is_upheld, words }, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Notice))),
        Err(failed) => draw_objection(&here.again().await?, &here.refused(kept, &failed)?).await,
    }
}
