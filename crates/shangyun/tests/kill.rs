//! Nothing that was acknowledged is lost: the server is killed at random moments while many clients act; when it is up
//! again, every acknowledged act is there exactly once and answers as before, and the journal gives the rows.

mod support;

use domain::act::Actor;
use domain::command::Command;
use domain::ids::{AccountId, EnterpriseId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shangyun::demo::opening::{self, Place};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use store::store::act_id;
use store::verify::verify;
use store::views::timeline;
use support::api::{Api, Token};
use support::demo::{Demo, Storage};

/// How many clients act at once.
const CLIENTS: usize = 8;
/// Rounds in a plain test run.
const FEW: u64 = 5;

#[test]
fn kill_under_load_loses_nothing_acknowledged_on_sqlite() {
    rounds(Storage::Sqlite, FEW, 1);
}

#[test]
fn kill_under_load_loses_nothing_acknowledged_on_postgres() {
    rounds(Storage::Postgres, FEW, 1);
}

#[test]
#[ignore = "a long run: ./drill kill"]
fn drill_kill_under_load_loses_nothing_acknowledged_on_sqlite() {
    rounds(Storage::Sqlite, asked("SHANGYUN_DRILL_ROUNDS", 50), asked("SHANGYUN_DRILL_SEED", 1));
}

#[test]
#[ignore = "a long run: ./drill kill"]
fn drill_kill_under_load_loses_nothing_acknowledged_on_postgres() {
    rounds(Storage::Postgres, asked("SHANGYUN_DRILL_ROUNDS", 50), asked("SHANGYUN_DRILL_SEED", 1));
}

#[expect(clippy::disallowed_methods, reason = "./drill says by environment how long to run")]
fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// A client: the owner of an enterprise of its own.
struct Client {
    api: Api,
    token: Token,
    account: AccountId,
    number: usize,
}

/// An act that was sent, and the answer if one came.
#[derive(Clone, Debug)]
struct Sent {
    key: String,
    command: Value,
    answer: Option<Value>,
}

fn rounds(storage: Storage, rounds: u64, seed: u64) {
    let mut demo = Demo::start(storage);
    let clients: Vec<Client> = (0..CLIENTS).map(|number| Client::new(&demo, number)).collect();
    let mut acknowledged = 0;
    for round in 0..rounds {
        let seed = seed.wrapping_add(round);
        let sent = load(&mut demo, &clients, seed);
        let all: Vec<(&Client, &Sent)> =
            clients.iter().zip(&sent).flat_map(|(client, sent)| sent.iter().map(move |one| (client, one))).collect();
        let answered = all.iter().filter(|(_, one)| one.answer.is_some()).count();
        acknowledged += answered;
        println!("seed {seed}: killed after {answered} acknowledged acts");
        assert_once(&demo, &all, seed);
        demo.restart();
        for (client, one) in &all {
            assert_same_answer(client, one, seed);
        }
    }
    println!("{acknowledged} acts were acknowledged and are there");
    assert!(acknowledged > 0, "nothing was ever acknowledged");
    demo.kill();
    assert_once(&demo, &[], seed);
}

impl Client {
    fn new(demo: &Demo, number: usize) -> Self {
        let api = Api::at(&demo.url(""));
        let token = api.be_new();
        let code = domain::credit_code::CreditCode::with_checks(&format!("91210106MAK{number:05}")).expect("a code");
        let personal = |text: &str| json!({ "personal": text });
        let profile = json!({
            "name": format!("第{number}电机厂"), "district": "210106", "division": "38", "founded_on": "2010-05-01",
            "contact_name": personal("联系人"), "contact_phone": personal("024-00000000"),
            "contact_mail": personal("k@firms.example"), "bank_name": "盛京银行",
            "bank_account": personal("6200 0000 0000 0001"),
        });
        let register = json!({ "do": "register", "credit_code": code.to_string(), "profile": profile });
        api.act(&token, "enterprise", register);
        let account = api.get(&token, "/api/v1/me")["account"].as_str().expect("an account").to_owned();
        Self { api, token, account: AccountId::new(account), number }
    }

    /// Starts a filing, fills it in some times, takes it back, and begins anew, until the server is gone.
    fn act_until(&self, gone: &AtomicBool, (seed, done): (u64, &AtomicUsize)) -> Vec<Sent> {
        let mut sent = Vec::new();
        self.clear_up();
        for turn in 0.. {
            let start = json!({ "do": "start", "programme": "shenyang-2018", "stream": "industrial" });
            let Some(answer) = self.act(&mut sent, (seed, turn, 0), start) else { break };
            let filing = answer["show"].as_str().and_then(|show| show.strip_prefix("filing:")).expect("a filing");
            for step in 1..4 {
                let form = json!({
                    "purpose": format!("用途{turn}-{step}"), "service_model": "saas", "provider": "hunhe-cloud",
                    "project_type": "equipment-operation", "estimate": 100, "starts_on": "2019-04-01", "answers": {},
                });
                let save = json!({ "do": "save", "filing": filing, "form": form });
                if self.act(&mut sent, (seed, turn, step), save).is_none() {
                    return sent;
                }
                done.fetch_add(1, Ordering::Relaxed);
            }
            if self.act(&mut sent, (seed, turn, 4), json!({ "do": "withdraw", "filing": filing })).is_none() {
                return sent;
            }
            if gone.load(Ordering::Acquire) {
                break;
            }
        }
        sent
    }

    /// Takes back what the last kill left open: there may be one filing of a stream at a time.
    fn clear_up(&self) {
        let cases = self.api.get(&self.token, "/api/v1/cases");
        for filing in
            cases["filings"].as_array().expect("filings").iter().filter(|one| one["state"]["course"].is_null())
        {
            self.api.act(&self.token, "filing", json!({ "do": "withdraw", "filing": filing["id"] }));
        }
    }

    fn act(&self, sent: &mut Vec<Sent>, (seed, turn, step): (u64, u64, u64), command: Value) -> Option<Value> {
        let key = format!("{}-{seed}-{turn}-{step}", self.number);
        let answer = self.api.act_if_there(&key, &self.token, "filing", &command);
        let answer = answer.map(|(status, answer)| {
            assert!(status.is_success(), "{status}: {command}: {answer}");
            answer
        });
        sent.push(Sent { key, command, answer: answer.clone() });
        answer
    }
}

/// All clients act; at a moment that the seed gives, the server is killed.
fn load(demo: &mut Demo, clients: &[Client], seed: u64) -> Vec<Vec<Sent>> {
    let digest = Sha256::digest(seed.to_be_bytes());
    let moment = Duration::from_millis(150 + u64::from(digest[0]) * 5);
    let (gone, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let collected: Mutex<BTreeMap<usize, Vec<Sent>>> = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for client in clients {
            let (gone, done, collected) = (&gone, &done, &collected);
            scope.spawn(move || {
                let sent = client.act_until(gone, (seed, done));
                collected.lock().expect("no client fails").insert(client.number, sent);
            });
        }
        while done.load(Ordering::Relaxed) == 0 {
            thread::sleep(Duration::from_millis(5));
        }
        thread::sleep(moment);
        demo.kill();
        gone.store(true, Ordering::Release);
    });
    collected.into_inner().expect("no client fails").into_values().collect()
}

