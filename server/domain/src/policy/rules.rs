//! What a policy requires, of whom and from when on.

use crate::{
    Timestamp,
    api_keys::key::{ApiKey, KeyOfMember},
    kernel::clock::{DAY, HOUR},
    profile::member::Member,
    sessions::{session::Session, store::SessionOfMember},
};
use terms::{Field, Problem, Rejection, Role, SessionKind};

/// The days of grace that a policy can give.
pub const GRACE_DAYS: [i64; 6] = [0, 1, 3, 7, 14, 30];
/// The longest sessions that a policy can permit, in hours; none is [`crate::sessions::session::ABSOLUTE_LIFE`].
pub const SESSION_HOURS: [i64; 4] = [1, 4, 8, 12];
/// The longest lives of API keys that a policy can permit, in days; none is no limit.
pub const KEY_DAYS: [i64; 4] = [7, 30, 90, 365];
/// How long a verified reset can wait, in hours.
pub const RESET_HOURS: [i64; 4] = [4, 24, 48, 72];
/// How long a verified reset waits unless the policy says otherwise, in hours.
pub const RESET_HOURS_DEFAULT: i64 = 24;
/// How far ahead a deadline can be, in seconds.
pub const DEADLINE_MAX: i64 = 365 * DAY;

/// The rules of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Of whom two-factor is required.
    pub two_factor: Option<Requirement>,
    /// Whether members may trust browsers.
    pub trusts_browsers: bool,
    /// Absolute timeout of sessions, in hours, if it is shorter than usual.
    pub session_hours: Option<i64>,
    /// Longest life of API keys, in days.
    pub key_days: Option<i64>,
    /// How long a verified reset waits before its code can be read, in hours.
    pub reset_hours: i64,
}

/// The requirement of two-factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// It applies to members with this role and to those above: `Member` is everybody.
    pub least: Role,
    /// From when on.
    pub from: Timestamp,
    /// How many days a member has at least, from the moment on when it first applied to them.
    pub grace_days: i64,
}

impl Policy {
    /// An account without rules of its own.
    pub const NONE: Self = Self {
        two_factor: None,
        trusts_browsers: true,
        session_hours: None,
        key_days: None,
        reset_hours: RESET_HOURS_DEFAULT,
    };

    /// Checks what was chosen in place of another policy. A deadline that begins on the same day stays as it was.
    ///
    /// # Errors
    /// `Invalid(Deadline)`; `Invalid(Life)` for a number that is none of the choices.
    pub fn checked(self, before: &Self, now: Timestamp) -> Result<Self, Rejection> {
        let grace = self.two_factor.map(|required| required.grace_days);
        let allowed = is_one_of(grace, &GRACE_DAYS)
            && is_one_of(self.session_hours, &SESSION_HOURS)
            && is_one_of(self.key_days, &KEY_DAYS)
            && is_one_of(Some(self.reset_hours), &RESET_HOURS);
        if !allowed {
            return Err(Rejection::Invalid(Field::Life, Problem::Malformed));
        }
        let was = before.two_factor.map(|required| required.from);
        let two_factor = self.two_factor.map(|required| required.begun(was, now)).transpose()?;
        Ok(Self { two_factor, ..self })
    }

    /// Whether two-factor is required of this role, now or later.
    pub fn requires_of(&self, role: Role) -> bool {
        self.two_factor.is_some_and(|required| role.includes(required.least))
    }

    /// The end of a session that began at `began_at` and would otherwise last until `end`.
    pub fn session_end(&self, began_at: Timestamp, end: Timestamp) -> Timestamp {
        self.session_hours
            .map_or(end, |hours| end.min(began_at.plus(hours.saturating_mul(HOUR))))
    }

    /// Whether an API key may be made for this number of days; `None` is without an end.
    pub fn permits_key_life(&self, days: Option<i64>) -> bool {
        self.key_days
            .is_none_or(|longest| days.is_some_and(|days| days <= longest))
    }

    /// The end of an API key that was made at `made_at` and would otherwise last until `end`.
    pub fn key_end(&self, made_at: Timestamp, end: Option<Timestamp>) -> Option<Timestamp> {
        let longest = self.key_days.map(|days| made_at.plus(days.saturating_mul(DAY)));
        match (end, longest) {
            (Some(end), Some(longest)) => Some(end.min(longest)),
            (end, longest) => end.or(longest),
        }
    }
}

fn is_one_of(number: Option<i64>, choices: &[i64]) -> bool {
    number.is_none_or(|number| choices.contains(&number))
}

