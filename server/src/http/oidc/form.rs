//! Reading parameters.

use domain::oidc::parameters::Parameters;
use form_urlencoded::parse;
use http::{HeaderMap, Uri, header};

/// Reads the parameters of an address; `None` if one is repeated.
pub(super) fn in_query(uri: &Uri) -> Option<Parameters> {
    read(uri.query().unwrap_or_default().as_bytes())
}

/// Reads the parameters of a form; `None` if it is none, or if one is repeated.
pub(super) fn in_body(headers: &HeaderMap, body: &[u8]) -> Option<Parameters> {
    let media = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let media = media.split(';').next().unwrap_or_default().trim();
    media
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        .then(|| read(body))?
}

fn read(encoded: &[u8]) -> Option<Parameters> {
    Parameters::read(parse(encoded).map(|(name, value)| (name.into_owned(), value.into_owned())))
}
