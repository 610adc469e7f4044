//! Stub.
pub(crate) const SQL: &[&str] = &[];
