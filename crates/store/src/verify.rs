//! Verification: folds the journal from scratch and compares everything with it (I5). Reads one
//! consistent state, in chunks, and changes nothing. What it cannot see from inside (a journal that
//! was rewritten with all its hashes) it finds against roots that were signed earlier.

mod fold;
mod journal;
mod rest;

use crate::database::DatabaseError;
use crate::snapshot::Inconsistency;
use crate::store::Store;
use crate::tree::Hash;
use std::fmt;
use tokio::runtime::Handle;

/// The statements of this folder.
pub(crate) fn statements() -> Vec<&'static str> {
    [journal::SQL, fold::SQL, rest::SQL].concat()
}

/// Something that is not as the journal says, or a journal that is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "fields repeat the words of their variant")]
pub enum Finding {
    /// Entries are missing.
    Gap { after: i64, found: i64 },
    /// The head does not name the last entry.
    Head { head: i64, last: i64 },
    /// An entry is not what its leaf says.
    Leaf { seq: i64 },
    /// An entry's body is no event, or not the one its columns name.
    Body { seq: i64 },
    /// The journal up to here is not the one that was signed.
    Root { size: u64 },
    /// An act has no stored answer.
    Answer { act: String },
    /// The postings of an entry are not those of its transfer.
    Postings { seq: i64 },
    /// A row is missing.
    MissingRow { table: String, id: String },
    /// A row exists that nothing made.
    ExtraRow { table: String, id: String },
    /// A row holds another state, version or column than the journal gives.
    Row { table: String, id: String },
    /// A balance is not the sum of its postings.
    Balance { account: String, stored: i64, folded: i64 },
    /// A count of the queue is wrong.
    QueueCount { programme: String, role: String },
    /// A personal value is gone without having been erased.
    PersonalMissing { id: String },
    /// A personal value is not the one that was committed to.
    Personal { id: String },
    /// A document is missing.
    DocumentMissing { id: String },
    /// A document's bytes have changed.
    DocumentCorrupt { id: String },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { after, found } => write!(f, "after entry {after} comes {found}"),
            Self::Head { head, last } => write!(f, "the head says {head}, the last entry is {last}"),
            Self::Leaf { seq } => write!(f, "entry {seq} is not what its leaf says"),
            Self::Body { seq } => write!(f, "the body of entry {seq} is not the event its columns name"),
            Self::Root { size } => write!(f, "the first {size} entries are not those that were signed"),
            Self::Answer { act } => write!(f, "act {act} has no stored answer"),
            Self::Postings { seq } => write!(f, "the postings of entry {seq} are not its transfer"),
            Self::MissingRow { table, id } => write!(f, "{table} `{id}` is missing"),
            Self::ExtraRow { table, id } => write!(f, "{table} `{id}` was made by nothing"),
            Self::Row { table, id } => write!(f, "{table} `{id}` differs from the journal"),
            Self::Balance { account, stored, folded } => {
                write!(f, "balance `{account}` is {stored} fen, its postings give {folded}")
            }
            Self::QueueCount { programme, role } => {
                write!(f, "the queue count of {role} in {programme} is wrong")
            }
            Self::PersonalMissing { id } => write!(f, "personal value `{id}` is gone"),
            Self::Personal { id } => write!(f, "personal value `{id}` is not the one committed to"),
            Self::DocumentMissing { id } => write!(f, "document `{id}` is missing"),
            Self::DocumentCorrupt { id } => write!(f, "the bytes of document `{id}` have changed"),
        }
    }
}

/// What a verification found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// How many entries the journal has.
    pub entries: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// How many rows were compared.
    pub rows: u64,
    /// How many documents were read.
    pub documents: u64,
    /// Everything that is wrong, in the order found.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How far a verification has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// It has read so many entries.
    Entries(u64),
    /// It has compared so many rows.
    Rows(u64),
    /// It has read so many documents.
    Documents(u64),
}

/// Why a verification cannot be finished.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The database does not answer.
    #[error("cannot read the database")]
    Database(#[from] DatabaseError),
    /// A row cannot be read.
    #[error("cannot read a row")]
    Row(#[from] Inconsistency),
    /// A state cannot be written for comparison.
    #[error("cannot write a state for comparison")]
    Json(#[from] serde_json::Error),
    /// A document's file does not serve.
    #[error("cannot read a document")]
    Document(#[from] crate::documents::DocumentsError),
    /// It was stopped.
    #[error("the verification was stopped")]
    Stopped,
}

/// A root that was signed earlier, with the number of entries it covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SignedRoot {
    /// How many entries.
    pub size: u64,
    /// The root.
    pub root: Hash,
}

/// Verifies the store, against roots signed earlier where there are any.
pub async fn verify(
    store: &Store,
    signed: Vec<SignedRoot>,
    progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Report, VerifyError> {
    let store = store.clone();
    let handle = Handle::current();
    let work = move || handle.block_on(run(&store, &signed, progress));
    tokio::task::spawn_blocking(work).await.map_err(|_| VerifyError::Stopped)?
}

async fn run(
    store: &Store,
    signed: &[SignedRoot],
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Report, VerifyError> {
    let mut connection = store.database().connect().await?;
    connection.begin_snapshot().await?;
    let mut found = journal::check(store, &mut connection, signed, &mut progress).await?;
    fold::check(&mut connection, &mut found.report, &mut progress).await?;
    rest::balances(&mut connection, &found.balances, &mut found.report).await?;
    rest::queue_counts(&mut connection, &mut found.report).await?;
    rest::documents(store, &mut connection, &mut found.report, &mut progress).await?;
    connection.rollback().await?;
    Ok(found.report)
}
