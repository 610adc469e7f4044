//! How things are called: offices, districts, providers, experts and people. The registers hold their names with
//! dates, the journal only their ids.

use crate::app::App;
use crate::lang::Lang;
use crate::refusals;
use crate::web::components::value::Deadline;
use crate::web::errors::Problem;
use domain::act::Seat;
use domain::city::entry::Names;
use domain::ids::AccountId;
use domain::world::{Aggregate, Key};
use jiff::civil::Date;
use policy::policy::Policy;
use std::collections::{BTreeMap, BTreeSet};

/// A name in the reader's language.
pub fn pick(lang: Lang, names: &Names) -> &str {
    lang.pick(&names.zh, &names.en)
}

/// An office by the name it has on a day.
pub fn office(app: &App, lang: Lang, id: &str, day: Date) -> String {
    let setting = app.setting();
    let name = setting.city.office(id).and_then(|office| office.name(day));
    name.map_or_else(|| id.to_owned(), |name| pick(lang, &name.names).to_owned())
}

/// The office that holds a role of the policy today, in a district where the role is held in each; the role's own
/// name where no office holds it.
pub fn holder(app: &App, lang: Lang, policy: &Policy, role: &str, district: Option<&str>) -> String {
    let today = app.clock.today();
    let setting = app.setting();
    let name = setting.city.office_holding(role, district, today).and_then(|office| office.name(today));
    name.map_or_else(|| refusals::label(lang, Some(policy), role), |name| pick(lang, &name.names).to_owned())
}

/// A district or zone.
pub fn district(app: &App, lang: Lang, id: &str) -> String {
    app.setting().city.district(id).map_or_else(|| id.to_owned(), |found| pick(lang, &found.names).to_owned())
}

/// A provider of the register.
pub fn provider(app: &App, lang: Lang, id: &str) -> String {
    app.setting().city.provider(id).map_or_else(|| id.to_owned(), |found| pick(lang, &found.names).to_owned())
}

/// A stream of a policy.
pub fn stream(lang: Lang, policy: &Policy, id: &str) -> String {
    let known = policy.plan().streams().iter().find(|stream| stream.id == id);
    known.map_or_else(|| id.to_owned(), |stream| stream.text.get(refusals::tongue(lang)).to_owned())
}

/// A review expert.
pub fn expert(app: &App, lang: Lang, id: &str) -> String {
    app.setting().city.expert(id).map_or_else(|| id.to_owned(), |found| pick(lang, &found.names).to_owned())
}

/// The office with the rank in it, the provider, or the word for the seat.
pub fn seat(app: &App, lang: Lang, seat: &Seat, day: Date) -> String {
    match seat {
        Seat::Office { office: id, rank } => {
            format!("{} · {}", office(app, lang, id, day), lang.pick(rank.zh(), rank.en()))
        }
        Seat::Provider { provider: id } => provider(app, lang, id),
        Seat::Enterprise { .. }
        | Seat::Newcomer
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => lang.t(&format!("seat-{}", seat.word().replace('_', "-"))).into_owned(),
    }
}

/// A person behind an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The name; empty where it was erased.
    pub name: String,
    /// The seat the account sits in now.
    pub seat: Seat,
}

/// The names of the people behind accounts. One whose name was erased is not among them, and neither is the clock.
///
/// # Errors
/// A failure page.
pub async fn people<'a>(
    app: &App,
    accounts: impl IntoIterator<Item = &'a AccountId>,
) -> Result<BTreeMap<AccountId, String>, Problem> {
    let persons = persons(app, accounts).await?.into_iter();
    Ok(persons.map(|(id, person)| (id, person.name)).filter(|(_, name)| !name.is_empty()).collect())
}

/// The people behind accounts with their seats. The clock and the public are nobody.
///
/// # Errors
/// A failure page.
pub async fn persons<'a>(
    app: &App,
    accounts: impl IntoIterator<Item = &'a AccountId>,
) -> Result<BTreeMap<AccountId, Person>, Problem> {
    let wanted: BTreeSet<&AccountId> = accounts.into_iter().collect();
    let keys = wanted.iter().map(|id| Key::Account((*id).clone())).collect();
    let snapshot = app.store.load_all(keys).await.map_err(Problem::failure)?;
    let account = |id: &AccountId| match snapshot.world.get(&Key::Account(id.clone())) {
        Ok(Some(Aggregate::Account(account))) => Some((id.clone(), account.clone())),
        Ok(Some(_) | None) | Err(_) => None,
    };
    let accounts: Vec<_> = wanted.into_iter().filter_map(account).collect();
    let sealed: Vec<_> = accounts.iter().map(|(_, account)| account.name.id.clone()).collect();
    let mut opened = app.store.open_personal(&sealed).await.map_err(Problem::failure)?;
    let people = accounts.into_iter().map(|(id, account)| {
        let name = opened.remove(&account.name.id).flatten().unwrap_or_default();
        (id, Person { name, seat: account.seat })
    });
    Ok(people.collect())
}

/// A day by which something is due, counted in working days from today by the city's calendar. A calendar that does
/// not reach so far counts every day.
pub fn deadline(app: &App, date: Date) -> Deadline {
    let today = app.clock.today();
    let setting = app.setting();
    let between = |from: Date, until: Date| {
        let counted = setting.city.calendar().workdays_between(from, until).map(i64::from);
        counted.unwrap_or_else(|_| i64::from(until.since(from).map_or(0, |span| span.get_days())))
    };
    let working_days = if date < today { between(date, today).max(1).saturating_neg() } else { between(today, date) };
    Deadline { date, working_days }
}
