//! The expert review at the officer's desk: the draw with its seed, the panel, what is seen one by one, what was
//! found, and passing the review.

use super::frame::{Here, Place};
use super::words;
use crate::acting;
use crate::lang::Lang;
use crate::names;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{facts, yuan};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form_of_version};
use axum::response::Response;
use domain::ids::ClaimId;
use domain::refusal::Refusal;
use domain::round::digest;
use domain::round::line::Line;
use domain::round::panel::{Choice, Found, Member, Review, Rules, SheetLine};
use domain::round::{RoundCommand, sheet};
use maud::{Markup, html};
use policy::plan::words::StepKind;
use std::collections::BTreeMap;

/// `GET /rounds/{id}/review`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank())
}

fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    if here.is_of_a_district() {
        return Err(Problem::not_found());
    }
    let body = match &here.round().review {
        None => before_the_draw(here),
        Some(review) => html! {
            (panel(here, review))
            (chosen(here, review, filled))
            (outcome(here, review, filled))
            (record(here, review))
        },
    };
    Ok(here.page(Place::Review).errors(filled).respond(html! { (here.tabs(Place::Review)) (body) }))
}

/// How many experts and lines the policy asks for.
fn rules(here: &Here) -> Markup {
    let lang = here.lang();
    let rules = Rules::of(here.policy());
    let values = [
        ("experts", rules.experts.into()),
        ("percent", rules.sample_percent.into()),
        ("score", rules.pass_score.into()),
    ];
    html! { p { (lang.t_with("round-review-rules", &values)) } }
}

fn before_the_draw(here: &Here) -> Markup {
    let lang = here.lang();
    let today = here.app.clock.today();
    let pool = here.app.setting().city.experts().filter(|expert| expert.period.contains(today)).count();
    html! {
        (rules(here))
        p { (lang.t_with("round-review-pool", &[("n", pool.into())])) }
        @if here.may_act_at(StepKind::Expert) {
            (form_of_version(&here.visit, &here.at("/review/draw"), here.version(), &button(&lang.t("round-review-draw"))))
        } @else { p.quiet { (lang.t("round-review-not-drawn")) } }
    }
}

/// How far a drawn expert is.
fn progress(lang: Lang, review: &Review, member: &Member) -> Markup {
    if let Some(words) = &member.left {
        return html! { (tag(Tone::Attention, &lang.t("round-expert-left"))) " " (words) };
    }
    let (tone, key) = match member {
        Member { opinion: Some(_), .. } => (Tone::Ok, "round-expert-signed"),
        Member { sealed_at: Some(_), .. } => (Tone::Ok, "round-expert-sealed"),
        Member { declared_at: None, .. } => (Tone::Neutral, "round-expert-undeclared"),
        Member { .. } if review.chosen.is_none() => (Tone::Neutral, "round-expert-declared"),
        Member { .. } => (Tone::Neutral, "round-expert-scoring"),
    };
    tag(tone, &lang.t(key))
}

/// The panel, each with how far it is.
fn panel(here: &Here, review: &Review) -> Markup {
    let lang = here.lang();
    let members: Vec<(&String, &Member)> = review.members.iter().collect();
    let may_replace = here.may_act_at(StepKind::Expert) && review.next_drawn().is_some();
    let table = Table::new(lang, lang.t("round-review-panel"))
        .column(Column::text(lang.t("round-expert"), |row: &(&String, &Member)| html! { (expert(here, row.0)) }))
        .column(Column::text(lang.t("round-expert-field"), |row: &(&String, &Member)| html! { (field(here, row.0)) }))
        .column(Column::text(lang.t("round-expert-interests"), move |row: &(&String, &Member)| html! {
            @if row.1.declared_at.is_none() { "—" } @else { (interests(here, row.1)) }
        }))
        .column(Column::text(lang.t("round-line-state"), |row: &(&String, &Member)| progress(lang, review, row.1)))
        .column(Column::text(lang.t("round-words"), move |row: &(&String, &Member)| html! {
            @if may_replace && row.1.opinion.is_none() && may_be_replaced(here, review, row.1) {
                a href=(here.at(&format!("/review/experts/{}", row.0))) { (lang.t("round-replace")) span.hidden { (expert(here, row.0)) } }
            }
        }));
    html! { h2 { (lang.t("round-review-panel")) } (table.draw(&members)) }
}

/// One who left is replaced only while the panel is short.
fn may_be_replaced(here: &Here, review: &Review, member: &Member) -> bool {
    member.left.is_none() || review.panel().count() < Rules::of(here.policy()).experts
}

