//! `/claims/{id}/review/done`: what came of the officer's act, and the way to the next case.

use crate::app::App;
use crate::pages::case::claim as case;
use crate::pages::case::course::state;
use crate::pages::case::layout::two;
use crate::pages::case::look::Look;
use crate::pages::case::timeline::Past;
use crate::pages::office::chosen::Chosen;
use crate::seen;
use crate::session::Me;
use crate::web::components::action::{actions, link};
use crate::web::components::notice::confirmation;
use crate::web::components::timeline::timeline;
use crate::web::components::value::{facts, money};
use crate::web::errors::Problem;
use crate::web::forms::Asked;
use crate::web::layout::page::Page;
use crate::web::layout::visit::Visit;
use axum::extract::{Path, State};
use domain::course::CourseState;
use domain::ids::ClaimId;
use domain::world::Key;
use maud::{Markup, html};
use store::views::queue::After;

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    me: Me,
    Path(id): Path<ClaimId>,
    Asked(asked): Asked,
) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let seen = seen::claim(&app, me.actor(), &id).await?;
    let claim = &seen.state;
    let look = Look::new(&app, lang, &seen.policy, me.actor());
    let chosen = Chosen::of(&asked.into_filled());
    let says = match &claim.course.state {
        CourseState::Underway => lang.t("check-done-passed"),
        CourseState::Finished => lang.t("check-done-decided"),
        CourseState::Returned { .. } => lang.t("check-done-returned"),
        CourseState::Refused { .. } => lang.t("check-done-refused"),
        CourseState::Withdrawn | CourseState::Lapsed => lang.t("check-done-ended"),
    };
    let past = Past::of(&app, &Key::Claim(id.clone())).await?;
    let last = past.last(look, &claim.course.procedure, case::parties(claim));
    let due = claim.course.due.map_or_else(String::new, |day| day.to_string());
    let after = After { due, id: id.to_string(), kind: "claim".to_owned() };
    let mut rows = vec![
        (lang.t("case-enterprise").into_owned(), html! { (claim.enterprise_name) }),
        (lang.t("check-stands-now").into_owned(), state(look, Some(&claim.course))),
    ];
    if claim.decision.is_some() {
        rows.push((lang.t("case-award").into_owned(), html! { strong { (money(lang, claim.award())) } }));
    }
    let left = html! {
        (confirmation(&says, &lang.t("check-number"), &claim.number))
        (facts(&rows))
        (actions(&[
            html! { a.button href=(chosen.next(&after)) autofocus { (lang.t("check-next-case")) } },
            link(&lang.t("check-open-case"), &format!("/claims/{id}")),
            link(&lang.t("check-back-to-queue"), &chosen.keep("/queue")),
        ]))
    };
    let right = html! { h2 { (lang.t("case-timeline")) } @if let Some(last) = last { (timeline(lang, &[last])) } };
    Ok(Page::desk(&visit, claim.enterprise_name.clone())
        .crumb(lang.t("rail-queue"), chosen.keep("/queue"))
        .draw(two(look, &left, &right)))
}
