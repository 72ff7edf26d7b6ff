//! The cookies: their names and lives, and how they are read, set and cleared.
//!
//! Not by the `cookie` crate: it trims the names that it reads, so that a cookie with almost our name, which no prefix
//! protects, would count as ours (`b28_forged_and_foreign_cookies_open_nothing`). What is left of it is one format.

use domain::{
    registration::link::{CONFIRM_LIFE, HELD_LIFE},
    sessions::session::{CHALLENGE_LIFE, KNOWN_LIFE},
    sign_in::NewSession,
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use terms::Language;

/// How long a flash may wait for its page, in seconds.
pub const FLASH_LIFE: i64 = 60;
/// A year, in seconds: the choice is set anew with each sign-in.
const LANGUAGE_LIFE: i64 = 365 * 86_400;
/// Members whose sign-ins a browser remembers.
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
    /// A sign-up that waits for its confirmation.
    Waiting,
    /// Browsers that completed a sign-in, up to five tokens.
    Known,
    /// What a refused plain form left, sealed.
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

    /// Its longest life in seconds; `None` ends it with the browser.
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

    /// Its first value in a request with these headers.
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

    /// The `Set-Cookie` that takes it away.
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

/// Takes a cookie away.
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

/// Signs the browser in: session and known-browser cookies, the challenge's goes.
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

/// Pages of this browser are in the member's language from now on, the door's too; without one as the browser says.
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
