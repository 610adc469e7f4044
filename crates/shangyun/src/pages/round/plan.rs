//! The fund-use plan and its approval sheet: what would be frozen now, or what was frozen, with lines, exclusions,
//! reasons, clauses, the money left and the hash; who signed it, and what the reader does with it.

use super::frame::{Here, Place};
use super::show::{Signed, signature_table};
use super::{approval, deeds, history, words};
use crate::names;
use crate::refusals::sentence;
use crate::web::components::action::link;
use crate::web::components::notice::{banner, inset};
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date, facts, figure, money_short, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::Filled;
use axum::response::Response;
use domain::act::Act;
use domain::command::Command;
use domain::ids::RoundId;
use domain::ledger::{Account, Purpose};
use domain::round::plan::{Exclusion, Plan, PlanLine, Why};
use domain::round::{Frozen, RoundCommand, Signature};
use domain::world::Key;
use jiff::civil::Date;
use maud::{Markup, html};
use policy::money::Fen;
use std::collections::BTreeMap;
use store::store::Failed;

/// `GET /rounds/{id}/plan`.
pub async fn show(here: Here) -> Result<Response, Problem> {
    draw(&here, &Filled::blank()).await
}

/// The page, with a form as it was typed.
pub async fn draw(here: &Here, filled: &Filled) -> Result<Response, Problem> {
    if here.is_of_a_district() {
        return Err(Problem::not_found());
    }
    let body = if let Some(frozen) = &here.round().plan {
        html! {
            (frozen_head(here, frozen))
            (signatures(here).await?)
            (approval::registered(here).await?)
            (tables(here, &frozen.plan))
            section #act { (deeds::forms(here, &frozen.plan, filled)) }
        }
    } else {
        html! { (preview(here, filled).await?) (signatures(here).await?) }
    };
    Ok(here.page(Place::Plan).errors(filled).respond(html! { (here.tabs(Place::Plan)) (body) }))
}

/// The plan as it would be frozen now, or why there is none.
pub async fn ask(here: &Here) -> Result<Plan, Failed> {
    let at = here.app.clock.now();
    let (round, hash, opinion) = (here.id.clone(), String::new(), String::new());
    let command = Command::Round(RoundCommand::Freeze { round, drawn: here.round().revision, hash, opinion });
    let actor = here.me.actor().clone();
    let act = Act { actor, command, at, today: here.app.clock.day_of(at), key: String::new() };
    let id: &RoundId = &here.id;
    here.app.store.ask(&act, |ctx| domain::round::preview(ctx, id)).await
}

