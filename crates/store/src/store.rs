//! The store: the one way in for acts, and the way to everything that is kept.

use crate::database::{Database, DatabaseError, Statement, values};
use crate::documents::{Documents, DocumentsError, Stored};
use crate::group::Endless;
use crate::migrate;
use crate::outside::Outside;
use crate::snapshot::{self, Found, Inconsistency, Snapshot};
use crate::vault::{self, Entropy, PersonalRow, Sealed, Secrets, Vault, VaultError};
use crate::writer::{self, ActJob, Job, Office};
use domain::act::Act;
use domain::decide::{Answer, Ctx, Decided};
use domain::ids::PersonalId;
use domain::refusal::Refusal;
use domain::setting::Setting;
use domain::world::{Key, Stop, World};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::io::AsyncRead;
use tokio::sync::{mpsc, oneshot};

/// What decides an act; [`domain::decide::decide`] outside tests.
pub type Decide = fn(&Setting, &World, &Act) -> Result<Decided, Stop>;

/// What a store is opened with.
#[derive(Clone)]
pub struct Config {
    /// The address of the database: `sqlite:/path/file.db`, `sqlite::memory:` or `postgres://…`.
    pub database: String,
    /// The folder of the documents.
    pub documents: PathBuf,
    /// The keys that seal personal values.
    pub secrets: Secrets,
    /// Where randomness comes from.
    pub entropy: Arc<dyn Entropy>,
    /// What decides an act.
    pub decide: Decide,
}

/// Why an act, or a write beside the journal, did not happen.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Failed {
    /// The rules say no.
    #[error("refused")]
    Refused(Box<Refusal>),
    /// It met another write; the same again may succeed.
    #[error("somebody else was writing the same")]
    Conflict,
    /// The one-time key was used for another act before.
    #[error("the one-time key was used for something else")]
    KeyReused,
    /// Our fault; the cause is in the log under this number.
    #[error("failure number {0}")]
    Failure(u64),
}

