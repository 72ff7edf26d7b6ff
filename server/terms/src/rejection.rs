//! Rejections: the same value in the rules, on the wire and on the screen.
//!
//! One enum serves every use case, because the same rejections ("wait", "step up first") occur in most of them. The
//! documentation of a use case lists those it returns.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a request was refused. Wrong, used and unknown codes are indistinguishable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rejection {
    /// Invalid input in this field (400).
    Invalid(Field, Problem),
    /// E-mail address and password do not match, or no member has this address (422).
    WrongCredentials,
    /// The password of the signed-in member is wrong (422).
    WrongPassword,
    /// The second factor is wrong, used or another member's (422).
    WrongCode {
        /// Tries left before a wait begins; `None` if more than a few are left.
        tries_left: Option<u8>,
        /// The wait that this failure began.
        wait: Option<Wait>,
        /// What the code says about the phone's clock, where the rules allow telling.
        clock: Option<ClockHint>,
    },
    /// The mailed code is wrong, used, too old or used up (422).
    WrongMailedCode,
    /// The passcode is right, but comes before one that was accepted while the server's clock was ahead (422). Not counted.
    BeforeUsed,
    /// Too many tries: this one was not evaluated (429).
    Wait(Wait),
    /// Passcodes are stopped after 100 failures; only a recovery code works (429).
    Stopped,
    /// No live session (401).
    NotSignedIn,
    /// Password and, with two-factor on, a second factor have to be proved first (403).
    StepUpNeeded,
    /// A program has to prove a second factor, too (401).
    SecondFactorNeeded,
    /// A program may not do this (403).
    Forbidden,
    /// A repair session may not do this (403).
    Repair,
    /// A session that a colleague's device opened may not do this (403).
    SignInOnly,
    /// A session of a member who should have switched two-factor on may not do this (403).
    Restricted,
    /// The account is frozen, after the right password (403).
    Frozen,
    /// The account is closed, after the right password (403).
    AccountClosed {
        /// When it was closed.
        at: Timestamp,
        /// When it will be erased.
        until: Timestamp,
    },
    /// The thing does not exist for this caller (404).
    NotFound,
    /// The challenge or link (422) or the pending device (404) is over.
    Gone(Ended),
    /// The request conflicts with the current state (409).
    Conflict(Conflict),
    /// The queue for password hashing is full, or the database has too much to do (503).
    Busy,
}

/// How long to wait. Both times are by the server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The moment from which tries are evaluated again.
    pub until: Timestamp,
    /// The server's time when it answered.
    pub now: Timestamp,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// The e-mail address.
    Email,
    /// The password.
    Password,
    /// The new password, in forms that also ask for the current one.
    NewPassword,
    /// A person's name.
    Name,
    /// A device's name.
    DeviceName,
    /// A passcode.
    Passcode,
    /// A recovery code.
    RecoveryCode,
    /// An API key's name.
    KeyName,
    /// The scopes of an API key.
    Scopes,
    /// How long an API key or a device is valid.
    Life,
    /// The networks that an API key is accepted from.
    Networks,
    /// The algorithm of a machine device.
    Algorithm,
    /// The digits of a machine device.
    Digits,
    /// The role of a member.
    Role,
    /// A mailed code.
    MailedCode,
    /// The day from which on two-factor is required.
    Deadline,
    /// The reason of a reset.
    Reason,
    /// The box of a person who freezes or closes the account.
    Sure,
    /// An app's name.
    AppName,
    /// How an app proves itself.
    AppKind,
    /// The public keys of an app.
    KeySet,
    /// Where an app wants people back after a sign-in.
    RedirectUris,
    /// Where an app wants people back after a sign-out.
    LogoutUris,
    /// Where an app is told of the end of a session.
    BackchannelUri,
    /// Who may use an app.
    Audience,
    /// The members for whom an app was chosen.
    Chosen,
    /// Whether people are asked before an app learns who they are.
    Consent,
    /// What has to be proved at least before an app learns who a person is.
    LeastProof,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// The field is empty.
    Missing,
    /// Shorter than the minimum.
    TooShort,
    /// Longer than the maximum.
    TooLong,
    /// Malformed.
    Malformed,
    /// Contains control or bidirectional control characters.
    HiddenCharacters,
    /// A recovery code where a passcode was asked for.
    RecoveryCode,
    /// A password among the most common ones, or composed of the person's or the product's name.
    Common,
    /// A private key where a public one was asked for.
    PrivateKey,
}

/// A hint about the phone's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockHint {
    /// By about how many minutes the clock is off; at least 1.
    pub minutes: u32,
    /// Whether the clock is slow; otherwise it is fast.
    pub slow: bool,
}

/// The thing that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ended {
    /// The challenge after a right password.
    Challenge,
    /// A one-time link.
    Link,
    /// A pending device.
    PendingDevice,
}

/// The conflict with the current state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conflict {
    /// Another device of this member has the name.
    DeviceName,
    /// The member has the maximum number of devices.
    TenDevices,
    /// The device is the last one: removing it switches two-factor off, which has to be requested.
    LastDevice,
    /// The request was to switch two-factor off, but there is another device now.
    NotLast,
    /// The device was added in another browser.
    OtherBrowser,
    /// A recovery code was used less than a day ago; until this moment only an older device may do this.
    RecentRepair(Timestamp),
    /// Two-factor is off.
    TwoFactorOff,
    /// The address of a colleague is the member's own.
    OwnDevice,
    /// Registration is not open.
    RegistrationClosed,
    /// The e-mail address belongs to a member.
    EmailTaken,
    /// Another API key of this member has the name.
    KeyName,
    /// The member has the maximum number of API keys.
    ManyKeys,
    /// Two-factor is off, but has to be on.
    TwoFactorNeeded,
    /// The account would be without an owner.
    LastOwner,
    /// The e-mail address belongs to a member of the account.
    AlreadyMember,
    /// The account has the maximum number of invitations.
    ManyInvitations,
    /// Members are created by command only.
    InvitationsClosed,
    /// The account's policy requires two-factor of the member.
    TwoFactorRequired,
    /// A reset of the member's second factor is under way.
    ResetRuns,
    /// Another app of the account has the name.
    AppName,
    /// The account has the maximum number of apps.
    ManyApps,
}

impl Rejection {
    /// Returns the HTTP status for programs.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(..) => 400,
            Self::NotSignedIn | Self::SecondFactorNeeded => 401,
            Self::StepUpNeeded
            | Self::Forbidden
            | Self::Repair
            | Self::SignInOnly
            | Self::Restricted
            | Self::Frozen
            | Self::AccountClosed { .. } => 403,
            // A caller who may not know that a device is pending gets the same answer as for an unknown id.
            Self::NotFound | Self::Gone(Ended::PendingDevice) => 404,
            Self::Conflict(_) => 409,
            Self::WrongCredentials
            | Self::WrongPassword
            | Self::WrongCode { .. }
            | Self::WrongMailedCode
            | Self::BeforeUsed
            | Self::Gone(_) => 422,
            Self::Wait(_) | Self::Stopped => 429,
            Self::Busy => 503,
        }
    }

    /// Returns the seconds for `Retry-After`, if waiting helps.
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
    /// Returns how long to wait, in seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.until.since(self.now)
    }
}
