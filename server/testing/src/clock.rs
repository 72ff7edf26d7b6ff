//! A clock that tests control.

use domain::{Clock, Timestamp};
use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};

/// A clock that stands still until it is moved. Clones share the time.
#[derive(Clone)]
pub struct TestClock(Arc<Shared>);

struct Shared {
    at: AtomicI64,
    /// The clock that is shown instead.
    followed: OnceLock<Box<dyn Clock>>,
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestClock({})", self.now().0)
    }
}

impl TestClock {
    /// Creates a clock at `seconds` since 1970.
    pub fn at(seconds: i64) -> Self {
        Self(Arc::new(Shared {
            at: AtomicI64::new(seconds),
            followed: OnceLock::new(),
        }))
    }

    /// Moves the clock by `seconds`, which may be negative.
    pub fn advance(&self, seconds: i64) {
        self.0.at.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Sets the clock.
    pub fn set(&self, now: Timestamp) {
        self.0.at.store(now.0, Ordering::SeqCst);
    }

    /// Shows another clock from now on, such as the system's, which programs outside of the test read.
    pub fn follow(&self, other: impl Clock + 'static) {
        assert!(self.0.followed.set(Box::new(other)).is_ok(), "it follows one already");
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let own = || Timestamp(self.0.at.load(Ordering::SeqCst));
        self.0.followed.get().map_or_else(own, |other| other.now())
    }
}
