//! A document beside the list it is checked against.

use maud::{Markup, html};

use super::field::radios_inline;
use crate::lang::Lang;
use crate::web::forms::Filled;

/// Two panes: side by side on a desk; on a phone one under the other, with a link that leads to the second. The right one
/// keeps its width.
pub fn two_panes(left_name: &str, left: &Markup, right_name: &str, right: &Markup) -> Markup {
    html! {
        p.jump { a href="#second-pane" { (right_name) " ↓" } }
        div.panes {
            section aria-label=(left_name) { (left) }
            section #second-pane aria-label=(right_name) { (right) }
        }
    }
}

/// One thing to be checked.
#[derive(Clone, Debug)]
pub struct Check {
    /// The field's name.
    pub name: String,
    /// What is checked.
    pub label: String,
    /// Under which clause, and its address.
    pub clause: (String, String),
    /// What the system has found, if anything.
    pub found: Option<Markup>,
}

/// The checklist inside a form: each with 齐 / 缺 / 不符 and a line for the reason. The fields are `name` (codes `ok`, `missing`, `wrong`) and
/// `name.reason`. Usual phrases come from a `datalist` with the id `check-phrases`, where the page has one.
pub fn checklist(lang: Lang, filled: &Filled, checks: &[Check]) -> Markup {
    let choices = [("ok", lang.t("check-ok")), ("missing", lang.t("check-missing")), ("wrong", lang.t("check-wrong"))];
    html! {
        ol.checklist {
            @for check in checks {
                li {
                    (radios_inline(lang, filled, &check.name, &check.label, &choices))
                    p.quiet {
                        a href=(check.clause.1) { (check.clause.0) }
                        @if let Some(found) = &check.found { " · " (found) }
                    }
                    @let reason = format!("{}.reason", check.name);
                    label.hidden for=(reason) { (lang.t_with("check-reason", &[("label", check.label.as_str().into())])) }
                    @if let Some(error) = filled.error(&reason) { p.error { (error.show(lang)) } }
                    input type="text" id=(reason) name=(reason) value=(filled.value(&reason)) placeholder=(lang.t("check-reason-hint")) list="check-phrases" autocomplete="off";
                }
            }
        }
    }
}

/// A picture or paper shown in the left pane, with its name and the link to open it alone.
pub fn document(lang: Lang, name: &str, href: &str, pages: &[String]) -> Markup {
    html! {
        figure.document {
            figcaption { strong { (name) } " " a href=(href) { (lang.t("document-open")) } }
            @if pages.is_empty() { p.empty { (lang.t("document-no-preview")) } }
            @for (place, page) in pages.iter().enumerate() {
                img src=(page) loading="lazy" alt=(lang.t_with("document-page", &[("n", (place + 1).into())]));
            }
        }
    }
}
