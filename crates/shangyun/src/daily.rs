//! The end of a day of the programme: the clock closes the monthly intake where the day is the cut-off, and lets
//! reservations lapse whose time is over. What falls due is the rules' word ([`domain::due`]); here it is looked for
//! and done, each under a key of its day, so that a second run of the same day does nothing twice.

use crate::clock::Clock;
use domain::act::{Act, Actor};
use domain::command::Command;
use domain::decide::Answer;
use domain::due;
use domain::ids::{FilingId, ProgrammeId};
use domain::programme::Programme;
use domain::refusal::Refusal;
use domain::setting::Setting;
use jiff::Timestamp;
use jiff::civil::Date;
use policy::plan::words::StepKind;
use std::time::Duration;
use store::database::DatabaseError;
use store::store::{Failed, Store};
use store::views::{cases, timeline};

/// Why a day cannot be closed.
#[derive(Debug, thiserror::Error)]
pub enum CannotClose {
    /// What falls due cannot be read.
    #[error("cannot read what falls due")]
    Read(#[from] DatabaseError),
    /// The calendar or the policy is silent.
    #[error("the rules do not say what falls due: {0:?}")]
    Rules(Refusal),
    /// The day has no end in the city's time zone.
    #[error("{0} has no end in the time zone of the city")]
    NoSuchDay(Date),
}

/// What the clock asked for at the end of a day, and what came of it.
pub type Done = Vec<(Command, Result<Answer, Failed>)>;

/// Does what falls due at the end of a day. A day that was closed before gives no command anew.
///
/// # Errors
/// What keeps the day from being closed; what was done until then stands, and the day can be closed again.
pub async fn close(store: &Store, day: Date) -> Result<Done, CannotClose> {
    let setting = store.setting();
    let at = end_of(&setting, day)?;
    let mut done = Done::new();
    for (key, command) in falls_due(store, day).await? {
        let act = Act { actor: Actor::clock(), command: command.clone(), at, today: day, key };
        match store.execute(act, Vec::new()).await {
            Err(Failed::KeyReused) => {}
            outcome => done.push((command, outcome)),
        }
    }
    Ok(done)
}

/// Closes every day from one on, in order, up to the day before another.
///
/// # Errors
/// What keeps a day from being closed; the days before it are.
pub async fn close_until(store: &Store, from: Date, until: Date) -> Result<(), CannotClose> {
    let mut day = from;
    while day < until {
        for (command, answer) in close(store, day).await? {
            match answer {
                Ok(_) => tracing::info!(command = command.name(), %day, "done as it fell due"),
                Err(failed) => tracing::error!(command = command.name(), %day, %failed, "not done as it fell due"),
            }
        }
        day = day.tomorrow().map_err(|_| CannotClose::NoSuchDay(day))?;
    }
    Ok(())
}

/// Closes the days that passed while nobody was here: from that of the journal's last entry to yesterday. To be called
/// before the first act is taken; gives the day that is open now.
///
/// # Errors
/// What keeps a day from being closed.
pub async fn catch_up(store: &Store, clock: &Clock) -> Result<Date, CannotClose> {
    let today = clock.today();
    let last = timeline::latest(store.database(), i64::MAX, 1).await?;
    let from = last.first().map_or(today, |entry| clock.day_of(entry.at));
    close_until(store, from, today).await?;
    Ok(today)
}

/// Closes every day when it is over, from this one on, for as long as the program runs. A day that cannot be closed is
/// tried again until it can.
pub async fn keep(store: Store, clock: Clock, mut open: Date) {
    loop {
        let today = clock.today();
        match close_until(&store, open, today).await {
            Ok(()) => open = open.max(today),
            Err(error) => tracing::error!(%error, day = %open, "a day cannot be closed"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// How often it is asked whether a day is over.
const PAUSE: Duration = Duration::from_mins(1);

/// The last second of a day in the city.
fn end_of(setting: &Setting, day: Date) -> Result<Timestamp, CannotClose> {
    let end = day.at(23, 59, 59, 0).to_zoned_datetime(setting.city.time_zone().clone());
    Ok(end.map_err(|_| CannotClose::NoSuchDay(day))?.timestamp())
}

/// The commands of the clock at the end of a day, each with its key, in the order they are done.
async fn falls_due(store: &Store, day: Date) -> Result<Vec<(String, Command)>, CannotClose> {
    let setting = store.setting();
    let mut commands = Vec::new();
    for programme in cases::programmes(store.database()).await? {
        let id = ProgrammeId::new(&*programme.id);
        commands.extend(lapses(store, &setting, &id, day).await?);
        commands.extend(intake(store, &setting, (&id, &programme.state), day).await?);
    }
    Ok(commands)
}

/// Reservations whose time is over, each by the document of its filing; what they free is there when the intake closes.
async fn lapses(
    store: &Store,
    setting: &Setting,
    programme: &ProgrammeId,
    day: Date,
) -> Result<Vec<(String, Command)>, CannotClose> {
    let held = cases::by_reservation(store.database(), programme.as_str(), "held", i64::MAX).await?;
    let mut commands = Vec::new();
    for filing in held {
        let id = FilingId::new(filing.id);
        let policy = setting.policy(&filing.state.policy_hash).map_err(CannotClose::Rules)?;
        let lapse = due::lapse(setting, policy, (&id, &filing.state), day).map_err(CannotClose::Rules)?;
        commands.extend(lapse.map(|command| (format!("{day}/lapse/{id}"), command)));
    }
    Ok(commands)
}

/// The monthly intake of the filings under every document whose intake closes on this day, where something was sent.
/// They are taken together, so that money goes by the order of receipt, whatever document a filing is under.
async fn intake(
    store: &Store,
    setting: &Setting,
    (id, programme): (&ProgrammeId, &Programme),
    day: Date,
) -> Result<Option<(String, Command)>, CannotClose> {
    let mut filings = Vec::new();
    for hash in programme.documents() {
        let policy = setting.policy(hash).map_err(CannotClose::Rules)?;
        if !due::closes_intake(setting, policy, day).map_err(CannotClose::Rules)? {
            continue;
        }
        let filing = policy.plan().procedure(domain::filing::PROCEDURE);
        let batch = filing.and_then(|procedure| procedure.steps.iter().find(|step| step.kind == StepKind::Batch));
        let Some(batch) = batch else { continue };
        let sent = cases::sent(store.database(), id.as_str(), &batch.id, day).await?;
        filings.extend(sent.into_iter().filter(|filing| filing.state.policy_hash == hash));
    }
    if filings.is_empty() {
        return Ok(None);
    }
    filings.sort_by(|one, other| (one.state.received_at, &one.id).cmp(&(other.state.received_at, &other.id)));
    let filings = filings.into_iter().map(|filing| FilingId::new(filing.id)).collect();
    Ok(Some((format!("{day}/intake/{id}"), due::close_intake(id, filings))))
}
