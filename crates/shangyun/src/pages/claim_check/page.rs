//! `/claims/{id}/review`: an officer compares a claim with its papers and acts on it.

use super::doing::{self, Saved};
use super::draw::{self, Desk};
use super::fact_fields::Attestable;
use super::plan;
use super::sheet::{Act, Marks, Sheet};
use crate::acting;
use crate::app::App;
use crate::decisions;
use crate::lang::{Lang, Message};
use crate::pages::case::claim::{self, Gathered};
use crate::pages::case::course::{self, Turn};
use crate::pages::case::facts;
use crate::pages::case::look::Look;
use crate::pages::office::chosen::Chosen;
use crate::pages::office::next;
use crate::refusals;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, address};
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::claim::{Claim, PROCEDURE};
use domain::ids::ClaimId;
use policy::decision::Outcome;
use policy::plan::inputs::Origin;
use store::rows::NO_DUE;
use store::store::Failed;
use store::views::queue::After;

/// `GET /claims/{id}/review`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<ClaimId>,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let filled = asked.into_filled();
    let seen = seen::claim(&app, me.actor(), &id).await?;
    let review = Review { app: &app, visit: &visit, me: &me, id: &id, chosen: &Chosen::of(&filled) };
    if turn(&app, &me, &seen) != Turn::Mine {
        return Ok(draw::not_now(&review, &seen, ""));
    }
    let saved = filled.value("saved").parse::<usize>().ok();
    let done = next::just_done(&app, me.actor(), filled.value("done")).await;
    review.draw(&seen, None, &Told { saved, done, ..Told::default() }).await
}

/// `POST /claims/{id}/review`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<ClaimId>,
    Asked(asked): Asked,
    Posted(sent): Posted,
) -> Result<Response, Problem> {
    let seen = seen::claim(&app, me.actor(), &id).await?;
    let chosen = Chosen::of(&asked.into_filled());
    let review = Review { app: &app, visit: &visit, me: &me, id: &id, chosen: &chosen };
    let look = review.look(&seen);
    let gathered = claim::gather(look, me.actor(), &id, &seen).await?;
    let sheet = sheet(look, &gathered);
    let typed = sent.clone().into_filled();
    if Act::of(typed.value("act")).is_none() {
        return review.draw(&seen, Some(sheet.completed(typed)), &Told { is_complete: true, ..Told::default() }).await;
    }
    let (key, drawn) = (acting::key_of(&sent), acting::drawn(&sent));
    match sent.read(|form: &mut Form| sheet.read(visit.lang, form)) {
        Ok(marks) => review.run(&seen, marks, (&key, drawn), typed).await,
        Err(filled) => review.draw(&seen, Some(filled), &Told::default()).await,
    }
}

/// Whose turn a claim is, seen by the reader.
fn turn(app: &App, me: &Me, seen: &Seen<Claim>) -> Turn {
    let at = (&seen.state.course, seen.state.district.as_str());
    course::turn(&app.setting(), &seen.policy, me.actor(), at, app.clock.today())
}

/// An officer in front of a claim.
pub(super) struct Review<'a> {
    /// The running program.
    pub app: &'a App,
    /// The request.
    pub visit: &'a Visit,
    /// Who reads.
    pub me: &'a Me,
    /// The claim.
    pub id: &'a ClaimId,
    /// The part of the queue one came from.
    pub chosen: &'a Chosen,
}

/// What the page says before anything else.
#[derive(Default)]
pub(super) struct Told {
    /// How many marks were saved, when all went well.
    pub saved: Option<usize>,
    /// What was saved before something was refused.
    pub partly: Vec<String>,
    /// Whether somebody acted after the page was drawn.
    pub stale: bool,
    /// The case that was done before this one: number and address.
    pub done: Option<(String, String)>,
    /// Whether everything was just marked as in order, so that the main button is next.
    pub is_complete: bool,
}

