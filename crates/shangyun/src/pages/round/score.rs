//! Scoring one line: the case with its papers at the left, the score at the right. A draft until all are sealed.

use super::expert::Panelist;
use super::frame::Here;
use crate::acting;
use crate::lang::Lang;
use crate::pages::case::claim::{Gathered, gather};
use crate::pages::case::look::Look;
use crate::pages::case::{rows, viewer};
use crate::seen;
use crate::web::components::action::{actions, button, link, secondary};
use crate::web::components::field::Field;
use crate::web::components::pane::two_panes;
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Form, Posted, form};
use axum::response::Response;
use domain::claim::Entry;
use domain::ids::ClaimId;
use domain::round::RoundCommand;
use domain::round::panel::Rules;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// `GET /rounds/{id}/score/{claim}`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    let seat = Panelist::of(&here)?;
    let score = seat.member.scores.get(&claim(&here));
    let filled = match score {
        Some(score) => Filled::blank().with("points", score.points.to_string()).with("words", score.words.clone()),
        None => Filled::blank(),
    };
    draw(&here, &filled).await
}

fn claim(here: &Here) -> ClaimId {
    ClaimId::new(here.part("claim"))
}

async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let seat = Panelist::of(here)?;
    let id = claim(here);
    if !seat.lines().iter().any(|line| line.claim == id) {
        return Err(Problem::not_found());
    }
    let seen = seen::claim(&here.app, here.me.actor(), &id).await?;
    let look = Look::new(&here.app, lang, &seen.policy, here.me.actor());
    let case = gather(look, here.me.actor(), &id, &seen).await?;
    let page = seat
        .page()
        .crumb(seen.state.number.clone(), here.visit.path.clone())
        .lead(seen.state.enterprise_name.clone())
        .todo(lang.t(if seat.is_open() { "round-score-todo" } else { "round-score-todo-none" }))
        .errors(filled);
    let right = if seat.is_open() { score_form(&seat, filled) } else { sealed(&seat, &id) };
    Ok(page.respond(two_panes(&lang.t("round-score-case"), &left(look, &case), &lang.t("round-score"), &right)))
}

/// The case as the expert sees it, its pictures in sight.
fn left(look: Look<'_>, case: &Gathered<'_>) -> Markup {
    let lang = look.lang;
    let claim = &case.seen.state;
    let base = format!("/claims/{}", case.id);
    html! {
        (case.head(look))
        h2 { (lang.t("case-papers")) }
        (viewer::papers(look, &case.shown(), &base))
        h2 { (lang.t("case-rows")) }
        (rows::lists(look, &claim.records, &base, &case.past))
        (row_files(look, &claim.records, &base))
        (case.decision(look))
        h2 { (lang.t("case-facts")) }
        (case.facts(look))
    }
}

/// The files behind the rows, folded away until they are looked at.
fn row_files(look: Look<'_>, records: &BTreeMap<String, Vec<Entry>>, base: &str) -> Markup {
    let files = records.iter().flat_map(|(list, rows)| {
        let filed = rows.iter().enumerate().filter_map(|(place, entry)| Some((place, entry.file.as_ref()?)));
        filed.map(move |(place, file)| (format!("{base}/rows/{list}/{place}"), file))
    });
    html! {
        @for (href, file) in files {
            details {
                summary { (file.name) }
                figure.document { (viewer::page(look, file, &href)) }
            }
        }
    }
}

fn score_form(seat: &Panelist<'_>, filled: &Filled) -> Markup {
    let here = seat.here;
    let lang = here.lang();
    let pass = Rules::of(here.policy()).pass_score;
    let body = html! {
        (Field::new("points", lang.t("round-points")).hint(lang.t_with("round-points-hint", &[("score", pass.into())])).short().digits().text(lang, filled))
        (Field::new("words", lang.t("round-score-words")).hint(lang.t("round-score-words-hint")).textarea(lang, filled, 6))
        div.actions {
            (button(&lang.t("round-score-save")))
            (secondary("then", "next", &lang.t("round-score-save-next")))
        }
        (actions(&[link(&lang.t("round-back"), &here.at(""))]))
    };
    html! {
        h2 { (lang.t("round-score")) }
        ul { @for key in ["round-criterion-true", "round-criterion-use", "round-criterion-price", "round-criterion-effect"] { li { (lang.t(key)) } } }
        (form(&here.visit, &here.visit.path, &body))
        p.quiet { (lang.t("round-score-draft-says")) }
    }
}

/// The score as it was sealed.
fn sealed(seat: &Panelist<'_>, id: &ClaimId) -> Markup {
    let lang = seat.here.lang();
    let score = seat.member.scores.get(id);
    html! {
        h2 { (lang.t("round-score")) }
        (tag(Tone::Ok, &lang.t("round-score-sealed")))
        @if let Some(score) = score {
            (facts(&[
                (lang.t("round-points").into_owned(), html! { span.figure { (score.points) } }),
                (lang.t("round-score-words").into_owned(), html! { (score.words) }),
            ]))
        }
        p { (link(&lang.t("round-back"), &seat.here.at(""))) }
    }
}

/// `POST /rounds/{id}/score/{claim}`.
pub async fn save(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let is_next = kept.value("then") == "next";
    let (points, words) = match posted.read(|form| read(here.lang(), form)) {
        Ok(read) => read,
        Err(filled) => return draw(&here, &filled).await,
    };
    let id = claim(&here);
    let command = RoundCommand::Score { round: here.id.clone(), claim: id.clone(), points, words };
    match here.act(command, &key).await {
        Ok(_) => {
            let here = here.again().await?;
            let next = if is_next { next(&Panelist::of(&here)?, &id) } else { None };
            Ok(acting::go(&next.unwrap_or_else(|| here.at(""))))
        }
        Err(failed) => draw(&here.again().await?, &here.refused(kept, &failed)?).await,
    }
}

fn read(lang: Lang, form: &mut Form) -> Option<(u8, String)> {
    let points = form.integer("points", lang.t("round-points")).between(0, 100).required();
    let words = form.lines("words", lang.t("round-score-words")).required();
    let _ = form.text("then", "then").optional();
    Some((u8::try_from(points?).ok()?, words?))
}

/// The next line without a score, after this one where there is one.
fn next(seat: &Panelist<'_>, id: &ClaimId) -> Option<String> {
    let lines = seat.lines();
    let place = lines.iter().position(|line| line.claim == *id).unwrap_or(0);
    let later = lines.iter().skip(place).chain(lines.iter().take(place));
    let open = later.into_iter().find(|line| !seat.member.scores.contains_key(&line.claim));
    open.map(|line| seat.here.at(&format!("/score/{}", line.claim)))
}
