//! `GET /disclosure/{round}`: the list of one round as the public sees it. `GET /disclosure/{round}/print`: as a paper.

use super::stream_name;
use crate::app::App;
use crate::names;
use crate::pages::public::notices::{self, Published};
use crate::pages::public::policy::reader::Reader;
use crate::refusals::clause_address;
use crate::web::components::action::{Link, link};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::tag::{Tone, tag};
use crate::web::components::value::{deadline, facts, money, money_print, yuan};
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::layout::page::Page;
use crate::web::layout::paper::{Paper, paper};
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use domain::city::City;
use domain::round::notice::PublicLine;
use maud::{Markup, html};

/// A reader of the policy that a notice rests on.
pub(super) fn reader<'a>(app: &App, visit: &Visit, notice: &'a Published, city: &'a City) -> Reader<'a> {
    Reader { lang: visit.lang, policy: &notice.policy, programme: None, city, today: app.clock.today() }
}

/// The page.
pub(in crate::pages::public) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let notice = notices::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &notice, &setting.city);
    let is_open = notice.takes_objections(reader.today);
    let (tone, state) =
        if is_open { (Tone::Ok, "public-notice-running") } else { (Tone::Neutral, "public-notice-over") };
    let mut page = Page::new(&visit, reader.with("public-notice-name", &[("number", notice.number().into())]))
        .crumb(reader.t("public-home"), "/")
        .crumb(reader.t("menu-disclosure"), "/disclosure")
        .lead(reader.t("public-notice-lead"))
        .beside_title(tag(tone, &reader.t(state)))
        .wide();
    if is_open {
        page = page
            .todo(reader.t("public-notice-todo"))
            .due(deadline(reader.lang, names::deadline(&app, notice.notice.until)));
    }
    Ok(page.draw(html! {
        (facts(&particulars(&app, reader, &notice)))
        (list(&app, reader, &notice, is_open))
        p { (link(&reader.t("public-notice-print"), &format!("/disclosure/{}/print", notice.id))) }
        @if !is_open { p.quiet { (reader.t("public-notice-closed-says")) } }
    }))
}

fn offices(app: &App, reader: Reader<'_>, notice: &Published) -> String {
    reader.joined(notice.roles().iter().map(|role| names::holder(app, reader.lang, &notice.policy, role, None)))
}

fn particulars(app: &App, reader: Reader<'_>, notice: &Published) -> Vec<(String, Markup)> {
    let zone = app.setting().city.time_zone().clone();
    let published = format::time_text(reader.lang, notice.notice.published_at, &zone);
    let clause = notice.clause();
    vec![
        (reader.t("public-notice-by"), html! { (offices(app, reader, notice)) }),
        (reader.t("public-notice-from"), html! { (published) }),
        (reader.t("public-notice-until"), html! { (format::date_text(reader.lang, notice.notice.until)) }),
        (
            reader.t("public-notice-total-says"),
            html! { (reader.with("public-notice-size", &[("n", notice.lines().len().into())])) " · " (money(reader.lang, notice.total())) },
        ),
        (reader.t("public-notice-clause"), link(clause, &clause_address(Some(&notice.policy), clause))),
        (reader.t("public-notice-hash"), html! { span.hash { code { (notice.notice.hash) } } }),
    ]
}

fn list(app: &App, reader: Reader<'_>, notice: &Published, is_open: bool) -> Markup {
    let lines = notice.lines();
    let table = Table::new(reader.lang, reader.t("public-notice-list"))
        .column(Column::text(reader.t("public-company"), |line: &PublicLine<'_>| html! { (line.enterprise_name) }))
        .column(Column::text(
            reader.t("public-stream"),
            move |line: &PublicLine<'_>| html! { (stream_name(reader, line.stream)) },
        ))
        .column(Column::text(
            reader.t("public-district"),
            move |line: &PublicLine<'_>| html! { (names::district(app, reader.lang, line.district)) },
        ))
        .column(Column::number(reader.t("public-award-yuan"), |line: &PublicLine<'_>| yuan(line.award)));
    let table = if is_open {
        table.column(Column::text(reader.t("public-object-column"), move |line: &PublicLine<'_>| {
            let href = format!("/disclosure/{}/object/{}", notice.id, line.claim);
            html! { a href=(href) { (reader.t("public-object")) span.hidden { (reader.lang.pick("：", ": ")) (line.enterprise_name) } } }
        }))
    } else {
        table
    };
    let total = notice.total();
    table
        .totals(reader.t("public-total"), if is_open { vec![yuan(total), html! {}] } else { vec![yuan(total)] })
        .empty(empty(&reader.t("public-notice-empty"), None))
        .draw(&lines)
}

/// The notice as a paper.
pub(in crate::pages::public) async fn print(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let notice = notices::of(&app, &id).await?;
    let setting = app.setting();
    let reader = reader(&app, &visit, &notice, &setting.city);
    let office = offices(&app, reader, &notice);
    let zone = setting.city.time_zone();
    let published = notice.notice.published_at.to_zoned_datetime(zone.clone()).date();
    let sheet = Paper {
        number: notice.number().to_owned(),
        title: reader.t("public-notice-paper-title"),
        addressee: None,
        signed: vec![office.clone(), format::date_text(reader.lang, published)],
        office,
        hash: notice.notice.hash.clone(),
        back: Some(Link::new(reader.t("public-notice-back"), format!("/disclosure/{}", notice.id))),
    };
    Ok(paper(&visit, &sheet, &content(&app, reader, &notice)))
}

fn content(app: &App, reader: Reader<'_>, notice: &Published) -> Markup {
    let lines = notice.lines();
    let until = format::date_text(reader.lang, notice.notice.until);
    let plan = reader.said(&reader.plan().name);
    let contacts: Vec<String> = reader
        .city
        .contacts()
        .iter()
        .map(|one| format!("{} {}", names::pick(reader.lang, &one.names), one.value))
        .collect();
    html! {
        p { (reader.with("public-notice-paper-lead", &[("plan", plan.into()), ("clause", notice.clause().into()), ("n", lines.len().into())])) (money_print(notice.total())) (reader.lang.pick("。", ".")) }
        p { (reader.with("public-notice-paper-until", &[("until", until.into()), ("contact", reader.joined(contacts).into())])) }
        div.table tabindex="0" role="region" aria-label=(reader.t("public-notice-list")) {
            table.narrow {
                thead { tr { th { (reader.t("public-line")) } th { (reader.t("public-company")) } th { (reader.t("public-stream")) } th { (reader.t("public-district")) } th.number { (reader.t("public-award-yuan")) } } }
                tbody {
                    @for (place, line) in lines.iter().enumerate() {
                        tr { td { (place + 1) } td { (line.enterprise_name) } td { (stream_name(reader, line.stream)) } td { (names::district(app, reader.lang, line.district)) } td.number { (yuan(line.award)) } }
                    }
                }
                tfoot { tr { td {} td { (reader.t("public-total")) } td {} td {} td.number { (yuan(notice.total())) } } }
            }
        }
    }
}
