//! `/registers/letterheads`: heads of papers that go out, how their numbers are made, and how to reach the programme.

use super::role;
use crate::app::App;
use crate::names;
use crate::web::components::table::{Column, Table};
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::State;
use domain::city::entry::{Contact, Letterhead};
use maud::{Markup, html};

pub(super) async fn show(State(app): State<App>, visit: Visit) -> Markup {
    let lang = visit.lang;
    let setting = app.setting();
    let year = app.clock.today().year();
    let heads: Vec<&Letterhead> = setting.city.letterheads().collect();
    let contacts: Vec<&Contact> = setting.city.contacts().iter().collect();
    let head_table = Table::new(lang, lang.t("register-letterheads"))
        .column(Column::text(lang.t("register-paper"), |one: &&Letterhead| html! { (names::pick(lang, &one.names)) }))
        .column(Column::text(lang.t("register-signed-by"), |one: &&Letterhead| html! { (role(&app, lang, &one.role)) }))
        .column(Column::text(lang.t("register-number"), |one: &&Letterhead| {
            html! { span.figure { (one.number(year, 1, lang.pick("○○区", "○○"))) } }
        }));
    let contact_table = Table::new(lang, lang.t("register-contacts"))
        .column(Column::text(lang.t("register-contact"), |one: &&Contact| html! { (names::pick(lang, &one.names)) }))
        .column(Column::text(lang.t("register-reach"), |one: &&Contact| html! { span.figure { (one.value) } }))
        .column(Column::text(lang.t("register-hours"), |one: &&Contact| {
            html! { @if let Some(hours) = &one.hours { (names::pick(lang, hours)) } }
        }));
    Page::desk(&visit, lang.t("register-letterheads"))
        .crumb(lang.t("register-title"), "/registers")
        .lead(lang.t("register-letterheads-lead"))
        .draw(html! {
            (head_table.draw(&heads))
            h2 { (lang.t("register-contacts")) }
            (contact_table.draw(&contacts))
        })
}
