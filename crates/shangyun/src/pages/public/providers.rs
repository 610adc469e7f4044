//! `GET /providers`: the catalogue of providers on today's date, and the project types that may be claimed.
//! `GET /providers/{id}`: one of them.

use super::standing;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::web::components::action::Link;
use crate::web::components::field::{Choice, Field};
use crate::web::components::filter::filter;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::facts;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Asked, Filled};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use domain::city::City;
use domain::city::entry::{Period, Provider, ProviderKind};
use jiff::civil::Date;
use maud::{Markup, html};

const KINDS: [(&str, ProviderKind); 3] = [
    ("platform", ProviderKind::Platform),
    ("application", ProviderKind::Application),
    ("operator", ProviderKind::Operator),
];

/// What is looked for.
#[derive(Clone, Debug, Default)]
struct Search {
    name: Option<String>,
    kind: Option<ProviderKind>,
    with_former: bool,
}

/// The catalogue.
pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(form): Asked) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let today = app.clock.today();
    let filled = form.clone().into_filled();
    let search = form
        .read(|form| {
            let name = form.text("name", "").optional();
            let kind = form.choice("kind", "", &KINDS).optional();
            let with_former = form.ticked("former");
            Some(Search { name: name?, kind: kind?, with_former })
        })
        .unwrap_or_default();
    let setting = app.setting();
    let found: Vec<&Provider> = setting.city.providers().filter(|one| search.finds(one, today)).collect();
    let types = project_types(&app, lang, &setting.city, today).await?;
    let page = Page::new(&visit, lang.t("menu-providers"))
        .crumb(lang.t("public-home"), "/")
        .lead(lang.t_with("public-providers-lead", &[("date", format::date_text(lang, today).into())]))
        .wide();
    Ok(page.draw(html! {
        (filters(lang, &filled))
        (list(lang, today, &found))
        (types)
    }))
}

impl Search {
    fn finds(&self, provider: &Provider, today: Date) -> bool {
        let named = |text: &String| {
            let text = text.to_lowercase();
            let names = [&provider.names.zh, &provider.names.en];
            names.into_iter().any(|name| name.to_lowercase().contains(&text))
                || provider.credit_code.as_str().to_lowercase() == text
        };
        (self.with_former || provider.period.contains(today))
            && self.name.as_ref().is_none_or(named)
            && self.kind.is_none_or(|kind| provider.kinds.contains(&kind))
    }
}

fn filters(lang: Lang, filled: &Filled) -> Markup {
    let kinds = KINDS.map(|(code, kind)| Choice::new(code, kind_name(lang, kind)));
    let fields = [
        Field::new("name", lang.t("public-provider-name")).optional().text(lang, filled),
        Field::new("kind", lang.t("public-provider-kind")).optional().select(lang, filled, &kinds),
        Field::new("former", lang.t("public-provider-former")).optional().checkbox(lang, filled),
    ];
    filter(lang, "/providers", &fields)
}

fn list(lang: Lang, today: Date, found: &[&Provider]) -> Markup {
    Table::new(lang, lang.t("menu-providers"))
        .column(Column::text(lang.t("public-provider"), |one: &&Provider| html! { (names::pick(lang, &one.names)) }))
        .column(Column::text(lang.t("public-provider-kind"), |one: &&Provider| html! { (kinds(lang, one)) }))
        .column(Column::text(lang.t("public-provider-period"), |one: &&Provider| html! { (period(lang, &one.period)) }))
        .column(Column::text(lang.t("public-provider-state"), move |one: &&Provider| listed(lang, one, today)))
        .link(|one: &&Provider| format!("/providers/{}", one.id))
        .empty(empty(&lang.t("public-providers-none"), Some(&Link::new(lang.t("filter-clear"), "/providers"))))
        .draw(found)
}

