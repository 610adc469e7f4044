//! The program as its users meet it: the built binary over HTTP, signed in, on both databases. The queue page over a
//! thousand and over a hundred thousand cases, acts synced and journaled beside bare synced appends on the same disk,
//! the time from the start to the first answer, memory, and the size of the binary.
//!
//! `SHANGYUN_TEST_PG` names the PostgreSQL server. Times are taken at the client, to the last byte of the answer.

mod client;
#[path = "../measure.rs"]
mod measure;
mod seed;
#[path = "../../crates/shangyun/tests/support/mod.rs"]
mod support;

use client::{Answer, Client};
use futures_util::future::join_all;
use http::StatusCode;
use measure::{at, median, micros, per_second, syncs};
use seed::{Copied, People};
use std::fs;
use std::time::{Duration, Instant};
use support::city::City;
use support::postgres::TestDatabase;

const FEW: u64 = 1_000;
const MANY: u64 = 100_000;
const WINDOWS: usize = 5;
/// Pages in a window, and acts of one client.
const PAGES: usize = 60;
const ACTS: usize = 40;
const CLIENTS: usize = 32;
/// Acts of each of many clients in a window.
const EACH: usize = 20;

fn main() {
    // One database only: `cargo bench -p shangyun --bench server -- sqlite`.
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let size = fs::metadata(env!("CARGO_BIN_EXE_shangyun")).expect("the binary").len();
    println!("binary {} MiB (goal: at most 60 MB)", size >> 20);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for name in ["sqlite", "postgresql"].into_iter().filter(|name| only.as_ref().is_none_or(|only| only == name)) {
        let database = (name == "postgresql").then(TestDatabase::create);
        let address = database.as_ref().map_or("sqlite:data/city.db", TestDatabase::url);
        measure(&runtime, name, City::init(address).0);
    }
}

/// Everything on one database. The city is served by a process of its own, and never while it is seeded.
fn measure(runtime: &tokio::runtime::Runtime, name: &str, mut city: City) {
    println!("\n{name}");
    let store = runtime.block_on(seed::open(&city));
    let people = runtime.block_on(seed::begin(&store));
    let seeding = Instant::now();
    runtime.block_on(seed::copy(&store, &people, Copied::Waiting, (0, FEW)));
    runtime.block_on(store.close());
    city.serve();
    let few = runtime.block_on(pages(&city, &people));
    city.end();

    let store = runtime.block_on(seed::open(&city));
    runtime.block_on(seed::copy(&store, &people, Copied::Waiting, (FEW, MANY)));
    let drafts = u64::try_from(WINDOWS * (ACTS + CLIENTS * EACH)).unwrap_or(0);
    let drafts = runtime.block_on(seed::copy(&store, &people, Copied::Draft, (0, drafts)));
    let to_sign = u64::try_from(WINDOWS * ACTS).unwrap_or(0);
    let to_sign = runtime.block_on(seed::copy(&store, &people, Copied::ToSign, (0, to_sign)));
    runtime.block_on(store.close());
    println!("  seeded in {} s", seeding.elapsed().as_secs());

    let mut starts: Vec<u64> = Vec::new();
    for _ in 0..WINDOWS {
        starts.push(u64::try_from(city.serve().as_millis()).unwrap_or(u64::MAX));
        city.end();
    }
    println!("  start to the first answer, {MANY} cases: {} ms (goal: under 1 s)", median(&mut starts));
    city.serve();
    let many = runtime.block_on(pages(&city, &people));
    println!("  queue page of 50 rows      p50 of {FEW}   p50 of {MANY}   p99 of {MANY}   ratio   (goal: 5 ms)");
    for ((who, few), (_, many)) in few.iter().zip(&many) {
        let ratio = at(many, 50).as_micros() * 100 / at(few, 50).as_micros().max(1);
        println!("    {who:<22} {:>13} {:>15} {:>15} {ratio:>6}%", micros(few, 50), micros(many, 50), micros(many, 99));
    }
    println!("  memory after these pages: {}", memory(&city));
    println!(
        "  act, synced and journaled  clients   act p50   act p99   acts/s   bare sync p50   syncs/s   (goal: 15 ms)"
    );
    let (alone, together) = drafts.split_at(WINDOWS * ACTS);
    runtime.block_on(async {
        let owner = Client::new(city.address, &people.owner);
        let signer = Client::new(city.address, &people.signer);
        acts("submit a filing", &city, (&owner, alone), 1).await;
        acts("sign a filing", &city, (&signer, &to_sign), 1).await;
        acts("submit a filing", &city, (&owner, together), CLIENTS).await;
    });
    println!("  memory after these acts: {}", memory(&city));
    city.end();
}

