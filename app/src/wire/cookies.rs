//! The cookies: their names and lifetimes, and reading, setting and clearing them.
//!
//! The `cookie` crate is not used, because it trims names: a cookie whose name differs in white space, which the prefix
//! does not protect, would be accepted (`b28_forged_and_foreign_cookies_open_nothing`).

use domain::{
    Service,
    password_reset::RESET_LIFE,
    registration::link::{CONFIRM_LIFE, HELD_LIFE},
    sessions::{
        session::{CHALLENGE_LIFE, KNOWN_LIFE},
        trusted::{TRUSTING_MEMBERS, rules::TRUST_LIFE},
    },
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

/// How the origin is reached, which decides the names and attributes of all cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `__Host-` and `Secure` bind the cookies to this host and to TLS.
    Https,
    /// Neither, because WebKit keeps no `Secure` cookie of an http origin. Only a loopback host may be one.
    Http,
}

/// What comes before the name of each cookie over https.
const PREFIX: &str = "__Host-";

impl Transport {
    /// The transport of an origin such as `https://accounts.example.com`.
    pub fn of(origin: &str) -> Self {
        match origin.starts_with("https:") {
            true => Self::Https,
            false => Self::Http,
        }
    }
}

/// The cookies.
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
    /// A password reset whose mail is waited for.
    ResetAsked,
    /// Tokens of members who completed a sign-in in this browser, up to five.
    Known,
    /// Tokens of members who trust this browser, up to five.
    Trusted,
    /// The error and values of a failed form, encrypted.
    Flash,
    /// The language that the member chose.
    Language,
    /// On the host of an application: what forward-auth accepts there.
    App,
    /// On the host of an application: that this browser began to sign in, and where it wanted to go.
    AppState,
}

impl Cookie {
    /// All of them.
    const ALL: [Self; 11] = [
        Self::Session,
        Self::Challenge,
        Self::Link,
        Self::Waiting,
        Self::ResetAsked,
        Self::Known,
        Self::Trusted,
        Self::Flash,
        Self::Language,
        Self::App,
        Self::AppState,
    ];

    /// The cookie's name.
    pub fn name(self, over: Transport) -> &'static str {
        let name = match self {
            Self::Session => "__Host-session",
            Self::Challenge => "__Host-challenge",
            Self::Link => "__Host-link",
            Self::Waiting => "__Host-waiting",
            Self::ResetAsked => "__Host-reset-asked",
            Self::Known => "__Host-known",
            Self::Trusted => "__Host-trusted",
            Self::Flash => "__Host-flash",
            Self::Language => "__Host-language",
            Self::App => "__Host-twofold",
            Self::AppState => "__Host-twofold-state",
        };
        match over {
            Transport::Https => name,
            Transport::Http => name.strip_prefix(PREFIX).unwrap_or(name),
        }
    }

    /// `Max-Age` in seconds; `None` for a session cookie.
    pub const fn life(self) -> Option<i64> {
        match self {
            // A challenge ends sooner than its cookie: what has run out is told apart from what the browser did not keep.
            Self::Session | Self::Challenge | Self::App => None,
            Self::AppState => Some(CHALLENGE_LIFE),
            Self::Link => Some(HELD_LIFE),
            Self::Waiting => Some(CONFIRM_LIFE),
            Self::ResetAsked => Some(RESET_LIFE),
            Self::Known => Some(KNOWN_LIFE),
            Self::Trusted => Some(TRUST_LIFE),
            Self::Flash => Some(FLASH_LIFE),
            Self::Language => Some(LANGUAGE_LIFE),
        }
    }

    /// The first value in the request's headers.
    pub fn read(self, headers: &HeaderMap, over: Transport) -> Option<&str> {
        let sent = headers.get_all(header::COOKIE).iter();
        sent.filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == self.name(over)).then_some(value))
    }

    /// The `Set-Cookie` that sets it; `None` if a header cannot carry the value.
    pub fn set(self, value: &str, over: Transport) -> Option<HeaderValue> {
        self.header(value, over, self.life())
    }

    /// The `Set-Cookie` that deletes it.
    pub fn clear(self, over: Transport) -> Option<HeaderValue> {
        self.header("", over, Some(0))
    }

    fn header(self, value: &str, over: Transport, life: Option<i64>) -> Option<HeaderValue> {
        let life = life.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let name = self.name(over);
        let secure = match over {
            Transport::Https => "; Secure",
            Transport::Http => "",
        };
        HeaderValue::from_str(&format!("{name}={value}; Path=/{secure}; HttpOnly; SameSite=Lax{life}")).ok()
    }
}

