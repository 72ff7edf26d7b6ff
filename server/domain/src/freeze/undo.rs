//! Undoing changes on the page of a link that froze the account.

use super::{
    ChangeView,
    kept::{Kept, UNDO_LIFE},
    rules::{OpenChange, later_addresses, passwords_before},
    store::{HeldNotMe, Undo, Undone},
};
use crate::{
    Result, Service, Timestamp,
    activity::Event,
    api_keys::key::KeyOfMember,
    devices::device::{Device, DeviceState},
    kernel::{browser::Browser, id::ApiKeyId, password::Password, ports::Lane, throttle::Window},
    mail::About,
    profile::member::Member,
    registration::GONE,
    sign_in::passcode,
    store::Effects,
};
use terms::{ChangeKind, Conflict, EventKind, Rejection};

impl Service {
    /// Undoes a change of the last 72 hours. `password` is the one from before the change; an address goes back without it.
    ///
    /// # Errors
    /// `Gone(Link)`; `NotFound` if the change was undone or is too old; `Invalid(Password)`, `WrongPassword`, `Wait`, `Busy`;
    /// `Conflict(EmailTaken)`, `Conflict(TwoFactorOff)`, `Conflict(TenDevices)`.
    pub async fn undo_change(&self, held: &str, change: &str, password: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        let held = self.not_me_held(held, now).await?;
        held.may_go_on().then_some(()).ok_or(GONE)?;
        let changes = self.open_changes(&held.member).await?;
        later_addresses(&held.address, &held.member, &changes, now).ok_or(GONE)?;
        let keys = self.new_keys(&held.member, now).await?;
        if let Some(key) = keys.into_iter().find(|key| key.id == change) {
            return self.revoke_new_key(&held, key, browser, now).await;
        }
        let devices = self.store().devices(&held.member.id, now).await?;
        let found = changes
            .iter()
            .find(|found| found.id.as_str() == change && found.may_be_undone(now));
        let found = found.and_then(|found| Some((found, view(found, &held, &devices)?)));
        let (found, shown) = found.filter(|(_, shown)| shown.undo).ok_or(Rejection::NotFound)?;
        if shown.needs_password() {
            let proved = self.prove_before(found, &held.member, &changes, password, now).await;
            let asking = (&held.member, None);
            self.noting_refusal(EventKind::ChangeUndone, asking, browser, now, proved)?;
        }
        self.put_back(&held, found, shown, browser, now).await
    }

    /// Puts back what was before a change, which is proved.
    async fn put_back(
        &self,
        held: &HeldNotMe,
        found: &OpenChange,
        shown: ChangeView,
        browser: &Browser,
        now: Timestamp,
    ) -> Result<()> {
        let about = About::ChangeUndone {
            what: shown.kind,
            name: shown.name,
        };
        let member = held.member_after(&found.kept);
        let other = match found.kept {
            Kept::Email { .. } => &held.member.email,
            _ => &held.address,
        };
        let effects = Effects {
            events: self.undone_events(held, &found.kept, browser, now),
            mails: self.mails_to_both(&member, other, &about, now)?,
            ..Effects::none()
        };
        let undo = Undo {
            held,
            id: &found.id,
            kept: &found.kept,
            keeper: &self.keeper(),
            step: passcode::step_at(now),
            now,
        };
        let rejection = match self.store().undo(undo, &effects).await? {
            Undone::Done => return Ok(()),
            Undone::LinkGone => GONE,
            Undone::NotFound => Rejection::NotFound,
            Undone::EmailTaken => Rejection::Conflict(Conflict::EmailTaken),
            Undone::TwoFactorOff => Rejection::Conflict(Conflict::TwoFactorOff),
            Undone::TenDevices => Rejection::Conflict(Conflict::TenDevices),
        };
        Err(rejection.into())
    }

    /// Creates the event that something was undone, and the one of what happens by it.
    fn undone_events(&self, held: &HeldNotMe, undone: &Kept, browser: &Browser, now: Timestamp) -> Vec<Event> {
        let event = |kind| self.event(kind, &held.member, browser, now);
        let undo = event(EventKind::ChangeUndone);
        match undone {
            Kept::Email { .. } => vec![undo, event(EventKind::EmailChanged).about_address(&held.address)],
            Kept::DeviceAdded { device } => vec![
                undo.about_device(device, None),
                event(EventKind::DeviceRemoved).about_device(device, None),
            ],
            Kept::DeviceRemoved(device) => vec![undo.about_device(&device.id, Some(&device.label))],
            Kept::TwoFactorOn { .. } => vec![undo, event(EventKind::TwoFactorOff)],
            Kept::TwoFactorOff { .. } => vec![undo, event(EventKind::TwoFactorOn)],
            Kept::CodesReplaced(_) | Kept::Password { .. } => vec![undo],
        }
    }

    /// Returns the API keys that the member made within the last 72 hours.
    pub(super) async fn new_keys(&self, member: &Member, now: Timestamp) -> Result<Vec<ChangeView>> {
        let keys = self.store().api_keys(&member.account, Some(&member.id)).await?;
        let new = keys
            .into_iter()
            .filter(|found| found.key.created_at.is_recent(now, UNDO_LIFE));
        let view = |found: KeyOfMember| ChangeView {
            id: found.key.id.to_string(),
            kind: ChangeKind::ApiKeyMade,
            at: found.key.created_at,
            name: Some(found.key.label.as_str().to_owned()),
            added: None,
            undo: true,
        };
        Ok(new.map(view).collect())
    }

