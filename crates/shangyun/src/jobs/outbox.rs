//! Sends what waits in the outbox. A message becomes one letter for each person it is for, so that a refused address
//! holds nobody else up; a letter that does not go out is tried again, ever later, and given up in the end, in sight.

use crate::admission::is_mail;
use crate::app::App;
use crate::clock::real_now;
use crate::lang::Lang;
use crate::letters;
use crate::mail::{self, LETTER, Letter, Mailer, Undelivered};
use crate::refusals::case_address;
use domain::account::Account;
use domain::act::Seat;
use domain::ids::{AccountId, MessageId};
use domain::message::{Addressee, Message};
use domain::world::{Aggregate, Key};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write as _;
use store::database::DatabaseError;
use store::outbox::{self, Effect, TakeError};
use store::store::{Failed, StoreError};
use store::vault::VaultError;
use store::views::accounts;

#[cfg(test)]
mod tests;

/// The kind of an effect that is a message for a party.
const MAIL: &str = "mail";
/// The kind of an effect that is a message for one account.
const MAIL_TO: &str = "mail_to";
/// How many effects are taken at once.
const MOST: i64 = 20;
/// How long nobody else gets what was taken.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// The waits after each failure, in minutes; after the last one it is given up.
const WAITS: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 1_440, 1_440];

