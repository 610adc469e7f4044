//! One press, several commands: what changed is saved first, then the act is done. What was saved is told exactly when
//! a later command is refused.

use super::plan::Saving;
use crate::app::App;
use domain::act::Actor;
use domain::claim::ClaimCommand;
use domain::command::Command;
use store::store::Failed;

/// What became of the savings.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Saved {
    /// What was saved, for people.
    pub labels: Vec<String>,
    /// The first that was not, and why.
    pub failed: Option<(String, Failed)>,
}

/// Saves what changed. Each saving is an act of its own under a key derived from the form's.
pub(super) async fn save(app: &App, actor: &Actor, key: &str, savings: Vec<Saving>) -> Saved {
    let acts = savings.iter().map(|saving| {
        let key = format!("{key}-{}", saving.field);
        (app.act(actor, Command::Claim(saving.command.clone()), &key), Vec::new())
    });
    let answers = app.store.execute_many(acts.collect()).await;
    let mut saved = Saved::default();
    for (saving, answer) in savings.into_iter().zip(answers) {
        match answer {
            Ok(_) => saved.labels.push(saving.label),
            Err(failed) => saved.failed = saved.failed.or(Some((saving.label, failed))),
        }
    }
    saved
}

/// Does the act itself.
pub(super) async fn act(app: &App, actor: &Actor, key: &str, command: ClaimCommand) -> Result<(), Failed> {
    crate::acting::act(app, actor, Command::Claim(command), key).await.map(|_| ())
}

/// Whether this form's act was done before, as when a button was pressed twice. Then it was perhaps drawn from another
/// revision; the key alone tells.
pub(super) async fn was_done(app: &App, actor: &Actor, key: &str, command: ClaimCommand) -> bool {
    let act = app.act(actor, Command::Claim(command), key);
    matches!(app.store.answered(&act).await, Ok(Some(_)) | Err(Failed::KeyReused))
}
