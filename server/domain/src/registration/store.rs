//! One-time links, sign-ups and new members in the database.

use super::link::{Link, SignUp};
use crate::{InternalError, Timestamp, kernel::token::TokenDigest, profile::member::Member, store::Effects};
use async_trait::async_trait;
use terms::LinkKind;

/// How making a member ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// The member exists.
    Done,
    /// The link was used or is over.
    LinkGone,
    /// The address has a member.
    EmailTaken,
}

/// The sign-up that is mailed again.
#[derive(Clone, Copy, Debug)]
pub struct MailAgain<'a> {
    /// The token of the browser that waits.
    pub waiting: &'a TokenDigest,
    /// The last mail must have gone out at or before this moment.
    pub not_after: Timestamp,
    /// The present moment.
    pub now: Timestamp,
}

/// The way to a member.
#[async_trait]
pub trait RegistrationStore: Send + Sync {
    /// Whether any member exists.
    async fn has_member(&self) -> Result<bool, InternalError>;
    /// Keeps a link and ends older ones of its kind and subject.
    async fn put_link(&self, link: &Link) -> Result<(), InternalError>;
    /// The link with this token, unless it was exchanged or is over.
    async fn link(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Link>, InternalError>;
    /// Exchanges a link, once, for one held by the browser under `held` until `until`; `None` when it is over.
    async fn exchange_link(
        &self,
        digest: &TokenDigest,
        held: &TokenDigest,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Link>, InternalError>;
    /// The exchanged link that a browser holds, if it is of this kind and not over; its `digest` is the held one.
    async fn held_link(
        &self,
        held: &TokenDigest,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Option<Link>, InternalError>;
    /// Consumes the held link and makes an account with this member; a sign-up of the same address goes with it.
    async fn join(
        &self,
        held: &TokenDigest,
        member: &Member,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Joined, InternalError>;
    /// Keeps a sign-up (replacing one of the same address) and its link, if it gets one.
    async fn put_sign_up(&self, sign_up: &SignUp, link: Option<&Link>, effects: &Effects) -> Result<(), InternalError>;
    /// The unexpired sign-up of this address.
    async fn sign_up_by_email(&self, email_key: &str, now: Timestamp) -> Result<Option<SignUp>, InternalError>;
    /// The unexpired sign-up that this browser waits for.
    async fn sign_up_by_waiting(&self, waiting: &TokenDigest, now: Timestamp) -> Result<Option<SignUp>, InternalError>;
    /// Mails a sign-up again, with a new link if it gets one; false if the last mail is too young or nothing waits.
    async fn remail_sign_up(
        &self,
        again: MailAgain<'_>,
        link: Option<&Link>,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
}
