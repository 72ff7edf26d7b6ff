//! What a program presents to authenticate.

use super::Problem;
use crate::http::Shared;
use domain::{api_keys::Program, kernel::browser::Browser};
use http::{HeaderMap, header};
use terms::{Rejection, Scope};

/// Authenticates the API key of a request and authorises one scope.
pub(super) async fn program(
    shared: &Shared,
    scope: Scope,
    browser: &Browser,
    headers: &HeaderMap,
) -> Result<Program, Problem> {
    let key = bearer(headers)?;
    Ok(shared.service.program(key, scope, browser).await?)
}

/// Returns the bearer credential (RFC 6750 section 2.1). Several headers are refused, because a proxy and this server
/// could each mean another one.
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Err(Problem::from(domain::Error::from(Rejection::NotSignedIn)));
    };
    if values.next().is_some() {
        return Err(Problem::bad_credential());
    }
    let (scheme, credential) = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .ok_or_else(Problem::bad_credential)?;
    match scheme.eq_ignore_ascii_case("bearer") {
        true => Ok(credential.trim_start_matches(' ')),
        false => Err(Problem::bad_credential()),
    }
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
