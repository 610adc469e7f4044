//! What every handler holds: the store, the clock, and the way to act.

use crate::clock::Clock;
use crate::editions;
use crate::mail::Mailer;
use crate::passwords::Passwords;
use crate::past;
use crate::works::Works;
use domain::act::{Act, Actor};
use domain::command::Command;
use domain::decide::Answer;
use domain::setting::Setting;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;
use store::store::{Failed, Store};
use store::vault::PersonalRow;

/// The running program, cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Where everything is kept.
    pub store: Store,
    /// The programme's clock.
    pub clock: Clock,
    /// Whether this is the demo: anyone may be anybody, and the clock can be moved.
    pub is_demo: bool,
    /// The day on which the demo began; nothing where this is none.
    pub demo_since: Option<Date>,
    /// The address people reach the program at, for links in mails.
    pub origin: String,
    /// Hashes and checks passwords, a few at a time.
    pub passwords: Passwords,
    /// The way to send mail; none where no mail server is configured.
    pub mail: Option<Mailer>,
    /// What goes on beside answering.
    pub works: Arc<Works>,
    /// The folder whose folders are backups; none where nobody has named one.
    pub backups: Option<PathBuf>,
    /// Past cases already read, for asking what would come of something else.
    pub past: past::Known,
}

impl App {
    /// The program over a store, reached at an address.
    pub fn new(store: Store, clock: Clock, origin: impl Into<String>) -> Self {
        Self {
            store,
            clock,
            is_demo: false,
            demo_since: None,
            origin: origin.into(),
            passwords: Passwords::default(),
            mail: None,
            works: Arc::default(),
            backups: None,
            past: past::Known::default(),
        }
    }

    /// The same as the demo city.
    #[must_use]
    pub fn in_demo(self) -> Self {
        Self { is_demo: true, ..self }
    }

    /// City, calendar and policies in force.
    pub fn setting(&self) -> Arc<Setting> {
        self.store.setting()
    }

    /// The act of an actor, now.
    pub fn act(&self, actor: &Actor, command: Command, key: &str) -> Act {
        self.clock.tick();
        let at = self.clock.now();
        Act { actor: actor.clone(), command, at, today: self.clock.day_of(at), key: key.to_owned() }
    }

    /// Does it: the one door for change.
    pub async fn execute(
        &self,
        actor: &Actor,
        command: Command,
        key: &str,
        personal: Vec<PersonalRow>,
    ) -> Result<Answer, Failed> {
        editions::before(&self.store, actor, &command).await;
        let publishes = editions::publishes(&command);
        let answer = self.store.execute(self.act(actor, command, key), personal).await?;
        if publishes && let Err(error) = editions::load(&self.store).await {
            tracing::error!(%error, "a published text is not in force here");
        }
        Ok(answer)
    }
}
