//! What a plan takes over from a document above it, and what it leaves open to the documents below it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// 继承: what a plan took over, and what it did to it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Inheritance {
    /// The documents above, the nearest first; at least one.
    pub above: Vec<Ancestor>,
    /// 改: statements of the document above that are restated.
    pub amended: Vec<Change>,
    /// 废: statements of the document above that do not hold.
    pub repealed: Vec<Change>,
}

/// A document above.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Ancestor {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The SHA-256 of its bytes, in hex.
    pub hash: String,
}

/// One statement of a document above that was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The English head word, such as `parameter`.
    pub by: String,
    /// Its id or code.
    pub id: String,
    /// Its name, or the words of a requirement.
    pub name: Text,
    /// The clause above that it stands under.
    pub stood_in: String,
    /// The clause of this document that changes it.
    pub clause: String,
}

/// A statement that documents below may change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// The English head word.
    pub by: String,
    /// Its id or code.
    pub id: String,
    /// Its name, or the words of a requirement.
    pub name: Text,
    /// 下级可改, with its bound: nothing where it can not be amended.
    pub amendable: Option<Text>,
    /// 下级可废.
    pub repealable: bool,
    /// The clause it stands under.
    pub clause: String,
}
