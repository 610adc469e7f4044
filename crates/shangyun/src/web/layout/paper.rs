//! An official paper as a page: set for A4, black on white, with its number and hash at the foot of every sheet.

use maud::{DOCTYPE, Markup, html};

use super::visit::Visit;
use crate::web::assets;
use crate::web::components::action::Link;

/// A paper to be printed.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// The office whose paper this is.
    pub office: String,
    /// The document's number.
    pub number: String,
    /// The title.
    pub title: String,
    /// To whom, if it is a letter.
    pub addressee: Option<String>,
    /// Who signs, one line each.
    pub signed: Vec<String>,
    /// The hash of the data that the paper shows.
    pub hash: String,
    /// Where the screen leads back to.
    pub back: Option<Link>,
}

/// The document.
pub fn paper(visit: &Visit, paper: &Paper, content: &Markup) -> Markup {
    let lang = visit.lang;
    html! {
        (DOCTYPE)
        html.print lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (paper.title) " " (paper.number) }
                link rel="stylesheet" href=(assets::STYLE.href);
                link rel="icon" type="image/svg+xml" href=(assets::MARK.href);
            }
            body {
                div.onscreen {
                    @if let Some(back) = &paper.back { a href=(back.href) { "← " (back.label) } }
                    span { (lang.t("paper-print-hint")) }
                }
                main.paper {
                    p.office { (paper.office) }
                    p.number { (paper.number) }
                    h1 { (paper.title) }
                    @if let Some(addressee) = &paper.addressee { p.addressee { (addressee) "：" } }
                    (content)
                    @if !paper.signed.is_empty() {
                        div.signed { @for line in &paper.signed { p { (line) } } }
                    }
                }
                p.papermark { (paper.number) " · " (lang.t("paper-hash")) " " code { (paper.hash) } }
            }
        }
    }
}
