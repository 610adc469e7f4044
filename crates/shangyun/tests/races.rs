//! Many at once: what may happen only so often happens exactly so often, by the real rules, on both databases.

mod support;

use domain::act::Actor;
use domain::command::Command;
use domain::decide::Answer;
use domain::edition::EditionCommand;
use domain::filing::Reservation;
use domain::ids::{ClaimId, EditionId, FilingId, RoundId};
use domain::ledger::Purpose;
use domain::refusal::Refusal;
use domain::round::RoundCommand;
use futures_util::future::join_all;
use jiff::civil::date;
use policy::money::Fen;
use policy::plan::words::Rank;
use shangyun::editions;
use std::sync::Arc;
use store::store::Failed;
use support::people::Firm;
use support::town::{Place, Town, programme};
use support::ways::{Wish, yuan};

macro_rules! on_both {
    ($($name:ident)+) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 4)] async fn $name() {
            super::$name(super::Place::Sqlite).await;
        } )+ }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 4)] async fn $name() {
            super::$name(super::Place::Postgres).await;
        } )+ }
    };
}

on_both! {
    fifty_filings_where_the_budget_has_room_for_seven_reserve_exactly_seven
    fifty_claims_of_one_invoice_with_seven_parts_left_take_exactly_seven
    thirty_claims_of_one_contract_year_make_one
    two_rounds_frozen_at_once_never_exceed_the_budget
    a_text_confirmed_twice_at_once_is_published_once
}

/// A town in January 2019 with a budget for the industrial stream.
async fn town(place: Place, budget: Fen) -> Arc<Town> {
    let town = Town::open(place, date(2019, 1, 3)).await;
    town.found(&[(2019, "industrial", budget)]).await;
    Arc::new(town)
}

/// Two signers confirm the same proposal: one publishes it, the other hears that it is published.
async fn a_text_confirmed_twice_at_once_is_published_once(place: Place) {
    let town = town(place, yuan(1_000_000)).await;
    let policy = town.policy();
    let text = policy.source().replace("整数 为 20", "整数 为 25");
    let policy_hash = editions::keep(&town.store, &text).await.expect("it is kept");
    let writer = town.officer("commission", Rank::Handle, 1).await;
    let base = policy.plan().hash.clone();
    let draft = EditionCommand::Draft { programme: programme(), base, text: policy_hash.clone() };
    let edition = EditionId::new(town.must(&writer, Command::Edition(draft)).await.show.id());
    let (from, reason) = (town.clock.today(), "沈工信发〔2019〕9号".to_owned());
    let propose = EditionCommand::Propose { edition: edition.clone(), policy_hash: policy_hash.clone(), from, reason };
    let propose = Command::Edition(propose);
    editions::before(&town.store, &writer, &propose).await;
    town.must(&writer, propose).await;
    let mut commands = Vec::new();
    for number in 1..=2 {
        let signer = town.officer("commission", Rank::Sign, number).await;
        let confirm = EditionCommand::Confirm { edition: edition.clone(), policy_hash: policy_hash.clone() };
        commands.push((signer, Command::Edition(confirm)));
    }
    let outcomes = at_once(&town, commands).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(
        outcomes.iter().any(|one| matches!(one, Err(Failed::Refused(why)) if matches!(**why, Refusal::Ended { .. })))
    );
    assert_eq!(town.programme().await.editions.len(), 1);
    town.assert_clean().await;
}

/// Runs commands at once, each in a task of its own.
async fn at_once(town: &Arc<Town>, commands: Vec<(Actor, Command)>) -> Vec<Result<Answer, Failed>> {
    let tasks: Vec<_> = commands
        .into_iter()
        .map(|(actor, command)| {
            let town = Arc::clone(town);
            tokio::spawn(async move { town.attempt(&actor, command).await })
        })
        .collect();
    join_all(tasks).await.into_iter().map(|outcome| outcome.expect("no task fails")).collect()
}

async fn sent_filings(town: &Town, number: usize, wish: &Wish) -> Vec<(Actor, FilingId)> {
    for rank in [Rank::Handle, Rank::Check, Rank::Sign] {
        town.officer("bureau-210106", rank, 1).await;
    }
    let firms: Vec<Firm> = (0..number).map(Firm::numbered).collect();
    join_all(firms.iter().map(|firm| town.sent_filing(firm, wish))).await
}

async fn opened_filings(town: &Town, number: usize, wish: &Wish) -> Vec<(Actor, FilingId)> {
    let filings = sent_filings(town, number, wish).await;
    town.clock.move_to(date(2019, 1, 8));
    let ids: Vec<FilingId> = filings.iter().map(|(_, id)| id.clone()).collect();
    town.close_intake(&ids).await;
    for rank in [Rank::Handle, Rank::Check, Rank::Sign] {
        town.officer("commission", rank, 1).await;
    }
    town.officer("platform-operator", Rank::Handle, 1).await;
    join_all(ids.iter().map(|id| town.opened_filing(id))).await;
    filings
}

