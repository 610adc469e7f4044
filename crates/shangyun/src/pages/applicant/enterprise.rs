//! The enterprise's own entry: what it stated, its yearly figures, who may act for it, what it was awarded.

use super::own::{Own, home, own};
use super::profile::{self, Opened, masked};
use super::{figures, register};
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::refusals;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{Link, link_button};
use crate::web::components::answers::{Answer, answers};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::Tone;
use crate::web::components::value;
use crate::web::errors::Problem;
use crate::web::forms::Asked;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use domain::act::Seat;
use domain::enterprise::PastAward;
use maud::{Markup, html};

/// `GET /enterprise`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    if me.actor().seat == Seat::Newcomer {
        return Ok(register::blank(&app, &visit));
    }
    let own = own(&app, &me).await?;
    let opened = profile::opened(&app, &own.enterprise.profile).await?;
    let lang = visit.lang;
    let is_new = !asked.into_filled().value("registered").is_empty();
    let home = home(lang);
    let mut page = Page::new(&visit, &*own.enterprise.profile.name)
        .crumb(home.label, home.href)
        .lead(lang.t("enterprise-lead"))
        .beside_title(link_button(&lang.t("enterprise-begin"), "/filings/new"));
    if is_new {
        page = page.notice(Tone::Ok, &html! { p { (lang.t("enterprise-registered")) } });
    }
    let awards = awards(&app, lang, &own).await?;
    Ok(page.respond(html! {
        (entry(&app, lang, &own, &opened))
        (contact(lang, &own, &opened))
        h2 { (lang.t("enterprise-figures-title")) }
        (figures::table(lang, &own.enterprise))
        p { a href="/enterprise/figures" { (lang.t("enterprise-figures-set")) } }
        h2 { (lang.t("enterprise-colleagues-title")) }
        p { (lang.t(if own.owner { "enterprise-you-own" } else { "enterprise-you-help" })) " " a href="/enterprise/colleagues" { (lang.t("enterprise-colleagues-see")) } }
        h2 { (lang.t("enterprise-awards-title")) }
        (awards)
    }))
}

fn entry(app: &App, lang: Lang, own: &Own, _opened: &Opened) -> Markup {
    let profile = &own.enterprise.profile;
    let change = "/enterprise/profile";
    let answer = |field: &str, value: String| {
        Answer::new(profile::label(lang, field), html! { (value) }, format!("{change}#{field}"))
    };
    let kind = lang.t(&format!("enterprise-kind-{}", own.enterprise.kind()));
    answers(
        lang,
        &lang.t("enterprise-entry-title"),
        &[
            Answer::fixed(profile::label(lang, "credit_code"), html! { span.figure { (own.enterprise.credit_code) } }),
            answer("name", profile.name.clone()),
            answer("district", names::district(app, lang, &profile.district)),
            answer("division", profile::division_named(lang, &profile.division)),
            Answer::fixed(lang.t("enterprise-kind"), html! { (kind) }),
            Answer::new(
                profile::label(lang, "founded_on"),
                value::date(lang, profile.founded_on),
                format!("{change}#founded_on"),
            ),
        ],
    )
}

fn contact(lang: Lang, own: &Own, opened: &Opened) -> Markup {
    let answer = |field: &str, value: &str| {
        let shown = if value.is_empty() { "—" } else { value };
        Answer::new(profile::label(lang, field), html! { (shown) }, format!("/enterprise/profile#{field}"))
    };
    answers(
        lang,
        &lang.t("enterprise-contact-and-bank"),
        &[
            answer("contact_name", &opened.contact_name),
            answer("contact_phone", &opened.contact_phone),
            answer("contact_mail", &opened.contact_mail),
            answer("bank_name", &own.enterprise.profile.bank_name),
            answer("bank_account", &masked(&opened.bank_account)),
        ],
    )
}

async fn awards(app: &App, lang: Lang, own: &Own) -> Result<Markup, Problem> {
    let Some(first) = own.enterprise.awards.first() else {
        let next = Link::new(lang.t("enterprise-begin"), "/filings/new");
        return Ok(empty(&lang.t("enterprise-no-awards"), Some(&next)));
    };
    let programme = seen::programme(app, &first.programme).await?;
    let policy = seen::policy(app, programme.policy_on(app.clock.today()))?;
    let stream = |award: &PastAward| {
        policy.plan().show("stream", &policy::value::Value::Member(award.stream.clone()), refusals::tongue(lang))
    };
    Ok(Table::new(lang, lang.t("enterprise-awards-title"))
        .column(Column::text(lang.t("enterprise-awards-year"), |award: &PastAward| {
            value::date_cell(award.service_date)
        }))
        .column(Column::text(lang.t("enterprise-awards-stream"), move |award: &PastAward| html! { (stream(award)) }))
        .column(Column::number(lang.t("enterprise-awards-amount"), |award: &PastAward| value::yuan(award.amount)))
        .link(|award| format!("/claims/{}", award.claim))
        .draw(&own.enterprise.awards))
}
