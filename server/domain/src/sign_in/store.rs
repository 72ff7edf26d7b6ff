//! Storage for signing in: passwords, challenges, known browsers, decisions about second factors.

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

/// A password that was verified.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// The member's hash at the time of the check. The password opens something only while this is still the member's
    /// hash.
    pub hash: &'a PasswordHash,
    /// The tries that were reserved for it; they are released together with what it opens.
    pub tries: &'a [Window],
    /// When the tries were reserved.
    pub reserved_at: Timestamp,
}

impl<'a> Verified<'a> {
    /// A verified password without reserved tries.
    pub const fn of(hash: &'a PasswordHash) -> Self {
        Self {
            hash,
            tries: &[],
            reserved_at: Timestamp(0),
        }
    }
}

/// The outcome of reserving tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// One try was reserved in every window.
    Reserved,
    /// No try was reserved; all windows have room from this moment on.
    Full(Timestamp),
}

/// A challenge with everything a passcode is checked against.
#[derive(Clone, Debug)]
pub struct Challenged {
    /// The challenge.
    pub challenge: Challenge,
    /// The challenge's member.
    pub member: Member,
    /// The member's counter of wrong passcodes.
    pub passcodes: Counter,
    /// The member's confirmed devices.
    pub devices: Vec<Candidate>,
    /// The known browser that was asked for, if it is known to the member.
    pub known: Option<TokenDigest>,
}

/// The devices whose passcodes count for an API key.
#[derive(Clone, Debug)]
pub enum KeyCandidates {
    /// Its machine device, beside which no other counts.
    Machine(Candidate),
    /// The confirmed devices of its member.
    Personal(Vec<Candidate>),
}

/// A question whether a browser is known to a member: whether it has completed a sign-in of theirs in a period.
#[derive(Clone, Debug)]
pub struct KnownQuery {
    /// The digests of the browser's tokens, at most [`crate::sessions::session::KNOWN_MEMBERS`].
    pub digests: Vec<TokenDigest>,
    /// The beginning of the period.
    pub since: Timestamp,
    /// The end of the period.
    pub until: Timestamp,
}

impl KnownQuery {
    /// Asks for no browser.
    pub const fn none() -> Self {
        Self {
            digests: Vec::new(),
            since: Timestamp(0),
            until: Timestamp(0),
        }
    }
}

/// Storage for signing in.
#[async_trait]
pub trait SignInStore: Send + Sync {
    /// Returns the member with this [`crate::kernel::email::Email::key`], and the browser if it is known to them. Costs
    /// the same for unknown addresses.
    async fn member_signing_in(
        &self,
        email_key: &str,
        known: &KnownQuery,
    ) -> Result<Option<(Member, Option<TokenDigest>)>, InternalError>;
    /// Reserves one try in every window, or in none. Full windows are found by a read.
    async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<Reservation, InternalError>;
    /// Releases tries that were reserved at `at`.
    async fn release(&self, windows: &[Window], at: Timestamp) -> Result<(), InternalError>;
    /// Replaces the hash `old` by `new`; false if it is not the member's any more.
    async fn rehash(&self, member: &MemberId, old: &PasswordHash, new: &PasswordHash) -> Result<bool, InternalError>;
    /// Opens a challenge if the verified password is still the member's and two-factor is on.
    async fn open_challenge(
        &self,
        challenge: &Challenge,
        password: &Verified<'_>,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Returns the challenge with its member, if it is live and has tries left.
    async fn challenge(
        &self,
        digest: &TokenDigest,
        known: &KnownQuery,
        now: Timestamp,
    ) -> Result<Option<Challenged>, InternalError>;
    /// Ends a challenge.
    async fn end_challenge(&self, digest: &TokenDigest) -> Result<(), InternalError>;
    /// Opens a session for a password alone, if it is still the member's and two-factor is off.
    async fn open_session(
        &self,
        session: &Session,
        password: &Verified<'_>,
        known: &KnownBrowser,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Whether any browser has completed a sign-in of this member.
    async fn knows_browsers(&self, member: &MemberId) -> Result<bool, InternalError>;
    /// Returns the confirmed devices of a member.
    async fn candidates(&self, member: &MemberId) -> Result<Vec<Candidate>, InternalError>;
    /// Returns a counter; the default one if nothing was counted yet.
    async fn counter(&self, key: &CounterKey) -> Result<Counter, InternalError>;
    /// Decides an attempt in one transaction, see [`crate::sign_in::attempt`].
    async fn decide(&self, attempt: &FactorAttempt) -> Result<Decision, InternalError>;
}
