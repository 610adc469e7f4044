//! The approval sheet, set for A4: the totals by district and stream, every line with its reason, the exceptions, and
//! the signatures with the hash they are under.

use super::frame::{Here, Place};
use super::print::{SHEET, back, day, for_the_city, lead, sum};
use super::show::signer_office;
use super::{history, words};
use crate::names::{self, Person};
use crate::web::components::value::yuan;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::paper::{Paper, paper};
use axum::response::{IntoResponse, Response};
use domain::ids::{AccountId, ClaimId};
use domain::round::line::{Line, Standing};
use domain::round::plan::Plan;
use domain::round::{Frozen, Signature};
use maud::{Markup, html};
use policy::money::Fen;
use std::collections::BTreeMap;

/// `GET /rounds/{id}/print/sheet`: the approval sheet.
pub async fn show(here: Here) -> Result<Response, Problem> {
    for_the_city(&here)?;
    let lang = here.lang();
    let frozen = here.round().plan.as_ref().ok_or_else(Problem::not_found)?;
    let plan = &frozen.plan;
    let void = history::void_signatures(&here).await?;
    let signatures: Vec<&Signature> = here.round().signatures.iter().chain(&void).collect();
    let approval = here.round().approval.as_ref();
    let accounts = signatures.iter().map(|one| &one.by).chain(approval.map(|one| &one.registered.entered_by));
    let people = names::persons(&here.app, accounts).await?;
    let role = lead(&here);
    let sheet = Paper {
        signed: vec![names::holder(&here.app, lang, here.policy(), &role, None), day(lang, frozen.on)],
        back: Some(back(&here, Place::Plan)),
        ..SHEET.paper(&here, &role, (0, &plan.hash))
    };
    let content = html! {
        (sheet_head(&here, frozen))
        h2 { (lang.t("round-by-district")) }
        (district_table(&here, plan))
        h2 { (lang.t("round-tab-lines")) }
        (plan_table(&here, plan))
        (exceptions(&here, plan))
        h2 { (lang.t("round-signatures")) }
        (signature_table(&here, (&signatures, plan), &people))
    };
    Ok(paper(&here.visit, &sheet, &content).into_response())
}

fn sheet_head(here: &Here, frozen: &Frozen) -> Markup {
    let lang = here.lang();
    let plan = &frozen.plan;
    let values = [
        ("n", plan.lines.len().into()),
        ("year", plan.head.year.to_string().into()),
        ("version", plan.head.version.into()),
        ("rule", words::method(lang, plan.method).into()),
        ("clause", plan.clause.as_str().into()),
    ];
    html! {
        p { (lang.t_with("round-paper-sheet-says", &values)) }
        p { (lang.t("round-paper-total")) (lang.pick("", " ")) (sum(lang, plan.total)) }
    }
}

fn district_table(here: &Here, plan: &Plan) -> Markup {
    let lang = here.lang();
    let of = |district: &str, stream: &str| {
        let lines = plan.lines.iter().filter(|line| line.district == district && line.stream == stream);
        Fen::sum(lines.map(|line| line.amount)).unwrap_or(Fen::ZERO)
    };
    html! {
        table {
            thead { tr {
                th { (lang.t("round-district")) }
                @for stream in plan.by_stream.keys() { th.number { (here.stream(stream)) } }
                th.number { (lang.t("round-total-yuan")) }
            } }
            tbody {
                @for (district, total) in &plan.by_district {
                    tr {
                        td { (here.district(district)) }
                        @for stream in plan.by_stream.keys() { td.number { (yuan(of(district, stream))) } }
                        td.number { (yuan(*total)) }
                    }
                }
            }
            tfoot { tr {
                td { (lang.t("round-total")) }
                @for total in plan.by_stream.values() { td.number { (yuan(*total)) } }
                td.number { (yuan(plan.total)) }
            } }
        }
    }
}

