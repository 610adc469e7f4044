//! A round at a glance: its way through the procedure, what it comes to by stream and district, who signed what,
//! and the way to what the reader must do.

use super::amounts::{self, Amounts};
use super::frame::{Here, Place};
use super::{expert, words};
use crate::lang::Lang;
use crate::names::{self, Person};
use crate::web::components::action::link_button;
use crate::web::components::steps::step_bar;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{facts, figure, money_short, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::Asked;
use axum::response::Response;
use domain::act::Seat;
use domain::course::CourseState;
use domain::ids::AccountId;
use domain::round::line::{Line, Standing};
use domain::round::panel::Review;
use domain::round::{Round, Signature};
use maud::{Markup, html};
use policy::money::Fen;
use policy::policy::Policy;
use std::collections::BTreeMap;

/// `GET /rounds/{id}`: an expert sees the work of the panel, everybody else the round.
pub async fn show(here: Here, Asked(asked): Asked) -> Result<Response, Problem> {
    if matches!(here.me.actor().seat, Seat::Expert { .. }) {
        return expert::home(&here, !asked.into_filled().value("declare").is_empty());
    }
    at_a_desk(&here).await
}

async fn at_a_desk(here: &Here) -> Result<Response, Problem> {
    let lang = here.lang();
    let round = here.round();
    let too_large = || Problem::failure("a round's sums do not fit");
    let all = amounts::of(round, here.lines()).ok_or_else(too_large)?;
    let by_stream = amounts::by(round, here.lines(), |line| &line.stream).ok_or_else(too_large)?;
    let by_district = amounts::by(round, here.lines(), |line| amounts::district(round, line)).ok_or_else(too_large)?;
    let signatures = signatures(round);
    let people = names::persons(&here.app, signatures.iter().map(|one| &one.signature.by)).await?;
    let page = here.page(Place::Overview).lead(lead(here, all));
    Ok(page.respond(html! {
        (here.tabs(Place::Overview))
        (bar(lang, here.policy(), round))
        (way_on(here))
        div.headlines {
            (figure(&lang.t("round-award"), &money_short(lang, all.award), &lang.t_with("round-n-lines", &[("n", all.lines.into())])))
            @if round.plan.is_some() {
                (figure(&lang.t("round-planned"), &money_short(lang, all.planned), &format::percent(all.planned.fen().unsigned_abs(), all.award.fen().unsigned_abs())))
                (figure(&lang.t("round-paid"), &money_short(lang, all.paid), &format::percent(all.paid.fen().unsigned_abs(), all.planned.fen().unsigned_abs())))
            }
        }
        h2 { (lang.t("round-by-stream")) }
        (sums(here, &lang.t("round-stream"), &|id| here.stream(id), (&by_stream, all)))
        h2 { (lang.t("round-by-district")) }
        (sums(here, &lang.t("round-district"), &|id| here.district(id), (&by_district, all)))
        (left_out(here))
        @if !signatures.is_empty() && !here.is_of_a_district() {
            h2 { (lang.t("round-signatures")) }
            (signature_table(here, &people).draw(&signatures))
        }
        (particulars(here))
    }))
}

fn lead(here: &Here, all: Amounts) -> String {
    let lang = here.lang();
    let values = [
        ("year", here.round().year.to_string().into()),
        ("n", all.lines.into()),
        ("sum", format::money(lang, all.award).into()),
    ];
    lang.t_with("round-lead", &values).into_owned()
}

/// The procedure of the policy with the step the round stands at.
pub fn bar(lang: Lang, policy: &Policy, round: &Round) -> Markup {
    let steps = policy.plan().procedure(&round.course.procedure).map_or(&[][..], |procedure| &procedure.steps);
    let names: Vec<String> = steps.iter().map(|step| step.text.get(crate::refusals::tongue(lang)).to_owned()).collect();
    let here = steps.iter().position(|step| step.id == round.course.step).unwrap_or(0);
    let current = if round.course.state == CourseState::Finished { steps.len() } else { here };
    step_bar(lang, &names, current)
}

/// The way to what the reader must do, as the page's main button.
fn way_on(here: &Here) -> Markup {
    let Some(step) = here.step().filter(|_| here.turn.is_now()) else { return html! {} };
    let place = Place::of(step.kind);
    html! {
        @if place != Place::Overview {
            p.actions { (link_button(&here.lang().t_with("round-go-to", &[("step", here.label(&step.id).into())]), &here.place(place))) }
        }
    }
}

/// Sums under their names, with the total beneath.
fn sums(here: &Here, head: &str, name: &dyn Fn(&str) -> String, (rows, all): (&[(&str, Amounts)], Amounts)) -> Markup {
    let lang = here.lang();
    let is_planned = here.round().plan.is_some();
    let known = move |amount: Fen| html! { @if is_planned { (yuan(amount)) } @else { "—" } };
    Table::new(lang, head)
        .column(Column::text(head, |row: &(&str, Amounts)| html! { (name(row.0)) }))
        .column(Column::number(lang.t("round-lines"), |row: &(&str, Amounts)| html! { (format::grouped(row.1.lines)) }))
        .column(Column::number(lang.t("round-award-yuan"), |row: &(&str, Amounts)| yuan(row.1.award)))
        .column(Column::number(lang.t("round-planned-yuan"), move |row: &(&str, Amounts)| known(row.1.planned)))
        .column(Column::number(lang.t("round-paid-yuan"), move |row: &(&str, Amounts)| known(row.1.paid)))
        .totals(
            lang.t("round-total"),
            vec![html! { (format::grouped(all.lines)) }, yuan(all.award), known(all.planned), known(all.paid)],
        )
        .draw(rows)
}

/// The exceptions: lines that left, that are not paid yet because a payment failed, or that were given up.
fn left_out(here: &Here) -> Markup {
    let lang = here.lang();
    let is_exception = |line: &&Line| match line.standing {
        Standing::Out { .. } | Standing::Failed { .. } | Standing::Returned { .. } => true,
        Standing::In | Standing::Payable | Standing::Paid { .. } => false,
    };
    let rows: Vec<&Line> = here.lines().filter(is_exception).collect();
    if rows.is_empty() {
        return html! {};
    }
    let table = Table::new(lang, lang.t("round-exceptions"))
        .column(Column::text(lang.t("round-enterprise"), |line: &&Line| html! { (line.enterprise_name) }))
        .column(Column::text(lang.t("round-stream"), |line: &&Line| html! { (here.stream(&line.stream)) }))
        .column(Column::number(lang.t("round-award-yuan"), |line: &&Line| yuan(line.award)))
        .column(Column::text(lang.t("round-line-state"), |line: &&Line| words::standing(lang, &line.standing)))
        .column(Column::text(lang.t("round-words"), |line: &&Line| html! { (here.line_words(line)) }))
        .link(|line| format!("/claims/{}", line.claim));
    html! { h2 { (lang.t("round-exceptions")) } (table.draw(&rows)) }
}

/// A signature with what it is under.
pub struct Signed<'a> {
    /// Key of the words for what was signed.
    pub under: &'static str,
    /// The signature.
    pub signature: &'a Signature,
    /// Whether it still holds: it names the hash of what stands there now.
    pub holds: bool,
}

