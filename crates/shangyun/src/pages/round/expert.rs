//! The expert's way through a round: first the statement of interests, then the lines one by one, the seal, and one
//! signature under the opinion with the list. Nothing of what others score is shown before everybody has sealed.

use super::frame::Here;
use super::review::{choice, fails, found};
use super::words;
use crate::acting;
use crate::lang::Message;
use crate::names;
use crate::refusals;
use crate::web::components::action::{actions, button, grave, link, link_button};
use crate::web::components::field::Field;
use crate::web::components::notice::{confirmation, empty, inset};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{facts, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Posted, form};
use crate::web::layout::page::Page;
use axum::response::Response;
use domain::act::Seat;
use domain::ids::ClaimId;
use domain::round::line::Line;
use domain::round::panel::{Member, Review, Rules, Sheet, SheetLine};
use domain::round::{RoundCommand, digest, sheet};
use maud::{Markup, html};
use policy::plan::words::StepKind;
use std::collections::BTreeSet;

/// An expert's seat on the panel of a round.
pub struct Panelist<'a> {
    /// The round.
    pub here: &'a Here,
    /// The review.
    pub review: &'a Review,
    /// How far the expert is.
    pub member: &'a Member,
}

impl<'a> Panelist<'a> {
    /// The reader's seat on the panel.
    pub fn of(here: &'a Here) -> Result<Self, Problem> {
        let Seat::Expert { expert } = &here.me.actor().seat else { return Err(Problem::forbidden()) };
        let review = here.round().review.as_ref().ok_or_else(Problem::not_found)?;
        let member = review.member(expert).ok_or_else(Problem::not_found)?;
        Ok(Self { here, review, member })
    }

    /// Whether scores and declarations can still change.
    pub fn is_open(&self) -> bool {
        self.here.stands_at(StepKind::Expert) && self.member.sealed_at.is_none()
    }

    /// The lines the expert scores.
    pub fn lines(&self) -> Vec<&'a Line> {
        self.review.to_score(self.member).filter_map(|claim| self.here.round().line(claim)).collect()
    }

    /// A page for the expert.
    pub fn page(&self) -> Page<'a> {
        let here = self.here;
        let lang = here.lang();
        let number = here.round().number.as_str();
        Page::desk(&here.visit, lang.t_with("round-expert-title", &[("number", number.into())]))
            .crumb(lang.t("round-list-title"), "/rounds")
            .crumb(number, here.at(""))
    }
}

/// `GET /rounds/{id}` for an expert.
pub fn home(here: &Here, declares_again: bool) -> Result<Response, Problem> {
    let seat = Panelist::of(here)?;
    if seat.is_open() && (seat.member.declared_at.is_none() || declares_again) {
        return Ok(statement(&seat, &Filled::blank()));
    }
    Ok(work(&seat, &Filled::blank()))
}

/// The statement of interests: asked for before anything is shown.
fn statement(seat: &Panelist<'_>, filled: &Filled) -> Response {
    let lang = seat.here.lang();
    let is_ticked = |line: &Line| {
        let name = format!("interest.{}", line.claim);
        if filled.errors().is_empty() {
            seat.member.interests.contains(&line.claim)
        } else {
            !filled.value(&name).is_empty()
        }
    };
    let rows: Vec<&Line> = seat.here.round().inside().collect();
    let table = Table::new(lang, lang.t("round-tab-lines"))
        .column(Column::text(lang.t("round-interest"), |line: &&Line| {
            html! {
                @let name = format!("interest.{}", line.claim);
                input type="checkbox" id=(name) name=(name) value="on" checked[is_ticked(line)]
                    aria-label=(lang.t_with("round-interest-in", &[("name", line.enterprise_name.as_str().into())]));
            }
        }))
        .column(Column::text(lang.t("round-enterprise"), |line: &&Line| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-provider"), |line: &&Line| {
            html! { (names::provider(&seat.here.app, lang, &line.provider)) }
        }))
        .column(Column::text(lang.t("round-stream"), |line: &&Line| html! { (seat.here.stream(&line.stream)) }))
        .column(Column::text(lang.t("round-district"), |line: &&Line| html! { (seat.here.district(&line.district)) }));
    let body = html! {
        (table.draw(&rows))
        (Field::new("promise", lang.t("round-interest-promise")).checkbox(lang, filled))
        (actions(&[button(&lang.t("round-interest-declare"))]))
    };
    seat.page().lead(lang.t("round-interest-lead")).todo(lang.t("round-interest-todo")).errors(filled).respond(html! {
        (inset(&html! { p { (lang.t("round-interest-says")) } }))
        (form(&seat.here.visit, &seat.here.at("/interests"), &body))
        (recusal(seat, filled))
    })
}