async fn preview(here: &Here, filled: &Filled) -> Result<Markup, Problem> {
    let lang = here.lang();
    if here.round().inside().next().is_none() {
        return Ok(html! { p.quiet { (lang.t("round-plan-nothing")) } });
    }
    let plan = match ask(here).await {
        Ok(plan) => plan,
        Err(Failed::Refused(refusal)) => {
            let says = sentence(lang, Some(here.policy()), &refusal);
            return Ok(banner(lang, Tone::Stop, &html! { p { (lang.t("round-plan-cannot")) " " (says) } }));
        }
        Err(Failed::Conflict | Failed::KeyReused) => return Err(Problem::conflict(lang.t("refusal-conflict"))),
        Err(Failed::Failure(number)) => return Err(Problem::failure(format!("failure {number}"))),
    };
    let money = money(here, &plan).await?;
    let is_here = deeds::settles_here(here);
    let says = if is_here { "round-plan-preview-says" } else { "round-plan-estimate-says" };
    Ok(html! {
        (inset(&html! { p { (lang.t(says)) } }))
        (head(here, &plan, None))
        h2 { (lang.t("round-plan-money")) }
        (money_table(here, &money))
        (tables(here, &plan))
        @if is_here { section #act { (deeds::freeze_form(here, &plan, filled)) } }
    })
}

/// The sums of a plan, its rule and its hash.
fn head(here: &Here, plan: &Plan, frozen_on: Option<Date>) -> Markup {
    let lang = here.lang();
    let method = words::method(lang, plan.method);
    let mut rows = vec![
        (lang.t("round-plan-capitals").into_owned(), html! { (format::capitals(plan.total)) }),
        (lang.t("round-plan-rule").into_owned(), html! { (method) " " (here.clause(&plan.clause)) }),
    ];
    if let Some(on) = frozen_on {
        rows.push((lang.t("round-plan-frozen").into_owned(), date(lang, on)));
    }
    let version = lang.t_with("round-plan-version", &[("n", plan.head.version.into())]);
    rows.push((version.into_owned(), words::hash(lang, &plan.hash)));
    html! {
        div.headlines {
            (figure(&lang.t("round-planned"), &money_short(lang, plan.total), &lang.t_with("round-n-lines", &[("n", plan.lines.len().into())])))
            (figure(&lang.t("round-plan-excluded"), &html! { (plan.exclusions.len()) }, &lang.t("round-plan-excluded-says")))
        }
        (facts(&rows))
    }
}

fn frozen_head(here: &Here, frozen: &Frozen) -> Markup {
    let lang = here.lang();
    html! {
        (head(here, &frozen.plan, Some(frozen.on)))
        p.actions {
            (link(&lang.t("round-print-sheet"), &here.at("/print/sheet")))
            @if here.turn.is_now() { (link(&lang.t("round-to-the-act"), "#act")) }
        }
    }
}

/// The signatures on the plan, and those that a taking back voided.
async fn signatures(here: &Here) -> Result<Markup, Problem> {
    let lang = here.lang();
    let void: Vec<Signature> = history::void_signatures(here).await?;
    let standing = here.round().signatures.iter();
    let rows: Vec<Signed<'_>> = standing
        .map(|signature| Signed { under: "round-under-plan", signature, holds: true })
        .chain(void.iter().map(|signature| Signed { under: "round-under-plan", signature, holds: false }))
        .collect();
    if rows.is_empty() {
        return Ok(html! {});
    }
    let people = names::persons(&here.app, rows.iter().map(|one| &one.signature.by)).await?;
    Ok(html! { h2 { (lang.t("round-signatures")) } (signature_table(here, &people).draw(&rows)) })
}

/// The money of one stream in the plan's year, in fen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Money {
    /// Free before the plan.
    pub before: Fen,
    /// What reservations of its lines leave over.
    pub freed: Fen,
    /// What the plan takes of it.
    pub used: Fen,
    /// Free after the plan.
    pub after: Fen,
}

/// What freezing a plan does to the free money of its year, by stream. Nothing where an amount would not fit.
fn effect(plan: &Plan, before: &BTreeMap<String, Fen>) -> Option<BTreeMap<String, Money>> {
    let mut money: BTreeMap<String, Money> =
        before.iter().map(|(stream, fen)| (stream.clone(), Money { before: *fen, ..Money::default() })).collect();
    for line in &plan.lines {
        let one = money.entry(line.stream.clone()).or_default();
        one.used = one.used.add(line.from_free()?)?;
        if line.reserved.is_some_and(|reserved| reserved.year == plan.head.year) {
            one.freed = one.freed.add(line.unused()?)?;
        }
    }
    for one in money.values_mut() {
        one.after = one.before.add(one.freed)?.sub(one.used)?;
    }
    Some(money)
}

async fn money(here: &Here, plan: &Plan) -> Result<BTreeMap<String, Money>, Problem> {
    let account = |stream: &str| Account {
        programme: here.round().programme.clone(),
        year: plan.head.year,
        stream: stream.to_owned(),
        purpose: Purpose::Available,
    };
    let streams = here.policy().plan().streams();
    let keys = streams.iter().map(|stream| Key::Balance(account(&stream.id))).collect();
    let world = here.app.store.load_all(keys).await.map_err(Problem::failure)?.world;
    let before = streams.iter().map(|one| (one.id.clone(), world.balance(&account(&one.id)).unwrap_or(Fen::ZERO)));
    effect(plan, &before.collect()).ok_or_else(|| Problem::failure("a plan's sums do not fit"))
}

