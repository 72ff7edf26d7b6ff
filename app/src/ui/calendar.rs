//! The one conversion the client needs: seconds since the epoch to a date in UTC, without a date crate's bytes.

/// A point in time as a person reads it, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
}

impl Moment {
    /// The `datetime` attribute's form (RFC 3339).
    pub(crate) fn machine(&self) -> String {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// The date and time of `at`, in seconds since 1970.
///
/// The year starts in March here, so that the leap day is its last; an era is the 400 years after which the calendar repeats.
pub(crate) fn moment(at: i64) -> Moment {
    let (days, second_of_day) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    Moment {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day: day_of_year - (153 * from_march + 2) / 5 + 1,
        hour: second_of_day / 3_600,
        minute: second_of_day / 60 % 60,
        second: second_of_day % 60,
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn known_moments_read_right() {
        for (at, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_777_817_109, "2026-05-03T14:05:09Z"),
            (2_147_483_648, "2038-01-19T03:14:08Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(moment(at).machine(), expected);
        }
    }

    #[test]
    fn every_day_of_eight_centuries_follows_the_one_before() {
        let mut last = moment(-1);
        for day in 0..292_194 {
            let next = moment(day * 86_400);
            let stays = next.month == last.month && next.day == last.day + 1;
            let turns = next.day == 1 && last.day >= 28 && next.month == last.month % 12 + 1;
            assert!(stays || turns, "{last:?} then {next:?}");
            last = next;
        }
    }
}
