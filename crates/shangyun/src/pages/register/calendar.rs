//! `/registers/calendar`: the working days of a year, drawn month by month, with the table of what differs from the
//! plain week and the monthly cut-offs beneath.

use crate::app::App;
use crate::lang::Lang;
use crate::web::components::filter::{Tab, tabs};
use crate::web::components::notice::empty;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::date_cell;
use crate::web::forms::{Asked, address};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::access;
use domain::calendar::Calendar;
use domain::due;
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

/// What a day is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A plain working day.
    Worked,
    /// A plain Saturday or Sunday.
    Weekend,
    /// A weekday without work (休).
    Off,
    /// A weekend day that is worked (班).
    MakeUp,
}

/// One day of a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Day {
    date: Date,
    kind: Kind,
}

/// One line of the table: a month.
struct Month {
    number: i8,
    days: Vec<Day>,
    cut_off: Option<Date>,
}

pub(super) async fn show(State(app): State<App>, visit: Visit, Asked(asked): Asked) -> Markup {
    let lang = visit.lang;
    let setting = app.setting();
    let calendar = setting.city.calendar();
    let today = app.clock.today();
    let years: Vec<i16> = calendar.years().collect();
    let filled = asked.into_filled();
    let wanted = filled.value("year").parse().unwrap_or_else(|_| today.year());
    let year = if years.contains(&wanted) { Some(wanted) } else { None };
    let choices: Vec<Tab> = years
        .iter()
        .map(|one| Tab {
            label: one.to_string(),
            href: address("/registers/calendar", [("year", one.to_string().as_str())]),
            count: None,
            current: Some(*one) == year,
        })
        .collect();
    let page = Page::desk(&visit, lang.t("register-calendar"))
        .crumb(lang.t("register-title"), "/registers")
        .lead(lang.t("register-calendar-lead"));
    let Some(year) = year else {
        let says = lang.t_with("register-year-unknown", &[("year", wanted.to_string().into())]);
        return page.draw(html! { (tabs(&lang.t("register-years"), &choices)) (empty(&says, None)) });
    };
    let months = months(&app, calendar, year);
    page.draw(html! {
        (tabs(&lang.t("register-years"), &choices))
        div.months { @for month in &months { (drawn(lang, month, year, today)) } }
        p.quiet { (lang.t("register-calendar-key")) }
        h2 { (lang.t("register-calendar-table")) }
        (table(lang).draw(&months))
    })
}

/// The months of a year, with the cut-off of the filing procedure where a policy has one.
fn months(app: &App, calendar: &Calendar, year: i16) -> Vec<Month> {
    let setting = app.setting();
    let cut_off = setting.policies.values().find_map(|policy| due::cut_off(policy));
    let each = (1..=12).map(|month| Month {
        number: month,
        days: days(calendar, year, month),
        cut_off: cut_off.and_then(|rule| access::cut_off_in(&setting, (year, month), rule).ok()),
    });
    each.collect()
}

fn days(calendar: &Calendar, year: i16, month: i8) -> Vec<Day> {
    let Ok(first) = Date::new(year, month, 1) else { return Vec::new() };
    let dates = (1..=first.days_in_month()).filter_map(|day| Date::new(year, month, day).ok());
    dates.map(|date| Day { date, kind: kind(calendar, date) }).collect()
}

fn kind(calendar: &Calendar, date: Date) -> Kind {
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    match (weekend, calendar.is_workday(date).unwrap_or(!weekend)) {
        (false, true) => Kind::Worked,
        (true, false) => Kind::Weekend,
        (false, false) => Kind::Off,
        (true, true) => Kind::MakeUp,
    }
}

/// One month as a small sheet, Monday first; what differs from the plain week bears a word.
fn drawn(lang: Lang, month: &Month, year: i16, today: Date) -> Markup {
    let blank = month.days.first().map_or(0, |first| first.date.weekday().to_monday_zero_offset());
    let cells: Vec<Option<&Day>> = (0..blank).map(|_| None).chain(month.days.iter().map(Some)).collect();
    html! {
        table.month {
            caption { (month_name(lang, year, month.number)) }
            thead { tr { @for name in lang.t("register-weekdays").split(' ') { th scope="col" { (name) } } } }
            tbody {
                @for week in cells.chunks(7) {
                    tr { @for cell in week { (square(lang, *cell, month.cut_off, today)) } }
                }
            }
        }
    }
}

fn square(lang: Lang, day: Option<&Day>, cut_off: Option<Date>, today: Date) -> Markup {
    let Some(day) = day else { return html! { td {} } };
    let (class, word) = match day.kind {
        Kind::Worked => ("", None),
        Kind::Weekend => ("free", None),
        Kind::Off => ("free off", Some("register-day-off")),
        Kind::MakeUp => ("made-up", Some("register-day-worked")),
    };
    let closes = cut_off == Some(day.date);
    html! {
        td.(class) aria-current=[(day.date == today).then_some("date")] {
            (day.date.day())
            @if let Some(word) = word { small { (lang.t(word)) } }
            @if closes { small.closes { (lang.t("register-day-closes")) } }
        }
    }
}

fn month_name(lang: Lang, year: i16, month: i8) -> String {
    Date::new(year, month, 1).map_or_else(
        |_| month.to_string(),
        |first| match lang {
            Lang::Zh => format!("{month}月"),
            Lang::En => first.strftime("%B").to_string(),
        },
    )
}

fn table<'a>(lang: Lang) -> Table<'a, Month> {
    Table::new(lang, lang.t("register-calendar-table"))
        .column(Column::text(lang.t("register-month"), move |month: &Month| {
            let year = month.days.first().map_or(0, |day| day.date.year());
            html! { (month_name(lang, year, month.number)) }
        }))
        .column(Column::number(lang.t("register-workdays"), |month: &Month| {
            let worked = month.days.iter().filter(|day| matches!(day.kind, Kind::Worked | Kind::MakeUp));
            html! { (worked.count()) }
        }))
        .column(Column::text(lang.t("register-days-off"), |month: &Month| listed(month, Kind::Off)))
        .column(Column::text(lang.t("register-days-worked"), |month: &Month| listed(month, Kind::MakeUp)))
        .column(Column::text(lang.t("register-cut-off"), |month: &Month| {
            html! { @if let Some(day) = month.cut_off { (date_cell(day)) } }
        }))
}

/// The dates of a kind in a month.
fn listed(month: &Month, kind: Kind) -> Markup {
    let days = month.days.iter().filter(|day| day.kind == kind);
    html! { span { @for day in days { (date_cell(day.date)) " " } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::CalendarYear;
    use jiff::civil::date;
    use std::collections::BTreeMap;

    #[test]
    fn every_day_of_a_month_is_of_one_kind() {
        let year = CalendarYear::new(2019, &[date(2019, 2, 4)], &[date(2019, 2, 3)]).expect("a year of the calendar");
        let calendar = Calendar::new(BTreeMap::from([(2019, year)]));
        let days = days(&calendar, 2019, 2);
        assert_eq!(days.len(), 28);
        let kind_of = |day: i8| days.iter().find(|one| one.date.day() == day).map(|one| one.kind);
        assert_eq!(kind_of(1), Some(Kind::Worked));
        assert_eq!(kind_of(2), Some(Kind::Weekend));
        assert_eq!(kind_of(3), Some(Kind::MakeUp));
        assert_eq!(kind_of(4), Some(Kind::Off));
    }
}
