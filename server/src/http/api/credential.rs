//! What a program presents to authenticate.

use super::{Problem, limit::Quota};
use crate::http::Shared;
use data_encoding::BASE64;
use domain::{api_keys::Program, kernel::browser::Browser};
use http::{HeaderMap, header};
use terms::{Rejection, Scope};
use zeroize::Zeroizing;

/// Authenticates the API key or access token of a request, authorises one scope and counts the read.
pub(super) async fn program(
    shared: &Shared,
    scope: Scope,
    browser: &Browser,
    headers: &HeaderMap,
) -> Result<(Program, Quota), Problem> {
    let key = bearer(headers)?;
    let program = shared.service.program(key, scope, browser).await;
    let program = program.map_err(|error| Problem::from(error).with_page(&shared.service.settings().origin, key))?;
    let quota = shared.web.reads.take(&program.member.id, program.now)?;
    Ok((program, quota))
}

/// The credential of a purchase.
pub(super) enum Presented<'a> {
    /// An API key (RFC 6750 section 2.1).
    Bearer(&'a str),
    /// E-mail address and password (RFC 7617).
    Basic {
        email: Zeroizing<String>,
        password: Zeroizing<String>,
    },
}

/// Returns what the request presents.
pub(super) fn presented(headers: &HeaderMap) -> Result<Presented<'_>, Problem> {
    let (scheme, credential) = authorization(headers)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Ok(Presented::Bearer(credential));
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(Problem::bad_credential());
    }
    let bytes = BASE64.decode(credential.as_bytes()).map(Zeroizing::new);
    let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let text = text.map(Zeroizing::new).ok_or_else(Problem::bad_credential)?;
    let (email, password) = text.split_once(':').ok_or_else(Problem::bad_credential)?;
    Ok(Presented::Basic {
        email: Zeroizing::new(email.to_owned()),
        password: Zeroizing::new(password.to_owned()),
    })
}

/// Returns the bearer credential of the request.
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    match authorization(headers)? {
        (scheme, credential) if scheme.eq_ignore_ascii_case("bearer") => Ok(credential),
        _ => Err(Problem::bad_credential()),
    }
}

fn authorization(headers: &HeaderMap) -> Result<(&str, &str), Problem> {
    let value = only(headers, header::AUTHORIZATION.as_str()).map_err(|_| Problem::bad_credential())?;
    let value = value.ok_or_else(|| Problem::from(domain::Error::from(Rejection::NotSignedIn)))?;
    let (scheme, credential) = value.split_once(' ').ok_or_else(Problem::bad_credential)?;
    Ok((scheme, credential.trim_start_matches(' ')))
}

/// Returns the value of a header. Several are refused, because a proxy and this server could each mean another one.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Problem> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::repeated_header());
    }
    first
        .map(|value| value.to_str().map_err(|_| Problem::repeated_header()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn of(values: &[&'static str]) -> Option<String> {
        let values = values
            .iter()
            .map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value)));
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(name, value);
        }
        bearer(&headers).ok().map(str::to_owned)
    }

    #[test]
    fn a_password_may_have_colons_and_letters_of_every_script() {
        let basic = |text: &str| {
            let value = format!("Basic {}", BASE64.encode(text.as_bytes()));
            let value = HeaderValue::from_str(&value).expect("a value");
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
            match presented(&headers) {
                Ok(Presented::Basic { email, password }) => Some((email.to_string(), password.to_string())),
                _ => None,
            }
        };
        let is = |email: &str, password: &str| Some((email.to_owned(), password.to_owned()));
        assert_eq!(basic("ana@example.com:a:b"), is("ana@example.com", "a:b"));
        assert_eq!(basic("ana@example.com:пароль"), is("ana@example.com", "пароль"));
        assert_eq!(basic("ana@example.com"), None);
        for bad in ["Basic", "Basic !", "Basic /w==", "Digest YTpi"] {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(bad))]);
            assert!(presented(&headers).is_err(), "{bad}");
        }
    }

    #[test]
    fn one_bearer_credential_is_read() {
        assert_eq!(of(&["Bearer tfk_1"]).as_deref(), Some("tfk_1"));
        assert_eq!(of(&["bearer  tfk_1"]).as_deref(), Some("tfk_1"));
        for bad in [
            &[] as &[_],
            &["tfk_1"],
            &["Basic tfk_1"],
            &["Bearer"],
            &["Bearer tfk_1", "Bearer tfk_1"],
            &["Bearer\ttfk_1"],
        ] {
            assert_eq!(of(bad), None, "{bad:?}");
        }
    }
}
