//! Time as a value.

use serde::{Deserialize, Serialize};

/// Seconds since 1970-01-01T00:00:00Z, not counting leap seconds (POSIX time).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

/// One minute, in seconds.
pub const MINUTE: i64 = 60;
/// One hour, in seconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day, in seconds.
pub const DAY: i64 = 24 * HOUR;

/// How far the clocks of nodes may differ, in seconds. Moments further in the future were written by a wrong clock and
/// count for nothing.
pub const CLOCK_TOLERANCE: i64 = 90;

impl Timestamp {
    /// Returns this moment moved by `seconds`; saturates instead of wrapping.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Returns the seconds from `earlier` to `self`; negative if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Whether this moment lies less than `limit` seconds before `now`, and at most [`CLOCK_TOLERANCE`] after it.
    #[must_use]
    pub const fn is_recent(self, now: Self, limit: i64) -> bool {
        let age = now.since(self);
        -CLOCK_TOLERANCE <= age && age < limit
    }

    /// Whether something that lasts `life` seconds and ends at this moment is alive: it has not ended, and it was not
    /// made in the future.
    #[must_use]
    pub const fn is_live_end(self, now: Self, life: i64) -> bool {
        self.plus(-life).is_recent(now, life)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_from_the_future_count_for_nothing() {
        let now = Timestamp(1_000_000);
        for (at, recent) in [
            (-HOUR, false),
            (1 - HOUR, true),
            (0, true),
            (90, true),
            (91, false),
            (DAY, false),
        ] {
            assert_eq!(now.plus(at).is_recent(now, HOUR), recent, "{at}");
        }
        for (end, live) in [
            (0, false),
            (1, true),
            (HOUR, true),
            (HOUR + 90, true),
            (HOUR + 91, false),
        ] {
            assert_eq!(now.plus(end).is_live_end(now, HOUR), live, "{end}");
        }
    }
}