fn expert(here: &Here, id: &str) -> String {
    names::expert(&here.app, here.lang(), id)
}

fn field(here: &Here, id: &str) -> String {
    let setting = here.app.setting();
    setting.city.expert(id).map_or_else(String::new, |one| names::pick(here.lang(), &one.field).to_owned())
}

/// The lines in which an expert declared an interest.
fn interests(here: &Here, member: &Member) -> Markup {
    let names: Vec<&str> = member
        .interests
        .iter()
        .filter_map(|claim| here.round().line(claim))
        .map(|line| line.enterprise_name.as_str())
        .collect();
    html! { @if names.is_empty() { (here.lang().t("round-expert-no-interests")) } @else { (names.join(here.lang().pick("、", ", "))) } }
}

/// The lines seen one by one; before anybody scored, the form that names the exceptions.
fn chosen(here: &Here, review: &Review, filled: &Filled) -> Markup {
    let lang = here.lang();
    let is_open = review.members.values().all(|member| member.scores.is_empty());
    let shown = review.chosen.as_ref().map(|chosen| chosen_table(here, review, chosen));
    html! {
        h2 { (lang.t("round-review-chosen")) }
        (rules(here))
        @if let Some(shown) = &shown { (shown) }
        @if here.may_act_at(StepKind::Expert) && is_open {
            @if shown.is_some() { details { summary { (lang.t("round-review-choose-again")) } (choose_form(here, review, filled)) } }
            @else { (choose_form(here, review, filled)) }
        } @else if shown.is_none() { p.quiet { (lang.t("round-review-not-chosen")) } }
    }
}

fn choose_form(here: &Here, review: &Review, filled: &Filled) -> Markup {
    let lang = here.lang();
    let kept = |line: &Line| {
        let name = format!("why.{}", line.claim);
        let before = match review.chosen.as_ref().and_then(|chosen| chosen.get(&line.claim)) {
            Some(Choice::Exception { words }) => words.as_str(),
            Some(Choice::Sample) | None => "",
        };
        if filled.errors().is_empty() { before.to_owned() } else { filled.value(&name).to_owned() }
    };
    let rows: Vec<&Line> = here.round().inside().collect();
    let table = Table::new(lang, lang.t("round-tab-lines"))
        .column(Column::text(lang.t("round-enterprise"), |line: &&Line| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), |line: &&Line| html! { (here.stream(&line.stream)) }))
        .column(Column::text(lang.t("round-provider"), |line: &&Line| {
            html! { (names::provider(&here.app, lang, &line.provider)) }
        }))
        .column(Column::number(lang.t("round-award-yuan"), |line: &&Line| yuan(line.award)))
        .column(Column::text(lang.t("round-review-exception"), move |line: &&Line| html! {
            @let name = format!("why.{}", line.claim);
            input type="text" id=(name) name=(name) value=(kept(line)) maxlength="200"
                aria-label=(lang.t_with("round-review-exception-of", &[("name", line.enterprise_name.as_str().into())]));
        }))
        .link(|line| format!("/claims/{}", line.claim));
    let body = html! { (table.draw(&rows)) (actions(&[button(&lang.t("round-review-choose"))])) };
    html! {
        p { (lang.t("round-review-choose-says")) }
        (form_of_version(&here.visit, &here.at("/review/choose"), here.version(), &body))
    }
}

