//! How far a verified reset has come, and who may do what about it.

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, MINUTE},
        id::{AccountId, MemberId, ResetId},
    },
    profile::member::Member,
};
use terms::Role;

/// How long the code can be read once the wait is over, in seconds.
pub const READABLE_LIFE: i64 = 3 * DAY;
/// How long the code works after it was read, in seconds.
pub const CODE_LIFE: i64 = DAY;
/// How long the code is shown, in the session that reads it, in seconds.
pub const SHOWN_LIFE: i64 = 15 * MINUTE;
/// The longest reason, in characters.
pub(super) const REASON_MAX: usize = 200;
/// How long the link works that stops a reset: as long as the longest reset can last, in seconds.
pub const STOP_LIFE: i64 = 3 * DAY + READABLE_LIFE + CODE_LIFE;

/// A verified reset of a member's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reset {
    /// Its id, to which the link that stops it is bound.
    pub id: ResetId,
    /// The member.
    pub member: MemberId,
    /// The member's account.
    pub account: AccountId,
    /// The owner or admin who started it; `None` is the operator.
    pub by: Option<MemberId>,
    /// Why, in one line.
    pub reason: String,
    /// When it was started.
    pub created_at: Timestamp,
    /// When the wait is over.
    pub available_at: Timestamp,
    /// The second person who approved it, if one has.
    pub approved_by: Option<MemberId>,
    /// When the code was read.
    pub read_at: Option<Timestamp>,
}

/// How far a reset has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetState {
    /// Before this moment nothing can be read.
    Waits(Timestamp),
    /// A second owner or admin has to approve, because the member is an owner.
    NeedsApproval,
    /// The code can be read, until this moment.
    Ready(Timestamp),
    /// The code was read and works until this moment.
    Read(Timestamp),
    /// It is over.
    Over,
}

impl Reset {
    /// How far the reset of a member with this role has come.
    pub fn state(&self, role: Role, now: Timestamp) -> ResetState {
        let needs_second = role == Role::Owner && self.by.is_some() && self.approved_by.is_none();
        match self.read_at {
            Some(at) if at.is_recent(now, CODE_LIFE) => ResetState::Read(at.plus(CODE_LIFE)),
            Some(_) => ResetState::Over,
            None if self.available_at.plus(READABLE_LIFE) <= now => ResetState::Over,
            None if needs_second => ResetState::NeedsApproval,
            None if now < self.available_at => ResetState::Waits(self.available_at),
            None => ResetState::Ready(self.available_at.plus(READABLE_LIFE)),
        }
    }

    /// Whether this member may approve it: not who started it, and not whom it is about.
    pub fn may_be_approved_by(&self, member: &Member) -> bool {
        let other = self.by.as_ref() != Some(&member.id) && self.member != member.id;
        other && member.account == self.account && member.manages_team()
    }

    /// Whether this member may read the code: who started it.
    pub fn may_be_read_by(&self, member: &Member) -> bool {
        self.by.as_ref() == Some(&member.id) && member.manages_team()
    }
}

impl Member {
    /// Whether the member may start a reset of the other one's second factor. That of an owner takes a second person.
    pub fn may_reset(&self, other: &Self) -> bool {
        self.account == other.account && self.id != other.id && self.manages_team()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp(1_800_000_000);

    fn reset(by: Option<&str>) -> Reset {
        Reset {
            id: ResetId::from_store("r".into()),
            member: MemberId::from_store("m".into()),
            account: AccountId::from_store("a".into()),
            by: by.map(|id| MemberId::from_store(id.into())),
            reason: "lost".into(),
            created_at: T0,
            available_at: T0.plus(DAY),
            approved_by: None,
            read_at: None,
        }
    }

    #[test]
    fn a_code_can_be_read_after_the_wait_and_works_for_a_day() {
        let mut reset = reset(Some("x"));
        let state = |reset: &Reset, at: i64| reset.state(Role::Member, T0.plus(at));
        assert_eq!(state(&reset, DAY - 1), ResetState::Waits(T0.plus(DAY)));
        assert_eq!(state(&reset, DAY), ResetState::Ready(T0.plus(4 * DAY)));
        assert_eq!(state(&reset, 4 * DAY), ResetState::Over);
        reset.read_at = Some(T0.plus(2 * DAY));
        assert_eq!(state(&reset, 3 * DAY - 1), ResetState::Read(T0.plus(3 * DAY)));
        assert_eq!(state(&reset, 3 * DAY), ResetState::Over);
    }

    #[test]
    fn that_of_an_owner_takes_a_second_person_unless_the_operator_started_it() {
        let mut mine = reset(Some("x"));
        let state = |reset: &Reset, at: i64| reset.state(Role::Owner, T0.plus(at));
        assert_eq!(state(&mine, 2 * DAY), ResetState::NeedsApproval);
        let member = |id: &str, role| Member {
            id: MemberId::from_store(id.into()),
            ..Member::sample(role)
        };
        for (id, role, may) in [
            ("x", Role::Owner, false),
            ("m", Role::Owner, false),
            ("y", Role::Member, false),
            ("y", Role::Admin, true),
        ] {
            assert_eq!(mine.may_be_approved_by(&member(id, role)), may, "{id} {role:?}");
        }
        mine.approved_by = Some(MemberId::from_store("y".into()));
        assert_eq!(state(&mine, 2 * DAY), ResetState::Ready(T0.plus(4 * DAY)));
        assert_eq!(state(&reset(None), DAY), ResetState::Ready(T0.plus(4 * DAY)));
        assert!(mine.may_be_read_by(&member("x", Role::Admin)) && !mine.may_be_read_by(&member("y", Role::Owner)));
    }
}
