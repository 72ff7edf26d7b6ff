//! The cookies: their names and lifetimes, and reading, setting and clearing them.
//!
//! The `cookie` crate is not used, because it trims names: a cookie whose name differs in white space, which the prefix
//! does not protect, would be accepted (`b28_forged_and_foreign_cookies_open_nothing`).

use domain::{
    registration::link::{CONFIRM_LIFE, HELD_LIFE},
    sessions::session::{CHALLENGE_LIFE, KNOWN_LIFE},
    sign_in::NewSession,
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use terms::Language;

/// Lifetime of the flash cookie, in seconds.
pub const FLASH_LIFE: i64 = 60;
/// A year, in seconds; each sign-in renews the cookie.
const LANGUAGE_LIFE: i64 = 365 * 86_400;
/// The maximum number of tokens in [`Cookie::Known`].
const KNOWN_MAX: usize = 5;

/// The cookies. `__Host-` binds them to this host and to TLS (or loopback).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session's token.
    Session,
    /// The challenge's token.
    Challenge,
    /// An exchanged link.
    Link,
    /// A pending sign-up.
    Waiting,
    /// Tokens of members who completed a sign-in in this browser, up to five.
    Known,
    /// The error and values of a failed form, encrypted.
    Flash,
    /// The language that the member chose.
    Language,
}

impl Cookie {
    /// The cookie's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "__Host-session",
            Self::Challenge => "__Host-challenge",
            Self::Link => "__Host-link",
            Self::Waiting => "__Host-waiting",
            Self::Known => "__Host-known",
            Self::Flash => "__Host-flash",
            Self::Language => "__Host-language",
        }
    }

    /// `Max-Age` in seconds; `None` for a session cookie.
    pub const fn life(self) -> Option<i64> {
        match self {
            Self::Session => None,
            Self::Challenge => Some(CHALLENGE_LIFE),
            Self::Link => Some(HELD_LIFE),
            Self::Waiting => Some(CONFIRM_LIFE),
            Self::Known => Some(KNOWN_LIFE),
            Self::Flash => Some(FLASH_LIFE),
            Self::Language => Some(LANGUAGE_LIFE),
        }
    }

    /// The first value in the request's headers.
    pub fn read(self, headers: &HeaderMap) -> Option<&str> {
        let sent = headers.get_all(header::COOKIE).iter();
        sent.filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == self.name()).then_some(value))
    }

    /// The `Set-Cookie` that sets it; `None` if a header cannot carry the value.
    pub fn set(self, value: &str) -> Option<HeaderValue> {
        self.header(value, self.life())
    }

    /// The `Set-Cookie` that deletes it.
    pub fn clear(self) -> Option<HeaderValue> {
        self.header("", Some(0))
    }

    fn header(self, value: &str, life: Option<i64>) -> Option<HeaderValue> {
        let life = life.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let name = self.name();
        HeaderValue::from_str(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{life}")).ok()
    }
}

/// The value of a cookie of this request.
pub(crate) fn cookie(which: Cookie) -> Option<String> {
    let parts = use_context::<Parts>()?;
    which.read(&parts.headers).map(str::to_owned)
}

/// Sets a cookie in the answer to this request.
pub(crate) fn set_cookie(which: Cookie, value: &str) {
    append(which.set(value));
}

/// Deletes a cookie.
pub(crate) fn clear_cookie(which: Cookie) {
    append(which.clear());
}

/// The tokens of [`Cookie::Known`].
pub(crate) fn known_browsers() -> Vec<String> {
    let value = cookie(Cookie::Known).unwrap_or_default();
    value
        .split('.')
        .filter(|token| !token.is_empty())
        .take(KNOWN_MAX)
        .map(str::to_owned)
        .collect()
}

/// Sets the cookies of a new session and deletes the challenge's.
pub(crate) fn signed_in(opened: &NewSession) {
    set_cookie(Cookie::Session, opened.token.expose_secret());
    clear_cookie(Cookie::Challenge);
    keep_language(opened.language);
    if let Some(known) = &opened.known {
        let known = known.expose_secret().to_owned();
        let others = known_browsers().into_iter().filter(|token| *token != known);
        let tokens: Vec<_> = std::iter::once(known.clone()).chain(others).take(KNOWN_MAX).collect();
        set_cookie(Cookie::Known, &tokens.join("."));
    }
}

/// Sets the member's language for this browser, signed-out pages included; `None` follows `Accept-Language` again.
pub(crate) fn keep_language(language: Option<Language>) {
    match language {
        Some(language) => set_cookie(Cookie::Language, language.as_str()),
        None if cookie(Cookie::Language).is_some() => clear_cookie(Cookie::Language),
        None => {}
    }
}

fn append(header: Option<HeaderValue>) {
    if let Some((response, value)) = use_context::<ResponseOptions>().zip(header) {
        response.append_header(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_by_their_whole_name() {
        let sent = "x__Host-session=1; __Host-session =1; __Host-session=2=3;__Host-link=";
        let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(sent))]);
        assert_eq!(Cookie::Session.read(&headers), Some("2=3"));
        assert_eq!(Cookie::Link.read(&headers), Some(""));
        assert_eq!(Cookie::Known.read(&headers), None);
    }

    #[test]
    fn cookies_are_for_this_host_and_not_for_scripts() {
        let set = |which: Cookie| which.set("v").and_then(|value| value.to_str().map(str::to_owned).ok());
        assert_eq!(
            set(Cookie::Session).as_deref(),
            Some("__Host-session=v; Path=/; Secure; HttpOnly; SameSite=Lax")
        );
        assert_eq!(
            set(Cookie::Flash).as_deref(),
            Some("__Host-flash=v; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60")
        );
        let cleared = Cookie::Session
            .clear()
            .map(|value| value.to_str().is_ok_and(|text| text.contains("Max-Age=0")));
        assert_eq!((cleared, Cookie::Flash.set("a\nb")), (Some(true), None));
    }
}
