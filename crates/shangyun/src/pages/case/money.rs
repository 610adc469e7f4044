//! The money of a case: what is reserved for a filing, what became of the money of a claim, which unique keys it holds.

use super::look::{Look, Reader};
use crate::web::components::action::link;
use crate::web::components::icon::Icon;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag, tag_with};
use crate::web::components::value::{date, money};
use crate::web::format;
use domain::claim::Money;
use domain::filing::Reservation;
use domain::ids::RoundId;
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::money_rules::UniqueKey;
use store::views::keys::Held;

/// What is reserved for a filing.
pub fn reservation(look: Look<'_>, reservation: &Reservation) -> Markup {
    let lang = look.lang;
    match reservation {
        Reservation::None => html! { (lang.t("case-reserved-none")) },
        Reservation::Waiting { since } => html! {
            (tag(Tone::Attention, &lang.t("case-reserved-waiting"))) " "
            span.quiet { (lang.t_with("case-since", &[("day", format::date_text(lang, *since).into())])) }
        },
        Reservation::Held { year, amount, since } => html! {
            (money(lang, *amount)) " "
            span.quiet {
                (lang.t_with("case-reserved-year", &[("year", year.to_string().into())])) " · "
                (lang.t_with("case-since", &[("day", format::date_text(lang, *since).into())]))
            }
        },
        Reservation::Released => html! { (lang.t("case-reserved-released")) },
    }
}

/// What became of the money of a claim: the state in a word, with its amount.
pub fn of_claim(look: Look<'_>, state: &Money) -> Markup {
    let lang = look.lang;
    match state {
        Money::None => html! { (lang.t("case-money-none")) },
        Money::InRound { round } => {
            html! { (tag_with(Tone::Neutral, Icon::Half, &lang.t("case-money-in-round"))) (round_link(look, round)) }
        }
        Money::LeftOut { round, reason } => html! {
            (tag(Tone::Attention, &lang.t("case-money-left-out"))) " " (look.label(reason)) (round_link(look, round))
        },
        Money::Planned { round, amount } => html! {
            (tag_with(Tone::Neutral, Icon::Half, &lang.t("case-money-planned"))) " " (money(lang, *amount)) (round_link(look, round))
        },
        Money::Failed { round, amount, reason } => html! {
            (tag(Tone::Stop, &lang.t("case-money-failed"))) " " (money(lang, *amount)) " " (reason) (round_link(look, round))
        },
        Money::Paid { round, amount, receipt, on } => html! {
            (tag(Tone::Ok, &lang.t("case-money-paid"))) " " (money(lang, *amount)) " · " (date(lang, *on)) " · "
            (lang.t_with("case-receipt", &[("number", receipt.as_str().into())])) (round_link(look, round))
        },
    }
}

/// The round a claim is in, if any.
pub fn round_of(state: &Money) -> Option<&RoundId> {
    match state {
        Money::None => None,
        Money::InRound { round }
        | Money::LeftOut { round, .. }
        | Money::Planned { round, .. }
        | Money::Failed { round, .. }
        | Money::Paid { round, .. } => Some(round),
    }
}

/// The amount at stake in a claim: what was paid or planned, else what was awarded.
pub fn at_stake(state: &Money, award: Fen) -> Fen {
    match state {
        Money::Planned { amount, .. } | Money::Failed { amount, .. } | Money::Paid { amount, .. } => *amount,
        Money::None | Money::InRound { .. } | Money::LeftOut { .. } => award,
    }
}

/// Rounds are seen by those who work on them.
fn round_link(look: Look<'_>, round: &RoundId) -> Markup {
    match look.reader {
        Reader::Officer | Reader::Auditor | Reader::Expert => {
            html! { " · " (link(&look.lang.t("case-open-round"), &format!("/rounds/{round}"))) }
        }
        Reader::Applicant | Reader::Service => html! {},
    }
}

/// The unique keys a case holds, folded away.
pub fn keys(look: Look<'_>, held: &[Held]) -> Markup {
    let lang = look.lang;
    if held.is_empty() || !look.reader.sees_inside() {
        return html! {};
    }
    let table = Table::new(lang, lang.t("case-keys"))
        .column(Column::text(lang.t("case-key"), move |one: &Held| {
            let words = rule(look, one).map_or_else(
                || lang.t("case-key-own").into_owned(),
                |rule| rule.text.get(crate::refusals::tongue(lang)).to_owned(),
            );
            html! { (words) @if look.reader.sees_officers() { br; span.quiet.figure { (one.key) } } }
        }))
        .column(Column::text(lang.t("case-key-standing"), move |one: &Held| {
            if one.standing == "funded" {
                tag(Tone::Ok, &lang.t("case-key-funded"))
            } else {
                tag_with(Tone::Neutral, Icon::Half, &lang.t("case-key-live"))
            }
        }))
        .column(Column::text(lang.t("case-clause"), move |one: &Held| {
            rule(look, one).map_or_else(|| html! {}, |rule| look.clause(&rule.clause))
        }));
    html! {
        details {
            summary { (lang.t_with("case-keys-held", &[("n", held.len().into())])) }
            (table.draw(held))
        }
    }
}

/// The rule behind a key: its id is the second part of the key's name.
fn rule<'a>(look: Look<'a>, held: &Held) -> Option<&'a UniqueKey> {
    let id = held.key.split('/').nth(1)?;
    look.policy.plan().unique.iter().find(|unique| unique.id == id)
}
