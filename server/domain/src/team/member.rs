//! What the team page shows of a member.

use crate::{
    Timestamp,
    kernel::{
        id::{AccountId, MemberId},
        label::one_line,
    },
    profile::member::Member,
};
use terms::Role;

/// A member, with what owners and admins see of their security.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    /// The member.
    pub member: Member,
    /// Number of the member's own confirmed devices.
    pub devices: u32,
    /// Number of confirmed devices that colleagues carry.
    pub colleagues: u32,
    /// When a passcode of one of them was last used.
    pub used_at: Option<Timestamp>,
    /// Number of unused recovery codes.
    pub codes_left: u32,
    /// Number of API keys.
    pub keys: u32,
    /// When the newest of the member's sessions was last used.
    pub seen_at: Option<Timestamp>,
}

/// The longest text that is looked for, in characters: as long as an e-mail address can be.
const TEXT_MAX: usize = 254;

/// How protected a team is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TeamCounts {
    /// Number of members.
    pub members: u32,
    /// Number of members with two-factor on.
    pub protected: u32,
    /// Number of those whose recovery codes are not saved.
    pub unsaved: u32,
    /// Number of members with two-factor off who said *Not now*.
    pub not_now: u32,
}

/// What a person wants to see of the team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamFilter {
    /// Only members whose name or address contains this, whatever its case.
    pub text: String,
    /// Only members with this role.
    pub role: Option<Role>,
    /// Only members with two-factor on (`true`) or off (`false`).
    pub two_factor: Option<bool>,
}

/// Which members are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamQuery {
    /// Their account.
    pub account: AccountId,
    /// The filter.
    pub filter: TeamFilter,
    /// Whether the text is looked for in addresses, too.
    pub addresses: bool,
    /// They come after this member.
    pub after: Option<MemberId>,
}

impl TeamQuery {
    /// Asks for what this member may see: a plain one neither searches addresses nor learns who has two-factor.
    pub(super) fn of(viewer: &Member, filter: &TeamFilter, after: Option<&Member>) -> Self {
        let manages = viewer.manages_team();
        Self {
            account: viewer.account.clone(),
            filter: TeamFilter {
                // No name and no address has what is no line of text.
                text: one_line(&filter.text, TEXT_MAX).unwrap_or_default().to_lowercase(),
                role: filter.role,
                two_factor: filter.two_factor.filter(|_| manages),
            },
            addresses: manages,
            after: after.map(|member| member.id.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_member_searches_names_only() {
        let filter = TeamFilter {
            text: "Élan@".into(),
            role: Some(Role::Owner),
            two_factor: Some(false),
        };
        for (role, two_factor, addresses) in [
            (Role::Member, None, false),
            (Role::Admin, Some(false), true),
            (Role::Owner, Some(false), true),
        ] {
            let query = TeamQuery::of(&Member::sample(role), &filter, None);
            assert_eq!(
                (query.filter.two_factor, query.addresses),
                (two_factor, addresses),
                "{role:?}"
            );
            assert_eq!(
                (query.filter.text.as_str(), query.filter.role),
                ("élan@", Some(Role::Owner))
            );
        }
    }
}