impl Requirement {
    /// The requirement with the moment at which its day begins or, if that was earlier today, now.
    fn begun(self, was: Option<Timestamp>, now: Timestamp) -> Result<Self, Rejection> {
        let day = |at: Timestamp| at.0.div_euclid(DAY);
        if let Some(from) = was.filter(|was| day(*was) == day(self.from)) {
            return Ok(Self { from, ..self });
        }
        let invalid = |problem| Err(Rejection::Invalid(Field::Deadline, problem));
        match self.from.since(now) {
            ahead if ahead > DEADLINE_MAX => invalid(Problem::TooLong),
            _ if day(self.from) < day(now) => invalid(Problem::TooShort),
            ahead if ahead > 0 => Ok(self),
            _ => Ok(Self { from: now, ..self }),
        }
    }

    /// From when on it applies to a member whose grace ends then. A grace that was never given delays nothing.
    fn due(&self, grace_until: Option<Timestamp>) -> Timestamp {
        grace_until.map_or(self.from, |until| until.max(self.from))
    }
}

impl Member {
    /// Until when the member has to switch two-factor on; `None` if it is on, or not required of the member's role.
    pub fn two_factor_due(&self) -> Option<Timestamp> {
        self.two_factor_due_under(&self.policy)
    }

    /// The same under another policy, which gives grace from `self` on as it is.
    pub fn two_factor_due_under(&self, policy: &Policy) -> Option<Timestamp> {
        let required = policy.two_factor.filter(|_| policy.requires_of(self.role))?;
        let off = self.two_factor_since.is_none();
        off.then(|| required.due(self.grace_until))
    }

    /// Whether the member should have switched two-factor on by now.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.two_factor_due().is_some_and(|due| due <= now)
    }

    /// Whether the member may make this the policy: who newly requires two-factor has it. A requirement that stays as it is
    /// needs nothing.
    pub fn meets(&self, policy: &Policy) -> bool {
        policy.two_factor.is_none() || policy.two_factor == self.policy.two_factor || self.two_factor_since.is_some()
    }

    /// Whether the policy forbids this member to switch two-factor off.
    pub fn must_keep_two_factor(&self) -> bool {
        self.policy.requires_of(self.role)
    }
}

impl SessionOfMember {
    /// Joins a stored session and its member. The account's policy may end it before its stored end.
    pub fn of(session: Session, member: Member) -> Self {
        let expires_at = member.policy.session_end(session.created_at, session.expires_at);
        let session = Session { expires_at, ..session };
        Self { session, member }
    }

    /// The session with the kind that it has at `now`: until an overdue member switches two-factor on, a full session can do
    /// nothing else. This is derived and not stored, so that a deadline needs no job to pass.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        let kind = match self.session.kind {
            SessionKind::Full if self.member.is_overdue(now) => SessionKind::Restricted,
            kind => kind,
        };
        let session = Session { kind, ..self.session };
        Self { session, ..self }
    }
}

impl KeyOfMember {
    /// Joins a stored key and its holder. The account's policy may end it before its stored end.
    pub fn of(key: ApiKey, has_machine: bool, member: Member) -> Self {
        Self {
            key: key.under(&member.policy),
            member,
            has_machine,
        }
    }
}

