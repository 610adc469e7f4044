//! The letter of truthfulness on paper, with the sums of the claim: to be stamped and sent back.

use super::{Open, open};
use crate::app::App;
use crate::names;
use crate::pages::applicant::filing::print::code;
use crate::refusals::tongue;
use crate::session::Me;
use crate::web::components::action::Link;
use crate::web::components::value::money_print;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::paper::{Paper, paper};
use crate::web::layout::visit::Visit;
use crate::web::security::random;
use axum::extract::{Path, State};
use maud::{Markup, html};
use policy::money::Fen;
use policy::value::{Type, Value};
use sha2::{Digest, Sha256};

/// The document that the enterprise itself issues when it confirms.
pub(super) fn document(open: &Open) -> Option<&str> {
    let asked = &open.confirm_step()?.documents;
    let own = |id: &&String| {
        let document = open.policy().plan().document(id);
        document.is_some_and(|document| document.issuers.iter().any(|issuer| issuer == "enterprise"))
    };
    asked.iter().find(own).map(String::as_str)
}

/// `GET /claims/{id}/letter`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let open = open(&app, &me, id).await?;
    let lang = visit.lang;
    let plan = open.policy().plan();
    let title = document(&open).and_then(|id| plan.document(id));
    let title = title.map_or_else(String::new, |one| one.text.get(tongue(lang)).to_owned());
    let sums = sums(&open, lang);
    let lines: Vec<String> = sums.iter().map(|(name, rows, fen)| format!("{name}\n{rows}\n{fen}\n")).collect();
    let hash = random::hex(&Sha256::digest(format!("{}\n{}", open.claim().number, lines.concat())));
    let address = format!("{}/claims/{}?form={}", app.origin, open.id, hash.get(..16).unwrap_or_default());
    let office = open.confirm_step().and_then(|_| office(&app, &open, lang));
    let sheet = Paper {
        office: open.own.enterprise.profile.name.clone(),
        number: open.claim().number.clone(),
        title,
        addressee: office,
        signed: vec![
            lang.t("enterprise-print-stamp").into_owned(),
            lang.t("enterprise-print-person").into_owned(),
            format::date_text(lang, app.clock.today()),
        ],
        hash,
        back: Some(Link::new(lang.t("enterprise-back-to-tasks"), open.path("tasks"))),
    };
    Ok(paper(
        &visit,
        &sheet,
        &html! {
            div.sheet {
                p { (lang.t_with("enterprise-letter-about", &[("claim", open.name(lang).into()), ("number", open.claim().number.as_str().into())])) }
                table {
                    tbody { @for (name, rows, fen) in &sums { tr { th scope="row" { (name) } td { (lang.t_with("enterprise-rows", &[("n", (*rows).into())])) } td { (money_print(*fen)) } } } }
                }
                p { (lang.t("enterprise-promise")) }
                div.code { (code(&address)) p { (lang.t("enterprise-print-code")) } }
            }
        },
    ))
}

/// The office that checks the claim: the one that decides it.
fn office(app: &App, open: &Open, lang: crate::lang::Lang) -> Option<String> {
    let procedure = open.policy().plan().procedure(domain::claim::PROCEDURE)?;
    let facts = policy::facts::Facts::new().with("stream", Value::Member(open.claim().stream.clone()));
    let readings = open.seen.programme.readings();
    let decides = procedure.steps.iter().find(|step| {
        let condition = step.condition.as_ref();
        let applies = condition.is_none_or(|one| open.policy().condition(one, &facts, &readings) == Some(true));
        !step.decides.is_empty() && applies
    });
    let role = decides?.roles.first()?;
    Some(names::holder(app, lang, open.policy(), role, Some(&open.claim().district)))
}

/// Each list with its rows and the sum of its first column of money.
fn sums(open: &Open, lang: crate::lang::Lang) -> Vec<(String, usize, Fen)> {
    open.lists()
        .map(|list| {
            let column = list.columns.iter().find(|column| column.ty == Type::Money);
            let rows = open.rows(&list.id);
            let amounts = rows.iter().filter_map(|entry| match entry.row.get(&column?.id) {
                Some(Value::Money(fen)) => Some(*fen),
                Some(_) | None => None,
            });
            let name = list.text.get(tongue(lang)).to_owned();
            (name, rows.len(), Fen::sum(amounts).unwrap_or(Fen::ZERO))
        })
        .collect()
}
