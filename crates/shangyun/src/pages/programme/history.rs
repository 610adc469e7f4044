//! What happened to a programme: published, moved, budgets set, readings ruled.

use super::show::{Here, state_key};
use crate::names;
use crate::refusals::tongue;
use crate::web::components::tag::Tone;
use crate::web::components::timeline::{Event as Entry, Place, timeline};
use crate::web::errors::Problem;
use crate::web::format;
use domain::event::{Event, What};
use domain::ids::AccountId;
use domain::programme::ProgrammeEvent;
use domain::world::Key;
use maud::Markup;
use store::views::timeline::of_subject;

/// How many entries are shown: more than any programme has.
const MOST: i64 = 1_000;

/// The history of a programme.
pub async fn draw(here: &Here) -> Result<Markup, Problem> {
    let lang = here.lang();
    let key = Key::Programme(here.id.clone());
    let entries = of_subject(here.app.store.database(), &key, 0, MOST).await.map_err(Problem::failure)?;
    let actors: Vec<AccountId> = entries.iter().map(|entry| AccountId::new(&*entry.actor)).collect();
    let people = names::persons(&here.app, &actors).await?;
    let mut shown = Vec::new();
    for (entry, actor) in entries.iter().zip(&actors) {
        let event: Event = serde_json::from_str(&entry.body).map_err(Problem::failure)?;
        let What::Programme(event) = event.what else { continue };
        let (what, note) = told(here, &event);
        let day = here.app.clock.day_of(entry.at);
        let who = people.get(actor).map_or_else(
            || lang.t("round-somebody").into_owned(),
            |person| format!("{} · {}", names::seat(&here.app, lang, &person.seat, day), person.name),
        );
        shown.push(Entry {
            when: format::time_iso(entry.at, here.app.setting().city.time_zone()),
            what,
            who,
            note: Some(note).filter(|note| !note.is_empty()),
            tone: Tone::Neutral,
            place: Place::Past,
        });
    }
    Ok(timeline(lang, &shown))
}

fn told(here: &Here, event: &ProgrammeEvent) -> (String, String) {
    let lang = here.lang();
    match event {
        ProgrammeEvent::Published { policy_hash, .. } => {
            let note = lang.t_with("round-hash-is", &[("hash", policy_hash.as_str().into())]);
            (lang.t("programme-event-published").into_owned(), note.into_owned())
        }
        ProgrammeEvent::Moved { state, reason } => {
            let state = lang.t(state_key(*state));
            (lang.t_with("programme-event-moved", &[("state", state.into())]).into_owned(), reason.clone())
        }
        ProgrammeEvent::BudgetSet { year, stream, amount, reason } => {
            let values = [
                ("year", year.to_string().into()),
                ("stream", names::stream(lang, &here.policy, stream).into()),
                ("amount", format::money(lang, *amount).into()),
            ];
            (lang.t_with("programme-event-budget", &values).into_owned(), reason.clone())
        }
        ProgrammeEvent::EditionPublished(edition) => {
            let from = format::date_text(lang, edition.from);
            let note = lang.t_with("round-hash-is", &[("hash", edition.policy_hash.as_str().into())]);
            (lang.t_with("programme-event-edition", &[("from", from.into())]).into_owned(), note.into_owned())
        }
        ProgrammeEvent::Ruled { switch, ruling } => {
            let found = here.policy.plan().switch(switch);
            let option = found.and_then(|one| one.options.iter().find(|option| option.id == ruling.option));
            let values = [
                ("code", found.map_or(switch.as_str(), |one| one.code.as_str()).to_owned().into()),
                ("option", option.map_or("", |option| option.text.get(tongue(lang))).to_owned().into()),
            ];
            let note = format!("{} {}", ruling.number, ruling.date);
            (lang.t_with("programme-event-ruled", &values).into_owned(), note)
        }
    }
}
