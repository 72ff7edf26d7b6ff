//! The account's switch *every API call needs a second factor*.
//!
//! It covers the keys and passwords of all members, also of those whose two-factor is off: they prove the passcodes of
//! a machine device. An owner's first device switches it on, unless the account already has a decision.

use super::key::KeyOfMember;
use crate::{
    Result, Service, Timestamp,
    kernel::id::{AccountId, MemberId},
    mail::{About, NewMail},
    profile::member::Member,
    sessions::SignedIn,
    store::Effects,
};
use terms::{EventKind, Rejection, Role};

/// What an owner's first device decides about the switch, unless it was decided before.
#[derive(Clone, Debug)]
pub struct FirstDecision {
    /// The account.
    pub account: AccountId,
    /// Whether every call needs a second factor from now on.
    pub on: bool,
    /// What is committed if it decides.
    pub effects: Effects,
}

impl Member {
    /// Whether API calls in this member's name need a second factor: two-factor is on, or should be by now, or the account's
    /// switch is on.
    pub fn calls_need_factor(&self, now: Timestamp) -> bool {
        self.two_factor_since.is_some() || self.is_covered_by_account() || self.is_overdue(now)
    }

    /// Whether the account's switch is on.
    pub fn is_covered_by_account(&self) -> bool {
        self.every_call == Some(true)
    }

    /// Whether this member's first device decides about the account's switch.
    pub fn first_device_decides(&self) -> bool {
        self.role == Role::Owner && self.two_factor_since.is_none() && self.every_call.is_none()
    }
}

impl Service {
    /// Switches *every API call needs a second factor* on or off. Those whose keys it covers are mailed.
    ///
    /// # Errors
    /// `NotFound` for a plain member; `StepUpNeeded`, `Conflict(RecentRepair)`.
    pub async fn decide_every_call(&self, who: &SignedIn, on: bool) -> Result<()> {
        let kind = if on {
            EventKind::EveryCallOn
        } else {
            EventKind::EveryCallOff
        };
        let may = who.member.manages_team().then_some(()).ok_or(Rejection::NotFound);
        self.noting(kind, who, may.map_err(Into::into))?;
        let effects = Effects {
            mails: if on {
                self.mails_to_covered(who, None).await?
            } else {
                Vec::new()
            },
            events: vec![self.event_by(kind, who)],
            ..Effects::none()
        };
        let change = who.account_change(effects);
        let decided = self.store().decide_every_call(&change, on).await?;
        self.noting(kind, who, decided.into_result().map_err(Into::into))
    }

    /// Returns what the confirmation of this person's device decides about the switch.
    pub(crate) async fn first_decision(&self, who: &SignedIn, on: bool) -> Result<Option<FirstDecision>> {
        if !who.member.first_device_decides() {
            return Ok(None);
        }
        let effects = match on {
            // The owner's own keys are covered by the device, too, and have a mail about that.
            true => Effects {
                mails: self.mails_to_covered(who, Some(&who.member.id)).await?,
                events: vec![self.event_by(EventKind::EveryCallOn, who)],
                ..Effects::none()
            },
            false => Effects::none(),
        };
        let account = who.member.account.clone();
        Ok(Some(FirstDecision { account, on, effects }))
    }

    /// Returns a mail to every member, except perhaps one, whose keys are not enough alone because of the switch.
    async fn mails_to_covered(&self, who: &SignedIn, but: Option<&MemberId>) -> Result<Vec<NewMail>> {
        let keys = self.store().api_keys(&who.member.account, None).await?;
        let mut holders: Vec<(Member, Vec<String>)> = Vec::new();
        for KeyOfMember { key, member, .. } in keys {
            if member.calls_need_factor(who.now) || Some(&member.id) == but || !key.usable(who.now) {
                continue;
            }
            let name = key.label.as_str().to_owned();
            match holders.iter_mut().find(|(holder, _)| holder.id == member.id) {
                Some((_, names)) => names.push(name),
                None => holders.push((member, vec![name])),
            }
        }
        let mut mails = Vec::new();
        for (holder, keys) in holders {
            let by = who.member.name.clone();
            mails.extend(self.mails_to(&holder, [About::EveryCallCovered { keys, by }], who.now)?);
        }
        Ok(mails)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(role: Role, two_factor: bool, every_call: Option<bool>) -> Member {
        Member {
            two_factor_since: two_factor.then_some(Timestamp(0)),
            every_call,
            ..Member::sample(role)
        }
    }

    #[test]
    fn a_call_needs_a_second_factor_by_the_member_or_by_the_account() {
        for (two_factor, every_call, needs) in [
            (false, None, false),
            (false, Some(false), false),
            (false, Some(true), true),
            (true, None, true),
            (true, Some(false), true),
        ] {
            let found = member(Role::Member, two_factor, every_call).calls_need_factor(Timestamp(0));
            assert_eq!(found, needs, "{two_factor} {every_call:?}");
        }
    }

    #[test]
    fn only_an_owners_first_device_decides_and_only_once() {
        assert!(member(Role::Owner, false, None).first_device_decides());
        for (role, two_factor, every_call) in [
            (Role::Admin, false, None),
            (Role::Member, false, None),
            (Role::Owner, true, None),
            (Role::Owner, false, Some(false)),
            (Role::Owner, false, Some(true)),
        ] {
            let member = member(role, two_factor, every_call);
            assert!(!member.first_device_decides(), "{role:?} {two_factor} {every_call:?}");
        }
    }
}
