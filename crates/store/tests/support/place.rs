//! Places for tests: a fresh database of either kind and a fresh folder, gone afterwards.

use crate::script;
use domain::city::City;
use domain::setting::Setting;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::store::{Config, Store};
use store::vault::{Entropy, Secret, Secrets};
use tokio_postgres::{Client, NoTls};

static PLACES: AtomicU64 = AtomicU64::new(0);

/// Which database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Sqlite,
    Memory,
    Postgres,
}

/// A fresh database and folder.
pub struct Place {
    pub address: String,
    pub folder: PathBuf,
    name: String,
    kind: Kind,
}

impl Place {
    pub async fn new(kind: Kind) -> Self {
        let _ = tracing_subscriber::fmt().with_test_writer().with_max_level(tracing::Level::ERROR).try_init();
        let turn = PLACES.fetch_add(1, Ordering::Relaxed);
        let name = format!("store_test_{}_{turn}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let address = match kind {
            Kind::Sqlite => format!("sqlite:{}", folder.join("test.db").display()),
            Kind::Memory => "sqlite::memory:".to_owned(),
            Kind::Postgres => {
                let create = format!("create database {name} template template0 encoding 'UTF8' locale 'C'");
                admin().await.batch_execute(&create).await.expect("a database");
                let server = server();
                let (server, _) = server.rsplit_once('/').expect("a path in the address");
                format!("{server}/{name}")
            }
        };
        Self { address, folder, name, kind }
    }

    pub fn config(&self) -> Config {
        Config {
            database: self.address.clone(),
            documents: self.folder.join("documents"),
            secrets: Secrets { current: secret(7), older: vec![] },
            entropy: Arc::new(Counting(AtomicU64::new(PLACES.fetch_add(1, Ordering::Relaxed) << 32))),
            decide: script::decide,
        }
    }

    pub async fn open(&self) -> Store {
        Store::open(self.config(), setting()).await.expect("the store opens")
    }

    /// The name of the database on its server.
    pub fn database(&self) -> &str {
        &self.name
    }

    pub async fn remove(self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if self.kind == Kind::Postgres {
            let drop = format!("drop database if exists {} with (force)", self.name);
            admin().await.batch_execute(&drop).await.expect("the database is dropped");
        }
    }

    /// Runs SQL behind the back of the store.
    pub async fn tamper(&self, sql: &str) {
        if self.kind == Kind::Postgres {
            let (client, connection) = tokio_postgres::connect(&self.address, NoTls).await.expect("a connection");
            tokio::spawn(connection);
            client.batch_execute(sql).await.expect("the edit runs");
        } else {
            let file = rusqlite::Connection::open(self.folder.join("test.db")).expect("the file");
            file.busy_timeout(std::time::Duration::from_secs(5)).expect("a timeout");
            file.execute_batch(sql).expect("the edit runs");
        }
    }
}

/// The PostgreSQL server for tests. Missing is a failure: what is promised on two databases is
/// tested on two.
#[expect(clippy::disallowed_methods, reason = "tests find their server in the environment")]
pub fn server() -> String {
    std::env::var("SHANGYUN_TEST_PG").expect("SHANGYUN_TEST_PG names a PostgreSQL server for tests")
}

async fn admin() -> Client {
    let (client, connection) = tokio_postgres::connect(&server(), NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}

pub fn secret(seed: u8) -> Secret {
    Secret { id: format!("k{seed}"), key: [seed; 32].into() }
}

/// The registers of the shipped city.
pub fn setting() -> Arc<Setting> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/shenyang");
    let files = std::fs::read_dir(folder).expect("the city").map(|entry| {
        let entry = entry.expect("a file");
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    });
    let files: BTreeMap<String, String> = files.filter(|(name, _)| name.rsplit('.').next() == Some("toml")).collect();
    let city = City::load(&files).expect("the city is right");
    Arc::new(Setting { city: Arc::new(city), policies: BTreeMap::new(), checked: BTreeMap::new() })
}

/// Bytes that never repeat and are the same in every run.
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let turn = self.0.fetch_add(1, Ordering::Relaxed);
            let digest = Sha256::digest(turn.to_be_bytes());
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}