/// Why the store cannot be opened, or cannot read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error("the database does not serve")]
    Database(#[from] DatabaseError),
    /// The documents.
    #[error("the documents do not serve")]
    Documents(#[from] DocumentsError),
    /// A row that cannot be.
    #[error("a row is inconsistent")]
    Inconsistent(#[from] Inconsistency),
}

/// Why a document is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// It cannot be stored.
    #[error("cannot store a document")]
    Documents(#[from] DocumentsError),
    /// It cannot be registered.
    #[error("cannot register a document")]
    Register(#[from] Failed),
}

/// The open store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    office: Arc<Office>,
    documents: Documents,
    jobs: mpsc::Sender<Job>,
}

impl Store {
    /// Opens the store: database, schema, documents, writer.
    pub async fn open(config: Config, setting: Arc<Setting>) -> Result<Self, StoreError> {
        let database = Database::open(&config.database).await?;
        migrate::migrate(&database).await?;
        let documents = Documents::open(config.documents).await?;
        let office = Arc::new(Office {
            database,
            setting: RwLock::new(setting),
            decide: config.decide,
            vault: Vault::new(config.secrets, config.entropy),
            stuck: AtomicBool::new(false),
        });
        let jobs = writer::start(Arc::clone(&office))?;
        Ok(Self { office, documents, jobs })
    }

    /// Finishes what waits for the writer and stops it; whatever is asked later fails.
    pub async fn close(&self) {
        let (done, stopped) = oneshot::channel();
        if self.jobs.send(Job::Stop(done)).await.is_ok() {
            let _ = stopped.await;
        }
    }

    /// The database, for views.
    pub fn database(&self) -> &Database {
        &self.office.database
    }

    /// The documents.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Seals and opens what must not be readable in the database.
    pub fn vault(&self) -> &Vault {
        &self.office.vault
    }

    /// The registers, calendar and policies in force.
    pub fn setting(&self) -> Arc<Setting> {
        self.office.setting()
    }

    /// Changes what is in force, such as by a further policy; an act under way keeps what it began with.
    pub fn change_setting(&self, change: impl FnOnce(&mut Setting)) {
        let mut setting = self.office.setting.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut setting));
    }

    /// Whether acts are taken: the writer runs, and the disk has confirmed every write so far.
    pub fn takes_acts(&self) -> bool {
        !self.jobs.is_closed() && !self.office.stuck.load(Ordering::Acquire)
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> Result<(), DatabaseError> {
        self.head().await.map(|_| ())
    }

    /// The number of the last entry of the journal.
    pub async fn head(&self) -> Result<i64, DatabaseError> {
        let rows = self.database().query(Statement::new(HEAD, vec![])).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Does an act, with the personal values that its command names. When this answers, what
    /// happened is on the disk. The same act again gets the same answer.
    pub async fn execute(&self, act: Act, personal: Vec<PersonalRow>) -> Result<Answer, Failed> {
        let mut job = self.job(act, personal)?;
        match self.decide_outside(&job).await? {
            Outside::Answered(answer) => return answer,
            Outside::Decided(snapshot, decided) => job.outside = Some((snapshot, decided)),
        }
        self.send(job).await?.await.unwrap_or_else(|_| Err(self.closed()))
    }

    /// The answer an act got when it was done before, under the same key and with the same command; none where it
    /// was never done. For pages that do several acts in a row: is this the same form once more, or an old one?
    pub async fn answered(&self, act: &Act) -> Result<Option<Answer>, Failed> {
        let job = self.job(act.clone(), vec![])?;
        self.stored(&job).await?.transpose()
    }

    /// Does many acts in their order, many to a commit; an act may rest on those before it.
    pub async fn execute_many(&self, acts: Vec<(Act, Vec<PersonalRow>)>) -> Vec<Result<Answer, Failed>> {
        let mut waiting = Vec::with_capacity(acts.len());
        for (act, personal) in acts {
            waiting.push(match self.job(act, personal) {
                Ok(job) => self.send(job).await,
                Err(failed) => Err(failed),
            });
        }
        let mut answers = Vec::with_capacity(waiting.len());
        for answer in waiting {
            answers.push(match answer {
                Ok(answer) => answer.await.unwrap_or_else(|_| Err(self.closed())),
                Err(failed) => Err(failed),
            });
        }
        answers
    }

    /// Writes rows beside the journal (sessions, read marks, outbox), all or none; gives how many
    /// rows each statement touched.
    pub async fn write(&self, statements: Vec<Statement>) -> Result<Vec<u64>, Failed> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job::Rows(statements, reply)).await.map_err(|_| self.closed())?;
        answer.await.unwrap_or_else(|_| Err(self.closed()))
    }

    /// The state under a key as it is now, with its version.
    pub async fn load(&self, key: &Key) -> Result<Found, StoreError> {
        let rows = self.database().query(snapshot::read(key)).await?;
        Ok(snapshot::found(key, &rows)?)
    }

    /// The states under several keys, read in one go.
    pub async fn load_all(&self, keys: Vec<Key>) -> Result<Snapshot, StoreError> {
        let mut snapshot = Snapshot::default();
        let reads = keys.iter().map(snapshot::read).collect();
        let answers = self.database().query_many(reads).await?;
        for (key, rows) in keys.into_iter().zip(answers) {
            let found = snapshot::found(&key, &rows)?;
            snapshot.load(key, found);
        }
        Ok(snapshot)
    }

    /// What an act would do now, without doing it.
    pub async fn preview(&self, act: &Act) -> Result<Decided, Failed> {
        self.inquire(act, |setting, world| (self.office.decide)(setting, world, act)).await
    }

    /// What a question about the world comes to now, for the page that prepares an act: such as the plan that the
    /// act would freeze.
    pub async fn ask<T: Send>(
        &self,
        act: &Act,
        question: impl Fn(Ctx) -> Result<T, Stop> + Send + Sync,
    ) -> Result<T, Failed> {
        let asked = |setting: &Setting, world: &World| question(Ctx { setting, world, act });
        self.inquire(act, asked).await
    }

    /// Seals a personal value of an owner (text of a key), before the command is made.
    pub fn seal(&self, owner: &str, field: &str, value: &str) -> Result<Sealed, VaultError> {
        self.vault().seal_personal(owner, field, value)
    }

    /// Opens personal values; `None` for one that was erased.
    pub async fn open_personal(&self, ids: &[PersonalId]) -> Result<BTreeMap<PersonalId, Option<String>>, VaultError> {
        self.vault().open_personal(self.database(), ids).await
    }

    /// Erases the personal values of an owner for good; gives how many.
    pub async fn erase_personal(&self, owner: &str, at: Timestamp) -> Result<u64, Failed> {
        let touched = self.write(vec![vault::erase(owner, at.as_microsecond())]).await?;
        Ok(touched.first().copied().unwrap_or(0))
    }

    /// Streams a document in and registers it; when this answers, it is on the disk. A document
    /// that no act comes to name is harmless.
    pub async fn keep_document(
        &self,
        content: impl AsyncRead + Unpin,
        media: &str,
        size_bytes_max: u64,
        at: Timestamp,
    ) -> Result<Stored, KeepError> {
        let stored = self.documents.put(content, size_bytes_max).await?;
        let size = i64::try_from(stored.size_bytes).unwrap_or(i64::MAX);
        let values = values![stored.id.as_str(), size, media, at.as_microsecond()];
        self.write(vec![Statement::new(REGISTER, values)]).await?;
        Ok(stored)
    }

    fn job(&self, act: Act, personal: Vec<PersonalRow>) -> Result<ActJob, Failed> {
        let body = serde_json::to_string(&act.command)
            .map_err(|error| self.office.failure("writing a command as JSON", &error))?;
        let body = personal.iter().fold(body, |body, row| row.steady(&body));
        let body_hash = Sha256::digest(body).into();
        let id = act_id(&act);
        Ok(ActJob { act: Arc::new(act), id, body_hash, personal, outside: None })
    }

    async fn send(&self, job: ActJob) -> Result<oneshot::Receiver<Result<Answer, Failed>>, Failed> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job::Act(Box::new(job), reply)).await.map_err(|_| self.closed())?;
        Ok(answer)
    }

    fn closed(&self) -> Failed {
        self.office.failure("asking the writer", &DatabaseError::Closed)
    }

    pub(crate) fn decider(&self) -> Decide {
        self.office.decide
    }

    pub(crate) fn endless(&self, act: &Act) -> Failed {
        self.office.failure("deciding", &Endless { command: act.command.name() })
    }

    pub(crate) fn read_failed(&self, error: &StoreError) -> Failed {
        self.office.failure("reading what an act decides from", error)
    }
}

const HEAD: &str = "select seq from head where id = 1";
const REGISTER: &str = "insert into blob (id, size, media, at) values ($1, $2, $3, $4) \
    on conflict (id) do nothing";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[HEAD, REGISTER];

/// The id of an act: the hash of account, command and one-time key.
pub fn act_id(act: &Act) -> String {
    let text = format!("{}\n{}\n{}", act.actor.account, act.command.name(), act.key);
    crate::migrate::hexadecimal(&Sha256::digest(text))
}
