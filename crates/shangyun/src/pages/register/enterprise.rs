//! `/enterprises/{id}`: one enterprise with its figures, filings, claims and awards, as far as the reader's office
//! handles them. Contacts are shown to those who handle a case of it; the bank account only where money is paid.

use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::pages::case::course;
use crate::pages::case::look::{Look, Reader};
use crate::refusals;
use crate::seen;
use crate::session::Me;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{date_cell, facts, yuan};
use crate::web::errors::Problem;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use domain::act::{Actor, Seat};
use domain::city::entry::Register;
use domain::claim::Claim;
use domain::credit_code::CreditCode;
use domain::enterprise::{Enterprise, Figure, PastAward};
use domain::filing::Filing;
use domain::ids::EnterpriseId;
use domain::industry;
use maud::{Markup, html};
use policy::policy::Policy;
use std::sync::Arc;
use store::views::cases::{self, Listed};

/// What the page shows.
struct Record {
    enterprise: Enterprise,
    filings: Vec<(Listed<Filing>, Arc<Policy>)>,
    claims: Vec<(Listed<Claim>, Arc<Policy>)>,
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let record = record(&app, me.actor(), &EnterpriseId::new(&id)).await?;
    let enterprise = &record.enterprise;
    let handles =
        matches!(me.actor().seat, Seat::Office { .. }) && !(record.filings.is_empty() && record.claims.is_empty());
    let contacts = if handles { Some(contacts(&app, lang, enterprise).await?) } else { None };
    let inside = Reader::of(&app, me.actor()).sees_inside();
    let office = Reading { app: &app, lang, actor: me.actor() };
    Ok(Page::desk(&visit, enterprise.profile.name.clone())
        .crumb(lang.t("register-enterprises"), "/enterprises")
        .beside_title(html! { span.figure { (enterprise.credit_code) } })
        .lead(lang.t_with(
            "register-enterprise-lead",
            &[("district", names::district(&app, lang, &enterprise.profile.district).into())],
        ))
        .draw(html! {
            (profile(&app, lang, enterprise))
            (listings(&app, lang, enterprise))
            @if let Some(contacts) = contacts { h2 { (lang.t("register-contact-person")) } (contacts) }
            @if inside { h2 { (lang.t("register-figures")) } (figures(lang, enterprise)) }
            h2 { (lang.t("register-filings")) }
            (filings(office, &record))
            @if inside {
                h2 { (lang.t("register-claims")) }
                (claims(office, &record))
                h2 { (lang.t("register-awards")) }
                (awards(&app, lang, enterprise))
            }
        }))
}

/// Who reads, in which language; a look at a case is taken under the case's own policy.
#[derive(Clone, Copy)]
struct Reading<'a> {
    app: &'a App,
    lang: Lang,
    actor: &'a Actor,
}

