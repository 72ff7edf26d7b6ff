//! What an app presents to prove who it is.

use data_encoding::BASE64;
use domain::oidc::{
    authentication::{JWT_BEARER, Presented},
    error::{AppError, ErrorCode},
    parameters::Parameters,
};
use http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

/// Id and secret of the header `Authorization`.
pub(super) struct Basic {
    id: Zeroizing<String>,
    secret: Zeroizing<String>,
}

const TWICE: AppError = AppError::refused(
    ErrorCode::InvalidRequest,
    "the app proves who it is in more than one way",
);
const MISSING: AppError = AppError::refused(ErrorCode::InvalidClient, "client_id is missing");
const NOT_BASIC: AppError = AppError::refused(ErrorCode::InvalidClient, "the Authorization header is not read");

/// Reads the header, if there is one (RFC 6749 section 2.3.1). Both parts are encoded as in a form.
pub(super) fn basic(headers: &HeaderMap) -> Result<Option<Basic>, AppError> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(TWICE);
    }
    read_basic(value.to_str().unwrap_or_default())
        .map(Some)
        .ok_or(NOT_BASIC)
}

fn read_basic(value: &str) -> Option<Basic> {
    let (scheme, credential) = value.split_once(' ')?;
    let bytes = Zeroizing::new(BASE64.decode(credential.trim().as_bytes()).ok()?);
    let text = std::str::from_utf8(&bytes).ok()?;
    let (id, secret) = text.split_once(':').filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    Some(Basic {
        id: decoded(id)?,
        secret: decoded(secret)?,
    })
}

fn decoded(part: &str) -> Option<Zeroizing<String>> {
    let spaced = part.replace('+', " ");
    let text = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(Zeroizing::new(text.into_owned()))
}

/// Returns what an app presents. More than one proof is refused (RFC 6749 section 2.3).
pub(super) fn presented<'a>(basic: Option<&'a Basic>, form: &'a Parameters) -> Result<Presented<'a>, AppError> {
    let (id, secret) = (form.get("client_id"), form.get("client_secret"));
    let assertion = match (form.get("client_assertion_type"), form.get("client_assertion")) {
        (None, None) => None,
        (Some(JWT_BEARER), Some(assertion)) => Some(assertion),
        _ => {
            return Err(AppError::refused(
                ErrorCode::InvalidRequest,
                "client_assertion_type is not jwt-bearer",
            ));
        }
    };
    match (basic, secret, assertion) {
        (Some(basic), None, None) if id.is_none_or(|id| id == *basic.id) => {
            Ok(Presented::Secret(&basic.id, &basic.secret))
        }
        (None, Some(secret), None) => Ok(Presented::Secret(id.ok_or(MISSING)?, secret)),
        (None, None, Some(assertion)) => Ok(Presented::Assertion(id, assertion)),
        (None, None, None) => Ok(Presented::Nothing(id.ok_or(MISSING)?)),
        _ => Err(TWICE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Option<(String, String)> {
        let basic = read_basic(value)?;
        Some((basic.id.to_string(), basic.secret.to_string()))
    }

    fn encoded(text: &str) -> String {
        format!("Basic {}", BASE64.encode(text.as_bytes()))
    }

    #[test]
    fn the_parts_of_the_header_are_encoded_as_in_a_form() {
        let is = |id: &str, secret: &str| Some((id.to_owned(), secret.to_owned()));
        assert_eq!(of(&encoded("a1:tfc_2")), is("a1", "tfc_2"));
        assert_eq!(of(&encoded("a%3A1:b+c%2B:d")), is("a:1", "b c+:d"));
        for bad in [
            "Basic",
            "Basic !",
            "Basic /w==",
            "Bearer YTpi",
            &encoded("a"),
            &encoded("%ff:a"),
        ] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