/// What a kind is called.
fn kind_name(lang: Lang, kind: ProviderKind) -> String {
    let key = match kind {
        ProviderKind::Platform => "public-kind-platform",
        ProviderKind::Application => "public-kind-application",
        ProviderKind::Operator => "public-kind-operator",
    };
    lang.t(key).into_owned()
}

fn kinds(lang: Lang, provider: &Provider) -> String {
    provider.kinds.iter().map(|kind| kind_name(lang, *kind)).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn period(lang: Lang, period: &Period) -> String {
    let day = |day: Option<Date>| day.map(|day| format::date_text(lang, day));
    let words = match (day(period.from), day(period.until)) {
        (Some(from), Some(until)) => lang.t_with("public-term-says", &[("first", from.into()), ("last", until.into())]),
        (Some(from), None) => lang.t_with("public-term-open", &[("first", from.into())]),
        (None, Some(until)) => lang.t_with("public-period-until", &[("last", until.into())]),
        (None, None) => lang.t("public-period-always"),
    };
    let known = if period.date_known { String::new() } else { lang.t("public-period-uncertain").into_owned() };
    format!("{words}{known}")
}

fn listed(lang: Lang, provider: &Provider, today: Date) -> Markup {
    if provider.period.contains(today) {
        return tag(Tone::Ok, &lang.t("public-provider-listed"));
    }
    let is_ahead = provider.period.from.is_some_and(|from| today < from);
    tag(Tone::Neutral, &lang.t(if is_ahead { "public-provider-ahead" } else { "public-provider-gone" }))
}

/// The project types of each stream on today's date.
async fn project_types(app: &App, lang: Lang, city: &City, today: Date) -> Result<Markup, Problem> {
    let all = standing::all(app).await?;
    let streams: Vec<(String, String)> = all
        .iter()
        .take(1)
        .flat_map(|one| one.policy.plan().streams())
        .map(|member| (member.id.clone(), member.text.get(crate::refusals::tongue(lang)).to_owned()))
        .collect();
    let of = |stream: &str| {
        let types = city.project_types_on(stream, today);
        types.map(|one| names::pick(lang, &one.names).to_owned()).collect::<Vec<String>>()
    };
    let shown: Vec<(String, Vec<String>)> =
        streams.into_iter().map(|(id, name)| (name, of(&id))).filter(|(_, types)| !types.is_empty()).collect();
    Ok(html! {
        @if !shown.is_empty() {
            section #project-types {
                h2 { (lang.t("public-project-types")) }
                p { (lang.t("public-project-types-says")) }
                div.split { @for (name, types) in &shown { div { h3 { (name) } ul { @for one in types { li { (one) } } } } } }
            }
        }
    })
}

/// One provider.
pub(super) async fn one(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let today = app.clock.today();
    let setting = app.setting();
    let provider = setting.city.provider(&id).ok_or_else(Problem::not_found)?;
    let does: Vec<String> = provider
        .kinds
        .iter()
        .map(|kind| match kind {
            ProviderKind::Platform => lang.t("public-kind-platform-does").into_owned(),
            ProviderKind::Application => lang.t("public-kind-application-does").into_owned(),
            ProviderKind::Operator => lang.t("public-kind-operator-does").into_owned(),
        })
        .collect();
    let page = Page::new(&visit, names::pick(lang, &provider.names))
        .crumb(lang.t("public-home"), "/")
        .crumb(lang.t("menu-providers"), "/providers")
        .beside_title(listed(lang, provider, today));
    Ok(page.draw(html! {
        (facts(&[
            (lang.t("public-provider-code").into_owned(), html! { span.figure { (provider.credit_code.as_str()) } }),
            (lang.t("public-provider-kind").into_owned(), html! { (kinds(lang, provider)) }),
            (lang.t("public-provider-period").into_owned(), html! { (period(lang, &provider.period)) }),
        ]))
        h2 { (lang.t("public-provider-does")) }
        ul { @for one in &does { li { (one) } } }
        p.quiet { (lang.t("public-provider-register")) }
    }))
}
