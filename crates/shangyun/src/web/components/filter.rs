//! What stands above a list: tabs with counts, the filter, the bar of a batch.

use maud::{Markup, html};

use crate::lang::Lang;
use crate::web::format;

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab {
    /// The words.
    pub label: String,
    /// The address.
    pub href: String,
    /// How many are behind it; nothing where counting is dear.
    pub count: Option<u64>,
    /// Whether we are on it.
    pub current: bool,
}

/// Tabs: links, each to a page of its own.
pub fn tabs(name: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(name) {
            ul {
                @for tab in tabs {
                    li { a href=(tab.href) aria-current=[tab.current.then_some("page")] { (tab.label) @if let Some(count) = tab.count { span.count { (format::grouped(count)) } } } }
                }
            }
        }
    }
}

/// A filter: a GET form whose address can be shared. `fields` are fields of `components::field`, all optional.
pub fn filter(lang: Lang, path: &str, fields: &[Markup]) -> Markup {
    html! {
        form.filter method="get" action=(path) role="search" {
            div.fields { @for field in fields { (field) } }
            div.actions { button.button.secondary type="submit" { (lang.t("filter-apply")) } a href=(path) { (lang.t("filter-clear")) } }
        }
    }
}

/// The bar beneath a table of boxes: the act, and, with the script, how many are ticked and what they come to.
pub fn batch_bar(lang: Lang, buttons: &[Markup]) -> Markup {
    html! {
        div.batch {
            p.figure data-batch=(lang.t("batch-sum")) { (lang.t("batch-hint")) }
            div.actions { @for button in buttons { (button) } }
        }
    }
}
