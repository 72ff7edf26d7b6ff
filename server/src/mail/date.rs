//! A moment as mails and files write it: in UTC, because nobody knows the reader's time zone.

use domain::Timestamp;

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

/// Such as "14 November 2023, 22:13 UTC".
pub fn written(at: Timestamp) -> String {
    let (days, seconds) = (at.0.div_euclid(86_400), at.0.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or_default();
    format!(
        "{day} {month} {year}, {:02}:{:02} UTC",
        seconds / 3600,
        seconds / 60 % 60
    )
}

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (
        year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day_of_year - (153 * shifted + 2) / 5 + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_words() {
        assert_eq!(written(Timestamp(0)), "1 January 1970, 00:00 UTC");
        assert_eq!(written(Timestamp(1_709_164_799)), "28 February 2024, 23:59 UTC");
        assert_eq!(written(Timestamp(1_709_164_800)), "29 February 2024, 00:00 UTC");
        assert_eq!(written(Timestamp(4_102_444_799)), "31 December 2099, 23:59 UTC");
    }
}
