//! Every refusal a person can meet: what happened, what to do, how long.

use super::time::counted;
use crate::wire::error::ApiError;
use terms::{ClockHint, Conflict, Field, Problem, Rejection};

/// Above a form whose fields say what is wrong.
pub const FIELDS_TITLE: &str = "Something is missing or not right.";
pub const FIELDS: &str = "Look at the marked fields.";

pub mod field {
    pub const REQUIRED: &str = "Please fill this in.";
    pub const EMAIL: &str = "This is not an e-mail address. It looks like name@example.com.";
    pub const NAME: &str = "A name has 1 to 64 characters.";
    pub const NAME_HIDDEN: &str = "This name contains an invisible character. Delete it, or type the name by hand.";
    pub const DEVICE_NAME: &str = "A device name has 1 to 64 characters.";
    pub const DEVICE_NAME_TAKEN: &str = "You already have a device with this name. Choose another.";
    pub const PASSWORD_SHORT: &str = "Use at least 8 characters.";
    pub const PASSWORD_LONG: &str = "Use at most 256 characters.";
    pub const PASSWORD_COMMON: &str =
        "Too easy to guess: many people use it, or it is made of your name or address. Choose another.";
    pub const PASSWORD_WRONG: &str = "This password is not right.";
    pub const PASSCODE_SHAPE: &str = "A passcode has six digits.";
    pub const PASSCODE_WRONG: &str = "That passcode is not right. Try the next one your app shows.";
    /// Where no other is checked for now.
    pub const PASSCODE_WRONG_LAST: &str = "That passcode was not right either.";
    pub const RECOVERY_SHAPE: &str = "A recovery code has four groups of five letters and digits.";
    pub const RECOVERY_WRONG: &str = "That recovery code is not right, or it was used before.";
}

/// Wrong e-mail and wrong password look alike.
pub const CREDENTIALS_TITLE: &str = "E-mail or password is not right.";
pub const CREDENTIALS: &str = "Check both and try again.";

pub fn tries_left(count: u32) -> String {
    format!(
        "{} left.",
        if count == 1 {
            "1 try".to_owned()
        } else {
            format!("{count} tries")
        }
    )
}

pub const CLOCK: &str = "Turn on automatic time, then try the next passcode.";

/// What the phone's clock does.
pub fn clock_title(hint: ClockHint) -> String {
    let way = if hint.slow { "slow" } else { "fast" };
    format!(
        "Your phone’s clock is about {} {way}.",
        counted(hint.minutes.into(), "minute")
    )
}

pub const LOCKED_TITLE: &str = "Too many wrong passcodes.";
pub const LOCKED: &str = "Passcodes are not checked while you wait. A recovery code still works.";
/// The wait has just begun, and the sign-in may have had its five tries.
pub const LOCKED_NOW: &str = "Passcodes are not checked while you wait. Then start again with your password.";
pub const RECOVERY_LOCKED_TITLE: &str = "Too many wrong recovery codes.";
pub const RECOVERY_LOCKED: &str = "Recovery codes are not checked while you wait. A passcode still works.";
/// Beside how many tries are left.
pub const PASSCODE_TRIES: &str =
    "Then you have to wait. If passcodes keep failing, turn on automatic time on your phone.";
pub const RECOVERY_TRIES: &str = "Then you have to wait. Each recovery code works only once: try another one.";
pub const STOPPED_TITLE: &str = "Your passcodes are stopped.";
pub const STOPPED: &str = "There were 100 wrong ones. Sign in with a recovery code to start them again.";
pub const RECOVERY_STOPPED_TITLE: &str = "Your recovery codes are stopped.";
pub const RECOVERY_STOPPED: &str = "There were 100 wrong ones. Sign in with a passcode and make new recovery codes.";
pub const TOO_MANY_TITLE: &str = "Too many tries.";
pub const TOO_MANY: &str = "Nothing is checked while you wait.";

/// *Send again*, too early.
pub const MAILED_TITLE: &str = "The last message is less than a minute old.";
pub const MAILED: &str = "Give it a moment to arrive.";

pub const CHALLENGE_TITLE: &str = "This sign-in has run out.";
pub const CHALLENGE: &str = "It lasts 10 minutes and takes 5 tries. Start again with your password.";
pub const LINK_TITLE: &str = "This link does not work any more.";
pub const LINK: &str = "It was used, has run out, or a newer one was sent. Have it sent again.";
pub const SET_UP_LINK: &str =
    "It was used or has run out. If there is an owner already, sign in; if not, restart the service for a new link.";
pub const PENDING_TITLE: &str = "The time to confirm this device is over.";
pub const PENDING: &str = "A QR code works for 15 minutes. Add the device again.";
pub const TEN_DEVICES_TITLE: &str = "You have ten devices.";
pub const TEN_DEVICES: &str = "That is the most there can be. Remove one that you no longer use.";
pub const TWO_FACTOR_OFF_TITLE: &str = "Two-factor authentication is off.";
pub const TWO_FACTOR_OFF: &str =
    "Somebody, perhaps you in another browser, has switched it off. There is nothing left to do here.";
