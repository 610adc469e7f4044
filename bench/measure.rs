//! What the measurements share: medians, times in words, and how fast the disk is.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// The middle of some numbers.
pub fn median(numbers: &mut [u64]) -> u64 {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or(0)
}

/// The time that so many per cent stay below; the times are in order.
pub fn at(times: &[Duration], percent: usize) -> Duration {
    times.get(times.len() * percent / 100).copied().unwrap_or_default()
}

/// The same in microseconds.
pub fn micros(times: &[Duration], percent: usize) -> String {
    format!("{} µs", at(times, percent).as_micros())
}

/// Bare synced appends of a page to a file in a folder, for a third of a second: their times in order.
pub fn syncs(folder: &Path) -> Vec<Duration> {
    let mut file = File::create(folder.join("syncs")).expect("a file");
    let (began, mut times) = (Instant::now(), Vec::new());
    while began.elapsed() < Duration::from_millis(300) {
        let one = Instant::now();
        file.write_all(&[0; 4096]).expect("written");
        file.sync_data().expect("synced");
        times.push(one.elapsed());
    }
    times.sort_unstable();
    times
}

/// How many of them there are in a second.
pub fn per_second(count: usize, took: Duration) -> u64 {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1_000_000) / micros
}
