//! Things that may exist or be funded only once: one row per key, whose keys the policy names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The standing of a held key: in progress or funded (在办、已补贴).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In progress.
    Live,
    /// Funded: money was awarded under it.
    Funded,
}

/// Who holds a key, and how.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Hold {
    /// The case that holds it, as text of its key.
    pub holder: String,
    /// In progress or funded.
    pub standing: Standing,
}

/// A change to a unique key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HoldChange {
    /// The key is taken by a case; refused when another case holds it.
    Taken(Hold),
    /// The holder was funded.
    Funded,
    /// The key is free again.
    Freed,
}