/// The queue of somebody with one district, and of somebody with the whole city; their times in order.
async fn pages(city: &City, people: &People) -> Vec<(&'static str, Vec<Duration>)> {
    let mut all = Vec::new();
    for (who, token) in [("one district's officer", &people.handler), ("the city's officer", &people.commission)] {
        let client = Client::new(city.address, token);
        let mut times = Vec::new();
        for window in 0..=WINDOWS {
            for _ in 0..PAGES {
                let page = client.get("/queue").await;
                let rows = page.body.matches("/review").count();
                // The first row is linked once more: with it one begins.
                assert!(rows >= 50, "{rows} rows: {}", page.body);
                // The first window warms up.
                if window > 0 {
                    times.push(page.took);
                }
            }
        }
        times.sort_unstable();
        all.push((who, times));
    }
    all
}

/// Does an act on each of the filings: so many clients at once, each one after the other.
async fn acts(what: &str, city: &City, (client, filings): (&Client, &[String]), clients: usize) {
    let (mut times, mut rates, mut bare, mut rate) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let is_submit = what.starts_with("submit");
    let token = &*client.token(if is_submit { "/enterprise" } else { "/queue" }).await;
    for window in filings.chunks(filings.len() / WINDOWS) {
        let disk = syncs(&city.path("."));
        rate.push(per_second(disk.len(), disk.iter().sum()));
        bare.extend(disk);
        let began = Instant::now();
        let each = window.chunks(window.len() / clients).map(|filings| async move {
            let mut times = Vec::new();
            for filing in filings {
                let answer =
                    if is_submit { submit(client, token, filing).await } else { sign(client, token, filing).await };
                times.push(answer.took);
            }
            times
        });
        let done: Vec<Duration> = join_all(each).await.into_iter().flatten().collect();
        rates.push(per_second(done.len(), began.elapsed()));
        times.extend(done);
    }
    times.sort_unstable();
    bare.sort_unstable();
    println!(
        "    {what:<22} {clients:>10} {:>9} {:>9} {:>8} {:>15} {:>9}",
        micros(&times, 50),
        micros(&times, 99),
        median(&mut rates),
        micros(&bare, 50),
        median(&mut rate),
    );
}

/// The owner hands a draft in.
async fn submit(client: &Client, token: &str, filing: &str) -> Answer {
    let path = format!("/filings/{filing}/submit");
    let fields = [("_token", token), ("_key", filing), ("_version", DRAFT_REVISION), ("promise", "on")];
    let answer = client.post(&path, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer
}

/// The signer passes a filing.
async fn sign(client: &Client, token: &str, filing: &str) -> Answer {
    let row = format!("row.{filing}");
    let answer =
        client.post("/queue/pass", &[("_token", token), ("_key", filing), (&row, "on"), ("act", "pass")]).await;
    assert!(answer.body.contains("已通过") && !answer.body.contains("未通过"), "{}", answer.body);
    answer
}

/// Changes of a draft with its form and four papers.
const DRAFT_REVISION: &str = "6";

/// What the kernel says the program holds.
fn memory(city: &City) -> String {
    let path = format!("/proc/{}/status", city.process_id().expect("it is served"));
    let status = fs::read_to_string(path).unwrap_or_default();
    let kib = |name: &str| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    format!("{} MiB, at most {} MiB (goal: 100 MB)", kib("VmRSS:") >> 10, kib("VmHWM:") >> 10)
}