fn money_table(here: &Here, money: &BTreeMap<String, Money>) -> Markup {
    let lang = here.lang();
    let rows: Vec<(&String, &Money)> = money.iter().collect();
    Table::new(lang, lang.t("round-plan-money"))
        .column(Column::text(lang.t("round-stream"), |row: &(&String, &Money)| html! { (here.stream(row.0)) }))
        .column(Column::number(lang.t("round-plan-before"), |row: &(&String, &Money)| yuan(row.1.before)))
        .column(Column::number(lang.t("round-plan-freed"), |row: &(&String, &Money)| yuan(row.1.freed)))
        .column(Column::number(lang.t("round-plan-used"), |row: &(&String, &Money)| yuan(row.1.used)))
        .column(Column::number(lang.t("round-plan-after"), |row: &(&String, &Money)| yuan(row.1.after)))
        .draw(&rows)
}

/// Lines and exclusions, stream by stream, in the policy's order: the cut line stands between them.
fn tables(here: &Here, plan: &Plan) -> Markup {
    let lang = here.lang();
    let streams = here.policy().plan().streams().iter();
    let parts = streams.filter_map(|stream| {
        let lines: Vec<&PlanLine> = plan.lines.iter().filter(|line| line.stream == stream.id).collect();
        let out: Vec<&Exclusion> = plan.exclusions.iter().filter(|line| line.stream == stream.id).collect();
        (!lines.is_empty() || !out.is_empty()).then_some((stream, lines, out))
    });
    html! {
        h2 { (lang.t("round-by-district")) }
        (district_table(here, plan))
        @for (stream, lines, out) in parts {
            h2 { (here.stream(&stream.id)) }
            (lines_table(here, plan, &lines))
            @if !out.is_empty() {
                h3 { (lang.t("round-plan-cut-line")) }
                (exclusions_table(here).draw(&out))
            }
        }
    }
}

/// What each district pays, by stream.
pub fn district_table(here: &Here, plan: &Plan) -> Markup {
    let lang = here.lang();
    let streams: Vec<&String> = plan.by_stream.keys().collect();
    let sum = move |district: &str, stream: &str| {
        let lines = plan.lines.iter().filter(|line| line.district == district && line.stream == stream);
        Fen::sum(lines.map(|line| line.amount)).unwrap_or(Fen::ZERO)
    };
    let rows: Vec<(&String, &Fen)> = plan.by_district.iter().collect();
    let mut table = Table::new(lang, lang.t("round-by-district"))
        .column(Column::text(lang.t("round-district"), |row: &(&String, &Fen)| html! { (here.district(row.0)) }));
    for stream in &streams {
        let id = (*stream).clone();
        table = table.column(Column::number(here.stream(stream), move |row: &(&String, &Fen)| yuan(sum(row.0, &id))));
    }
    table
        .column(Column::number(lang.t("round-total-yuan"), |row: &(&String, &Fen)| yuan(*row.1)))
        .totals(
            lang.t("round-total"),
            streams
                .iter()
                .map(|stream| yuan(plan.by_stream.get(*stream).copied().unwrap_or(Fen::ZERO)))
                .chain([yuan(plan.total)])
                .collect(),
        )
        .draw(&rows)
}

