//! What keeps pages safe: headers on every answer, checked forms, time limits, a throttle for sign-in.

pub mod client;
pub mod headers;
pub mod limits;
pub mod posted;
pub mod random;
pub mod throttle;
pub mod visitor;

#[cfg(test)]
mod tests;

/// The address when it is a path of this site and nothing else; for every `next=` and `back=`.
pub fn own_path(address: &str) -> Option<&str> {
    let plain = address.starts_with('/') && !address.starts_with("//");
    let hidden = address.chars().any(|c| c == '\\' || c.is_control() || c.is_whitespace());
    let encoded =
        ["%09", "%0a", "%0d", "%5c"].iter().any(|part| address.to_ascii_lowercase().starts_with(&format!("/{part}")));
    (plain && !hidden && !encoded && address.len() <= 2_000 && address.is_ascii()).then_some(address)
}
