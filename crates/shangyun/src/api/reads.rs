//! What programs read: cases within sight, lists, the policy, the ledger. The states are those of the domain.

use super::{ApiProblem, narrowed};
use crate::app::App;
use crate::pages::case::look::Reader;
use crate::seen;
use crate::session::Me;
use crate::web::errors::Problem;
use crate::web::i18n::View;
use axum::Json;
use axum::extract::{Path, Query, State};
use domain::act::{Actor, Seat};
use domain::claim::{self, Claim, ClaimCommand, Roster};
use domain::command::Command;
use domain::enterprise::Enterprise;
use domain::filing::Filing;
use domain::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId, RosterId, RoundId};
use domain::message::{Addressee, Message};
use domain::programme::Programme;
use domain::round::panel::Sheet;
use domain::round::plan::Plan as FundPlan;
use domain::round::{self, HandedLine, Round, RoundCommand, digest};
use domain::sight::Sight;
use policy::decision::Decision;
use policy::money::Fen;
use policy::plan::Plan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use store::views::{cases, inbox, ledger as books, queue as waiting};

/// A thing with its id.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Named<T> {
    /// The id.
    pub id: String,
    /// The thing.
    pub state: T,
}

/// The cases of an enterprise.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Cases {
    /// Filings.
    pub filings: Vec<Named<Filing>>,
    /// Claims.
    pub claims: Vec<Named<Claim>>,
}

/// A case that waits for the reader's office.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Waiting {
    /// filing, claim or round.
    pub kind: String,
    /// The case.
    pub id: String,
    /// Its number.
    pub number: Option<String>,
    /// The enterprise.
    pub enterprise_name: String,
    /// The stream.
    pub stream: String,
    /// The district.
    pub district: String,
    /// The step it stands at.
    pub step: String,
    /// The role that must act.
    pub role: String,
    /// Which rank of the office must act, from 0.
    pub rank: i64,
    /// By when.
    pub due: Option<String>,
    /// The amount at stake, in fen.
    pub fen: i64,
}

/// A page of the queue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QueuePage {
    /// At most fifty rows, what presses most first.
    pub rows: Vec<Waiting>,
    /// How many wait in all.
    pub count: i64,
    /// To be sent back as `after` for the next page.
    pub next: Option<String>,
}

/// Which part of the queue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueAsked {
    kind: Option<String>,
    step: Option<String>,
    after: Option<String>,
}

/// A list to be signed, with the hash a signature names.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ToSign<T> {
    /// The list.
    pub list: T,
    /// Its hash.
    pub hash: String,
}

/// A balance of the ledger.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Balance {
    /// Programme, year, stream, purpose.
    pub account: String,
    /// In fen.
    pub fen: Fen,
}

/// A message of the inbox.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Letter {
    /// Its id.
    pub id: String,
    /// The message.
    pub message: Message,
    /// Whether somebody read it.
    pub is_read: bool,
}

type Answer<T> = Result<Json<T>, ApiProblem>;

fn failed(error: impl Display) -> ApiProblem {
    ApiProblem::from_page(crate::lang::Lang::default(), &Problem::failure(error))
}

fn shown<T>(view: View, found: Result<T, Problem>) -> Result<T, ApiProblem> {
    found.map_err(|problem| ApiProblem::from_page(view.lang, &problem))
}

fn named<T>(found: Vec<cases::Listed<T>>) -> Vec<Named<T>> {
    found.into_iter().map(|one| Named { id: one.id, state: one.state }).collect()
}

/// The programmes of the city.
pub async fn programmes(State(app): State<App>) -> Answer<Vec<Named<Programme>>> {
    Ok(Json(named(cases::programmes(app.store.database()).await.map_err(failed)?)))
}

/// A policy as data.
pub async fn policy(State(app): State<App>, view: View, Path(id): Path<String>) -> Answer<Plan> {
    let setting = app.setting();
    let found = setting.policies.values().find(|policy| policy.plan().id == id);
    found.map(|policy| Json(policy.plan().clone())).ok_or_else(|| ApiProblem::not_found(view.lang))
}

fn own(me: &Me, view: View) -> Result<EnterpriseId, ApiProblem> {
    me.actor().enterprise().cloned().ok_or_else(|| ApiProblem::forbidden(view.lang))
}

/// The reader's own entry in the register.
pub async fn enterprise(State(app): State<App>, me: Me, view: View) -> Answer<Enterprise> {
    let id = own(&me, view)?;
    Ok(Json(shown(view, seen::enterprise(&app, &id).await)?))
}

/// The reader's own cases.
pub async fn cases(State(app): State<App>, me: Me, view: View) -> Answer<Cases> {
    let id = own(&me, view)?;
    let database = app.store.database();
    let filings = cases::filings_of(database, id.as_str()).await.map_err(failed)?;
    let claims = cases::claims_of(database, id.as_str()).await.map_err(failed)?;
    let reader = Reader::of(&app, me.actor());
    let filings = named(filings).into_iter().map(|one| {
        let policy = shown(view, seen::policy(&app, &one.state.policy_hash))?;
        Ok(Named { id: one.id, state: narrowed::filing(reader, &policy, one.state) })
    });
    let claims = named(claims).into_iter().map(|one| {
        let policy = shown(view, seen::policy(&app, &one.state.policy_hash))?;
        Ok(Named { id: one.id, state: narrowed::claim(reader, &policy, one.state) })
    });
    Ok(Json(Cases {
        filings: filings.collect::<Result<_, ApiProblem>>()?,
        claims: claims.collect::<Result<_, ApiProblem>>()?,
    }))
}

