//! The application form on paper: to be stamped, photographed and sent back as the first paper. The code on it leads to
//! the filing and bears the digest of what was printed, so that an officer sees whether the paper is the latest.

use super::topic::lists;
use super::topics::Topic;
use super::{Open, open};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::applicant::profile::{self, division_named};
use crate::refusals::tongue;
use crate::session::Me;
use crate::web::components::action::Link;
use crate::web::components::qr::qr;
use crate::web::components::value::money_print;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::paper::{Paper, paper};
use crate::web::layout::visit::Visit;
use crate::web::security::random;
use axum::extract::{Path, State};
use maud::{Markup, html};
use policy::policy::Policy;
use sha2::{Digest, Sha256};

/// The document that the printed form becomes: the one that proves what is stated on it, the estimate.
pub(super) fn document(policy: &Policy) -> Option<&str> {
    policy.plan().fact("estimate_fen")?.proven_by.first().map(String::as_str)
}

/// `GET /filings/{id}/print`.
pub(in crate::pages::applicant) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let open = open(&app, &me, id).await?;
    let lang = visit.lang;
    let plan = open.policy().plan();
    let title = document(open.policy()).and_then(|id| plan.document(id));
    let title =
        title.map_or_else(|| lang.t("enterprise-print-form").into_owned(), |one| one.text.get(tongue(lang)).to_owned());
    let rows = rows(&app, lang, &open);
    let hash = digest(&rows);
    let address = format!("{}/filings/{}?form={}", app.origin, open.id, hash.get(..16).unwrap_or_default());
    let today = app.clock.today();
    let sheet = Paper {
        office: open.own.enterprise.profile.name.clone(),
        number: open.filing().number.clone().unwrap_or_else(|| lang.t("enterprise-print-draft").into_owned()),
        title,
        addressee: Some(addressee(&app, lang, &open)),
        signed: vec![
            lang.t("enterprise-print-stamp").into_owned(),
            lang.t("enterprise-print-person").into_owned(),
            format::date_text(lang, today),
        ],
        hash,
        back: Some(Link::new(lang.t("enterprise-back-to-tasks"), open.path("tasks"))),
    };
    Ok(paper(&visit, &sheet, &content(lang, &open, &rows, &address)))
}

/// The office that takes the filing in.
fn addressee(app: &App, lang: Lang, open: &Open) -> String {
    let procedure = open.policy().plan().procedure(domain::filing::PROCEDURE);
    let step = procedure.and_then(|procedure| procedure.steps.iter().find(|step| !step.ranks.is_empty()));
    let role = step.and_then(|step| step.roles.first()).map_or("", String::as_str);
    names::holder(app, lang, open.policy(), role, Some(&open.filing().district))
}

/// What stands on the form: label and value.
fn rows(app: &App, lang: Lang, open: &Open) -> Vec<(String, String)> {
    let profile = &open.own.enterprise.profile;
    let lists = lists(app, lang, open.filing());
    let who = [
        (profile::label(lang, "name"), open.filing().enterprise_name.clone()),
        (profile::label(lang, "credit_code"), open.own.enterprise.credit_code.clone()),
        (profile::label(lang, "district"), names::district(app, lang, &open.filing().district)),
        (profile::label(lang, "division"), division_named(lang, &profile.division)),
        (lang.t("enterprise-stream").into_owned(), open.stream(lang)),
    ];
    let form = Topic::ALL.into_iter().flat_map(|topic| topic.shown(lang, open.policy(), &lists, &open.filing().form));
    who.into_iter().chain(form.map(|(_, label, value)| (label, value))).collect()
}

/// The digest of what stands on the form.
fn digest(rows: &[(String, String)]) -> String {
    let lines: Vec<String> = rows.iter().map(|(label, value)| format!("{label}\n{value}\n")).collect();
    random::hex(&Sha256::digest(lines.concat()))
}

fn content(lang: Lang, open: &Open, rows: &[(String, String)], address: &str) -> Markup {
    html! {
        div.sheet {
            p { (lang.t_with("enterprise-print-asks", &[("stream", open.stream(lang).into())])) }
            table {
                tbody { @for (label, value) in rows { tr { th scope="row" { (label) } td { (value) } } } }
            }
            @if let Some(estimate) = open.filing().form.estimate { p { (lang.t("enterprise-print-estimate")) (money_print(estimate)) } }
            p { (lang.t("enterprise-promise")) }
            div.code { (code(address)) p { (lang.t("enterprise-print-code")) } }
        }
    }
}

/// The square code that leads to an address.
pub(in crate::pages::applicant) fn code(address: &str) -> Markup {
    qr(address, address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_paper_that_proves_the_estimate() {
        let policy =
            Policy::load(crate::shipped::policy("shenyang-2018").expect("it is shipped")).expect("it is right");
        assert_eq!(document(&policy), Some("service_application"));
    }

    #[test]
    fn the_digest_changes_with_what_is_printed() {
        let row = |value: &str| vec![("用途".to_owned(), value.to_owned())];
        assert_ne!(digest(&row("甲")), digest(&row("乙")));
        assert_eq!(digest(&row("甲")).len(), 64);
    }

    #[test]
    fn a_code_is_drawn_as_one_path_with_its_quiet_zone() {
        let drawn = code("https://example.com/filings/abc?form=0123").into_string();
        assert!(drawn.contains("<svg") && drawn.contains("M4 4h1v1h-1z"), "{drawn}");
    }
}