pub const EMAIL_TAKEN_TITLE: &str = "This e-mail address already belongs to a member.";
pub const EMAIL_TAKEN: &str = "Sign in with it, or choose another address.";
pub const RECENT_REPAIR_TITLE: &str = "You used a recovery code less than a day ago.";
pub const CONFLICT_TITLE: &str = "This has changed in the meantime.";
pub const CONFLICT: &str = "Somebody, perhaps you in another browser, was faster. Look again, then repeat it.";
pub const STEP_UP_TITLE: &str = "Please prove that it is you.";
pub const STEP_UP: &str = "This needs your password and, with two-factor on, a passcode.";
pub const REPAIR_TITLE: &str = "Not with a recovery code.";
pub const REPAIR: &str = "You signed in with a recovery code. Set up a device, then sign in with its passcode.";
pub const BUSY_TITLE: &str = "Busy at the moment.";
pub const BUSY: &str = "Nothing was changed. Try again in a few seconds.";
pub const INTERNAL_TITLE: &str = "That did not work, and it is our fault.";
pub const INTERNAL: &str = "Nothing was half done. Try again; if it stays so, tell whoever runs this service.";
pub const OFFLINE_TITLE: &str = "The service cannot be reached.";
pub const TRY_AGAIN: &str = "Try again";
pub const OFFLINE: &str = "Check your connection, then try again.";

/// Whole pages: a title, and what to do.
pub mod page {
    pub const GO_HOME: &str = "Go to Home";
    /// Before the number that the operator finds in the log.
    pub const REQUEST: &str = "Request";

    pub const NOT_FOUND: (&str, &str) = (
        "Page not found",
        "There is nothing at this address, or it is not for you to see.",
    );
    pub const FORBIDDEN: (&str, &str) = (
        "This is not allowed",
        "The request did not come from a page of this service, or your session may not do this. Nothing was changed.",
    );
    pub const INTERNAL: (&str, &str) = (
        "That did not work",
        "It is our fault, and nothing was half done. Try again; if it stays so, tell whoever runs this service.",
    );
    pub const TIMED_OUT: (&str, &str) = (
        "This took too long",
        "It may have been done all the same: look before you repeat it.",
    );
    pub const UNAVAILABLE: (&str, &str) = ("Busy at the moment", "Nothing was changed. Try again in a few seconds.");

    /// What the server says when no page of ours can.
    pub const fn of_status(status: u16) -> (&'static str, &'static str) {
        match status {
            403 => FORBIDDEN,
            404 => NOT_FOUND,
            405 => ("Not possible here", "This address cannot be used in this way."),
            408 => ("Too slow", "What was sent did not arrive in time. Try again."),
            413 => ("Too much at once", "What was sent is larger than any form of ours."),
            414 => ("Address too long", "No address of ours is that long."),
            421 => (
                "Wrong address",
                "This service answers under another name. Check the address, or ask whoever runs it.",
            ),
            503 => UNAVAILABLE,
            504 => TIMED_OUT,
            500.. => INTERNAL,
            _ => ("Not understood", "The request was not understood. Nothing was changed."),
        }
    }
}

/// The sentence for a field's own error; `None` where the error belongs above the form or to another field.
pub fn at_field(error: &ApiError, at: Field) -> Option<String> {
    let text = match (error.rejection()?, at) {
        (Rejection::Invalid(field, Problem::Missing), at) if *field == at => field::REQUIRED,
        (Rejection::Invalid(field @ (Field::Name | Field::DeviceName), Problem::HiddenCharacters), at)
            if *field == at =>
        {
            field::NAME_HIDDEN
        }
        (Rejection::Invalid(Field::Email, _), Field::Email) => field::EMAIL,
        (Rejection::Invalid(Field::Name, _), Field::Name) => field::NAME,
        (Rejection::Invalid(Field::DeviceName, _), Field::DeviceName) => field::DEVICE_NAME,
        (Rejection::Conflict(Conflict::DeviceName), Field::DeviceName) => field::DEVICE_NAME_TAKEN,
        (Rejection::Invalid(Field::Passcode, _), Field::Passcode) => field::PASSCODE_SHAPE,
        (Rejection::Invalid(Field::RecoveryCode, _), Field::RecoveryCode) => field::RECOVERY_SHAPE,
        (Rejection::Invalid(bad, problem), at) if *bad == at => match problem {
            Problem::TooShort => field::PASSWORD_SHORT,
            Problem::TooLong => field::PASSWORD_LONG,
            _ => field::PASSWORD_COMMON,
        },
        (Rejection::WrongPassword, Field::Password) => field::PASSWORD_WRONG,
        (Rejection::WrongCode { wait: Some(_), .. }, Field::Passcode) => field::PASSCODE_WRONG_LAST,
        (Rejection::WrongCode { .. }, Field::Passcode) => field::PASSCODE_WRONG,
        (Rejection::WrongCode { .. }, Field::RecoveryCode) => field::RECOVERY_WRONG,
        _ => return None,
    };
    Some(text.to_owned())
}
