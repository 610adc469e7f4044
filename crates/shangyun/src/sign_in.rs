//! Signing in, for pages and programs alike: name and password first, then the second factor of those who must or
//! want to show one. Unknown names, disabled accounts and wrong passwords get one answer after one time.

use crate::app::App;
use crate::clock::real_now;
use crate::passwords::PasswordError;
use crate::second_factor;
use crate::web::errors::Problem;
use crate::web::security::client::Client;
use crate::web::security::throttle::Limit;
use domain::account::Account;
use domain::act::Seat;
use domain::ids::AccountId;
use domain::world::{Aggregate, Key};
use jiff::Timestamp;
use jiff::civil::Date;
use std::fmt::Display;
use store::secrets::{self, Credential};

/// A name from one address: what somebody types who has forgotten their password.
const HERE: Limit = Limit::new("sign-in here", 5, 15);
/// An address, whatever the names: an office behind one address types wrongly now and then.
const ADDRESS: Limit = Limit::new("sign-in address", 50, 15);
/// A name from anywhere: many machines at once.
const NAME: Limit = Limit::new("sign-in name", 100, 15);
/// Codes of the second factor of an account; who types them knows the password already.
const CODE: Limit = Limit::new("second factor", 5, 15);
/// The account's own password, asked again before something grave.
const AGAIN: Limit = Limit::new("password again", 5, 15);

/// What came of name and password.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// They are not those of an account that may sign in.
    Wrong,
    /// Too many tries: come back after so many seconds.
    Wait(i64),
    /// They are right, but the term of the seat is over.
    TermEnded(Date),
    /// They are right.
    Right(AccountId, Then),
}

/// What comes after the password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    /// Nothing: come in.
    ComeIn,
    /// A code of the second factor.
    Code,
    /// The second factor must be set up first.
    Enrol,
}

/// What came of a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeOutcome {
    /// It is wrong, or was used before.
    Wrong,
    /// Too many tries: come back after so many seconds.
    Wait(i64),
    /// It is right.
    Right,
    /// It is one of the recovery codes, of which so many are left.
    Recovery(usize),
}

/// Checks name and password of somebody at a machine.
///
/// # Errors
/// A page: too many are waiting, or it cannot be checked.
pub async fn by_password(app: &App, client: Client, name: &str, password: String) -> Result<Outcome, Problem> {
    // One's turn comes before the counts are read: of many tries at once none slips past them.
    let turn = app.passwords.turn().await.map_err(busy)?;
    let now = real_now();
    let client = client.key();
    let name = name.trim().to_lowercase();
    let here = format!("{name}\n{client}");
    for (limit, who) in [(HERE, &here), (ADDRESS, &client), (NAME, &name)] {
        if let Some(seconds) = limit.wait(&app.store, who, now).await.map_err(Problem::failure)? {
            tracing::warn!(client, limit = limit.what, "sign-in held back");
            return Ok(Outcome::Wait(seconds));
        }
    }
    let known = known(app, &name).await?;
    let hash = known.as_ref().map(|(_, _, credential)| credential.password_hash.clone());
    let fits = turn.check(password, hash).await.map_err(busy)?;
    let Some((id, account, credential)) = known.filter(|(_, account, _)| fits && account.enabled) else {
        for (limit, who) in [(HERE, &here), (ADDRESS, &client), (NAME, &name)] {
            limit.count(&app.store, who, now).await.map_err(Problem::failure)?;
        }
        tracing::info!(client, "sign-in failed");
        return Ok(Outcome::Wrong);
    };
    drop(turn);
    for (limit, who) in [(HERE, &here), (NAME, &name)] {
        limit.forget(&app.store, who).await.map_err(Problem::failure)?;
    }
    if let Some(until) = ended(app, &account.seat) {
        return Ok(Outcome::TermEnded(until));
    }
    Ok(Outcome::Right(id, then(&account, &credential)))
}

/// What an account has to show after its password.
fn then(account: &Account, credential: &Credential) -> Then {
    match &credential.totp {
        Some(_) => Then::Code,
        None if second_factor::is_required(&account.seat) => Then::Enrol,
        None => Then::ComeIn,
    }
}

