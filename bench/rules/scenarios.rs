//! Scenarios over the million claims, each with its whole report, on two threads.

use super::claims::{CLAIMS, claims};
use super::columns::columns;
use policy::columnar::Columnar;
use policy::facts::Readings;
use policy::policy::Policy;
use policy::scenario::Scenario;
use policy::simulate::{Claims, Decided, Near, Report, cliffs, tiers};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// A tenth of a thousand.
const SCENARIOS: usize = 100;
const THREADS: usize = 2;
/// What a thousand may take.
const GOAL_MS: u128 = 30_000;

/// Prints how long a thousand scenarios take: the rate and a cap put otherwise, totals, who gains and loses, by tier and
/// reason, and who stands at a cliff; beside it, the same claims decided as often and nothing else.
pub fn table(policy: &Policy) {
    let (drawn, readings) = (claims(), Readings::default());
    let mut claims = Claims::new(CLAIMS, |columnar| columns(columnar, &drawn, 0));
    let columnar = Columnar::new(policy, &readings);
    claims.by.push(tiers(policy, &readings, &claims.columns(&columnar)));
    let base = Decided::under(policy, &readings, &claims);
    let report = |number: usize| {
        let set = [("rate", format!("{}%", 20 + number % 50)), ("cap_industrial.3", format!("{}万元", 50 + number))];
        let set = BTreeMap::from(set.map(|(path, value)| (path.to_owned(), value)));
        let applied = Scenario { set, ..Scenario::default() }.apply(policy, &readings).expect("it applies");
        let other = Decided::under(&applied.policy, &applied.readings, &claims);
        let cliffs = cliffs(&applied.policy, &applied.readings, &claims, Near::default());
        drop(black_box((Report::between(&base, &other, &claims, 5), cliffs)));
    };
    let narrow = columns(&columnar, &drawn, 0);
    let alone = thousand(&|_| drop(black_box(columnar.run(&narrow))));
    let all = thousand(&report);
    println!(
        "a thousand scenarios over them, two threads {all:>7} ms   ({} % of the goal of 30 s; deciding alone {alone} ms)",
        all * 100 / GOAL_MS
    );
}

/// Milliseconds for a thousand of something, by the clock.
fn thousand(work: &(impl Fn(usize) + Sync)) -> u128 {
    let next = AtomicUsize::new(0);
    let all = || {
        let numbers = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        numbers.take_while(|number| *number < SCENARIOS).for_each(work);
    };
    let begin = Instant::now();
    std::thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(all))));
    begin.elapsed().as_millis() * 10
}
