//! The message above a form for errors that no field shows: what happened and what to do.

use crate::wire::error::ApiError;
use ::text::Text;
use terms::{ClockHint, Conflict, Ended, Field, Rejection};

/// Title and text.
type Message = (&'static str, &'static str);

/// The kind of form that an alert is above, which changes the wording of some rejections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AlertContext {
    /// Several fields, or none of the other kinds.
    #[default]
    General,
    /// Only a passcode, at sign-in.
    Passcode,
    /// The first passcode of a device.
    FirstPasscode,
    /// Only a recovery code.
    RecoveryCode,
    /// No field: the sheet of recovery codes.
    Sheet,
    /// Requests that a mail is sent again.
    Resend,
}

/// Title and text; `None` if the field's error suffices.
pub(crate) fn above_form(text: Text, error: &ApiError, context: AlertContext) -> Option<(String, String)> {
    let errors = text.errors();
    let message = match error {
        ApiError::Rejected(Rejection::WrongCode {
            tries_left,
            wait: None,
            clock,
        }) => return wrong_code(text, *tries_left, *clock, context),
        ApiError::Rejected(Rejection::Conflict(Conflict::RecentRepair(until))) => {
            let rest = errors.recent_repair(&text.exact(until.0));
            return Some((errors.recent_repair_title().to_owned(), rest));
        }
        ApiError::Rejected(Rejection::AccountClosed { at, until }) => {
            let rest = errors.closed(&text.exact(at.0), &text.exact(until.0));
            return Some((errors.closed_title().to_owned(), rest));
        }
        ApiError::Rejected(rejection) => rejected(text, rejection, context)?,
        ApiError::BadRequest => text.refusals().not_understood(),
        ApiError::TimedOut => text.refusals().timed_out(),
        ApiError::Internal => errors.internal(),
        ApiError::Offline => errors.offline(),
    };
    Some((message.0.to_owned(), message.1.to_owned()))
}

fn rejected(text: Text, rejection: &Rejection, context: AlertContext) -> Option<Message> {
    let errors = text.errors();
    Some(match rejection {
        Rejection::WrongMailedCode
        | Rejection::WrongPassword
        // It is said with its days.
        | Rejection::AccountClosed { .. }
        | Rejection::Conflict(
            Conflict::DeviceName | Conflict::KeyName | Conflict::AlreadyMember | Conflict::OwnDevice,
        ) => return None,
        Rejection::Invalid(Field::Passcode, _)
            if matches!(context, AlertContext::Passcode | AlertContext::FirstPasscode) =>
        {
            return None;
        }
        Rejection::Invalid(Field::RecoveryCode, _) if context == AlertContext::RecoveryCode => return None,
        Rejection::Conflict(conflict) => conflict_message(text, *conflict),
        Rejection::Invalid(..) => errors.fields(),
        Rejection::NotSignedIn | Rejection::SecondFactorNeeded => text.sign_in().session_ended(),
        Rejection::StepUpNeeded => errors.step_up(),
        Rejection::Forbidden => text.refusals().forbidden(),
        Rejection::Repair => errors.repair(),
        Rejection::SignInOnly => errors.sign_in_only(),
        Rejection::Frozen => errors.frozen(),
        #[cfg(feature = "ssr")]
        Rejection::Restricted => text.policy_errors().restricted(),
        #[cfg(not(feature = "ssr"))]
        Rejection::Restricted => errors.conflict(),
        Rejection::NotFound if matches!(context, AlertContext::Sheet | AlertContext::RecoveryCode) => {
            text.recovery_codes().over()
        }
        Rejection::NotFound => errors.gone(),
        Rejection::WrongCredentials => errors.credentials(),
        Rejection::WrongCode { .. } if context == AlertContext::Passcode => (errors.locked().0, errors.locked_now()),
        // Of passcodes or of new sets of recovery codes, which a first device brings.
        Rejection::Wait(_) if context == AlertContext::FirstPasscode => errors.too_many(),
        Rejection::WrongCode { .. } | Rejection::Wait(_) => wait(text, context),
        Rejection::Stopped => errors.stopped(),
        Rejection::BeforeUsed => errors.before_used(),
        Rejection::Gone(Ended::Challenge) => errors.challenge(),
        Rejection::Gone(Ended::Link) => errors.link(),
        Rejection::Gone(Ended::PendingDevice) => errors.pending(),
        Rejection::Busy => errors.busy(),
    })
}

