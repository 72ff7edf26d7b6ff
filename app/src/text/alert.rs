//! The message above a form: what happened and what to do, for every refusal that no field tells by itself.

use super::{errors, recovery_codes, remove, scan, sign_in, sign_up, time, two_factor};
use crate::{ui::moment, wire::error::ApiError};
use terms::{ClockHint, Conflict, Ended, Field, Rejection, Timestamp};

/// What a form asks for, where the same refusal reads differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Several things, or none of the others.
    #[default]
    Several,
    /// Only a passcode, at sign-in.
    Passcode,
    /// The first passcode of a device.
    FirstPasscode,
    /// Only a recovery code.
    RecoveryCode,
    /// Nothing: it belongs to the sheet of recovery codes.
    Sheet,
    /// A message to be sent again.
    Message,
    /// Something about one device.
    Device,
}

/// Title and text; `None` where the field says it all.
pub fn above_form(error: &ApiError, asked: Asked) -> Option<(String, String)> {
    let (title, text) = match error {
        ApiError::Rejected(rejection) => return rejected(rejection, asked),
        ApiError::BadRequest => errors::page::of_status(400),
        ApiError::TimedOut => errors::page::TIMED_OUT,
        ApiError::Internal => (errors::INTERNAL_TITLE, errors::INTERNAL),
        ApiError::Offline => (errors::OFFLINE_TITLE, errors::OFFLINE),
    };
    Some((title.to_owned(), text.to_owned()))
}

fn rejected(rejection: &Rejection, asked: Asked) -> Option<(String, String)> {
    let (title, text) = match rejection {
        Rejection::WrongPassword | Rejection::Conflict(Conflict::DeviceName) => return None,
        Rejection::Invalid(Field::Passcode, _) if matches!(asked, Asked::Passcode | Asked::FirstPasscode) => {
            return None;
        }
        Rejection::Invalid(Field::RecoveryCode, _) if asked == Asked::RecoveryCode => return None,
        Rejection::Conflict(Conflict::RecentRepair(until)) => {
            return Some((errors::RECENT_REPAIR_TITLE.to_owned(), recent_repair(*until)));
        }
        Rejection::Conflict(conflict) => conflict_text(*conflict),
        Rejection::Invalid(..) => (errors::FIELDS_TITLE, errors::FIELDS),
        Rejection::NotSignedIn => (sign_in::SESSION_ENDED_TITLE, sign_in::SESSION_ENDED_TEXT),
        Rejection::StepUpNeeded => (errors::STEP_UP_TITLE, errors::STEP_UP),
        Rejection::Repair => (errors::REPAIR_TITLE, errors::REPAIR),
        Rejection::NotFound if matches!(asked, Asked::Sheet | Asked::RecoveryCode) => {
            (recovery_codes::OVER_TITLE, recovery_codes::OVER)
        }
        Rejection::NotFound if asked == Asked::Device => (two_factor::GONE_TITLE, two_factor::GONE),
        Rejection::NotFound => errors::page::NOT_FOUND,
        Rejection::WrongCredentials => (errors::CREDENTIALS_TITLE, errors::CREDENTIALS),
        Rejection::WrongCode { wait: Some(_), .. } if asked == Asked::Passcode => {
            (errors::LOCKED_TITLE, errors::LOCKED_NOW)
        }
        Rejection::WrongCode { wait: Some(_), .. } | Rejection::Wait(_) => wait(asked),
        Rejection::WrongCode { tries_left, clock, .. } => return wrong_code(*tries_left, *clock, asked),
        Rejection::Stopped if asked == Asked::RecoveryCode => {
            (errors::RECOVERY_STOPPED_TITLE, errors::RECOVERY_STOPPED)
        }
        Rejection::Stopped => (errors::STOPPED_TITLE, errors::STOPPED),
        Rejection::Gone(Ended::Challenge) => (errors::CHALLENGE_TITLE, errors::CHALLENGE),
        Rejection::Gone(Ended::Link) => (errors::LINK_TITLE, errors::LINK),
        Rejection::Gone(Ended::PendingDevice) => (errors::PENDING_TITLE, errors::PENDING),
        Rejection::Busy => (errors::BUSY_TITLE, errors::BUSY),
    };
    Some((title.to_owned(), text.to_owned()))
}

