//! Stub.
pub(crate) fn statements() -> Vec<String> { vec![] }