/// Tries left and a clock hint; that the code is wrong is said at the field.
fn wrong_code(
    text: Text,
    tries_left: Option<u8>,
    clock: Option<ClockHint>,
    context: AlertContext,
) -> Option<(String, String)> {
    let errors = text.errors();
    let left = tries_left.map(|left| errors.tries_left(left.into()));
    let Some(clock) = clock else {
        let rest = match context {
            AlertContext::RecoveryCode => errors.recovery_tries(),
            _ => errors.passcode_tries(),
        };
        return Some((left?, rest.to_owned()));
    };
    let minutes = clock.minutes;
    let title = if clock.slow {
        errors.clock_slow(minutes)
    } else {
        errors.clock_fast(minutes)
    };
    let rest = left.map(|left| format!(" {left}")).unwrap_or_default();
    Some((title, format!("{}{rest}", errors.clock())))
}

fn wait(text: Text, context: AlertContext) -> Message {
    let errors = text.errors();
    match context {
        AlertContext::Passcode => errors.locked(),
        AlertContext::RecoveryCode => errors.recovery_locked(),
        AlertContext::Resend => errors.mailed(),
        AlertContext::FirstPasscode => (errors.locked().0, errors.too_many().1),
        AlertContext::General | AlertContext::Sheet => errors.too_many(),
    }
}

fn conflict_message(text: Text, conflict: Conflict) -> Message {
    let errors = text.errors();
    match conflict {
        Conflict::TenDevices => errors.ten_devices(),
        Conflict::LastDevice => text.remove().last(),
        Conflict::OtherBrowser => text.scan().elsewhere(),
        Conflict::TwoFactorOff => errors.two_factor_off(),
        Conflict::RegistrationClosed => text.sign_up().closed(),
        Conflict::EmailTaken => errors.email_taken(),
        #[cfg(feature = "ssr")]
        Conflict::ManyKeys => text.api_key_errors().many(),
        #[cfg(feature = "ssr")]
        Conflict::ManyApps => text.client_errors().many(),
        #[cfg(feature = "ssr")]
        Conflict::ManyInvitations => text.team_errors().many(),
        #[cfg(feature = "ssr")]
        Conflict::InvitationsClosed => text.team_errors().closed(),
        #[cfg(feature = "ssr")]
        Conflict::TwoFactorNeeded => text.team_errors().two_factor(),
        #[cfg(feature = "ssr")]
        Conflict::ResetRuns => text.reset().runs(),
        #[cfg(feature = "ssr")]
        Conflict::TwoFactorRequired => text.policy_errors().required(),
        #[cfg(feature = "ssr")]
        Conflict::LastOwner => text.team_errors().last_owner(),
        _ => errors.conflict(),
    }
}

#[cfg(test)]
mod tests {
    use super::{AlertContext, above_form};
    use crate::{text::field_error, wire::error::ApiError};
    use ::text::Text;
    use terms::{ClockHint, Field, Language, Problem, Rejection, Timestamp, Wait};

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
        assert_eq!(
            above_form(Text::of(Language::English), &wrong(None, None), AlertContext::Passcode),
            None
        );
        let (title, text) = above_form(
            Text::of(Language::English),
            &wrong(Some(1), SLOW),
            AlertContext::Passcode,
        )
        .unwrap_or_default();
        assert_eq!(title, "Your phone’s clock is about 2 minutes slow.");
        assert_eq!(text, "Turn on automatic time, then try the next passcode. 1 try left.");
        let (title, _) = above_form(
            Text::of(Language::English),
            &wrong(Some(3), None),
            AlertContext::General,
        )
        .unwrap_or_default();
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
        for (context, expected) in [
            (AlertContext::Passcode, "Too many wrong passcodes."),
            (AlertContext::FirstPasscode, "Too many wrong passcodes."),
            (AlertContext::RecoveryCode, "Too many wrong recovery codes."),
            (AlertContext::General, "Too many tries."),
        ] {
            let (title, _) = above_form(Text::of(Language::English), &last, context).unwrap_or_default();
            assert_eq!(title, expected);
        }
        let field = field_error(Text::of(Language::English), &last, Field::Passcode);
        assert_eq!(field.as_deref(), Some("That passcode was not right either."));
    }

    #[test]
    fn a_wait_at_the_first_passcode_blames_no_passcode() {
        let wait = ApiError::Rejected(Rejection::Wait(Wait {
            until: Timestamp(3600),
            now: Timestamp(0),
        }));
        let (title, _) =
            above_form(Text::of(Language::English), &wait, AlertContext::FirstPasscode).unwrap_or_default();
        assert_eq!(title, "Too many tries.");
    }

    #[test]
    fn the_only_field_speaks_for_itself() {
        let shape = ApiError::Rejected(Rejection::Invalid(Field::Passcode, Problem::Malformed));
        assert_eq!(
            above_form(Text::of(Language::English), &shape, AlertContext::Passcode),
            None
        );
        assert!(above_form(Text::of(Language::English), &shape, AlertContext::General).is_some());
    }
}
