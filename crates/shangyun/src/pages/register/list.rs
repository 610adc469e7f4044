//! `/registers/lists/{list}`: one dated list of the city, such as the monitored enterprises, fifty subjects at a time.

use super::period;
use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::refusals;
use crate::session::Me;
use crate::web::components::action::Link;
use crate::web::components::field::Field;
use crate::web::components::filter::filter;
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Paging, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::errors::Problem;
use crate::web::forms::Asked;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use domain::city::entry::{Listing, Register, SubjectKind};
use maud::{Markup, html};
use policy::plan::clause::ClausePart;
use policy::policy::Policy;
use std::collections::BTreeMap;
use store::views::enterprises;

/// Subjects on a page.
const PER_PAGE: usize = 50;

/// A subject of the list with its entries.
struct Line<'a> {
    subject: &'a str,
    listings: &'a [Listing],
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(list): Path<String>,
    Asked(asked): Asked,
) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let setting = app.setting();
    let register = setting.city.register(&list).ok_or_else(Problem::not_found)?;
    let filled = asked.into_filled();
    let found = matching(register, filled.value("q"));
    let page = filled.value("page").parse::<usize>().unwrap_or(1).max(1);
    let lines: Vec<Line> =
        found.iter().skip((page - 1).saturating_mul(PER_PAGE)).take(PER_PAGE).map(Line::of).collect();
    let names = enterprise_names(&app, me.actor(), register, &lines).await?;
    let path = format!("/registers/lists/{list}");
    let paging = Paging {
        page: u64::try_from(page).unwrap_or(1),
        per_page: 50,
        total: u64::try_from(found.len()).unwrap_or(u64::MAX),
    };
    let today = app.clock.today();
    let table = table(lang, register, &names)
        .column(Column::text(lang.t("register-today"), move |line: &Line| {
            if line.listings.iter().any(|one| one.period.contains(today)) {
                tag(Tone::Ok, &lang.t("register-listed"))
            } else {
                tag(Tone::Neutral, &lang.t("register-not-listed"))
            }
        }))
        .at(&path, &filled)
        .paged(paging)
        .empty(empty(&lang.t("register-none"), Some(&Link::new(lang.t("filter-clear"), path.as_str()))));
    let search = Field::new("q", lang.t("register-subject")).optional().text(lang, &filled);
    Ok(Page::desk(&visit, names::pick(lang, &register.names))
        .crumb(lang.t("register-title"), "/registers")
        .lead(used_for(&app, lang, &list))
        .draw(html! { (filter(lang, &path, &[search])) (table.draw(&lines)) }))
}

impl<'a> Line<'a> {
    fn of(found: &(&'a str, &'a [Listing])) -> Self {
        Self { subject: found.0, listings: found.1 }
    }
}

/// The subjects that hold what was asked for, small letters for capitals.
fn matching<'a>(register: &'a Register, asked: &str) -> Vec<(&'a str, &'a [Listing])> {
    let asked = asked.trim().to_uppercase();
    let entries = register.entries.iter().filter(|(subject, _)| subject.to_uppercase().contains(&asked));
    entries.map(|(subject, listings)| (subject.as_str(), listings.as_slice())).collect()
}

/// The registered enterprises behind the codes of this page, as far as the reader may look them up: id and name.
async fn enterprise_names(
    app: &App,
    actor: &domain::act::Actor,
    register: &Register,
    lines: &[Line<'_>],
) -> Result<BTreeMap<String, enterprises::Listed>, Problem> {
    let served = super::enterprises::served(app, actor);
    if register.subject != SubjectKind::CreditCode || served == Some(Vec::new()) {
        return Ok(BTreeMap::new());
    }
    let codes: Vec<&str> = lines.iter().map(|line| line.subject).collect();
    let found = enterprises::of_codes(app.store.database(), &codes).await.map_err(Problem::failure)?;
    let seen = found.into_iter().filter(|one| served.as_ref().is_none_or(|served| served.contains(&one.district)));
    Ok(seen.map(|one| (one.credit_code.clone(), one)).collect())
}

fn table<'a>(
    lang: Lang,
    register: &'a Register,
    names: &'a BTreeMap<String, enterprises::Listed>,
) -> Table<'a, Line<'a>> {
    let mut table = Table::new(lang, names::pick(lang, &register.names));
    if register.subject == SubjectKind::CreditCode {
        table = table
            .column(Column::text(
                lang.t("register-credit-code"),
                |line: &Line| html! { span.figure { (line.subject) } },
            ))
            .column(Column::text(lang.t("register-enterprise"), move |line: &Line| {
                html! {
                    @if let Some(one) = names.get(line.subject) { a href={ "/enterprises/" (one.id) } { (one.name) } }
                    @else { span.quiet { (lang.t("register-not-registered")) } }
                }
            }));
    } else {
        table = table.column(Column::text(lang.t("register-subject"), |line: &Line| html! { (line.subject) }));
    }
    table
        .column(Column::text(lang.t("register-period"), move |line: &Line| {
            html! { @for one in line.listings { div { (period(lang, &one.period)) } } }
        }))
        .column(Column::text(lang.t("register-note"), |line: &Line| {
            html! { @for one in line.listings { @if let Some(note) = &one.note { div { (note) } } } }
        }))
}

/// What the policies of the city use a list for: who keeps it, and the clauses whose rules ask it.
pub(super) fn used_for(app: &App, lang: Lang, list: &str) -> String {
    let setting = app.setting();
    let mut uses = setting.policies.values().filter_map(|policy| {
        let register = policy.plan().registers.iter().find(|one| one.id == list)?;
        let keepers: Vec<String> =
            register.kept_by.iter().map(|role| refusals::label(lang, Some(policy), role)).collect();
        let comma = lang.pick("、", ", ");
        let clauses = asking(policy, &register.text.zh).join(comma);
        let values = [("clauses", clauses.into()), ("keepers", keepers.join(comma).into())];
        Some(lang.t_with("register-list-used", &values).into_owned())
    });
    uses.next().unwrap_or_else(|| lang.t("register-list-unused").into_owned())
}

/// The clauses whose rules name a register, but for the one that declares it.
fn asking<'a>(policy: &'a Policy, register: &str) -> Vec<&'a str> {
    let names_it = |part: &ClausePart| match part {
        ClausePart::Rules(rules) => {
            let lines = rules.source.lines().filter(|line| !line.starts_with("名录"));
            lines.into_iter().any(|line| line.contains(register))
        }
        ClausePart::Prose(_) | ClausePart::Table(_) => false,
    };
    let clauses = policy.plan().clauses.iter().filter(|clause| clause.parts.iter().any(names_it));
    clauses.map(|clause| clause.id.as_str()).collect()
}