/// What was chosen and, once all scores are sealed, what was found.
fn chosen_table(here: &Here, review: &Review, chosen: &BTreeMap<ClaimId, Choice>) -> Markup {
    let lang = here.lang();
    let is_sealed = review.panel().all(|(_, member)| member.sealed_at.is_some());
    let pass_score = Rules::of(here.policy()).pass_score;
    let rows: Vec<(&Line, &Choice)> =
        chosen.iter().filter_map(|(claim, choice)| Some((here.round().line(claim)?, choice))).collect();
    Table::new(lang, lang.t("round-review-chosen"))
        .column(Column::text(lang.t("round-enterprise"), |row: &(&Line, &Choice)| html! { (row.0.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), |row: &(&Line, &Choice)| html! { (here.stream(&row.0.stream)) }))
        .column(Column::number(lang.t("round-award-yuan"), |row: &(&Line, &Choice)| yuan(row.0.award)))
        .column(Column::text(lang.t("round-review-why"), move |row: &(&Line, &Choice)| choice(lang, row.1)))
        .column(Column::text(lang.t("round-review-found"), move |row: &(&Line, &Choice)| html! {
            @if is_sealed { (found(lang, &review.found(&row.0.claim, pass_score))) } @else { (lang.t("round-review-sealed-later")) }
        }))
        .link(|row| format!("/claims/{}", row.0.claim))
        .draw(&rows)
}

/// Why a line is seen one by one.
pub fn choice(lang: Lang, choice: &Choice) -> Markup {
    match choice {
        Choice::Exception { words } => html! { (lang.t("round-choice-exception")) (lang.pick("：", ": ")) (words) },
        Choice::Sample => html! { (lang.t("round-choice-sample")) },
    }
}

/// What the panel found: scores, their average, who passed it.
pub fn found(lang: Lang, found: &Found) -> Markup {
    let (tone, key) = match (found.is_judged, found.is_passed) {
        (false, _) => (Tone::Attention, "round-found-unjudged"),
        (true, true) => (Tone::Ok, "round-found-passed"),
        (true, false) => (Tone::Stop, "round-found-failed"),
    };
    html! { (tag(tone, &lang.t(key))) " " span.quiet { (words::found(lang, found)) } }
}

/// The list the experts sign with what is still missing, and passing the review.
fn outcome(here: &Here, review: &Review, filled: &Filled) -> Markup {
    let lang = here.lang();
    if review.chosen.is_none() {
        return html! {};
    }
    let sheet = match sheet(here.policy(), here.round()) {
        Ok(sheet) => sheet,
        Err(refusal) => return html! { h2 { (lang.t("round-review-opinion")) } (missing(here, &refusal)) },
    };
    let hash = digest::of(&sheet);
    let is_signed = |member: &Member| member.opinion.as_ref().is_some_and(|signature| signature.hash == hash);
    let signed = review.panel().filter(|(_, member)| is_signed(member)).count();
    let all = review.panel().count();
    let failing = sheet.lines.iter().filter(|line| fails(line)).count();
    let form = html! {
        (Field::new("opinion", lang.t("round-opinion")).optional().textarea(lang, filled, 2))
        (actions(&[button(&lang.t("round-review-pass"))]))
    };
    html! {
        h2 { (lang.t("round-review-opinion")) }
        (facts(&[
            (lang.t("round-hash").into_owned(), words::hash(lang, &hash)),
            (lang.t("round-review-signed").into_owned(), html! { (lang.t_with("round-of", &[("n", signed.into()), ("all", all.into())])) }),
            (lang.t("round-review-failing").into_owned(), html! { (lang.t_with("round-n-lines", &[("n", failing.into())])) }),
        ]))
        (opinions(here, review))
        @if signed == all && here.may_act_at(StepKind::Expert) {
            @if failing > 0 { (inset(&html! { p { (lang.t("round-review-failing-says")) } })) }
            (form_of_version(&here.visit, &here.at("/review"), here.version(), &form))
        } @else if signed < all { p.quiet { (lang.t("round-review-wait-signatures")) } }
        @if signed == all { p { (link(&lang.t("round-print-opinion"), &here.at("/print/opinion"))) } }
    }
}

/// Whether a line of the list was seen and failed.
pub fn fails(line: &SheetLine) -> bool {
    line.seen.as_ref().is_some_and(|(_, found)| !found.is_passed)
}

/// What the list still waits for.
fn missing(here: &Here, refusal: &Refusal) -> Markup {
    let lang = here.lang();
    let Refusal::FieldsMissing { fields } = refusal else { return html! {} };
    // While scores are open, lines without enough of them say nothing new.
    let is_open = fields.iter().any(|field| field.starts_with("expert"));
    let shown = fields.iter().filter(|field| !is_open || field.starts_with("expert"));
    html! {
        p { (lang.t("round-review-missing")) }
        ul { @for field in shown { li { (here.known_as(field)) } } }
    }
}

/// The words with which each expert signed.
fn opinions(here: &Here, review: &Review) -> Markup {
    let signed: Vec<_> = review.panel().filter_map(|(id, member)| Some((id, member.opinion.as_ref()?))).collect();
    html! {
        @if !signed.is_empty() {
            ul { @for (id, signature) in signed { li { strong { (expert(here, id)) } " " (signature.words) } } }
        }
    }
}

/// The record of the draw, for anybody to draw again.
fn record(here: &Here, review: &Review) -> Markup {
    let lang = here.lang();
    html! {
        h2 { (lang.t("round-review-record")) }
        (facts(&[(lang.t("round-review-seed").into_owned(), html! { code { (review.seed) } })]))
        p.quiet { (lang.t("round-review-record-says")) }
        details {
            summary { (lang.t_with("round-review-candidates", &[("n", review.candidates.len().into())])) }
            ol { @for id in &review.candidates { li { (expert(here, id)) " " span.quiet { (field(here, id)) } @if review.members.contains_key(id) { " " (tag(Tone::Ok, &lang.t("round-review-drawn"))) } } } }
        }
        @if !review.left_out.is_empty() {
            p { (lang.t("round-review-left-out")) }
            ul { @for id in &review.left_out { li { (expert(here, id)) " " span.quiet { (employer(here, id)) } } } }
        }
    }
}

/// Why an expert was left out of the draw: the employer has a part in the round.
fn employer(here: &Here, id: &str) -> String {
    let setting = here.app.setting();
    let Some(expert) = setting.city.expert(id) else { return String::new() };
    let provider = setting.city.provider_of(&expert.employer);
    let name = provider
        .map_or_else(|| expert.employer.as_str().to_owned(), |one| names::pick(here.lang(), &one.names).to_owned());
    here.lang().t_with("round-review-employer", &[("name", name.into())]).into_owned()
}

/// `POST /rounds/{id}/review/draw`.
pub async fn draw_experts(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let command = RoundCommand::DrawExperts { round: here.id.clone(), drawn: acting::drawn(&form) };
    finish(here, command, form).await
}

/// `POST /rounds/{id}/review/choose`: the lines with a reason are the exceptions.
pub async fn choose(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let filled = form.clone().into_filled();
    let reasons = filled.pairs().filter_map(|(name, words)| Some((name.strip_prefix("why.")?, words.trim())));
    let exceptions = reasons
        .filter(|(_, words)| !words.is_empty())
        .map(|(id, words)| (ClaimId::new(id), words.to_owned()))
        .collect();
    let command = RoundCommand::ChooseLines { round: here.id.clone(), drawn: acting::drawn(&form), exceptions };
    finish(here, command, form).await
}

/// `POST /rounds/{id}/review`: passes the review.
pub async fn pass(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let opinion = form.clone().into_filled().value("opinion").trim().to_owned();
    let command = RoundCommand::Pass { round: here.id.clone(), drawn: acting::drawn(&form), opinion };
    finish(here, command, form).await
}

async fn finish(here: Here, command: RoundCommand, form: crate::web::forms::Form) -> Result<Response, Problem> {
    let key = acting::key_of(&form);
    match here.act(command, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Review))),
        Err(failed) => {
            let filled = here.refused(form.into_filled(), &failed)?;
            draw(&here.again().await?, &filled)
        }
    }
}

