//! The lines of a round: which claims are in it, what became of each; and taking one out while that is possible.

use super::amounts;
use super::deeds::settles_here;
use super::frame::{Here, Place};
use super::words;
use crate::acting;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::filter::filter;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Paging, Table};
use crate::web::components::value::{facts, money, yuan};
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Posted, form_of_version};
use axum::response::Response;
use domain::claim::Claim;
use domain::ids::ClaimId;
use domain::round::RoundCommand;
use domain::round::line::{Line, Standing};
use maud::{Markup, html};
use policy::plan::words::StepKind;
use std::collections::{BTreeMap, BTreeSet};

/// Lines on a page.
const PER_PAGE: usize = 50;
/// The words of where a line may stand, for the filter.
const STANDINGS: [(&str, &str); 6] = [
    ("in", "round-line-in"),
    ("out", "round-line-out"),
    ("payable", "round-line-payable"),
    ("paid", "round-line-paid"),
    ("payment_failed", "round-line-failed"),
    ("returned", "round-line-returned"),
];

/// `GET /rounds/{id}/lines`.
pub async fn list(here: Here, Asked(asked): Asked) -> Result<Response, Problem> {
    let lang = here.lang();
    let filled = asked.into_filled();
    let wanted: Vec<&Line> = here.lines().filter(|line| is_wanted(&here, line, &filled)).collect();
    let sums = amounts::of(here.round(), wanted.iter().copied()).ok_or_else(|| Problem::failure("sums do not fit"))?;
    let page: usize = filled.value("page").parse().unwrap_or(1).max(1);
    let from = page.saturating_sub(1).saturating_mul(PER_PAGE);
    let shown: Vec<&Line> = wanted.iter().copied().skip(from).take(PER_PAGE).collect();
    let claims = here.claims(shown.iter().copied()).await?;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let path = here.at("/lines");
    let table = table(&here, &claims)
        .at(&path, &filled)
        .paged(Paging { page: count(page), per_page: count(PER_PAGE), total: count(wanted.len()) })
        .totals(
            lang.t("round-total"),
            vec![
                yuan(sums.award),
                if here.round().plan.is_some() {
                    yuan(sums.planned)
                } else {
                    html! {}
                },
                html! {},
                html! {},
            ],
        )
        .empty(empty(&lang.t("round-lines-empty"), None));
    Ok(here.page(Place::Lines).respond(html! {
        (here.tabs(Place::Lines))
        (filter(lang, &path, &fields(&here, &filled)))
        (table.draw(&shown))
    }))
}

fn is_wanted(here: &Here, line: &Line, filled: &Filled) -> bool {
    let fits = |name: &str, value: &str| filled.value(name).is_empty() || filled.value(name) == value;
    fits("stream", &line.stream)
        && fits("district", amounts::district(here.round(), line))
        && fits("state", line.standing.word())
        && line.enterprise_name.contains(filled.value("q").trim())
}

fn fields(here: &Here, filled: &Filled) -> [Markup; 4] {
    let lang = here.lang();
    let streams: BTreeSet<&str> = here.lines().map(|line| line.stream.as_str()).collect();
    let districts: BTreeSet<&str> = here.lines().map(|line| amounts::district(here.round(), line)).collect();
    let streams: Vec<Choice> = streams.into_iter().map(|id| Choice::new(id, here.stream(id))).collect();
    let districts: Vec<Choice> = districts.into_iter().map(|id| Choice::new(id, here.district(id))).collect();
    let states: Vec<Choice> = STANDINGS.iter().map(|(code, key)| Choice::new(*code, lang.t(key))).collect();
    [
        Field::new("q", lang.t("round-enterprise")).optional().text(lang, filled),
        Field::new("stream", lang.t("round-stream")).optional().select(lang, filled, &streams),
        Field::new("district", lang.t("round-district")).optional().select(lang, filled, &districts),
        Field::new("state", lang.t("round-line-state")).optional().select(lang, filled, &states),
    ]
}

