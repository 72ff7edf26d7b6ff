//! *This wasn't me*: the link in each mail about a member's security. It freezes the account, and undoes what was changed.

pub mod kept;
pub mod rules;
pub mod store;
mod undo;

use crate::{
    Result, Service, Timestamp,
    activity::Event,
    devices::renewal::Renewal,
    kernel::{
        browser::Browser,
        clock::{DAY, MINUTE},
        email::Email,
        id::MailId,
        throttle::Window,
        token::PlainToken,
    },
    mail::{About, Mail, SecretLink},
    profile::member::{Frozen, Member},
    registration::{
        GONE,
        link::{HELD_LIFE, Link},
    },
    store::Effects,
};
use rules::{OpenChange, later_addresses};
use store::{Freeze, HeldNotMe, NotMeLink, Unfreeze};
use terms::{ChangeKind, EventKind, Language, LinkKind, RenewalKind};
use undo::view;

/// Lifetime of the link in a mail, in seconds.
pub const NOT_ME_LIFE: i64 = 7 * DAY;
/// Lifetime of the link that ends a freeze, in seconds.
pub const UNFREEZE_LIFE: i64 = 30 * MINUTE;

/// What the page of an opened link shows.
#[derive(Debug)]
pub struct NotMeView {
    /// The address that the mail went to.
    pub address: Email,
    /// How far it is.
    pub stage: Stage,
    /// Whether the link that ends the freeze was mailed and still works.
    pub mailed: bool,
    /// The changes that the page can undo, the newest first. None before the account was frozen.
    pub changes: Vec<ChangeView>,
}

/// How far the owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has happened yet.
    Asks,
    /// The account is frozen, since then.
    Frozen(Timestamp),
    /// The account was frozen with this link and goes on.
    GoesOn,
}

/// A change on the page.
#[derive(Debug)]
pub struct ChangeView {
    /// Its id, or that of the API key.
    pub id: String,
    /// What was changed.
    pub kind: ChangeKind,
    /// When.
    pub at: Timestamp,
    /// The name of the device or API key, or the address before.
    pub name: Option<String>,
    /// When the device was added that was removed, to tell devices of one name apart.
    pub added: Option<Timestamp>,
    /// Whether it can be undone here.
    pub undo: bool,
}

impl ChangeView {
    /// Whether the password from before the change is asked for. With the link alone an address goes back, and an API key ends.
    pub fn needs_password(&self) -> bool {
        needs_password(self.kind)
    }
}

/// What the browser holds after a freeze has ended.
#[derive(Debug)]
pub struct Unfrozen {
    /// The token of the link that undoes changes.
    pub held: PlainToken,
}

const fn needs_password(kind: ChangeKind) -> bool {
    !matches!(kind, ChangeKind::Email | ChangeKind::ApiKeyMade)
}

