//! `/registers`: which registers the city keeps, how many stand in each today, and where each is used.

use crate::app::App;
use crate::lang::Lang;
use crate::names;
use crate::session::Me;
use crate::web::components::table::{Column, Table};
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::city::entry::Register;
use jiff::civil::Date;
use maud::{Markup, html};

/// One register in the overview.
struct Line {
    title: String,
    href: String,
    what: String,
    today: usize,
    all: usize,
}

pub(super) async fn show(State(app): State<App>, visit: Visit, me: Me) -> Markup {
    let lang = visit.lang;
    let today = app.clock.today();
    let may_see_experts = super::catalogue::may_see_experts(&app, me.actor());
    let lines = lines(&app, lang, today, may_see_experts);
    let table = Table::new(lang, lang.t("register-title"))
        .column(Column::text(lang.t("register-name"), |line: &Line| html! { (line.title) }))
        .column(Column::text(lang.t("register-what"), |line: &Line| html! { (line.what) }))
        .column(Column::number(lang.t("register-in-force"), |line: &Line| html! { (count(line.today)) }))
        .column(Column::number(lang.t("register-ever"), |line: &Line| html! { (count(line.all)) }))
        .link(|line| line.href.clone());
    Page::desk(&visit, lang.t("register-title"))
        .lead(lang.t("register-lead"))
        .draw(html! { (table.draw(&lines)) p.quiet { (lang.t("register-kept-in-files")) } })
}

fn count(number: usize) -> String {
    format::grouped(u64::try_from(number).unwrap_or(u64::MAX))
}

fn lines(app: &App, lang: Lang, today: Date, experts: bool) -> Vec<Line> {
    let setting = app.setting();
    let city = &setting.city;
    let line = |key: &str, href: &str, today: usize, all: usize| Line {
        title: lang.t(&format!("register-{key}")).into_owned(),
        href: href.to_owned(),
        what: lang.t(&format!("register-{key}-what")).into_owned(),
        today,
        all,
    };
    let districts = city.districts().count();
    let offices = city.offices().count();
    let holding = city.offices().filter(|office| office.roles(today).next().is_some()).count();
    let mut lines = vec![
        line("districts", "/registers/districts", districts, districts),
        line("offices", "/registers/offices", holding, offices),
        line(
            "providers",
            "/registers/providers",
            city.providers().filter(|one| one.period.contains(today)).count(),
            city.providers().count(),
        ),
        line(
            "project-types",
            "/registers/project-types",
            city.project_types().filter(|one| one.period.contains(today)).count(),
            city.project_types().count(),
        ),
    ];
    lines.extend(city.registers().map(|register| of_list(app, lang, today, register)));
    if experts {
        let now = city.experts().filter(|one| one.period.contains(today)).count();
        lines.push(line("experts", "/registers/experts", now, city.experts().count()));
    }
    let years = city.calendar().years().count();
    let now = usize::from(city.calendar().years().any(|year| year == today.year()));
    lines.push(line("calendar", "/registers/calendar", now, years));
    let letterheads = city.letterheads().count();
    lines.push(line("letterheads", "/registers/letterheads", letterheads, letterheads));
    lines
}

/// A list of the city: what it is for is said by the policy that asks for it.
fn of_list(app: &App, lang: Lang, today: Date, register: &Register) -> Line {
    let now = register.entries.values().filter(|listings| listings.iter().any(|one| one.period.contains(today)));
    Line {
        title: names::pick(lang, &register.names).to_owned(),
        href: format!("/registers/lists/{}", register.id),
        what: super::list::used_for(app, lang, &register.id),
        today: now.count(),
        all: register.entries.len(),
    }
}