/// Staying out of the round altogether.
fn recusal(seat: &Panelist<'_>, filled: &Filled) -> Markup {
    let lang = seat.here.lang();
    let body = html! {
        p { (lang.t("round-recuse-says")) }
        (Field::new("recuse", lang.t("round-recuse-words")).textarea(lang, filled, 3))
        (grave("act", "recuse", &lang.t("round-recuse")))
    };
    html! {
        details open[filled.error("recuse").is_some()] {
            summary { (lang.t("round-recuse-title")) }
            (form(&seat.here.visit, &seat.here.at("/recuse"), &body))
        }
    }
}

/// What is to be done after the statement: score, seal, sign.
fn work(seat: &Panelist<'_>, filled: &Filled) -> Response {
    let (here, member) = (seat.here, seat.member);
    let lang = here.lang();
    let lines = seat.lines();
    let scored = lines.iter().filter(|line| member.scores.contains_key(&line.claim)).count();
    let (todo, body) = if member.opinion.is_some() {
        (lang.t("round-expert-todo-none"), signed(seat))
    } else if !here.stands_at(StepKind::Expert) {
        (lang.t("round-expert-todo-over"), html! {})
    } else if seat.review.chosen.is_none() {
        (lang.t("round-expert-todo-wait-chosen"), html! {})
    } else if member.sealed_at.is_none() {
        (lang.t("round-expert-todo-score"), seal(seat, scored, lines.len()))
    } else {
        match sheet(here.policy(), here.round()) {
            Ok(sheet) => (lang.t("round-expert-todo-sign"), opinion(seat, &sheet, filled)),
            Err(_) => (lang.t("round-expert-todo-wait-others"), html! {}),
        }
    };
    let nothing = if seat.review.chosen.is_none() { "round-expert-not-chosen" } else { "round-expert-no-lines" };
    seat.page().lead(lead(seat)).todo(todo).errors(filled).respond(html! {
        (body)
        h2 { (lang.t("round-expert-lines")) }
        (lines_table(seat).empty(empty(&lang.t(nothing), None)).draw(&lines))
        @if seat.is_open() {
            p { (link(&lang.t("round-interest-again"), &here.at("?declare=1"))) }
            (recusal(seat, filled))
        }
    })
}

fn lead(seat: &Panelist<'_>) -> String {
    let lang = seat.here.lang();
    let rules = Rules::of(seat.here.policy());
    let values = [("n", seat.lines().len().into()), ("score", rules.pass_score.into())];
    lang.t_with("round-expert-lead", &values).into_owned()
}

fn lines_table<'a>(seat: &'a Panelist<'a>) -> Table<'a, &'a Line> {
    let here = seat.here;
    let lang = here.lang();
    Table::new(lang, lang.t("round-expert-lines"))
        .column(Column::text(lang.t("round-enterprise"), |line: &&Line| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), |line: &&Line| html! { (here.stream(&line.stream)) }))
        .column(Column::number(lang.t("round-award-yuan"), |line: &&Line| yuan(line.award)))
        .column(Column::text(lang.t("round-review-why"), move |line: &&Line| html! {
            @if let Some(why) = seat.review.chosen.as_ref().and_then(|chosen| chosen.get(&line.claim)) { (choice(lang, why)) }
        }))
        .column(Column::text(lang.t("round-my-score"), move |line: &&Line| match seat.member.scores.get(&line.claim) {
            Some(score) if seat.member.sealed_at.is_some() => html! { span.figure { (score.points) } " " (tag(Tone::Ok, &lang.t("round-score-sealed"))) },
            Some(score) => html! { span.figure { (score.points) } " " (tag(Tone::Neutral, &lang.t("round-score-draft"))) },
            None => tag(Tone::Neutral, &lang.t("round-score-none")),
        }))
        .link(|line| here.at(&format!("/score/{}", line.claim)))
}

/// How far the scores are, and the seal once all are there.
fn seal(seat: &Panelist<'_>, scored: usize, all: usize) -> Markup {
    let lang = seat.here.lang();
    let next = seat.lines().into_iter().find(|line| !seat.member.scores.contains_key(&line.claim));
    html! {
        p.figure { (lang.t_with("round-scored-of", &[("n", scored.into()), ("all", all.into())])) }
        @if let Some(next) = next {
            p.actions { (link_button(&lang.t("round-score-next"), &seat.here.at(&format!("/score/{}", next.claim)))) }
        } @else {
            (inset(&html! { p { (lang.t("round-seal-says")) } }))
            (form(&seat.here.visit, &seat.here.at("/seal"), &button(&lang.t("round-seal"))))
        }
    }
}

/// The list with what was found, its hash, and the form to sign it.
fn opinion(seat: &Panelist<'_>, sheet: &Sheet, filled: &Filled) -> Markup {
    let lang = seat.here.lang();
    let hash = digest::of(sheet);
    let body = html! {
        input type="hidden" name="hash" value=(hash);
        (Field::new("words", lang.t("round-opinion-words")).hint(lang.t("round-opinion-hint")).textarea(lang, filled, 4))
        (actions(&[button(&lang.t("round-opinion-sign"))]))
    };
    html! {
        h2 { (lang.t("round-review-opinion")) }
        (sheet_table(seat.here, sheet))
        (facts(&[(lang.t("round-hash").into_owned(), words::hash(lang, &hash))]))
        (form(&seat.here.visit, &seat.here.at("/opinion"), &body))
    }
}

