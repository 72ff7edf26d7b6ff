//! Randomness from the operating system.

use domain::kernel::ports::Entropy;

/// The operating system's random number generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Without randomness tokens could be guessed. A panic would not stop the program, because the middleware
            // catches it.
            tracing::error!(%error, "the operating system has no randomness: stopping");
            std::process::abort();
        }
    }
}