/// The field says that the code is wrong; what is left to say is how often one may still try, and what the clock does.
fn wrong_code(tries_left: Option<u8>, clock: Option<ClockHint>, asked: Asked) -> Option<(String, String)> {
    let left = tries_left.map(|left| errors::tries_left(left.into()));
    match (clock, left) {
        (Some(hint), left) => {
            let rest = left.map(|left| format!(" {left}")).unwrap_or_default();
            Some((errors::clock_title(hint), format!("{}{rest}", errors::CLOCK)))
        }
        (None, Some(left)) => {
            let text = match asked {
                Asked::RecoveryCode => errors::RECOVERY_TRIES,
                _ => errors::PASSCODE_TRIES,
            };
            Some((left, text.to_owned()))
        }
        (None, None) => None,
    }
}

const fn wait(asked: Asked) -> (&'static str, &'static str) {
    match asked {
        Asked::Passcode => (errors::LOCKED_TITLE, errors::LOCKED),
        Asked::RecoveryCode => (errors::RECOVERY_LOCKED_TITLE, errors::RECOVERY_LOCKED),
        Asked::Message => (errors::MAILED_TITLE, errors::MAILED),
        Asked::FirstPasscode => (errors::LOCKED_TITLE, errors::TOO_MANY),
        Asked::Several | Asked::Sheet | Asked::Device => (errors::TOO_MANY_TITLE, errors::TOO_MANY),
    }
}

const fn conflict_text(conflict: Conflict) -> (&'static str, &'static str) {
    match conflict {
        Conflict::TenDevices => (errors::TEN_DEVICES_TITLE, errors::TEN_DEVICES),
        Conflict::LastDevice => (remove::LAST_TITLE, remove::LAST),
        Conflict::OtherBrowser => (scan::ELSEWHERE_TITLE, scan::ELSEWHERE),
        Conflict::TwoFactorOff => (errors::TWO_FACTOR_OFF_TITLE, errors::TWO_FACTOR_OFF),
        Conflict::RegistrationClosed => (sign_up::CLOSED_TITLE, sign_up::CLOSED),
        Conflict::EmailTaken => (errors::EMAIL_TAKEN_TITLE, errors::EMAIL_TAKEN),
        Conflict::DeviceName | Conflict::NotLast | Conflict::RecentRepair(_) => {
            (errors::CONFLICT_TITLE, errors::CONFLICT)
        }
    }
}

fn recent_repair(until: Timestamp) -> String {
    format!(
        "Until {} this needs a passcode from a device that you had before: sign out, and sign in with one.",
        time::exact(&moment(until.0))
    )
}

#[cfg(test)]
mod tests {
    use super::{Asked, above_form};
    use crate::{text::errors::at_field, wire::error::ApiError};
    use terms::{ClockHint, Field, Problem, Rejection, Timestamp, Wait};

    const fn wrong(tries_left: Option<u8>, clock: Option<ClockHint>) -> ApiError {
        ApiError::Rejected(Rejection::WrongCode {
            tries_left,
            wait: None,
            clock,
        })
    }

    const SLOW: Option<ClockHint> = Some(ClockHint { minutes: 2, slow: true });

    #[test]
    fn a_wrong_passcode_says_above_the_form_only_what_helps() {
        assert_eq!(above_form(&wrong(None, None), Asked::Passcode), None);
        let (title, text) = above_form(&wrong(Some(1), SLOW), Asked::Passcode).unwrap_or_default();
        assert_eq!(title, "Your phone’s clock is about 2 minutes slow.");
        assert_eq!(text, "Turn on automatic time, then try the next passcode. 1 try left.");
        let (title, _) = above_form(&wrong(Some(3), None), Asked::Several).unwrap_or_default();
        assert_eq!(title, "3 tries left.");
    }

    #[test]
    fn the_last_wrong_code_says_that_a_wait_begins() {
        let last = ApiError::Rejected(Rejection::WrongCode {
            tries_left: None,
            wait: Some(Wait {
                until: Timestamp(30),
                now: Timestamp(0),
            }),
            clock: SLOW,
        });
        for (asked, expected) in [
            (Asked::Passcode, "Too many wrong passcodes."),
            (Asked::FirstPasscode, "Too many wrong passcodes."),
            (Asked::RecoveryCode, "Too many wrong recovery codes."),
            (Asked::Several, "Too many tries."),
        ] {
            let (title, _) = above_form(&last, asked).unwrap_or_default();
            assert_eq!(title, expected);
        }
        let field = at_field(&last, Field::Passcode);
        assert_eq!(field.as_deref(), Some("That passcode was not right either."));
    }

    #[test]
    fn the_only_field_speaks_for_itself() {
        let shape = ApiError::Rejected(Rejection::Invalid(Field::Passcode, Problem::Malformed));
        assert_eq!(above_form(&shape, Asked::Passcode), None);
        assert!(above_form(&shape, Asked::Several).is_some());
    }
}
