//! A moment as mails and files write it: in UTC, because nobody knows the reader's time zone.

use domain::Timestamp;

/// Such as "14 November 2023, 22:13 UTC".
pub fn written(at: Timestamp) -> String {
    // jiff's last moment is in the year 9999; no clock of ours comes near.
    let at = jiff::Timestamp::from_second(at.0).unwrap_or(jiff::Timestamp::MAX);
    at.strftime("%-d %B %Y, %H:%M UTC").to_string()
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
