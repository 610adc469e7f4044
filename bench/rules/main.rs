//! How long one decision takes, its steps recorded, and how long loading the policy with all its checks takes; one
//! core, medians of several windows. The limit printed beside is a loop that does the same arithmetic by hand.

mod claims;
mod columns;
mod limits;
mod scenarios;

use jiff::civil::date;
use policy::facts::{Facts, Readings};
use policy::money::Fen;
use policy::policy::Policy;
use policy::runner::{Prepared, Runner};
use policy::value::Value;
use std::hint::black_box;
use std::time::Instant;

const SOURCE: &str = include_str!("../../policies/shenyang-2018.policy.md");
const CLAIMS: u64 = 2_000;
const ROUNDS: u64 = 100;
const WINDOWS: usize = 7;

/// The same claim for the loop by hand.
#[derive(Clone, Copy)]
struct Plain {
    stream: u64,
    revenue: i64,
    paid: i64,
    used: i64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(path) = arguments.iter().position(|one| one == "--csv").and_then(|at| arguments.get(at + 1)) {
        return std::fs::write(path, claims::csv()).expect("the file can be written");
    }
    let policy = Policy::load(SOURCE).expect("the shipped document loads");
    let plain: Vec<Plain> = (0..CLAIMS).map(claim).collect();
    let mut runner = Runner::new(&policy, &Readings::default());
    let claims: Vec<Prepared> = plain.iter().map(|one| runner.prepare(&facts(*one))).collect();

    let total: i64 = claims.iter().map(|one| runner.decide(one).award.fen()).sum();
    let by_hand: i64 = plain.iter().map(|one| award(*one)).sum();
    assert_eq!(total, by_hand, "the loop by hand computes the same");

    let decided = median(|| {
        for _ in 0..ROUNDS {
            for claim in &claims {
                black_box(runner.decide(black_box(claim)));
            }
        }
    }) / (CLAIMS * ROUNDS);
    let loop_by_hand = median(|| {
        for _ in 0..ROUNDS * 100 {
            for claim in &plain {
                black_box(award(black_box(*claim)));
            }
        }
    });
    let spelled = median(|| {
        for claim in &claims {
            black_box(runner.spell_out(black_box(claim)));
        }
    }) / CLAIMS;
    let load = median(|| drop(black_box(Policy::load(black_box(SOURCE)))));
    let hand_ps = loop_by_hand * 1_000 / (CLAIMS * ROUNDS * 100);
    println!("one decision, steps recorded        {decided:>8} ns   ({} % of the goal of 1,000 ns)", decided / 10);
    println!("the same arithmetic by hand         {hand_ps:>8} ps   (ratio {})", decided * 1_000 / hand_ps.max(1));
    println!("one decision spelled out for people {spelled:>8} ns   (names, clauses, what would change it)");
    println!(
        "load the policy with its cases      {:>8} µs   ({} % of the goal of 20 ms)",
        load / 1_000,
        load / 200_000
    );
    let checked = median(|| {
        let policy = Policy::load(black_box(SOURCE)).expect("the shipped document loads");
        black_box((policy.analysis(), policy.self_test()));
    });
    let tested = median(|| drop(black_box(policy.self_test())));
    println!(
        "load and all of `policy check`      {:>8} µs   ({} % of the goal of 20 ms)",
        checked / 1_000,
        checked / 200_000
    );
    println!("  of which the self-test            {:>8} µs   ({} claims)", tested / 1_000, policy.self_test().claims);
    columns::table(&policy);
    scenarios::table(&policy);
}

fn claim(number: u64) -> Plain {
    let scattered = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let part = |shift: u32, most: u64| i64::try_from((scattered >> shift) % most).unwrap_or(0);
    Plain { stream: number % 3, revenue: part(3, 800_000_000_000), paid: part(17, 600_000_000), used: part(40, 5) }
}

fn facts(plain: Plain) -> Facts {
    let (stream, kind) = [("industrial", "industrial"), ("software", "software"), ("city_service", "institution")]
        [usize::try_from(plain.stream).unwrap_or(0)];
    let yes = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"];
    yes.iter()
        .fold(Facts::new(), |facts, id| facts.with(id, Value::Bool(true)))
        .with("stream", Value::Member(stream.to_owned()))
        .with("kind", Value::Member(kind.to_owned()))
        .with("revenue_fen", Value::Money(Fen::new(plain.revenue)))
        .with("paid_fen", Value::Money(Fen::new(plain.paid)))
        .with("years_used", Value::Integer(plain.used))
        .with("service_date", Value::Date(date(2020, 6, 15)))
}

/// Shenyang's 三(三) by hand.
fn award(claim: Plain) -> i64 {
    if claim.used >= 3 || claim.paid == 0 {
        return 0;
    }
    let tiers: &[(i64, i64)] = match claim.stream {
        0 => &[
            (500_000_000_000, 200_000_000),
            (40_000_000_000, 150_000_000),
            (2_000_000_000, 100_000_000),
            (0, 30_000_000),
        ],
        1 => &[(10_000_000_000, 50_000_000), (1_000_000_000, 30_000_000), (50_000_000, 20_000_000), (0, 10_000_000)],
        _ => &[(0, 100_000_000)],
    };
    let cap = tiers.iter().find(|(from, _)| claim.revenue >= *from).map_or(0, |(_, cap)| *cap);
    (claim.paid / 2).min(cap)
}

/// The median of several windows, in nanoseconds.
fn median(mut work: impl FnMut()) -> u64 {
    let mut times: Vec<u64> = (0..WINDOWS)
        .map(|_| {
            let begin = Instant::now();
            work();
            u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX)
        })
        .collect();
    times.sort_unstable();
    times[WINDOWS / 2]
}
