//! The texts of policies between the documents and the rules: a text that is proposed or confirmed is loaded and
//! checked before the act is decided; a published one is in force at once, and again whenever the program starts.

use crate::clock::real_now;
use domain::act::{Actor, Seat};
use domain::command::Command;
use domain::edition::EditionCommand;
use domain::ids::BlobId;
use domain::programme::ProgrammeCommand;
use policy::policy::Policy;
use policy::text::Lang;
use std::sync::Arc;
use store::database::DatabaseError;
use store::documents::DocumentsError;
use store::store::{KeepError, Store};
use store::views::cases;

/// The longest text of a policy.
pub const TEXT_BYTES_MAX: u64 = 1024 * 1024;
/// How a text of a policy is registered among the documents.
const MEDIA: &str = "text/markdown; charset=utf-8";

/// Why a published text is not in force.
#[derive(Debug, thiserror::Error)]
pub enum CannotLoad {
    /// The programmes cannot be read.
    #[error("cannot read which documents programmes work by")]
    Programmes(#[from] DatabaseError),
    /// The text is not among the documents.
    #[error("cannot read a published policy")]
    Text(#[from] DocumentsError),
    /// A text cannot be kept.
    #[error("cannot keep the text of a policy")]
    Keep(#[from] KeepError),
    /// This program does not understand it.
    #[error("this program does not understand the published policy {hash}:\n{errors}")]
    Unsound {
        /// Its hash.
        hash: String,
        /// What is wrong with it.
        errors: String,
    },
}

/// Keeps a text among the documents; its name there is the hash of the policy it makes.
///
/// # Errors
/// When it cannot be kept.
pub async fn keep(store: &Store, text: &str) -> Result<String, KeepError> {
    let kept = store.keep_document(text.as_bytes(), MEDIA, TEXT_BYTES_MAX, real_now()).await?;
    Ok(kept.id.as_str().to_owned())
}

/// The text with a hash: of a policy that is loaded, or as it lies among the documents.
///
/// # Errors
/// When there is none, or its bytes have changed.
pub async fn text(store: &Store, hash: &str) -> Result<String, DocumentsError> {
    if let Ok(policy) = store.setting().sound(hash) {
        return Ok(policy.source().to_owned());
    }
    let bytes = store.documents().read_checked(&BlobId::new(hash)).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Puts every published text in force, and keeps those that programmes were founded on: from then on a city no longer
/// depends on the files it was made from.
///
/// # Errors
/// Which text is not there or not understood.
pub async fn load(store: &Store) -> Result<(), CannotLoad> {
    for programme in cases::programmes(store.database()).await? {
        for hash in programme.state.documents() {
            let known = store.setting().policies.get(hash).cloned();
            if let Some(policy) = known {
                if let Err(DocumentsError::Missing { .. }) = store.documents().check(&BlobId::new(hash)).await {
                    keep(store, policy.source()).await?;
                }
                continue;
            }
            let text = text(store, hash).await?;
            let policy = Policy::load(&text)
                .map_err(|found| CannotLoad::Unsound { hash: hash.to_owned(), errors: found.render(hash, Lang::En) })?;
            store.change_setting(|setting| {
                setting.checked.remove(hash);
                setting.policies.insert(hash.to_owned(), Arc::new(policy));
            });
        }
    }
    Ok(())
}

/// Whether a command publishes a text.
pub fn publishes(command: &Command) -> bool {
    matches!(
        command,
        Command::Edition(EditionCommand::Confirm { .. }) | Command::Programme(ProgrammeCommand::Publish { .. })
    )
}

/// Loads and checks the text that an officer proposes or confirms, so that the act can be decided. One that is not there
/// or has errors is left out: the act is then refused for it.
pub async fn before(store: &Store, actor: &Actor, command: &Command) {
    let Command::Edition(
        EditionCommand::Propose { policy_hash: hash, .. } | EditionCommand::Confirm { policy_hash: hash, .. },
    ) = command
    else {
        return;
    };
    let setting = store.setting();
    if setting.sound(hash).is_ok() || !matches!(actor.seat, Seat::Office { .. }) {
        return;
    }
    let Ok(text) = text(store, hash).await else { return };
    if let Ok(policy) = Policy::load(&text) {
        store.change_setting(|setting| drop(setting.checked.insert(hash.clone(), Arc::new(policy))));
    }
}
