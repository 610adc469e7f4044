//! Backup and restore: the whole of a store, database and documents, in one folder of plain files,
//! taken from one consistent state while acts go on. The same form for both databases, so that a
//! backup of one restores into the other. What is sealed stays sealed: the secret keys are not in it.
//!
//! The manifest is written last; a folder without one is no backup.

use crate::database::{Connection, Database, DatabaseError, Row, Statement, Value};
use crate::documents::{self, Documents, DocumentsError};
use crate::migrate::{self, hexadecimal};
use crate::store::Store;
use crate::tables::{TABLES, Table};
use domain::ids::BlobId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use tokio::runtime::Handle;

const FORM: u32 = 1;
const MANIFEST: &str = "manifest.json";
const CLEAR_HEAD: &str = "delete from head";

/// The statements of this file.
pub(crate) const SQL: &[&str] = &[CLEAR_HEAD];

/// What a backup holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the form.
    pub form: u32,
    /// The number of the schema.
    pub schema: i64,
    /// When it was taken.
    pub at: Timestamp,
    /// The number of the journal's last entry.
    pub head: i64,
    /// The tables by name.
    pub tables: BTreeMap<String, TableFile>,
    /// How many documents.
    pub documents: u64,
}

/// One table of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the file in hexadecimal.
    pub sha256: String,
}

