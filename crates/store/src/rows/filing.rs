//! The columns of filings, and their places in queues.

use super::queue::{Case, Place};
use super::{Texts, due};
use crate::database::{Value, values};
use domain::filing::{Filing, Reservation};
use policy::money::Fen;

/// The texts of this table.
pub(crate) const TEXTS: Texts = Texts {
    table: "filing",
    read: "select version, body from filing where id = $1",
    version: "select version from filing where id = $1",
    insert: "insert into filing (id, version, body, number, programme, enterprise, \
        enterprise_name, stream, district, provider, step, state, due, received_at, sent_on, \
        reserved_fen, reservation, policy_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
        $12, $13, $14, $15, $16, $17, $18)",
    update: "update filing set version = $2, body = $3, number = $4, programme = $5, enterprise = \
        $6, enterprise_name = $7, stream = $8, district = $9, provider = $10, step = $11, \
        state = $12, due = $13, received_at = $14, sent_on = $15, reserved_fen = $16, \
        reservation = $17, policy_hash = $18 where id = $1 and version + 1 = $2",
    page: "select id, version, body, number, programme, enterprise, enterprise_name, stream, \
        district, provider, step, state, due, received_at, sent_on, reserved_fen, \
        reservation, policy_hash from filing where id > $1 order by id limit 300",
};

pub(super) fn columns(state: &Filing) -> Vec<Value> {
    let course = state.course.as_ref();
    let (reservation, reserved) = reserved(&state.reservation);
    values![
        state.number.as_ref(),
        state.programme.as_str(),
        state.enterprise.as_str(),
        &state.enterprise_name,
        &state.stream,
        &state.district,
        &state.form.provider,
        course.map_or("", |course| &course.step),
        course.map_or("draft", |course| course.state.word()),
        due(course.and_then(|course| course.due)),
        state.received_at.map(jiff::Timestamp::as_microsecond),
        state.sent_on.map(|day| day.to_string()),
        reserved.fen(),
        reservation,
        &state.policy_hash,
    ]
}

/// Where a filing waits.
pub(super) fn places(id: &str, state: &Filing) -> Vec<Place> {
    let Some(course) = &state.course else { return vec![] };
    let case = Case {
        kind: "filing",
        id: id.to_owned(),
        programme: state.programme.to_string(),
        stream: state.stream.clone(),
        district: state.district.clone(),
        enterprise: state.enterprise.to_string(),
        enterprise_name: state.enterprise_name.clone(),
        number: state.number.clone(),
        received_at: state.received_at.map(jiff::Timestamp::as_microsecond),
        fen: state.form.estimate.map_or(0, Fen::fen),
    };
    case.places(course)
}

fn reserved(reservation: &Reservation) -> (&'static str, Fen) {
    match reservation {
        Reservation::None => ("none", Fen::new(0)),
        Reservation::Waiting { .. } => ("waiting", Fen::new(0)),
        Reservation::Held { amount, .. } => ("held", *amount),
        Reservation::Released => ("released", Fen::new(0)),
    }
}