    async fn revoke_new_key(&self, held: &HeldNotMe, key: ChangeView, browser: &Browser, now: Timestamp) -> Result<()> {
        let member = &held.member;
        let id = ApiKeyId::from_store(key.id);
        let name = key.name.unwrap_or_default();
        let event = |kind| self.event(kind, member, browser, now).about_key(&id, &name);
        let about = About::ChangeUndone {
            what: ChangeKind::ApiKeyMade,
            name: Some(name.clone()),
        };
        let effects = Effects {
            events: [EventKind::ChangeUndone, EventKind::ApiKeyRevoked].map(event).to_vec(),
            mails: self.mails_to_both(member, &held.address, &about, now)?,
            ..Effects::none()
        };
        let ended = self.store().end_api_key(&id, &effects).await?;
        Ok(ended.then_some(()).ok_or(Rejection::NotFound)?)
    }

    /// Checks the password from before a change. The tries count for the member, whichever link is used.
    async fn prove_before(
        &self,
        change: &OpenChange,
        member: &Member,
        changes: &[OpenChange],
        typed: &str,
        now: Timestamp,
    ) -> Result<()> {
        let typed = Password::typed(typed)?;
        let lane = Lane::link(member.id.as_str());
        let reserved = self
            .reserve(vec![Window::earlier_passwords(&member.id)], lane, now)
            .await?;
        for hash in passwords_before(change, member, changes) {
            let again = Password::from_secret(typed.expose_secret());
            if self.verify(again, Some(hash), &reserved).await? {
                return self.release(&reserved).await;
            }
        }
        Err(Rejection::WrongPassword.into())
    }
}

impl HeldNotMe {
    /// Whether it may end the freeze and undo changes: the account was frozen with it, or is frozen for its address.
    pub(super) fn may_go_on(&self) -> bool {
        let frozen = self.member.frozen.as_ref();
        self.froze_at.is_some() || frozen.is_some_and(|frozen| frozen.to == self.address)
    }

    /// The member as they are after the change was undone, for the mails about it.
    fn member_after(&self, undone: &Kept) -> Member {
        let mut member = self.member.clone();
        if matches!(undone, Kept::Email { .. }) {
            member.email = self.address.clone();
        }
        member
    }
}

/// Returns how the page shows a change; `None` if a later one made it moot, or it concerns another mailbox.
pub(super) fn view(change: &OpenChange, held: &HeldNotMe, devices: &[Device]) -> Option<ChangeView> {
    let two_factor = held.member.two_factor_since;
    let (name, undo) = match &change.kept {
        Kept::Email { old } => {
            let back = *old == held.address.as_str() && held.member.email != held.address;
            back.then(|| (Some(old.clone()), true))?
        }
        Kept::Password { .. } => (None, false),
        Kept::DeviceAdded { device } => {
            let confirmed = |found: &&Device| found.id == *device && matches!(found.state, DeviceState::Confirmed(_));
            let found = devices.iter().find(confirmed)?;
            (Some(found.label.as_str().to_owned()), true)
        }
        Kept::DeviceRemoved(device) => two_factor.map(|_| (Some(device.label.clone()), true))?,
        Kept::TwoFactorOn { since } => (two_factor == Some(*since)).then_some((None, true))?,
        Kept::TwoFactorOff { .. } => (None, true),
        Kept::CodesReplaced(_) => two_factor.map(|_| (None, true))?,
    };
    Some(ChangeView {
        id: change.id.to_string(),
        kind: change.kept.kind(),
        at: change.at,
        name,
        added: match &change.kept {
            Kept::DeviceRemoved(device) => Some(Timestamp(device.created_at)),
            _ => None,
        },
        undo,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kernel::{email::Email, id::KeptChangeId, token::PlainToken},
        registration::link::Link,
    };
    use terms::{LinkKind, Role};

    fn held(address: &str, member: Member) -> HeldNotMe {
        HeldNotMe {
            link: Link {
                digest: PlainToken::parse(&"A".repeat(43)).expect("a token").digest(),
                kind: LinkKind::NotMe,
                subject: String::new(),
                expires_at: Timestamp(0),
            },
            member,
            address: Email::from_store(address.into()),
            froze_at: None,
            mailed: false,
        }
    }

    fn is_shown(kept: Kept, held: &HeldNotMe) -> bool {
        let change = OpenChange {
            id: KeptChangeId::from_store("c".into()),
            kept,
            at: Timestamp(0),
        };
        view(&change, held, &[]).is_some()
    }

    #[test]
    fn an_address_goes_back_for_its_own_mailbox_and_only_if_it_has_changed() {
        let now_at = |email: &str| Member {
            email: Email::from_store(email.into()),
            ..Member::sample(Role::Owner)
        };
        let moved = || Kept::Email { old: "a".into() };
        assert!(is_shown(moved(), &held("a", now_at("b"))));
        assert!(!is_shown(moved(), &held("b", now_at("b"))), "another mailbox");
        assert!(!is_shown(moved(), &held("a", now_at("a"))), "it is back already");
    }

    #[test]
    fn what_a_later_change_made_moot_is_not_shown() {
        let with = |two_factor_since| {
            let member = Member {
                two_factor_since,
                ..Member::sample(Role::Owner)
            };
            held("ana@example.com", member)
        };
        let on = || Kept::TwoFactorOn { since: Timestamp(5) };
        assert!(is_shown(on(), &with(Some(Timestamp(5)))));
        assert!(!is_shown(on(), &with(None)) && !is_shown(on(), &with(Some(Timestamp(6)))));
        let device = crate::kernel::id::DeviceId::from_store("gone".into());
        assert!(!is_shown(Kept::DeviceAdded { device }, &with(Some(Timestamp(5)))));
    }
}
