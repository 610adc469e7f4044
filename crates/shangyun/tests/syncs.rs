//! What is acknowledged is on the disk: the calls that make it so are counted.

mod support;

use serde_json::json;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::api::Api;
use support::demo::{Demo, Storage};
use support::folder::Folder;

/// How many acts are sent, each after the answer to the one before: so each is a group of its own.
const ACTS: usize = 40;

#[test]
fn every_acknowledged_group_is_synced_on_sqlite() {
    let demo = Demo::start(Storage::Sqlite);
    let api = Api::at(&demo.url(""));
    let owner = api.be_new();
    let folder = Folder::new("strace");
    let trace = folder.path().join("trace");
    let mut strace = Command::new("strace")
        .args(["-f", "-e", "trace=fsync,fdatasync", "-o"])
        .arg(&trace)
        .args(["-p", &demo.process_id().to_string()])
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("strace runs: use ./test, which installs it");
    wait_until_traced(&demo);
    register(&api, &owner, 0);
    let before = syncs(&trace);
    for number in 0..ACTS {
        change(&api, &owner, number);
    }
    let after = syncs(&trace);
    end(&mut strace);
    assert!(after - before >= ACTS, "{} syncs for {ACTS} acknowledged groups", after - before);
}

#[test]
fn postgres_waits_for_its_disk() {
    let demo = Demo::start(Storage::Postgres);
    let url = demo.database_url().expect("a database");
    let setting = |name: &str| {
        let psql = Command::new("psql")
            .args(["--no-psqlrc", "--tuples-only", "--no-align", "--command", &format!("show {name}"), url])
            .output()
            .expect("psql runs: use ./test, which installs it");
        String::from_utf8_lossy(&psql.stdout).trim().to_owned()
    };
    for (name, wanted) in [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")] {
        assert_eq!(setting(name), wanted, "{name}");
    }
}

/// A tracer that has attached stands in the status of the process.
fn wait_until_traced(demo: &Demo) {
    let started = Instant::now();
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", demo.process_id())).unwrap_or_default();
        if status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0")) {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "strace does not attach");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How many syncs were confirmed so far.
fn syncs(trace: &std::path::Path) -> usize {
    let text = std::fs::read_to_string(trace).unwrap_or_default();
    text.lines().filter(|line| line.contains("sync") && line.trim_end().ends_with("= 0")).count()
}

fn end(strace: &mut Child) {
    strace.kill().ok();
    strace.wait().ok();
}

fn register(api: &Api, owner: &support::api::Token, number: usize) {
    let code = domain::credit_code::CreditCode::with_checks(&format!("91210106MAD{number:05}")).expect("a code");
    let register = json!({ "do": "register", "credit_code": code.to_string(), "profile": profile(number) });
    api.act(owner, "enterprise", register);
}

fn profile(number: usize) -> serde_json::Value {
    let personal = |text: &str| json!({ "personal": text });
    json!({
        "name": format!("第{number}电缆厂"), "district": "210106", "division": "38", "founded_on": "2010-05-01",
        "contact_name": personal("联系人"), "contact_phone": personal("024-00000000"),
        "contact_mail": personal("k@firms.example"), "bank_name": "盛京银行",
        "bank_account": personal("6200 0000 0000 0001"),
    })
}

fn change(api: &Api, owner: &support::api::Token, number: usize) {
    let figure = json!({ "revenue": 100, "report_number": format!("审字第{number}号") });
    api.act(owner, "enterprise", json!({ "do": "set_figure", "year": 2018, "figure": figure }));
}
