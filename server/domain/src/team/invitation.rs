//! Invitations into an account.

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, MINUTE},
        email::Email,
        id::{AccountId, InvitationId, MemberId},
    },
};
use terms::Role;

/// Lifetime of the link of an invitation, in seconds.
pub const INVITATION_LIFE: i64 = DAY;
/// How long an invitation whose link has expired stays in the list, from where it can be sent again, in seconds.
pub const INVITATION_KEPT: i64 = 30 * DAY;
/// Minimum time between two mails of an invitation, in seconds.
pub const SEND_EVERY: i64 = MINUTE;
/// Maximum invitations that wait in an account.
pub const INVITATIONS_MAX: i64 = 100;

/// An invitation. Its one-time link is bound to its id; a new link ends the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The invitation's id.
    pub id: InvitationId,
    /// The account that it leads to.
    pub account: AccountId,
    /// The address that it is bound to.
    pub email: Email,
    /// The role of the future member.
    pub role: Role,
    /// Who invited. What a member invited ends with them.
    pub by: MemberId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was sent last.
    pub sent_at: Timestamp,
}

/// An invitation with the name of who invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationView {
    /// The invitation.
    pub invitation: Invitation,
    /// The name of who invited.
    pub by: String,
}

impl Invitation {
    /// Returns when its link expires.
    pub const fn expires_at(&self) -> Timestamp {
        self.sent_at.plus(INVITATION_LIFE)
    }

    /// Whether its link can still be opened.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.sent_at.is_recent(now, INVITATION_LIFE)
    }

    /// Returns from when on it can be sent again.
    pub const fn again_at(&self) -> Timestamp {
        self.sent_at.plus(SEND_EVERY)
    }
}
