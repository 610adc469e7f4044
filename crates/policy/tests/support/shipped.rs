//! The documents in `policies/`, each read with what it inherits from, which lies beside it.

use policy::inherit::Wanted;
use policy::policy::Policy;
use policy::text::Lang;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

/// Path and text of every shipped document.
pub fn documents() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.to_string_lossy().ends_with(".policy.md"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("it is text")))
        .collect();
    found.sort();
    assert!(found.len() >= 10, "{found:?}");
    found
}

/// The document that another one inherits from.
pub fn beside(wanted: &Wanted) -> Option<String> {
    std::fs::read_to_string(folder().join(format!("{}.policy.md", wanted.id))).ok()
}

/// A shipped document, or its text in another form.
pub fn load(name: &str, text: &str) -> Policy {
    Policy::load_with(text, &beside).map_err(|found| found.render(name, Lang::Zh)).expect("the document loads")
}