/// The cases that wait for the reader's office.
pub async fn queue(State(app): State<App>, me: Me, Query(asked): Query<QueueAsked>) -> Answer<QueuePage> {
    let mut filter = queue_filter(&app, me.actor()).await?;
    filter.kind = asked.kind;
    filter.step = asked.step;
    let after = after(asked.after.as_deref())?;
    let page = waiting::page(app.store.database(), &filter, &after).await.map_err(failed)?;
    let next = page.next.map(|next| format!("{}~{}~{}", next.due, next.id, next.kind));
    Ok(Json(QueuePage { rows: page.rows.into_iter().map(row).collect(), count: page.count, next }))
}

fn after(text: Option<&str>) -> Result<waiting::After, ApiProblem> {
    let Some(text) = text else { return Ok(waiting::After::default()) };
    let parts: Vec<&str> = text.split('~').collect();
    let [due, id, kind] = parts.as_slice() else {
        return Err(ApiProblem::bad_request("`after` is the `next` of the page before"));
    };
    Ok(waiting::After { due: (*due).to_owned(), id: (*id).to_owned(), kind: (*kind).to_owned() })
}

/// Programmes, roles, streams and districts of the actor's office today.
async fn queue_filter(app: &App, actor: &Actor) -> Result<waiting::Filter, ApiProblem> {
    let setting = app.setting();
    let today = app.clock.today();
    let office = actor.office().and_then(|(office, _)| setting.city.office(office));
    let roles = office.map(|office| office.roles(today).map(str::to_owned).collect()).unwrap_or_default();
    let mut filter = waiting::Filter { roles, ..waiting::Filter::default() };
    for programme in cases::programmes(app.store.database()).await.map_err(failed)? {
        let Ok(policy) = seen::policy(app, programme.state.policy_on(app.clock.today())) else { continue };
        let Sight::Cases { districts, .. } = seen::sight_of(app, &policy, actor) else { continue };
        filter.programmes.push(programme.id);
        filter.districts = districts;
    }
    Ok(filter)
}

fn row(one: waiting::Waiting) -> Waiting {
    Waiting {
        kind: one.kind,
        id: one.id,
        number: one.number,
        enterprise_name: one.enterprise_name,
        stream: one.stream,
        district: one.district,
        step: one.step,
        role: one.role,
        rank: one.rank,
        due: one.due,
        fen: one.fen,
    }
}