/// The same act under the same key has the same answer; one whose answer nobody heard happens now or happened once.
fn assert_same_answer(client: &Client, one: &Sent, seed: u64) {
    let again = client.api.act_if_there(&one.key, &client.token, "filing", &one.command);
    let (status, answer) = again.expect("the server is up again");
    if let Some(first) = &one.answer {
        assert_eq!((status.as_u16(), &answer), (200, first), "seed {seed}: {}", one.command);
    }
}

/// Opens the data of the killed server: the journal gives the rows, and each acknowledged act is in it once.
fn assert_once(demo: &Demo, sent: &[(&Client, &Sent)], seed: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime starts").block_on(async {
        let place = Place {
            folder: demo.data(),
            database: demo.database_url().map(str::to_owned),
            policy: "shenyang-2018".to_owned(),
            origin: String::new(),
        };
        let app = opening::open(&place).await.expect("the city opens").app;
        let report = verify(&app.store, vec![], |_| {}).await.expect("the verification runs");
        assert_eq!(report.findings, vec![], "seed {seed}");
        let mut times: BTreeMap<&AccountId, BTreeMap<String, usize>> = BTreeMap::new();
        for (client, _) in sent {
            if !times.contains_key(&client.account) {
                let read = timeline::of_actor(app.store.database(), client.account.as_str(), i64::MAX, i64::MAX).await;
                let acts = times.entry(&client.account).or_default();
                for entry in read.expect("the journal").into_iter().filter(|entry| entry.place == 0) {
                    *acts.entry(entry.act).or_default() += 1;
                }
            }
        }
        assert!(times.values().flat_map(BTreeMap::values).all(|times| *times == 1), "seed {seed}: an act twice");
        for (client, one) in sent.iter().filter(|(_, one)| one.answer.is_some()) {
            let found = times.get(&client.account).and_then(|acts| acts.get(&one.id_for(&client.account)));
            assert_eq!(found, Some(&1), "seed {seed}: lost: {} {}", one.key, one.command);
        }
        app.store.close().await;
    });
}

impl Sent {
    /// The id under which the journal has it.
    fn id_for(&self, account: &AccountId) -> String {
        let body = json!({ "part": "filing", "command": self.command });
        let command: Command = serde_json::from_value(body).expect("a command");
        let seat = domain::act::Seat::Enterprise { enterprise: EnterpriseId::new(""), owner: true };
        let actor = Actor { account: account.clone(), seat };
        let (at, today) = (jiff::Timestamp::UNIX_EPOCH, jiff::civil::date(2019, 3, 4));
        act_id(&domain::act::Act { actor, command, at, today, key: self.key.clone() })
    }
}
