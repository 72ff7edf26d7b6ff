//! When a closed account is erased, and who may keep it.

use crate::{Timestamp, kernel::clock::DAY, profile::member::Member, registration::link::HELD_LIFE};
use terms::{Rejection, Role};

/// How long a closed account can be kept, and how long the link lives that does it, in seconds. Then it is erased.
pub const CLOSING_LIFE: i64 = 14 * DAY;

/// An account that an owner has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Since when.
    pub at: Timestamp,
}

impl Closed {
    /// Returns from when on the account is erased.
    pub const fn until(self) -> Timestamp {
        self.at.plus(CLOSING_LIFE)
    }

    /// Returns what a person is told who has proved the password.
    pub const fn rejection(self) -> Rejection {
        Rejection::AccountClosed {
            at: self.at,
            until: self.until(),
        }
    }

    /// Returns the end of a link that is made now. An account that was closed by a clock that was ahead has an end that is too
    /// far away for a link, and one whose time is over can be kept until it is erased.
    pub fn link_end(self, now: Timestamp) -> Timestamp {
        self.until().max(now.plus(HELD_LIFE)).min(now.plus(CLOSING_LIFE))
    }
}

impl Member {
    /// Whether the member's link keeps the account, which is closed.
    ///
    /// # Errors
    /// `Frozen` for a member who has reported that another person uses the account: as long as that is not settled, the link may
    /// be in the wrong hands. The freeze ends with a new password, after which the link works.
    pub fn may_keep(&self) -> Result<bool, Rejection> {
        match (&self.frozen, &self.closed) {
            (Some(_), Some(_)) => Err(Rejection::Frozen),
            (None, Some(_)) => Ok(self.role == Role::Owner),
            (_, None) => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kernel::email::Email, profile::member::Frozen};
    use terms::Refused;

    const CLOSED: Closed = Closed {
        at: Timestamp(1_800_000_000),
    };

    fn frozen() -> Option<Frozen> {
        Some(Frozen {
            at: Timestamp(0),
            to: Email::from_store("ana@example.com".into()),
        })
    }

    #[test]
    fn a_closed_account_is_erased_after_fourteen_days() {
        assert_eq!(CLOSED.until(), Timestamp(1_800_000_000 + 14 * 86_400));
        assert_eq!(CLOSED.link_end(CLOSED.at.plus(DAY)), CLOSED.until());
        let late = CLOSED.until().plus(DAY);
        assert_eq!(CLOSED.link_end(late), late.plus(HELD_LIFE), "it was not erased yet");
        let ahead = Closed {
            at: CLOSED.at.plus(400 * DAY),
        };
        assert_eq!(ahead.link_end(CLOSED.at), CLOSED.until(), "a link that works at all");
    }

    #[test]
    fn owners_who_are_not_frozen_keep_a_closed_account() {
        for role in Role::ALL {
            let member = |closed| Member {
                closed,
                ..Member::sample(*role)
            };
            assert_eq!(member(Some(CLOSED)).may_keep(), Ok(*role == Role::Owner));
            assert_eq!(member(None).may_keep(), Ok(false), "it is not closed");
        }
        let owner = Member {
            closed: Some(CLOSED),
            frozen: frozen(),
            ..Member::sample(Role::Owner)
        };
        assert_eq!(owner.may_keep(), Err(Rejection::Frozen));
    }

    #[test]
    fn nobody_and_no_program_goes_on_in_a_closed_or_frozen_account() {
        let member = |frozen, closed| Member {
            frozen,
            closed,
            ..Member::sample(Role::Owner)
        };
        assert_eq!(member(None, None).goes_on(), Ok(()));
        assert_eq!(member(None, Some(CLOSED)).goes_on(), Err(CLOSED.rejection()));
        for closed in [None, Some(CLOSED)] {
            assert_eq!(member(frozen(), closed).goes_on(), Err(Rejection::Frozen));
            let told = member(frozen(), closed).admits_programs();
            assert_eq!(told, Err((Rejection::NotSignedIn, Refused::Frozen)));
        }
        let told = member(None, Some(CLOSED)).admits_programs();
        assert_eq!(told, Err((Rejection::NotSignedIn, Refused::AccountClosed)));
    }
}
