//! What the machine can do on the same claims when somebody writes 三(三) by hand: (a) a loop over records,
//! (b) passes over columns. Reasons are numbered as in [`super::claims::REASONS`].

use super::claims::{Claim, WAN, YI};
use multiversion::multiversion;

const FIRST_DAY: i32 = 20_180_917;
const LAST_DAY: i32 = 20_221_231;

/// (a) One claim, test after test.
pub fn decide(claim: &Claim) -> (i64, u8) {
    for (reason, flag) in (2..).zip(&claim.flags) {
        if !flag {
            return (0, reason);
        }
    }
    let fits = match claim.stream {
        0 | 1 => claim.kind == claim.stream,
        _ => claim.kind != 3,
    };
    if !fits {
        return (0, 8);
    }
    if !(FIRST_DAY..=LAST_DAY).contains(&claim.date) {
        return (0, 9);
    }
    if claim.years > 2 {
        return (0, 10);
    }
    if claim.paid == 0 {
        return (0, 11);
    }
    let cap = match (claim.stream, claim.revenue) {
        (0, ..2_000_000_000) => 30 * WAN,
        (0, ..40_000_000_000) => 100 * WAN,
        (0, ..500_000_000_000) => 150 * WAN,
        (0, _) => 200 * WAN,
        (1, ..50_000_000) => 10 * WAN,
        (1, ..1_000_000_000) => 20 * WAN,
        (1, ..10_000_000_000) => 30 * WAN,
        (1, _) => 50 * WAN,
        (_, _) => 100 * WAN,
    };
    let half = claim.paid >> 1;
    if half > cap { (cap, 1) } else { (half, 0) }
}

/// The claims by column; flags as bits, set where the requirement fails.
#[derive(Default)]
pub struct ByHand {
    revenue: Vec<i64>,
    paid: Vec<i64>,
    date: Vec<i32>,
    stream: Vec<u8>,
    kind: Vec<u8>,
    years: Vec<u8>,
    failing: Vec<u8>,
}

impl ByHand {
    pub fn new(claims: &[Claim]) -> Self {
        let mut all = Self::default();
        for claim in claims {
            all.revenue.push(claim.revenue);
            all.paid.push(claim.paid);
            all.date.push(claim.date);
            all.stream.push(claim.stream);
            all.kind.push(claim.kind);
            all.years.push(claim.years);
            all.failing.push((0..6).map(|flag| u8::from(!claim.flags[flag]) << flag).sum());
        }
        all
    }

    /// (b) Passes over blocks that stay in the nearest cache.
    pub fn run(&self, awards: &mut [i64], reasons: &mut [u8]) {
        const BLOCK: usize = 2_048;
        let blocks = awards.chunks_mut(BLOCK).zip(reasons.chunks_mut(BLOCK)).enumerate();
        for (number, (awards, reasons)) in blocks {
            let rows = number * BLOCK..number * BLOCK + awards.len();
            let [stream, kind] = [&self.stream[rows.clone()], &self.kind[rows.clone()]];
            amounts(&self.revenue[rows.clone()], &self.paid[rows.clone()], stream, awards, reasons);
            let tests = Tests { stream, kind, years: &self.years[rows.clone()], failing: &self.failing[rows.clone()] };
            days(&self.date[rows.clone()], &self.paid[rows], reasons);
            refusals(&tests, reasons);
            awarded(reasons, awards);
        }
    }
}

struct Tests<'a> {
    stream: &'a [u8],
    kind: &'a [u8],
    years: &'a [u8],
    failing: &'a [u8],
}

/// Half of what was paid, up to the cap; reason 1 where the cap was less.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
fn amounts(revenue: &[i64], paid: &[i64], stream: &[u8], awards: &mut [i64], reasons: &mut [u8]) {
    let rows = revenue.iter().zip(paid).zip(stream).zip(awards.iter_mut());
    for (((revenue, paid), stream), award) in rows {
        let above = |start: i64, more: i64| if *revenue >= start { more } else { 0 };
        let industrial = 30 * WAN + above(2_000 * WAN, 70 * WAN) + above(4 * YI, 50 * WAN) + above(50 * YI, 50 * WAN);
        let software = 10 * WAN + above(50 * WAN, 10 * WAN) + above(1_000 * WAN, 10 * WAN) + above(YI, 20 * WAN);
        let cap = if *stream == 0 { industrial } else { 100 * WAN };
        let cap = if *stream == 1 { software } else { cap };
        *award = (*paid >> 1).min(cap);
    }
    let rows = paid.iter().zip(awards).zip(reasons);
    rows.for_each(|((paid, award), reason)| *reason = u8::from(*paid >> 1 > *award));
}

/// Sixteen is added where the day is out of the term, thirty-two where nothing was paid.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
fn days(date: &[i32], paid: &[i64], reasons: &mut [u8]) {
    date.iter().zip(reasons.iter_mut()).for_each(|(date, reason)| {
        *reason |= (u8::from(*date < FIRST_DAY) | u8::from(*date > LAST_DAY)) << 4;
    });
    paid.iter().zip(reasons).for_each(|(paid, reason)| *reason |= u8::from(*paid == 0) << 5);
}

/// The first requirement that fails, from the last to the first.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
fn refusals(tests: &Tests<'_>, reasons: &mut [u8]) {
    let rows = tests.stream.iter().zip(tests.kind).zip(tests.years).zip(tests.failing).zip(reasons);
    for ((((stream, kind), years), failing), reason) in rows {
        let before = *reason;
        let mut found = before & 1;
        found = if before & 32 != 0 { 11 } else { found };
        found = if *years > 2 { 10 } else { found };
        found = if before & 16 != 0 { 9 } else { found };
        let wanted = if *stream == 2 { u8::from(*kind != 3) } else { u8::from(*kind == *stream) };
        found = if wanted == 1 { found } else { 8 };
        for flag in (0..6).rev() {
            found = if failing & (1 << flag) != 0 { 2 + flag } else { found };
        }
        *reason = found;
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+bmi1+bmi2", "x86_64+avx2+bmi1+bmi2"))]
fn awarded(reasons: &[u8], awards: &mut [i64]) {
    let rows = reasons.iter().zip(awards);
    rows.for_each(|(reason, award)| *award = if *reason > 1 { 0 } else { *award });
}
