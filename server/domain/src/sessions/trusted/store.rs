//! Storage of trusted browsers.

use super::rules::TrustedBrowser;
use crate::{
    InternalError, Timestamp,
    kernel::{
        browser::Browser,
        id::{MemberId, TrustedBrowserId},
        token::TokenDigest,
    },
    sessions::session::{KnownBrowser, Session},
    sign_in::store::Verified,
    store::Effects,
};
use async_trait::async_trait;

/// A sign-in whose password was verified and that may skip the second factor.
#[derive(Clone, Copy)]
pub struct FactorSkip<'a> {
    /// What is opened. The store adds the trusted browser, and the device whose passcode the trust began with.
    pub session: &'a Session,
    /// The password, which must still be the member's.
    pub password: &'a Verified<'a>,
    /// The browser as one that is known to the member.
    pub known: &'a KnownBrowser,
    /// What the browser presents: series and digests of their tokens, at most [`super::TRUSTING_MEMBERS`].
    pub presented: &'a [(TrustedBrowserId, TokenDigest)],
    /// The digest of the next token.
    pub next: &'a TokenDigest,
    /// The client of the request.
    pub browser: &'a Browser,
    /// The current time.
    pub now: Timestamp,
    /// Writes that are committed with the session.
    pub effects: &'a Effects,
    /// Writes that are committed if the token was stolen.
    pub theft: &'a Effects,
}

/// The outcome of a [`FactorSkip`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// The session is open.
    Opened {
        /// The series whose next token the browser gets; `None` if it keeps what it has.
        rotated: Option<TrustedBrowserId>,
    },
    /// A second factor is needed. A series whose token was stolen has ended, with the sessions that it opened.
    No,
}

/// Storage of trusted browsers.
#[async_trait]
pub trait TrustedBrowserStore: Send + Sync {
    /// Opens a session for the password and a trusted browser, see [`TrustedBrowser::judge`]: not while the member's
    /// passcodes are stopped, because only a recovery code is a second factor then.
    async fn skip_factor(&self, skip: &FactorSkip<'_>) -> Result<Skipped, InternalError>;
    /// Returns the browsers that a member trusts, newest use first.
    async fn trusted_browsers(&self, member: &MemberId, now: Timestamp) -> Result<Vec<TrustedBrowser>, InternalError>;
    /// Ends the trust in a browser; false if the member has no such.
    async fn end_trust(
        &self,
        member: &MemberId,
        id: &TrustedBrowserId,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
}
