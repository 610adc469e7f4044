//! Verifying the journal from a page: it runs beside everything else, and the page looks again until it has ended.

use crate::acting;
use crate::app::App;
use crate::clock::real_now;
use crate::lang::Lang;
use crate::session::Me;
use crate::web::components::action::button;
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::form;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::random::hex;
use crate::works::Verification;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use std::sync::Arc;
use store::verify::{self, Report};

const PATH: &str = "/admin/journal/verification";
/// How often the page looks again, in seconds.
const LOOKS: u32 = 2;

/// `GET /admin/journal/verification`.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let lang = visit.lang;
    let page = Page::desk(&visit, lang.t("admin-verify"))
        .crumb(lang.t("admin-journal"), "/admin/journal")
        .lead(lang.t("admin-verify-says"));
    let again = form(&visit, PATH, &button(&lang.t("admin-verify-start")));
    match app.works.verification() {
        None => page.respond(again),
        Some(one) if one.ended.is_none() => page
            .refresh(LOOKS)
            .beside_title(tag(Tone::Attention, &lang.t("admin-verify-runs")))
            .respond(html! { p { (lang.t("admin-verify-wait")) } (counts(&app, lang, &one)) }),
        Some(one) => page.respond(html! { (ended(&app, lang, &one)) (again) }),
    }
}

fn counts(app: &App, lang: Lang, one: &Verification) -> Markup {
    let figure = |count: u64| html! { span.figure { (format::grouped(count)) } };
    facts(&[
        (
            lang.t("admin-verify-began").into_owned(),
            html! { (format::time_text(lang, one.began_at, app.clock.zone())) },
        ),
        (lang.t("admin-entries").into_owned(), figure(one.entries)),
        (lang.t("admin-verify-rows").into_owned(), figure(one.rows)),
        (lang.t("admin-verify-documents").into_owned(), figure(one.documents)),
    ])
}

fn ended(app: &App, lang: Lang, one: &Verification) -> Markup {
    let Some((at, outcome)) = &one.ended else { return html! {} };
    html! {
        p { (lang.t_with("admin-verify-ended", &[("at", format::time_text(lang, *at, app.clock.zone()).into())])) }
        @match outcome {
            Ok(report) => { (found(lang, report)) },
            Err(words) => { p { (tag(Tone::Stop, &lang.t("admin-verify-failed"))) } p { (words) } },
        }
    }
}

/// What a verification found: nothing, or every finding.
fn found(lang: Lang, report: &Report) -> Markup {
    let figure = |count: u64| html! { span.figure { (format::grouped(count)) } };
    html! {
        @if report.is_clean() { p { (tag(Tone::Ok, &lang.t("admin-verified-clean"))) } }
        @else {
            p { (tag(Tone::Stop, &lang.t("admin-verified-broken"))) }
            p { strong { (lang.t("admin-verify-stop")) } }
            ol { @for finding in &report.findings { li { code { (finding) } } } }
        }
        (facts(&[
            (lang.t("admin-entries").into_owned(), figure(report.entries)),
            (lang.t("admin-verify-root").into_owned(), html! { span.figure { (hex(&report.root)) } }),
            (lang.t("admin-verify-rows").into_owned(), figure(report.rows)),
            (lang.t("admin-verify-documents").into_owned(), figure(report.documents)),
        ]))
    }
}

/// `POST /admin/journal/verification`.
pub(super) async fn start(State(app): State<App>, me: Me) -> Result<Response, Problem> {
    if app.works.begin_verification(real_now()) {
        tracing::info!(account = %me.actor().account, "a verification begins");
        tokio::spawn(async move {
            let works = Arc::clone(&app.works);
            let outcome = verify::verify(&app.store, Vec::new(), move |progress| works.verifying(progress)).await;
            if let Ok(report) = &outcome
                && !report.is_clean()
            {
                tracing::error!(findings = report.findings.len(), "the verification found something wrong");
            }
            app.works.end_verification(real_now(), outcome.map_err(|error| error.to_string()));
        });
    }
    Ok(acting::go(PATH))
}