/// The value of a cookie of this request.
pub(crate) fn cookie(which: Cookie) -> Option<String> {
    let parts = use_context::<Parts>()?;
    which.read(&parts.headers, transport()).map(str::to_owned)
}

/// Whether the browser sent any of our cookies, valid or not.
pub(crate) fn any_cookie() -> bool {
    Cookie::ALL.into_iter().any(|which| cookie(which).is_some())
}

/// The transport of the service's origin.
fn transport() -> Transport {
    use_context::<Service>().map_or(Transport::Https, |service| Transport::of(&service.settings().origin))
}

/// Sets a cookie in the answer to this request.
pub(crate) fn set_cookie(which: Cookie, value: &str) {
    append(which.set(value, transport()));
}

/// Deletes a cookie.
pub(crate) fn clear_cookie(which: Cookie) {
    append(which.clear(transport()));
}

/// The tokens of [`Cookie::Known`].
pub(crate) fn known_browsers() -> Vec<String> {
    tokens(Cookie::Known, KNOWN_MAX)
}

/// The tokens of [`Cookie::Trusted`].
pub(crate) fn trusted_browsers() -> Vec<String> {
    tokens(Cookie::Trusted, TRUSTING_MEMBERS)
}

fn tokens(of: Cookie, most: usize) -> Vec<String> {
    let value = cookie(of).unwrap_or_default();
    let tokens = value.split('.').filter(|token| !token.is_empty());
    tokens.take(most).map(str::to_owned).collect()
}

/// Sets the cookies of a new session and deletes the challenge's.
pub(crate) fn signed_in(opened: &NewSession) {
    set_cookie(Cookie::Session, opened.token.expose_secret());
    clear_cookie(Cookie::Challenge);
    keep_language(opened.language);
    if let Some(known) = &opened.known {
        let known = known.expose_secret();
        put_first(Cookie::Known, known, |other| other == known, KNOWN_MAX);
    }
    if let Some(trusted) = &opened.trusted {
        let series = format!("{}:", trusted.series);
        let same = |other: &str| other.starts_with(&series);
        put_first(Cookie::Trusted, &trusted.expose_secret(), same, TRUSTING_MEMBERS);
    }
}

/// Puts a token before the others of a cookie, without those that it replaces.
fn put_first(which: Cookie, token: &str, replaced: impl Fn(&str) -> bool, most: usize) {
    let held = tokens(which, most);
    let others = held.iter().map(String::as_str).filter(|other| !replaced(other));
    let tokens: Vec<_> = std::iter::once(token).chain(others).take(most).collect();
    set_cookie(which, &tokens.join("."));
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
        let sent = "x__Host-session=1; __Host-session =1; __Host-session=2=3;__Host-link=; session=4";
        let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(sent))]);
        assert_eq!(Cookie::Session.read(&headers, Transport::Https), Some("2=3"));
        assert_eq!(Cookie::Session.read(&headers, Transport::Http), Some("4"));
        assert_eq!(Cookie::Link.read(&headers, Transport::Https), Some(""));
        assert_eq!(Cookie::Link.read(&headers, Transport::Http), None);
        assert_eq!(Cookie::Known.read(&headers, Transport::Https), None);
    }

    #[test]
    fn cookies_are_for_this_host_and_not_for_scripts() {
        let text = |value: Option<HeaderValue>| value.and_then(|value| value.to_str().map(str::to_owned).ok());
        let set = |which: Cookie| text(which.set("v", Transport::Https));
        assert_eq!(
            set(Cookie::Session).as_deref(),
            Some("__Host-session=v; Path=/; Secure; HttpOnly; SameSite=Lax")
        );
        assert_eq!(
            set(Cookie::Flash).as_deref(),
            Some("__Host-flash=v; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60")
        );
        for over in [Transport::Https, Transport::Http] {
            let cleared = text(Cookie::Session.clear(over)).unwrap_or_default();
            assert!(cleared.ends_with("; Max-Age=0"), "{cleared}");
            assert_eq!(Cookie::Flash.set("a\nb", over), None);
        }
    }

    #[test]
    fn over_http_no_cookie_has_a_prefix_or_is_secure() {
        for which in Cookie::ALL {
            let set = which.set("v", Transport::Http).expect("a header");
            let set = set.to_str().expect("text");
            assert!(!set.contains("__Host-") && !set.contains("Secure"), "{set}");
            assert!(set.contains("; HttpOnly; SameSite=Lax"), "{set}");
        }
    }
}