/// `GET /rounds/{id}/review/experts/{expert}`: replaces an expert by the next one of the draw.
pub async fn ask_replace(here: Here) -> Result<Response, Problem> {
    draw_replace(&here, &Filled::blank())
}

fn draw_replace(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    let lang = here.lang();
    let id = here.part("expert");
    let review = here.round().review.as_ref().ok_or_else(Problem::not_found)?;
    let member = review.members.get(id).ok_or_else(Problem::not_found)?;
    let next =
        review.next_drawn().map_or_else(|| lang.t("round-replace-nobody").into_owned(), |next| expert(here, next));
    let body = html! {
        (Field::new("words", lang.t("round-replace-words")).textarea(lang, filled, 3))
        (actions(&[button(&lang.t("round-replace")), link(&lang.t("round-back"), &here.place(Place::Review))]))
    };
    let page = here.page(Place::Review).crumb(lang.t("round-replace"), here.visit.path.clone()).errors(filled);
    Ok(page.respond(html! {
        h2 { (lang.t("round-replace")) }
        (facts(&[
            (lang.t("round-expert").into_owned(), html! { (expert(here, id)) " " (progress(lang, review, member)) }),
            (lang.t("round-replace-next").into_owned(), html! { (next) }),
        ]))
        p { (lang.t("round-replace-says")) }
        (form_of_version(&here.visit, &here.visit.path, here.version(), &body))
    }))
}

/// `POST /rounds/{id}/review/experts/{expert}`.
pub async fn replace(here: Here, Posted(form): Posted) -> Result<Response, Problem> {
    let lang = here.lang();
    let (key, drawn) = (acting::key_of(&form), acting::drawn(&form));
    let kept = form.clone().into_filled();
    let words = match form.read(|form| form.lines("words", lang.t("round-replace-words")).required()) {
        Ok(words) => words,
        Err(filled) => return draw_replace(&here, &filled),
    };
    let (round, expert) = (here.id.clone(), here.part("expert").to_owned());
    match here.act(RoundCommand::ReplaceExpert { round, drawn, expert, words }, &key).await {
        Ok(_) => Ok(acting::go(&here.place(Place::Review))),
        Err(failed) => draw_replace(&here.again().await?, &here.refused(kept, &failed)?),
    }
}
