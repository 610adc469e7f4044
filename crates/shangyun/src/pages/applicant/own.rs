//! For whom somebody speaks, and how a refusal is put onto a form of theirs.

use crate::acting;
use crate::app::App;
use crate::lang::{Lang, Message};
use crate::seen;
use crate::session::Me;
use crate::web::components::action::Link;
use crate::web::errors::Problem;
use crate::web::forms::Filled;
use crate::web::security::random;
use domain::act::{Act, Seat};
use domain::command::Command;
use domain::enterprise::Enterprise;
use domain::ids::EnterpriseId;
use domain::refusal::Refusal;
use policy::policy::Policy;
use sha2::{Digest, Sha256};
use store::store::Failed;

/// The enterprise that the reader speaks for.
pub(super) struct Own {
    /// Its id.
    pub id: EnterpriseId,
    /// Its entry in the register.
    pub enterprise: Enterprise,
    /// Whether the reader owns its account, and may confirm and withdraw.
    pub owner: bool,
}

/// The enterprise that the reader speaks for.
///
/// # Errors
/// Somebody who speaks for none may not be here.
pub(super) async fn own(app: &App, me: &Me) -> Result<Own, Problem> {
    let Seat::Enterprise { enterprise: id, owner } = &me.actor().seat else { return Err(Problem::forbidden()) };
    let enterprise = seen::enterprise(app, id).await?;
    Ok(Own { id: id.clone(), enterprise, owner: *owner })
}

/// The first step of the way to every page of an enterprise.
pub(super) fn home(lang: Lang) -> Link {
    Link::new(lang.t("enterprise-home"), "/desk")
}

/// An act that is being prepared, for asking what it rests on; it is never done.
pub(super) fn asking(app: &App, me: &Me, command: Command) -> Act {
    let at = app.clock.now();
    Act { actor: me.actor().clone(), command, at, today: app.clock.day_of(at), key: String::new() }
}

/// The key of saving something: the form's own, with what was there and what is put there. Saving the same twice is one
/// act; going back in the browser, changing and saving again is another, and putting it back as it was is a third.
pub(super) fn save_key(form_key: &str, before: &str, after: &str) -> String {
    random::hex(&Sha256::digest(format!("{form_key}\n{before}\n{after}")).as_slice()[..16])
}

/// Puts a refusal onto the form, so that it is drawn again with what was typed. A refused field is called by its label.
///
/// # Errors
/// The page for what no typing can mend.
pub(super) fn refused(
    filled: &mut Filled,
    lang: Lang,
    policy: Option<&Policy>,
    failed: &Failed,
    label: impl Fn(&str) -> Option<String>,
) -> Result<(), Problem> {
    if let Failed::Refused(refusal) = failed
        && let Refusal::BadField { field, problem } = &**refusal
        && let (Some(label), Some(key)) = (label(field), problem_key(problem))
    {
        filled.reject(field, Message::new(key).with("label", label));
        return Ok(());
    }
    acting::refused(filled, lang, policy, failed)
}

/// The sentence for what is wrong with a field.
fn problem_key(problem: &str) -> Option<&'static str> {
    let key = match problem {
        "missing" => "forms-required",
        "unknown" => "forms-not-a-choice",
        "in_the_future" => "enterprise-field-in-the-future",
        "out_of_range" => "enterprise-field-out-of-range",
        "there_already" => "enterprise-field-there-already",
        "too_many_rows" => "enterprise-field-too-many-rows",
        _ => return None,
    };
    Some(key)
}
