//! Accounts: who may sign in, and in which seat. Passwords, second factors and sessions are not
//! here: they are secrets, kept by the store outside the journal.

use crate::act::{Personal, Seat};
use crate::decide::{Ctx, Decided, Outcome};
use crate::event::What;
use crate::ids::AccountId;
use crate::refusal::Refusal;
use crate::world::{Key, Stop};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One person's account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// On whose behalf it acts.
    pub seat: Seat,
    /// The person's name.
    pub name: Personal,
    /// The name used to sign in: a mail address or a phone number.
    pub login: Personal,
    /// Whether it may sign in.
    pub enabled: bool,
}

/// What can be asked of accounts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum AccountCommand {
    /// Makes the three administrators of an empty city.
    Found {
        /// System, security and audit administrator: name and login of each.
        administrators: [Person; 3],
    },
    /// Somebody registers an account for an enterprise.
    SignUp {
        /// The person.
        person: Person,
    },
    /// The security administrator invites somebody into a seat.
    Invite {
        /// The person.
        person: Person,
        /// The seat.
        seat: Seat,
    },
    /// The owner of an enterprise's account invites a colleague.
    InviteColleague {
        /// The person.
        person: Person,
    },
    /// The security administrator moves an account to another seat.
    Reseat {
        /// Which account.
        account: AccountId,
        /// The new seat.
        seat: Seat,
        /// For an administrator's account: another enabled one in the same seat.
        remaining: Option<AccountId>,
    },
    /// The security administrator stops an account from signing in.
    Disable {
        /// Which account.
        account: AccountId,
        /// For an administrator's account: another enabled one in the same seat.
        remaining: Option<AccountId>,
    },
    /// The security administrator lets an account sign in again.
    Enable {
        /// Which account.
        account: AccountId,
    },
    /// The security administrator lets somebody come in anew who lost password or second factor: both are void, and a
    /// fresh link is sent.
    Readmit {
        /// Which account.
        account: AccountId,
    },
}

/// Name and login of a person, sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The name.
    pub name: Personal,
    /// The mail address or phone number used to sign in.
    pub login: Personal,
}

/// What happened to an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum AccountEvent {
    /// It was opened.
    Opened {
        /// The person.
        person: Person,
        /// The seat.
        seat: Seat,
    },
    /// It moved to another seat.
    Reseated {
        /// The new seat.
        seat: Seat,
    },
    /// It was disabled.
    Disabled,
    /// It was enabled again.
    Enabled,
    /// Its password and second factor were made void, and it was given a fresh link.
    Readmitted,
}

impl AccountCommand {
    /// The command's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Found { .. } => "account.found",
            Self::SignUp { .. } => "account.sign_up",
            Self::Invite { .. } => "account.invite",
            Self::InviteColleague { .. } => "account.invite_colleague",
            Self::Reseat { .. } => "account.reseat",
            Self::Disable { .. } => "account.disable",
            Self::Enable { .. } => "account.enable",
            Self::Readmit { .. } => "account.readmit",
        }
    }
}

impl Account {
    /// The account an opening event makes.
    pub fn opened(event: &AccountEvent) -> Option<Self> {
        let AccountEvent::Opened { person, seat } = event else { return None };
        Some(Self { seat: seat.clone(), name: person.name.clone(), login: person.login.clone(), enabled: true })
    }

    /// The account after an event.
    #[must_use]
    pub fn apply(self, event: &AccountEvent) -> Self {
        match event {
            AccountEvent::Opened { .. } | AccountEvent::Readmitted => self,
            AccountEvent::Reseated { seat } => Self { seat: seat.clone(), ..self },
            AccountEvent::Disabled => Self { enabled: false, ..self },
            AccountEvent::Enabled => Self { enabled: true, ..self },
        }
    }
}

