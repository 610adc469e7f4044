//! What changed between two versions of a policy, in words: clause by clause, rule by rule, row by row; and line by line
//! for what words do not say.
//!
//! Two texts are compared as they are understood, not as they are laid out: blanks, comments and other spellings of the
//! same keyword are no change, and a name that is spelt anew is one change, not one at every use.

mod lines;
mod outline;
mod pieces;
mod prose;
pub(crate) mod rows;
mod statements;
mod words;

use serde::Serialize;

use crate::policy::Policy;
use crate::syntax::keyword::Head;
use crate::text::Text;

pub use lines::{Hunk, Line, LineKind, hunks};

/// Everything that differs between two versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// Hash of the version compared with.
    pub base: String,
    /// Hash of the other version.
    pub hash: String,
    /// In the order of the clauses of the other version; those of clauses it no longer has stand last.
    pub changes: Vec<Change>,
    /// Whether the text differs at all, be it in a blank.
    pub differs: bool,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// The clause it stands under, in the other version where it still has one.
    pub clause: String,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// What changed: `参数 补贴比例`.
    pub about: Text,
    /// What stood there.
    pub was: Option<Text>,
    /// What stands there now.
    pub now: Option<Text>,
    /// The change as a sentence: `参数 补贴比例：由 50% 改为 40%`.
    pub words: Text,
}

/// Kinds of change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Something new.
    Added,
    /// Something is gone.
    Removed,
    /// A rule says something else.
    Changed,
    /// The same under another clause, or in another place in an order.
    Moved,
    /// Prose, names, remarks, worked cases: nothing that decides.
    Reworded,
}

impl Difference {
    /// Between `base` and `other`.
    pub fn between(base: &Policy, other: &Policy) -> Self {
        let (was, now) = (base.read_again(), other.read_again());
        let mut changes = prose::changes(base.plan(), other.plan());
        changes.extend(statements::changes(&outline::items(&was), &outline::items(&now)));
        let has_its_order = changes.iter().any(|change| change.about.en == Head::CheckOrder.en());
        changes.extend(statements::orders(base.plan(), other.plan(), !has_its_order));
        changes.extend(rows::changes(base.plan(), other.plan()));
        let place = |change: &Change| {
            let at = other.plan().clauses.iter().position(|clause| clause.id == change.clause);
            at.unwrap_or(usize::MAX)
        };
        changes.sort_by_key(place);
        Self {
            base: base.plan().hash.clone(),
            hash: other.plan().hash.clone(),
            changes,
            differs: base.source() != other.source(),
        }
    }

    /// Whether nothing but words, names and remarks changed: every claim is decided as before.
    pub fn only_words(&self) -> bool {
        self.changes.iter().all(|change| change.kind == ChangeKind::Reworded)
    }
}
