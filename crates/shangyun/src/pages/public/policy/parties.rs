//! Who plays which part, and which lists the city keeps, as the city's registers have it today.

use super::block;
use super::reader::Reader;
use domain::city::PROVIDER_CATALOGUE;
use domain::city::role::Scope;
use maud::{Markup, html};
use policy::plan::inputs::{Register, Role};

/// The roles a clause names, with the office that holds each today.
pub(super) fn roles(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Role> = reader.plan().roles.iter().filter(|one| one.clause == clause).collect();
    block(
        !found.is_empty(),
        &reader.t("public-roles"),
        &html! {
            dl.facts { @for role in &found { div { dt { (reader.said(&role.text)) } dd { (holder(reader, role)) } } } }
        },
    )
}

fn holder(reader: Reader<'_>, role: &Role) -> String {
    match reader.city.role_scope(&role.id) {
        Some(Scope::City) => office(reader, &role.id),
        Some(Scope::District) => reader.t("public-role-districts"),
        None => "—".to_owned(),
    }
}

/// The name of the city's office that holds a role today.
pub(in crate::pages::public) fn office(reader: Reader<'_>, role: &str) -> String {
    let office = reader.city.office_holding(role, None, reader.today).and_then(|office| office.name(reader.today));
    office.map_or_else(|| "—".to_owned(), |name| reader.lang.pick(&name.names.zh, &name.names.en).to_owned())
}

/// The registers a clause names.
pub(super) fn registers(reader: Reader<'_>, clause: &str) -> Markup {
    let found: Vec<&Register> = reader.plan().registers.iter().filter(|one| one.clause == clause).collect();
    block(
        !found.is_empty(),
        &reader.t("public-registers"),
        &html! {
            dl.facts {
                @for one in &found {
                    div {
                        dt { @if one.id == PROVIDER_CATALOGUE { a href="/providers" { (reader.said(&one.text)) } } @else { (reader.said(&one.text)) } }
                        dd { (reader.with("public-register-kept", &[("who", reader.names(&one.kept_by).into())])) }
                    }
                }
            }
        },
    )
}
