//! Copies of the Shenyang document with faults that its worked cases would notice first.

use policy::policy::Policy;

/// The document.
pub const SOURCE: &str = include_str!("../../../../policies/shenyang-2018.policy.md");

/// The document without its worked cases.
fn without_cases() -> String {
    let mut kept = String::new();
    let mut skipping = false;
    for line in SOURCE.lines() {
        let is_head = line.contains("理由码") || line.starts_with("| 申请 |");
        skipping = line.starts_with('|') && (skipping || is_head);
        if !skipping && !line.starts_with("算例") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// A copy without worked cases and with some passages changed.
pub fn changed(changes: &[(&str, &str)]) -> Policy {
    let mut text = without_cases();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    Policy::load(&text).map_err(|found| found.to_json()).expect("the copy loads")
}