fn table<'a>(here: &'a Here, claims: &'a BTreeMap<ClaimId, Claim>) -> Table<'a, &'a Line> {
    let lang = here.lang();
    let may_take_out = may_take_out(here);
    Table::new(lang, lang.t("round-tab-lines"))
        .column(Column::text(lang.t("round-claim"), |line: &&Line| {
            html! { span.figure { (claims.get(&line.claim).map_or(line.claim.as_str(), |claim| &claim.number)) } }
        }))
        .column(Column::text(lang.t("round-enterprise"), |line: &&Line| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), |line: &&Line| html! { (here.stream(&line.stream)) }))
        .column(Column::text(lang.t("round-district"), |line: &&Line| {
            html! { (here.district(amounts::district(here.round(), line))) }
        }))
        .column(Column::number(lang.t("round-award-yuan"), |line: &&Line| yuan(line.award)))
        .column(Column::number(lang.t("round-planned-yuan"), |line: &&Line| {
            html! { @if let Some(amount) = amounts::planned(here.round(), line) { (yuan(amount)) } @else { "—" } }
        }))
        .column(Column::text(lang.t("round-line-state"), move |line: &&Line| words::standing(lang, &line.standing)))
        .column(Column::text(lang.t("round-words"), move |line: &&Line| html! {
            (here.line_words(line))
            @if may_take_out && line.standing == Standing::In {
                a href=(here.at(&format!("/lines/{}", line.claim))) { (lang.t("round-take-out")) span.hidden { (line.enterprise_name) } }
            }
        }))
        .link(|line| format!("/claims/{}", line.claim))
}

/// Whether the reader may take a line out now: before experts are drawn, and while the plan is being made.
fn may_take_out(here: &Here) -> bool {
    let round = here.round();
    let before_the_draw = here.stands_at(StepKind::Expert) && round.review.is_none();
    let while_planning = settles_here(here) && round.plan.is_none();
    here.turn.is_now() && (before_the_draw || while_planning)
}

/// `GET /rounds/{id}/lines/{claim}`: takes the line out, with the reason.
pub async fn ask(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank()).await
}

async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let line = here.line()?;
    let name = words::claim_name(&here.app, Some(&line.claim)).await?;
    let body = html! {
        (Field::new("words", lang.t("round-take-out-words")).hint(lang.t("round-take-out-hint")).textarea(lang, filled, 3))
        (actions(&[button(&lang.t("round-take-out")), link(&lang.t("round-back"), &here.at("/lines"))]))
    };
    let page = here.page(Place::Lines).crumb(lang.t("round-take-out"), here.visit.path.clone()).errors(filled);
    Ok(page.respond(html! {
        h2 { (lang.t("round-take-out")) }
        (facts(&[
            (lang.t("round-claim").into_owned(), html! { a href={ "/claims/" (line.claim) } { (name) } }),
            (lang.t("round-stream").into_owned(), html! { (here.stream(&line.stream)) }),
            (lang.t("round-award").into_owned(), money(lang, line.award)),
            (lang.t("round-line-state").into_owned(), words::standing(lang, &line.standing)),
        ]))
        @if may_take_out(here) && line.standing == Standing::In {
            p { (lang.t("round-take-out-says")) }
            (form_of_version(&here.visit, &here.visit.path, here.version(), &body))
        } @else {
            p { (lang.t("round-take-out-not-now")) }
        }
    }))
}

/// `POST /rounds/{id}/lines/{claim}`.
pub async fn take_out(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let claim = here.line()?.claim.clone();
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let kept = form.clone().into_filled();
    let words = match form.read(|form| form.lines("words", lang.t("round-take-out-words")).required()) {
        Ok(words) => words,
        Err(filled) => return draw(&here, &filled).await,
    };
    let command = RoundCommand::TakeOut { round: here.id.clone(), drawn, claim, words };
    match here.act(command, &key).await {
        Ok(_) => Ok(acting::go(&here.at("/lines"))),
        Err(failed) => draw(&here.again().await?, &here.refused(kept, &failed)?).await,
    }
}
