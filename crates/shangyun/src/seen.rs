//! Cases as a reader may see them: loaded with their policy and programme, or not found. What is out of sight and
//! what does not exist look the same.

use crate::app::App;
use crate::web::errors::Problem;
use domain::act::Actor;
use domain::claim::Claim;
use domain::claim::Roster;
use domain::enterprise::Enterprise;
use domain::filing::Filing;
use domain::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId, RosterId, RoundId};
use domain::programme::Programme;
use domain::round::Round;
use domain::sight::{self, Sight};
use domain::world::{Aggregate, Key};
use policy::policy::Policy;
use std::sync::Arc;

/// A case with what its page needs around it.
#[derive(Clone)]
pub struct Seen<T> {
    /// The case as it is now.
    pub state: T,
    /// The policy it is decided by.
    pub policy: Arc<Policy>,
    /// Its programme.
    pub programme: Programme,
}

/// The policy with a hash.
///
/// # Errors
/// A failure page: a case names a policy that is not there.
pub fn policy(app: &App, hash: &str) -> Result<Arc<Policy>, Problem> {
    let setting = app.setting();
    let found = setting.policies.get(hash).or_else(|| setting.checked.get(hash)).cloned();
    found.ok_or_else(|| Problem::failure(format!("no policy with hash {hash}")))
}

/// A programme.
///
/// # Errors
/// Not found.
pub async fn programme(app: &App, id: &ProgrammeId) -> Result<Programme, Problem> {
    match load(app, Key::Programme(id.clone())).await? {
        Some(Aggregate::Programme(programme)) => Ok(programme),
        Some(_) | None => Err(Problem::not_found()),
    }
}

/// An enterprise, whoever asks; the page decides what of it is shown.
///
/// # Errors
/// Not found.
pub async fn enterprise(app: &App, id: &EnterpriseId) -> Result<Enterprise, Problem> {
    match load(app, Key::Enterprise(id.clone())).await? {
        Some(Aggregate::Enterprise(enterprise)) => Ok(enterprise),
        Some(_) | None => Err(Problem::not_found()),
    }
}

/// A filing within the actor's sight.
///
/// # Errors
/// Not found, where there is none or it is out of sight.
pub async fn filing(app: &App, actor: &Actor, id: &FilingId) -> Result<Seen<Filing>, Problem> {
    let Some(Aggregate::Filing(state)) = load(app, Key::Filing(id.clone())).await? else {
        return Err(Problem::not_found());
    };
    let policy = policy(app, &state.policy_hash)?;
    if !sight_of(app, &policy, actor).of_filing(&state) {
        return Err(Problem::not_found());
    }
    let programme = programme(app, &state.programme).await?;
    Ok(Seen { state, policy, programme })
}

/// A claim within the actor's sight; an expert sees those of a round that it scores.
///
/// # Errors
/// Not found, where there is none or it is out of sight.
pub async fn claim(app: &App, actor: &Actor, id: &ClaimId) -> Result<Seen<Claim>, Problem> {
    let Some(Aggregate::Claim(state)) = load(app, Key::Claim(id.clone())).await? else {
        return Err(Problem::not_found());
    };
    let policy = policy(app, &state.policy_hash)?;
    if !sight_of(app, &policy, actor).of_claim(&state) && !is_scored_by(app, actor, (id, &state)).await? {
        return Err(Problem::not_found());
    }
    let programme = programme(app, &state.programme).await?;
    Ok(Seen { state, policy, programme })
}

async fn is_scored_by(app: &App, actor: &Actor, (id, claim): (&ClaimId, &Claim)) -> Result<bool, Problem> {
    use domain::act::Seat;
    use domain::claim::Money;
    let Seat::Expert { expert } = &actor.seat else { return Ok(false) };
    let round = match &claim.money {
        Money::InRound { round } | Money::Planned { round, .. } => round,
        Money::None | Money::LeftOut { .. } | Money::Failed { .. } | Money::Paid { .. } => return Ok(false),
    };
    let found = load(app, Key::Round(round.clone())).await?;
    Ok(matches!(found, Some(Aggregate::Round(round)) if round.shows_to(expert, id)))
}

/// A round the actor has a part in.
///
/// # Errors
/// Not found, where there is none or it is out of sight.
pub async fn round(app: &App, actor: &Actor, id: &RoundId) -> Result<Seen<Round>, Problem> {
    let Some(Aggregate::Round(state)) = load(app, Key::Round(id.clone())).await? else {
        return Err(Problem::not_found());
    };
    let policy = policy(app, &state.policy_hash)?;
    if !sight::sees_round(&app.setting(), &policy, actor, app.clock.today(), &state) {
        return Err(Problem::not_found());
    }
    let programme = programme(app, &state.programme).await?;
    Ok(Seen { state, policy, programme })
}

/// A roster: its provider's, and the offices that see any of its cases.
///
/// # Errors
/// Not found, where there is none or it is out of sight.
pub async fn roster(app: &App, actor: &Actor, id: &RosterId) -> Result<Seen<Roster>, Problem> {
    let Some(Aggregate::Roster(state)) = load(app, Key::Roster(id.clone())).await? else {
        return Err(Problem::not_found());
    };
    let programme = programme(app, &state.programme).await?;
    let policy = policy(app, programme.policy_on(app.clock.today()))?;
    let seen = match sight_of(app, &policy, actor) {
        Sight::Provider(own) => own == state.provider,
        Sight::Cases { districts, .. } => districts.is_none(),
        Sight::Everything => true,
        Sight::Nothing | Sight::Enterprise(_) => false,
    };
    if seen { Ok(Seen { state, policy, programme }) } else { Err(Problem::not_found()) }
}

/// What an actor may see under a policy today.
pub fn sight_of(app: &App, policy: &Policy, actor: &Actor) -> Sight {
    sight::sight(&app.setting(), policy, actor, app.clock.today())
}

async fn load(app: &App, key: Key) -> Result<Option<Aggregate>, Problem> {
    Ok(app.store.load(&key).await.map_err(Problem::failure)?.state)
}