/// Why a round broke off; the next one goes on.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// Effects cannot be taken.
    #[error(transparent)]
    Take(#[from] TakeError),
    /// What came of one cannot be written.
    #[error("cannot write what came of an effect: {0}")]
    Write(#[from] Failed),
    /// A message or an account cannot be read.
    #[error("cannot read a message: {0}")]
    Read(#[from] StoreError),
    /// A list of accounts cannot be read.
    #[error("cannot read accounts: {0}")]
    Accounts(#[from] DatabaseError),
    /// A name does not open.
    #[error("cannot open an address: {0}")]
    Vault(#[from] VaultError),
}

/// What came of one effect.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Outcome {
    Done,
    Again(String),
    GivenUp(String),
}

/// One round: takes what is due and sends it. Without a mail server, messages are in the inbox and nowhere else.
///
/// # Errors
/// When the store does not serve.
pub async fn run(app: App) -> Result<String, OutboxError> {
    let now = real_now();
    let Some(mailer) = &app.mail else {
        let kept = outbox::done_all(&app.store, MAIL, now).await?;
        if kept > 0 {
            tracing::warn!(kept, "no mail server is configured: messages are shown in the inbox only");
        }
        return Ok(String::new());
    };
    let until = now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
    let (mut sent, mut failed) = (0, 0);
    for effect in outbox::take(&app.store, now, until, MOST).await? {
        match one(&app, mailer, &effect).await? {
            Outcome::Done => {
                sent += 1;
                outbox::done(&app.store, &effect.id).await?;
            }
            Outcome::Again(why) => {
                failed += 1;
                later(&app, &effect, &why).await?;
            }
            Outcome::GivenUp(why) => {
                failed += 1;
                tracing::error!(effect = effect.id, why, "a mail is given up");
                outbox::give_up(&app.store, &effect.id).await?;
            }
        }
    }
    Ok(if sent + failed == 0 { String::new() } else { format!("{sent} done, {failed} failed") })
}

/// Sets an effect down for another try, or gives it up.
async fn later(app: &App, effect: &Effect, why: &str) -> Result<(), Failed> {
    let wait = usize::try_from(effect.attempts).ok().and_then(|place| WAITS.get(place));
    let Some(minutes) = wait else {
        tracing::error!(effect = effect.id, why, "a mail is given up after the last try");
        return outbox::give_up(&app.store, &effect.id).await;
    };
    tracing::warn!(effect = effect.id, why, minutes, "a mail is tried again later");
    let from = real_now().saturating_add(SignedDuration::from_mins(*minutes)).unwrap_or(Timestamp::MAX);
    outbox::again(&app.store, &effect.id, from).await
}

async fn one(app: &App, mailer: &Mailer, effect: &Effect) -> Result<Outcome, OutboxError> {
    match effect.kind.as_str() {
        MAIL => spread(app, effect).await,
        MAIL_TO => match letter_to(app, &effect.body).await? {
            Some(letter) => Ok(send(mailer, &effect.id, &letter).await),
            None => Ok(Outcome::Done),
        },
        LETTER => Ok(match mail::open(app, &effect.id, &effect.body) {
            Some(letter) => send(mailer, &effect.id, &letter).await,
            None => Outcome::GivenUp("the letter does not open".to_owned()),
        }),
        other => Ok(Outcome::GivenUp(format!("nobody knows how to do `{other}`"))),
    }
}

async fn send(mailer: &Mailer, id: &str, letter: &Letter) -> Outcome {
    match mailer.send(id, letter).await {
        Ok(()) => Outcome::Done,
        Err(Undelivered::NotNow(why)) => Outcome::Again(why),
        Err(Undelivered::ForGood(why)) => Outcome::GivenUp(why),
    }
}

/// One effect for each account that a message is for.
async fn spread(app: &App, effect: &Effect) -> Result<Outcome, OutboxError> {
    let Some(message) = message(app, field(&effect.body, "message")).await? else {
        return Ok(Outcome::GivenUp("there is no such message".to_owned()));
    };
    for account in people(app, &message.to).await? {
        let body = serde_json::json!({ "message": field(&effect.body, "message"), "account": account.as_str() });
        let id = format!("{}/{account}", effect.id);
        outbox::add(&app.store, &id, MAIL_TO, &body.to_string(), real_now()).await?;
    }
    Ok(Outcome::Done)
}

/// The accounts behind an addressee that may sign in.
async fn people(app: &App, to: &Addressee) -> Result<Vec<AccountId>, OutboxError> {
    let party = match to {
        Addressee::Enterprise(id) => id.as_str(),
        Addressee::Office(id) | Addressee::Provider(id) => id,
        Addressee::Account(id) => return Ok(vec![id.clone()]),
    };
    let listed = accounts::of_party(app.store.database(), party).await?;
    let own = listed.into_iter().filter(|one| one.account.enabled && speaks_for(&one.account.seat, to));
    Ok(own.map(|one| AccountId::new(one.id)).collect())
}

fn speaks_for(seat: &Seat, to: &Addressee) -> bool {
    match (seat, to) {
        (Seat::Enterprise { enterprise, .. }, Addressee::Enterprise(id)) => enterprise == id,
        (Seat::Office { office, .. }, Addressee::Office(id)) => office == id,
        (Seat::Provider { provider }, Addressee::Provider(id)) => provider == id,
        (_, Addressee::Account(_) | Addressee::Enterprise(_) | Addressee::Office(_) | Addressee::Provider(_)) => false,
    }
}

/// The letter of a message for one account; none where the account has no mail address or may not sign in any more.
async fn letter_to(app: &App, body: &str) -> Result<Option<Letter>, OutboxError> {
    let Some(message) = message(app, field(body, "message")).await? else { return Ok(None) };
    let id = AccountId::new(field(body, "account"));
    let Some(Aggregate::Account(Account { login, enabled: true, .. })) = app.store.load(&Key::Account(id)).await?.state
    else {
        return Ok(None);
    };
    let opened = app.store.open_personal(std::slice::from_ref(&login.id)).await?;
    let Some(to) = opened.into_values().flatten().find(|address| is_mail(address)) else { return Ok(None) };
    let policy = letters::policy_of(app, &message.about).await?;
    let address = format!("{}{}", app.origin, case_address(&message.about).unwrap_or_else(|| "/inbox".to_owned()));
    let portal = app.setting().city.portal().clone();
    let mut text = String::new();
    for lang in Lang::ALL {
        let said = letters::text(lang, policy.as_deref(), &message);
        let open = lang.t_with("mail-open", &[("address", address.as_str().into())]);
        let sign = lang.t_with("mail-sign", &[("portal", lang.pick(&portal.zh, &portal.en).into())]);
        let _ = write!(text, "{said}\n\n{open}\n\n{sign}\n\n");
    }
    let subject = format!("【{}】{}", portal.zh, letters::subject(Lang::Zh, policy.as_deref(), &message));
    Ok(Some(Letter { to, subject, text }))
}

async fn message(app: &App, id: String) -> Result<Option<Message>, StoreError> {
    let found = app.store.load(&Key::Message(MessageId::new(id))).await?;
    Ok(if let Some(Aggregate::Message(message)) = found.state { Some(message) } else { None })
}

fn field(body: &str, name: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    body[name].as_str().unwrap_or_default().to_owned()
}
