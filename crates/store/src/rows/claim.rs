//! The columns of claims, and their places in queues.

use super::queue::{Case, Place};
use super::{Texts, due};
use crate::database::{Value, values};
use domain::claim::{Claim, Money};

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "claim",
    read: "select version, body from claim where id = $1",
    version: "select version from claim where id = $1",
    insert: "insert into claim (id, version, body, number, programme, filing, enterprise, \
        enterprise_name, stream, district, provider, service_date, step, state, due, \
        received_at, award_fen, money, round, paid_fen, ready, policy_hash) values ($1, $2, $3, $4, $5, \
        $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
    update: "update claim set version = $2, body = $3, number = $4, programme = $5, filing = $6, \
        enterprise = $7, enterprise_name = $8, stream = $9, district = $10, provider = $11, \
        service_date = $12, step = $13, state = $14, due = $15, received_at = $16, award_fen \
        = $17, money = $18, round = $19, paid_fen = $20, ready = $21, policy_hash = $22 where id = $1 and \
        version + 1 = $2",
    page: "select id, version, body, number, programme, filing, enterprise, enterprise_name, \
        stream, district, provider, service_date, step, state, due, received_at, award_fen, \
        money, round, paid_fen, ready, policy_hash from claim where id > $1 order by id limit 300",
};

pub(super) fn columns(state: &Claim) -> Vec<Value> {
    let course = &state.course;
    let (money, round, paid_fen) = money(&state.money);
    values![
        &state.number,
        state.programme.as_str(),
        state.filing.as_str(),
        state.enterprise.as_str(),
        &state.enterprise_name,
        &state.stream,
        &state.district,
        &state.provider,
        state.service_date.to_string(),
        &course.step,
        course.state.word(),
        due(course.due),
        state.received_at.map(jiff::Timestamp::as_microsecond),
        state.award().fen(),
        money,
        round,
        paid_fen,
        state.is_ready_for_round(),
        &state.policy_hash,
    ]
}

/// Where a claim waits.
pub(super) fn places(id: &str, state: &Claim) -> Vec<Place> {
    let case = Case {
        kind: "claim",
        id: id.to_owned(),
        programme: state.programme.to_string(),
        stream: state.stream.clone(),
        district: state.district.clone(),
        enterprise: state.enterprise.to_string(),
        enterprise_name: state.enterprise_name.clone(),
        number: Some(state.number.clone()),
        received_at: state.received_at.map(jiff::Timestamp::as_microsecond),
        fen: state.award().fen(),
    };
    case.places(&state.course)
}

/// The word for what became of the money, the round, and what was paid in fen.
fn money(money: &Money) -> (&'static str, Option<&str>, i64) {
    match money {
        Money::None => ("none", None, 0),
        Money::InRound { round } => ("in_round", Some(round.as_str()), 0),
        Money::LeftOut { round, .. } => ("left_out", Some(round.as_str()), 0),
        Money::Planned { round, .. } => ("planned", Some(round.as_str()), 0),
        Money::Failed { round, .. } => ("failed", Some(round.as_str()), 0),
        Money::Paid { round, amount, .. } => ("paid", Some(round.as_str()), amount.fen()),
    }
}
