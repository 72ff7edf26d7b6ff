use crate::wire::error::ApiError;
use ::text::Text;
use terms::{Conflict, Field, Problem, Rejection};

/// The sentence for a field of a served page, whose sentences no browser has.
#[cfg(feature = "ssr")]
fn of_served_page(text: Text, rejection: &Rejection, at: Field) -> Option<&'static str> {
    let words = text.api_key_errors();
    Some(match (rejection, at) {
        (Rejection::Invalid(Field::KeyName, Problem::HiddenCharacters), Field::KeyName) => words.name_hidden(),
        (Rejection::Invalid(Field::KeyName, _), Field::KeyName) => words.name(),
        (Rejection::Conflict(Conflict::KeyName), Field::KeyName) => words.name_taken(),
        (Rejection::Invalid(field, problem), at) if *field == at && is_of_app(at) => of_app(text, at, *problem),
        (Rejection::Conflict(Conflict::AppName), Field::AppName) => text.client_errors().name_taken(),
        (Rejection::Invalid(Field::MailedCode, _), Field::MailedCode) => text.enrolment().code_shape(),
        (Rejection::WrongMailedCode, Field::MailedCode) => text.enrolment().code_wrong(),
        (Rejection::Conflict(Conflict::OwnDevice), Field::Email) => text.colleagues().own_address(),
        (Rejection::Invalid(Field::Scopes, _), Field::Scopes) => words.no_scope(),
        (Rejection::Invalid(Field::Life, _), Field::Life)
        | (Rejection::Invalid(Field::Algorithm, _), Field::Algorithm)
        | (Rejection::Invalid(Field::Digits, _), Field::Digits) => words.life(),
        (Rejection::Invalid(Field::Role, _), Field::Role) => text.team_errors().role(),
        (Rejection::Conflict(Conflict::AlreadyMember), Field::Email) => text.team_errors().already(),
        (Rejection::Invalid(Field::Reason, problem), Field::Reason) => match problem {
            Problem::Missing => text.field_errors().required(),
            Problem::HiddenCharacters => text.field_errors().name_hidden(),
            _ => text.reset().reason_long(),
        },
        (Rejection::Invalid(Field::Deadline, problem), Field::Deadline) => match problem {
            Problem::TooShort => text.policy_errors().past(),
            Problem::TooLong => text.policy_errors().far(),
            _ => text.policy_errors().no_day(),
        },
        (Rejection::Invalid(Field::Networks, Problem::TooLong), Field::Networks) => words.many_networks(),
        (Rejection::Invalid(Field::Networks, _), Field::Networks) => words.networks(),
        _ => return None,
    })
}

/// Whether only the forms of an app have this field.
#[cfg(feature = "ssr")]
const fn is_of_app(at: Field) -> bool {
    matches!(
        at,
        Field::AppName
            | Field::AppKind
            | Field::KeySet
            | Field::RedirectUris
            | Field::LogoutUris
            | Field::BackchannelUri
            | Field::Audience
            | Field::Chosen
            | Field::Consent
            | Field::LeastProof
    )
}

/// The sentence for a field of an app.
#[cfg(feature = "ssr")]
fn of_app(text: Text, at: Field, problem: Problem) -> &'static str {
    let (words, keys) = (text.client_errors(), text.api_key_errors());
    match (at, problem) {
        (Field::AppName, Problem::HiddenCharacters) => keys.name_hidden(),
        (Field::AppName, _) => keys.name(),
        (Field::RedirectUris | Field::Chosen, Problem::Missing) => words.no_line(),
        (Field::RedirectUris | Field::LogoutUris, Problem::TooLong) => words.many_uris(),
        (Field::RedirectUris | Field::LogoutUris, _) => words.uri(),
        (Field::BackchannelUri, _) => words.backchannel(),
        (Field::Chosen, Problem::TooLong) => words.many_members(),
        (Field::Chosen, _) => words.member(),
        (Field::KeySet, Problem::Missing) => words.no_keys(),
        (Field::KeySet, Problem::TooShort) => words.weak_key(),
        (Field::KeySet, Problem::TooLong) => words.many_keys(),
        (Field::KeySet, Problem::PrivateKey) => words.private_key(),
        (Field::KeySet, _) => words.keys(),
        // The choices, of which no form of ours sends another value.
        _ => keys.life(),
    }
}

/// The sentence for a field's own error; `None` where the error belongs above the form or to another field.
pub(crate) fn field_error(text: Text, error: &ApiError, at: Field) -> Option<String> {
    #[cfg(feature = "ssr")]
    if let Some(sentence) = of_served_page(text, error.rejection()?, at) {
        return Some(sentence.to_owned());
    }
    let words = text.field_errors();
    let sentence = match (error.rejection()?, at) {
        (Rejection::Invalid(field, Problem::Missing), at) if *field == at => words.required(),
        (Rejection::Invalid(field @ (Field::Name | Field::DeviceName), Problem::HiddenCharacters), at)
            if *field == at =>
        {
            words.name_hidden()
        }
        (Rejection::Invalid(Field::Email, _), Field::Email) => words.email(),
        (Rejection::Invalid(Field::Name, _), Field::Name) => words.name(),
        (Rejection::Invalid(Field::DeviceName, _), Field::DeviceName) => words.device_name(),
        (Rejection::Conflict(Conflict::DeviceName), Field::DeviceName) => words.device_name_taken(),
        (Rejection::Invalid(Field::Passcode, Problem::RecoveryCode), Field::Passcode) => words.passcode_is_recovery(),
        (Rejection::Invalid(Field::Passcode, _), Field::Passcode) => words.passcode_shape(),
        (Rejection::Invalid(Field::RecoveryCode, _), Field::RecoveryCode) => words.recovery_shape(),
        (Rejection::Invalid(bad, problem), at) if *bad == at => match problem {
            Problem::TooShort => words.password_short(),
            Problem::TooLong => words.password_long(),
            _ => words.password_common(),
        },
        (Rejection::WrongPassword, Field::Password) => words.password_wrong(),
        (Rejection::WrongCode { wait: Some(_), .. }, Field::Passcode) => words.passcode_wrong_last(),
        (Rejection::WrongCode { .. }, Field::Passcode) => words.passcode_wrong(),
        (Rejection::WrongCode { .. }, Field::RecoveryCode) => words.recovery_wrong(),
        _ => return None,
    };
    Some(sentence.to_owned())
}
