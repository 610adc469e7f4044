//! Things that were made lately, so that they need not be made again.

use std::sync::{Arc, Mutex, PoisonError};

/// What was made lately, by what it was made from.
pub(super) struct Lately<K, V> {
    /// The most that is kept, in sizes added up.
    most: usize,
    kept: Mutex<Vec<Kept<K, V>>>,
}

struct Kept<K, V> {
    key: K,
    size: usize,
    value: Arc<V>,
}

impl<K: PartialEq, V> Lately<K, V> {
    pub(super) const fn new(most: usize) -> Self {
        Self { most, kept: Mutex::new(Vec::new()) }
    }

    /// What comes of `key`, by `make` where it is not at hand. Two who ask at once may both make it. The oldest goes
    /// where there is no more room; what is larger than all the room is not kept.
    pub(super) fn get(&self, key: K, size: impl FnOnce(&V) -> usize, make: impl FnOnce() -> V) -> Arc<V> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at_hand = kept().iter().find(|have| have.key == key).map(|have| Arc::clone(&have.value));
        at_hand.unwrap_or_else(|| {
            let value = Arc::new(make());
            let size = size(&value);
            if size <= self.most {
                let mut kept = kept();
                while kept.iter().map(|have| have.size).sum::<usize>() + size > self.most {
                    kept.remove(0);
                }
                kept.push(Kept { key, size, value: Arc::clone(&value) });
            }
            value
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_where_there_is_no_more_room() {
        let lately = Lately::new(5);
        let made = |key: u8, size: usize| {
            let mut is_made = false;
            let value = lately.get(
                key,
                |_| size,
                || {
                    is_made = true;
                    key
                },
            );
            assert_eq!(*value, key);
            is_made
        };
        assert_eq!([made(1, 2), made(2, 2), made(1, 2), made(2, 2)], [true, true, false, false]);
        assert_eq!([made(3, 3), made(2, 2), made(1, 2)], [true, false, true], "room for 2 and 3, no longer for 1");
        assert_eq!([made(9, 6), made(9, 6)], [true, true], "larger than all the room");
    }
}
