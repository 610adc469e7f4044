//! Public notices of rounds: which run, which are over, what they show.

use crate::app::App;
use crate::seen;
use crate::web::errors::Problem;
use domain::ids::RoundId;
use domain::round::Round;
use domain::round::notice::{Notice, PublicLine, public_list};
use domain::world::{Aggregate, Key};
use jiff::civil::Date;
use policy::money::Fen;
use policy::plan::words::StepKind;
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases;

/// A round whose list was published.
pub(super) struct Published {
    /// The round's id.
    pub id: RoundId,
    /// The policy it follows.
    pub policy: Arc<Policy>,
    /// The notice.
    pub notice: Notice,
    round: Round,
}

impl Published {
    fn new(app: &App, id: RoundId, round: Round) -> Result<Option<Self>, Problem> {
        let Some(notice) = round.notice.clone() else { return Ok(None) };
        let policy = seen::policy(app, &round.policy_hash)?;
        Ok(policy.plan().public.then_some(Self { id, policy, notice, round }))
    }

    /// Its number.
    pub(super) fn number(&self) -> &str {
        &self.round.number
    }

    /// What the public sees of its lines.
    pub(super) fn lines(&self) -> Vec<PublicLine<'_>> {
        public_list(&self.round.lines)
    }

    /// What the lines come to.
    pub(super) fn total(&self) -> Fen {
        Fen::sum(self.lines().iter().map(|line| line.award)).unwrap_or_default()
    }

    /// Whether objections are taken in on this day.
    pub(super) fn takes_objections(&self, today: Date) -> bool {
        let course = &self.round.course;
        let at_notice = course.step(&self.policy).is_ok_and(|step| step.kind == StepKind::Notice);
        at_notice && course.underway().is_ok() && today <= self.notice.until
    }

    /// The clause that asks for the notice.
    pub(super) fn clause(&self) -> &str {
        let steps = self.policy.plan().procedures.iter().flat_map(|procedure| &procedure.steps);
        steps.into_iter().find(|step| step.kind == StepKind::Notice).map_or("", |step| step.clause.as_str())
    }

    /// The roles that publish it.
    pub(super) fn roles(&self) -> &[String] {
        let steps = self.policy.plan().procedures.iter().flat_map(|procedure| &procedure.steps);
        steps.into_iter().find(|step| step.kind == StepKind::Notice).map_or(&[], |step| &step.roles)
    }
}

/// Every published list, the newest first.
pub(super) async fn all(app: &App) -> Result<Vec<Published>, Problem> {
    let rounds = cases::rounds(app.store.database()).await.map_err(Problem::failure)?;
    let mut found = Vec::new();
    for listed in rounds {
        found.extend(Published::new(app, RoundId::new(listed.id), listed.state)?);
    }
    found.sort_by(|one, other| (other.notice.published_at, &other.id).cmp(&(one.notice.published_at, &one.id)));
    Ok(found)
}

/// The published list of one round.
///
/// # Errors
/// Not found, where there is none or it is not published.
pub(super) async fn of(app: &App, id: &str) -> Result<Published, Problem> {
    let id = RoundId::new(id);
    let found = app.store.load(&Key::Round(id.clone())).await.map_err(Problem::failure)?;
    let Some(Aggregate::Round(round)) = found.state else { return Err(Problem::not_found()) };
    Published::new(app, id, round)?.ok_or_else(Problem::not_found)
}