fn lines_table(here: &Here, plan: &Plan, lines: &[&PlanLine]) -> Markup {
    let lang = here.lang();
    let total = Fen::sum(lines.iter().map(|line| line.amount)).unwrap_or(Fen::ZERO);
    let rows: Vec<(usize, &PlanLine)> = lines.iter().enumerate().map(|(place, line)| (place + 1, *line)).collect();
    Table::new(lang, lang.t("round-tab-lines"))
        .column(Column::text(lang.t("round-enterprise"), |row: &(usize, &PlanLine)| {
            html! { span.figure.quiet { (row.0) } " " (row.1.enterprise_name) }
        }))
        .column(Column::text(lang.t("round-district"), |row: &(usize, &PlanLine)| {
            html! { (here.district(&row.1.district)) }
        }))
        .column(Column::number(lang.t("round-award-yuan"), |row: &(usize, &PlanLine)| yuan(row.1.award)))
        .column(Column::number(lang.t("round-plan-from-reserved"), |row: &(usize, &PlanLine)| html! {
            (yuan(row.1.from_reserved))
            @if let Some(reserved) = row.1.reserved { @if reserved.year != plan.head.year { " " span.quiet { (reserved.year) } } }
        }))
        .column(Column::number(lang.t("round-plan-from-free"), |row: &(usize, &PlanLine)| {
            yuan(row.1.from_free().unwrap_or(Fen::ZERO))
        }))
        .column(Column::number(lang.t("round-planned-yuan"), |row: &(usize, &PlanLine)| {
            html! { strong { (yuan(row.1.amount)) } }
        }))
        .column(Column::text(lang.t("round-plan-reason"), move |row: &(usize, &PlanLine)| {
            let tone = if row.1.reason == Why::InFull { Tone::Ok } else { Tone::Attention };
            html! { (tag(tone, &words::why(lang, row.1.reason))) (words::cuts(lang, &row.1.cuts)) }
        }))
        .column(Column::text(lang.t("round-clause"), |row: &(usize, &PlanLine)| here.clause(&row.1.clause)))
        .link(|row| format!("/claims/{}", row.1.claim))
        .totals(lang.t("round-total"), vec![yuan(total), html! {}, html! {}])
        .draw(&rows)
}

fn exclusions_table(here: &Here) -> Table<'_, &Exclusion> {
    let lang = here.lang();
    Table::new(lang, lang.t("round-plan-cut-line"))
        .column(Column::text(lang.t("round-enterprise"), |line: &&Exclusion| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-district"), |line: &&Exclusion| html! { (here.district(&line.district)) }))
        .column(Column::number(lang.t("round-award-yuan"), |line: &&Exclusion| yuan(line.award)))
        .column(Column::text(lang.t("round-plan-reason"), move |line: &&Exclusion| {
            html! { (tag(Tone::Attention, &words::why_not(lang, line.reason))) (words::cuts(lang, &line.cuts)) }
        }))
        .column(Column::text(lang.t("round-clause"), |line: &&Exclusion| here.clause(&line.clause)))
        .link(|line| format!("/claims/{}", line.claim))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{ClaimId, EnterpriseId, FilingId, ProgrammeId};
    use domain::round::line::Reserved;
    use domain::round::plan::Head;
    use jiff::civil::date;
    use policy::plan::words::PayMethod;

    fn line(amount: i64, from_reserved: i64, reserved: Option<(i16, i64)>) -> PlanLine {
        let reserved = reserved.map(|(year, fen)| Reserved { year, amount: Fen::new(fen), since: date(2018, 11, 5) });
        PlanLine {
            claim: ClaimId::new("c"),
            filing: FilingId::new("f"),
            enterprise: EnterpriseId::new("e"),
            enterprise_name: String::new(),
            district: "210106".to_owned(),
            stream: "industrial".to_owned(),
            award: Fen::new(amount),
            reserved,
            amount: Fen::new(amount),
            from_reserved: Fen::new(from_reserved),
            reason: Why::InFull,
            cuts: Vec::new(),
            clause: "三(五)2".to_owned(),
        }
    }

    #[test]
    fn what_a_reservation_of_the_year_leaves_over_is_freed_and_of_another_year_is_not() {
        let head = Head {
            programme: ProgrammeId::new("p"),
            policy_hash: String::new(),
            number: "2019-01".to_owned(),
            year: 2019,
            version: 1,
        };
        let lines =
            vec![line(70, 70, Some((2019, 100))), line(80, 80, Some((2018, 95))), line(60, 50, Some((2019, 50)))];
        let plan = Plan {
            head,
            method: PayMethod::InOrderPartial,
            clause: String::new(),
            lines,
            exclusions: Vec::new(),
            total: Fen::ZERO,
            by_district: BTreeMap::new(),
            by_stream: BTreeMap::new(),
            hash: String::new(),
        };
        let before = BTreeMap::from([("industrial".to_owned(), Fen::new(1_000))]);
        let money = effect(&plan, &before).expect("it fits");
        let expected =
            Money { before: Fen::new(1_000), freed: Fen::new(30), used: Fen::new(10), after: Fen::new(1_020) };
        assert_eq!(money.get("industrial"), Some(&expected));
    }
}
