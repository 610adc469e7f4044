//! Passwords: which may be set, and how they are hashed and checked.
//!
//! Argon2id takes 64 MB for a fifth of a second. Two at a time are let in, so that a morning on which everybody signs
//! in costs time and not memory; who would wait too long is told to come back.

use crate::entropy::SystemEntropy;
use crate::lang::Message;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use store::vault::Entropy;
use tokio::sync::{Semaphore, SemaphorePermit};
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

/// The memory of one hash, in KiB.
const MEMORY: u32 = 64 * 1024;
/// How often the memory is gone over.
const ROUNDS: u32 = 2;
/// How many are hashed at once.
const AT_ONCE: usize = 2;
/// The longest wait for one's turn.
const WAIT_MAX: Duration = Duration::from_secs(15);
/// The fewest characters of a password.
pub const CHARS_MIN: usize = 10;
/// The most characters of a password; all of them count.
pub const CHARS_MAX: usize = 128;
/// Digits alone must be so many.
const DIGITS_MIN: usize = 16;
/// The fewest different characters of a password, beside words that everybody tries.
const DIFFERENT_MIN: usize = 5;

/// What everybody tries first; case does not matter, and neither do digits and marks around it.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "1qaz2wsx",
    "1q2w3e4r",
    "q1w2e3r4",
    "qazwsx",
    "abcdefg",
    "abcd",
    "abc",
    "iloveyou",
    "woaini",
    "welcome",
    "letmein",
    "administrator",
    "admin",
    "root",
    "test",
    "user",
    "changeme",
    "default",
    "secret",
    "computer",
    "internet",
    "dragon",
    "monkey",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "superman",
    "huawei",
    "taobao",
    "zhongguo",
    "zhonghua",
    "china",
    "beijing",
    "liaoning",
    "shenyang",
    "shangyun",
    "cloud",
    "gongxin",
    "caizheng",
    "wang",
    "zhang",
];

/// A place whose hash nobody's password has: an unknown name is checked against it, and takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=65536,t=2,p=1$c2hhbmd5dW4vbm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password cannot be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait for their turn.
    #[error("too many passwords are waiting to be checked")]
    Busy,
    /// A stored hash, or the hashing, is broken.
    #[error("a password cannot be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The thread that hashed is gone.
    #[error("hashing was stopped")]
    Stopped,
}

/// Hashes and checks passwords, a few at a time. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// One's turn at the hashing; others wait until it is dropped.
#[derive(Debug)]
pub struct Turn<'a>(#[expect(dead_code, reason = "held, not read")] SemaphorePermit<'a>);

impl Passwords {
    /// Waits for one's turn.
    ///
    /// # Errors
    /// When it would take too long.
    pub async fn turn(&self) -> Result<Turn<'_>, PasswordError> {
        let turn = tokio::time::timeout(WAIT_MAX, self.0.acquire()).await;
        turn.ok().and_then(Result::ok).map(Turn).ok_or(PasswordError::Busy)
    }

    /// The hash of a new password.
    ///
    /// # Errors
    /// When one's turn does not come, or hashing fails.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let _turn = self.turn().await?;
        let password = Zeroizing::new(password);
        let mut salt = [0_u8; 16];
        SystemEntropy.fill(&mut salt);
        let work = move || argon2()?.hash_password_with_salt(password.as_bytes(), &salt);
        let hash = tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Stopped)?;
        hash.map(|hash| hash.to_string()).map_err(PasswordError::Hash)
    }
}

impl Turn<'_> {
    /// Whether a password is the one behind a stored hash; without a hash the answer is no, after the same time.
    ///
    /// # Errors
    /// When the stored hash is broken.
    pub async fn check(&self, password: String, stored: Option<String>) -> Result<bool, PasswordError> {
        let password = Zeroizing::new(password);
        let stored = stored.filter(|hash| !hash.is_empty());
        let known = stored.is_some();
        let work = move || {
            let stored = PasswordHash::new(stored.as_deref().unwrap_or(NOBODY))?;
            match argon2()?.verify_password(password.as_bytes(), &stored) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            }
        };
        let fits = tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Stopped)?;
        fits.map(|fits| fits && known).map_err(PasswordError::Hash)
    }
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY, ROUNDS, 1, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What is wrong with a new password for somebody who signs in with this name; nothing, if it will do.
pub fn wrong(password: &str, login: &str) -> Option<Message> {
    let chars = password.chars().count();
    if chars < CHARS_MIN {
        return Some(Message::new("entry-password-short").with("min", CHARS_MIN));
    }
    if chars > CHARS_MAX {
        return Some(Message::new("entry-password-long").with("max", CHARS_MAX));
    }
    let (folded, login) = (password.to_lowercase(), login.trim().to_lowercase());
    let name = login.split('@').next().unwrap_or_default();
    let around = folded.replace(name, "");
    if !name.is_empty() && folded.contains(name) && different(&around) < DIFFERENT_MIN {
        return Some(Message::new("entry-password-login"));
    }
    if chars < DIGITS_MIN && folded.chars().all(|c| c.is_ascii_digit()) {
        return Some(Message::new("entry-password-digits"));
    }
    is_common(&folded).then(|| Message::new("entry-password-common"))
}

/// Whether hardly anything is left of a password without the words that everybody tries, digits and marks.
fn is_common(folded: &str) -> bool {
    if different(folded) < DIFFERENT_MIN {
        return true;
    }
    let mut rest = folded.to_owned();
    let mut words = COMMON.to_vec();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(word, "");
    }
    if rest == folded {
        return is_run(folded);
    }
    let letters: String = rest.chars().filter(|c| c.is_alphabetic()).collect();
    different(&letters) < DIFFERENT_MIN
}

/// Whether each character follows the one before, up or down: `abcdefghij`, `9876543210`.
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps: BTreeSet<i64> = codes.iter().zip(codes.iter().skip(1)).map(|(one, next)| next - one).collect();
    steps.len() == 1
}

fn different(text: &str) -> usize {
    text.chars().collect::<BTreeSet<_>>().len()
}