async fn fifty_filings_where_the_budget_has_room_for_seven_reserve_exactly_seven(place: Place) {
    let (one, room) = (yuan(100_000), yuan(700_000));
    let town = town(place, room).await;
    let wish = Wish::industrial(yuan(200_000), date(2019, 3, 1));
    let filings = sent_filings(&town, 50, &wish).await;
    let close =
        |(_, id): &(Actor, FilingId)| (Actor::clock(), domain::due::close_intake(&programme(), vec![id.clone()]));
    let outcomes = at_once(&town, filings.iter().map(close).collect()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let (mut held, mut waiting) = (0, 0);
    for (_, id) in &filings {
        match town.filing(id).await.reservation {
            Reservation::Held { amount, .. } => {
                assert_eq!(amount, one);
                held += 1;
            }
            Reservation::Waiting { .. } => waiting += 1,
            Reservation::None | Reservation::Released => unreachable!("every filing is reserved for or waits"),
        }
    }
    assert_eq!((held, waiting), (7, 43));
    assert_eq!(town.balance(2019, "industrial", Purpose::Available).await, Fen::ZERO);
    assert_eq!(town.balance(2019, "industrial", Purpose::Reserved).await, room);
    town.assert_clean().await;
}

async fn fifty_claims_of_one_invoice_with_seven_parts_left_take_exactly_seven(place: Place) {
    let town = town(place, yuan(100_000_000)).await;
    let wish = Wish::industrial(yuan(20_000), date(2019, 3, 1));
    let filings = opened_filings(&town, 50, &wish).await;
    town.clock.move_to(date(2019, 3, 4));
    town.provider("hunhe-cloud").await;
    let (year, amounts) = ((date(2019, 3, 1), "01234567"), (yuan(70_000), yuan(10_000)));
    let claims: Vec<ClaimId> =
        join_all(filings.iter().map(|(owner, filing)| town.filled_claim(owner, filing, year, amounts))).await;
    let confirmations = join_all(claims.iter().map(|claim| town.confirmation(claim))).await;
    let owners = filings.iter().map(|(owner, _)| owner.clone());
    let outcomes = at_once(&town, owners.zip(confirmations.into_iter().map(Command::Claim)).collect()).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 7);
    for failed in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert!(refused(failed, |refusal| matches!(refusal, Refusal::AlreadyHeld { .. })), "{failed:?}");
    }
    town.assert_clean().await;
}

fn refused(failed: &Failed, how: impl Fn(&Refusal) -> bool) -> bool {
    matches!(failed, Failed::Refused(refusal) if how(refusal))
}

async fn thirty_claims_of_one_contract_year_make_one(place: Place) {
    let town = town(place, yuan(100_000_000)).await;
    let wish = Wish::industrial(yuan(20_000), date(2019, 3, 1));
    let filings = opened_filings(&town, 1, &wish).await;
    let (_, filing) = &filings[0];
    town.clock.move_to(date(2019, 3, 4));
    let provider = town.provider("hunhe-cloud").await;
    let roster = Command::Claim(town.roster("hunhe-cloud", filing, date(2019, 3, 1)).await);
    let outcomes = at_once(&town, vec![(provider, roster); 30]).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    for failed in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert!(refused(failed, |refusal| matches!(refusal, Refusal::BadLine { .. })), "{failed:?}");
    }
    let claims = store::views::cases::claims_of_filing(town.store.database(), filing.as_str()).await;
    assert_eq!(claims.expect("the claims").len(), 1);
    town.assert_clean().await;
}

/// Two rounds want 200,000 yuan each out of 300,000: whoever is second freezes what is left.
async fn two_rounds_frozen_at_once_never_exceed_the_budget(place: Place) {
    let budget = yuan(300_000);
    let town = town(place, budget).await;
    let wish = Wish::industrial(yuan(20_000), date(2019, 3, 1));
    let filings = opened_filings(&town, 8, &wish).await;
    town.clock.move_to(date(2019, 3, 4));
    town.provider("hunhe-cloud").await;
    let amounts = (yuan(100_000), yuan(100_000));
    let mut claims = Vec::new();
    for (number, (owner, filing)) in filings.iter().enumerate() {
        let year = (date(2019, 3, 1), format!("0900{number}"));
        let claim = town.filled_claim(owner, filing, (year.0, &year.1), amounts).await;
        town.must(owner, Command::Claim(town.confirmation(&claim).await)).await;
        town.decided_claim(&claim).await;
        assert_eq!(town.claim(&claim).await.award(), yuan(50_000));
        claims.push(claim);
    }
    let rounds = [town.round_at_plan(2019, &claims[..4]).await, town.round_at_plan(2019, &claims[4..]).await];
    let officer = town.officer("commission", Rank::Handle, 1).await;
    let mut open: Vec<RoundId> = rounds.to_vec();
    while !open.is_empty() {
        let freezes = join_all(open.iter().map(|round| freeze(&town, &officer, round))).await;
        let outcomes = at_once(&town, freezes.into_iter().map(|one| (officer.clone(), one)).collect()).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        for failed in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
            assert!(refused(failed, |refusal| matches!(refusal, Refusal::HashMoved { .. })), "{failed:?}");
        }
        open = open.into_iter().zip(outcomes).filter(|(_, outcome)| outcome.is_err()).map(|(round, _)| round).collect();
    }
    let mut total = Fen::ZERO;
    for round in &rounds {
        total = total.add(town.round(round).await.plan.expect("a plan").plan.total).expect("a sum");
    }
    assert_eq!(total, budget);
    assert_eq!(town.balance(2019, "industrial", Purpose::Committed).await, budget);
    assert_eq!(town.balance(2019, "industrial", Purpose::Available).await, Fen::ZERO);
    assert_eq!(town.balance(2019, "industrial", Purpose::Reserved).await, Fen::ZERO);
    town.assert_clean().await;
}

/// The act that freezes the plan as it would be now.
async fn freeze(town: &Town, officer: &Actor, round: &RoundId) -> Command {
    let state = town.round(round).await;
    let (drawn, opinion) = (state.revision, "同意".to_owned());
    let hash = town.planned_hash(officer, round).await.expect("a plan");
    Command::Round(RoundCommand::Freeze { round: round.clone(), drawn, hash, opinion })
}
