//! The lists of a claim, such as contract lines, invoices and payments: each row with its paper and what was found.

use super::facts;
use super::look::Look;
use super::papers::finding;
use super::timeline::Past;
use crate::web::components::action::link;
use crate::web::components::table::{Column, Table};
use crate::web::components::value::yuan;
use domain::claim::Entry;
use domain::ids::AccountId;
use maud::{Markup, html};
use policy::money::Fen;
use policy::plan::inputs::RecordList;
use policy::value::{Type, Value};
use std::collections::BTreeMap;

/// A row with its place in its list, from 0.
type Placed<'a> = (usize, &'a Entry);

/// Every list of a claim that has rows; `base` is the address of the claim.
pub fn lists(look: Look<'_>, records: &BTreeMap<String, Vec<Entry>>, base: &str, past: &Past) -> Markup {
    let lists = look.policy.plan().records.iter().filter(|list| !list.given);
    let filled = lists.filter_map(|list| Some((list, records.get(&list.id).filter(|rows| !rows.is_empty())?)));
    html! {
        @for (list, rows) in filled {
            h3 { (look.label(&list.id)) " " span.quiet { (look.clause(&list.clause)) } }
            (table(look, list, rows, base, past))
        }
    }
}

fn table(look: Look<'_>, list: &RecordList, rows: &[Entry], base: &str, past: &Past) -> Markup {
    let lang = look.lang;
    let placed: Vec<Placed<'_>> = rows.iter().enumerate().collect();
    let mut table = Table::new(lang, look.label(&list.id));
    for column in &list.columns {
        let id = column.id.clone();
        let name = column.text.get(crate::refusals::tongue(lang)).to_owned();
        let cell = move |(_, entry): &Placed<'_>| self::cell(look, &id, entry.row.get(&id));
        let numeric = matches!(column.ty, Type::Money | Type::Integer | Type::Ratio);
        table = table.column(if numeric { Column::number(name, cell) } else { Column::text(name, cell) });
    }
    let file = move |(place, entry): &Placed<'_>| {
        html! {
            @if let Some(file) = &entry.file { (link(&file.name, &format!("{base}/rows/{}/{place}", list.id))) }
            @else { span.quiet { (lang.t("case-no-file")) } }
        }
    };
    table
        .column(Column::text(lang.t("case-file"), file))
        .column(Column::text(lang.t("case-finding"), move |(_, entry): &Placed<'_>| {
            finding(look, entry.finding.as_ref(), past)
        }))
        .draw(&placed)
}

/// A value of a row: amounts in yuan with two decimals, so that they stand under each other.
fn cell(look: Look<'_>, column: &str, value: Option<&Value>) -> Markup {
    match value {
        Some(Value::Money(fen)) => yuan(Fen::new(fen.fen())),
        Some(value) => facts::shown(look, column, value),
        None => html! { "—" },
    }
}

/// Who compared rows, for names of persons.
pub fn finders(records: &BTreeMap<String, Vec<Entry>>) -> Vec<AccountId> {
    let findings = records.values().flatten().filter_map(|entry| entry.finding.as_ref());
    findings.map(|finding| finding.by.clone()).collect()
}
