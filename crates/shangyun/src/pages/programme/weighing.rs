//! What a text of a policy changes against the one it was written from, and what that would come to over past cases:
//! shown on the page of an edition before anybody signs it.

use super::editions::short;
use super::show::Here;
use crate::pages::{changes, effect};
use crate::past;
use crate::seen;
use crate::web::errors::Problem;
use maud::{Markup, html};
use policy::diff::Difference;
use policy::policy::Policy;
use policy::simulate::{Decided, Report};
use std::sync::Arc;

/// Past cases named on either side.
const MOVERS: usize = 5;

/// The words and the lines that changed, and the effect where a rule did. A text with errors shows its lines only.
pub(super) async fn draw(here: &Here, base: &str, (text, checked): (&str, Option<&Policy>)) -> Result<Markup, Problem> {
    let lang = here.lang();
    let base = seen::policy(&here.app, base)?;
    let difference = checked.map(|policy| (policy, Difference::between(&base, policy)));
    let effect = match &difference {
        Some((policy, found)) if !found.only_words() => effect(here, &base, policy).await?,
        Some(_) | None => html! {},
    };
    Ok(html! {
        h2 #changes { (lang.t("changes-title")) }
        p.quiet { (lang.t_with("changes-against", &[("hash", short(&base.plan().hash).into())])) }
        @if let Some((policy, found)) = &difference { (changes::words(lang, found, policy)) }
        (changes::lines(lang, base.source(), text))
        (effect)
    })
}

async fn effect(here: &Here, base: &Arc<Policy>, other: &Policy) -> Result<Markup, Problem> {
    let lang = here.lang();
    let past = past::of(&here.app, &here.id).await.map_err(Problem::failure)?;
    let (app, programme, base, other) = (here.app.clone(), here.programme.clone(), Arc::clone(base), other.clone());
    let work = move || {
        let (readings, claims) = (programme.readings(), past.claims(&app, lang, (&programme, &base)));
        let (was, now) = (Decided::under(&base, &readings, &claims), Decided::under(&other, &readings, &claims));
        let report = Report::between(&was, &now, &claims, MOVERS);
        drop(claims);
        (past, report)
    };
    let (past, report) = tokio::task::spawn_blocking(work).await.map_err(Problem::failure)?;
    Ok(html! {
        h2 #effect { (lang.t("effect-title")) }
        p.quiet { (lang.t("effect-says")) }
        @if report.claims == 0 { p { (lang.t("effect-none")) } }
        @else {
            (effect::sums(lang, &report))
            @for group in &report.groups { (effect::group(lang, group)) }
            (effect::movers(lang, &lang.t("effect-gains"), &past, &report.gains))
            (effect::movers(lang, &lang.t("effect-losses"), &past, &report.losses))
        }
    })
}
