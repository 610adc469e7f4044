//! Providers, project types and experts of the city, with their days.

use super::{period, role};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::session::Me;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::act::{Actor, Seat};
use domain::city::entry::{Expert, Period, ProjectType, Provider, ProviderKind};
use jiff::civil::Date;
use maud::{Markup, html};
use policy::plan::words::StepKind;
use policy::policy::Policy;
use std::sync::Arc;

/// Whether an entry counts today, as a tag.
fn in_force(lang: Lang, span: &Period, today: Date) -> Markup {
    if span.contains(today) {
        tag(Tone::Ok, &lang.t("register-listed"))
    } else {
        tag(Tone::Neutral, &lang.t("register-not-listed"))
    }
}

/// `/registers/providers`.
pub(super) async fn providers(State(app): State<App>, visit: Visit) -> Markup {
    let lang = visit.lang;
    let setting = app.setting();
    let today = app.clock.today();
    let rows: Vec<&Provider> = setting.city.providers().collect();
    let table = Table::new(lang, lang.t("register-providers"))
        .column(Column::text(lang.t("register-provider"), |one: &&Provider| html! { (names::pick(lang, &one.names)) }))
        .column(Column::text(lang.t("register-credit-code"), |one: &&Provider| {
            html! { span.figure { (one.credit_code.as_str()) } }
        }))
        .column(Column::text(lang.t("register-kind"), |one: &&Provider| {
            let kinds: Vec<_> = one.kinds.iter().map(|kind| lang.t(provider_kind(*kind))).collect();
            html! { (kinds.join(lang.pick("、", ", "))) }
        }))
        .column(Column::text(lang.t("register-period"), |one: &&Provider| period(lang, &one.period)))
        .column(Column::text(lang.t("register-today"), |one: &&Provider| in_force(lang, &one.period, today)))
        .column(Column::text(lang.t("register-related"), |one: &&Provider| {
            html! { @for code in &one.related { div.figure { (code.as_str()) } } }
        }))
        .link(|one| format!("/providers/{}", one.id))
        .empty(empty(&lang.t("register-none"), None));
    Page::desk(&visit, lang.t("register-providers"))
        .crumb(lang.t("register-title"), "/registers")
        .lead(lang.t("register-providers-lead"))
        .draw(table.draw(&rows))
}

/// The words for what a provider does.
pub(super) const fn provider_kind(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Platform => "register-provider-platform",
        ProviderKind::Application => "register-provider-application",
        ProviderKind::Operator => "register-provider-operator",
    }
}

/// `/registers/project-types`.
pub(super) async fn project_types(State(app): State<App>, visit: Visit) -> Markup {
    let lang = visit.lang;
    let setting = app.setting();
    let today = app.clock.today();
    let rows: Vec<&ProjectType> = setting.city.project_types().collect();
    let table = Table::new(lang, lang.t("register-project-types"))
        .column(Column::text(
            lang.t("register-project-type"),
            |one: &&ProjectType| html! { (names::pick(lang, &one.names)) },
        ))
        .column(Column::text(
            lang.t("register-stream"),
            |one: &&ProjectType| html! { (super::stream(&app, lang, &one.stream)) },
        ))
        .column(Column::text(lang.t("register-period"), |one: &&ProjectType| period(lang, &one.period)))
        .column(Column::text(lang.t("register-today"), |one: &&ProjectType| in_force(lang, &one.period, today)))
        .empty(empty(&lang.t("register-none"), None));
    Page::desk(&visit, lang.t("register-project-types"))
        .crumb(lang.t("register-title"), "/registers")
        .lead(lang.t("register-project-types-lead"))
        .draw(table.draw(&rows))
}

/// Whether somebody may look experts up: those whose office takes part in a review, who keep the registers, or audit.
pub(super) fn may_see_experts(app: &App, actor: &Actor) -> bool {
    match &actor.seat {
        Seat::SystemAdmin | Seat::InternalAuditor | Seat::ExternalAuditor { .. } => true,
        Seat::Office { office, .. } => {
            let setting = app.setting();
            let today = app.clock.today();
            let procedures = setting.policies.values().flat_map(|policy| &policy.plan().procedures);
            let mut reviews = procedures.flat_map(|one| &one.steps).filter(|step| step.kind == StepKind::Expert);
            reviews.any(|step| step.roles.iter().any(|role| setting.city.holds(office, role, None, today)))
        }
        Seat::Enterprise { .. }
        | Seat::Newcomer
        | Seat::Provider { .. }
        | Seat::Expert { .. }
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => false,
    }
}

/// `/registers/experts`.
pub(super) async fn experts(State(app): State<App>, visit: Visit, me: Me) -> Result<Markup, Problem> {
    if !may_see_experts(&app, me.actor()) {
        return Err(Problem::forbidden().saying(visit.lang.t("register-experts-not-yours")));
    }
    let lang = visit.lang;
    let setting = app.setting();
    let today = app.clock.today();
    let rows: Vec<&Expert> = setting.city.experts().collect();
    let table = Table::new(lang, lang.t("register-experts"))
        .column(Column::text(lang.t("register-expert"), |one: &&Expert| html! { (names::pick(lang, &one.names)) }))
        .column(Column::text(lang.t("register-field"), |one: &&Expert| html! { (names::pick(lang, &one.field)) }))
        .column(Column::text(lang.t("register-employer"), |one: &&Expert| {
            html! { span.figure { (one.employer.as_str()) } }
        }))
        .column(Column::text(lang.t("register-period"), |one: &&Expert| period(lang, &one.period)))
        .column(Column::text(lang.t("register-today"), |one: &&Expert| in_force(lang, &one.period, today)))
        .empty(empty(&lang.t("register-none"), None));
    let reviews = |policy: &Arc<Policy>| {
        let mut steps = policy.plan().procedures.iter().flat_map(|one| &one.steps);
        steps.find(|step| step.kind == StepKind::Expert).and_then(|step| step.roles.first().cloned())
    };
    let lead = setting.policies.values().find_map(reviews).unwrap_or_default();
    let who = role(&app, lang, &lead);
    Ok(Page::desk(&visit, lang.t("register-experts"))
        .crumb(lang.t("register-title"), "/registers")
        .lead(lang.t_with("register-experts-lead", &[("who", who.into())]))
        .draw(table.draw(&rows)))
}
