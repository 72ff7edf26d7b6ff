//! Counters of wrong second factors: 5 free tries, then a doubling wait, and a stop at 100 failures (NIST SP 800-63B-4
//! section 3.2.2).

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, HOUR},
        id::{ApiKeyId, DeviceId, MemberId},
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
/// Failures within [`STOP_SPAN`] that are told by mail, even if none began a wait.
const ALARM_AT: usize = 10;
/// The period of the second stop rule, in seconds, for which recovery codes are closed.
pub const STOP_SPAN: i64 = 7 * DAY;

/// The subject of a counter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CounterKey {
    /// Wrong passcodes of a member at sign-in and step-up.
    Passcode(MemberId),
    /// Wrong recovery codes of a member.
    Recovery(MemberId),
    /// Wrong passcodes with an API key. A leaked key stops itself, and neither its member's sign-in nor other keys.
    Key(ApiKeyId),
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
            Self::Key(key) => format!("key {key}"),
            Self::Enrolment(device) => format!("enrolment {device}"),
        }
    }

    /// Whether the counter stops for good at [`STOP_AT`]. Recovery codes are the way out of stopped passcodes, so they
    /// are only closed while that many failures lie within [`STOP_SPAN`].
    const fn stops(&self) -> bool {
        !matches!(self, Self::Recovery(_))
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
    /// When the counter stopped. Only a recovery code clears it. Always `None` for recovery codes.
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
    /// Checks whether a try at `now` may be evaluated. A wait that ends later than any wait of this counter can is that
    /// of a wrong clock and counts for nothing.
    pub fn admit(&self, key: &CounterKey, now: Timestamp) -> Result<(), Closed> {
        let longest = if key.stops() { LONGEST_WAIT } else { STOP_SPAN };
        match (self.stopped_at, self.wait_until) {
            (Some(_), _) if key.stops() => Err(Closed::Stopped),
            (_, Some(until)) if until.is_live_end(now, longest) => Err(Closed::Wait(until)),
            _ => Ok(()),
        }
    }

    /// Counts a wrong try at `now`.
    pub fn charged(mut self, key: &CounterKey, now: Timestamp, limits: Limits) -> Self {
        self.recent.0.retain(|at| at.is_recent(now, STOP_SPAN));
        self.recent.0.push(now);
        self.consecutive = self.consecutive.saturating_add(1);
        self.wait_until = wait_after(self.consecutive, limits).map(|seconds| now.plus(seconds));
        let many = self.recent.0.len() >= limits.stop_at;
        if key.stops() {
            let stop = many || self.consecutive as usize >= limits.stop_at;
            self.stopped_at = self.stopped_at.or(stop.then_some(now));
        } else if many {
            let first = self.recent.0.get(self.recent.0.len().saturating_sub(limits.stop_at));
            self.wait_until = self.wait_until.max(first.map(|at| at.plus(STOP_SPAN)));
        }
        self
    }

    /// Whether the member is told by mail about the failure that was just [`charged`](Self::charged), because the sender
    /// of the wrong codes knows the password: at the first wait since the last success, at ten failures within seven
    /// days, and when the counter stops. Of an API key only the stop is told, because programs often have a wrong clock.
    pub fn alarms(&self, key: &CounterKey, before: &Self, limits: Limits) -> bool {
        let many = |counter: &Self| counter.recent.0.len() >= ALARM_AT;
        let often = self.consecutive == limits.free_tries || (many(self) && !many(before));
        (often && !matches!(key, CounterKey::Key(_))) || (before.stopped_at.is_none() && self.stopped_at.is_some())
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

    fn passcodes() -> CounterKey {
        CounterKey::Passcode(MemberId::from_store("ana".into()))
    }

    fn codes() -> CounterKey {
        CounterKey::Recovery(MemberId::from_store("ana".into()))
    }

    fn after(key: &CounterKey, failures: u32, every: i64) -> Counter {
        (0..failures).fold(Counter::default(), |c, n| {
            c.charged(key, Timestamp(i64::from(n) * every), Limits::default())
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
        let counter = after(&passcodes(), 5, 0);
        assert_eq!(
            counter.admit(&passcodes(), Timestamp(29)),
            Err(Closed::Wait(Timestamp(30)))
        );
        assert_eq!(counter.admit(&passcodes(), Timestamp(30)), Ok(()));
    }

    #[test]
    fn a_hundred_in_a_week_stop_it_even_with_successes_between() {
        let mut counter = Counter::default();
        for n in 0..100 {
            assert_eq!(counter.stopped_at, None, "{n}");
            counter = counter
                .charged(&passcodes(), Timestamp(n * 60), Limits::default())
                .succeeded();
        }
        assert_eq!(counter.admit(&passcodes(), Timestamp(i64::MAX)), Err(Closed::Stopped));
    }

    #[test]
    fn a_hundred_spread_over_months_with_successes_do_not() {
        let counter = (0..300).fold(Counter::default(), |c, n| {
            c.charged(&passcodes(), Timestamp(n * DAY), Limits::default())
                .succeeded()
        });
        assert_eq!(counter.admit(&passcodes(), Timestamp(300 * DAY)), Ok(()));
        assert_eq!(
            after(&passcodes(), 100, DAY).stopped_at,
            Some(Timestamp(99 * DAY)),
            "consecutive ones do"
        );
    }

    #[test]
    fn recovery_codes_are_closed_for_a_week_and_never_for_good() {
        let counter = after(&codes(), 100, HOUR);
        let open_again = Timestamp(STOP_SPAN);
        let now = Timestamp(99 * HOUR + LONGEST_WAIT);
        assert_eq!(counter.admit(&codes(), now), Err(Closed::Wait(open_again)));
        assert_eq!(counter.admit(&codes(), open_again), Ok(()));
        let again = counter.charged(&codes(), open_again, Limits::default());
        assert_eq!(again.recent.0.len(), 100, "the oldest is a week old");
        assert_eq!(
            again.admit(&codes(), open_again.plus(HOUR - 1)),
            Err(Closed::Wait(open_again.plus(HOUR)))
        );
    }

    #[test]
    fn a_wait_from_the_future_holds_nobody_up() {
        let ahead = Timestamp(DAY);
        let counter = (0..5).fold(Counter::default(), |c, _| {
            c.charged(&passcodes(), ahead, Limits::default())
        });
        assert!(counter.admit(&passcodes(), ahead).is_err());
        assert_eq!(counter.admit(&passcodes(), Timestamp(0)), Ok(()));
    }

    #[test]
    fn ten_failures_in_a_week_are_told_even_if_none_began_a_wait() {
        let mut counter = Counter::default();
        let alarms: Vec<_> = (0..30)
            .filter(|n| {
                let before = counter.clone();
                counter = before
                    .clone()
                    .charged(&passcodes(), Timestamp(n * HOUR), Limits::default());
                let alarms = counter.alarms(&passcodes(), &before, Limits::default());
                if n % 4 == 3 {
                    counter = counter.clone().succeeded();
                }
                alarms
            })
            .collect();
        assert_eq!(alarms, [9]);
    }

    #[test]
    fn tries_left_are_told_when_few_are_left() {
        let left: Vec<_> = (0..6)
            .map(|n| after(&passcodes(), n, 0).tries_left(Limits::default()))
            .collect();
        assert_eq!(left, [None, None, Some(3), Some(2), Some(1), None]);
    }
}
