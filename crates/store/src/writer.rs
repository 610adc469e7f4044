//! The writer: one per process, on a thread of its own. It takes the waiting jobs in groups, hands
//! each group to [`group`](crate::group), and only then answers. A client that goes away changes
//! nothing: its job is here, its transaction too.

use crate::changes::Signed;
use crate::database::{Connection, Database, DatabaseError, Statement};
use crate::group;
use crate::snapshot::Snapshot;
use crate::store::{Decide, Failed};
use crate::vault::{PersonalRow, Vault};
use domain::act::Act;
use domain::decide::{Answer, Decided};
use domain::setting::Setting;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{mpsc, oneshot};

/// How many jobs share a transaction at most.
pub(crate) const GROUP_MAX: usize = 64;
/// How many jobs may wait before those who ask must wait too.
const WAITING_MAX: usize = 1024;

/// An act on its way, with what was decided outside.
pub(crate) struct ActJob {
    pub(crate) act: Arc<Act>,
    pub(crate) id: String,
    pub(crate) body_hash: [u8; 32],
    pub(crate) personal: Vec<PersonalRow>,
    pub(crate) outside: Option<(Snapshot, Decided)>,
}

impl ActJob {
    pub(crate) fn signed(&self) -> Signed<'_> {
        Signed { act: &self.act, id: &self.id, body_hash: &self.body_hash, personal: &self.personal }
    }
}

/// What the writer can be asked for.
pub(crate) enum Job {
    /// An act.
    Act(Box<ActJob>, oneshot::Sender<Result<Answer, Failed>>),
    /// Rows outside the journal, all or none.
    Rows(Vec<Statement>, oneshot::Sender<Result<Vec<u64>, Failed>>),
    /// The end: what waits is finished, nothing more is taken.
    Stop(oneshot::Sender<()>),
}

/// What the writer and those who ask it share.
pub(crate) struct Office {
    pub(crate) database: Database,
    pub(crate) setting: RwLock<Arc<Setting>>,
    pub(crate) decide: Decide,
    pub(crate) vault: Vault,
    /// Set once a write could not be confirmed: nothing is written any more until a restart.
    pub(crate) stuck: AtomicBool,
}

impl Office {
    pub(crate) fn setting(&self) -> Arc<Setting> {
        Arc::clone(&self.setting.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Logs a cause under a number that can be quoted, and gives the number.
    pub(crate) fn failure(&self, doing: &str, cause: &(dyn std::error::Error + 'static)) -> Failed {
        let number = u64::from(u32::from_be_bytes(self.vault.random())) % 100_000_000;
        let mut causes = cause.to_string();
        let mut next = cause.source();
        while let Some(cause) = next {
            causes = format!("{causes}: {cause}");
            next = cause.source();
        }
        tracing::error!(number, doing, cause = %causes, "failure");
        Failed::Failure(number)
    }
}

/// Starts the writer.
pub(crate) fn start(office: Arc<Office>) -> Result<mpsc::Sender<Job>, DatabaseError> {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| DatabaseError::Open(Box::new(error)))?;
    let thread = std::thread::Builder::new().name("writer".to_owned());
    thread
        .spawn(move || runtime.block_on(run(&office, receiver)))
        .map_err(|error| DatabaseError::Open(Box::new(error)))?;
    Ok(sender)
}

async fn run(office: &Office, mut receiver: mpsc::Receiver<Job>) {
    let mut connection = None;
    while let Some(first) = receiver.recv().await {
        let mut jobs = vec![first];
        while jobs.len() < GROUP_MAX
            && let Ok(job) = receiver.try_recv()
        {
            jobs.push(job);
        }
        let mut stop = None;
        let mut group = Vec::with_capacity(jobs.len());
        for job in jobs {
            match job {
                Job::Stop(done) => stop = Some(done),
                Job::Act(..) | Job::Rows(..) => group.push(job),
            }
        }
        if stop.is_some() {
            receiver.close();
            while let Ok(job) = receiver.try_recv() {
                group.push(job);
            }
        }
        for jobs in in_groups(group) {
            serve(office, &mut connection, jobs).await;
        }
        if let Some(done) = stop {
            drop(connection.take());
            let _ = done.send(());
        }
    }
}

fn in_groups(jobs: Vec<Job>) -> Vec<Vec<Job>> {
    let mut groups: Vec<Vec<Job>> = Vec::new();
    for job in jobs {
        match groups.last_mut() {
            Some(group) if group.len() < GROUP_MAX => group.push(job),
            Some(_) | None => groups.push(vec![job]),
        }
    }
    groups
}

/// Serves one group; a lost connection is tried once more, then everybody is told of the failure.
/// The retry is safe: an act that was committed after all finds its own answer.
async fn serve(office: &Office, connection: &mut Option<Connection>, mut jobs: Vec<Job>) {
    if office.stuck.load(Ordering::Acquire) {
        return fail(office, jobs, &DatabaseError::Closed);
    }
    let mut tries_left = 2_u8;
    loop {
        tries_left = tries_left.saturating_sub(1);
        match attempt(office, connection, &mut jobs).await {
            Ok(replies) => return group::reply(jobs, replies),
            Err(error) => {
                let lost = error.is_lost();
                if let Some(mut broken) = connection.take()
                    && !lost
                {
                    let _ = broken.rollback().await;
                }
                if matches!(error, DatabaseError::NotSynced(_)) {
                    office.stuck.store(true, Ordering::Release);
                }
                if !lost || tries_left == 0 {
                    return fail(office, jobs, &error);
                }
            }
        }
    }
}

async fn attempt(
    office: &Office,
    connection: &mut Option<Connection>,
    jobs: &mut [Job],
) -> Result<Vec<group::Reply>, DatabaseError> {
    let open = match connection {
        Some(open) => open,
        None => connection.insert(office.database.connect().await?),
    };
    group::run(office, open, jobs).await
}

fn fail(office: &Office, jobs: Vec<Job>, error: &DatabaseError) {
    let failed = office.failure("writing a group", error);
    for job in jobs {
        match job {
            Job::Act(_, reply) => drop(reply.send(Err(failed.clone()))),
            Job::Rows(_, reply) => drop(reply.send(Err(failed.clone()))),
            Job::Stop(reply) => drop(reply.send(())),
        }
    }
}
