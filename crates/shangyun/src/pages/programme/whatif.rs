//! `GET /programmes/{id}/what-if`: other numbers, rows and readings of the policy in force, and what they would come to
//! over all decided claims of the programme. Nothing is written; the address holds the whole question and can be shared.

mod asked;
mod dials;
mod result;

use super::show::Here;
use crate::past;
use crate::refusals::tongue;
use crate::seen;
use crate::web::errors::Problem;
use crate::web::forms::Asked;
use axum::response::Response;
use domain::act::Seat;
use domain::sight::Sight;
use maud::html;
use policy::scenario::settings;

/// The page.
pub async fn show(here: Here, Asked(form): Asked) -> Result<Response, Problem> {
    if !may_ask(&here) {
        return Err(Problem::forbidden());
    }
    let lang = here.lang();
    let dials: Vec<_> = settings(&here.policy).into_iter().filter(|setting| setting.decides).collect();
    let scenario = asked::scenario(&form, (&here.policy, &here.programme.readings()), &dials);
    let past = past::of(&here.app, &here.id).await.map_err(Problem::failure)?;
    let found = result::compute(&here, past, scenario).await?;
    let mut filled = form.into_filled();
    if let Err(troubles) = &found.asked {
        for trouble in troubles {
            let words = trouble.words.get(tongue(lang)).to_owned();
            filled.reject(&trouble.field, crate::lang::Message::new("whatif-trouble").with("words", words));
        }
    }
    let page = here.page(lang.t("whatif-title")).crumb(lang.t("whatif-title"), here.at("/what-if"));
    Ok(page.lead(lang.t("whatif-lead")).errors(&filled).respond(html! {
        div.whatif {
            (dials::form(&here, &filled, &dials))
            section #whatif-result aria-live="polite" { (result::draw(&here, &found)) }
        }
    }))
}

/// Whoever sees all cases of the programme: offices of the city, and those who audit.
pub fn may_ask(here: &Here) -> bool {
    let actor = here.me.actor();
    match seen::sight_of(&here.app, &here.policy, actor) {
        Sight::Everything => true,
        Sight::Cases { districts, .. } => districts.is_none() && matches!(actor.seat, Seat::Office { .. }),
        Sight::Nothing | Sight::Enterprise(_) | Sight::Provider(_) => false,
    }
}
