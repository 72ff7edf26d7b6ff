//! Time as a value: nothing in this crate asks the machine what time it is.

pub use terms::{DAY, HOUR, MINUTE, Timestamp};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
