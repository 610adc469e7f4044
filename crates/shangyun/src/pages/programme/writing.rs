//! Writing the text of an edition: the text with its lines numbered, checked as one writes, and what is wrong at the
//! line. Without script the same check is a button.

use super::edition::{self, One};
use crate::editions::{self, TEXT_BYTES_MAX};
use crate::lang::{Lang, Message};
use crate::refusals::tongue;
use crate::web::components::action::{actions, button, button_to, grave, link};
use crate::web::components::field::Field;
use crate::web::components::notice::banner;
use crate::web::components::tag::Tone;
use crate::web::errors::Problem;
use crate::web::format;
use crate::web::forms::{Filled, Form, Posted, form, form_of_version};
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use policy::diagnostics::{Diagnostic, Diagnostics};
use policy::policy::Policy;

/// What stands in the address when the script asks for the findings alone.
const FRAGMENT: &str = "part";

/// The form of a draft: the findings of its text, and the text.
pub(super) fn form_of(one: &One, checked: &Result<Policy, Diagnostics>, filled: &Filled) -> Markup {
    let lang = one.here.lang();
    let check = one.at("/check");
    let body = html! {
        (findings(lang, checked))
        (Field::new("text", lang.t("edition-text")).hint(lang.t("edition-text-hint")).document(lang, filled, &format!("{check}?{FRAGMENT}")))
        (actions(&[button(&lang.t("edition-save")), button_to(&check, &lang.t("edition-check"))]))
    };
    html! {
        h2 #write { (lang.t("edition-write")) }
        p { (link(&lang.t("trying-title"), &one.at("/try"))) }
        (form_of_version(&one.here.visit, &one.at(""), one.revision(), &body))
        (form(&one.here.visit, &one.at("/discard"), &actions(&[grave("act", "discard", &lang.t("edition-discard"))])))
    }
}

/// What is wrong with a text, each with its line and what to do. The script puts a fresh one in its place.
pub(super) fn findings(lang: Lang, checked: &Result<Policy, Diagnostics>) -> Markup {
    let found = match checked {
        Ok(policy) => policy.warnings(),
        Err(found) => found,
    };
    let (tone, says) = match checked {
        Ok(_) => (Tone::Ok, lang.t("edition-sound")),
        Err(found) => (Tone::Stop, lang.t_with("edition-errors", &[("n", found.0.len().into())])),
    };
    html! {
        div #findings aria-live="polite" {
            (banner(lang, tone, &html! {
                p { (says) }
                @if !found.0.is_empty() { ul.findings { @for one in &found.0 { li { (finding(lang, one)) } } } }
            }))
        }
    }
}

fn finding(lang: Lang, found: &Diagnostic) -> Markup {
    let help = found.help.get(tongue(lang));
    html! {
        a href="#text" data-line=(found.line) data-column=(found.column) data-length=(found.length) {
            (lang.t_with("edition-line", &[("line", found.line.into())]))
        }
        " " (found.message.get(tongue(lang)))
        @if !help.is_empty() { br; span.quiet { (help) } }
    }
}

/// The text as it was typed, in the form it is kept in; what is wrong with the form where it is too long.
pub(super) fn typed(posted: &Form) -> Result<String, Filled> {
    let mut filled = posted.clone().into_filled();
    let text = format!("{}\n", filled.value("text").replace("\r\n", "\n").trim_end());
    let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
    if bytes <= TEXT_BYTES_MAX {
        return Ok(text);
    }
    let message = Message::new("edition-too-long");
    filled.reject("text", message.with("size", format::size(bytes)).with("most", format::size(TEXT_BYTES_MAX)));
    Err(filled)
}

/// `POST /editions/{id}/check`: what is wrong with a text that is not saved. The findings alone for the script, else the page.
pub async fn check(one: One, RawQuery(query): RawQuery, Posted(posted): Posted) -> Result<Response, Problem> {
    let text = match typed(&posted) {
        Ok(text) => text,
        Err(filled) => return edition::draw(&one, &filled).await,
    };
    let lineage = editions::lineage(&one.here.app.store, &text).await;
    let (text, checked) = tokio::task::spawn_blocking(move || {
        let checked = Policy::load_with(&text, &|wanted| lineage.find(wanted));
        (text, checked)
    })
    .await
    .map_err(Problem::failure)?;
    if query.as_deref() == Some(FRAGMENT) {
        return Ok(findings(one.here.lang(), &checked).into_response());
    }
    edition::draw_with(&one, &Filled::blank().with("text", text), checked).await
}
