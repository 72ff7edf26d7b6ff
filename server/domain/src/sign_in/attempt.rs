//! One attempt at a second factor: what was offered, and what it opens if it is right.
//!
//! The store decides a [`FactorAttempt`] in one transaction: it locks the counters, asks them, checks that the challenge
//! or session is still there, then either claims the step (or code) and opens what was asked for, or charges the
//! counters, and commits before the answer. All attempts of one counter are decided one after the other.

use crate::{
    Timestamp,
    kernel::{
        counter::{Closed, Counter, CounterKey, Limits},
        id::{DeviceId, MemberId, RecoveryCodeId},
        password::PasswordHash,
        token::TokenDigest,
    },
    recovery::code::NewCodes,
    sessions::session::{KnownBrowser, Session},
    store::Effects,
};
use terms::Purpose;

/// An attempt, evaluated in memory, not yet decided.
#[derive(Clone, Debug)]
pub struct FactorAttempt {
    /// The member whose second factor it is.
    pub member: MemberId,
    /// Where a failure is counted. Every one of them must be open; a failure charges all, a success resets all.
    pub counters: Vec<CounterKey>,
    /// The numbers of these counters.
    pub limits: Limits,
    /// What was offered.
    pub evidence: Evidence,
    /// What it opens.
    pub target: Target,
    /// The present moment.
    pub now: Timestamp,
    /// The network address, kept with the device as its last use.
    pub address: String,
    /// Committed with the success.
    pub effects: Effects,
    /// Committed with a failure that begins the first wait: the sender knows the password.
    pub lock_effects: Effects,
}

/// What was offered.
#[derive(Clone, Debug)]
pub enum Evidence {
    /// Matches nothing; still decided in the same transaction, so that it is counted.
    Wrong,
    /// The code of this step of this device: right if the step is later than the device's last one.
    Step {
        /// The device it belongs to.
        device: DeviceId,
        /// The time step (RFC 6238 `T`).
        step: i64,
    },
    /// This recovery code: right if it is unused.
    Code(RecoveryCodeId),
}

/// What right evidence opens, and what has to be there for the attempt to be looked at.
#[derive(Clone, Debug)]
pub enum Target {
    /// The sign-in behind this challenge: the challenge ends, the session begins. A wrong code costs the challenge one
    /// of its tries. With [`Evidence::Code`] the session is a repair session, the passcode counter starts afresh and the
    /// member's `repaired_at` becomes now.
    SignIn {
        /// The challenge; must be live, unused and have tries left.
        challenge: TokenDigest,
        /// The session to open.
        session: Box<Session>,
        /// The browser becomes known to the member; `None` in a repair session.
        known: Option<KnownBrowser>,
    },
    /// Step-up in this session: `password_at` and `factor_at` become now. The session must be live, and goes on under
    /// its new token.
    StepUp {
        /// The session.
        session: TokenDigest,
        /// Its token from then on.
        new_digest: TokenDigest,
        /// There is no challenge: the hash of the password that was verified just before must still be the member's.
        password: PasswordHash,
    },
    /// The pending device named in [`Evidence::Step`] (or `device`, when wrong) becomes confirmed.
    Confirm(Box<Confirm>),
}

/// The confirmation of a pending device.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The device; must be pending, unexpired and made in this session.
    pub device: DeviceId,
    /// The session that made it.
    pub session: TokenDigest,
    /// The session's token from now on: rights changed.
    pub new_digest: TokenDigest,
    /// Codes to store with their reveal if the member's two-factor is off now, or if the session is a repair
    /// session's first device and no unused code is left. `None`: nothing to store.
    pub codes: Option<NewCodes>,
}

/// How it was decided. Everything but `Accepted` changed nothing but counters and tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It was right and is used up; what was asked for is open.
    Accepted,
    /// Wrong, used or unknown; counted. The first of the attempt's counters as it is now.
    Wrong(Counter),
    /// Not evaluated: a counter is closed.
    Closed(Closed),
    /// Not evaluated: the challenge, session or pending device is not there any more.
    Gone,
}

impl Target {
    /// What the device remembers as its last use.
    pub const fn purpose(&self) -> Purpose {
        match self {
            Self::SignIn { .. } => Purpose::SignIn,
            Self::StepUp { .. } => Purpose::StepUp,
            Self::Confirm(_) => Purpose::SetUp,
        }
    }
}
