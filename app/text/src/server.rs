//! [`Text`] on the server: all languages; plurals by icu4x, dates by jiff.
//!
//! Dates by icu4x would add 1.2 MB to the program and half a minute to its build, compared with twelve names of months
//! per language. Its plurals add 60 KB.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules};
use jiff::{Timestamp, civil, tz::TimeZone};
use std::sync::LazyLock;
use terms::Language;

/// The sentences of one language, for pages, mails and errors.
#[derive(Clone, Copy)]
pub struct Text {
    words: &'static [&'static str],
}

impl Text {
    /// Returns the sentences of a language.
    pub fn of(language: Language) -> Self {
        static ENGLISH: LazyLock<Vec<&str>> = LazyLock::new(|| crate::en::SENTENCES.all());
        static GERMAN: LazyLock<Vec<&str>> = LazyLock::new(|| crate::de::SENTENCES.all());
        let words = match language {
            Language::English => ENGLISH.as_slice(),
            Language::German => GERMAN.as_slice(),
        };
        Self { words }
    }

    pub(crate) fn word(self, at: usize) -> &'static str {
        self.words.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn is_one(self, count: u32) -> bool {
        let locale = self.time().locale().parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let rules = PluralRules::try_new(locale.into(), PluralRuleType::Cardinal.into());
        rules.is_ok_and(|rules| rules.category_for(count) == PluralCategory::One)
    }

    /// "3 May 2026", in UTC.
    pub fn date(self, at: i64) -> String {
        let day = timestamp(at).to_zoned_datetime(TimeZone::UTC).date();
        let words = self.calendar();
        let month = match day.month() {
            1 => words.january(),
            2 => words.february(),
            3 => words.march(),
            4 => words.april(),
            5 => words.may(),
            6 => words.june(),
            7 => words.july(),
            8 => words.august(),
            9 => words.september(),
            10 => words.october(),
            11 => words.november(),
            _ => words.december(),
        };
        words.date(&day.day().to_string(), month, &day.year().to_string())
    }

    /// Translates the stored description of a browser ("Firefox on Linux").
    pub fn browser(self, kept: &str) -> String {
        let words = self.agent();
        let name = |kept: &str| {
            if kept == "Unknown browser" {
                words.unknown().to_owned()
            } else {
                kept.to_owned()
            }
        };
        match kept.split_once(" on ") {
            Some((browser, system)) => words.on(&name(browser), system),
            None => name(kept),
        }
    }

    /// RFC 3339 in UTC, with or without fractions.
    pub(crate) fn moment(at: i64) -> String {
        timestamp(at).to_string()
    }
}

/// The beginning of a day in UTC, in seconds since the epoch; `None` unless the text is a date such as `2026-05-31`.
pub fn midnight(date: &str) -> Option<i64> {
    let whole = date.len() == 10 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day: civil::Date = whole.then(|| date.parse().ok())??;
    let midnight = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    Some(midnight.as_second())
}

/// The day of a moment in UTC, such as `2026-05-31`, for a field that takes a date.
pub fn day(at: i64) -> String {
    TimeZone::UTC.to_datetime(timestamp(at)).date().to_string()
}

/// Converts seconds since the epoch; beyond the year 9999 it returns the epoch.
fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::midnight;
    use crate::Text;
    use terms::Language::{English, German};

    #[test]
    fn known_moments_read_right() {
        for (at, machine, english, german) in [
            (0, "1970-01-01T00:00:00Z", "1 January 1970", "1. Januar 1970"),
            (
                951_782_400,
                "2000-02-29T00:00:00Z",
                "29 February 2000",
                "29. Februar 2000",
            ),
            (1_777_817_109, "2026-05-03T14:05:09Z", "3 May 2026", "3. Mai 2026"),
            (
                4_102_444_799,
                "2099-12-31T23:59:59Z",
                "31 December 2099",
                "31. Dezember 2099",
            ),
        ] {
            assert_eq!(Text::of(English).machine(at), machine);
            assert_eq!(Text::of(English).date(at), english);
            assert_eq!(Text::of(German).date(at), german);
        }
    }

    #[test]
    fn dates_begin_at_midnight() {
        assert_eq!(midnight("1970-01-02"), Some(86_400));
        assert_eq!(midnight("2026-05-31"), Some(1_780_185_600));
        for bad in [
            "",
            "2026-5-31",
            "2026-02-30",
            "2026-05-31T",
            "+2026-05-3",
            "20260531",
            "2026-05-31 ",
        ] {
            assert_eq!(midnight(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_take_their_form() {
        for (count, english, german) in [
            (0, "No usable device", "Kein nutzbares Gerät"),
            (1, "1 device", "1 Gerät"),
            (2, "2 devices", "2 Geräte"),
            (21, "21 devices", "21 Geräte"),
        ] {
            assert_eq!(Text::of(English).check_up().devices(count), english);
            assert_eq!(Text::of(German).check_up().devices(count), german);
        }
    }

    #[test]
    fn browsers_are_named_in_the_language() {
        for (kept, german) in [
            ("Firefox on Linux", "Firefox auf Linux"),
            ("Unknown browser on iPhone", "Unbekannter Browser auf iPhone"),
            ("Unknown browser", "Unbekannter Browser"),
            ("curl", "curl"),
        ] {
            assert_eq!(Text::of(English).browser(kept), kept);
            assert_eq!(Text::of(German).browser(kept), german);
        }
    }
}
