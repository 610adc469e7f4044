//! How a case and its money go: procedures step by step, budgets, what is reserved and how a round pays.

use super::block;
use super::reader::Reader;
use super::sharing;
use maud::{Markup, html};
use policy::plan::money_rules::{Budget, Reserve, Settle};
use policy::plan::procedure::{Procedure, Step};
use policy::plan::words::{Exit, HolidayRule, Rank, Shortage};

/// The procedures whose steps stand under a clause.
pub(super) fn procedures(reader: Reader<'_>, clause: &str) -> Markup {
    let here = |procedure: &&Procedure| procedure.steps.iter().any(|step| step.clause == clause);
    html! {
        @for procedure in reader.plan().procedures.iter().filter(here) {
            @let scope = reader.names(&procedure.scope);
            (block(true, &reader.with("public-procedure", &[("name", reader.said(&procedure.text).into())]), &html! {
                @if !procedure.scope.is_empty() { p.quiet { (reader.with("public-procedure-per", &[("scope", scope.into())])) } }
                ol.procedure { @for step in procedure.steps.iter().filter(|step| step.clause == clause) { (one_step(reader, step)) } }
            }))
        }
    }
}

fn one_step(reader: Reader<'_>, step: &Step) -> Markup {
    let between = reader.lang.pick("、", ", ");
    let ranks: Vec<&str> = step.ranks.iter().map(|rank| rank_name(reader, *rank)).collect();
    let who = if ranks.is_empty() {
        reader.names(&step.roles)
    } else {
        reader.with(
            "public-step-ranks",
            &[("who", reader.names(&step.roles).into()), ("ranks", ranks.join(between).into())],
        )
    };
    let when = step
        .condition
        .as_ref()
        .map(|condition| reader.with("public-only-when", &[("condition", reader.expression(&condition.text).into())]));
    let registered = (!step.registered_for.is_empty())
        .then(|| reader.with("public-step-registered", &[("who", reader.names(&step.registered_for).into())]));
    let note = step.note.as_ref().map(|note| reader.said(note).to_owned());
    let more = reader.sentences([note.unwrap_or_default(), registered.unwrap_or_default()]);
    html! {
        li {
            p.what {
                strong { (reader.said(&step.text)) } (reader.marks("step", &step.id))
                @if let Some(when) = when { " " span.quiet { (when) } }
            }
            dl {
                div { dt { (reader.t("public-step-who")) } dd { (who) } }
                @if let Some(time) = time(reader, step) { div { dt { (reader.t("public-step-time")) } dd { (time) } } }
                @if !step.documents.is_empty() { div { dt { (reader.t("public-step-papers")) } dd { (reader.names(&step.documents)) } } }
                @if !step.decides.is_empty() { div { dt { (reader.t("public-step-decides")) } dd { (reader.names(&step.decides)) } } }
                @if !step.exits.is_empty() { div { dt { (reader.t("public-step-exits")) } dd { (exits(reader, step)) } } }
            }
            @if !more.is_empty() { p.quiet { (more) } }
        }
    }
}

fn rank_name(reader: Reader<'_>, rank: Rank) -> &'static str {
    reader.lang.pick(rank.zh(), rank.en())
}

/// The deadline of a step, or the day of the month it closes.
fn time(reader: Reader<'_>, step: &Step) -> Option<String> {
    if let Some(cut_off) = step.cut_off {
        let holiday = match cut_off.holiday {
            HolidayRule::NextWorkday => "public-cutoff-later",
            HolidayRule::WorkdayBefore => "public-cutoff-earlier",
            HolidayRule::Unmoved => "public-cutoff-unmoved",
        };
        return Some(
            reader.with(
                "public-cutoff",
                &[("day", i64::from(cut_off.day).into()), ("holiday", reader.t(holiday).into())],
            ),
        );
    }
    step.deadline.map(|length| reader.with("public-step-within", &[("length", reader.duration(length).into())]))
}

fn exits(reader: Reader<'_>, step: &Step) -> String {
    let each = step.exits.iter().map(|exit| match (exit, &step.back_to) {
        (Exit::Correct, _) => reader.t("public-exit-correct"),
        (Exit::Return, Some(step)) => reader.with("public-exit-return-to", &[("step", reader.name(step).into())]),
        (Exit::Return, None) => reader.t("public-exit-return"),
        (Exit::Refuse, _) => reader.t("public-exit-refuse"),
        (Exit::Withdraw, _) => reader.t("public-exit-withdraw"),
    });
    reader.joined(each)
}

/// Budgets, reservations and settlements under a clause.
pub(super) fn money(reader: Reader<'_>, clause: &str) -> Markup {
    let plan = reader.plan();
    let budgets = plan.budgets.iter().filter(|one| one.clause == clause).map(|one| budget(reader, one));
    let reserves = plan.reserves.iter().filter(|one| one.clause == clause).map(|one| reserve(reader, one));
    let settles = plan.settles.iter().filter(|one| one.clause == clause).map(|one| settle(reader, one));
    let said: Vec<String> = budgets.chain(reserves).chain(settles).collect();
    block(!said.is_empty(), &reader.t("public-budget"), &html! { ul { @for one in &said { li { (one) } } } })
}

fn budget(reader: Reader<'_>, budget: &Budget) -> String {
    reader.with(
        "public-budget-says",
        &[
            ("name", reader.said(&budget.text).into()),
            ("scope", reader.names(&budget.scope).into()),
            ("source", reader.said(&budget.source).into()),
            ("amount", reader.name(&budget.amount).into()),
        ],
    )
}

fn reserve(reader: Reader<'_>, reserve: &Reserve) -> String {
    let said = reader.with(
        "public-reserve-says",
        &[
            ("step", reader.name(&reserve.at_step).into()),
            ("amount", reader.name(&reserve.amount).into()),
            ("order", sharing::order(reader, &reserve.sharing).into()),
        ],
    );
    let short = match reserve.shortage {
        Shortage::Wait => "public-shortage-wait",
        Shortage::TurnAway => "public-shortage-away",
        Shortage::NextYear => "public-shortage-next-year",
    };
    let lapse = reserve.lapse.as_ref().map(|lapse| {
        reader.with(
            "public-reserve-lapse",
            &[("length", reader.duration(lapse.after).into()), ("step", reader.name(&lapse.without_step).into())],
        )
    });
    reader.sentences([said, reader.t(short), sharing::bounds(reader, &reserve.sharing), lapse.unwrap_or_default()])
}

fn settle(reader: Reader<'_>, settle: &Settle) -> String {
    let said = reader.with(
        "public-settle-says",
        &[
            ("step", reader.name(&settle.at_step).into()),
            ("pay", reader.name(&settle.pay).into()),
            ("order", sharing::order(reader, &settle.sharing).into()),
        ],
    );
    let rest = [sharing::method, sharing::bounds, sharing::afterwards].map(|say| say(reader, &settle.sharing));
    reader.sentences([said].into_iter().chain(rest))
}
