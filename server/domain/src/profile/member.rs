//! Members.

use crate::{
    Timestamp,
    closing::rules::Closed,
    freeze::NOT_ME_LIFE,
    kernel::{
        clock::DAY,
        email::Email,
        id::{AccountId, MemberId},
        password::PasswordHash,
    },
    policy::rules::Policy,
};
use terms::{Language, Refused, Rejection, Role};

/// How long after a repair switching two-factor off requires a device that is older than the repair, in seconds.
pub const REPAIR_QUARANTINE: i64 = DAY;

/// A person who signs in with e-mail and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The member's id.
    pub id: MemberId,
    /// The account the member belongs to.
    pub account: AccountId,
    /// The member's role in the account.
    pub role: Role,
    /// The member's name, 1–64 characters.
    pub name: String,
    /// The confirmed address that the member signs in with.
    pub email: Email,
    /// The password hash.
    pub password: PasswordHash,
    /// When the password was last changed.
    pub password_changed_at: Timestamp,
    /// The language chosen on *My profile*; `None` means the browser's language.
    pub language: Option<Language>,
    /// When the member joined.
    pub created_at: Timestamp,
    /// When two-factor was switched on; `None` if it is off. This is a state of its own, not derived from the number of
    /// devices.
    pub two_factor_since: Option<Timestamp>,
    /// Home does not recommend two-factor before this moment (*Not now*).
    pub reminder_hidden_until: Option<Timestamp>,
    /// When a recovery code last opened a repair session; set by the store when it accepts the attempt.
    pub repaired_at: Option<Timestamp>,
    /// When the current series of repairs began. Repairs less than [`REPAIR_QUARANTINE`] apart belong to one series;
    /// the last one was at `repaired_at`.
    pub repairs_since: Option<Timestamp>,
    /// When the current set of recovery codes was saved: typed back, copied, printed or downloaded.
    pub codes_saved_at: Option<Timestamp>,
    /// The account's switch *every API call needs a second factor*; `None` before the first decision.
    pub every_call: Option<bool>,
    /// The account's policy.
    pub policy: Policy,
    /// Until when the member has grace from the policy's requirement of two-factor; given once, when it first applied.
    pub grace_until: Option<Timestamp>,
    /// Set while the account is frozen: nothing signs in.
    pub frozen: Option<Frozen>,
    /// Set while the account is closed: nothing signs in, for all its members.
    pub closed: Option<Closed>,
}

/// A frozen account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Since when.
    pub at: Timestamp,
    /// The address whose link froze it. The link that ends the freeze goes there.
    pub to: Email,
}

impl Frozen {
    /// Whether only the address that it is frozen for, and earlier ones, may end it: for as long as links live.
    pub const fn holds(&self, now: Timestamp) -> bool {
        self.at.is_recent(now, NOT_ME_LIFE)
    }
}

impl Member {
    /// Returns the form of the name in which members are sorted and searched, which ignores case.
    pub fn name_key(&self) -> String {
        name_key(&self.name)
    }

    /// Checks that the account is neither frozen nor closed.
    ///
    /// # Errors
    /// `Frozen`, `AccountClosed`, for who has proved the password.
    pub fn goes_on(&self) -> Result<(), Rejection> {
        match (&self.frozen, &self.closed) {
            (Some(_), _) => Err(Rejection::Frozen),
            (None, Some(closed)) => Err(closed.rejection()),
            (None, None) => Ok(()),
        }
    }

    /// The same for a program; else returns what it and what the activity is told.
    pub(crate) fn admits_programs(&self) -> Result<(), (Rejection, Refused)> {
        self.goes_on().map_err(|rejection| {
            let reason = match rejection {
                Rejection::Frozen => Refused::Frozen,
                _ => Refused::AccountClosed,
            };
            (Rejection::NotSignedIn, reason)
        })
    }

    /// Whether Home recommends two-factor: while it is off, except for a while after *Not now*.
    pub fn recommends_two_factor(&self, now: Timestamp) -> bool {
        let hidden = self.reminder_hidden_until.is_some_and(|until| now < until);
        self.two_factor_since.is_none() && !hidden
    }

