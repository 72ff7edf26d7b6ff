//! Sessions of signed-in browsers, and the challenge between a right password and the second factor.

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, HOUR, MINUTE},
        id::{DeviceId, MemberId, SessionId, TrustedBrowserId},
        seal::Sealed,
        token::TokenDigest,
    },
    profile::member::Member,
};
use terms::SessionKind;

/// Idle timeout of a full session, in seconds.
pub const IDLE_LIFE: i64 = HOUR;
/// Absolute timeout of a full session, in seconds.
pub const ABSOLUTE_LIFE: i64 = DAY;
/// Lifetime of a repair session, in seconds.
pub const REPAIR_LIFE: i64 = 30 * MINUTE;
/// How long a step-up is fresh, in seconds.
pub const STEP_UP_LIFE: i64 = 10 * MINUTE;
/// Minimum time between two writes of `last_seen_at`, in seconds.
pub const SEEN_EVERY: i64 = MINUTE;
/// Lifetime of a challenge, in seconds.
pub const CHALLENGE_LIFE: i64 = 10 * MINUTE;
/// Maximum number of wrong codes for one challenge.
pub const CHALLENGE_TRIES: i64 = 5;
/// How long a browser stays known to a member, in seconds.
pub const KNOWN_LIFE: i64 = 400 * DAY;
/// Maximum members whose known-browser tokens one browser holds.
pub const KNOWN_MEMBERS: usize = 5;
/// Maximum known browsers of a member; the oldest is forgotten.
pub const KNOWN_BROWSERS: i64 = 20;
/// Maximum sessions of a member; the oldest ends.
pub const SESSIONS: i64 = 50;
/// How long new recovery codes are shown in the session that made them, in seconds.
pub const REVEAL_LIFE: i64 = 15 * MINUTE;

/// The step-up that a change requires of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProofRequirement {
    /// The current time; password and second factor must have been proved within [`STEP_UP_LIFE`] before it.
    pub now: Timestamp,
    /// Whether a second factor is required besides the password if two-factor is on.
    pub factor: bool,
}

/// The session of a signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session's id; it stays the same when the token changes.
    pub id: SessionId,
    /// The digest of the session's token.
    pub digest: TokenDigest,
    /// The session's member.
    pub member: MemberId,
    /// The kind of session, which determines its rights.
    pub kind: SessionKind,
    /// When the session was opened.
    pub created_at: Timestamp,
    /// When the last request was made, to the minute.
    pub last_seen_at: Timestamp,
    /// The absolute timeout.
    pub expires_at: Timestamp,
    /// When the password was last proved in this session.
    pub password_at: Timestamp,
    /// When a second factor was last proved in this session.
    pub factor_at: Option<Timestamp>,
    /// When a mailed code proved the member's mailbox in this session.
    pub mailbox_at: Option<Timestamp>,
    /// The device that was last used as second factor, if any.
    pub device: Option<DeviceId>,
    /// The device used at sign-in, if any; a later step-up does not change it.
    pub opened_by: Option<DeviceId>,
    /// The trusted browser that opened the session without a second factor, if one did.
    pub trusted: Option<TrustedBrowserId>,
    /// The network address that the session was opened from.
    pub address: String,
    /// Browser and operating system.
    pub agent: String,
}

impl Session {
    /// Whether the session is valid at `now`.
    pub fn live(&self, now: Timestamp) -> bool {
        let idle = match self.kind {
            SessionKind::Full | SessionKind::SignInOnly | SessionKind::Restricted => IDLE_LIFE,
            SessionKind::Repair => REPAIR_LIFE,
        };
        now < self.expires_at && self.created_at.is_recent(now, ABSOLUTE_LIFE) && self.last_seen_at.is_recent(now, idle)
    }

    /// Whether this device was the last second factor; the session ends when the device is removed.
    pub fn proved_by(&self, device: &DeviceId) -> bool {
        self.device.as_ref() == Some(device)
    }

    /// Whether the password and, with two-factor on, a second factor were proved within the last ten minutes.
    pub fn stepped_up(&self, member: &Member, now: Timestamp) -> bool {
        self.password_at.is_recent(now, STEP_UP_LIFE) && self.factor_fresh(member, now)
    }

    /// Whether the session meets this requirement.
    pub fn satisfies(&self, member: &Member, required: ProofRequirement) -> bool {
        let fresh = |at: Timestamp| at.is_recent(required.now, STEP_UP_LIFE);
        let factor = member.two_factor_since.is_none() || self.factor_at.is_some_and(fresh);
        fresh(self.password_at) && (factor || !required.factor)
    }

    /// Whether no second factor has to be asked for: two-factor is off, or one was proved within the last ten minutes.
    pub fn factor_fresh(&self, member: &Member, now: Timestamp) -> bool {
        member.two_factor_since.is_none() || self.factor_at.is_some_and(|at| at.is_recent(now, STEP_UP_LIFE))
    }
}

/// A sign-in of a member: time, place and browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The session that was opened.
    pub session: SessionId,
    /// When the member signed in.
    pub at: Timestamp,
    /// The network address.
    pub address: String,
    /// Browser and operating system.
    pub agent: String,
    /// The device used, if any.
    pub device: Option<DeviceId>,
}

impl From<&Session> for SignIn {
    fn from(session: &Session) -> Self {
        Self {
            session: session.id.clone(),
            at: session.created_at,
            address: session.address.clone(),
            agent: session.agent.clone(),
            device: session.opened_by.clone(),
        }
    }
}

/// The state between a right password and the second factor. Its token authenticates nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The digest of the challenge's token.
    pub digest: TokenDigest,
    /// The member whose password was right.
    pub member: MemberId,
    /// When the password was proved.
    pub created_at: Timestamp,
    /// `created_at` plus [`CHALLENGE_LIFE`].
    pub expires_at: Timestamp,
    /// Wrong codes so far, at most [`CHALLENGE_TRIES`].
    pub tries: i64,
}

/// A browser that has completed a sign-in of this member. It grants no rights.
#[derive(Clone, Debug)]
pub struct KnownBrowser {
    /// The digest of the token in the known-browser cookie.
    pub digest: TokenDigest,
    /// The member who signed in.
    pub member: MemberId,
    /// When the browser last completed a sign-in.
    pub at: Timestamp,
}

/// New recovery codes, sealed, readable only in the session that made them.
#[derive(Clone, Debug)]
pub struct Reveal {
    /// The codes, one per line, sealed.
    pub codes: Sealed,
    /// When the codes stop being readable.
    pub expires_at: Timestamp,
}
