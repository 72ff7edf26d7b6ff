//! Dates, relative times and countdowns.

use crate::Text;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY;

/// Moments are seconds since the epoch.
impl Text {
    /// The `datetime` attribute's form (RFC 3339): `2026-05-03T14:05:09Z`.
    pub fn machine(self, at: i64) -> String {
        let mut machine = Self::moment(at);
        machine.truncate(19);
        machine + "Z"
    }

    /// "3 May 2026, 14:05 UTC".
    pub fn exact(self, at: i64) -> String {
        self.dated(at, 16)
    }

    /// "3 May 2026, 14:05:09 UTC".
    pub fn to_the_second(self, at: i64) -> String {
        self.dated(at, 19)
    }

    /// The date, and the time from [`Text::machine`] up to byte `end`.
    fn dated(self, at: i64, end: usize) -> String {
        let machine = self.machine(at);
        self.time()
            .exact(&self.date(at), machine.get(11..end).unwrap_or_default())
    }

    /// "2 minutes ago", "in 3 hours"; the date beyond a month.
    pub fn relative(self, at: i64, now: i64) -> String {
        let words = self.time();
        let apart = now.saturating_sub(at);
        let past = apart > 0;
        let whole = |away: i64, unit: i64| u32::try_from(away / unit).unwrap_or_default();
        match apart.saturating_abs() {
            // Clocks differ by a few seconds, so this is not the future.
            ..45 if apart < -5 => words.soon().to_owned(),
            ..45 => words.just_now().to_owned(),
            away @ ..HOUR if past => words.minutes_ago(whole(away, MINUTE).max(1)),
            away @ ..HOUR => words.in_minutes(whole(away, MINUTE).max(1)),
            away @ ..DAY if past => words.hours_ago(whole(away, HOUR)),
            away @ ..DAY => words.in_hours(whole(away, HOUR)),
            DAY..172_800 if past => words.yesterday().to_owned(),
            DAY..172_800 => words.tomorrow().to_owned(),
            away @ ..MONTH if past => words.days_ago(whole(away, DAY)),
            away @ ..MONTH => words.in_days(whole(away, DAY)),
            _ => self.date(at),
        }
    }

    /// The text of a countdown: "Try again in 30 s".
    pub fn again_in(self, seconds: i64) -> String {
        let words = self.time();
        let (minutes, rest) = (seconds / MINUTE, seconds % MINUTE);
        match seconds {
            ..=0 => words.again_now().to_owned(),
            1..MINUTE => words.again_seconds(&seconds.to_string()),
            MINUTE..HOUR if rest == 0 => words.again_minutes(&minutes.to_string()),
            MINUTE..HOUR => words.again_minutes_seconds(&minutes.to_string(), &format!("{rest:02}")),
            _ => words.again_hours(&(seconds / HOUR).to_string(), &format!("{:02}", minutes % 60)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Text;
    use terms::Language::{English, German};

    const NOW: i64 = 1_777_817_109;

    #[test]
    fn exact_times_name_their_zone() {
        assert_eq!(Text::of(English).exact(NOW), "3 May 2026, 14:05 UTC");
        assert_eq!(Text::of(English).to_the_second(NOW), "3 May 2026, 14:05:09 UTC");
        assert_eq!(Text::of(German).exact(NOW), "3. Mai 2026, 14:05 UTC");
    }

    #[test]
    fn relative_times_are_what_a_person_would_say() {
        for (ago, english, german) in [
            (0, "just now", "gerade eben"),
            (-2, "just now", "gerade eben"),
            (-40, "in less than a minute", "in weniger als einer Minute"),
            (60, "1 minute ago", "vor 1 Minute"),
            (150, "2 minutes ago", "vor 2 Minuten"),
            (3 * 3_600 + 5, "3 hours ago", "vor 3 Stunden"),
            (30 * 3_600, "yesterday", "gestern"),
            (12 * 86_400, "12 days ago", "vor 12 Tagen"),
            (31 * 86_400, "2 April 2026", "2. April 2026"),
            (-600, "in 10 minutes", "in 10 Minuten"),
            (-86_400, "tomorrow", "morgen"),
            (-2 * 86_400, "in 2 days", "in 2 Tagen"),
        ] {
            assert_eq!(Text::of(English).relative(NOW - ago, NOW), english);
            assert_eq!(Text::of(German).relative(NOW - ago, NOW), german);
        }
    }

    #[test]
    fn a_countdown_says_less_the_longer_it_is() {
        for (seconds, expected) in [
            (0, "You can try again now."),
            (30, "Try again in 30 s"),
            (120, "Try again in 2 min"),
            (125, "Try again in 2 min 05 s"),
            (3_725, "Try again in 1 h 02 min"),
        ] {
            assert_eq!(Text::of(English).again_in(seconds), expected);
        }
    }
}
