//! Messages: what a party was told about a case. Shown in the inbox, and mailed where it has an address.

use crate::ids::{AccountId, EnterpriseId};
use jiff::Timestamp;
use policy::schema::IsoInstant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A message as stored. Its text is made from the locale when it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// To whom.
    pub to: Addressee,
    /// The case it is about, as text of its key; a link is made of it.
    pub about: String,
    /// The word for its text, such as `filing_returned`.
    pub text: String,
    /// Values for the text; never personal data.
    pub values: BTreeMap<String, String>,
    /// When it was sent, on the programme's clock.
    #[schemars(with = "IsoInstant")]
    pub at: Timestamp,
}

/// Who is told.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Addressee {
    /// Everybody who speaks for an enterprise.
    Enterprise(EnterpriseId),
    /// Everybody in an office.
    Office(String),
    /// Everybody who speaks for a provider.
    Provider(String),
    /// One account.
    Account(AccountId),
}