/// Every signature of a round, in the order of its procedure.
pub fn signatures(round: &Round) -> Vec<Signed<'_>> {
    let members = round.review.iter().flat_map(Review::panel);
    let opinions = members.filter_map(|(_, member)| member.opinion.as_ref());
    let opinions = opinions.map(|signature| Signed { under: "round-under-opinion", signature, holds: true });
    let lists = round.handed_over.iter();
    let lists = lists.map(|signature| Signed { under: "round-under-list", signature, holds: true });
    let plan = round.plan.as_ref().map_or("", |frozen| &frozen.plan.hash);
    let plans = round.signatures.iter().map(move |signature| Signed {
        under: "round-under-plan",
        signature,
        holds: signature.hash == plan,
    });
    opinions.chain(lists).chain(plans).collect()
}

/// The table of signatures: office, role, person, time, opinion and the hash signed.
pub fn signature_table<'a>(here: &'a Here, people: &'a BTreeMap<AccountId, Person>) -> Table<'a, Signed<'a>> {
    let lang = here.lang();
    let zone = here.app.setting().city.time_zone().clone();
    Table::new(lang, lang.t("round-signatures"))
        .column(Column::text(lang.t("round-under"), move |row: &Signed| html! { (lang.t(row.under)) }))
        .column(Column::text(lang.t("round-office"), |row: &Signed| html! { (signer_office(here, row.signature)) }))
        .column(Column::text(lang.t("round-person"), |row: &Signed| {
            html! { (people.get(&row.signature.by).map_or("", |person| &person.name)) }
        }))
        .column(Column::text(lang.t("round-time"), move |row: &Signed| {
            html! { span.figure { (format::time_iso(row.signature.at, &zone)) } }
        }))
        .column(Column::text(lang.t("round-words"), |row: &Signed| html! { (row.signature.words) }))
        .column(Column::text(lang.t("round-hash"), move |row: &Signed| {
            html! {
                (words::hash(lang, &row.signature.hash))
                @if !row.holds { (tag(Tone::Stop, &lang.t("round-signature-void"))) }
            }
        }))
}

/// The office a signature was given for, or the expert who gave it, with the role.
pub fn signer_office(here: &Here, signature: &Signature) -> String {
    let (app, lang) = (&here.app, here.lang());
    let day = app.clock.day_of(signature.at);
    if app.setting().city.expert(&signature.office).is_some() {
        return names::expert(app, lang, &signature.office);
    }
    let office = names::office(app, lang, &signature.office, day);
    lang.t_with("round-office-as", &[("office", office.into()), ("role", here.label(&signature.role).into())])
        .into_owned()
}

/// Number, programme, plan and the hash of it.
fn particulars(here: &Here) -> Markup {
    let lang = here.lang();
    let round = here.round();
    let zone = here.app.setting().city.time_zone().clone();
    let plan = here.policy().plan();
    let mut rows = vec![
        (lang.t("round-number").into_owned(), html! { span.figure { (round.number) } }),
        (
            lang.t("round-programme").into_owned(),
            html! {
                a href={ "/programmes/" (round.programme) } { (plan.name.get(crate::refusals::tongue(lang))) }
            },
        ),
        (lang.t("round-year").into_owned(), html! { span.figure { (round.year) } }),
        (lang.t("round-formed").into_owned(), html! { span.figure { (format::time_iso(round.formed_at, &zone)) } }),
        (lang.t("round-policy-hash").into_owned(), words::hash(lang, &round.policy_hash)),
    ];
    if let Some(frozen) = &round.plan {
        let version = lang.t_with("round-plan-version", &[("n", frozen.plan.head.version.into())]);
        rows.push((version.into_owned(), words::hash(lang, &frozen.plan.hash)));
    }
    if let Some(approval) = &round.approval {
        let words = format!("{} · {}", approval.registered.number, format::date_iso(approval.registered.date));
        rows.push((lang.t("round-approval").into_owned(), html! { (words) }));
    }
    html! { h2 { (lang.t("round-particulars")) } (facts(&rows)) }
}
