//! Slows down guessing at the sign-in page. Pure: the caller says what time it is and keeps the state.
//!
//! Failures are counted by account and by address. Nobody is locked out for good: after the free tries each further failure
//! doubles the wait, up to a limit, and everything is forgotten after a quiet window.

use std::collections::BTreeMap;

/// How much is allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allowance {
    /// Failures without a wait.
    pub free: u32,
    /// The first wait; each further failure doubles it.
    pub wait_seconds: i64,
    /// The longest wait.
    pub wait_seconds_max: i64,
    /// Quiet after which failures are forgotten.
    pub window_seconds: i64,
}

/// Whether a try may go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Check the password.
    Go,
    /// Do not even look at it; say when to come back.
    Wait {
        /// Seconds from now.
        seconds: i64,
    },
}

/// What is remembered of failures.
#[derive(Debug)]
pub struct Throttle {
    account: Allowance,
    address: Allowance,
    failures: BTreeMap<Key, Failures>,
    keys_max: usize,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Key {
    Account(String),
    Address(String),
}

#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    count: u32,
    last_at: i64,
    free_at: i64,
}

impl Default for Throttle {
    /// Ten tries for an account, thirty from an address; waits of 30 seconds to 15 minutes.
    fn default() -> Self {
        let account = Allowance { free: 10, wait_seconds: 30, wait_seconds_max: 900, window_seconds: 1_800 };
        Self::new(account, Allowance { free: 30, ..account }, 100_000)
    }
}

impl Throttle {
    /// A throttle that remembers at most `keys_max` accounts and addresses.
    pub const fn new(account: Allowance, address: Allowance, keys_max: usize) -> Self {
        Self { account, address, failures: BTreeMap::new(), keys_max }
    }

    /// Whether a try for `account` from `address` may go on at `now` (seconds). Ask before the password is checked.
    pub fn check(&self, now: i64, account: &str, address: &str) -> Verdict {
        let free_at =
            Self::keys(account, address).iter().filter_map(|key| self.failures.get(key)).map(|seen| seen.free_at).max();
        match free_at {
            Some(free_at) if free_at > now => Verdict::Wait { seconds: free_at - now },
            Some(_) | None => Verdict::Go,
        }
    }

    /// Remembers a failure.
    pub fn failed(&mut self, now: i64, account: &str, address: &str) {
        for key in Self::keys(account, address) {
            let allowance = self.allowance(&key);
            if self.failures.len() >= self.keys_max && !self.failures.contains_key(&key) {
                self.forget(now);
            }
            let seen = self.failures.entry(key).or_default();
            if now - seen.last_at > allowance.window_seconds {
                *seen = Failures::default();
            }
            seen.count = seen.count.saturating_add(1);
            seen.last_at = now;
            seen.free_at = now + wait(allowance, seen.count);
        }
    }

    /// Forgets the account's failures after a good sign-in. The address keeps its own: one good account does not clear it.
    pub fn succeeded(&mut self, account: &str) {
        self.failures.remove(&Key::Account(account.to_owned()));
    }

    fn keys(account: &str, address: &str) -> [Key; 2] {
        [Key::Account(account.to_owned()), Key::Address(address.to_owned())]
    }

    const fn allowance(&self, key: &Key) -> Allowance {
        match key {
            Key::Account(_) => self.account,
            Key::Address(_) => self.address,
        }
    }

    /// Makes room: what is past its window goes, and if that is not enough, the half that has been quiet longest.
    fn forget(&mut self, now: i64) {
        let window = self.account.window_seconds.max(self.address.window_seconds);
        self.failures.retain(|_, seen| now - seen.last_at <= window);
        if self.failures.len() < self.keys_max {
            return;
        }
        let mut times: Vec<i64> = self.failures.values().map(|seen| seen.last_at).collect();
        times.sort_unstable();
        let middle = times.get(times.len() / 2).copied().unwrap_or(now);
        self.failures.retain(|_, seen| seen.last_at > middle);
    }
}

/// The wait after so many failures.
fn wait(allowance: Allowance, count: u32) -> i64 {
    let Some(beyond) = count.checked_sub(allowance.free) else { return 0 };
    let doubled = 2_i64.checked_pow(beyond).and_then(|factor| allowance.wait_seconds.checked_mul(factor));
    doubled.unwrap_or(allowance.wait_seconds_max).min(allowance.wait_seconds_max)
}
