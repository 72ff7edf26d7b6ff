//! One attempt at a second factor: what was offered, and what it opens if it is right.
//!
//! The store decides an [`Attempt`] in one transaction: it locks the counter, asks it, checks that the challenge or
//! session is still there, then either claims the step (or code) and opens what was asked for, or charges the counter,
//! and commits before anybody hears of it. All attempts of one counter are decided one after the other.

use crate::{
    Timestamp,
    kernel::{
        counter::{Counter, CounterKey, Limits},
        id::{DeviceId, MemberId, RecoveryCodeId},
        token::TokenDigest,
    },
    mail::OutboxMail,
    recovery::code::NewCodes,
    sessions::session::{KnownBrowser, Session},
};
use terms::Purpose;

/// An attempt, evaluated in memory, not yet decided.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Whose.
    pub member: MemberId,
    /// Where a failure is counted.
    pub counter: CounterKey,
    /// The numbers of that counter.
    pub limits: Limits,
    /// What was offered.
    pub proof: Proof,
    /// What it opens.
    pub opens: Opens,
    /// Now.
    pub now: Timestamp,
    /// Where from, kept with the device as its last use.
    pub address: String,
    /// Goes out with the success.
    pub mails: Vec<OutboxMail>,
    /// Goes out when this failure begins the first wait (the password is known to somebody).
    pub lock_mail: Option<OutboxMail>,
}

/// What was offered.
#[derive(Clone, Debug)]
pub enum Proof {
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

/// What a right proof opens, and what has to be there for the attempt to be looked at.
#[derive(Clone, Debug)]
pub enum Opens {
    /// The sign-in behind this challenge: the challenge ends, the session begins. A wrong code costs the challenge one
    /// of its tries. With [`Proof::Code`] the session is a repair session, the passcode counter starts afresh and the
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
    },
    /// The pending device named in [`Proof::Step`] (or `device`, when wrong) becomes confirmed.
    Confirm(Box<Confirm>),
}

/// The confirmation of a pending device.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The device; must be pending, unexpired and made by this session.
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
    /// Wrong, used or unknown; counted.
    Wrong(Counter),
    /// Not evaluated: the counter is closed.
    Closed(crate::kernel::counter::Closed),
    /// Not evaluated: the challenge, session or pending device is not there any more.
    Gone,
}

impl Opens {
    /// What the device remembers as its last use.
    pub const fn purpose(&self) -> Purpose {
        match self {
            Self::SignIn { .. } => Purpose::SignIn,
            Self::StepUp { .. } => Purpose::StepUp,
            Self::Confirm(_) => Purpose::SetUp,
        }
    }
}
