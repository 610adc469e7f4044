//! Typed identifiers. An id says what it names; two kinds never mix.
//!
//! Ids of new things are derived from the act's key (see [`crate::act::Fresh`]), so that a retried
//! act makes the same ids.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Names an existing thing by the text of its id.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text, for storage and addresses.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// An account: one person's way in (账户).
    AccountId,
    /// A monthly filing batch of one district (受理批次).
    BatchId,
    /// A stored file, named by the SHA-256 of its bytes.
    BlobId,
    /// A claim of one contract year (补贴申报).
    ClaimId,
    /// A text of a programme's policy on its way to publication (政策版本).
    EditionId,
    /// A registered enterprise or institution (申请单位).
    EnterpriseId,
    /// A filing: one enterprise in one stream (备案).
    FilingId,
    /// A question to the authority that interprets a policy (政策解释).
    InterpretationId,
    /// A message in an inbox (消息).
    MessageId,
    /// An objection raised during a public notice (异议).
    ObjectionId,
    /// A personal value in the erasable table (个人信息).
    PersonalId,
    /// A programme: one published policy at work in the city (方案).
    ProgrammeId,
    /// A roster sent by a provider (上云单位名单).
    RosterId,
    /// A round: a set of claims on the way to payment (资金批次).
    RoundId,
}
