//! A million claims over columns, beside the two limits.

use super::claims::{CLAIMS, COUNTS, Claim, REASONS, TOTAL, claims};
use super::limits::{ByHand, decide};
use policy::columnar::columns::Columns;
use policy::columnar::{Answers, Columnar};
use policy::facts::Readings;
use policy::policy::Policy;
use std::hint::black_box;
use std::time::Instant;

const WINDOWS: usize = 9;
/// Passes over all claims in one window.
const PASSES: u32 = 20;

/// Prints rows a second, and what part of each limit that is.
pub fn table(policy: &Policy) {
    let claims = claims();
    let mut out = vec![(0, 0); CLAIMS];
    let records = window(|| claims.iter().zip(black_box(&mut out)).for_each(|(claim, out)| *out = decide(claim)));
    expect("the loop by hand", out.iter().map(|(award, reason)| (*award, usize::from(*reason))));

    let by_hand = ByHand::new(&claims);
    let mut answers = Answers { awards: vec![0; CLAIMS], reasons: vec![0; CLAIMS] };
    let columns_by_hand = window(|| by_hand.run(black_box(&mut answers.awards), black_box(&mut answers.reasons)));
    expect("the columns by hand", pairs(&answers, usize::from));

    let columnar = Columnar::new(policy, &Readings::default());
    let number =
        |reason| REASONS.iter().position(|code| *code == columnar.reason_code(reason)).expect("a known reason");
    let mut measure = |leave_out: usize| {
        let columns = columns(&columnar, &claims, leave_out);
        let took = window(|| columnar.run_into(black_box(&columns), black_box(&mut answers)));
        if leave_out == 0 {
            expect("the policy over columns", pairs(&answers, number));
        }
        took
    };
    let (all_known, some_unknown) = (measure(0), measure(10));
    let line = |name: &str, picos: u128| {
        let rows = 1_000_000_000_000 / picos.max(1) / 100_000;
        let part = |limit: u128| limit * 100 / picos.max(1);
        println!(
            "{name:<44}{:>6}.{} M rows/s{:>6} % of (a){:>6} % of (b)",
            rows / 10,
            rows % 10,
            part(records),
            part(columns_by_hand)
        );
    };
    println!("\na million claims on one core, time on the processor");
    line("(a) a loop over records by hand", records);
    line("(b) passes over columns by hand", columns_by_hand);
    line("the policy over columns", all_known);
    line("the same, one revenue in ten unknown", some_unknown);
}

fn pairs(answers: &Answers, number: impl Fn(u8) -> usize) -> impl Iterator<Item = (i64, usize)> {
    answers.awards.iter().copied().zip(answers.reasons.iter().map(move |reason| number(*reason)))
}

fn expect(who: &str, answers: impl Iterator<Item = (i64, usize)>) {
    let (mut total, mut counts) = (0, [0; 12]);
    for (award, reason) in answers {
        total += award;
        counts[reason] += 1;
    }
    assert_eq!((total, counts), (TOTAL, COUNTS), "{who} computes the same");
}

/// The claims as the policy wants them; one revenue in `leave_out` is not known, all are where it is 0.
pub fn columns(columnar: &Columnar<'_>, claims: &[Claim], leave_out: usize) -> Columns {
    let mut columns = columnar.columns();
    for (row, claim) in claims.iter().enumerate() {
        let value = |id: &str| {
            let flag = ["filed", "reg_local", "tax_local", "legal_person", "operating", "industry_ok"];
            match id {
                "stream" => Some(i64::from(claim.stream)),
                "kind" => Some(i64::from(claim.kind)),
                "revenue_fen" => Some(claim.revenue).filter(|_| leave_out == 0 || !row.is_multiple_of(leave_out)),
                "paid_fen" => Some(claim.paid),
                "years_used" => Some(i64::from(claim.years)),
                "service_date" => Some(i64::from(claim.date)),
                _ => flag.iter().position(|flag| *flag == id).map(|flag| i64::from(claim.flags[flag])),
            }
        };
        let row: Vec<Option<i64>> = columnar.wanted().iter().map(|fact| value(&fact.id)).collect();
        columns.push(&row);
    }
    columns
}

/// The median time of a row in picoseconds.
fn window(mut pass: impl FnMut()) -> u128 {
    pass();
    let mut times: Vec<u128> = (0..WINDOWS)
        .map(|_| {
            let begun = Clock::start();
            (0..PASSES).for_each(|_| pass());
            begun.nanoseconds() * 1_000 / u128::from(PASSES) / u128::try_from(CLAIMS).unwrap_or(1)
        })
        .collect();
    times.sort_unstable();
    times[WINDOWS / 2]
}

/// Time that this thread was on a processor, where the system tells it; else time by the clock.
struct Clock {
    begun: Instant,
    on_processor: Option<u128>,
}

impl Clock {
    fn start() -> Self {
        Self { on_processor: on_processor(), begun: Instant::now() }
    }

    fn nanoseconds(&self) -> u128 {
        let used = on_processor().zip(self.on_processor).map(|(now, then)| now - then);
        used.unwrap_or_else(|| self.begun.elapsed().as_nanos())
    }
}

fn on_processor() -> Option<u128> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}