/// Why a backup cannot be taken or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error("the database does not serve")]
    Database(#[from] DatabaseError),
    /// The documents.
    #[error("the documents do not serve")]
    Documents(#[from] DocumentsError),
    /// A file of the backup does not serve.
    #[error("cannot {doing} `{path}`")]
    File {
        /// What was tried.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// A file of the backup holds what it cannot hold.
    #[error("line {line} of `{path}` is no row")]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// The manifest cannot be read.
    #[error("the manifest cannot be read")]
    Manifest(#[source] serde_json::Error),
    /// The backup was made by a newer program.
    #[error("the backup has form {form} and schema {schema}, which this program does not know")]
    Unknown {
        /// Its form.
        form: u32,
        /// Its schema.
        schema: i64,
    },
    /// A file is not the one the manifest names.
    #[error("`{path}` is not the file that the manifest names")]
    Changed {
        /// Which file.
        path: PathBuf,
    },
    /// What a backup is restored into must be empty.
    #[error("`{table}` is not empty")]
    NotEmpty {
        /// The table that is not.
        table: &'static str,
    },
    /// It was stopped.
    #[error("the backup was stopped")]
    Stopped,
}

/// Takes a backup into a folder that must not exist yet.
pub async fn backup(store: &Store, folder: &Path, at: Timestamp) -> Result<Manifest, BackupError> {
    let (store, folder) = (store.clone(), folder.to_owned());
    let handle = Handle::current();
    let work = move || handle.block_on(take(&store, &folder, at));
    tokio::task::spawn_blocking(work).await.map_err(|_| BackupError::Stopped)?
}

/// Restores a backup into an empty database and folder of documents.
pub async fn restore(folder: &Path, database: &str, documents: PathBuf) -> Result<Manifest, BackupError> {
    let database = Database::open(database).await?;
    migrate::migrate(&database).await?;
    let documents = Documents::open(documents).await?;
    let folder = folder.to_owned();
    let handle = Handle::current();
    let work = move || handle.block_on(put_back(&folder, &database, &documents));
    tokio::task::spawn_blocking(work).await.map_err(|_| BackupError::Stopped)?
}

/// Reads the manifest of a backup and checks every table against it.
pub fn check(folder: &Path) -> Result<Manifest, BackupError> {
    let path = folder.join(MANIFEST);
    let text = fs::read(&path).map_err(|error| file("read", &path, error))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(BackupError::Manifest)?;
    if manifest.form != FORM || manifest.schema > migrate::newest() {
        return Err(BackupError::Unknown { form: manifest.form, schema: manifest.schema });
    }
    for (name, table) in &manifest.tables {
        let path = table_path(folder, name);
        if hash_of(&path)? != table.sha256 {
            return Err(BackupError::Changed { path });
        }
    }
    Ok(manifest)
}

/// The latest backup among the folders in a folder, with its manifest; its files are not looked at.
pub fn latest(folder: &Path) -> Option<(PathBuf, Manifest)> {
    let found = fs::read_dir(folder).ok()?.flatten().filter_map(|entry| {
        let text = fs::read(entry.path().join(MANIFEST)).ok()?;
        Some((entry.path(), serde_json::from_slice::<Manifest>(&text).ok()?))
    });
    found.max_by_key(|(_, manifest)| manifest.at)
}

async fn take(store: &Store, folder: &Path, at: Timestamp) -> Result<Manifest, BackupError> {
    let tables_folder = folder.join("tables");
    fs::create_dir_all(folder.parent().unwrap_or(folder)).map_err(|e| file("create", folder, e))?;
    fs::create_dir(folder).map_err(|error| file("create", folder, error))?;
    fs::create_dir(&tables_folder).map_err(|error| file("create", &tables_folder, error))?;
    let mut connection = store.database().connect().await?;
    connection.begin_snapshot().await?;
    let (mut tables, mut head, mut blobs) = (BTreeMap::new(), 0, Vec::new());
    for table in TABLES {
        let each = |row: &Row| {
            match table.name {
                "head" => head = row.int(1)?,
                "blob" => blobs.push(BlobId::new(row.text(0)?)),
                _ => {}
            }
            Ok(())
        };
        let written = write_table(&mut connection, table, &table_path(folder, table.name), each).await?;
        tables.insert(table.name.to_owned(), written);
    }
    connection.rollback().await?;
    let copies = Documents::open(folder.join("documents")).await?;
    for id in &blobs {
        copy(store.documents(), &copies, id).await?;
    }
    documents::sync_folder(tables_folder).await?;
    let documents = u64::try_from(blobs.len()).unwrap_or(u64::MAX);
    let manifest = Manifest { form: FORM, schema: migrate::newest(), at, head, tables, documents };
    write_manifest(folder, &manifest)?;
    documents::sync_folder(folder.to_owned()).await?;
    Ok(manifest)
}

async fn write_table(
    connection: &mut Connection,
    table: &Table,
    path: &Path,
    mut each: impl FnMut(&Row) -> Result<(), DatabaseError>,
) -> Result<TableFile, BackupError> {
    let failed = |error| file("write", path, error);
    let mut target = BufWriter::new(File::create_new(path).map_err(failed)?);
    let (mut hash, mut count) = (Sha256::new(), 0_u64);
    let mut read = Statement::new(table.first_page(), vec![]);
    loop {
        let done = connection.run(&[read]).await?;
        let rows = done.into_iter().next().unwrap_or_default().rows;
        for row in &rows {
            each(row)?;
            let line = format!("{}\n", Json::Array(row.values().iter().map(to_json).collect()));
            hash.update(&line);
            target.write_all(line.as_bytes()).map_err(failed)?;
            count = count.saturating_add(1);
        }
        let Some(last) = rows.last() else { break };
        read = Statement::new(table.next_page(), key_of(table, last));
    }
    let written = target.into_inner().map_err(|error| failed(error.into_error()))?;
    written.sync_all().map_err(failed)?;
    Ok(TableFile { rows: count, sha256: hexadecimal(&hash.finalize()) })
}

fn key_of(table: &Table, row: &Row) -> Vec<Value> {
    let named = table.columns.iter().zip(row.values());
    let of_key = |name: &&str| named.clone().find(|(column, _)| *column == name).map(|(_, value)| value.clone());
    table.key.iter().filter_map(of_key).collect()
}

fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let path = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(manifest).map_err(BackupError::Manifest)?;
    let mut target = File::create_new(&path).map_err(|error| file("create", &path, error))?;
    target.write_all(text.as_bytes()).map_err(|error| file("write", &path, error))?;
    target.sync_all().map_err(|error| file("sync", &path, error))
}

async fn copy(from: &Documents, to: &Documents, id: &BlobId) -> Result<(), DocumentsError> {
    let stored = to.put(from.read(id).await?, u64::MAX).await?;
    if stored.id == *id { Ok(()) } else { Err(DocumentsError::Corrupt { id: id.to_string() }) }
}

async fn put_back(folder: &Path, database: &Database, documents: &Documents) -> Result<Manifest, BackupError> {
    let manifest = check(folder)?;
    let copies = Documents::open(folder.join("documents")).await?;
    let mut connection = database.connect().await?;
    connection.begin().await?;
    connection.run(&[Statement::new(CLEAR_HEAD, vec![])]).await?;
    for table in TABLES {
        let any = connection.run(&[Statement::new(table.any(), vec![])]).await?;
        if any.iter().any(|done| !done.rows.is_empty()) {
            return Err(BackupError::NotEmpty { table: table.name });
        }
    }
    for table in TABLES {
        let ids = read_table(&mut connection, table, &table_path(folder, table.name)).await?;
        for id in ids {
            copy(&copies, documents, &id).await?;
        }
    }
    connection.commit().await?;
    Ok(manifest)
}

/// Writes the rows of a table back; gives the documents it names.
async fn read_table(connection: &mut Connection, table: &Table, path: &Path) -> Result<Vec<BlobId>, BackupError> {
    let source = File::open(path).map_err(|error| file("open", path, error))?;
    let insert = table.insert();
    let (mut waiting, mut documents) = (Vec::new(), Vec::new());
    for (place, line) in BufReader::new(source).lines().enumerate() {
        let line = line.map_err(|error| file("read", path, error))?;
        let wrong = || BackupError::Line { path: path.to_owned(), line: place.saturating_add(1) };
        let cells: Vec<Json> = serde_json::from_str(&line).map_err(|_| wrong())?;
        let values: Vec<Value> = cells.iter().map(from_json).collect::<Option<_>>().ok_or_else(wrong)?;
        if values.len() != table.columns.len() {
            return Err(wrong());
        }
        if table.name == "blob"
            && let Some(Value::Text(id)) = values.first()
        {
            documents.push(BlobId::new(id));
        }
        waiting.push(Statement::new(insert.clone(), values).touching(1));
        if waiting.len() == 500 {
            connection.run(&std::mem::take(&mut waiting)).await?;
        }
    }
    connection.run(&waiting).await?;
    Ok(documents)
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Bytes(bytes) => json!({ "hex": hexadecimal(bytes) }),
    }
}

fn from_json(cell: &Json) -> Option<Value> {
    match cell {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Object(fields) => {
            let digits = fields.get("hex")?.as_str()?;
            let pairs = (0..digits.len()).step_by(2);
            let bytes = pairs.map(|at| u8::from_str_radix(digits.get(at..at.saturating_add(2))?, 16).ok());
            bytes.collect::<Option<_>>().map(Value::Bytes)
        }
        Json::Bool(_) | Json::Array(_) => None,
    }
}

fn table_path(folder: &Path, table: &str) -> PathBuf {
    folder.join("tables").join(format!("{table}.jsonl"))
}

fn hash_of(path: &Path) -> Result<String, BackupError> {
    let mut source = File::open(path).map_err(|error| file("open", path, error))?;
    let (mut hash, mut chunk) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        let read = source.read(&mut chunk).map_err(|error| file("read", path, error))?;
        match chunk.get(..read) {
            Some(bytes) if !bytes.is_empty() => hash.update(bytes),
            Some(_) | None => return Ok(hexadecimal(&hash.finalize())),
        }
    }
}

fn file(doing: &'static str, path: &Path, source: std::io::Error) -> BackupError {
    BackupError::File { doing, path: path.to_owned(), source }
}
