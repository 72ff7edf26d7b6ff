//! What each operation changes, counted in the rows of its member.

use super::{
    members::{Kind, Ready},
    rows,
};
use domain::{Timestamp, sign_in::passcode::step_at};
use std::collections::BTreeMap;
use testing::Database;

/// How many there are of each thing.
pub(super) type Counts = BTreeMap<String, i64>;

impl Kind {
    /// What the whole operation changes.
    pub(super) const fn whole(self) -> &'static str {
        match self {
            Self::Enrolment => "devices pending +1, event device-added +1, event step-up +1, steps taken +1",
            // The session of the other browser ends.
            Self::Confirmation => {
                "devices pending -1, devices confirmed +1, steps taken +1, two-factor +1, codes unused +10, codes shown +1, \
                 every call +1, kept two-factor-on +1, sessions full -1, mails +2, event device-confirmed +1, \
                 event two-factor-on +1, event codes-made +1, event every-call-on +1"
            }
            Self::SignIn => "challenges -1, sessions full +1, steps taken +1, mails +1, event sign-in +1",
            Self::Recovery => {
                "challenges -1, sessions repair +1, codes unused -1, codes used +1, mails +1, event repair +1"
            }
            // The session that the device has opened ends.
            Self::Removal => {
                "devices confirmed -1, sessions full -1, kept device-removed +1, mails +1, event device-removed +1"
            }
            Self::PasswordChange => {
                "new password +1, sessions full -1, kept password +1, mails +1, event step-up +1, event password-changed +1"
            }
            Self::Freeze => {
                "frozen +1, links that froze +1, sessions full -2, codes shown -1, challenges -1, mails +1, event frozen +1"
            }
            // The device comes back without the passcodes of the time before.
            Self::Undo => {
                "two-factor +1, devices confirmed +1, steps taken +1, codes unused +10, kept two-factor-off -1, mails +1, \
                 event change-undone +1, event two-factor-on +1"
            }
        }
    }

    /// What the step-up changes that comes before: a change of its own, which gives the session fresh proofs and no more.
    pub(super) const fn step_up(self) -> Option<&'static str> {
        match self {
            Self::Enrolment => Some("steps taken +1, event step-up +1"),
            Self::PasswordChange => Some("event step-up +1"),
            _ => None,
        }
    }
}

/// Returns the counts of each of these members; `since` is before the forms were sent.
pub(super) async fn counts(database: &Database, ready: &[Ready], since: Timestamp) -> Vec<Counts> {
    let (now, step) = (since.0, step_at(since));
    let sql = format!(
        "SELECT member_id, 'devices ' || CASE WHEN confirmed_at IS NULL THEN 'pending' ELSE 'confirmed' END, COUNT(*)
         FROM device GROUP BY 1, 2
         UNION ALL SELECT member_id, 'steps taken', COUNT(*) FROM device WHERE last_step >= {step} GROUP BY 1
         UNION ALL SELECT member_id, 'codes ' || CASE WHEN used_at IS NULL THEN 'unused' ELSE 'used' END, COUNT(*)
         FROM recovery_code GROUP BY 1, 2
         UNION ALL SELECT s.member_id, 'codes shown', COUNT(*) FROM reveal AS r JOIN session AS s ON s.id = r.session_id
         GROUP BY 1
         UNION ALL SELECT member_id, 'sessions ' || kind, COUNT(*) FROM session GROUP BY 1, 2
         UNION ALL SELECT member_id, 'challenges', COUNT(*) FROM challenge GROUP BY 1
         UNION ALL SELECT member_id, 'kept ' || kind, COUNT(*) FROM kept_change GROUP BY 1, 2
         UNION ALL SELECT member_id, 'event ' || kind, CAST(SUM(count) AS BIGINT) FROM event WHERE refused IS NULL
         GROUP BY 1, 2
         UNION ALL SELECT l.member_id, 'mails', COUNT(*) FROM outbox AS o JOIN link AS l ON l.subject = o.id
         WHERE l.member_id IS NOT NULL GROUP BY 1
         UNION ALL SELECT member_id, 'links that froze', COUNT(*) FROM link WHERE froze_at IS NOT NULL GROUP BY 1
         UNION ALL SELECT m.id, 'every call', COUNT(a.every_call) FROM member AS m JOIN account AS a ON a.id = m.account_id
         GROUP BY 1
         UNION ALL SELECT id, 'two-factor', COUNT(two_factor_since) FROM member GROUP BY 1
         UNION ALL SELECT id, 'frozen', COUNT(frozen_at) FROM member GROUP BY 1
         UNION ALL SELECT id, 'new password', COUNT(*) FROM member WHERE password_changed_at >= {now} GROUP BY 1"
    );
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for (member, name, count) in rows(database, &sql).await {
        all.entry(member).or_default().insert(name, count);
    }
    let of = |ready: &Ready| all.remove(&ready.member).unwrap();
    ready.iter().map(of).collect()
}

/// Returns what differs.
pub(super) fn difference(before: &Counts, after: &Counts) -> Counts {
    let names = before.keys().chain(after.keys());
    let count = |of: &Counts, name: &String| of.get(name).copied().unwrap_or_default();
    let changed = names.map(|name| (name.clone(), count(after, name) - count(before, name)));
    changed.filter(|(_, difference)| *difference != 0).collect()
}

/// Whether exactly these things have changed.
pub(super) fn is(change: &Counts, expected: &str) -> bool {
    let expected = expected.split(", ").map(|part| part.rsplit_once(' ').unwrap());
    let expected = expected.map(|(name, count)| (name.to_owned(), count.parse().unwrap()));
    *change == expected.collect::<Counts>()
}
