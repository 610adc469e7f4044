//! How fast acts are, beside the limit: the same statements by the same driver in the same groups,
//! with no domain, no journal hashing and no answers to look after. The rate of syncs of the same
//! disk in the same run is printed beside.
//!
//! `SHANGYUN_TEST_PG` names the PostgreSQL server. Every number is the median of several windows
//! taken in turns.

#[path = "limit.rs"]
mod limit;
#[path = "../measure.rs"]
mod measure;
#[path = "../../crates/store/tests/support/place.rs"]
#[expect(dead_code, reason = "the conformance tests use the rest of it")]
mod place;
#[path = "../../crates/store/tests/support/script.rs"]
mod script;

use measure::{median, micros, per_second, syncs};
use place::{Kind, Place};
use script::act;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::store::Store;
use store::views::queue;

const WINDOW: Duration = Duration::from_millis(1500);
const WINDOWS: usize = 5;
const CLIENTS: [usize; 2] = [1, 32];

fn main() {
    // One database only: `cargo bench -p store -- sqlite`.
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let kinds = [Kind::Sqlite, Kind::Postgres].into_iter();
    let kinds: Vec<Kind> = kinds.filter(|kind| only.as_ref().is_none_or(|only| only == name(*kind))).collect();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        println!("database    clients   acts/s   limit/s   ratio   act p50   act p99   syncs/s");
        for kind in &kinds {
            acts(*kind).await;
        }
        println!("\ndatabase    cases     page p50   page p99   (50 rows, district of a thirteenth)");
        for kind in &kinds {
            pages(*kind).await;
        }
    });
}

async fn acts(kind: Kind) {
    let (place, bare) = (Place::new(kind).await, Place::new(kind).await);
    let store = place.open().await;
    bare.open().await.close().await;
    let limit = limit::start(&bare, kind);
    let turn = Arc::new(AtomicU64::new(0));
    for clients in CLIENTS {
        let (mut done, mut limits, mut disk, mut times) = (vec![], vec![], vec![], vec![]);
        for _ in 0..WINDOWS {
            let bare = syncs(&place.folder);
            disk.push(per_second(bare.len(), bare.iter().sum()));
            let bare = limit.clone();
            limits.push(window(clients, &mut vec![], move |number| bare.act(number), &turn).await);
            let full = store.clone();
            let one = move |number: u64| {
                let store = full.clone();
                async move { execute(&store, number).await }
            };
            done.push(window(clients, &mut times, one, &turn).await);
        }
        times.sort_unstable();
        let (done, limits) = (median(&mut done), median(&mut limits));
        println!(
            "{:<11} {clients:>7} {done:>8} {limits:>9} {:>6}% {:>9} {:>9} {:>9}",
            name(kind),
            done * 100 / limits.max(1),
            micros(&times, 50),
            micros(&times, 99),
            median(&mut disk),
        );
    }
    store.close().await;
    place.remove().await;
    bare.remove().await;
}

/// An act of the usual size: a case made and handed in, a number, a message.
async fn execute(store: &Store, number: u64) {
    let script = format!("file f{number} d1 s1; hand f{number} bureau 2018-11-05; count c; tell e");
    store.execute(act(&format!("k{number}"), &script), vec![]).await.expect("the act is done");
}

/// How many a second so many clients do, each one after the other.
async fn window<F: Future<Output = ()> + Send + 'static>(
    clients: usize,
    times: &mut Vec<Duration>,
    one: impl Fn(u64) -> F + Clone + Send + 'static,
    turn: &Arc<AtomicU64>,
) -> u64 {
    let until = Instant::now() + WINDOW;
    let all = (0..clients).map(|_| {
        let (one, turn) = (one.clone(), Arc::clone(turn));
        tokio::spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < until {
                let begin = Instant::now();
                one(turn.fetch_add(1, Ordering::Relaxed)).await;
                times.push(begin.elapsed());
            }
            times
        })
    });
    let mut count = 0;
    for client in all.collect::<Vec<_>>() {
        let of_client = client.await.expect("no panic");
        count += of_client.len();
        times.extend(of_client);
    }
    per_second(count, WINDOW)
}

async fn pages(kind: Kind) {
    let place = Place::new(kind).await;
    let store = place.open().await;
    let mut from = 0;
    for cases in [1_000_u64, 100_000] {
        let districts = 13;
        while from < cases {
            let until = cases.min(from + 2000);
            let acts = (from..until).map(|number| {
                let day = 1 + number % 28;
                let (district, stream) = (number % districts, number % 3);
                let script = format!("file f{number} d{district} s{stream}; hand f{number} bureau 2018-11-{day:02}");
                (act(&format!("k{number}"), &script), vec![])
            });
            let answers = store.execute_many(acts.collect()).await;
            assert!(answers.iter().all(Result::is_ok), "seeded");
            from = until;
        }
        let mut times = Vec::new();
        for number in 0..500_u64 {
            let filter = queue::Filter {
                programmes: vec!["p".to_owned()],
                roles: vec!["bureau".to_owned()],
                districts: Some(vec![format!("d{}", number % districts)]),
                ..Default::default()
            };
            let begin = Instant::now();
            let page = queue::page(store.database(), &filter, &queue::After::default()).await.expect("a page");
            times.push(begin.elapsed());
            assert_eq!(page.rows.len(), 50);
        }
        times.sort_unstable();
        println!("{:<11} {cases:<9} {:>8} {:>10}", name(kind), micros(&times, 50), micros(&times, 99));
    }
    store.close().await;
    place.remove().await;
}

fn name(kind: Kind) -> &'static str {
    if kind == Kind::Postgres { "postgresql" } else { "sqlite" }
}
