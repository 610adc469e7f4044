//! What something else would come to over past cases, as pages show it: sums, bars with their table, who moves, when
//! the money runs out. Whose cases they are, and what is asked, is the caller's matter.

use crate::lang::Lang;
use crate::past::Past;
use crate::refusals::tongue;
use crate::web::charts;
use crate::web::components::action::link;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::{date_cell, facts, money, yuan};
use crate::web::format;
use maud::{Markup, html};
use policy::money::Fen;
use policy::policy::Policy;
use policy::simulate::{Case, Drawn, Group, GroupRow, Moved, PurseRow, ReasonRow, Report};

/// The sums on both sides, and how many cases gain and lose.
pub fn sums(lang: Lang, report: &Report) -> Markup {
    let count = |n: u64| format::grouped(n);
    let moved = |moved: Moved| {
        let words = lang.t_with("effect-cases", &[("n", count(moved.claims).into())]);
        html! { (words) @if moved.claims > 0 { (lang.pick("，", ", ")) (money(lang, moved.by)) } }
    };
    let side = |total: Fen, awarded: u64| {
        html! { (money(lang, total)) " " span.quiet { (lang.t_with("effect-awarded", &[("n", count(awarded).into())])) } }
    };
    facts(&[
        (
            lang.t("effect-claims").into_owned(),
            html! { (lang.t_with("effect-cases", &[("n", count(report.claims).into())])) },
        ),
        (lang.t("effect-base").into_owned(), side(report.base.total, report.base.awarded)),
        (lang.t("effect-scenario").into_owned(), side(report.scenario.total, report.scenario.awarded)),
        (
            lang.t("effect-difference").into_owned(),
            html! { strong { (signed(lang, report.scenario.total, report.base.total)) } },
        ),
        (lang.t("effect-gain").into_owned(), moved(report.gain)),
        (lang.t("effect-lose").into_owned(), moved(report.lose)),
        (
            lang.t("effect-same").into_owned(),
            html! { (lang.t_with("effect-cases", &[("n", count(report.same).into())])) },
        ),
    ])
}

/// The difference of two sums with its sign.
fn signed(lang: Lang, now: Fen, was: Fen) -> String {
    let by = Fen::new(now.fen().saturating_sub(was.fen()));
    let sign = if by > Fen::ZERO { "+" } else { "" };
    format!("{sign}{}", format::money(lang, by))
}

/// One thing the cases are counted by: two bars to a group, the figures in a table beneath.
pub fn group(lang: Lang, group: &Group) -> Markup {
    let tongue = tongue(lang);
    let title = lang.t_with("effect-by", &[("what", group.by.get(tongue).into())]);
    let size = |fen: Fen| fen.fen().unsigned_abs();
    let most = group.rows.iter().map(|row| size(row.base).max(size(row.scenario))).max().unwrap_or(0);
    let rows: Vec<&GroupRow> = group.rows.iter().collect();
    let table = Table::new(lang, &*title)
        .column(Column::text(group.by.get(tongue), |row: &&GroupRow| html! { (row.name.get(tongue)) }))
        .column(Column::number(lang.t("effect-claims"), |row: &&GroupRow| html! { (format::grouped(row.claims)) }))
        .column(Column::number(lang.t("effect-base-yuan"), |row: &&GroupRow| yuan(row.base)))
        .column(Column::number(lang.t("effect-scenario-yuan"), |row: &&GroupRow| yuan(row.scenario)))
        .column(Column::number(lang.t("effect-gain"), |row: &&GroupRow| html! { (format::grouped(row.gain)) }))
        .column(Column::number(lang.t("effect-lose"), |row: &&GroupRow| html! { (format::grouped(row.lose)) }));
    html! {
        section.targets.amounts.pairs {
            h3 { (title) }
            ul {
                @for row in &group.rows {
                    li {
                        p.name { (row.name.get(tongue)) }
                        p.value.figure { (format::money_short(lang, row.base)) " → " (format::money_short(lang, row.scenario)) }
                        div.pair { (charts::bar(size(row.base), most, false)) (charts::bar(size(row.scenario), most, true)) }
                    }
                }
            }
            details { summary { (lang.t("chart-figures")) } (table.draw(&rows)) }
        }
    }
}

/// How often each reason stands on both sides.
pub fn reasons(lang: Lang, policy: &Policy, rows: &[ReasonRow]) -> Markup {
    let rows: Vec<&ReasonRow> = rows.iter().collect();
    Table::new(lang, lang.t("effect-reasons"))
        .column(Column::text(
            lang.t("effect-reason"),
            |row: &&ReasonRow| html! { (policy.plan().code_words(&row.code).get(tongue(lang))) },
        ))
        .column(Column::number(lang.t("effect-base"), |row: &&ReasonRow| html! { (format::grouped(row.base)) }))
        .column(Column::number(lang.t("effect-scenario"), |row: &&ReasonRow| html! { (format::grouped(row.scenario)) }))
        .draw(&rows)
}

/// The cases that move most one way.
pub fn movers(lang: Lang, title: &str, past: &Past, cases: &[Case]) -> Markup {
    let rows: Vec<&Case> = cases.iter().collect();
    let of = |case: &Case| past.cases.get(case.claim);
    let table = Table::new(lang, title)
        .column(Column::text(lang.t("effect-case"), |case: &&Case| {
            html! { @if let Some(one) = of(case) { (link(&one.number, &format!("/claims/{}", one.id))) } }
        }))
        .column(Column::text(lang.t("effect-enterprise"), |case: &&Case| {
            html! { @if let Some(one) = of(case) { (one.enterprise) } }
        }))
        .column(Column::number(lang.t("effect-base-yuan"), |case: &&Case| yuan(case.base)))
        .column(Column::number(lang.t("effect-scenario-yuan"), |case: &&Case| yuan(case.scenario)))
        .column(Column::number(lang.t("effect-difference"), |case: &&Case| {
            html! { span.figure { (signed(lang, case.scenario, case.base)) } }
        }));
    html! { @if !rows.is_empty() { h3 { (title) } (table.draw(&rows)) } }
}

/// What becomes of the budgets.
pub fn purses(lang: Lang, rows: &[PurseRow]) -> Markup {
    let rows: Vec<&PurseRow> = rows.iter().filter(|row| row.base.total.max(row.scenario.total) > Fen::ZERO).collect();
    let drawn = |drawn: Drawn| {
        html! {
            (yuan(drawn.total))
            br;
            @match drawn.runs_out {
                None => span.quiet { (lang.t("effect-lasts")) },
                Some(day) => {
                    strong { (lang.t_with("effect-runs-out", &[("month", format!("{}-{:02}", day.year(), day.month()).into())])) }
                    " " span.quiet { (date_cell(day)) " " (lang.t_with("effect-unpaid", &[("n", format::grouped(drawn.unpaid).into())])) }
                }
            }
        }
    };
    Table::new(lang, lang.t("effect-purses"))
        .column(Column::text(lang.t("effect-purse"), |row: &&PurseRow| html! { (row.purse.name.get(tongue(lang))) }))
        .column(Column::number(lang.t("effect-limit"), |row: &&PurseRow| yuan(row.purse.limit)))
        .column(Column::number(lang.t("effect-base-yuan"), move |row: &&PurseRow| drawn(row.base)))
        .column(Column::number(lang.t("effect-scenario-yuan"), move |row: &&PurseRow| drawn(row.scenario)))
        .empty(html! { p.quiet { (lang.t("effect-no-purses")) } })
        .draw(&rows)
}
