//! *Close my account*: it stops at once for all members, can be kept for 14 days, and is then erased.

mod erase;
pub mod rules;
pub mod store;

use crate::{
    InternalError, Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        email::Email,
        id::AccountId,
        seal::{AssociatedData, Sealed},
        token::PlainToken,
    },
    mail::{About, Mail, NewMail, SecretLink},
    profile::member::Member,
    registration::{GONE, link::Link},
    sessions::SignedIn,
    store::Effects,
};
use data_encoding::BASE64URL_NOPAD;
use rules::Closed;
use serde::{Deserialize, Serialize};
use store::{AccountCounts, Keep, KeepLink, KeepOutcome};
use terms::{EventKind, Language, LinkKind, Rejection, Role};

/// Members that are read at once.
const TOGETHER: i64 = 500;

/// What the cookie of the browser that closed an account holds, sealed.
#[derive(Serialize, Deserialize)]
struct Note {
    account: AccountId,
}

/// The place that this cookie is bound to.
const NOTE: AssociatedData<'static> = AssociatedData {
    table: "cookie",
    column: "closed account",
    row: "",
    owner: "",
};

/// What the page of an opened link shows.
#[derive(Debug)]
pub struct KeepView {
    /// The address that the mail went to.
    pub address: Email,
    /// The closing that the button undoes.
    pub closed: Closed,
}

impl Service {
    /// Returns what the person's account has.
    pub async fn account_counts(&self, who: &SignedIn) -> Result<AccountCounts> {
        Ok(self.store().account_counts(&who.member.account).await?)
    }

    /// Checks that the person is an owner, for [`Service::close_account`].
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn require_owner(&self, who: &SignedIn) -> Result<()> {
        let owner = who.member.role == Role::Owner;
        owner
            .then_some(())
            .ok_or_else(|| self.missing_role(EventKind::AccountClosed, who))
    }

    /// Closes the account of an owner: everything ends for all members, who are mailed, owners with a link that keeps it.
    /// Returns what the browser holds from now on, for [`Service::closed_here`].
    ///
    /// # Errors
    /// `Forbidden` unless the person is an owner, `StepUpNeeded`, `Conflict(RecentRepair)`.
    pub async fn close_account(&self, who: &SignedIn) -> Result<String> {
        const KIND: EventKind = EventKind::AccountClosed;
        self.require_owner(who)?;
        let closed = Closed { at: who.now };
        let mut effects = Effects::events(vec![self.event_by(KIND, who)]);
        let mut links = Vec::new();
        for member in self.all_members(&who.member.account).await? {
            let keep = self.keep_link(&member, closed, who.now);
            let about = About::AccountClosed {
                by: who.member.name.clone(),
                until: closed.until(),
                keep: keep.as_ref().map(|(keep, _)| keep.clone()),
            };
            links.extend(keep.map(|(_, link)| link));
            effects.mails.extend(self.mails_to(&reached(member), [about], who.now)?);
        }
        let done = self.store().close_account(&who.account_change(effects), &links).await?;
        self.noting(KIND, who, done.into_result().map_err(Into::into))?;
        self.note(&who.member.account)
    }

