//! The editions of a programme's policy as the lead office works on them: what is in force, with who stands behind it
//! and how many cases are under it; what is written and proposed; and beginning a draft.

use super::show::Here;
use crate::acting;
use crate::editions;
use crate::names;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::date_cell;
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form};
use axum::response::Response;
use domain::command::Command;
use domain::edition::{Edition, EditionCommand, EditionState};
use domain::ids::AccountId;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use store::views;
use store::views::cases::Listed;
use store::views::editions::Standing;

/// `GET /programmes/{id}/editions`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank()).await
}

async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    if !here.is_lead_officer() {
        return Err(Problem::forbidden());
    }
    let lang = here.lang();
    let database = here.app.store.database();
    let all = views::editions::of_programme(database, here.id.as_str()).await.map_err(Problem::failure)?;
    let standing = views::editions::standing(database, here.id.as_str()).await.map_err(Problem::failure)?;
    let documents = documents(here, &all, &standing);
    let accounts: Vec<&AccountId> =
        all.iter().flat_map(|one| one.state.writers.iter().chain(signers(&one.state))).collect();
    let people = names::people(&here.app, accounts).await?;
    let under_way = under_way(here, &all, &people);
    let page = here.page(lang.t("edition-title")).crumb(lang.t("edition-title"), here.at("/editions"));
    Ok(page.lead(lang.t("edition-lead")).errors(filled).respond(html! {
        h2 { (lang.t("edition-published")) }
        (published(here, &documents, &people))
        h2 { (lang.t("edition-under-way")) }
        (under_way)
        h2 { (lang.t("edition-begin")) }
        (begin(here, &documents, filled))
        p { (link(&lang.t("round-back"), &here.at(""))) }
    }))
}

/// A published document: its hash, since when, by whom, and the cases under it.
struct Document {
    /// Its hash.
    hash: String,
    /// The first day on which new cases are filed under it; none for the one the programme was founded on.
    from: Option<Date>,
    /// The edition that became it.
    edition: Option<Edition>,
    /// The cases under it.
    cases: Standing,
}

/// The published documents, the newest first.
fn documents(here: &Here, all: &[Listed<Edition>], standing: &[Standing]) -> Vec<Document> {
    let of = |hash: &str| here.programme.editions.iter().find(|one| one.policy_hash == hash);
    let document = |hash: &str| Document {
        hash: hash.to_owned(),
        from: of(hash).map(|one| one.from),
        edition: of(hash)
            .and_then(|one| all.iter().find(|listed| listed.id == one.edition.as_str()))
            .map(|one| one.state.clone()),
        cases: standing.iter().find(|one| one.policy_hash == hash).cloned().unwrap_or_default(),
    };
    here.programme.documents().map(document).collect()
}

/// Who proposed and who confirmed.
fn signers(edition: &Edition) -> Vec<&AccountId> {
    match &edition.state {
        EditionState::Proposed(proposal) => vec![&proposal.by],
        EditionState::Published { proposal, by, .. } => vec![&proposal.by, by],
        EditionState::Draft | EditionState::Discarded => Vec::new(),
    }
}

fn published(here: &Here, documents: &[Document], people: &BTreeMap<AccountId, String>) -> Markup {
    let lang = here.lang();
    let in_force = here.programme.policy_on(here.app.clock.today());
    let name = |account: &AccountId| people.get(account).cloned().unwrap_or_default();
    let rows: Vec<&Document> = documents.iter().collect();
    Table::new(lang, lang.t("edition-published"))
        .column(Column::text(lang.t("edition-hash"), |one: &&Document| html! {
            code { (short(&one.hash)) } @if one.hash == in_force { " " (tag(Tone::Ok, &lang.t("edition-in-force"))) }
        }))
        .column(Column::text(lang.t("edition-from"), |one: &&Document| html! {
            @match one.from { Some(from) => (date_cell(from)), None => (lang.t("edition-founding")) }
        }))
        .column(Column::text(lang.t("edition-reason"), move |one: &&Document| html! {
            @if let Some(Edition { state: EditionState::Published { proposal, by, .. }, .. }) = &one.edition {
                (proposal.reason) br; span.quiet { (lang.t_with("edition-signed", &[("proposer", name(&proposal.by).into()), ("confirmer", name(by).into())])) }
            }
        }))
        .column(Column::text(lang.t("changes-title"), |one: &&Document| html! {
            @if one.from.is_some() {
                (link(&lang.t("changes-title"), &format!("/policies/{}/editions/{}/changes", here.programme.policy, one.hash)))
            }
        }))
        .column(Column::number(lang.t("edition-filings"), |one: &&Document| html! { (one.cases.filings) }))
        .column(Column::number(lang.t("edition-claims"), |one: &&Document| html! { (one.cases.claims) }))
        .link(|one| format!("/policies/{}/editions/{}", here.programme.policy, one.hash))
        .draw(&rows)
}

