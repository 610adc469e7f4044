//! What the policy would decide now, for pages: an estimate until the check is passed.

use crate::app::App;
use crate::web::errors::Problem;
use domain::act::{Act, Actor};
use domain::claim::{self, ClaimCommand};
use domain::command::Command;
use domain::decide::Ctx;
use domain::facts;
use domain::filing::FilingCommand;
use domain::ids::{ClaimId, FilingId};
use domain::world::Stop;
use policy::decision::{Decision, Evaluated};
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::policy::Policy;
use policy::value::Value;
use store::store::Failed;

/// What would be decided now, with the facts and readings it rests on.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// The decision.
    pub decision: Decision,
    /// All facts of the case, those the policy does not decide by among them.
    pub facts: Facts,
    /// The rulings in force.
    pub readings: Readings,
}

/// What the policy would decide on a claim as it stands.
///
/// # Errors
/// Not found, or a failure page.
pub async fn preview(app: &App, id: &ClaimId) -> Result<Estimate, Problem> {
    let command = ClaimCommand::Pass { claim: id.clone(), drawn: 0, opinion: String::new() };
    look(app, Command::Claim(command), |ctx| {
        let claim = ctx.world.claim(id)?;
        let policy = ctx.setting.policy(&claim.policy_hash)?;
        let readings = ctx.world.programme(&claim.programme)?.readings();
        let facts = claim::facts_of(ctx, policy, claim)?;
        Ok(Estimate { decision: policy.decide(&facts, &readings), facts, readings })
    })
    .await
}

/// What the policy would decide on a filing if everything stated were proven; what only a claim can show is missing.
///
/// # Errors
/// Not found, or a failure page.
pub async fn of_filing(app: &App, id: &FilingId) -> Result<Estimate, Problem> {
    let command = FilingCommand::Pass { filing: id.clone(), drawn: 0, opinion: String::new() };
    look(app, Command::Filing(command), |ctx| {
        let filing = ctx.world.filing(id)?;
        let policy = ctx.setting.policy(&filing.policy_hash)?;
        let enterprise = ctx.world.enterprise(&filing.enterprise)?;
        let readings = ctx.world.programme(&filing.programme)?.readings();
        let facts = facts::of_filing(ctx, policy, enterprise, filing);
        Ok(Estimate { decision: policy.decide(&facts, &readings), facts, readings })
    })
    .await
}

/// The amount that would be reserved for a filing, where it can be known already.
pub fn to_reserve(policy: &Policy, estimate: &Estimate) -> Option<Fen> {
    let rule = policy.plan().reserves.first()?;
    match policy.quantity(&rule.amount, &estimate.facts, &estimate.readings) {
        Evaluated::Known(Value::Money(fen)) => Some(fen),
        Evaluated::Known(_) | Evaluated::Missing(_) | Evaluated::Undeclared => None,
    }
}

/// Asks a question of the world as it is now. Nothing is written.
async fn look<T: Send>(
    app: &App,
    command: Command,
    question: impl Fn(Ctx) -> Result<T, Stop> + Send + Sync,
) -> Result<T, Problem> {
    let at = app.clock.now();
    let act = Act { actor: Actor::clock(), command, at, today: app.clock.day_of(at), key: String::new() };
    app.store.ask(&act, question).await.map_err(|failed| match failed {
        Failed::Refused(_) => Problem::not_found(),
        Failed::Conflict | Failed::KeyReused | Failed::Failure(_) => Problem::failure("a preview"),
    })
}
