//! `GET /policies/{id}/readings`: every open question of a plan on one sheet, for the authority to rule and sign.

use super::policy::reader::Reader;
use super::policy::{parties, plan_title, reader};
use super::standing;
use crate::app::App;
use crate::web::components::action::Link;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::paper::{Paper, paper};
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use domain::access::lead_roles;
use maud::{Markup, html};
use policy::plan::inputs::Switch;

/// The sheet.
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Markup, Problem> {
    let published = standing::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &published, &setting.city);
    let office = authority(reader);
    let sheet = Paper {
        number: reader.with("public-sheet-as-of", &[("date", format::date_text(visit.lang, reader.today).into())]),
        title: reader.with("public-sheet-title", &[("plan", plan_title(reader).into())]),
        addressee: None,
        signed: vec![office.clone(), reader.t("public-sheet-signature"), reader.t("public-sheet-date")],
        office,
        hash: reader.plan().hash.clone(),
        back: Some(Link::new(reader.t("public-sheet-back"), reader.href())),
    };
    Ok(paper(&visit, &sheet, &content(reader)))
}

/// The office that interprets the plan: the one that makes the fund-use plan.
fn authority(reader: Reader<'_>) -> String {
    let role = lead_roles(reader.plan()).first();
    role.map_or_else(String::new, |role| parties::office(reader, role))
}

fn content(reader: Reader<'_>) -> Markup {
    let switches = &reader.plan().switches;
    let count = i64::try_from(switches.len()).unwrap_or(0);
    let heads = ["code", "question", "options", "ruling"].map(|key| reader.t(&format!("public-sheet-{key}")));
    html! {
        p { (reader.with("public-sheet-lead", &[("n", count.into())])) }
        div.table tabindex="0" role="region" aria-label=(reader.t("public-switches")) {
            table.narrow {
                thead { tr { @for head in &heads { th scope="col" { (head) } } } }
                tbody { @for switch in switches { (line(reader, switch)) } }
            }
        }
        p { (reader.t("public-sheet-effect")) }
    }
}

fn line(reader: Reader<'_>, switch: &Switch) -> Markup {
    let ruling = reader.ruling(&switch.id);
    html! {
        tr {
            td { (switch.code) br; (switch.clause) }
            td { p { (reader.said(&switch.question)) (reader.lang.pick("？", "")) } p.quiet { (reader.said(&switch.reason)) } }
            td {
                @for option in &switch.options {
                    p {
                        @if ruling.is_some_and(|ruling| ruling.option == option.id) { "☑ " } @else { "☐ " }
                        (reader.said(&option.text))
                        @if option.default { (reader.lang.pick("", " ")) (reader.t("public-option-default")) }
                        @if option.adverse { (reader.lang.pick("", " ")) (reader.t("public-option-adverse")) }
                    }
                }
            }
            td {
                @if let Some(ruling) = ruling { p { (ruling.number) } p { (format::date_text(reader.lang, ruling.date)) } }
                @else { p { (reader.t("public-sheet-open")) } }
            }
        }
    }
}
