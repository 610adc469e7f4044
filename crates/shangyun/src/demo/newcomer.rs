//! A new person in the demo city: signed up a moment ago, with no enterprise yet. Each is somebody else.

use super::names;
use crate::acting::{Sealing, fresh_key};
use crate::app::App;
use crate::web::errors::Problem;
use domain::account::{AccountCommand, Person};
use domain::act::Actor;
use domain::command::Command;
use domain::ids::AccountId;
use domain::world::Key;

/// Signs a new person up.
///
/// # Errors
/// A failure page.
pub async fn sign_up(app: &App) -> Result<AccountId, Problem> {
    let key = fresh_key();
    let place = usize::from_str_radix(key.get(..4).unwrap_or_default(), 16).unwrap_or(0);
    let mut sealing = Sealing::default();
    let owner = format!("newcomer:{key}");
    let name = sealing.seal(app, &owner, "name", &names::person(place))?;
    let login = sealing.seal(app, &owner, "login", &format!("{key}@example.com"))?;
    let command = AccountCommand::SignUp { person: Person { name, login } };
    let answer = app.execute(&Actor::public(), Command::Account(command), &key, sealing.rows()).await;
    let shown = answer.map_err(Problem::failure)?.show;
    if let Key::Account(account) = shown { Ok(account) } else { Err(Problem::failure("signing up opens no account")) }
}
