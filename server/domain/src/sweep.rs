//! Whether the sweep may run: not while the clock is more than a day ahead of the last run, until it has stayed there.
//!
//! To a clock that jumped ahead everything seems to have expired, and what a sweep erases does not come back with the right
//! time. A server that was switched off for a week looks the same, so the sweep does not stop for ever: it goes on once the
//! runs of an hour, none more than ten minutes after the one before, have found the clock going on from where it was.

use crate::{
    Result, Service, Timestamp, Turn,
    activity::Chart,
    kernel::clock::{DAY, HOUR, MINUTE},
};

/// How far the clock may be ahead of the last run, in seconds.
const TRUSTED: i64 = DAY;
/// How long a clock that is further ahead has to go on before it is believed, in seconds.
const PROBATION: i64 = HOUR;
/// The longest time between two runs of this hour, in seconds. Another jump begins it anew.
const STEP: i64 = 10 * MINUTE;

/// What is remembered of the sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SweepRecord {
    /// When it erased last.
    pub last_run: Timestamp,
    /// The runs since then that found the clock too far ahead.
    pub ahead: Option<Ahead>,
}

/// Runs that followed each other and found the clock too far ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The first of them.
    pub since: Timestamp,
    /// The last of them.
    pub seen: Timestamp,
}

/// The outcome of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swept {
    /// What has expired was erased, by this node or by another one.
    Done,
    /// The clock is too far ahead of the last run. Nothing was erased.
    ClockAhead,
}

impl SweepRecord {
    /// Whether the clock is further ahead of the last run than is believed at once. A last run in the future was made by a
    /// clock that was ahead then.
    pub const fn is_ahead(&self, now: Timestamp) -> bool {
        now.since(self.last_run) > TRUSTED
    }

    /// Decides whether the sweep may run now, and returns what is remembered then.
    pub fn decide(&self, now: Timestamp) -> (bool, Self) {
        let since = match self.ahead {
            Some(ahead) if ahead.seen.is_recent(now, STEP) => ahead.since,
            _ => now,
        };
        if self.is_ahead(now) && now.since(since) < PROBATION {
            let ahead = Some(Ahead { since, seen: now });
            return (false, Self { ahead, ..*self });
        }
        let swept = Self {
            last_run: now,
            ahead: None,
        };
        (true, swept)
    }
}

impl Service {
    /// Erases what has expired, closed accounts included, unless another node has just done so or the clock is too far ahead of the last run.
    pub async fn sweep(&self) -> Result<Swept> {
        let now = self.now();
        let may = match self.take_turn(Turn::Sweep).await? {
            true => self.store().may_sweep(now).await?,
            // The clocks of nodes differ, so what another one found says nothing about this one's.
            false => {
                let record = self.store().sweep_record().await?;
                return Ok(Swept::of(record.is_none_or(|record| !record.is_ahead(now))));
            }
        };
        if may {
            self.store().sweep(now).await?;
            let kept = self.settings().activity_days;
            self.store().forget_events(now.plus(-kept * DAY)).await?;
            self.store().forget_days(Chart::at(now, kept).settled()).await?;
            self.erase_closed(now).await?;
        }
        Ok(Swept::of(may))
    }
}

impl Swept {
    const fn of(may: bool) -> Self {
        if may { Self::Done } else { Self::ClockAhead }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp(1_800_000_000);
    const SWEPT: SweepRecord = SweepRecord {
        last_run: T0,
        ahead: None,
    };

    #[test]
    fn a_clock_within_a_day_of_the_last_run_is_believed() {
        for after in [-400 * DAY, -1, 0, 60, DAY] {
            let now = T0.plus(after);
            let swept = SweepRecord {
                last_run: now,
                ahead: None,
            };
            assert_eq!(SWEPT.decide(now), (true, swept), "{after}");
        }
        assert!(!SWEPT.decide(T0.plus(DAY + 1)).0);
    }

    /// Runs at these seconds after a week, and returns which of them may erase.
    fn runs(seconds: impl IntoIterator<Item = i64>) -> Vec<bool> {
        let mut record = SWEPT;
        let run = |second| {
            let (may, next) = record.decide(T0.plus(7 * DAY + second));
            record = next;
            may
        };
        seconds.into_iter().map(run).collect()
    }

    #[test]
    fn a_clock_that_is_ahead_is_believed_after_an_hour() {
        let minutes = runs((0..=61).map(|minute| minute * MINUTE));
        assert_eq!(minutes.iter().position(|may| *may), Some(60));
        assert!(minutes[61], "and from then on");
        // Nodes that take turns may differ by a minute and a half.
        let nodes = runs((0..=60).flat_map(|minute| [minute * MINUTE, minute * MINUTE - 30]));
        assert_eq!(nodes.iter().position(|may| *may), Some(120));
    }

    #[test]
    fn another_jump_begins_the_hour_anew() {
        for jump in [10 * MINUTE, DAY, 400 * DAY, -91] {
            let after = 59 * MINUTE + jump;
            let before = (0..60).map(|minute| minute * MINUTE);
            let again = (0..=60).map(|minute| after + minute * MINUTE);
            let may = runs(before.chain(again));
            assert_eq!(may.iter().position(|may| *may), Some(120), "{jump}");
        }
    }
}
