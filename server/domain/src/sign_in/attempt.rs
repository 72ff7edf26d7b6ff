//! One attempt at a second factor: what was presented, and what happens if it is right.
//!
//! The store decides a [`FactorAttempt`] in one transaction. It locks and checks the counters and checks that the
//! challenge or session still exists. Then it either consumes the time step or recovery code and opens the target, or
//! charges the counters. It commits before it returns, so attempts against one counter are decided one after the other.

use crate::sessions::trusted::NewTrust;
use crate::{
    Timestamp,
    api_keys::{every_call::FirstDecision, machine::ConfirmMachine},
    approvals::approval::Approve,
    freeze::kept::Keeper,
    kernel::{
        counter::{Closed, Counter, CounterKey, Limits},
        id::{DeviceId, MemberId, RecoveryCodeId},
        password::PasswordHash,
        throttle::Window,
        token::TokenDigest,
    },
    recovery::code::NewCodes,
    sessions::session::{KnownBrowser, Session},
    store::Effects,
    tokens::token::NewToken,
};
use terms::{Purpose, SessionKind};

/// An attempt that was evaluated in memory and is to be decided by the store.
#[derive(Clone, Debug)]
pub struct FactorAttempt {
    /// The member who owns the second factor.
    pub member: MemberId,
    /// The counters of this attempt. All of them must be open; a failure charges all, a success resets all.
    pub counters: Vec<CounterKey>,
    /// A window of wrong tries beside the counters: a failure takes a place, and nothing is evaluated while it is full.
    pub ceiling: Option<Window>,
    /// The limits of these counters.
    pub limits: Limits,
    /// What was presented.
    pub evidence: Evidence,
    /// What a right second factor opens.
    pub target: Target,
    /// The current time.
    pub now: Timestamp,
    /// The network address, stored as the device's last use.
    pub address: String,
    /// Writes that are committed with a success.
    pub effects: Effects,
    /// Writes that are committed with a failure that the member is told about, see
    /// [`Counter::alarms`].
    pub alarm_effects: Effects,
}

/// What was presented as second factor.
#[derive(Clone, Debug)]
pub enum Evidence {
    /// No match. The attempt is still decided by the store, so that it is counted.
    Wrong,
    /// The passcode of this time step of this device. It is right if the step is later than the device's last one.
    Step {
        /// The device.
        device: DeviceId,
        /// The time step (RFC 6238 `T`).
        step: i64,
    },
    /// The passcode of this time step of this machine device, which belongs to an API key.
    MachineStep {
        /// The device.
        device: DeviceId,
        /// The time step (RFC 6238 `T`).
        step: i64,
    },
    /// This recovery code. It is right if it is unused.
    Code(RecoveryCodeId),
}

/// What a right second factor opens, and what has to exist for the attempt to be evaluated.
#[derive(Clone, Debug)]
pub enum Target {
    /// Completes a sign-in: ends the challenge and opens the session. A sign-in-only device opens a session of its kind
    /// and no other. A wrong code costs the challenge one of its
    /// tries. With [`Evidence::Code`] the session is a repair session, the passcode counter is erased and the member's
    /// `repaired_at` is set.
    SignIn {
        /// The challenge; must be live and have tries left.
        challenge: TokenDigest,
        /// The session to open.
        session: Box<Session>,
        /// The browser that becomes known to the member; `None` in a repair session.
        known: Option<KnownBrowser>,
        /// The browser that becomes trusted, if the member wants it.
        trust: Option<Box<NewTrust>>,
    },
    /// Steps up this session: sets `password_at` and `factor_at` and gives the session a new token. The session must be
    /// live.
    StepUp {
        /// The digest of the session's token.
        session: TokenDigest,
        /// The digest of the session's new token.
        new_digest: TokenDigest,
        /// The hash of the password that was verified before. It must still be the member's, because there is no
        /// challenge.
        password: PasswordHash,
    },
    /// Confirms a pending device.
    Confirm(Box<Confirm>),
    /// Confirms a pending machine device of an API key.
    ConfirmMachine(Box<ConfirmMachine>),
    /// Stores an access token. The API key must exist and be valid, or the verified password must still be the member's.
    Token(Box<NewToken>),
    /// Approves an action of a program. The session must be live, and the request one that waits and that this member may
    /// approve.
    Approve(Box<Approve>),
    /// Opens nothing: the use of the device is recorded.
    Try(Try),
}

/// The trial of a device.
#[derive(Clone, Debug)]
pub struct Try {
    /// The device. No passcode of another one is right.
    pub device: DeviceId,
    /// The digest of the session's token. The session must be live and full.
    pub session: TokenDigest,
}

/// The confirmation of a pending device.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The device; must be pending, unexpired and added by this session.
    pub device: DeviceId,
    /// The digest of the session's token.
    pub session: TokenDigest,
    /// The digest of the session's new token.
    pub new_digest: TokenDigest,
    /// New recovery codes. They are stored if the member's two-factor is off, or if this is a repair session and no
    /// unused code is left.
    pub codes: Option<NewCodes>,
    /// What it decides about the account's switch if it switches two-factor on.
    pub every_call: Option<FirstDecision>,
    /// Whether the passcode proves the member's second factor in this session, which a colleague's does not.
    pub proves: bool,
    /// The confirmed device whose place and name it takes. That device is removed, with what it opened.
    pub replaces: Option<DeviceId>,
    /// Seals what the confirmation changes, so that it can be undone.
    pub keeper: Keeper,
}

/// The outcome of an attempt. Everything but `Accepted` changes counters and tries only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The second factor was right and is used up; the target is open.
    Accepted,
    /// The second factor was wrong, used or unknown, and was counted. Contains the first of the attempt's counters.
    Wrong(Counter),
    /// Not evaluated: a counter is closed.
    Closed(Closed),
    /// Not evaluated: the challenge, session or pending device does not exist any more.
    Gone,
}

impl Target {
    /// Whether it opens a session in which nothing can be changed.
    pub fn opens_sign_in_only(&self) -> bool {
        matches!(self, Self::SignIn { session, .. } if session.kind == SessionKind::SignInOnly)
    }

    /// Whether a passcode of this device may be right.
    pub fn accepts(&self, device: &DeviceId) -> bool {
        match self {
            Self::Try(tried) => tried.device == *device,
            _ => true,
        }
    }

    /// Returns what is stored as the purpose of the device's last use.
    pub const fn purpose(&self) -> Purpose {
        match self {
            Self::SignIn { .. } => Purpose::SignIn,
            Self::StepUp { .. } | Self::Approve(_) => Purpose::StepUp,
            Self::Confirm(_) | Self::ConfirmMachine(_) => Purpose::SetUp,
            Self::Token(_) => Purpose::Token,
            Self::Try(_) => Purpose::Try,
        }
    }
}
