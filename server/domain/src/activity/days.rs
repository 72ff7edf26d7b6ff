//! The days of the chart.
//!
//! A day that is over does not change any more: the first request for it counts it, and its counts are kept. Today is
//! counted each time.

use crate::{
    Result, Service, Timestamp,
    kernel::clock::{DAY, HOUR},
    sessions::SignedIn,
};
use std::ops::Range;

/// Days of the chart.
pub const DAYS: i64 = 30;
/// How long a day is still counted each time after its end, in seconds. Refusals are written late, also by other nodes,
/// and clocks differ.
const SETTLING: i64 = HOUR;

/// What happened on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day's number since 1970-01-01, in UTC.
    pub day: i64,
    /// Complete sign-ins.
    pub sign_ins: i64,
    /// Refusals, each as often as it was repeated.
    pub refusals: i64,
}

impl Day {
    /// A day without sign-ins and refusals.
    const fn empty(day: i64) -> Self {
        Self {
            day,
            sign_ins: 0,
            refusals: 0,
        }
    }
}

/// The days of the chart at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chart {
    /// The first day.
    first: i64,
    /// The first day of which there may be events.
    remembered: i64,
    /// The first day whose counts may still change.
    open: i64,
    /// The last day.
    today: i64,
}

impl Chart {
    /// The chart at this moment, where events are kept for so many days.
    pub(crate) const fn at(now: Timestamp, activity_days: i64) -> Self {
        let today = now.0.div_euclid(DAY);
        let (first, oldest) = (today - DAYS + 1, today - activity_days);
        Self {
            first,
            remembered: if oldest > first { oldest } else { first },
            open: now.plus(-SETTLING).0.div_euclid(DAY),
            today,
        }
    }

    /// The days whose counts are kept. A clock that is ahead keeps counts of days that are not over: they are not read
    /// while the day lasts, and the next sweep of a right clock erases them.
    pub(crate) const fn settled(&self) -> Range<i64> {
        self.remembered..self.open
    }

    /// The days that have to be counted: all from the first one without kept counts.
    fn uncounted(&self, kept: &[Day]) -> Range<i64> {
        let has = |day: &i64| kept.iter().any(|kept| kept.day == *day);
        let first = self.settled().find(|day| !has(day)).unwrap_or(self.open);
        first..self.today + 1
    }

    /// The counts to keep of those that were counted, also of days without any event.
    fn newly_settled(&self, uncounted: &Range<i64>, counted: &[Day]) -> Vec<Day> {
        (uncounted.start..self.open).map(|day| find(day, counted)).collect()
    }

    /// All days of the chart, oldest first. Kept counts go before others of the same day.
    fn all(&self, kept: Vec<Day>, counted: Vec<Day>) -> Vec<Day> {
        let known = [kept, counted].concat();
        (self.first..=self.today).map(|day| find(day, &known)).collect()
    }
}

/// The counts of a day; zeros if there are none.
fn find(day: i64, counts: &[Day]) -> Day {
    let found = counts.iter().find(|counts| counts.day == day);
    found.copied().unwrap_or(Day::empty(day))
}

impl Service {
    /// Returns the days of the chart, oldest first, also those on which nothing happened.
    pub async fn activity_days(&self, who: &SignedIn) -> Result<Vec<Day>> {
        let chart = Chart::at(who.now, self.settings().activity_days);
        let account = &who.member.account;
        let member = (!who.member.manages_team()).then_some(&who.member.id);
        let kept = self.store().kept_days(account, member, chart.settled()).await?;
        let uncounted = chart.uncounted(&kept);
        let counted = self.store().count_days(account, member, uncounted.clone()).await?;
        let settled = chart.newly_settled(&uncounted, &counted);
        if !settled.is_empty() {
            self.store().keep_days(account, member, &settled).await?;
        }
        Ok(chart.all(kept, counted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noon of a day.
    const NOON: Timestamp = Timestamp(20_000 * DAY + 12 * HOUR);

    const fn day(day: i64, sign_ins: i64) -> Day {
        Day {
            day,
            sign_ins,
            refusals: 1,
        }
    }

    #[test]
    fn a_day_settles_an_hour_after_its_end() {
        let midnight = Timestamp(20_000 * DAY);
        for (now, open) in [
            (midnight, 19_999),
            (midnight.plus(HOUR - 1), 19_999),
            (midnight.plus(HOUR), 20_000),
            (NOON, 20_000),
            (midnight.plus(DAY - 1), 20_000),
        ] {
            assert_eq!(Chart::at(now, 400).settled(), 19_971..open, "{now:?}");
        }
    }

    #[test]
    fn days_whose_events_are_forgotten_are_not_kept() {
        assert_eq!(Chart::at(NOON, 30).settled(), 19_971..20_000);
        assert_eq!(Chart::at(NOON, 7).settled(), 19_993..20_000);
        assert_eq!(Chart::at(NOON, 1).settled(), 19_999..20_000);
        let days = Chart::at(NOON, 7).all(Vec::new(), vec![day(19_993, 5)]);
        assert_eq!(days.len(), 30, "they are shown without any");
        assert_eq!(days[22..24], [day(19_993, 5), Day::empty(19_994)]);
    }

    #[test]
    fn only_what_is_not_kept_is_counted() {
        let chart = Chart::at(NOON, 400);
        let kept: Vec<_> = chart.settled().map(|number| day(number, 2)).collect();
        assert_eq!(chart.uncounted(&kept), 20_000..20_001, "today");
        assert_eq!(chart.uncounted(&kept[..27]), 19_998..20_001, "days since the last look");
        assert_eq!(chart.uncounted(&kept[1..]), 19_971..20_001, "another clock was behind");
        assert_eq!(chart.uncounted(&[]), 19_971..20_001);
        let early = Chart::at(Timestamp(20_000 * DAY), 400);
        assert_eq!(early.uncounted(&kept), 19_999..20_001, "yesterday may still change");
    }

    #[test]
    fn what_is_over_is_settled_and_today_is_not() {
        let chart = Chart::at(NOON, 400);
        let counted = [day(19_999, 3), day(20_000, 4)];
        let settled = chart.newly_settled(&(19_998..20_001), &counted);
        assert_eq!(settled, [Day::empty(19_998), day(19_999, 3)]);
        assert!(chart.newly_settled(&(20_000..20_001), &counted).is_empty());
    }

    #[test]
    fn the_chart_has_each_day_once() {
        let chart = Chart::at(NOON, 400);
        let kept = vec![day(19_998, 7), day(19_999, 8)];
        let counted = vec![day(19_999, 1), day(20_000, 9), day(20_001, 1)];
        let days = chart.all(kept, counted);
        let numbers: Vec<_> = days.iter().map(|day| day.day).collect();
        assert_eq!(numbers, (19_971..=20_000).collect::<Vec<_>>());
        assert_eq!(days[27..], [day(19_998, 7), day(19_999, 8), day(20_000, 9)]);
        assert_eq!(days[0], Day::empty(19_971));
    }
}