/// The first digits of a hash, enough to tell documents apart by eye.
pub fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

fn under_way(here: &Here, all: &[Listed<Edition>], people: &BTreeMap<AccountId, String>) -> Markup {
    let lang = here.lang();
    let open = |one: &&Listed<Edition>| matches!(one.state.state, EditionState::Draft | EditionState::Proposed(_));
    let rows: Vec<&Listed<Edition>> = all.iter().filter(open).collect();
    Table::new(lang, lang.t("edition-under-way"))
        .column(Column::text(
            lang.t("edition-hash"),
            |one: &&Listed<Edition>| html! { code { (short(&one.state.text)) } },
        ))
        .column(Column::text(lang.t("edition-state"), |one: &&Listed<Edition>| state(here, &one.state.state)))
        .column(Column::text(lang.t("edition-writers"), |one: &&Listed<Edition>| {
            let names: Vec<&str> =
                one.state.writers.iter().filter_map(|by| people.get(by)).map(String::as_str).collect();
            html! { (names.join(lang.pick("、", ", "))) }
        }))
        .column(Column::text(lang.t("edition-saved"), |one: &&Listed<Edition>| {
            date_cell(here.app.clock.day_of(one.state.saved_at))
        }))
        .link(|one| format!("/editions/{}", one.id))
        .empty(empty(&lang.t("edition-none"), None))
        .draw(&rows)
}

/// How far an edition has come, as a tag.
pub fn state(here: &Here, state: &EditionState) -> Markup {
    let tone = match state {
        EditionState::Draft | EditionState::Discarded => Tone::Neutral,
        EditionState::Proposed(_) => Tone::Attention,
        EditionState::Published { .. } => Tone::Ok,
    };
    tag(tone, &here.lang().t(&format!("edition-state-{}", state.word())))
}

fn begin(here: &Here, documents: &[Document], filled: &Filled) -> Markup {
    let lang = here.lang();
    let choices: Vec<Choice> = documents
        .iter()
        .map(|one| {
            Choice::new(&one.hash, short(&one.hash))
                .hint(one.from.map_or_else(|| lang.t("edition-founding").into_owned(), |from| from.to_string()))
        })
        .collect();
    let body = html! {
        (Field::new("base", lang.t("edition-base")).radios(lang, filled, &choices))
        (actions(&[button(&lang.t("edition-begin"))]))
    };
    html! { p { (lang.t("edition-begin-says")) } (form(&here.visit, &here.at("/editions"), &body)) }
}

/// `POST /programmes/{id}/editions`: a draft with the text of a published document.
pub async fn begun(here: Here, Posted(posted): Posted) -> Result<Response, Problem> {
    let key = acting::key_of(&posted);
    let kept = posted.clone().into_filled();
    let documents: Vec<String> = here.programme.documents().map(str::to_owned).collect();
    let options: Vec<(&str, &str)> = documents.iter().map(|hash| (hash.as_str(), hash.as_str())).collect();
    let read = posted.read(|form| form.choice("base", here.lang().t("edition-base"), &options).required());
    let base = match read {
        Ok(base) => base.to_owned(),
        Err(filled) => return draw(&here, &filled).await,
    };
    let source = crate::seen::policy(&here.app, &base)?.source().to_owned();
    let text = editions::keep(&here.app.store, &source).await.map_err(Problem::failure)?;
    let command = EditionCommand::Draft { programme: here.id.clone(), base, text };
    match acting::act(&here.app, here.me.actor(), Command::Edition(command), &key).await {
        Ok(answer) => Ok(acting::go_to(&answer, &here.at("/editions"))),
        Err(failed) => draw(&here, &here.refused(kept, &failed)?).await,
    }
}
