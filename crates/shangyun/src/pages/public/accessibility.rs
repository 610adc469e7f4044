//! `GET /accessibility`: what this site does for readers who see, hear, move or understand differently, and whom to tell.

use crate::web::components::action::link;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use maud::{Markup, html};

/// The statement.
pub(super) async fn show(visit: Visit) -> Markup {
    let lang = visit.lang;
    let page = Page::new(&visit, lang.t("foot-accessibility"))
        .crumb(lang.t("public-home"), "/")
        .lead(lang.t("public-accessibility-lead"));
    page.draw(html! {
        h2 { (lang.t("public-accessibility-does")) }
        ul { @for part in ["keyboard", "script", "size", "colour", "forms", "tables", "print", "plain"] { li { (lang.t(&format!("public-accessibility-{part}"))) } } }
        h2 { (lang.t("public-accessibility-limits")) }
        ul { @for part in ["scans", "clauses"] { li { (lang.t(&format!("public-accessibility-limit-{part}"))) } } }
        h2 { (lang.t("public-accessibility-choose")) }
        p {
            (link(&lang.t("view-size-large"), "/view?size=large&back=/accessibility")) " · "
            (link(&lang.t("view-size-largest"), "/view?size=largest&back=/accessibility")) " · "
            (link(&lang.t("view-size-standard"), "/view?size=standard&back=/accessibility")) " · "
            (link(&lang.t("view-contrast-high"), "/view?contrast=high&back=/accessibility")) " · "
            (link(&lang.t("view-contrast-standard"), "/view?contrast=standard&back=/accessibility"))
        }
        h2 { (lang.t("public-accessibility-tell")) }
        p { (lang.t("public-accessibility-tell-says")) @if !visit.site.contact.zh.is_empty() { " " strong { (visit.site.contact.show(lang)) } } }
    })
}