/// Decides a command on accounts.
pub fn decide(ctx: Ctx, command: &AccountCommand) -> Result<Decided, Stop> {
    match command {
        AccountCommand::Found { administrators } => found(ctx, administrators),
        AccountCommand::SignUp { person } => {
            if ctx.act.actor.seat != Seat::Public {
                return Err(ctx.not_your_seat().into());
            }
            open(ctx, vec![(person.clone(), Seat::Newcomer)])
        }
        AccountCommand::Invite { person, seat } => {
            ctx.only(&Seat::SecurityAdmin)?;
            check_seat(ctx, seat)?;
            open(ctx, vec![(person.clone(), seat.clone())])
        }
        AccountCommand::InviteColleague { person } => {
            let Seat::Enterprise { enterprise, owner: true } = &ctx.act.actor.seat else {
                return Err(ctx.not_your_seat().into());
            };
            let seat = Seat::Enterprise { enterprise: enterprise.clone(), owner: false };
            open(ctx, vec![(person.clone(), seat)])
        }
        AccountCommand::Reseat { account, seat, remaining } => {
            check_change(ctx, account, remaining.as_ref())?;
            check_seat(ctx, seat)?;
            changed(account, AccountEvent::Reseated { seat: seat.clone() })
        }
        AccountCommand::Disable { account, remaining } => {
            check_change(ctx, account, remaining.as_ref())?;
            changed(account, AccountEvent::Disabled)
        }
        AccountCommand::Enable { account } => {
            ctx.only(&Seat::SecurityAdmin)?;
            ctx.world.account(account)?;
            changed(account, AccountEvent::Enabled)
        }
        AccountCommand::Readmit { account } => {
            ctx.only(&Seat::SecurityAdmin)?;
            if *account == ctx.act.actor.account {
                return Err(Refusal::SamePerson { before: account.to_string() }.into());
            }
            ctx.world.account(account)?;
            changed(account, AccountEvent::Readmitted)
        }
    }
}

/// The unique key that a city is founded under, so that it happens once.
const FOUNDED: &str = "city/founded";

fn found(ctx: Ctx, administrators: &[Person; 3]) -> Result<Decided, Stop> {
    ctx.only(&Seat::Founder)?;
    if let Some(hold) = ctx.world.hold(FOUNDED)? {
        return Err(Refusal::AlreadyHeld { key: FOUNDED.to_owned(), holder: hold.holder.clone() }.into());
    }
    let seats = [Seat::SystemAdmin, Seat::SecurityAdmin, Seat::AuditAdmin];
    let people = administrators.iter().cloned().zip(seats).collect();
    let mut decided = open(ctx, people)?;
    let holder = decided.answer.show.clone();
    decided.events.extend(Outcome::show(holder.clone()).taking(vec![FOUNDED.to_owned()], &holder).done()?.events);
    Ok(decided)
}

/// Opens accounts; the first is shown.
fn open(ctx: Ctx, people: Vec<(Person, Seat)>) -> Result<Decided, Stop> {
    let fresh = ctx.act.fresh();
    let id = |number| AccountId::new(fresh.id("account", number));
    let mut outcome = Outcome::show(Key::Account(id(0)));
    for (number, (person, seat)) in people.into_iter().enumerate() {
        let event = AccountEvent::Opened { person, seat };
        outcome = outcome.with(Key::Account(id(number)), What::Account(event));
    }
    outcome.done()
}

fn changed(account: &AccountId, event: AccountEvent) -> Result<Decided, Stop> {
    let key = Key::Account(account.clone());
    Outcome::show(key.clone()).with(key, What::Account(event)).done()
}

/// Refuses seats that cannot be given, and offices and providers the registers do not know.
fn check_seat(ctx: Ctx, seat: &Seat) -> Result<(), Stop> {
    let bad = |problem: &str| Refusal::BadField { field: "seat".to_owned(), problem: problem.to_owned() };
    match seat {
        Seat::Office { office, .. } if ctx.setting.city.office(office).is_none() => Err(bad("unknown_office").into()),
        Seat::Provider { provider } if ctx.setting.city.provider(provider).is_none() => {
            Err(bad("unknown_provider").into())
        }
        Seat::Clock | Seat::Founder | Seat::Public | Seat::Newcomer => Err(bad("cannot_be_given").into()),
        Seat::Enterprise { enterprise, .. } => ctx.world.enterprise(enterprise).map(|_| ()),
        Seat::Office { .. }
        | Seat::Provider { .. }
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. } => Ok(()),
    }
}

/// Refuses a change to one's own account, and one that would leave a kind of administrator empty.
fn check_change(ctx: Ctx, account: &AccountId, remaining: Option<&AccountId>) -> Result<(), Stop> {
    ctx.only(&Seat::SecurityAdmin)?;
    if *account == ctx.act.actor.account {
        return Err(Refusal::SamePerson { before: account.to_string() }.into());
    }
    let before = ctx.world.account(account)?;
    if !matches!(before.seat, Seat::SystemAdmin | Seat::SecurityAdmin | Seat::AuditAdmin) {
        return Ok(());
    }
    let last = || Refusal::LastAdministrator { seat: before.seat.word().to_owned() };
    let other = remaining.filter(|other| *other != account).ok_or_else(last)?;
    let other = ctx.world.account(other)?;
    if other.enabled && other.seat == before.seat { Ok(()) } else { Err(last().into()) }
}
