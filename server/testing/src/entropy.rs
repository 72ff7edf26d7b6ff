//! Reproducible randomness.

use domain::kernel::ports::Entropy;
use std::sync::atomic::{AtomicU64, Ordering};

/// The increment of splitmix64. It is odd, so all states are visited before any repeats.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// splitmix64: statistically good, but not secret.
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    /// Creates a generator whose output depends on `seed` only.
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let state = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (byte, random) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_one_stream() {
        let take = |seed| {
            let (entropy, mut bytes) = (SeededEntropy::new(seed), [0u8; 21]);
            entropy.fill(&mut bytes);
            bytes
        };
        assert_eq!(take(1), take(1));
        assert_ne!(take(1), take(2));
    }
}
