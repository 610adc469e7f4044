//! The policies the public may read, each with the programme that works by it.

use crate::app::App;
use crate::web::errors::Problem;
use domain::filing::PROCEDURE;
use domain::ids::ProgrammeId;
use domain::programme::{Programme, State};
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases;

/// A public policy document and, where it is at work, its programme.
#[derive(Clone)]
pub(super) struct Published {
    /// The document.
    pub policy: Arc<Policy>,
    /// The programme that files new cases under it.
    pub programme: Option<(ProgrammeId, Programme)>,
}

impl Published {
    /// The id of the policy.
    pub(super) fn id(&self) -> &str {
        &self.policy.plan().id
    }

    /// The state of its programme.
    pub(super) fn state(&self) -> Option<State> {
        self.programme.as_ref().map(|(_, programme)| programme.state)
    }

    /// Whether an enterprise may file now: the programme is open, and its plan has a filing.
    pub(super) fn is_open(&self) -> bool {
        self.state() == Some(State::Open) && self.policy.plan().procedure(PROCEDURE).is_some()
    }

    /// What comes first in lists: open programmes, then settling, closed, in preparation, none.
    fn order(&self) -> u8 {
        match self.state() {
            Some(State::Open) => 0,
            Some(State::Settling) => 1,
            Some(State::Closed) => 2,
            Some(State::Draft) => 3,
            None => 4,
        }
    }
}

/// Every public policy, what is open first. An older document of the same policy comes after the one at work.
pub(super) async fn all(app: &App) -> Result<Vec<Published>, Problem> {
    let programmes = cases::programmes(app.store.database()).await.map_err(Problem::failure)?;
    let today = app.clock.today();
    let of = |hash: &str| {
        let found = programmes.iter().find(|listed| listed.state.policy_on(today) == hash);
        found.map(|listed| (ProgrammeId::new(&*listed.id), listed.state.clone()))
    };
    let setting = app.setting();
    let public = setting.policies.iter().filter(|(_, policy)| policy.plan().public);
    let mut all: Vec<Published> =
        public.map(|(hash, policy)| Published { policy: Arc::clone(policy), programme: of(hash) }).collect();
    all.sort_by_cached_key(|one| (one.order(), one.id().to_owned()));
    Ok(all)
}

/// The public policy with this id, the one at work where there are several.
///
/// # Errors
/// Not found.
pub(super) async fn of(app: &App, id: &str) -> Result<Published, Problem> {
    all(app).await?.into_iter().find(|one| one.id() == id).ok_or_else(Problem::not_found)
}
