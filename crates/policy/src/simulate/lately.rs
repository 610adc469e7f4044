//! A few things that were made lately, so that they need not be made again.

use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept; the oldest goes first.
const KEPT: usize = 8;

/// What was made lately, by what it was made from.
pub(super) struct Lately<K, V>(Mutex<Vec<(K, Arc<V>)>>);

impl<K: PartialEq, V> Lately<K, V> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// What comes of `key`, by `make` where it is not at hand. Two who ask at once may both make it.
    pub(super) fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at_hand = kept().iter().find(|(have, _)| *have == key).map(|(_, value)| Arc::clone(value));
        at_hand.unwrap_or_else(|| {
            let value = Arc::new(make());
            let mut kept = kept();
            if kept.len() == KEPT {
                kept.remove(0);
            }
            kept.push((key, Arc::clone(&value)));
            value
        })
    }
}
