//! How the page of a case is laid out: the same for filings and claims, for every reader.

use super::acts::Todo;
use super::course::{self, Parties};
use super::look::{Look, Reader};
use crate::lang::Lang;
use crate::web::components::action::link;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use domain::course::Course;
use domain::filing::ServiceModel;
use domain::ids::EnterpriseId;
use maud::{Markup, html};

/// What a case is called.
#[derive(Clone, Copy, Debug)]
pub struct Title<'a> {
    /// The enterprise.
    pub name: &'a str,
    /// The number.
    pub number: &'a str,
    /// The kind of case and its stream, in words.
    pub what: &'a str,
}

/// The page around a case: title, state, who holds it until when, what the reader must do.
pub fn page<'v>(
    visit: &'v Visit,
    look: Look<'_>,
    title: &Title<'_>,
    (course, parties): (&Course, Parties<'_>),
    todo: &Todo,
) -> Page<'v> {
    let lang = look.lang;
    let page = if look.reader.has_desk() { Page::desk(visit, title.name) } else { Page::new(visit, title.name).wide() };
    let (back, href) = match look.reader {
        Reader::Officer | Reader::Auditor => ("rail-queue", "/queue"),
        Reader::Applicant | Reader::Service | Reader::Expert => ("rail-desk", "/desk"),
    };
    let mut page = page
        .crumb(lang.t(back), href)
        .crumb(title.number, visit.path.clone())
        .lead(format!("{} · {}", title.what, title.number))
        .beside_title(course::state(look, Some(course)));
    if let Some(says) = &todo.says {
        page = page.todo(says.clone());
    }
    course::with_turn(page, look, course, parties)
}

/// The case at the left, its timeline and messages at the right.
pub fn two(look: Look<'_>, left: &Markup, right: &Markup) -> Markup {
    html! {
        div.panes.flow {
            section aria-label=(look.lang.t("case-case")) { (left) }
            section aria-label=(look.lang.t("case-timeline")) { (right) }
        }
    }
}

/// The enterprise's name with its code; for officers with the way to its register entry.
pub fn enterprise(look: Look<'_>, id: &EnterpriseId, (name, code): (&str, &str)) -> Markup {
    let named = match look.reader {
        Reader::Officer | Reader::Auditor => link(name, &format!("/enterprises/{id}")),
        Reader::Applicant | Reader::Service | Reader::Expert => html! { (name) },
    };
    html! { (named) " " span.quiet.figure { (code) } }
}

/// SaaS, PaaS or IaaS in words.
pub fn service_model(lang: Lang, model: ServiceModel) -> String {
    let key = match model {
        ServiceModel::Saas => "case-model-saas",
        ServiceModel::Paas => "case-model-paas",
        ServiceModel::Iaas => "case-model-iaas",
    };
    lang.t(key).into_owned()
}
