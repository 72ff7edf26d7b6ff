//! Signed-in browsers, and the challenge between a right password and the second factor.

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, HOUR, MINUTE},
        id::{DeviceId, MemberId, SessionId},
        seal::Sealed,
        token::TokenDigest,
    },
    profile::member::Member,
};
use terms::SessionKind;

/// A full session unused for this long is over, in seconds.
pub const IDLE_LIFE: i64 = HOUR;
/// No full session lives longer, in seconds.
pub const ABSOLUTE_LIFE: i64 = DAY;
/// A repair session lives this long, in seconds.
pub const REPAIR_LIFE: i64 = 30 * MINUTE;
/// How long a proof counts as step-up, in seconds.
pub const STEP_UP_LIFE: i64 = 10 * MINUTE;
/// `last_seen_at` is written at most this often, in seconds.
pub const SEEN_EVERY: i64 = MINUTE;
/// A challenge lives this long, in seconds.
pub const CHALLENGE_LIFE: i64 = 10 * MINUTE;
/// A challenge takes this many wrong codes.
pub const CHALLENGE_TRIES: i64 = 5;
/// A browser is known to a member for this long, in seconds.
pub const KNOWN_LIFE: i64 = 400 * DAY;
/// New recovery codes can be read again in the session that made them for this long, in seconds.
pub const REVEAL_LIFE: i64 = 15 * MINUTE;

/// What a session must have proved for a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The proofs must not be older.
    pub since: Timestamp,
    /// With two-factor on, a second factor besides the password.
    pub factor: bool,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id; stays when the token changes.
    pub id: SessionId,
    /// What the store knows its token by.
    pub digest: TokenDigest,
    /// Its member.
    pub member: MemberId,
    /// What it may do.
    pub kind: SessionKind,
    /// Since when.
    pub created_at: Timestamp,
    /// Last request, to the minute.
    pub last_seen_at: Timestamp,
    /// The absolute end.
    pub expires_at: Timestamp,
    /// When the password was last proved in it.
    pub password_at: Timestamp,
    /// When a second factor was last proved in it.
    pub factor_at: Option<Timestamp>,
    /// The device that proved it last, if a device did.
    pub device: Option<DeviceId>,
    /// The device whose passcode opened it, whatever proved itself later.
    pub opened_by: Option<DeviceId>,
    /// The network address that it was opened from.
    pub address: String,
    /// Browser and system in words.
    pub agent: String,
}

impl Session {
    /// Whether a request at `now` may use it.
    pub fn live(&self, now: Timestamp) -> bool {
        let idle = match self.kind {
            SessionKind::Full => IDLE_LIFE,
            SessionKind::Repair => REPAIR_LIFE,
        };
        now < self.expires_at && now < self.last_seen_at.plus(idle)
    }

    /// Whether this device proved itself in it last: then it ends with the device.
    pub fn proved_by(&self, device: &DeviceId) -> bool {
        self.device.as_ref() == Some(device)
    }

    /// Whether password and, with two-factor on, a second factor were proved within the last ten minutes.
    pub fn stepped_up(&self, member: &Member, now: Timestamp) -> bool {
        let fresh = |at: Timestamp| now < at.plus(STEP_UP_LIFE);
        fresh(self.password_at) && self.factor_fresh(member, now)
    }

    /// Whether the proofs are in it.
    pub fn proved(&self, member: &Member, proof: Proof) -> bool {
        let factor = member.two_factor_since.is_none() || self.factor_at.is_some_and(|at| at >= proof.since);
        self.password_at >= proof.since && (factor || !proof.factor)
    }

    /// Whether no second factor has to be asked: two-factor is off, or one was proved within ten minutes.
    pub fn factor_fresh(&self, member: &Member, now: Timestamp) -> bool {
        member.two_factor_since.is_none() || self.factor_at.is_some_and(|at| now < at.plus(STEP_UP_LIFE))
    }
}

/// When, where and with what somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The session it opened.
    pub session: SessionId,
    /// When.
    pub at: Timestamp,
    /// The network address that it was opened from.
    pub address: String,
    /// Browser and system in words.
    pub agent: String,
}

impl From<&Session> for SignIn {
    fn from(session: &Session) -> Self {
        Self {
            session: session.id.clone(),
            at: session.created_at,
            address: session.address.clone(),
            agent: session.agent.clone(),
        }
    }
}

/// The state between a right password and the second factor. Its token authenticates nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// What the store knows its token by.
    pub digest: TokenDigest,
    /// The member whose password was right.
    pub member: MemberId,
    /// When the password was proved.
    pub created_at: Timestamp,
    /// Now plus [`CHALLENGE_LIFE`].
    pub expires_at: Timestamp,
    /// Wrong codes so far, at most [`CHALLENGE_TRIES`].
    pub tries: i64,
}

/// A browser that completed a sign-in of this member once. Grants nothing.
#[derive(Clone, Debug)]
pub struct KnownBrowser {
    /// What the store knows its cookie by.
    pub digest: TokenDigest,
    /// The member who signed in.
    pub member: MemberId,
    /// When it was last completed.
    pub at: Timestamp,
}

/// New recovery codes on their way to the person: sealed, readable only in the session that made them.
#[derive(Clone, Debug)]
pub struct Reveal {
    /// The codes, one a line, sealed.
    pub codes: Sealed,
    /// After this moment they cannot be read again.
    pub expires_at: Timestamp,
}