impl ApiKey {
    /// The key with the end that it has under this policy.
    #[must_use]
    pub fn under(self, policy: &Policy) -> Self {
        Self {
            expires_at: policy.key_end(self.created_at, self.expires_at),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp(1_800_000_000);

    fn requiring(least: Role) -> Policy {
        Policy {
            two_factor: Some(Requirement {
                least,
                from: T0,
                grace_days: 7,
            }),
            ..Policy::NONE
        }
    }

    fn member(role: Role, policy: Policy, grace: Option<i64>) -> Member {
        Member {
            policy,
            grace_until: grace.map(|days| T0.plus(days * DAY)),
            ..Member::sample(role)
        }
    }

    #[test]
    fn a_requirement_applies_to_a_role_and_those_above() {
        for (least, roles) in [
            (Role::Owner, vec![Role::Owner]),
            (Role::Admin, vec![Role::Owner, Role::Admin]),
            (Role::Member, Role::ALL.to_vec()),
        ] {
            let policy = requiring(least);
            let applies = Role::ALL.iter().copied().filter(|role| policy.requires_of(*role));
            assert_eq!(applies.collect::<Vec<_>>(), roles, "{least:?}");
        }
        assert!(!Role::ALL.iter().any(|role| Policy::NONE.requires_of(*role)));
    }

    #[test]
    fn a_member_is_overdue_from_the_later_of_deadline_and_grace_on() {
        for (grace, due) in [(None, 0), (Some(-3), 0), (Some(5), 5)] {
            let member = member(Role::Member, requiring(Role::Member), grace);
            let due = T0.plus(due * DAY);
            assert_eq!(member.two_factor_due(), Some(due), "{grace:?}");
            assert!(!member.is_overdue(due.plus(-1)) && member.is_overdue(due));
        }
        let on = Member {
            two_factor_since: Some(T0),
            ..member(Role::Member, requiring(Role::Member), None)
        };
        assert!(!on.is_overdue(T0) && on.must_keep_two_factor());
        let admins = member(Role::Member, requiring(Role::Admin), None);
        assert!(!admins.is_overdue(T0) && !admins.must_keep_two_factor());
    }

    #[test]
    fn a_deadline_is_a_day_from_today_on_or_the_one_that_there_was() {
        let (noon, midnight) = (T0.plus(4 * HOUR), T0.plus(-8 * HOUR));
        let chosen = |from| {
            requiring(Role::Member)
                .two_factor
                .map(|required| Requirement { from, ..required })
        };
        let checked = |from, before: &Policy| {
            let policy = Policy {
                two_factor: chosen(from),
                ..Policy::NONE
            };
            let policy = policy.checked(before, noon)?;
            Ok::<_, Rejection>(policy.two_factor.map(|required| required.from))
        };
        assert_eq!(checked(midnight, &Policy::NONE), Ok(Some(noon)), "today is now");
        assert_eq!(checked(midnight.plus(DAY), &Policy::NONE), Ok(Some(midnight.plus(DAY))));
        for (from, problem) in [
            (midnight.plus(-DAY), Problem::TooShort),
            (noon.plus(DEADLINE_MAX + 1), Problem::TooLong),
        ] {
            assert_eq!(
                checked(from, &Policy::NONE),
                Err(Rejection::Invalid(Field::Deadline, problem))
            );
        }
        let before = Policy {
            two_factor: chosen(T0.plus(-30 * DAY)),
            ..Policy::NONE
        };
        assert_eq!(checked(midnight.plus(-30 * DAY), &before), Ok(Some(T0.plus(-30 * DAY))));
    }

    #[test]
    fn who_newly_requires_two_factor_has_it() {
        let required = requiring(Role::Member);
        for (on, before, after, meets) in [
            (false, Policy::NONE, required, false),
            (true, Policy::NONE, required, true),
            (false, required, required, true),
            (false, required, requiring(Role::Owner), false),
            (false, required, Policy::NONE, true),
        ] {
            let member = Member {
                two_factor_since: on.then_some(T0),
                ..member(Role::Admin, before, None)
            };
            assert_eq!(member.meets(&after), meets, "{on} {before:?} {after:?}");
        }
    }

    #[test]
    fn a_policy_is_made_of_the_choices() {
        let base = Policy::NONE;
        for wrong in [
            Policy {
                session_hours: Some(2),
                ..base
            },
            Policy {
                key_days: Some(0),
                ..base
            },
            Policy { reset_hours: 3, ..base },
        ] {
            assert_eq!(
                wrong.checked(&base, T0),
                Err(Rejection::Invalid(Field::Life, Problem::Malformed))
            );
        }
    }

    #[test]
    fn what_lasts_shorter_than_the_policy_permits_keeps_its_end() {
        let policy = Policy {
            session_hours: Some(4),
            key_days: Some(30),
            ..Policy::NONE
        };
        let (hour, day) = (|n: i64| T0.plus(n * HOUR), |n: i64| T0.plus(n * DAY));
        assert_eq!(policy.session_end(T0, hour(24)), hour(4));
        assert_eq!(policy.session_end(T0, hour(1)), hour(1));
        assert_eq!(Policy::NONE.session_end(T0, hour(24)), hour(24));
        let permitted = [Some(7), Some(30), Some(90), None].map(|days| policy.permits_key_life(days));
        assert_eq!(permitted, [true, true, false, false]);
        assert!(Policy::NONE.permits_key_life(None));
        for (end, expected) in [
            (None, Some(day(30))),
            (Some(day(7)), Some(day(7))),
            (Some(day(90)), Some(day(30))),
        ] {
            assert_eq!(policy.key_end(T0, end), expected);
            assert_eq!(Policy::NONE.key_end(T0, end), end);
        }
    }
}
