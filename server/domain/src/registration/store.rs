//! Storage of one-time links, sign-ups and new members.

use super::link::{Link, SignUp};
use crate::{InternalError, Timestamp, kernel::token::TokenDigest, profile::member::Member, store::Effects};
use async_trait::async_trait;
use terms::LinkKind;

/// The outcome of creating a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// The member exists.
    Done,
    /// The link was used or has expired.
    LinkGone,
    /// The address belongs to a member.
    EmailTaken,
}

/// A request to mail a sign-up again.
#[derive(Clone, Copy, Debug)]
pub struct MailAgain<'a> {
    /// The digest of the token that the waiting browser holds.
    pub waiting: &'a TokenDigest,
    /// The last mail must have been sent at or before this moment.
    pub not_after: Timestamp,
    /// The current time.
    pub now: Timestamp,
}

/// Storage of links, sign-ups and new members.
#[async_trait]
pub trait RegistrationStore: Send + Sync {
    /// Whether any member exists.
    async fn has_member(&self) -> Result<bool, InternalError>;
    /// Stores a link and ends older ones of its kind and subject.
    async fn put_link(&self, link: &Link) -> Result<(), InternalError>;
    /// Returns the link with this token, unless it was exchanged or has expired.
    async fn link(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Link>, InternalError>;
    /// Exchanges a link, once, for one with the token `held` that expires at `until`; `None` if it is over.
    async fn exchange_link(
        &self,
        digest: &TokenDigest,
        held: &TokenDigest,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Link>, InternalError>;
    /// Returns the exchanged link of this kind that a browser holds, unless it has expired. Its `digest` is that of the
    /// held token.
    async fn held_link(
        &self,
        held: &TokenDigest,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Option<Link>, InternalError>;
    /// Consumes the held link and creates an account with this member. Erases all sign-ups of the same address.
    async fn join(
        &self,
        link: &Link,
        member: &Member,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Joined, InternalError>;
    /// Stores a sign-up, and its link if there is one.
    async fn put_sign_up(&self, sign_up: &SignUp, link: Option<&Link>, effects: &Effects) -> Result<(), InternalError>;
    /// Returns the unexpired sign-up with this waiting token.
    async fn sign_up(&self, waiting: &TokenDigest, now: Timestamp) -> Result<Option<SignUp>, InternalError>;
    /// Records that a sign-up is mailed again and stores its new link; false if the last mail is too recent or there is
    /// no sign-up.
    async fn remail_sign_up(
        &self,
        again: MailAgain<'_>,
        link: Option<&Link>,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
}
