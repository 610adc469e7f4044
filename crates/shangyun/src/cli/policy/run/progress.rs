//! A line that says how far a long run is, for somebody at a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A run that ends sooner says nothing.
const SILENT: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(200);

/// What is shown, and when it was last.
pub(super) struct Progress {
    bytes_all: Option<u64>,
    is_watched: bool,
    next: Instant,
    is_shown: bool,
}

impl Progress {
    /// `bytes_all` is the length of the file, where it is known.
    pub fn new(bytes_all: Option<u64>) -> Self {
        Self { bytes_all, is_watched: io::stderr().is_terminal(), next: Instant::now() + SILENT, is_shown: false }
    }

    /// Says how far the run is, now and then.
    pub fn show(&mut self, rows: usize, bytes: u64) {
        if !self.is_watched || Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + BETWEEN;
        self.is_shown = true;
        let part = self.bytes_all.and_then(|all| (bytes * 100).checked_div(all));
        let part = part.map_or_else(String::new, |percent| format!(", {} %", percent.min(100)));
        let _ = write!(io::stderr(), "\r{rows} claims{part}");
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if self.is_shown && Instant::now() >= self.next {
            let _ = write!(io::stderr(), "\r\x1b[K");
            self.is_shown = false;
        }
    }
}