/// A filing.
pub async fn filing(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<Filing> {
    let seen = shown(view, seen::filing(&app, me.actor(), &FilingId::new(id)).await)?;
    Ok(Json(narrowed::filing(Reader::of(&app, me.actor()), &seen.policy, seen.state)))
}

/// A claim.
pub async fn claim(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<Claim> {
    let seen = shown(view, seen::claim(&app, me.actor(), &ClaimId::new(id)).await)?;
    Ok(Json(narrowed::claim(Reader::of(&app, me.actor()), &seen.policy, seen.state)))
}

/// What the policy would decide on a claim as it stands, with every step.
pub async fn preview(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<Decision> {
    if !Reader::of(&app, me.actor()).sees_inside() {
        return Err(ApiProblem::forbidden(view.lang));
    }
    let id = ClaimId::new(id);
    let seen = shown(view, seen::claim(&app, me.actor(), &id).await)?;
    let command = ClaimCommand::Pass { claim: id, drawn: seen.state.revision, opinion: String::new() };
    let act = app.act(me.actor(), Command::Claim(command), "");
    let asked = app.store.ask(&act, |ctx| claim::preview(ctx, &seen.policy, &seen.state)).await;
    asked.map(Json).map_err(|failed| ApiProblem::of(view.lang, Some(&seen.policy), &failed))
}

/// The plan that would be frozen now.
pub async fn plan(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<FundPlan> {
    let id = RoundId::new(id);
    let seen = shown(view, seen::round(&app, me.actor(), &id).await)?;
    if let Some(frozen) = seen.state.plan {
        return Ok(Json(frozen.plan));
    }
    let command = RoundCommand::Pass { round: id.clone(), drawn: seen.state.revision, opinion: String::new() };
    let act = app.act(me.actor(), Command::Round(command), "");
    let asked = app.store.ask(&act, |ctx| round::preview(ctx, &id)).await;
    asked.map(Json).map_err(|failed| ApiProblem::of(view.lang, Some(&seen.policy), &failed))
}

/// A roster.
pub async fn roster(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<Roster> {
    Ok(Json(shown(view, seen::roster(&app, me.actor(), &RosterId::new(id)).await)?.state))
}

/// The rounds within sight.
pub async fn rounds(State(app): State<App>, me: Me) -> Answer<Vec<Named<Round>>> {
    let setting = app.setting();
    let today = app.clock.today();
    let all = cases::rounds(app.store.database()).await.map_err(failed)?;
    let seen = all.into_iter().filter(|round| {
        let policy = setting.policies.get(&round.state.policy_hash);
        policy.is_some_and(|policy| domain::sight::sees_round(&setting, policy, me.actor(), today, &round.state))
    });
    Ok(Json(seen.map(|one| Named { id: one.id, state: for_reader(me.actor(), one.state) }).collect()))
}

/// A round.
pub async fn round(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<Round> {
    let seen = shown(view, seen::round(&app, me.actor(), &RoundId::new(id)).await)?;
    Ok(Json(for_reader(me.actor(), seen.state)))
}

/// A round as a reader may see it: an expert who has not sealed sees nobody else's scores.
fn for_reader(actor: &Actor, mut round: Round) -> Round {
    let Seat::Expert { expert } = &actor.seat else { return round };
    let Some(review) = &mut round.review else { return round };
    let has_sealed = review.members.get(expert).is_some_and(|own| own.sealed_at.is_some());
    for (name, member) in &mut review.members {
        if name != expert && !has_sealed {
            member.scores.clear();
        }
    }
    round
}

/// The list the panel signs, with its hash.
pub async fn sheet(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<ToSign<Sheet>> {
    let seen = shown(view, seen::round(&app, me.actor(), &RoundId::new(id)).await)?;
    if let Seat::Expert { expert } = &me.actor().seat {
        let member = seen.state.review.as_ref().and_then(|review| review.member(expert));
        if member.is_none_or(|member| member.sealed_at.is_none()) {
            return Err(ApiProblem::forbidden(view.lang));
        }
    }
    let list = round::sheet(&seen.policy, &seen.state).map_err(|refusal| {
        ApiProblem::of(view.lang, Some(&seen.policy), &store::store::Failed::Refused(Box::new(refusal)))
    })?;
    let hash = digest::of(&list);
    Ok(Json(ToSign { list, hash }))
}

/// The list a role hands over, with its hash.
pub async fn handover(
    State(app): State<App>,
    me: Me,
    view: View,
    Path((id, role)): Path<(String, String)>,
) -> Answer<ToSign<Vec<HandedLine>>> {
    let seen = shown(view, seen::round(&app, me.actor(), &RoundId::new(id)).await)?;
    let list = round::handover_list(&seen.state, &role);
    let hash = digest::of(&list);
    Ok(Json(ToSign { list, hash }))
}

/// The claims that wait for a round.
pub async fn ready(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<Vec<Named<Claim>>> {
    let programme = shown(view, seen::programme(&app, &ProgrammeId::new(id.clone())).await)?;
    let policy = shown(view, seen::policy(&app, programme.policy_on(app.clock.today())))?;
    let sight = seen::sight_of(&app, &policy, me.actor());
    let all = cases::ready(app.store.database(), &id, i64::MAX).await.map_err(failed)?;
    let reader = Reader::of(&app, me.actor());
    let within = all.into_iter().filter(|one| sight.of_claim(&one.state));
    let ready = within.map(|one| Named { id: one.id, state: narrowed::claim(reader, &policy, one.state) });
    Ok(Json(ready.collect()))
}

/// The balances of a programme.
pub async fn ledger(State(app): State<App>, me: Me, view: View, Path(id): Path<String>) -> Answer<Vec<Balance>> {
    let programme = shown(view, seen::programme(&app, &ProgrammeId::new(id.clone())).await)?;
    let policy = shown(view, seen::policy(&app, programme.policy_on(app.clock.today())))?;
    match seen::sight_of(&app, &policy, me.actor()) {
        Sight::Everything | Sight::Cases { districts: None, .. } => {}
        Sight::Nothing | Sight::Enterprise(_) | Sight::Provider(_) | Sight::Cases { .. } => {
            return Err(ApiProblem::forbidden(view.lang));
        }
    }
    let balances = books::balances(app.store.database(), &format!("{id}/")).await.map_err(failed)?;
    Ok(Json(balances.into_iter().map(|one| Balance { account: one.account, fen: one.fen }).collect()))
}

/// What the reader's party was told, the newest first.
pub async fn inbox(State(app): State<App>, me: Me) -> Answer<Vec<Letter>> {
    let letters = inbox::page(app.store.database(), &addressees(me.actor()), None).await.map_err(failed)?;
    let shown = letters.into_iter().map(|one| Letter { id: one.id, message: one.message, is_read: one.is_read });
    Ok(Json(shown.collect()))
}

/// Under which names somebody is told things.
fn addressees(actor: &Actor) -> Vec<Addressee> {
    let mut names = vec![Addressee::Account(actor.account.clone())];
    names.extend(actor.enterprise().cloned().map(Addressee::Enterprise));
    names.extend(actor.office().map(|(office, _)| Addressee::Office(office.to_owned())));
    names.extend(actor.provider().map(|provider| Addressee::Provider(provider.to_owned())));
    names
}
