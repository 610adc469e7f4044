//! One edition: its text with what is wrong with it at the line, and what is next for it: save, propose, confirm, send
//! back, throw away. What is signed is the hash that stands on the page.

use super::editions::{short, state};
use super::show::Here;
use super::{weighing, writing};
use crate::acting;
use crate::app::App;
use crate::editions;
use crate::names;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::Field;
use crate::web::components::notice::inset;
use crate::web::components::value::{date, facts};
use crate::web::errors::Problem;
use crate::web::forms::{Filled, Posted, form};
use crate::web::layout::visit::Visit;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::command::Command;
use domain::edition::{Edition, EditionCommand, EditionState, Proposal};
use domain::ids::EditionId;
use domain::world::{Aggregate, Key};
use maud::{Markup, html};
use policy::diagnostics::Diagnostics;
use policy::policy::Policy;

/// An edition with its programme and its reader, an officer of the lead office.
pub struct One {
    /// Its programme and reader.
    pub here: Here,
    id: EditionId,
    edition: Edition,
}

impl FromRequestParts<App> for One {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let me = Me::from_request_parts(parts, app).await?;
        let Path(id): Path<String> = Path::from_request_parts(parts, app).await.map_err(Problem::bad_request)?;
        let id = EditionId::new(id);
        let found = app.store.load(&Key::Edition(id.clone())).await.map_err(Problem::failure)?;
        let Some(Aggregate::Edition(edition)) = found.state else { return Err(Problem::not_found()) };
        let programme = seen::programme(app, &edition.programme).await?;
        let here = Here::of(app, (visit, me), (edition.programme.clone(), programme))?;
        if here.is_lead_officer() { Ok(Self { here, id, edition }) } else { Err(Problem::not_found()) }
    }
}

impl One {
    /// The address beneath the edition.
    pub fn at(&self, rest: &str) -> String {
        format!("/editions/{}{rest}", self.id)
    }

    /// The version of the draft that a form is drawn from.
    pub fn revision(&self) -> u64 {
        u64::try_from(self.edition.revision).unwrap_or(0)
    }

    /// The text as it was saved last.
    pub async fn text(&self) -> Result<String, Problem> {
        editions::text(&self.here.app.store, &self.edition.text).await.map_err(Problem::failure)
    }

    /// Does a command; the page again where it is refused.
    async fn act(self, command: EditionCommand, posted: crate::web::forms::Form) -> Result<Response, Problem> {
        let key = acting::key_of(&posted);
        match acting::act(&self.here.app, self.here.me.actor(), Command::Edition(command), &key).await {
            Ok(_) => Ok(acting::go(&self.at(""))),
            Err(failed) => {
                let filled = self.here.refused(posted.into_filled(), &failed)?;
                draw(&self, &filled).await
            }
        }
    }
}

/// `GET /editions/{id}`.
pub async fn show(one: One) -> Result<Response, Problem> {
    draw(&one, &Filled::blank()).await
}

/// The page, with its forms as they were typed.
pub(super) async fn draw(one: &One, filled: &Filled) -> Result<Response, Problem> {
    let checked = editions::checked(&one.here.app.store, &one.text().await?).await;
    draw_with(one, filled, checked).await
}

/// The same with what is wrong with the text that stands in the form, which may differ from what was saved.
pub(super) async fn draw_with(
    one: &One,
    filled: &Filled,
    checked: Result<Policy, Diagnostics>,
) -> Result<Response, Problem> {
    let (here, lang) = (&one.here, one.here.lang());
    let text = one.text().await?;
    let head = head(one).await?;
    let page = here
        .page(lang.t_with("edition-one", &[("hash", short(&one.edition.text).into())]))
        .crumb(lang.t("edition-title"), here.at("/editions"))
        .crumb(short(&one.edition.text), one.at(""))
        .beside_title(state(here, &one.edition.state));
    let weighed = weighing::draw(here, &one.edition.base, (&text, checked.as_ref().ok())).await?;
    let kept = if filled.value("text").is_empty() { filled.clone().with("text", text) } else { filled.clone() };
    Ok(page.errors(filled).respond(html! {
        (head)
        @if filled.value("text").is_empty() { (weighed) }
        @match &one.edition.state {
            EditionState::Draft => {
                (writing::form_of(one, &checked, &kept))
                @if checked.is_ok() && filled.value("text").is_empty() { (propose_form(one, filled)) }
            }
            EditionState::Proposed(proposal) => {
                (writing::findings(lang, &checked))
                (decide_forms(one, proposal, filled))
            }
            EditionState::Published { .. } | EditionState::Discarded => (writing::findings(lang, &checked)),
        }
        p { (link(&lang.t("round-back"), &here.at("/editions"))) }
    }))
}

