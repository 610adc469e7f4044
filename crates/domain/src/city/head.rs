//! Reading what the city says about itself: id, portal, code, time zone, roles, letterheads, contacts.

use super::district::is_administrative_code;
use super::entry::{Contact, Letterhead, Names};
use super::error::Problem;
use super::form::{ContactForm, LetterheadForm, RoleForm};
use super::role::{OFFICE_ROLES, SEAT_ROLES, Scope};
use super::source::Source;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// What the city says about itself.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) portal: Names,
    pub(super) administrative_code: String,
    pub(super) time_zone_name: String,
    pub(super) time_zone: TimeZone,
    pub(super) letterheads: BTreeMap<String, Letterhead>,
    pub(super) contacts: Vec<Contact>,
}

/// Reads `city.toml`, except its roles; `None` when something every city needs is missing.
pub(super) fn head(source: &mut Source, roles: &BTreeMap<String, Scope>) -> Option<Head> {
    let id = source.one::<String>("id").and_then(|id| source.id(id.line, id.value));
    let portal = source.one::<Names>("portal").map(|portal| source.names(portal.line, portal.value));
    let administrative_code = administrative_code(source);
    let time_zone = time_zone(source);
    let letterheads = letterheads(source, roles);
    let contacts = contacts(source);
    let (time_zone_name, time_zone) = time_zone?;
    Some(Head {
        id: id?,
        portal: portal?,
        administrative_code: administrative_code?,
        time_zone_name,
        time_zone,
        letterheads,
        contacts,
    })
}

fn administrative_code(source: &mut Source) -> Option<String> {
    let code = source.one::<String>("administrative_code")?;
    if is_administrative_code(&code.value) {
        return Some(code.value);
    }
    source.error(Some(code.line), Problem::AdministrativeCode { code: code.value });
    None
}

fn time_zone(source: &mut Source) -> Option<(String, TimeZone)> {
    let zone = source.one::<String>("time_zone")?;
    if let Ok(time_zone) = TimeZone::get(&zone.value) {
        return Some((zone.value, time_zone));
    }
    source.error(Some(zone.line), Problem::TimeZone { name: zone.value });
    None
}

/// The roles of every city and those this city adds.
pub(super) fn roles(source: &mut Source) -> BTreeMap<String, Scope> {
    let mut roles: BTreeMap<String, Scope> =
        OFFICE_ROLES.iter().map(|(role, scope)| ((*role).to_owned(), *scope)).collect();
    for added in source.many::<RoleForm>("role") {
        let Some(id) = source.id(added.line, added.value.id) else {
            continue;
        };
        if SEAT_ROLES.contains(&id.as_str()) || roles.contains_key(&id) {
            source.error(Some(added.line), Problem::Twice { what: "role", id });
        } else {
            roles.insert(id, added.value.scope);
        }
    }
    roles
}

fn letterheads(source: &mut Source, roles: &BTreeMap<String, Scope>) -> BTreeMap<String, Letterhead> {
    let mut letterheads = BTreeMap::new();
    for entry in source.many::<LetterheadForm>("letterhead") {
        let (line, form) = (entry.line, entry.value);
        if !roles.contains_key(&form.role) {
            source.error(Some(line), Problem::NoSuch { what: "role", id: form.role.clone() });
        }
        if !form.number.contains("{year}") || !form.number.contains("{serial}") {
            source.error(Some(line), Problem::Number { number: form.number.clone() });
        }
        let names = source.names(line, Names { zh: form.zh, en: form.en });
        let Some(id) = source.fresh_id(line, "letterhead", form.id, &letterheads) else {
            continue;
        };
        let (number, receipt) = (form.number, form.receipt);
        let letterhead = Letterhead { id: id.clone(), role: form.role, names, number, receipt };
        letterheads.insert(id, letterhead);
    }
    letterheads
}

fn contacts(source: &mut Source) -> Vec<Contact> {
    let mut contacts = Vec::new();
    let mut ids = BTreeSet::new();
    for entry in source.many::<ContactForm>("contact") {
        let (line, form) = (entry.line, entry.value);
        let names = source.names(line, Names { zh: form.zh, en: form.en });
        let hours = form.hours.map(|hours| source.names(line, hours));
        if form.value.trim().is_empty() {
            source.error(Some(line), Problem::Empty { field: "value" });
        }
        let Some(id) = source.id(line, form.id) else {
            continue;
        };
        if !ids.insert(id.clone()) {
            source.error(Some(line), Problem::Twice { what: "contact", id });
            continue;
        }
        contacts.push(Contact { id, names, value: form.value, hours });
    }
    contacts
}
