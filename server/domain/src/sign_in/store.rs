//! Signing in, in the database: passwords, challenges, known browsers, decisions about second factors.

use super::attempt::{Decision, FactorAttempt};
use crate::{
    InternalError, Timestamp,
    devices::device::Candidate,
    kernel::{
        counter::{Counter, CounterKey},
        id::MemberId,
        password::PasswordHash,
        throttle::Window,
        token::TokenDigest,
    },
    profile::member::Member,
    sessions::session::{Challenge, KnownBrowser, Session},
    store::Effects,
};
use async_trait::async_trait;

/// A password that was just verified.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// The member's hash as it was read; what it opens opens only while it is still the same.
    pub hash: &'a PasswordHash,
    /// Tries that were reserved for it; they are given back together with what it opens.
    pub tries: &'a [Window],
    /// When they were reserved.
    pub reserved_at: Timestamp,
}

impl<'a> Verified<'a> {
    /// Without tries to give back.
    pub const fn of(hash: &'a PasswordHash) -> Self {
        Self {
            hash,
            tries: &[],
            reserved_at: Timestamp(0),
        }
    }
}

/// Whether tries were reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// One in every window.
    Reserved,
    /// In none of them; there is room from this moment on.
    Full(Timestamp),
}

/// A challenge with what a passcode is checked against, in one read.
#[derive(Clone, Debug)]
pub struct Challenged {
    /// The challenge.
    pub challenge: Challenge,
    /// Its member.
    pub member: Member,
    /// The member's counter of wrong passcodes.
    pub passcodes: Counter,
    /// The member's confirmed devices.
    pub devices: Vec<Candidate>,
}

/// From a password to a session.
#[async_trait]
pub trait SignInStore: Send + Sync {
    /// The member with this [`crate::kernel::email::Email::key`].
    async fn member_by_email(&self, email_key: &str) -> Result<Option<Member>, InternalError>;
    /// Reserves one try in every window or in none.
    async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<Reservation, InternalError>;
    /// Gives reserved tries back: the password was right.
    async fn release(&self, windows: &[Window], at: Timestamp) -> Result<(), InternalError>;
    /// Replaces a hash by one of newer parameters, if it is still `old`.
    async fn rehash(&self, member: &MemberId, old: &PasswordHash, new: &PasswordHash) -> Result<(), InternalError>;
    /// Opens a challenge if the member's password is still the one that was verified and two-factor is on.
    async fn open_challenge(
        &self,
        challenge: &Challenge,
        password: &Verified<'_>,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// The challenge with its member, if it is live and has tries left.
    async fn challenge(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Challenged>, InternalError>;
    /// Ends a challenge.
    async fn end_challenge(&self, digest: &TokenDigest) -> Result<(), InternalError>;
    /// Opens a session for the password alone, only if that is still the one that was verified and two-factor is off.
    async fn open_session(
        &self,
        session: &Session,
        password: &Verified<'_>,
        known: &KnownBrowser,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Whether this browser completed a sign-in of this member before; not older than `since`.
    async fn known_browser(
        &self,
        digest: &TokenDigest,
        member: &MemberId,
        since: Timestamp,
    ) -> Result<bool, InternalError>;
    /// Whether any browser completed a sign-in of this member before.
    async fn knows_browsers(&self, member: &MemberId) -> Result<bool, InternalError>;
    /// The confirmed devices of a member as the passcode check needs them.
    async fn candidates(&self, member: &MemberId) -> Result<Vec<Candidate>, InternalError>;
    /// A counter; the default one where nothing was counted yet.
    async fn counter(&self, key: &CounterKey) -> Result<Counter, InternalError>;
    /// Decides an attempt in one transaction; see [`crate::sign_in::attempt`].
    async fn decide(&self, attempt: &FactorAttempt) -> Result<Decision, InternalError>;
}
