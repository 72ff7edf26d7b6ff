//! Why something did not happen: the same value in the rules, on the wire and on the screen.
//!
//! One enum serves every use case: the same rejection ("wait", "step up first") arises in most of them, and a page has
//! to answer all of them anyway. A use case's documentation says which it returns.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// Why the rules say no. Wrong, used and unknown codes are one and the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rejection {
    /// Bad input, named at its field (400).
    Invalid(Field, Problem),
    /// E-mail and password do not fit together, or no member has this e-mail (422).
    WrongCredentials,
    /// The password of the signed-in member is wrong (422).
    WrongPassword,
    /// The second factor is wrong, used or not of this member (422).
    WrongCode {
        /// Tries left before a wait begins; `None` when not worth saying.
        tries_left: Option<u8>,
        /// The wait that this failure began.
        wait: Option<Wait>,
        /// What the phone's clock seems to be doing, where the rules allow saying so.
        clock: Option<ClockHint>,
    },
    /// Too many tries: nothing was evaluated (429).
    Wait(Wait),
    /// After 100 failures passcodes stopped; only a recovery code opens (429).
    Stopped,
    /// No live session (401).
    NotSignedIn,
    /// Password and, with two-factor on, a second factor must be proved again first (403).
    StepUpNeeded,
    /// A repair session may not do this (403).
    Repair,
    /// There is no such thing for this caller (404).
    NotFound,
    /// The challenge or link (422) or the pending device (404) is over: start again.
    Gone(Ended),
    /// It clashes with what is there (409).
    Conflict(Conflict),
    /// The queue for password hashing is full (503).
    Busy,
}

/// How long to wait, by the clock of the server: `now` is its time when it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The first moment at which a try is evaluated again.
    pub until: Timestamp,
    /// The server's clock when it answered.
    pub now: Timestamp,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// E-mail address.
    Email,
    /// Password.
    Password,
    /// The new password where the present one is asked, too.
    NewPassword,
    /// A person's name.
    Name,
    /// A device's name.
    DeviceName,
    /// Passcode.
    Passcode,
    /// Recovery code.
    RecoveryCode,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was typed.
    Missing,
    /// Shorter than the minimum.
    TooShort,
    /// Longer than the maximum.
    TooLong,
    /// Not of the right form.
    Malformed,
    /// Control or bidirectional control characters.
    HiddenCharacters,
    /// A password among the most common ones, or made of the person's or product's name.
    Common,
}

/// What a wrong code says about the phone's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockHint {
    /// About how many minutes it is off; at least 1.
    pub minutes: u32,
    /// Slow (true) or fast.
    pub slow: bool,
}

/// What is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ended {
    /// The challenge after a right password.
    Challenge,
    /// A one-time link.
    Link,
    /// A pending device.
    PendingDevice,
}

/// What it clashes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conflict {
    /// Another device of this member has the name.
    DeviceName,
    /// Ten devices are there already.
    TenDevices,
    /// It is the last device: removing it is *Switch off*, which must be asked for.
    LastDevice,
    /// It was to be *Switch off*, but another device has come meanwhile.
    NotLast,
    /// It is being set up in another browser.
    OtherBrowser,
    /// A recovery code was used less than a day ago: until this moment only an older device may do this.
    RecentRepair(Timestamp),
    /// Two-factor authentication is off already.
    TwoFactorOff,
    /// Registration is not open.
    RegistrationClosed,
    /// The e-mail address has a member.
    EmailTaken,
}

impl Rejection {
    /// The HTTP status for programs.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(..) => 400,
            Self::NotSignedIn => 401,
            Self::StepUpNeeded | Self::Repair => 403,
            // A caller who may not know that a device is pending gets the same answer as for a random id.
            Self::NotFound | Self::Gone(Ended::PendingDevice) => 404,
            Self::Conflict(_) => 409,
            Self::WrongCredentials | Self::WrongPassword | Self::WrongCode { .. } | Self::Gone(_) => 422,
            Self::Wait(_) | Self::Stopped => 429,
            Self::Busy => 503,
        }
    }

    /// Seconds for `Retry-After`, where waiting helps.
    #[must_use]
    pub const fn retry_after(&self) -> Option<i64> {
        match self {
            Self::Wait(wait) => Some(wait.seconds()),
            Self::Busy => Some(2),
            _ => None,
        }
    }
}

impl Wait {
    /// How long, in seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.until.since(self.now)
    }
}
