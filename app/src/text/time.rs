//! Dates, and how long ago or how long still.

use crate::ui::{Moment, moment};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// "3 May 2026".
pub fn date(at: &Moment) -> String {
    let month = usize::try_from(at.month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or_default();
    format!("{} {month} {}", at.day, at.year)
}

/// "3 May 2026, 14:05 UTC".
pub fn exact(at: &Moment) -> String {
    format!("{}, {:02}:{:02} UTC", date(at), at.hour, at.minute)
}

/// "3 May 2026, 14:05:09 UTC".
pub fn to_the_second(at: &Moment) -> String {
    format!("{}, {:02}:{:02}:{:02} UTC", date(at), at.hour, at.minute, at.second)
}

/// "2 minutes ago", "in 3 hours"; the date beyond a month.
pub fn relative(at: i64, now: i64) -> String {
    let apart = now.saturating_sub(at);
    let Some(span) = span(apart.saturating_abs()) else {
        return date(&moment(at));
    };
    match (span, apart > 0) {
        // A few seconds ahead is another clock, not the future.
        ((0, _), false) if apart < -5 => "in less than a minute".to_owned(),
        ((0, _), _) => "just now".to_owned(),
        ((1, "day"), true) => "yesterday".to_owned(),
        ((1, "day"), false) => "tomorrow".to_owned(),
        ((count, unit), true) => format!("{} ago", counted(count, unit)),
        ((count, unit), false) => format!("in {}", counted(count, unit)),
    }
}

/// The largest unit that fits, and how often; nothing beyond a month.
fn span(seconds: i64) -> Option<(i64, &'static str)> {
    match seconds {
        ..45 => Some((0, "second")),
        45..HOUR => Some(((seconds / MINUTE).max(1), "minute")),
        HOUR..DAY => Some((seconds / HOUR, "hour")),
        DAY..2_592_000 => Some((seconds / DAY, "day")),
        _ => None,
    }
}

/// "1 minute", "2 minutes".
pub fn counted(count: i64, unit: &str) -> String {
    if count == 1 {
        format!("1 {unit}")
    } else {
        format!("{count} {unit}s")
    }
}

/// The countdown after too many tries.
pub mod wait {
    /// What a countdown shows.
    pub fn again_in(seconds: i64) -> String {
        match seconds {
            ..=0 => "You can try again now.".to_owned(),
            1..=59 => format!("Try again in {seconds} s"),
            60..=3_599 if seconds % 60 == 0 => format!("Try again in {} min", seconds / 60),
            60..=3_599 => format!("Try again in {} min {:02} s", seconds / 60, seconds % 60),
            _ => format!("Try again in {} h {:02} min", seconds / 3_600, seconds / 60 % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{exact, relative};
    use crate::ui::moment;

    const NOW: i64 = 1_777_817_109;

    #[test]
    fn exact_times_name_their_zone() {
        assert_eq!(exact(&moment(NOW)), "3 May 2026, 14:05 UTC");
    }

    #[test]
    fn relative_times_are_what_a_person_would_say() {
        for (ago, expected) in [
            (0, "just now"),
            (-2, "just now"),
            (-40, "in less than a minute"),
            (60, "1 minute ago"),
            (150, "2 minutes ago"),
            (3 * 3_600 + 5, "3 hours ago"),
            (30 * 3_600, "yesterday"),
            (12 * 86_400, "12 days ago"),
            (31 * 86_400, "2 April 2026"),
            (-600, "in 10 minutes"),
            (-86_400, "tomorrow"),
        ] {
            assert_eq!(relative(NOW - ago, NOW), expected);
        }
    }
}
