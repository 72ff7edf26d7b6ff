//! A store in memory, for tests.
//!
//! Nothing here is ever part of the shipped program: the feature `testing` is named in dev-dependencies only.

mod memory;

pub use memory::MemoryStore;
