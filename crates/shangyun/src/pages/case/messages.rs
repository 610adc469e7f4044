//! What was told to whom about a case.

use super::look::{Look, Reader};
use crate::letters;
use crate::names;
use crate::web::components::notice::empty;
use crate::web::components::thread::{Message as Told, thread};
use crate::web::errors::Problem;
use crate::web::format;
use domain::act::Actor;
use domain::message::Addressee;
use domain::world::Key;
use maud::{Markup, html};
use store::views::inbox::{self, Letter};

/// The messages about a case that a reader may see.
///
/// # Errors
/// A failure page.
pub async fn of(look: Look<'_>, actor: &Actor, key: &Key) -> Result<Vec<Letter>, Problem> {
    let letters = inbox::of_case(look.app.store.database(), &key.to_string()).await.map_err(Problem::failure)?;
    Ok(letters.into_iter().filter(|letter| is_seen(look.reader, actor, &letter.message.to)).collect())
}

/// Officers and auditors see what was told to anybody; others what was told to them.
fn is_seen(reader: Reader, actor: &Actor, to: &Addressee) -> bool {
    match (reader, to) {
        (Reader::Officer | Reader::Auditor, _) => true,
        (_, Addressee::Enterprise(id)) => actor.enterprise() == Some(id),
        (_, Addressee::Provider(id)) => actor.provider() == Some(id),
        (_, Addressee::Office(id)) => actor.office().is_some_and(|(office, _)| office == id),
        (_, Addressee::Account(id)) => actor.account == *id,
    }
}

/// The messages as one thread.
pub fn draw(look: Look<'_>, letters: &[Letter], enterprise: &str) -> Markup {
    let lang = look.lang;
    let setting = look.app.setting();
    let told: Vec<Told> = letters
        .iter()
        .map(|letter| Told {
            author: lang.t("case-message-from").into_owned(),
            place: lang
                .t_with("case-message-to", &[("who", addressee(look, &letter.message.to, enterprise).into())])
                .into_owned(),
            when: format::time_iso(letter.message.at, setting.city.time_zone()),
            words: letters::text(lang, Some(look.policy), &letter.message),
            files: Vec::new(),
            ours: false,
        })
        .collect();
    html! {
        section #messages {
            h2 { (lang.t("case-messages")) }
            @if told.is_empty() { (empty(&lang.t("case-no-messages"), None)) } @else { (thread(lang, &told)) }
        }
    }
}

fn addressee(look: Look<'_>, to: &Addressee, enterprise: &str) -> String {
    match to {
        Addressee::Enterprise(_) => enterprise.to_owned(),
        Addressee::Office(id) => names::office(look.app, look.lang, id, look.app.clock.today()),
        Addressee::Provider(id) => names::provider(look.app, look.lang, id),
        Addressee::Account(_) => look.lang.t("case-message-account").into_owned(),
    }
}
