//! For tests of every room: a store in memory, a clock that is moved by hand, seeded randomness and an instant hasher.
//!
//! Nothing here is ever part of the shipped program: the feature `testing` is named in dev-dependencies only.

mod clock;
mod entropy;
mod hasher;
mod memory;

pub use clock::TestClock;
pub use entropy::SeededEntropy;
pub use hasher::PlainHasher;
pub use memory::MemoryStore;
