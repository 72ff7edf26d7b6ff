//! How long anything may wait for PostgreSQL. Without limits one node that stops in the middle of a transaction would hold
//! its locks, and with them the connections of all other nodes, for hours.

use std::time::Duration;

/// The limits for waiting.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// How long a request waits for a free connection.
    pub pool: Duration,
    /// How long a transaction may pause between two statements. Then PostgreSQL ends it and frees its locks.
    pub idle: Duration,
    /// How long a statement waits for a lock: longer than a transaction may pause, so that a
    /// statement that waits for a stopped node gets the lock.
    pub lock: Duration,
    /// How long a statement may take.
    pub statement: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            pool: Duration::from_secs(10),
            idle: Duration::from_secs(5),
            lock: Duration::from_secs(8),
            statement: Duration::from_secs(10),
        }
    }
}

impl Waits {
    /// Returns the limits that PostgreSQL keeps, as its settings.
    pub(crate) fn settings(self) -> [(&'static str, String); 3] {
        let milliseconds = |wait: Duration| wait.as_millis().to_string();
        [
            ("lock_timeout", milliseconds(self.lock)),
            ("statement_timeout", milliseconds(self.statement)),
            ("idle_in_transaction_session_timeout", milliseconds(self.idle)),
        ]
    }
}