async fn head(one: &One) -> Result<Markup, Problem> {
    let (here, lang) = (&one.here, one.here.lang());
    let proposal = match &one.edition.state {
        EditionState::Proposed(proposal) | EditionState::Published { proposal, .. } => Some(proposal),
        EditionState::Draft | EditionState::Discarded => None,
    };
    let confirmer = if let EditionState::Published { by, .. } = &one.edition.state { Some(by) } else { None };
    let accounts = one.edition.writers.iter().chain(proposal.map(|one| &one.by)).chain(confirmer);
    let people = names::people(&here.app, accounts).await?;
    let name = |account| people.get(account).cloned().unwrap_or_default();
    let base = format!("/policies/{}/editions/{}", here.programme.policy, one.edition.base);
    let writers: Vec<String> = one.edition.writers.iter().map(name).collect();
    let mut rows = vec![
        (lang.t("edition-base").into_owned(), link(&short(&one.edition.base), &base)),
        (lang.t("edition-hash").into_owned(), html! { code { (one.edition.text) } }),
        (lang.t("edition-writers").into_owned(), html! { (writers.join(lang.pick("、", ", "))) }),
    ];
    if let Some(proposal) = proposal {
        rows.push((lang.t("edition-from").into_owned(), date(lang, proposal.from)));
        rows.push((lang.t("edition-reason").into_owned(), html! { (proposal.reason) }));
        rows.push((lang.t("edition-proposer").into_owned(), html! { (name(&proposal.by)) }));
    }
    if let Some(by) = confirmer {
        rows.push((lang.t("edition-confirmer").into_owned(), html! { (name(by)) }));
    }
    if let Some(words) = &one.edition.sent_back {
        rows.push((lang.t("edition-sent-back").into_owned(), html! { (words) }));
    }
    Ok(facts(&rows))
}

fn propose_form(one: &One, filled: &Filled) -> Markup {
    let lang = one.here.lang();
    let body = html! {
        input type="hidden" name="hash" value=(one.edition.text);
        (Field::new("from", lang.t("edition-from")).hint(lang.t("edition-from-hint")).date(lang, filled))
        (Field::new("reason", lang.t("edition-reason")).hint(lang.t("edition-reason-hint")).text(lang, filled))
        (actions(&[button(&lang.t("edition-propose"))]))
    };
    html! {
        h2 #propose { (lang.t("edition-propose")) }
        (inset(&html! { p { (lang.t("edition-propose-says")) } }))
        (form(&one.here.visit, &one.at("/propose"), &body))
    }
}

fn decide_forms(one: &One, proposal: &Proposal, filled: &Filled) -> Markup {
    let lang = one.here.lang();
    let (actor, is_signer) = (&one.here.me.actor().account, one.here.is_lead_signer());
    let is_own = proposal.by == *actor || one.edition.writers.contains(actor);
    let confirm = html! {
        input type="hidden" name="hash" value=(proposal.policy_hash);
        (actions(&[button(&lang.t("edition-confirm"))]))
    };
    let back = html! {
        (Field::new("words", lang.t("edition-back-words")).text(lang, filled))
        (actions(&[button(&lang.t("edition-send-back"))]))
    };
    html! {
        @if is_signer && !is_own {
            h2 { (lang.t("edition-confirm")) }
            (inset(&html! { p { (lang.t("edition-confirm-says")) } p { code { (proposal.policy_hash) } } }))
            (form(&one.here.visit, &one.at("/confirm"), &confirm))
        } @else { (inset(&html! { p { (lang.t("edition-waits")) } })) }
        @if is_signer || proposal.by == *actor {
            h2 { (lang.t("edition-send-back")) }
            (form(&one.here.visit, &one.at("/send-back"), &back))
        }
    }
}

/// `POST /editions/{id}`: saves the text; it may still have errors.
pub async fn save(one: One, Posted(posted): Posted) -> Result<Response, Problem> {
    let text = match writing::typed(&posted) {
        Ok(text) => text,
        Err(filled) => return draw(&one, &filled).await,
    };
    let text = editions::keep(&one.here.app.store, &text).await.map_err(Problem::failure)?;
    let command = EditionCommand::Save { edition: one.id.clone(), drawn: acting::drawn(&posted), text };
    one.act(command, posted).await
}

/// `POST /editions/{id}/propose`.
pub async fn propose(one: One, Posted(posted): Posted) -> Result<Response, Problem> {
    let lang = one.here.lang();
    let kept = posted.clone();
    let read = posted.read(|form| {
        let policy_hash = form.text("hash", lang.t("edition-hash")).required();
        let from = form.date("from", lang.t("edition-from")).required();
        let reason = form.text("reason", lang.t("edition-reason")).max(300).required();
        Some((policy_hash?, from?, reason?))
    });
    match read {
        Ok((policy_hash, from, reason)) => {
            let command = EditionCommand::Propose { edition: one.id.clone(), policy_hash, from, reason };
            one.act(command, kept).await
        }
        Err(filled) => draw(&one, &filled).await,
    }
}

/// `POST /editions/{id}/confirm`.
pub async fn confirm(one: One, Posted(posted): Posted) -> Result<Response, Problem> {
    let policy_hash = posted.clone().into_filled().value("hash").to_owned();
    let command = EditionCommand::Confirm { edition: one.id.clone(), policy_hash };
    one.act(command, posted).await
}

/// `POST /editions/{id}/send-back`.
pub async fn send_back(one: One, Posted(posted): Posted) -> Result<Response, Problem> {
    let words = posted.clone().into_filled().value("words").trim().to_owned();
    let command = EditionCommand::SendBack { edition: one.id.clone(), words };
    one.act(command, posted).await
}

/// `POST /editions/{id}/discard`.
pub async fn discard(one: One, Posted(posted): Posted) -> Result<Response, Problem> {
    let command = EditionCommand::Discard { edition: one.id.clone() };
    one.act(command, posted).await
}
