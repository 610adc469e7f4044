//! How somebody gets an account: name and login sealed beside the act that opens it, and a link that works once by which
//! they set their password. Names used to sign in are unique.

use crate::acting::Sealing;
use crate::app::App;
use crate::clock::real_now;
use crate::web::errors::Problem;
use crate::web::security::random;
use domain::account::{Account, AccountCommand, Person};
use domain::act::{Actor, Fresh, Seat};
use domain::command::Command;
use domain::ids::AccountId;
use domain::world::Key;
use jiff::{SignedDuration, Timestamp};
use store::secrets;
use store::store::Failed;

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To set the first password, or a new one after a readmission.
    Invitation,
    /// To set a new password that was forgotten.
    Reset,
    /// To confirm the mail address of a sign-up.
    Confirm,
    /// To show the second factor after the password.
    SecondFactor,
}

/// A link that works once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The secret in it.
    pub token: String,
    /// The whole address.
    pub address: String,
    /// Until when it works.
    pub until: Timestamp,
}

/// Why an account cannot be opened.
#[derive(Debug)]
pub enum Unopened {
    /// Somebody else signs in with this name.
    Taken,
    /// The act did not happen.
    Failed(Failed),
    /// Our own failure.
    Problem(Problem),
}

/// How an account comes to be opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opening {
    /// Somebody signs up.
    SignUp,
    /// The security administrator invites into a seat.
    Invite(Seat),
    /// The owner of an enterprise's account invites a colleague.
    Colleague,
}

impl Opening {
    fn command_name(&self) -> &'static str {
        match self {
            Self::SignUp => "account.sign_up",
            Self::Invite(_) => "account.invite",
            Self::Colleague => "account.invite_colleague",
        }
    }

    fn command(self, person: Person) -> AccountCommand {
        match self {
            Self::SignUp => AccountCommand::SignUp { person },
            Self::Invite(seat) => AccountCommand::Invite { person, seat },
            Self::Colleague => AccountCommand::InviteColleague { person },
        }
    }
}

impl Purpose {
    /// The word under which links are stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Confirm => "confirm",
            Self::SecondFactor => "second_factor",
        }
    }

    /// How long a link works.
    const fn stands(self) -> SignedDuration {
        match self {
            Self::Invitation => SignedDuration::from_hours(72),
            Self::Confirm => SignedDuration::from_hours(24),
            Self::Reset => SignedDuration::from_hours(2),
            Self::SecondFactor => SignedDuration::from_mins(10),
        }
    }

    /// The page it leads to.
    const fn page(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation/",
            Self::Reset => "/reset/",
            Self::Confirm => "/sign-up/confirm/",
            Self::SecondFactor => "/sign-in/code/",
        }
    }
}

/// Makes a link for an account; earlier ones for the same purpose stop working.
///
/// # Errors
/// A failure page.
pub async fn link(app: &App, account: &AccountId, purpose: Purpose) -> Result<Link, Problem> {
    let token = random::hex(&app.store.vault().random::<32>());
    let until = real_now().saturating_add(purpose.stands()).unwrap_or(Timestamp::MAX);
    secrets::make_link(&app.store, &token, purpose.word(), account, until).await.map_err(Problem::failure)?;
    let address = format!("{}{}{token}", app.origin, purpose.page());
    Ok(Link { token, address, until })
}

/// The account behind a link that still works.
///
/// # Errors
/// A failure page.
pub async fn account_of(app: &App, token: &str, purpose: Purpose) -> Result<Option<AccountId>, Problem> {
    secrets::link(&app.store, token, purpose.word(), real_now()).await.map_err(Problem::failure)
}

/// Uses a link up; false where it does not work any more.
///
/// # Errors
/// A failure page.
pub async fn use_up(app: &App, token: &str, purpose: Purpose) -> Result<bool, Problem> {
    secrets::use_link(&app.store, token, purpose.word(), real_now()).await.map_err(Problem::failure)
}

/// Opens an account by an act that carries a sealed person.
///
/// # Errors
/// Why it was not opened.
pub async fn open(
    app: &App,
    (actor, key): (&Actor, &str),
    (name, login): (&str, &str),
    opening: Opening,
) -> Result<AccountId, Unopened> {
    let account = AccountId::new(Fresh::of(&actor.account, opening.command_name(), key).id("account", 0));
    let known = secrets::login(&app.store, login).await;
    if known.map_err(|error| Unopened::Problem(Problem::failure(error)))?.is_some_and(|other| other != account) {
        return Err(Unopened::Taken);
    }
    let mut sealing = Sealing::default();
    let owner = Key::Account(account).to_string();
    let person = Person {
        name: sealing.seal(app, &owner, "name", name).map_err(Unopened::Problem)?,
        login: sealing.seal(app, &owner, "login", login).map_err(Unopened::Problem)?,
    };
    let command = Command::Account(opening.command(person));
    let answer = app.execute(actor, command, key, sealing.rows()).await.map_err(Unopened::Failed)?;
    Ok(AccountId::new(answer.show.id()))
}

/// Lets an account sign in with a name.
///
/// # Errors
/// `Taken`, where somebody else does.
pub async fn name(app: &App, account: &AccountId, login: &str) -> Result<(), Unopened> {
    match secrets::set_login(&app.store, login, account).await {
        Ok(()) => Ok(()),
        Err(Failed::Conflict) => Err(Unopened::Taken),
        Err(failed) => Err(Unopened::Failed(failed)),
    }
}

/// Name and login of the person behind an account; empty where they were erased.
///
/// # Errors
/// A failure page.
pub async fn person_of(app: &App, account: &Account) -> Result<(String, String), Problem> {
    let ids = [account.name.id.clone(), account.login.id.clone()];
    let opened = app.store.open_personal(&ids).await.map_err(Problem::failure)?;
    let open = |id| opened.get(id).cloned().flatten().unwrap_or_default();
    Ok((open(&account.name.id), open(&account.login.id)))
}

/// Whether a text can be the name one signs in with: a mail address, or a mobile phone number.
pub fn is_login(text: &str) -> bool {
    is_mail(text) || (text.len() == 11 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a text looks like a mail address; the link that is sent there proves it.
pub fn is_mail(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !",;<>()\"\\:".contains(c));
    let host = |host: &str| host.contains('.') && host.split('.').all(|part| !part.is_empty());
    plain
        && text.len() <= 100
        && text.split_once('@').is_some_and(|(name, rest)| !name.is_empty() && host(rest) && !rest.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::{is_login, is_mail};

    #[test]
    fn a_login_is_a_mail_address_or_a_mobile_number() {
        for login in ["li@corp.cn", "a.b+c@mail.shenyang.gov.cn", "13800138000"] {
            assert!(is_login(login), "{login}");
        }
        for other in [
            "li",
            "li@corp",
            "@corp.cn",
            "li@corp..cn",
            "li@x@corp.cn",
            "li corp@x.cn",
            "l\ni@x.cn",
            "23800138000",
            "1380013800",
            "",
        ] {
            assert!(!is_login(other), "{other}");
        }
        assert!(!is_mail("13800138000"));
    }
}
