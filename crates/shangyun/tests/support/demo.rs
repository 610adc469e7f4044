//! A running `shangyun demo` on a free loopback port, with the data of one test.
#![expect(clippy::panic, reason = "a test without its server has failed")]

use super::folder::Folder;
use super::postgres::TestDatabase;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const START_LIMIT: Duration = Duration::from_mins(1);

/// Where the demo city keeps its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Storage {
    /// In SQLite, in the data folder.
    Sqlite,
    /// In a fresh PostgreSQL database; documents stay in the data folder.
    Postgres,
}

/// A demo city that answers; killed with the value.
#[derive(Debug)]
pub struct Demo {
    process: Child,
    address: SocketAddr,
    folder: Folder,
    database: Option<TestDatabase>,
}

impl Demo {
    /// Makes a demo city and waits until its first page answers.
    pub fn start(storage: Storage) -> Self {
        let folder = Folder::new("demo");
        let database = match storage {
            Storage::Sqlite => None,
            Storage::Postgres => Some(TestDatabase::create()),
        };
        let address = free_address();
        let process = spawn(&folder, address, database.as_ref());
        let mut demo = Self { process, address, folder, database };
        demo.wait_until_it_answers();
        demo
    }

    /// The address of a page: `demo.url("/cases")`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The process number, for `kill` and `strace`.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// The folder given with `--data`.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("city")
    }

    /// The address of its PostgreSQL database, if it has one.
    pub fn database_url(&self) -> Option<&str> {
        self.database.as_ref().map(TestDatabase::url)
    }

    /// What it has printed so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("demo.log")).unwrap_or_default()
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }

    /// Starts it again on the same data and the same port.
    pub fn restart(&mut self) {
        self.kill();
        self.process = spawn(&self.folder, self.address, self.database.as_ref());
        self.wait_until_it_answers();
    }

    fn wait_until_it_answers(&mut self) {
        let started = Instant::now();
        while status(self.address, "/").is_none() {
            if let Ok(Some(status)) = self.process.try_wait() {
                panic!("the demo ended with {status}\n{}", self.log());
            }
            assert!(started.elapsed() < START_LIMIT, "the demo does not answer on {}\n{}", self.address, self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("--- what the demo printed ---\n{}", self.log());
        }
    }
}

fn spawn(folder: &Folder, address: SocketAddr, database: Option<&TestDatabase>) -> Child {
    let log =
        File::options().create(true).append(true).open(folder.path().join("demo.log")).expect("the log can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_shangyun"));
    command.arg("demo").arg("--data").arg(folder.path().join("city"));
    command.arg("--listen").arg(address.to_string());
    if let Some(database) = database {
        command.arg("--database").arg(database.url());
    }
    command.stdin(Stdio::null());
    command.stdout(log.try_clone().expect("the log can be shared")).stderr(log);
    command.spawn().expect("the program starts")
}

/// A loopback address that was free a moment ago.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    listener.local_addr().expect("a bound listener has an address")
}

/// The HTTP status of a page, if anything answers.
pub fn status(address: SocketAddr, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(500)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer);
    answer.split(' ').nth(1)?.parse().ok()
}