/// The last day of a seat with a term, where it is over.
pub fn ended(app: &App, seat: &Seat) -> Option<Date> {
    if let Seat::ExternalAuditor { until, .. } = seat {
        Some(*until).filter(|until| *until < app.clock.today())
    } else {
        None
    }
}

/// The account that signs in with a name, with its credential.
async fn known(app: &App, name: &str) -> Result<Option<(AccountId, Account, Credential)>, Problem> {
    let Some(id) = secrets::login(&app.store, name).await.map_err(Problem::failure)? else { return Ok(None) };
    let account = account(app, &id).await?;
    let credential = secrets::credential(&app.store, &id).await.map_err(Problem::failure)?;
    Ok(account.zip(credential).map(|(account, credential)| (id, account, credential)))
}

/// An account.
///
/// # Errors
/// A page, when it cannot be read.
pub async fn account(app: &App, id: &AccountId) -> Result<Option<Account>, Problem> {
    let found = app.store.load(&Key::Account(id.clone())).await.map_err(Problem::failure)?;
    Ok(match found.state {
        Some(Aggregate::Account(account)) => Some(account),
        Some(_) | None => None,
    })
}

/// Checks a code of the second factor, or a recovery code. Each works once.
///
/// # Errors
/// A page, when it cannot be checked.
pub async fn by_code(app: &App, account: &AccountId, code: &str) -> Result<CodeOutcome, Problem> {
    let now = real_now();
    if let Some(seconds) = counted(app, CODE, account, now).await? {
        return Ok(CodeOutcome::Wait(seconds));
    }
    let credential = secrets::credential(&app.store, account).await.map_err(Problem::failure)?;
    let Some(Credential { totp: Some(secret), recovery, .. }) = credential else { return Ok(CodeOutcome::Wrong) };
    let mut outcome = CodeOutcome::Wrong;
    if let Some(step) = second_factor::step_of(&secret, code, now) {
        if secrets::use_totp(&app.store, account, step).await.map_err(Problem::failure)? {
            outcome = CodeOutcome::Right;
        }
    } else if let Some(rest) = second_factor::without(&recovery, code)
        && secrets::use_recovery(&app.store, account, &recovery, &rest).await.map_err(Problem::failure)?
    {
        outcome = CodeOutcome::Recovery(rest.lines().count());
    }
    if outcome == CodeOutcome::Wrong {
        tracing::info!(%account, "second factor failed");
    } else {
        CODE.forget(&app.store, account.as_str()).await.map_err(Problem::failure)?;
    }
    Ok(outcome)
}

/// Whether somebody who has signed in knows the account's password; asked again before something grave.
///
/// # Errors
/// A page: too many tries, too many waiting, or it cannot be checked.
pub async fn is_password(app: &App, account: &AccountId, password: String) -> Result<bool, Problem> {
    let turn = app.passwords.turn().await.map_err(busy)?;
    let now = real_now();
    if let Some(seconds) = counted(app, AGAIN, account, now).await? {
        return Err(Problem::too_often(seconds));
    }
    let credential = secrets::credential(&app.store, account).await.map_err(Problem::failure)?;
    let fits = turn.check(password, credential.map(|one| one.password_hash)).await.map_err(busy)?;
    if fits {
        AGAIN.forget(&app.store, account.as_str()).await.map_err(Problem::failure)?;
    }
    Ok(fits)
}

/// Counts a try before it is made; says how long to wait where there were too many.
async fn counted(app: &App, limit: Limit, account: &AccountId, now: Timestamp) -> Result<Option<i64>, Problem> {
    let wait = limit.wait(&app.store, account.as_str(), now).await.map_err(Problem::failure)?;
    if wait.is_none() {
        limit.count(&app.store, account.as_str(), now).await.map_err(Problem::failure)?;
    }
    Ok(wait)
}

/// The page for a password that cannot be checked now.
pub fn busy(error: impl Into<PasswordError> + Display) -> Problem {
    match error.into() {
        PasswordError::Busy => Problem::unavailable(),
        error @ (PasswordError::Hash(_) | PasswordError::Stopped) => Problem::failure(error),
    }
}
