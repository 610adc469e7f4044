//! Documents that inherit from others: which document one asks for. The caller finds the text; nothing here reads a file.

use crate::compile::hash;
use crate::compile::inherit::{id, pinned};

/// The document that another one inherits from, as it names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Its id, such as `shenyang-2018`.
    pub id: String,
    /// The SHA-256 of its bytes, in hex, as pinned.
    pub hash: String,
}

impl Wanted {
    /// The hash of a text, where it is not the one pinned.
    pub fn differs(&self, text: &str) -> Option<String> {
        Some(hash(text)).filter(|hash| *hash != self.hash)
    }
}

/// Gives the text of a document: the one with this hash where there is one, else any with this id, so that what is said
/// of a changed text can be helpful.
pub type Parents<'a> = dyn Fn(&Wanted) -> Option<String> + 'a;

/// What a document inherits from, where it does and says so readably; for callers that have to fetch the text first.
pub fn wanted(source: &str) -> Option<Wanted> {
    pinned(source)
}

/// The text that is wanted among several: the one with the hash, else the first with the id.
pub fn choose<'a>(wanted: &Wanted, texts: &[&'a str]) -> Option<&'a str> {
    let exact = texts.iter().find(|text| hash(text) == wanted.hash);
    exact.or_else(|| texts.iter().find(|text| id(text) == wanted.id)).copied()
}

/// For documents that stand alone.
pub fn no_parents(_: &Wanted) -> Option<String> {
    None
}
