//! Yearly figures: the revenue of a year with the number of the report that shows it. The tier of a subsidy year
//! follows the revenue of the year before.

use super::own::{home, own, refused};
use crate::acting;
use crate::app::App;
use crate::lang::Lang;
use crate::session::Me;
use crate::web::components::action::{actions, button, link};
use crate::web::components::field::{Choice, Field};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value;
use crate::web::errors::Problem;
use crate::web::forms::{Asked, Filled, Form, Posted, form};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use crate::web::security::own_path;
use axum::extract::State;
use axum::response::Response;
use domain::command::Command;
use domain::enterprise::{Enterprise, EnterpriseCommand, Figure};
use maud::{Markup, html};
use policy::money::Fen;

/// How many years back figures can be stated.
const YEARS: i16 = 6;
/// The largest revenue the register takes: 900万亿元.
const REVENUE_MOST: Fen = Fen::new(90_000_000_000_000_000);

/// A year with its figures.
type Row<'a> = (i16, &'a Figure);

/// The figures of every year so far.
pub(super) fn table(lang: Lang, enterprise: &Enterprise) -> Markup {
    let rows: Vec<Row<'_>> = enterprise.figures.iter().rev().map(|(year, figure)| (*year, figure)).collect();
    Table::new(lang, lang.t("enterprise-figures-title"))
        .column(Column::text(lang.t("enterprise-figures-year"), |(year, _): &Row<'_>| html! { (year) }))
        .column(Column::number(lang.t("enterprise-figures-revenue"), |(_, figure): &Row<'_>| {
            value::yuan(figure.revenue)
        }))
        .column(Column::text(
            lang.t("enterprise-figures-report"),
            |(_, figure): &Row<'_>| html! { (figure.report_number) },
        ))
        .link(|(year, _)| format!("/enterprise/figures?year={year}"))
        .empty(empty(&lang.t("enterprise-no-figures"), None))
        .draw(&rows)
}

/// `GET /enterprise/figures`.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let own = own(&app, &me).await?;
    let asked = asked.into_filled();
    let last = app.clock.today().year().saturating_sub(1);
    let year = asked.value("year").parse().ok().filter(|year| years(last).contains(year)).unwrap_or(last);
    let filled = Filled::blank().with("year", year.to_string()).with("next", asked.value("next"));
    let filled = match own.enterprise.figures.get(&year) {
        Some(figure) => {
            let revenue = crate::web::format::yuan(figure.revenue);
            filled.with("revenue", revenue).with("report_number", &*figure.report_number)
        }
        None => filled,
    };
    Ok(draw(&app, &visit, &own.enterprise, &filled))
}

/// The years that can be stated, the newest first.
fn years(last: i16) -> Vec<i16> {
    (0..YEARS).map(|back| last.saturating_sub(back)).collect()
}

/// `POST /enterprise/figures`.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Posted(form): Posted,
) -> Result<Response, Problem> {
    let own = own(&app, &me).await?;
    let lang = visit.lang;
    let key = acting::key_of(&form);
    let mut again = form.clone().into_filled();
    let next = own_path(again.value("next")).unwrap_or("/enterprise").to_owned();
    let last = app.clock.today().year().saturating_sub(1);
    let (year, figure) = match form.read(|form| read(lang, form, last)) {
        Ok(read) => read,
        Err(filled) => return Ok(draw(&app, &visit, &own.enterprise, &filled)),
    };
    if own.enterprise.figures.get(&year) == Some(&figure) {
        return Ok(acting::go(&next));
    }
    let command = Command::Enterprise(EnterpriseCommand::SetFigure { year, figure });
    let Err(failed) = acting::act(&app, me.actor(), command, &key).await else { return Ok(acting::go(&next)) };
    refused(&mut again, lang, None, &failed, |field| {
        ["year", "revenue"].contains(&field).then(|| lang.t(&format!("enterprise-figures-{field}")).into_owned())
    })?;
    Ok(draw(&app, &visit, &own.enterprise, &again))
}

fn read(lang: Lang, form: &mut Form, last: i16) -> Option<(i16, Figure)> {
    let codes: Vec<(String, i16)> = years(last).into_iter().map(|year| (year.to_string(), year)).collect();
    let choices: Vec<(&str, i16)> = codes.iter().map(|(code, year)| (code.as_str(), *year)).collect();
    let year = form.choice("year", lang.t("enterprise-figures-year"), &choices).required();
    let revenue = form.money("revenue", lang.t("enterprise-figures-revenue-field")).between(Fen::ZERO, REVENUE_MOST);
    let revenue = revenue.required();
    let report = form.text("report_number", lang.t("enterprise-figures-report")).max(60).required();
    let _ = form.text("next", "").max(2_000).optional();
    Some((year?, Figure { revenue: revenue?, report_number: report? }))
}

fn draw(app: &App, visit: &Visit, enterprise: &Enterprise, filled: &Filled) -> Response {
    let lang = visit.lang;
    let last = app.clock.today().year().saturating_sub(1);
    let choices: Vec<Choice> =
        years(last).into_iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect();
    let revenue = Field::new("revenue", lang.t("enterprise-figures-revenue-field"));
    let report = Field::new("report_number", lang.t("enterprise-figures-report"));
    let back = own_path(filled.value("next")).unwrap_or("/enterprise");
    let body = html! {
        input type="hidden" name="next" value=(filled.value("next"));
        (Field::new("year", lang.t("enterprise-figures-year")).short().select(lang, filled, &choices))
        (revenue.hint(lang.t("enterprise-figures-revenue-hint")).money(lang, filled))
        (report.hint(lang.t("enterprise-figures-report-hint")).half().text(lang, filled))
        (actions(&[button(&lang.t("enterprise-save")), link(&lang.t("enterprise-cancel"), back)]))
    };
    let home = home(lang);
    Page::new(visit, lang.t("enterprise-figures-title"))
        .crumb(home.label, home.href)
        .crumb(lang.t("enterprise-title"), "/enterprise")
        .errors(filled)
        .lead(lang.t("enterprise-figures-lead"))
        .respond(html! {
            (form(visit, "/enterprise/figures", &body))
            h2 { (lang.t("enterprise-figures-stated")) }
            (table(lang, enterprise))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(year: &str, revenue: &str, report: &str) -> Result<(i16, Figure), Filled> {
        let pairs = [("year", year), ("revenue", revenue), ("report_number", report)];
        let form = Form::new(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        form.read(|form| read(Lang::Zh, form, 2018))
    }

    #[test]
    fn zero_revenue_can_be_stated_and_a_year_to_come_cannot() {
        assert_eq!(typed("2018", "0", "审字1号").expect("nothing is wrong").1.revenue, Fen::ZERO);
        assert_eq!(typed("2018", "1.2亿", "审字1号").expect("nothing is wrong").1.revenue, Fen::new(12_000_000_000));
        for (year, revenue) in [("2019", "0"), ("2018", "-1"), ("2018", "0.001"), ("2018", "90000000000000001")] {
            assert!(typed(year, revenue, "审字1号").is_err(), "{year} {revenue}");
        }
        assert!(typed("2018", "0", "").is_err(), "a figure names its report");
    }
}