    /// Returns the closing of the account that this browser has closed, while it can be kept.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn closed_here(&self, note: &str) -> Result<Closed> {
        let opened = BASE64URL_NOPAD.decode(note.as_bytes()).ok();
        let opened = opened.and_then(|sealed| self.vault().open(&Sealed(sealed), NOTE).ok());
        let note = opened.and_then(|text| serde_json::from_slice::<Note>(&text).ok());
        let account = note.ok_or(GONE)?.account;
        Ok(self.store().closed(&account).await?.ok_or(GONE)?)
    }

    /// Returns what the page of an opened [`LinkKind::KeepAccount`] link shows.
    ///
    /// # Errors
    /// `Gone(Link)`; `Frozen` while the owner is frozen.
    pub async fn keep_view(&self, held: &str) -> Result<KeepView> {
        let (_, member) = self.keep_held(held, self.now()).await?;
        let closed = member.closed.ok_or(GONE)?;
        Ok(KeepView {
            address: reached(member).email,
            closed,
        })
    }

    /// Keeps the account: members can sign in again, anew. They are mailed.
    ///
    /// # Errors
    /// `Gone(Link)`, also once its erasing has begun; `Frozen` while the owner is frozen.
    pub async fn keep_account(&self, held: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        let (link, owner) = self.keep_held(held, now).await?;
        let mut effects = Effects::events(vec![self.event(EventKind::AccountKept, &owner, browser, now)]);
        for member in self.all_members(&owner.account).await? {
            let about = About::AccountKept { by: owner.name.clone() };
            effects.mails.extend(self.mails_to(&reached(member), [about], now)?);
        }
        let keep = Keep {
            link: &link,
            account: &owner.account,
            member: &owner.id,
            now,
        };
        match self.store().keep_account(keep, &effects).await? {
            KeepOutcome::Done => Ok(()),
            KeepOutcome::LinkGone => Err(GONE.into()),
            KeepOutcome::Frozen => Err(Rejection::Frozen.into()),
        }
    }

    /// Makes another link that keeps an owner's closed account, for the operator to hand over. Returns it with its end; `None`
    /// unless the account is closed and the member an owner.
    ///
    /// # Errors
    /// `NotFound` for an address without a member, `Invalid` for what is no address; `Frozen` while the owner is frozen.
    pub async fn operator_keep(&self, email: &str) -> Result<Option<(SecretLink, Timestamp)>> {
        let now = self.now();
        let member = self.addressed(email).await?;
        let closed = member.closed.filter(|_| member.role == Role::Owner);
        let Some((written, keep)) = closed.and_then(|closed| self.keep_link(&member, closed, now)) else {
            return Ok(None);
        };
        member.may_keep()?;
        self.store().ask_keep(&keep, &Effects::none()).await?;
        Ok(Some((written, keep.link.expires_at)))
    }

    /// Returns the mail to a member of a closed account who has forgotten the password: to an owner with another link that keeps
    /// the account.
    pub(crate) fn closed_mail(
        &self,
        member: &Member,
        closed: Closed,
        language: Language,
        now: Timestamp,
    ) -> Result<(NewMail, Option<KeepLink>)> {
        let keep = self.keep_link(member, closed, now);
        let about = About::AccountIsClosed {
            since: closed.at,
            until: closed.until(),
            keep: keep.as_ref().map(|(keep, _)| keep.clone()),
        };
        let mail = Mail {
            language: member.language.unwrap_or(language),
            ..Mail::to_member(member, about, now)
        };
        let mail = self.seal_mail(&mail, None, now)?;
        Ok((mail, keep.map(|(_, link)| link)))
    }

    /// Returns the owners of an account.
    pub(crate) async fn owners(&self, account: &AccountId) -> Result<Vec<Member>> {
        let mut members = self.all_members(account).await?;
        members.retain(|member| member.role == Role::Owner);
        Ok(members)
    }

    /// Returns all members of an account.
    async fn all_members(&self, account: &AccountId) -> Result<Vec<Member>, InternalError> {
        let mut all: Vec<Member> = Vec::new();
        loop {
            let after = all.last().map(|member| member.id.clone());
            let part = self.store().members(account, after.as_ref(), TOGETHER).await?;
            if part.is_empty() {
                return Ok(all);
            }
            all.extend(part);
        }
    }

    /// Creates the link that keeps the account, if the member is an owner.
    fn keep_link(&self, member: &Member, closed: Closed, now: Timestamp) -> Option<(SecretLink, KeepLink)> {
        if member.role != Role::Owner {
            return None;
        }
        let token = PlainToken::random(self.entropy());
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::KeepAccount,
            subject: member.id.to_string(),
            expires_at: closed.link_end(now),
        };
        let link = KeepLink {
            link,
            member: member.id.clone(),
            address: reached(member.clone()).email,
        };
        Some((self.mailed_link("/keep-account", &token), link))
    }

    async fn keep_held(&self, held: &str, now: Timestamp) -> Result<(Link, Member)> {
        let link = self.link_held(LinkKind::KeepAccount, held, now).await?;
        let member = self.store().member_of_link(&link.subject).await?.ok_or(GONE)?;
        match member.may_keep()? {
            true => Ok((link, member)),
            false => Err(GONE.into()),
        }
    }

    fn note(&self, account: &AccountId) -> Result<String> {
        let note = Note {
            account: account.clone(),
        };
        let text = serde_json::to_vec(&note).map_err(|e| InternalError::new("writing a cookie", e))?;
        let sealed = self.vault().seal(&text, NOTE, self.entropy())?;
        Ok(BASE64URL_NOPAD.encode(&sealed.0))
    }
}

/// The member at the address that mails about the account go to: while they are frozen, the one that they are frozen for,
/// because another person may have the present one.
fn reached(member: Member) -> Member {
    match &member.frozen {
        Some(frozen) => Member {
            email: frozen.to.clone(),
            ..member
        },
        None => member,
    }
}