impl Review<'_> {
    /// The address of the page, which keeps the part of the queue.
    pub fn address(&self) -> String {
        self.chosen.keep(&format!("/claims/{}/review", self.id))
    }

    /// Draws the page from the claim as it is, with what was typed where something was.
    async fn draw(&self, seen: &Seen<Claim>, typed: Option<Filled>, told: &Told) -> Result<Response, Problem> {
        let look = self.look(seen);
        let gathered = claim::gather(look, self.me.actor(), self.id, seen).await?;
        let sheet = sheet(look, &gathered);
        let filled = typed.unwrap_or_else(|| sheet.filled(&usual_opinion(&gathered)));
        Ok(draw::page(self, look, &Desk { gathered: &gathered, sheet: &sheet, filled: &filled, told }))
    }

    /// The reader's look at the claim.
    fn look<'s>(&'s self, seen: &'s Seen<Claim>) -> Look<'s> {
        Look::new(self.app, self.visit.lang, &seen.policy, self.me.actor())
    }

    /// Saves what changed, then does the act; says exactly what was saved where the act is refused.
    async fn run(
        &self,
        seen: &Seen<Claim>,
        marks: Marks,
        (key, drawn): (&str, i64),
        typed: Filled,
    ) -> Result<Response, Problem> {
        let facts = self.visit.lang.t("check-facts-attested");
        let savings = plan::savings(self.id, &seen.state, &marks, &facts);
        if marks.act == Act::Save && savings.is_empty() {
            return Ok(acting::go(&self.saved(0)));
        }
        let after = self.place(&seen.state);
        if let Some(command) = plan::main(self.id, &marks, drawn, &[])
            && doing::was_done(self.app, self.me.actor(), key, command).await
        {
            return self.next(&after).await;
        }
        if drawn != seen.state.revision {
            let told = Told { stale: true, ..Told::default() };
            return self.refused(&Failed::Refused(Box::new(stale(drawn, seen))), (typed, told)).await;
        }
        let saved = doing::save(self.app, self.me.actor(), key, savings).await;
        if let Some((label, failed)) = saved.failed.clone() {
            let mut typed = typed;
            let about = Message::new("check-not-saved").with("item", label);
            typed.reject("", about);
            return self.refused(&failed, (typed, Told { partly: saved.labels, ..Told::default() })).await;
        }
        self.act(&marks, (key, drawn, &after), saved, typed).await
    }

    async fn act(
        &self,
        marks: &Marks,
        (key, drawn, after): (&str, i64, &After),
        saved: Saved,
        mut typed: Filled,
    ) -> Result<Response, Problem> {
        let count = saved.labels.len();
        let told = Told { partly: saved.labels, ..Told::default() };
        let mut codes = Vec::new();
        if marks.act == Act::Refuse {
            // The grounds are those the policy gives on what stands there now, the marks just made among it.
            match decisions::preview(self.app, self.id).await?.decision.outcome {
                Outcome::Refused { failed } => codes = failed,
                Outcome::Award { .. } | Outcome::Pending { .. } | Outcome::Held { .. } => {
                    typed.reject("", Message::new("check-policy-does-not-refuse"));
                    return self.again((typed, told)).await;
                }
            }
        }
        // Every saving is one event, so the claim has moved on by as many revisions.
        let drawn = drawn.saturating_add(i64::try_from(count).unwrap_or(i64::MAX));
        let Some(command) = plan::main(self.id, marks, drawn, &codes) else {
            return Ok(acting::go(&self.saved(count)));
        };
        match doing::act(self.app, self.me.actor(), key, command).await {
            Ok(()) => self.next(after).await,
            Err(failed) => self.refused(&failed, (typed, told)).await,
        }
    }

    /// The page again, from the claim as it is now, with why the act did not happen.
    async fn refused(&self, failed: &Failed, (mut typed, told): (Filled, Told)) -> Result<Response, Problem> {
        let seen = seen::claim(self.app, self.me.actor(), self.id).await?;
        if told.partly.is_empty() && !told.stale {
            acting::refused(&mut typed, self.visit.lang, Some(&seen.policy), failed)?;
        } else {
            let words = refusals::says(self.visit.lang, Some(&seen.policy), failed);
            typed.reject("", Message::new("said").with("words", words));
        }
        if turn(self.app, self.me, &seen) != Turn::Mine {
            return Ok(draw::not_now(self, &seen, typed.value("opinion")));
        }
        self.draw(&seen, Some(typed), &told).await
    }

    async fn again(&self, (typed, told): (Filled, Told)) -> Result<Response, Problem> {
        let seen = seen::claim(self.app, self.me.actor(), self.id).await?;
        self.draw(&seen, Some(typed), &told).await
    }

    fn saved(&self, count: usize) -> String {
        let count = count.to_string();
        address(
            &format!("/claims/{}/review", self.id),
            self.chosen.pairs().into_iter().chain([("saved", count.as_str())]),
        )
    }

    /// The next case, or the queue where none is left; it says what was done before.
    async fn next(&self, after: &After) -> Result<Response, Problem> {
        let found = next::find(self.app, self.me.actor(), self.chosen, after).await?;
        let path = found.unwrap_or_else(|| self.chosen.keep("/queue"));
        let joined = if path.contains('?') { "&" } else { "?" };
        Ok(acting::go(&format!("{path}{joined}done={}", self.id)))
    }

    /// Where the claim stands in the queue.
    pub fn place(&self, claim: &Claim) -> After {
        let due = claim.course.due.map_or_else(|| NO_DUE.to_owned(), |due| due.to_string());
        After { due, id: self.id.to_string(), kind: PROCEDURE.to_owned() }
    }
}

