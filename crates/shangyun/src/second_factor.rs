//! The second factor (二次验证): codes of an authenticator app, and recovery codes for the day it is lost. Pure but for
//! the randomness that is passed in; what was used is remembered by the store.

use domain::act::Seat;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::vault::Vault;
use totp_rs::{Builder, Totp};

use crate::web::security::random::{hex, letters};

#[cfg(test)]
mod tests;

/// How many recovery codes one gets.
pub const RECOVERY_CODES: usize = 10;
/// The bytes of a secret.
const SECRET_BYTES: usize = 20;

/// Whether a seat must show a second factor; the others may.
pub fn is_required(seat: &Seat) -> bool {
    match seat {
        Seat::Office { .. }
        | Seat::Expert { .. }
        | Seat::SystemAdmin
        | Seat::SecurityAdmin
        | Seat::AuditAdmin
        | Seat::InternalAuditor
        | Seat::ExternalAuditor { .. } => true,
        Seat::Enterprise { .. }
        | Seat::Newcomer
        | Seat::Provider { .. }
        | Seat::Clock
        | Seat::Founder
        | Seat::Public => false,
    }
}

/// A fresh secret.
pub fn fresh_secret(vault: &Vault) -> [u8; SECRET_BYTES] {
    vault.random()
}

/// The step of a code that is right at a moment, or one step before or after; blanks in it do not matter.
pub fn step_of(secret: &[u8], code: &str, at: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(at.as_second()).ok()?;
    let step = totp(secret).check(&code, seconds)?;
    i64::try_from(step).ok()
}

/// The code of a moment, for tests and for those who have the secret anyway.
pub fn code_at(secret: &[u8], at: Timestamp) -> String {
    totp(secret).generate(u64::try_from(at.as_second()).unwrap_or_default()).to_string()
}

fn totp(secret: &[u8]) -> Totp {
    Builder::new().with_secret(secret).build_noncompliant()
}

/// The secret as it is typed into an app: letters and digits (base 32) in groups of four.
pub fn typed(secret: &[u8]) -> String {
    let text = base32(secret);
    let groups: Vec<&str> = (0..text.len()).step_by(4).filter_map(|at| text.get(at..text.len().min(at + 4))).collect();
    groups.join(" ")
}

/// What an app reads from the square: issuer, account and secret.
pub fn address(secret: &[u8], issuer: &str, login: &str) -> String {
    use crate::web::forms::escape;
    let (issuer, login) = (escape(&issuer.replace(':', " ")), escape(&login.replace(':', " ")));
    format!("otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}", base32(secret))
}

/// Letters and digits that an authenticator reads (RFC 4648), without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1)).collect();
    let letter = |five: &[u8]| {
        let place = five.iter().chain([0; 4].iter()).take(5).fold(0_usize, |sum, bit| sum * 2 + usize::from(*bit));
        LETTERS.get(place).map(|letter| char::from(*letter))
    };
    bits.chunks(5).filter_map(letter).collect()
}

/// Fresh recovery codes: what the person keeps, and what the store keeps.
pub fn recovery_codes(vault: &Vault) -> (Vec<String>, String) {
    let code = |_| {
        let text = letters(&vault.random::<12>());
        format!("{}-{}-{}", part(&text, 0), part(&text, 4), part(&text, 8))
    };
    let codes: Vec<String> = (0..RECOVERY_CODES).map(code).collect();
    let kept: Vec<String> = codes.iter().map(|code| recovery_hash(code)).collect();
    (codes, kept.join("\n"))
}

fn part(text: &str, from: usize) -> &str {
    text.get(from..text.len().min(from + 4)).unwrap_or_default()
}

/// The list of recovery codes without a code; nothing where the code is not in it.
pub fn without(kept: &str, code: &str) -> Option<String> {
    let hash = recovery_hash(code);
    let rest: Vec<&str> = kept.lines().filter(|line| *line != hash).collect();
    (rest.len() < kept.lines().count()).then(|| rest.join("\n"))
}

/// Sixty random bits need no slow hash.
fn recovery_hash(code: &str) -> String {
    let plain: String = code.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    hex(&Sha256::digest(format!("shangyun recovery\n{plain}")))
}
