//! A PostgreSQL database of one test's own.
//!
//! It speaks through `psql`, so that no crate but `store` names a SQL library.
#![expect(clippy::disallowed_methods, reason = "the server's address comes from ./test by environment")]

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh, empty database, dropped with the value.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    url: String,
    server: String,
}

impl TestDatabase {
    /// Makes one on the server that `./test` started.
    pub fn create() -> Self {
        let server = std::env::var("SHANGYUN_TEST_PG")
            .expect("SHANGYUN_TEST_PG is not set: run ./test, which starts PostgreSQL");
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let (base, _) = server.rsplit_once('/').expect("SHANGYUN_TEST_PG ends in /database");
        let url = format!("{base}/{name}");
        psql(&server, &format!("create database {name} template template0"));
        Self { name, url, server }
    }

    /// Its address, `postgresql://user:password@host:port/name`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs one statement and gives what it prints: rows by line, columns by `|`.
    #[track_caller]
    pub fn query(&self, sql: &str) -> String {
        psql(&self.url, sql)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let sql = format!("drop database if exists {} with (force)", self.name);
        command(&self.server, &sql).output().ok();
    }
}

#[track_caller]
fn psql(url: &str, sql: &str) -> String {
    let output = command(url, sql).output().expect("psql runs: use ./test, which installs it");
    assert!(output.status.success(), "psql: {sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

fn command(url: &str, sql: &str) -> Command {
    let mut command = Command::new("psql");
    command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
    command.args(["--set", "ON_ERROR_STOP=1", "--command", sql, url]);
    command.stdin(Stdio::null());
    command
}
