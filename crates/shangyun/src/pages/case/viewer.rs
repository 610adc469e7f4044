//! The papers themselves, one under the other: pictures and PDF in the page, everything else to be opened.

use super::look::Look;
use super::papers::{Shown, file_link, name};
use crate::web::components::notice::empty;
use domain::paper::File;
use maud::{Markup, html};

/// Every paper of a case that the reader may see; `base` is the address of the case. Each is the target of a link
/// `#seen-<document>`.
pub fn papers(look: Look<'_>, shown: &[Shown<'_>], base: &str) -> Markup {
    let lang = look.lang;
    let there = shown.iter().filter(|one| !one.repeats && look.reader.sees_paper(one.document));
    let there: Vec<(&Shown<'_>, &domain::paper::Paper)> =
        there.filter_map(|one| one.paper.map(|paper| (one, paper))).collect();
    if there.is_empty() {
        return empty(&lang.t("case-no-papers"), None);
    }
    html! {
        @for (one, paper) in there {
            @let href = format!("{base}/papers/{}", one.document.id);
            figure.document id=(anchor(&one.document.id)) {
                figcaption { strong { (name(look, one)) } " " (file_link(paper, &href)) }
                (page(look, &paper.file, &href))
            }
        }
    }
}

/// A file in the page.
pub fn page(look: Look<'_>, file: &File, href: &str) -> Markup {
    match file.media.as_str() {
        "application/pdf" => html! { iframe src={ (href) "#toolbar=1&view=FitH" } title=(file.name) loading="lazy" {} },
        "image/png" | "image/jpeg" => html! { img src=(href) alt=(file.name) loading="lazy"; },
        _ => html! { p.empty { (look.lang.t("document-no-preview")) } },
    }
}

/// The id of a paper on a page that shows it.
pub fn anchor(document: &str) -> String {
    format!("seen-{document}")
}
