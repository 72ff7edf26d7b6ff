//! Time as a value. Nothing in this crate reads the system clock.

pub use terms::{DAY, HOUR, MINUTE, Timestamp};

/// The source of the current time.
pub trait Clock: Send + Sync {
    /// Returns the current time.
    fn now(&self) -> Timestamp;
}