/// The whole list, those seen one by one with what was found.
pub fn sheet_table(here: &Here, sheet: &Sheet) -> Markup {
    let lang = here.lang();
    let failing = sheet.lines.iter().filter(|line| fails(line)).count();
    let seen = sheet.lines.iter().filter(|line| line.seen.is_some()).count();
    let values = [("all", sheet.lines.len().into()), ("seen", seen.into()), ("failing", failing.into())];
    let table = Table::new(lang, lang.t("round-tab-lines"))
        .column(Column::text(lang.t("round-enterprise"), |line: &SheetLine| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), |line: &SheetLine| html! { (here.stream(&line.stream)) }))
        .column(Column::number(lang.t("round-award-yuan"), |line: &SheetLine| yuan(line.award)))
        .column(Column::text(lang.t("round-review-found"), move |line: &SheetLine| html! {
            @if let Some((why, result)) = &line.seen { (found(lang, result)) br; span.quiet { (choice(lang, why)) } }
            @else { span.quiet { (lang.t("round-not-seen")) } }
        }));
    html! { p { (lang.t_with("round-sheet-says", &values)) } (table.draw(&sheet.lines)) }
}

/// What the expert signed.
fn signed(seat: &Panelist<'_>) -> Markup {
    let lang = seat.here.lang();
    let Some(signature) = &seat.member.opinion else { return html! {} };
    let zone = seat.here.app.setting().city.time_zone().clone();
    html! {
        (confirmation(&lang.t("round-opinion-signed"), &lang.t("round-hash"), words::short(&signature.hash)))
        (facts(&[
            (lang.t("round-time").into_owned(), html! { span.figure { (format::time_iso(signature.at, &zone)) } }),
            (lang.t("round-opinion-words").into_owned(), html! { (signature.words) }),
            (lang.t("round-hash").into_owned(), words::hash(lang, &signature.hash)),
        ]))
    }
}

/// `POST /rounds/{id}/interests`.
pub async fn declare(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let mut filled = posted.into_filled();
    let interests: BTreeSet<ClaimId> =
        filled.pairs().filter_map(|(name, _)| name.strip_prefix("interest.")).map(ClaimId::new).collect();
    if filled.value("promise").is_empty() {
        filled.reject("promise", Message::new("round-interest-promise-missing"));
        return Ok(statement(&Panelist::of(&here)?, &filled));
    }
    let command = RoundCommand::DeclareInterests { round: here.id.clone(), interests };
    match here.act(command, &key).await {
        Ok(_) => Ok(acting::go(&here.at(""))),
        Err(failed) => {
            let filled = here.refused(filled, &failed)?;
            Ok(statement(&Panelist::of(&here.again().await?)?, &filled))
        }
    }
}

/// `POST /rounds/{id}/recuse`.
pub async fn recuse(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let read = posted.read(|form| {
        let _ = form.text("act", "act").optional();
        form.lines("recuse", lang.t("round-recuse-words")).required()
    });
    let words = match read {
        Ok(words) => words,
        Err(filled) => return again(&here, &filled),
    };
    match here.act(RoundCommand::Recuse { round: here.id.clone(), words }, &key).await {
        Ok(_) => Ok(acting::go("/rounds")),
        Err(failed) => again(&here, &here.refused(kept, &failed)?),
    }
}

/// The page the expert was on, with what was typed.
fn again(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let seat = Panelist::of(here)?;
    if seat.is_open() && seat.member.declared_at.is_none() {
        return Ok(statement(&seat, filled));
    }
    Ok(work(&seat, filled))
}

/// `POST /rounds/{id}/seal`.
pub async fn seal_scores(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    match here.act(RoundCommand::SealScores { round: here.id.clone() }, &key).await {
        Ok(_) => Ok(acting::go(&here.at(""))),
        Err(failed) => Err(refusals::problem(here.lang(), Some(here.policy()), &here.plain(&failed))),
    }
}

/// `POST /rounds/{id}/opinion`.
pub async fn sign(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let read = posted.read(|form| {
        let hash = form.text("hash", lang.t("round-hash")).required();
        let words = form.lines("words", lang.t("round-opinion-words")).required();
        Some((hash?, words?))
    });
    let (hash, words) = match read {
        Ok(read) => read,
        Err(filled) => return again(&here, &filled),
    };
    match here.act(RoundCommand::SignOpinion { round: here.id.clone(), hash, words }, &key).await {
        Ok(_) => Ok(acting::go(&here.at(""))),
        Err(failed) => again(&here.again().await?, &here.refused(kept, &failed)?),
    }
}