/// What an officer of this rank usually writes, to be changed where it does not fit; in the language of record. Where a
/// refusal is proposed, its words; where there are grounds to refuse, nothing: the enterprise would read that all is in
/// order, and that it gets nothing.
fn usual_opinion(gathered: &Gathered<'_>) -> String {
    if let Some(proposal) = gathered.seen.state.course.proposal() {
        return proposal.words.clone();
    }
    if matches!(gathered.estimate.decision.outcome, Outcome::Refused { .. }) {
        return String::new();
    }
    let key = if gathered.seen.state.course.level == 0 { "officer-usual-checked" } else { "officer-agreed" };
    Lang::Zh.t(key).into_owned()
}

fn stale(drawn: i64, seen: &Seen<Claim>) -> domain::refusal::Refusal {
    domain::refusal::Refusal::Stale { drawn, now: seen.state.revision }
}

/// The sheet of a claim: its papers and rows, and the facts its office may attest.
fn sheet<'a>(look: Look<'a>, gathered: &Gathered<'_>) -> Sheet<'a> {
    Sheet::of(look, &gathered.seen.state, &gathered.shown(), attestable(look, gathered))
}

/// Facts that an officer who decides may attest: stated ones that the policy decides by and the program does not keep.
fn attestable<'a>(look: Look<'a>, gathered: &Gathered<'_>) -> Vec<Attestable<'a>> {
    let claim = &gathered.seen.state;
    let known = (&gathered.enterprise, &gathered.filing);
    let lines = facts::of_claim(look.policy, known, claim, &gathered.estimate.facts);
    let all = look.policy.plan().facts.iter();
    let stated = all.filter(|fact| fact.decides && fact.origin == Origin::Stated && !facts::is_kept(fact));
    let each = stated.map(|fact| {
        let line = lines.iter().find(|line| line.fact.id == fact.id);
        Attestable {
            fact,
            value: line.and_then(|line| line.value.clone()),
            source: line.map_or_else(String::new, |line| facts::source(look, line, &claim.district, &gathered.past)),
            is_open: line.is_none_or(|line| !line.counts),
        }
    });
    each.collect()
}