impl Service {
    /// Returns what the page of an opened link shows.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn not_me(&self, held: &str) -> Result<NotMeView> {
        let now = self.now();
        let held = self.not_me_held(held, now).await?;
        let changes = self.open_changes(&held.member).await?;
        later_addresses(&held.address, &held.member, &changes, now).ok_or(GONE)?;
        let stage = match (&held.member.frozen, held.froze_at) {
            (Some(frozen), _) if held.may_go_on() => Stage::Frozen(frozen.at),
            (None, Some(_)) => Stage::GoesOn,
            _ => Stage::Asks,
        };
        let mut shown = Vec::new();
        if stage != Stage::Asks {
            let devices = self.store().devices(&held.member.id, now).await?;
            let open = changes.iter().rev().filter(|change| change.may_be_undone(now));
            shown.extend(open.filter_map(|change| view(change, &held, &devices)));
            // The password was set anew since.
            shown.retain(|change| change.kind != ChangeKind::Password || stage != Stage::GoesOn);
            shown.extend(self.new_keys(&held.member, now).await?);
            shown.sort_by_key(|change| std::cmp::Reverse(change.at));
        }
        Ok(NotMeView {
            address: held.address,
            stage,
            mailed: held.mailed,
            changes: shown,
        })
    }

    /// Freezes the account: everything that is signed in ends, and nothing signs in until a new password is set with a link
    /// that goes to the address of this mail.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn freeze(&self, held: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        let held = self.not_me_held(held, now).await?;
        let frozen = Member {
            frozen: Some(Frozen {
                at: now,
                to: held.address.clone(),
            }),
            ..held.member.clone()
        };
        let effects = Effects {
            events: vec![self.event(EventKind::Frozen, &held.member, browser, now)],
            mails: self.mails_to_both(&frozen, &held.address, &About::Frozen { since: now }, now)?,
            ..Effects::none()
        };
        let freeze = Freeze {
            held: &held,
            keeper: &self.keeper(),
            now,
        };
        let done = self.store().freeze(freeze, &effects).await?;
        Ok(done.then_some(()).ok_or(GONE)?)
    }

    /// Mails the link that ends the freeze to the address of this mail.
    ///
    /// # Errors
    /// `Gone(Link)` unless the account is frozen for this address; `Wait` within a minute of the last one and beyond 20 a day.
    pub async fn ask_unfreeze(&self, held: &str) -> Result<()> {
        let now = self.now();
        let held = self.not_me_held(held, now).await?;
        held.member.frozen.as_ref().filter(|_| held.may_go_on()).ok_or(GONE)?;
        self.reserve_only(&Window::unfreeze_mails(&held.member.id), now).await?;
        let (link, written) = self.unfreeze_link(&held.member, now);
        let about = About::Unfreeze { link: written };
        let mail = Mail {
            to: held.address.clone(),
            ..Mail::to_member(&held.member, about, now)
        };
        let effects = Effects::mails(vec![self.seal_mail(&mail, None, now)?]);
        let done = self.store().ask_unfreeze(&held.address, &link, &effects).await?;
        Ok(done.then_some(()).ok_or(GONE)?)
    }

    /// Makes the link that ends the freeze of this member's account, for the operator to hand over. Returns it with its end and
    /// the address that the account is frozen for; `None` unless it is frozen.
    ///
    /// # Errors
    /// `NotFound` for an address without a member, `Invalid` for what is no address.
    pub async fn operator_unfreeze(&self, email: &str) -> Result<Option<(SecretLink, Timestamp, Email)>> {
        let now = self.now();
        let member = self.addressed(email).await?;
        let Some(to) = member.frozen.as_ref().map(|frozen| frozen.to.clone()) else {
            return Ok(None);
        };
        let (link, written) = self.unfreeze_link(&member, now);
        let made = self.store().ask_unfreeze(&to, &link, &Effects::none()).await?;
        Ok(made.then_some((written, link.expires_at, to)))
    }

    fn unfreeze_link(&self, member: &Member, now: Timestamp) -> (Link, SecretLink) {
        let token = PlainToken::random(self.entropy());
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::Unfreeze,
            subject: member.id.to_string(),
            expires_at: now.plus(UNFREEZE_LIFE),
        };
        (link, self.mailed_link("/unfreeze", &token))
    }

    /// Returns the address that the account of an opened [`LinkKind::Unfreeze`] link is frozen for.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn unfreeze_address(&self, held: &str) -> Result<Email> {
        let (_, _, to) = self.unfreeze_held(held, self.now()).await?;
        Ok(to)
    }

    /// Sets a new password, which ends the freeze, and gives the member the address back that the account was frozen for. Opens
    /// no session.
    ///
    /// # Errors
    /// `Gone(Link)`, `Invalid(Password)`, `Wait`, `Busy`; `Conflict(EmailTaken)` if another member has the address by now.
    pub async fn unfreeze(&self, held: &str, new: &str, browser: &Browser) -> Result<Unfrozen> {
        let now = self.now();
        let (link, member, to) = self.unfreeze_held(held, now).await?;
        self.reserve_only(&[Window::judged_passwords(link.digest.as_str())], now)
            .await?;
        let password = self.chosen_at_link(&link, new, (&member.name, &to), now).await?;
        let effects = Effects {
            events: self.unfrozen_events(&member, &to, browser, now),
            mails: self.mails_to_both(&member, &to, &About::Unfrozen, now)?,
            renewals: vec![Renewal::done(&member.id, RenewalKind::Password, now)],
        };
        let next = PlainToken::random(self.entropy());
        let next_link = NotMeLink {
            digest: next.digest(),
            member: member.id.clone(),
            address: to.clone(),
            expires_at: now.plus(HELD_LIFE),
        };
        let unfreeze = Unfreeze {
            link: &link,
            member: &member.id,
            to: &to,
            password: &password,
            next: (&next_link, &MailId::random(self.entropy())),
            keeper: &self.keeper(),
            now,
        };
        self.store().unfreeze(unfreeze, &effects).await?.into_result()?;
        self.mail_keep_link(member, to, now).await?;
        Ok(Unfrozen { held: next })
    }

    /// Mails the link that keeps a closed account to the address that an owner has got back. The one before went to the other.
    async fn mail_keep_link(&self, member: Member, to: Email, now: Timestamp) -> Result<()> {
        let Some(closed) = member.closed.filter(|_| member.email != to) else {
            return Ok(());
        };
        let owner = Member {
            email: to,
            frozen: None,
            ..member
        };
        let (mail, keep) = self.closed_mail(&owner, closed, Language::default(), now)?;
        if let Some(keep) = keep {
            self.store().ask_keep(&keep, &Effects::mails(vec![mail])).await?;
        }
        Ok(())
    }

    fn unfrozen_events(&self, member: &Member, to: &Email, browser: &Browser, now: Timestamp) -> Vec<Event> {
        let event = |kind| self.event(kind, member, browser, now);
        let moved = (member.email != *to).then(|| event(EventKind::EmailChanged).about_address(to));
        std::iter::once(event(EventKind::Unfrozen)).chain(moved).collect()
    }

    async fn not_me_held(&self, held: &str, now: Timestamp) -> Result<HeldNotMe> {
        let held = PlainToken::parse(held).ok_or(GONE)?;
        Ok(self.store().not_me_held(&held.digest(), now).await?.ok_or(GONE)?)
    }

    async fn unfreeze_held(&self, held: &str, now: Timestamp) -> Result<(Link, Member, Email)> {
        let link = self.link_held(LinkKind::Unfreeze, held, now).await?;
        let member = self.store().member_of_link(&link.subject).await?.ok_or(GONE)?;
        let to = member.frozen.as_ref().map(|frozen| frozen.to.clone()).ok_or(GONE)?;
        Ok((link, member, to))
    }

    async fn open_changes(&self, member: &Member) -> Result<Vec<OpenChange>> {
        let kept = self.store().kept_changes(&member.id).await?;
        Ok(self.keeper().opened(kept, &member.id))
    }

    /// Creates the link of a mail to this member. While the account is frozen, only the address that it is frozen for gets
    /// one.
    pub(crate) fn not_me_link(
        &self,
        member: &Member,
        about: &About,
        now: Timestamp,
    ) -> Option<(PlainToken, NotMeLink)> {
        let held_by_another = |frozen: &Frozen| frozen.to != member.email && frozen.holds(now);
        let frozen_for_another = member.frozen.as_ref().is_some_and(held_by_another);
        if frozen_for_another || !about.has_not_me_link() {
            return None;
        }
        let token = PlainToken::random(self.entropy());
        let link = NotMeLink {
            digest: token.digest(),
            member: member.id.clone(),
            address: member.email.clone(),
            expires_at: now.plus(NOT_ME_LIFE),
        };
        Some((token, link))
    }
}
