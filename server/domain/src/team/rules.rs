//! Who may decide about whom in an account.

use crate::profile::member::Member;
use terms::Role;

/// Whether members with the role `by` may give a role, in an invitation or to another member: owners give every role,
/// admins all but that of owners.
pub const fn gives(by: Role, role: Role) -> bool {
    by.includes(Role::Admin) && by.includes(role)
}

impl Member {
    /// Whether the member may give this role, see [`gives`].
    pub const fn may_give(&self, role: Role) -> bool {
        gives(self.role, role)
    }

    /// Whether the member may change the role of the other one, or remove them. Nobody decides about themselves.
    pub fn may_decide_about(&self, other: &Self) -> bool {
        self.is_colleague_of(other) && self.may_give(other.role)
    }

    /// Whether the member may hand the account over to the other one, who is no owner yet.
    pub fn may_hand_over_to(&self, other: &Self) -> bool {
        self.is_colleague_of(other) && self.role == Role::Owner && other.role != Role::Owner
    }

    fn is_colleague_of(&self, other: &Self) -> bool {
        self.account == other.account && self.id != other.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::{AccountId, MemberId};

    fn member(id: &str, account: &str, role: Role) -> Member {
        Member {
            id: MemberId::from_store(id.into()),
            account: AccountId::from_store(account.into()),
            ..Member::sample(role)
        }
    }

    #[test]
    fn roles_are_given_by_those_who_have_as_much() {
        let given = |by: &Role| {
            let by = Member::sample(*by);
            let may: Vec<_> = Role::ALL.iter().filter(|role| by.may_give(**role)).collect();
            may.len()
        };
        assert_eq!(Role::ALL.iter().map(given).collect::<Vec<_>>(), [3, 2, 0]);
        assert!(!Member::sample(Role::Admin).may_give(Role::Owner));
    }

    #[test]
    fn nobody_decides_about_themselves_strangers_or_those_above_them() {
        for by in Role::ALL {
            for about in Role::ALL {
                let (me, other) = (member("1", "a", *by), member("2", "a", *about));
                let expected = *by == Role::Owner || *by == Role::Admin && *about != Role::Owner;
                assert_eq!(me.may_decide_about(&other), expected, "{by:?} about {about:?}");
                assert_eq!(me.may_hand_over_to(&other), *by == Role::Owner && *about != Role::Owner);
                for other in [me.clone(), member("2", "b", *about)] {
                    assert!(!me.may_decide_about(&other) && !me.may_hand_over_to(&other));
                }
            }
        }
    }
}
