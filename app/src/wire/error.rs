//! The only error a page knows: closed, without strings, the same in JSON, in the flash cookie and on the screen.

use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// Why the server said no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// No live session (401).
    NotSignedIn,
    /// Password and, with two-factor on, a passcode first (403).
    StepUpNeeded,
    /// Not in a repair session (403).
    Repair,
    /// Not there, or not for this caller (404).
    NotFound,
    /// Bad input at a field (400).
    Invalid(Field, Problem),
    /// E-mail and password do not fit (422).
    WrongCredentials,
    /// The signed-in member's password is wrong (422).
    WrongPassword,
    /// Wrong, used or unknown code (422).
    WrongCode {
        /// Tries before a wait begins, when it matters.
        tries_left: Option<u8>,
        /// It was the last one: the wait has begun, and is so many seconds long.
        wait: Option<i64>,
        /// Minutes the phone's clock is off, negative when it is slow.
        clock_minutes: Option<i32>,
    },
    /// Too many tries (429).
    Wait {
        /// Unix seconds.
        until: i64,
        /// The server's clock when it answered, Unix seconds.
        now: i64,
    },
    /// Passcodes stopped until a recovery code is used (429).
    Stopped,
    /// Challenge or link (422) or pending device (404) is over.
    Gone(Ended),
    /// It clashes with what is there (409).
    Conflict(Conflict),
    /// Password hashing is busy (503).
    Busy,
    /// Broken off by the server after its longest patience (504); it may have been done.
    TimedOut,
    /// Broken on our side (500).
    Internal,
    /// The client could not reach the server; never sent by it.
    Offline,
}

/// A field, named as in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    Email,
    Password,
    NewPassword,
    Name,
    DeviceName,
    Passcode,
    RecoveryCode,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Missing,
    TooShort,
    TooLong,
    Malformed,
    HiddenCharacters,
    Common,
}

/// What is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ended {
    Challenge,
    Link,
    PendingDevice,
}

/// What it clashes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conflict {
    DeviceName,
    TenDevices,
    LastDevice,
    NotLast,
    OtherBrowser,
    /// Until this moment, Unix seconds.
    RecentRepair(i64),
    TwoFactorOff,
    RegistrationClosed,
    EmailTaken,
}

impl ApiError {
    /// The HTTP status for callers of JSON.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(..) => 400,
            Self::NotSignedIn => 401,
            Self::StepUpNeeded | Self::Repair => 403,
            // Whoever may not know that a device is pending is told the same.
            Self::NotFound | Self::Gone(Ended::PendingDevice) => 404,
            Self::Conflict(_) => 409,
            Self::WrongCredentials | Self::WrongPassword | Self::WrongCode { .. } | Self::Gone(_) => 422,
            Self::Wait { .. } | Self::Stopped => 429,
            Self::Internal | Self::Offline => 500,
            Self::Busy => 503,
            Self::TimedOut => 504,
        }
    }

    /// Seconds for `Retry-After`.
    pub const fn retry_after(&self) -> Option<i64> {
        match self {
            Self::Wait { until, now } => Some(until.saturating_sub(*now)),
            Self::Busy => Some(2),
            _ => None,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    /// What the framework itself refuses: a body it cannot read is the caller's fault, the rest is nobody's secret.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "hydrate") => Self::Offline,
            ServerFnErrorErr::Deserialization(_) => Self::Invalid(Field::Name, Problem::Malformed),
            _ => Self::Internal,
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for ApiError {}
