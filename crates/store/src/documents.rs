//! The documents: files named by the SHA-256 of their bytes, under two levels of folders. Written
//! once, synced before they are named, never changed. What a file is called and means is in the
//! journal; this knows bytes only.

use crate::migrate::hexadecimal;
use domain::ids::BlobId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fs::File as StdFile;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::fs::{self, File};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

const CHUNK: usize = 64 * 1024;

/// Why a document cannot be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
    /// A file or folder does not serve.
    #[error("cannot {doing} `{path}`")]
    File {
        /// What was tried.
        doing: &'static str,
        /// Which file or folder.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// What comes in broke off.
    #[error("what comes in broke off")]
    Incoming(#[source] io::Error),
    /// More bytes came in than allowed.
    #[error("more than {size_bytes_max} bytes")]
    TooLarge {
        /// The limit.
        size_bytes_max: u64,
    },
    /// There is no such document.
    #[error("there is no document `{id}`")]
    Missing {
        /// Its id.
        id: String,
    },
    /// The bytes are not those of the name.
    #[error("the bytes of document `{id}` have changed")]
    Corrupt {
        /// Its id.
        id: String,
    },
    /// A name that is no SHA-256.
    #[error("`{id}` names no document")]
    BadName {
        /// The name.
        id: String,
    },
}

/// A document as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// Its name.
    pub id: BlobId,
    /// How many bytes.
    pub size_bytes: u64,
}

/// The folder of the documents. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Documents {
    folder: Arc<PathBuf>,
    incoming: Arc<AtomicU64>,
}

impl Documents {
    /// Opens the folder, and makes it where it is not there.
    pub async fn open(folder: PathBuf) -> Result<Self, DocumentsError> {
        make_folder(&folder.join("incoming")).await?;
        Ok(Self { folder: Arc::new(folder), incoming: Arc::new(AtomicU64::new(0)) })
    }

    /// Clears away what broke off: files coming in that nobody has written to since an instant. Other processes may be
    /// taking files into the same folder, so this is for a time no file takes to come in.
    pub async fn clear_incoming(&self, since: Timestamp) -> Result<(), DocumentsError> {
        let incoming = self.folder.join("incoming");
        let mut left = fs::read_dir(&incoming).await.map_err(|e| file("read", &incoming, e))?;
        while let Some(entry) = left.next_entry().await.map_err(|e| file("read", &incoming, e))? {
            let written = entry.metadata().await.and_then(|found| found.modified());
            if written.ok().and_then(|written| Timestamp::try_from(written).ok()).is_some_and(|at| at < since) {
                let _ = fs::remove_file(entry.path()).await;
            }
        }
        Ok(())
    }

    /// Streams a document in. When this answers, file and folders are synced. The same bytes again
    /// are the same document; putting them again also heals a file that was damaged.
    pub async fn put(
        &self,
        mut content: impl AsyncRead + Unpin,
        size_bytes_max: u64,
    ) -> Result<Stored, DocumentsError> {
        let turn = self.incoming.fetch_add(1, Ordering::Relaxed);
        let place = self.folder.join("incoming").join(format!("{}-{turn}", std::process::id()));
        let result = self.take_in(&mut content, size_bytes_max, &place).await;
        if result.is_err() {
            let _ = fs::remove_file(&place).await;
        }
        result
    }

    /// Opens a document for reading as a stream; its bytes are not checked.
    pub async fn read(&self, id: &BlobId) -> Result<File, DocumentsError> {
        let path = self.path(id)?;
        File::open(&path).await.map_err(|error| missing_or(id, &path, error))
    }

    /// Reads a whole document and checks its bytes; for small ones.
    pub async fn read_checked(&self, id: &BlobId) -> Result<Vec<u8>, DocumentsError> {
        let path = self.path(id)?;
        let bytes = fs::read(&path).await.map_err(|error| missing_or(id, &path, error))?;
        if hexadecimal(&Sha256::digest(&bytes)) == id.as_str() {
            return Ok(bytes);
        }
        Err(DocumentsError::Corrupt { id: id.to_string() })
    }