impl<'a> Reading<'a> {
    fn look(self, policy: &'a Policy) -> Look<'a> {
        Look::new(self.app, self.lang, policy, self.actor)
    }
}

/// The enterprise with its cases within the actor's sight; not found where the actor has nothing to do with it.
async fn record(app: &App, actor: &Actor, id: &EnterpriseId) -> Result<Record, Problem> {
    let enterprise = seen::enterprise(app, id).await?;
    let database = app.store.database();
    let all_filings = cases::filings_of(database, id.as_str()).await.map_err(Problem::failure)?;
    let all_claims = cases::claims_of(database, id.as_str()).await.map_err(Problem::failure)?;
    let mut filings = Vec::new();
    for listed in all_filings {
        let policy = seen::policy(app, &listed.state.policy_hash)?;
        if seen::sight_of(app, &policy, actor).of_filing(&listed.state) {
            filings.push((listed, policy));
        }
    }
    let mut claims = Vec::new();
    for listed in all_claims {
        let policy = seen::policy(app, &listed.state.policy_hash)?;
        if seen::sight_of(app, &policy, actor).of_claim(&listed.state) {
            claims.push((listed, policy));
        }
    }
    let served = super::enterprises::served(app, actor);
    let registered_here = served.is_none_or(|served| served.contains(&enterprise.profile.district));
    if !registered_here && filings.is_empty() && claims.is_empty() {
        return Err(Problem::not_found());
    }
    Ok(Record { enterprise, filings, claims })
}

fn profile(app: &App, lang: Lang, enterprise: &Enterprise) -> Markup {
    let profile = &enterprise.profile;
    let division = industry::division(&profile.division)
        .map_or_else(|| profile.division.clone(), |found| format!("{} {}", found.code, lang.pick(found.zh, found.en)));
    let wrong_code = CreditCode::parse(&enterprise.credit_code).is_err();
    facts(&[
        (
            lang.t("register-credit-code").into_owned(),
            html! {
                span.figure { (enterprise.credit_code) }
                @if wrong_code { " " (tag(Tone::Attention, &lang.t("register-code-admitted"))) }
            },
        ),
        (lang.t("register-district").into_owned(), html! { (names::district(app, lang, &profile.district)) }),
        (lang.t("register-kind-of-applicant").into_owned(), html! { (kind(app, lang, enterprise)) }),
        (lang.t("register-division").into_owned(), html! { (division) }),
        (lang.t("register-founded-on").into_owned(), date_cell(profile.founded_on)),
        (
            lang.t("register-bank").into_owned(),
            html! { (profile.bank_name) " " span.quiet { (lang.t("register-bank-account-where")) } },
        ),
    ])
}

/// The kind of applicant in the words of a policy.
fn kind(app: &App, lang: Lang, enterprise: &Enterprise) -> String {
    let id = enterprise.kind();
    let setting = app.setting();
    let facts = setting.policies.values().filter_map(|policy| policy.plan().fact("kind"));
    let member = facts.flat_map(|fact| &fact.members).find(|member| member.id == id);
    member.map_or_else(|| id.to_owned(), |member| member.text.get(refusals::tongue(lang)).to_owned())
}

/// The lists of the city it stands in today.
fn listings(app: &App, lang: Lang, enterprise: &Enterprise) -> Markup {
    let setting = app.setting();
    let today = app.clock.today();
    let listed: Vec<&Register> =
        setting.city.registers().filter(|list| list.entry(&enterprise.credit_code, today).is_some()).collect();
    if listed.is_empty() {
        return html! { p.quiet { (lang.t("register-on-no-list")) } };
    }
    html! {
        p {
            (lang.t("register-on-lists"))
            @for list in listed { " " a href={ "/registers/lists/" (list.id) } { (tag(Tone::Attention, names::pick(lang, &list.names))) } }
        }
    }
}

async fn contacts(app: &App, lang: Lang, enterprise: &Enterprise) -> Result<Markup, Problem> {
    let profile = &enterprise.profile;
    let personal = [&profile.contact_name, &profile.contact_phone, &profile.contact_mail];
    let ids = personal.map(|one| one.id.clone());
    let opened = app.store.open_personal(&ids).await.map_err(Problem::failure)?;
    let shown = |place: usize| {
        let value = ids.get(place).and_then(|id| opened.get(id)).cloned().flatten();
        html! { @match value { Some(value) => (value), None => span.quiet { (lang.t("register-erased")) } } }
    };
    Ok(facts(&[
        (lang.t("register-contact-name").into_owned(), shown(0)),
        (lang.t("register-contact-phone").into_owned(), html! { span.figure { (shown(1)) } }),
        (lang.t("register-contact-mail").into_owned(), shown(2)),
    ]))
}

fn figures(lang: Lang, enterprise: &Enterprise) -> Markup {
    let rows: Vec<(&i16, &Figure)> = enterprise.figures.iter().rev().collect();
    Table::new(lang, lang.t("register-figures"))
        .column(Column::text(lang.t("register-year"), |row: &(&i16, &Figure)| html! { span.figure { (row.0) } }))
        .column(Column::number(lang.t("register-revenue"), |row: &(&i16, &Figure)| yuan(row.1.revenue)))
        .column(Column::text(lang.t("register-report"), |row: &(&i16, &Figure)| html! { (row.1.report_number) }))
        .empty(empty(&lang.t("register-no-figures"), None))
        .draw(&rows)
}

type Case<T> = (Listed<T>, Arc<Policy>);

fn filings(office: Reading<'_>, record: &Record) -> Markup {
    let lang = office.lang;
    Table::new(lang, lang.t("register-filings"))
        .column(Column::text(lang.t("register-case-number"), |row: &Case<Filing>| {
            html! { span.figure { (row.0.state.number.as_deref().unwrap_or("—")) } }
        }))
        .column(Column::text(
            lang.t("register-stream"),
            move |row: &Case<Filing>| html! { (office.look(&row.1).stream(&row.0.state.stream)) },
        ))
        .column(Column::text(lang.t("register-state"), move |row: &Case<Filing>| {
            course::state(office.look(&row.1), row.0.state.course.as_ref())
        }))
        .column(Column::number(lang.t("register-reserved"), |row: &Case<Filing>| {
            html! { @if let Some((_, amount)) = row.0.state.reserved() { (yuan(amount)) } }
        }))
        .link(|row| format!("/filings/{}", row.0.id))
        .empty(empty(&lang.t("register-no-filings"), None))
        .draw(&record.filings)
}

fn claims(office: Reading<'_>, record: &Record) -> Markup {
    let lang = office.lang;
    Table::new(lang, lang.t("register-claims"))
        .column(Column::text(
            lang.t("register-case-number"),
            |row: &Case<Claim>| html! { span.figure { (row.0.state.number) } },
        ))
        .column(Column::text(
            lang.t("register-stream"),
            move |row: &Case<Claim>| html! { (office.look(&row.1).stream(&row.0.state.stream)) },
        ))
        .column(Column::text(lang.t("register-contract-year"), |row: &Case<Claim>| date_cell(row.0.state.service_date)))
        .column(Column::text(lang.t("register-state"), move |row: &Case<Claim>| {
            course::state(office.look(&row.1), Some(&row.0.state.course))
        }))
        .column(Column::number(lang.t("register-award"), |row: &Case<Claim>| {
            html! { @if row.0.state.decision.is_some() { (yuan(row.0.state.award())) } }
        }))
        .link(|row| format!("/claims/{}", row.0.id))
        .empty(empty(&lang.t("register-no-claims"), None))
        .draw(&record.claims)
}

fn awards(app: &App, lang: Lang, enterprise: &Enterprise) -> Markup {
    let rows: Vec<&PastAward> = enterprise.awards.iter().collect();
    let total = enterprise.awards.iter().fold(policy::money::Fen::ZERO, |sum, one| sum.add(one.amount).unwrap_or(sum));
    Table::new(lang, lang.t("register-awards"))
        .column(Column::text(lang.t("register-contract-year"), |one: &&PastAward| date_cell(one.service_date)))
        .column(Column::text(
            lang.t("register-stream"),
            |one: &&PastAward| html! { (super::stream(app, lang, &one.stream)) },
        ))
        .column(Column::number(lang.t("register-award"), |one: &&PastAward| yuan(one.amount)))
        .totals(lang.t("register-total"), vec![yuan(total)])
        .empty(empty(&lang.t("register-no-awards"), None))
        .draw(&rows)
}
