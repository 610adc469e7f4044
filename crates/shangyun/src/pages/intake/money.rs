//! The filings of one stream in the order in which the budget reaches them, with the line where it ends.

use crate::names;
use crate::pages::case::look::Look;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date_cell, yuan};
use crate::web::format;
use domain::filing::{Expected, Fate, Filing, Reservation};
use maud::{Markup, html};
use policy::money::Fen;
use policy::value::Value;
use std::collections::BTreeMap;

/// One stream of the intake.
pub(super) struct Stream<'a> {
    /// Its id.
    pub id: &'a str,
    /// What can be reserved before this intake.
    pub available: Fen,
    /// What this intake will reserve.
    pub reserved: Fen,
    /// What is left then.
    pub left: Fen,
    /// How many filings the budget does not reach.
    pub short: usize,
    turns: Vec<(usize, &'a Expected)>,
}

/// The streams of what is expected, in its order.
pub(super) fn streams(expected: &[Expected]) -> Vec<Stream<'_>> {
    let mut streams: Vec<Stream<'_>> = Vec::new();
    for one in expected {
        if streams.last().is_none_or(|stream| stream.id != one.stream) {
            streams.push(Stream {
                id: &one.stream,
                available: one.before,
                reserved: Fen::ZERO,
                left: one.before,
                short: 0,
                turns: Vec::new(),
            });
        }
        let Some(stream) = streams.last_mut() else { continue };
        match &one.fate {
            Fate::Reserved(amount) => {
                stream.reserved = stream.reserved.add(*amount).unwrap_or(stream.reserved);
                stream.left = one.before.sub(*amount).unwrap_or(one.before);
            }
            Fate::Short(_) => stream.short = stream.short.saturating_add(1),
            Fate::Unknown(_) => {}
        }
        stream.turns.push((stream.turns.len().saturating_add(1), one));
    }
    streams
}

/// One turn as a row: its place from 1.
type Turn<'a> = (usize, &'a Expected);

/// The turns of a stream.
pub(super) fn table(look: Look<'_>, stream: &Stream<'_>, filings: &BTreeMap<&str, &Filing>) -> Markup {
    let lang = look.lang;
    let of = |turn: &Turn<'_>| filings.get(turn.1.filing.as_str()).copied();
    let first_short = stream.turns.iter().find(|turn| matches!(turn.1.fate, Fate::Short(_))).map(|turn| turn.0);
    Table::new(lang, look.stream(stream.id))
        .column(Column::text(lang.t("intake-number"), move |turn: &Turn<'_>| {
            html! { span.figure { (of(turn).and_then(|one| one.number.as_deref()).unwrap_or("—")) } }
        }))
        .column(Column::number(lang.t("intake-place"), |turn: &Turn<'_>| html! { (turn.0) }))
        .column(Column::text(lang.t("intake-enterprise"), move |turn: &Turn<'_>| {
            html! { @if let Some(one) = of(turn) { (one.enterprise_name) } }
        }))
        .column(Column::text(lang.t("intake-district"), move |turn: &Turn<'_>| {
            html! { @if let Some(one) = of(turn) { (names::district(look.app, lang, &one.district)) } }
        }))
        .column(Column::text(lang.t("intake-order"), move |turn: &Turn<'_>| {
            html! { (order(look, turn.1)) @if let Some(one) = of(turn) { (since(look, one)) } }
        }))
        .column(Column::text(lang.t("intake-received"), move |turn: &Turn<'_>| {
            let at = of(turn).and_then(|one| one.received_at);
            html! { @if let Some(at) = at { (date_cell(look.app.clock.day_of(at))) } }
        }))
        .column(Column::number(lang.t("intake-to-reserve-yuan"), move |turn: &Turn<'_>| amount(turn.1)))
        .column(Column::text(lang.t("intake-fate"), move |turn: &Turn<'_>| {
            fate(look, turn.1, first_short == Some(turn.0))
        }))
        .link(|turn| format!("/filings/{}", turn.1.filing))
        .draw(&stream.turns)
}

/// What puts a filing before others.
fn order(look: Look<'_>, one: &Expected) -> Markup {
    html! {
        @for (fact, value) in &one.order {
            @if *value == Some(Value::Bool(true)) { (tag(Tone::Neutral, &look.label(fact))) }
        }
    }
}

/// Since when a filing has waited in vain.
fn since(look: Look<'_>, filing: &Filing) -> Markup {
    let Reservation::Waiting { since } = &filing.reservation else { return html! {} };
    let day = format::date_short(look.lang, *since);
    tag(Tone::Attention, &look.lang.t_with("intake-waits-since", &[("day", day.into())]))
}

fn amount(one: &Expected) -> Markup {
    match &one.fate {
        Fate::Reserved(amount) | Fate::Short(amount) => yuan(*amount),
        Fate::Unknown(_) => html! { "—" },
    }
}

/// What becomes of it: reserved with what is left after it, short of budget, or short of facts.
fn fate(look: Look<'_>, one: &Expected, is_first_short: bool) -> Markup {
    let lang = look.lang;
    match &one.fate {
        Fate::Reserved(amount) => {
            let left = one.before.sub(*amount).unwrap_or(one.before);
            html! { (tag(Tone::Ok, &lang.t("intake-fits"))) " " span.quiet { (lang.t("intake-left-after")) " " (yuan(left)) } }
        }
        Fate::Short(_) => html! {
            (tag(Tone::Stop, &lang.t("intake-waits")))
            @if is_first_short { " " span.quiet { (lang.t("intake-budget-ends")) " " (yuan(one.before)) } }
        },
        Fate::Unknown(missing) => {
            let named: Vec<String> = missing.iter().map(|fact| look.label(fact)).collect();
            let facts = named.join(lang.pick("、", ", "));
            tag(Tone::Attention, &lang.t_with("intake-unknown", &[("facts", facts.into())]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::FilingId;

    fn turn(stream: &str, before: i64, fate: Fate) -> Expected {
        let (filing, stream) = (FilingId::new("f"), stream.to_owned());
        Expected { filing, stream, order: Vec::new(), before: Fen::new(before), fate }
    }

    #[test]
    fn each_stream_says_what_it_has_what_it_gives_and_what_is_left() {
        let expected = [
            turn("a", 100, Fate::Reserved(Fen::new(60))),
            turn("a", 40, Fate::Unknown(vec!["x".to_owned()])),
            turn("a", 40, Fate::Short(Fen::new(50))),
            turn("b", 10, Fate::Short(Fen::new(20))),
        ];
        let streams = streams(&expected);
        let figures: Vec<_> = streams.iter().map(|one| (one.available, one.reserved, one.left, one.short)).collect();
        let fen = Fen::new;
        assert_eq!(figures, [(fen(100), fen(60), fen(40), 1), (fen(10), fen(0), fen(10), 1)]);
        assert_eq!(streams.iter().map(|one| one.turns.len()).collect::<Vec<_>>(), [3, 1]);
    }
}
