//! A filing as its enterprise works on it: the draft, the papers, handing in, what comes after.

use super::own::{Own, own};
use crate::app::App;
use crate::refusals::tongue;
use crate::seen::{self, Seen};
use crate::session::Me;
use crate::web::errors::Problem;
use domain::filing::{Filing, FilingCommand, Outlook, outlook};
use domain::ids::FilingId;
use domain::paper::{Wanted, wanted};
use policy::policy::Policy;
use store::store::Failed;

pub(super) mod begin;
pub(super) mod paper;
pub(super) mod print;
pub(super) mod receipt;
pub(super) mod submit;
pub(super) mod tasks;
pub(super) mod topic;
pub(super) mod topics;
pub(super) mod withdraw;

/// A filing with the enterprise it belongs to.
pub(super) struct Open {
    /// Its id.
    pub id: FilingId,
    /// The filing with its policy and programme.
    pub seen: Seen<Filing>,
    /// Its enterprise, for which the reader speaks.
    pub own: Own,
}

/// A filing of the reader's enterprise.
///
/// # Errors
/// Not found, where it is none of theirs.
pub(super) async fn open(app: &App, me: &Me, id: String) -> Result<Open, Problem> {
    let id = FilingId::new(id);
    let own = own(app, me).await?;
    let seen = seen::filing(app, me.actor(), &id).await?;
    Ok(Open { id, seen, own })
}

impl Open {
    /// The filing.
    pub fn filing(&self) -> &Filing {
        &self.seen.state
    }

    /// Its policy.
    pub fn policy(&self) -> &Policy {
        &self.seen.policy
    }

    /// The address of one of its pages.
    pub fn path(&self, page: &str) -> String {
        format!("/filings/{}/{page}", self.id)
    }

    /// The name of its stream.
    pub fn stream(&self, lang: crate::lang::Lang) -> String {
        stream(self.policy(), &self.filing().stream, lang)
    }

    /// What can be expected of it as it stands.
    ///
    /// # Errors
    /// A failure page.
    pub async fn outlook(&self, app: &App, me: &Me) -> Result<Outlook, Problem> {
        let submit = FilingCommand::Submit { filing: self.id.clone(), drawn: self.filing().revision };
        let act = super::own::asking(app, me, domain::command::Command::Filing(submit));
        let (policy, filing) = (self.policy(), self.filing());
        let parties = (&self.seen.programme, &self.own.enterprise);
        let asked = app.store.ask(&act, |ctx| Ok(outlook(ctx, policy, parties, filing))).await;
        asked.map_err(Problem::failure)
    }

    /// The papers that its first step asks for, with what may stand in for each.
    ///
    /// # Errors
    /// A failure page.
    pub async fn wanted(&self, app: &App, me: &Me) -> Result<Vec<Wanted<'_>>, Problem> {
        let submit = FilingCommand::Submit { filing: self.id.clone(), drawn: self.filing().revision };
        let act = super::own::asking(app, me, domain::command::Command::Filing(submit));
        let (policy, filing) = (self.policy(), self.filing());
        let enterprise = &self.own.enterprise;
        let asked = app.store.ask(&act, |ctx| Ok(domain::facts::of_filing(ctx, policy, enterprise, filing))).await;
        let facts = asked.map_err(|failed: Failed| Problem::failure(failed))?;
        let procedure = policy.plan().procedure(domain::filing::PROCEDURE);
        let documents = procedure.and_then(|procedure| procedure.steps.first()).map(|step| step.documents.as_slice());
        Ok(wanted(policy, documents.unwrap_or_default(), &facts, &self.seen.programme.readings()))
    }
}

/// The name of a stream.
pub(super) fn stream(policy: &Policy, id: &str, lang: crate::lang::Lang) -> String {
    policy.plan().show("stream", &policy::value::Value::Member(id.to_owned()), tongue(lang))
}
