//! Counters of wrong second factors: 5 free tries, then a doubling wait, and a stop at 100 failures (NIST SP 800-63B-4
//! section 3.2.2).

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, HOUR},
        id::{DeviceId, MemberId},
        throttle::Tries,
    },
};
use terms::{Rejection, Wait};

/// Wrong tries before the first wait.
pub const FREE_TRIES: u32 = 5;
/// The first wait, in seconds; it doubles with every further failure.
pub const FIRST_WAIT: i64 = 30;
/// The longest wait, in seconds.
pub const LONGEST_WAIT: i64 = HOUR;
/// Failures, consecutive or within [`STOP_SPAN`], after which the counter stops.
pub const STOP_AT: usize = 100;
/// The period of the second stop rule, in seconds.
pub const STOP_SPAN: i64 = 7 * DAY;

/// The subject of a counter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CounterKey {
    /// Wrong passcodes of a member at sign-in and step-up.
    Passcode(MemberId),
    /// Wrong recovery codes of a member.
    Recovery(MemberId),
    /// Wrong passcodes while confirming a pending device. They are counted apart, because they say nothing about the
    /// member's other devices.
    Enrolment(DeviceId),
}

impl CounterKey {
    /// The prefix of [`CounterKey::Passcode`]'s text; the member's id follows.
    pub const PASSCODE: &str = "passcode ";

    /// Returns the text in the database.
    pub fn as_text(&self) -> String {
        match self {
            Self::Passcode(member) => format!("{}{member}", Self::PASSCODE),
            Self::Recovery(member) => format!("recovery {member}"),
            Self::Enrolment(device) => format!("enrolment {device}"),
        }
    }
}

/// The limits of a counter. The product only uses [`Limits::default`]; race tests raise them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wrong tries before the first wait.
    pub free_tries: u32,
    /// Failures after which the counter stops.
    pub stop_at: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            free_tries: FREE_TRIES,
            stop_at: STOP_AT,
        }
    }
}

/// The state of one counter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// Failures since the last success.
    pub consecutive: u32,
    /// No try is evaluated before this moment.
    pub wait_until: Option<Timestamp>,
    /// When the counter stopped. Only a recovery code clears it.
    pub stopped_at: Option<Timestamp>,
    /// The failures of the last seven days; a success does not erase them.
    pub recent: Tries,
}

/// Why a try is not evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A wait is in progress until this moment.
    Wait(Timestamp),
    /// The counter has stopped.
    Stopped,
}

impl Closed {
    /// Converts this into the rejection that is returned at `now`.
    pub const fn rejection(self, now: Timestamp) -> Rejection {
        match self {
            Self::Wait(until) => Rejection::Wait(Wait { until, now }),
            Self::Stopped => Rejection::Stopped,
        }
    }
}

impl Counter {
    /// Checks whether a try at `now` may be evaluated.
    pub fn admit(&self, now: Timestamp) -> Result<(), Closed> {
        match (self.stopped_at, self.wait_until) {
            (Some(_), _) => Err(Closed::Stopped),
            (None, Some(until)) if now < until => Err(Closed::Wait(until)),
            _ => Ok(()),
        }
    }

    /// Counts a wrong try at `now`.
    pub fn charged(mut self, now: Timestamp, limits: Limits) -> Self {
        self.recent.0.retain(|at| now.since(*at) < STOP_SPAN);
        self.recent.0.push(now);
        self.consecutive = self.consecutive.saturating_add(1);
        self.wait_until = wait_after(self.consecutive, limits).map(|seconds| now.plus(seconds));
        let stop = self.consecutive as usize >= limits.stop_at || self.recent.0.len() >= limits.stop_at;
        self.stopped_at = self.stopped_at.or(stop.then_some(now));
        self
    }

    /// Whether this counter, just [`charged`](Self::charged), began its first wait since the last success or stopped.
    /// The member is told by mail then, because the sender of the wrong codes knows the password.
    pub fn locks_first(&self, before: &Self, limits: Limits) -> bool {
        self.consecutive == limits.free_tries || (before.stopped_at.is_none() && self.stopped_at.is_some())
    }

    /// Counts a right try: resets the consecutive failures, but not the recent ones.
    pub fn succeeded(mut self) -> Self {
        self.consecutive = 0;
        self.wait_until = None;
        self
    }

    /// Returns the tries left before the next wait; `None` if more than three are left.
    pub fn tries_left(&self, limits: Limits) -> Option<u8> {
        let left = limits.free_tries.saturating_sub(self.consecutive);
        u8::try_from(left).ok().filter(|left| (1..=3).contains(left))
    }
}

/// Returns the wait after this many consecutive failures, in seconds.
fn wait_after(consecutive: u32, limits: Limits) -> Option<i64> {
    let doublings = consecutive.checked_sub(limits.free_tries)?;
    let wait = 1i64
        .checked_shl(doublings)
        .unwrap_or(i64::MAX)
        .saturating_mul(FIRST_WAIT);
    Some(if (0..=LONGEST_WAIT).contains(&wait) {
        wait
    } else {
        LONGEST_WAIT
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(failures: u32, every: i64) -> Counter {
        (0..failures).fold(Counter::default(), |c, n| {
            c.charged(Timestamp(i64::from(n) * every), Limits::default())
        })
    }

    #[test]
    fn five_free_tries_then_doubling_waits_up_to_an_hour() {
        let waits: Vec<_> = (1..=13).map(|n| wait_after(n, Limits::default())).collect();
        let expected = [
            None,
            None,
            None,
            None,
            Some(30),
            Some(60),
            Some(120),
            Some(240),
            Some(480),
            Some(960),
            Some(1920),
            Some(3600),
            Some(3600),
        ];
        assert_eq!(waits, expected);
        assert_eq!(wait_after(99, Limits::default()), Some(3600));
        assert_eq!(wait_after(u32::MAX, Limits::default()), Some(3600));
    }

    #[test]
    fn a_wait_ends_by_itself() {
        let counter = after(5, 0);
        assert_eq!(counter.admit(Timestamp(29)), Err(Closed::Wait(Timestamp(30))));
        assert_eq!(counter.admit(Timestamp(30)), Ok(()));
    }

    #[test]
    fn a_hundred_in_a_week_stop_it_even_with_successes_between() {
        let mut counter = Counter::default();
        for n in 0..100 {
            assert_eq!(counter.stopped_at, None, "{n}");
            counter = counter.charged(Timestamp(n * 60), Limits::default()).succeeded();
        }
        assert_eq!(counter.admit(Timestamp(i64::MAX)), Err(Closed::Stopped));
    }

    #[test]
    fn a_hundred_spread_over_months_with_successes_do_not() {
        let counter = (0..300).fold(Counter::default(), |c, n| {
            c.charged(Timestamp(n * DAY), Limits::default()).succeeded()
        });
        assert_eq!(counter.admit(Timestamp(300 * DAY)), Ok(()));
        assert_eq!(
            after(100, DAY).stopped_at,
            Some(Timestamp(99 * DAY)),
            "consecutive ones do"
        );
    }

    #[test]
    fn tries_left_are_told_when_few_are_left() {
        let left: Vec<_> = (0..6).map(|n| after(n, 0).tries_left(Limits::default())).collect();
        assert_eq!(left, [None, None, Some(3), Some(2), Some(1), None]);
    }
}
