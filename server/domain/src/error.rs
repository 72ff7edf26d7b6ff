//! Why something did not happen. `Refused` is for people and closed; `Fault` is for the operator.
//!
//! One enum serves every use case: the same refusal ("wait", "step up first") arises in most of them, and a page
//! has to answer all of them anyway. A use case's documentation says which it returns.

use crate::Timestamp;

/// What a use case returns instead of success.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no; the person is told why.
    #[error("refused: {0:?}")]
    Refused(Refused),
    /// It could not be found out or done; logged once at the boundary, the person sees a request id.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Could not find out, or could not do: a broken store, a value that does not open. Never carries a secret.
#[derive(Debug, thiserror::Error)]
#[error("{doing}: {cause}")]
pub struct Fault {
    /// What was being done.
    pub doing: &'static str,
    /// What the machine said.
    pub cause: String,
}

impl Fault {
    /// A fault while `doing` something, because of `cause`.
    pub fn new(doing: &'static str, cause: impl std::fmt::Display) -> Self {
        Self {
            doing,
            cause: cause.to_string(),
        }
    }
}

/// Why the rules say no. Wrong, used and unknown codes are one and the same answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Bad input, named at its field (400).
    Invalid(Field, Problem),
    /// E-mail and password do not fit together, or nobody has this e-mail (422).
    WrongCredentials,
    /// The password of the signed-in member is wrong (422).
    WrongPassword,
    /// The second factor is wrong, used or not of this member (422).
    WrongCode {
        /// How many tries are left before a wait begins; `None` when not worth saying.
        tries_left: Option<u8>,
        /// It was the last one before a wait, which lasts until this moment.
        until: Option<Timestamp>,
        /// What the phone's clock seems to be doing, where the rules let us say so.
        clock: Option<ClockHint>,
    },
    /// Too many tries: nothing was evaluated; try again from this moment on (429).
    Wait(Timestamp),
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
    /// The challenge, link or pending device is over: start again (422).
    Gone(Ended),
    /// It clashes with what is there (409).
    Conflict(Conflict),
    /// The queue for password hashing is full (503).
    Busy,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// A password that everybody tries first, or made of the person's or product's name.
    Common,
}

/// What a wrong code says about the phone's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockHint {
    /// About how many minutes it is off; at least 1.
    pub minutes: u32,
    /// Slow (true) or fast.
    pub slow: bool,
}

/// What is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The challenge after a right password.
    Challenge,
    /// A one-time link.
    Link,
    /// A pending device.
    PendingDevice,
}

/// What it clashes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<crate::kernel::ports::HashRefused> for Error {
    fn from(refused: crate::kernel::ports::HashRefused) -> Self {
        match refused {
            crate::kernel::ports::HashRefused::Busy => Self::Refused(Refused::Busy),
            crate::kernel::ports::HashRefused::Fault(fault) => Self::Fault(fault),
        }
    }
}