fn plan_table(here: &Here, plan: &Plan) -> Markup {
    let lang = here.lang();
    html! {
        table {
            thead { tr {
                th { (lang.t("round-paper-place")) } th { (lang.t("round-enterprise")) } th { (lang.t("round-stream")) }
                th.number { (lang.t("round-award-yuan")) } th.number { (lang.t("round-planned-yuan")) } th { (lang.t("round-plan-reason")) }
            } }
            tbody {
                @for (place, line) in plan.lines.iter().enumerate() {
                    tr {
                        td { (place + 1) }
                        td { (line.enterprise_name) }
                        td { (here.stream(&line.stream)) }
                        td.number { (yuan(line.award)) }
                        td.number { (yuan(line.amount)) }
                        td { (words::why(lang, line.reason)) (words::cuts(lang, &line.cuts)) }
                    }
                }
            }
            tfoot { tr { td colspan="4" { (lang.t("round-total")) } td.number { (yuan(plan.total)) } td {} } }
        }
    }
}

/// What is not paid this time, and what left the round before.
fn exceptions(here: &Here, plan: &Plan) -> Markup {
    let lang = here.lang();
    let out: Vec<(&Line, String)> = here
        .round()
        .lines
        .iter()
        .filter_map(|line| match &line.standing {
            Standing::Out { why, .. } => {
                Some((line, format!("{} {}", words::leaving(lang, *why), here.line_words(line))))
            }
            Standing::In
            | Standing::Payable
            | Standing::Paid { .. }
            | Standing::Failed { .. }
            | Standing::Returned { .. } => None,
        })
        .collect();
    let is_listed = |claim: &ClaimId| out.iter().any(|(line, _)| line.claim == *claim);
    let unpaid: Vec<_> = plan.exclusions.iter().filter(|one| !is_listed(&one.claim)).collect();
    if out.is_empty() && unpaid.is_empty() {
        return html! {};
    }
    html! {
        h2 { (lang.t("round-exceptions")) }
        table {
            thead { tr { th { (lang.t("round-enterprise")) } th.number { (lang.t("round-award-yuan")) } th { (lang.t("round-words")) } } }
            tbody {
                @for one in unpaid {
                    tr { td { (one.enterprise_name) } td.number { (yuan(one.award)) } td { (words::why_not(lang, one.reason)) " " (one.clause) (words::cuts(lang, &one.cuts)) } }
                }
                @for (line, words) in &out {
                    tr { td { (line.enterprise_name) } td.number { (yuan(line.award)) } td { (words) } }
                }
            }
        }
    }
}

fn signature_table(
    here: &Here,
    (signatures, plan): (&[&Signature], &Plan),
    people: &BTreeMap<AccountId, Person>,
) -> Markup {
    let lang = here.lang();
    let zone = here.app.setting().city.time_zone().clone();
    let name = |id: &AccountId| people.get(id).map_or("", |person| person.name.as_str()).to_owned();
    let approval = here.round().approval.as_ref();
    html! {
        table {
            thead { tr {
                th { (lang.t("round-office")) } th { (lang.t("round-person")) } th { (lang.t("round-time")) } th { (lang.t("round-words")) } th { (lang.t("round-hash")) }
            } }
            tbody {
                @for one in signatures {
                    tr {
                        td { (signer_office(here, one)) }
                        td { (name(&one.by)) }
                        td { (format::time_iso(one.at, &zone)) }
                        td { (one.words) }
                        td { code { (words::short(&one.hash)) } @if one.hash != plan.hash { " " strong { (lang.t("round-signature-void")) } } }
                    }
                }
                @if let Some(approval) = approval {
                    tr {
                        td { (lang.t("round-approval")) }
                        td { (name(&approval.registered.entered_by)) " " (lang.t("round-paper-registered")) }
                        td { (format::date_iso(approval.registered.date)) }
                        td { (approval.registered.number) }
                        td { code { (words::short(&approval.hash)) } }
                    }
                }
                @if signatures.is_empty() && approval.is_none() { tr { td colspan="5" { (lang.t("round-paper-unsigned")) } } }
            }
        }
        p { (lang.t("round-paper-same-hash")) " " code { (plan.hash) } }
    }
}
