//! What a member should renew after a colleague's device was removed.
//!
//! A colleague signed in with the member's password, and may have seen more. Until it is done, Home says so.

use super::device::Holder;
use crate::{Timestamp, kernel::id::MemberId};
use terms::RenewalKind;

/// Something that a member should renew, or has renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The member.
    pub member: MemberId,
    /// What.
    pub kind: RenewalKind,
    /// The name of the colleague who may know it; `None` once it was renewed.
    pub because_of: Option<String>,
    /// Since when, or when it was renewed.
    pub at: Timestamp,
}

impl Renewal {
    /// Something that was renewed.
    pub(crate) fn done(member: &MemberId, kind: RenewalKind, at: Timestamp) -> Self {
        Self {
            member: member.clone(),
            kind,
            because_of: None,
            at,
        }
    }

    /// What the member chose to renew when the device of this colleague was removed.
    pub(crate) fn chosen(member: &MemberId, holder: &Holder, kinds: &[RenewalKind], at: Timestamp) -> Vec<Self> {
        let due = |kind: &RenewalKind| Self {
            because_of: Some(holder.name.clone()),
            ..Self::done(member, *kind, at)
        };
        kinds.iter().map(due).collect()
    }
}
