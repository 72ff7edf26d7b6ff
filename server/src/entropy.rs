//! Randomness from the operating system.

use domain::kernel::ports::Entropy;

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Going on would hand out tokens that can be guessed; a panic would be caught by the request's guard.
            tracing::error!(%error, "the operating system has no randomness: stopping");
            std::process::abort();
        }
    }
}