    /// Whether the member is an owner or admin, who see everybody's addresses, keys and activity and decide for the account.
    pub const fn manages_team(&self) -> bool {
        self.role.includes(Role::Admin)
    }

    /// Returns until when a session may not switch two-factor off, if it may not at `now`.
    ///
    /// For a day after a repair only a device that is older than the repair may switch it off, so that a stolen recovery
    /// code is not enough. Consecutive repairs count as one: a device set up in the first does not become old by the
    /// second. `factor_since` is when the device was confirmed that the session proved last.
    pub fn quarantined_until(&self, factor_since: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let recent = |at: &Timestamp| now.since(*at) < REPAIR_QUARANTINE;
        let repaired_at = self.repaired_at.filter(recent)?;
        let since = self.repairs_since.unwrap_or(repaired_at);
        let older = factor_since.is_some_and(|at| at < since);
        (!older).then(|| repaired_at.plus(REPAIR_QUARANTINE))
    }
}

/// Returns the form in which names are sorted and searched, which ignores case.
pub fn name_key(name: &str) -> String {
    name.to_lowercase()
}

/// Parses a person's name: 1–64 characters without control characters.
pub fn person_name(typed: &str) -> Result<String, terms::Rejection> {
    crate::kernel::label::plain_text(typed, terms::Field::Name)
}

#[cfg(test)]
impl Member {
    /// A member without two-factor, for tests of rules.
    pub(crate) fn sample(role: Role) -> Self {
        Self {
            id: MemberId::from_store("m".into()),
            account: AccountId::from_store("a".into()),
            role,
            name: "Ana".into(),
            email: Email::from_store("ana@example.com".into()),
            password: PasswordHash::from_phc(String::new()),
            password_changed_at: Timestamp(0),
            language: None,
            created_at: Timestamp(0),
            two_factor_since: None,
            reminder_hidden_until: None,
            repaired_at: None,
            repairs_since: None,
            codes_saved_at: None,
            every_call: None,
            policy: Policy::NONE,
            grace_until: None,
            frozen: None,
            closed: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::HOUR;

    fn repaired(since: i64, at: i64) -> Member {
        Member {
            two_factor_since: Some(Timestamp(0)),
            repaired_at: Some(Timestamp(at)),
            repairs_since: Some(Timestamp(since)),
            ..Member::sample(Role::Owner)
        }
    }

    #[test]
    fn owners_and_admins_manage_the_team() {
        let manages = |role: &Role| Member::sample(*role).manages_team();
        assert_eq!(Role::ALL.iter().map(manages).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn for_a_day_after_a_repair_only_an_older_device_switches_off() {
        let member = repaired(10 * HOUR, 30 * HOUR);
        let until = Some(Timestamp(54 * HOUR));
        for (factor_since, hour, expected) in [
            (None, 30, until),
            (None, 53, until),
            (None, 54, None),
            (Some(9), 30, None),
            (Some(10), 30, until),
            // It was set up between the first and the second repair.
            (Some(20), 30, until),
            (Some(20), 54, None),
        ] {
            let factor_since = factor_since.map(|hour: i64| Timestamp(hour * HOUR));
            let found = member.quarantined_until(factor_since, Timestamp(hour * HOUR));
            assert_eq!(found, expected, "a device of hour {factor_since:?} in hour {hour}");
        }
        let never = Member {
            repaired_at: None,
            repairs_since: None,
            ..member
        };
        assert_eq!(never.quarantined_until(None, Timestamp(0)), None);
    }

    #[test]
    fn home_recommends_two_factor_while_it_is_off_unless_the_member_said_not_now() {
        let recommends = |on: bool, hidden_until: Option<i64>| {
            let member = Member {
                two_factor_since: on.then_some(Timestamp(0)),
                reminder_hidden_until: hidden_until.map(Timestamp),
                ..repaired(0, 0)
            };
            member.recommends_two_factor(Timestamp(9))
        };
        assert!(recommends(false, None) && recommends(false, Some(9)));
        assert!(!recommends(false, Some(10)) && !recommends(true, None));
    }
}