    /// Checks that a document is there with the right bytes; gives its size.
    pub async fn check(&self, id: &BlobId) -> Result<u64, DocumentsError> {
        let mut content = self.read(id).await?;
        let mut hash = Sha256::new();
        let mut size_bytes: u64 = 0;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = content.read(&mut chunk).await.map_err(DocumentsError::Incoming)?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            hash.update(bytes);
            size_bytes = size_bytes.saturating_add(u64::try_from(read).unwrap_or(0));
        }
        if hexadecimal(&hash.finalize()) == id.as_str() {
            return Ok(size_bytes);
        }
        Err(DocumentsError::Corrupt { id: id.to_string() })
    }

    async fn take_in(
        &self,
        content: &mut (impl AsyncRead + Unpin),
        size_bytes_max: u64,
        place: &Path,
    ) -> Result<Stored, DocumentsError> {
        let mut target = File::create_new(place).await.map_err(|e| file("create", place, e))?;
        let mut hash = Sha256::new();
        let mut size_bytes: u64 = 0;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = content.read(&mut chunk).await.map_err(DocumentsError::Incoming)?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            size_bytes = size_bytes.saturating_add(u64::try_from(read).unwrap_or(0));
            if size_bytes > size_bytes_max {
                return Err(DocumentsError::TooLarge { size_bytes_max });
            }
            hash.update(bytes);
            target.write_all(bytes).await.map_err(|e| file("write", place, e))?;
        }
        target.sync_all().await.map_err(|e| file("sync", place, e))?;
        drop(target);
        let id = BlobId::new(hexadecimal(&hash.finalize()));
        let path = self.path(&id)?;
        let parent = path.parent().unwrap_or(&self.folder).to_owned();
        make_folder(&parent).await?;
        fs::rename(place, &path).await.map_err(|e| file("name", &path, e))?;
        sync_folder(parent).await?;
        Ok(Stored { id, size_bytes })
    }

    /// Where a document lies; its name is checked, so that no name leads elsewhere.
    fn path(&self, id: &BlobId) -> Result<PathBuf, DocumentsError> {
        let name = id.as_str();
        let hexadecimal = name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match (name.get(0..2), name.get(2..4)) {
            (Some(first), Some(second)) if hexadecimal && name.len() == 64 => {
                Ok(self.folder.join(first).join(second).join(name))
            }
            _ => Err(DocumentsError::BadName { id: name.to_owned() }),
        }
    }
}

/// Makes a folder with those above it, and syncs every folder that got a new entry.
async fn make_folder(folder: &Path) -> Result<(), DocumentsError> {
    let mut missing = Vec::new();
    let mut above = folder;
    while !fs::try_exists(above).await.map_err(|e| file("look for", above, e))? {
        missing.push(above.to_owned());
        match above.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => above = parent,
            Some(_) | None => break,
        }
    }
    fs::create_dir_all(folder).await.map_err(|e| file("create", folder, e))?;
    for made in missing {
        if let Some(parent) = made.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_folder(parent.to_owned()).await?;
        }
    }
    Ok(())
}

/// Makes the entries of a folder durable.
pub(crate) async fn sync_folder(folder: PathBuf) -> Result<(), DocumentsError> {
    let path = folder.clone();
    let synced = tokio::task::spawn_blocking(move || StdFile::open(folder)?.sync_all()).await;
    match synced {
        Ok(result) => result.map_err(|error| file("sync", &path, error)),
        Err(_) => Err(file("sync", &path, io::ErrorKind::Interrupted.into())),
    }
}

pub(crate) fn file(doing: &'static str, path: &Path, source: io::Error) -> DocumentsError {
    DocumentsError::File { doing, path: path.to_owned(), source }
}

fn missing_or(id: &BlobId, path: &Path, error: io::Error) -> DocumentsError {
    if error.kind() == io::ErrorKind::NotFound {
        return DocumentsError::Missing { id: id.to_string() };
    }
    file("open", path, error)
}
