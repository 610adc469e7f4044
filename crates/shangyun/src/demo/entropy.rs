//! Randomness of the demo city: the same in every city while it is being made, so that the same seed gives the same
//! journal; the operating system's as soon as anybody can come in.

use crate::entropy::SystemEntropy;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::vault::Entropy;

/// Counts until [`SeedEntropy::finish`], and is unpredictable from then on.
#[derive(Debug, Default)]
pub struct SeedEntropy {
    turn: AtomicU64,
    is_finished: AtomicBool,
}

impl SeedEntropy {
    /// From now on nobody can tell what comes.
    pub fn finish(&self) {
        self.is_finished.store(true, Ordering::Release);
    }
}

impl Entropy for SeedEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if self.is_finished.load(Ordering::Acquire) {
            return SystemEntropy.fill(bytes);
        }
        for chunk in bytes.chunks_mut(32) {
            let turn = self.turn.fetch_add(1, Ordering::AcqRel);
            let digest = Sha256::digest(format!("shangyun demo\n{turn}"));
            for (byte, drawn) in chunk.iter_mut().zip(digest) {
                *byte = drawn;
            }
        }
    }
}
