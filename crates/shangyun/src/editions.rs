//! The texts of policies between the documents and the rules: a text that is proposed or confirmed is loaded and
//! checked before the act is decided; a published one is in force at once, and again whenever the program starts.

use crate::clock::real_now;
use crate::lineage::{self, Lineage};
use domain::act::{Actor, Seat};
use domain::command::Command;
use domain::edition::EditionCommand;
use domain::ids::BlobId;
use domain::programme::ProgrammeCommand;
use policy::diagnostics::Diagnostics;
use policy::inherit::wanted;
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
                keep_all(store, &policy).await?;
                continue;
            }
            let text = text(store, hash).await?;
            let policy = checked(store, &text)
                .await
                .map_err(|found| CannotLoad::Unsound { hash: hash.to_owned(), errors: found.render(hash, Lang::En) })?;
            keep_all(store, &policy).await?;
            store.change_setting(|setting| {
                setting.checked.remove(hash);
                setting.policies.insert(hash.to_owned(), Arc::new(policy));
            });
        }
    }
    Ok(())
}

/// Keeps the text of a policy and those it inherits from, as far as they are not among the documents yet.
async fn keep_all(store: &Store, policy: &Policy) -> Result<(), KeepError> {
    let plan = policy.plan();
    let above = plan.inherits.iter().flat_map(|one| &one.above).map(|above| &above.hash).zip(policy.above());
    let own = (&plan.hash, policy.source());
    for (hash, text) in [own].into_iter().chain(above.map(|(hash, text)| (hash, text.as_str()))) {
        if let Err(DocumentsError::Missing { .. }) = store.documents().check(&BlobId::new(hash)).await {
            keep(store, text).await?;
        }
    }
    Ok(())
}

/// A text as a policy, with what it inherits from.
///
/// # Errors
/// What is wrong with the text.
pub async fn checked(store: &Store, source: &str) -> Result<Policy, Diagnostics> {
    let lineage = lineage(store, source).await;
    Policy::load_with(source, &|wanted| lineage.find(wanted))
}

/// The texts that a text may inherit from: of policies of the city, and of documents the city keeps.
pub async fn lineage(store: &Store, source: &str) -> Lineage {
    let setting = store.setting();
    let loaded = setting.policies.values().chain(setting.checked.values());
    let texts = loaded.flat_map(|policy| policy.above().iter().cloned().chain([policy.source().to_owned()]));
    let mut lineage = Lineage::of(texts);
    let mut below = source.to_owned();
    for _ in 0..lineage::MOST {
        let Some(wanted) = wanted(&below) else { break };
        if let Ok(kept) = text(store, &wanted.hash).await {
            lineage.push(kept);
        }
        let Some(above) = lineage.find(&wanted) else { break };
        below = above;
    }
    lineage
}

/// Whether a command publishes a text.
pub fn publishes(command: &Command) -> bool {
    matches!(
        command,
        Command::Edition(EditionCommand::Confirm { .. }) | Command::Programme(ProgrammeCommand::Publish { .. })
    )
}

/// Loads and checks the text that an officer proposes or confirms, and decides claims at every bound of it in both ways,
/// so that the act can be decided. One that is not there, has errors or fails is left out: the act is then refused for it.
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
    if let Ok(policy) = checked(store, &text).await
        && !policy.self_test().found.has_errors()
    {
        store.change_setting(|setting| drop(setting.checked.insert(hash.clone(), Arc::new(policy))));
    }
}
