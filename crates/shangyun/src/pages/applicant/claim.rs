//! A claim as its enterprise works on it: rows with their papers, what has changed since last year, confirming.

use super::history::{History, part};
use super::own::{Own, asking, own};
use super::papers;
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::components::action::Link;
use crate::web::errors::Problem;
use crate::web::format;
use axum::response::Response;
use domain::claim::{self, Claim, ClaimCommand, Entry};
use domain::command::Command;
use domain::course::{CourseState, ReturnItem};
use domain::filing::Filing;
use domain::ids::ClaimId;
use domain::paper::{Paper, Wanted, wanted};
use maud::html;
use policy::decision::Decision;
use policy::facts::Facts;
use policy::plan::inputs::RecordList;
use policy::plan::procedure::Step;
use policy::plan::words::StepKind;
use policy::policy::Policy;
use store::views::cases;

pub(super) mod answers;
pub(super) mod changes;
pub(super) mod confirm;
pub(super) mod letter;
pub(super) mod list;
pub(super) mod paper;
pub(super) mod receipt;
pub(super) mod row;
pub(super) mod rows;
pub(super) mod tasks;
pub(super) mod withdraw;

/// A claim with everything around it.
pub(super) struct Open {
    /// Its id.
    pub id: ClaimId,
    /// The claim with its policy and programme.
    pub seen: Seen<Claim>,
    /// Its enterprise, for which the reader speaks.
    pub own: Own,
    /// The filing it belongs to.
    pub filing: Filing,
    /// The claim of the year before, where there was one that did not end without money.
    pub last: Option<Claim>,
}

/// What a claim would come to if everything stated were found in order.
pub(super) struct Expected {
    /// The facts.
    pub facts: Facts,
    /// The decision on them.
    pub decision: Decision,
}

/// A claim of the reader's enterprise.
///
/// # Errors
/// Not found, where it is none of theirs.
pub(super) async fn open(app: &App, me: &Me, id: String) -> Result<Open, Problem> {
    let id = ClaimId::new(id);
    let own = own(app, me).await?;
    let seen = seen::claim(app, me.actor(), &id).await?;
    let filing = seen::filing(app, me.actor(), &seen.state.filing).await?.state;
    let claims = cases::claims_of_filing(app.store.database(), seen.state.filing.as_str()).await;
    let claims = claims.map_err(Problem::failure)?.into_iter().map(|listed| listed.state);
    let counts = |claim: &Claim| claim.course.is_live() || claim.course.state == CourseState::Finished;
    let before = claims.filter(|claim| claim.service_date < seen.state.service_date && counts(claim));
    let last = before.max_by_key(|claim| claim.service_date);
    Ok(Open { id, seen, own, filing, last })
}

impl Open {
    /// The claim.
    pub fn claim(&self) -> &Claim {
        &self.seen.state
    }

    /// Its policy.
    pub fn policy(&self) -> &Policy {
        &self.seen.policy
    }

    /// The address of one of its pages.
    pub fn path(&self, page: &str) -> String {
        format!("/claims/{}/{page}", self.id)
    }

    /// Its name: stream and contract year.
    pub fn name(&self, lang: Lang) -> String {
        let stream = super::filing::stream(self.policy(), &self.claim().stream, lang);
        let from = format::date_text(lang, self.claim().service_date);
        lang.t_with("enterprise-claim-of", &[("stream", stream.into()), ("from", from.into())]).into_owned()
    }

    /// Whether it is the enterprise's turn: to be confirmed, or sent back.
    pub fn is_open(&self) -> bool {
        let course = &self.claim().course;
        let step = course.step(self.policy());
        let is_at_confirm = step.is_ok_and(|step| step.kind == StepKind::Confirm);
        matches!(course.state, CourseState::Returned { .. }) || (course.state == CourseState::Underway && is_at_confirm)
    }

    /// The page of the case, for whoever comes when there is nothing to fill in.
    pub fn elsewhere(&self) -> Response {
        acting::go(&format!("/claims/{}", self.id))
    }

    /// The lists that the enterprise types in.
    pub fn lists(&self) -> impl Iterator<Item = &RecordList> {
        self.policy().plan().records.iter().filter(|list| !list.given)
    }

    /// The rows of a list.
    pub fn rows(&self, list: &str) -> &[Entry] {
        self.claim().records.get(list).map_or(&[], Vec::as_slice)
    }

    /// The step at which the enterprise confirms.
    pub fn confirm_step(&self) -> Option<&Step> {
        let procedure = self.policy().plan().procedure(claim::PROCEDURE)?;
        procedure.steps.iter().find(|step| step.kind == StepKind::Confirm)
    }

    /// The act of confirming, for asking what it rests on.
    fn confirming(&self) -> Command {
        Command::Claim(ClaimCommand::Confirm { claim: self.id.clone(), drawn: self.claim().revision })
    }

    /// What it would come to.
    ///
    /// # Errors
    /// A failure page.
    pub async fn expected(&self, app: &App, me: &Me) -> Result<Expected, Problem> {
        let (policy, claim) = (self.policy(), self.claim());
        let act = asking(app, me, self.confirming());
        let facts = app.store.ask(&act, |ctx| claim::expected(ctx, policy, claim)).await.map_err(Problem::failure)?;
        let decision = policy.decide(&facts, &self.seen.programme.readings());
        Ok(Expected { facts, decision })
    }

    /// The papers that confirming asks for, with what may stand in for each.
    pub fn wanted(&self, facts: &Facts) -> Vec<Wanted<'_>> {
        let documents = self.confirm_step().map_or(&[][..], |step| step.documents.as_slice());
        wanted(self.policy(), documents, facts, &self.seen.programme.readings())
    }

    /// The list that a paper proves row by row.
    pub fn list_of(&self, document: &str) -> Option<&RecordList> {
        self.lists().find(|list| list.proven_by.iter().any(|id| id == document))
    }

    /// The papers of the claim, for the pages that take them.
    pub fn desk<'a>(&'a self, wanted: &'a [Wanted<'a>], history: &'a History) -> papers::Desk<'a> {
        papers::Desk {
            base: format!("/claims/{}", self.id),
            policy: self.policy(),
            papers: &self.claim().papers,
            wanted,
            history,
            course: Some(&self.claim().course),
            extra: html! {},
        }
    }

    /// A paper of the filing that is of the same year and can be used again.
    pub fn again(&self, document: &str) -> Option<&Paper> {
        let same_year = self.filing.form.starts_on?.year() == self.claim().service_date.year();
        let is_wanted = self.list_of(document).is_none() && !self.claim().papers.contains_key(document);
        if same_year && is_wanted { self.filing.papers.get(document) } else { None }
    }

    /// What an officer sent back about one of these parts and nobody has touched since.
    pub fn item<'a>(&'a self, history: &History, parts: &[&str]) -> Option<&'a ReturnItem> {
        history.open_items(Some(&self.claim().course)).into_iter().find(|item| parts.contains(&part(&item.item)))
    }

    /// The way to the pages beneath the task list.
    pub fn crumbs(&self, lang: Lang) -> Vec<Link> {
        vec![super::own::home(lang), Link::new(self.name(lang), self.path("tasks"))]
    }
}
