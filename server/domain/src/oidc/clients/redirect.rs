//! Addresses that browsers are sent to.
//!
//! They are compared character by character (RFC 9700 section 2.1). The one exception is the port of a native app on its own
//! machine, which gets a free one from the system each time (RFC 8252 section 7.3).

use terms::Problem;
use url::{Host, Url};

/// Maximum length of an address, in bytes.
const URI_BYTES: usize = 512;

/// An address that people are sent back to with a code (`redirect_uri`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(String);

/// An address that people are sent to after a sign-out (`post_logout_redirect_uri`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutUri(String);

impl RedirectUri {
    /// Parses an address: `https`; `http` on a loopback address, for programs on the person's own machine; or the scheme of a
    /// native app, which has a dot in it (RFC 8252 section 7.1). It has no fragment, user or password.
    ///
    /// # Errors
    /// `TooLong`, `Malformed`.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        if typed.len() > URI_BYTES {
            return Err(Problem::TooLong);
        }
        let uri = is_permitted(typed).then(|| Self(typed.to_owned()));
        uri.ok_or(Problem::Malformed)
    }

    /// Whether `asked` is this address. Of a loopback address the port is free.
    pub fn is(&self, asked: &str) -> bool {
        self.0 == asked || matches!((loopback(&self.0), loopback(asked)), (Some(own), Some(asked)) if own == asked)
    }

    /// Returns the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Wraps an address from the store.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }
}

impl LogoutUri {
    /// Parses an address as [`RedirectUri::parse`] does.
    ///
    /// # Errors
    /// `TooLong`, `Malformed`.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        RedirectUri::parse(typed).map(|uri| Self(uri.0))
    }

    /// Whether `asked` is this address, character by character.
    pub fn is(&self, asked: &str) -> bool {
        self.0 == asked
    }

    /// Returns the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Wraps an address from the store.
    pub fn from_store(text: String) -> Self {
        Self(text)
    }
}

fn is_permitted(typed: &str) -> bool {
    let visible = typed.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let Ok(url) = Url::parse(typed) else { return false };
    let plain = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let permitted = match url.scheme() {
        "https" => url.host().is_some(),
        "http" => is_loopback(&url),
        scheme => scheme.contains('.'),
    };
    visible && plain && permitted
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Returns what stands before and after the port of a loopback address, which is a number and no name: `localhost` can be
/// another machine.
fn loopback(uri: &str) -> Option<(&str, &str)> {
    let host = ["http://127.0.0.1", "http://[::1]"]
        .into_iter()
        .find(|host| uri.starts_with(host))?;
    let (host, rest) = uri.split_at_checked(host.len())?;
    let path = match rest.strip_prefix(':') {
        Some(with_port) => {
            let (port, path) = with_port.split_at_checked(with_port.find('/')?)?;
            port.parse::<u16>().ok().filter(|port| *port > 0)?;
            path
        }
        None => rest,
    };
    path.starts_with('/').then_some((host, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid(uri: &str) -> bool {
        RedirectUri::parse(uri).is_ok()
    }

    #[test]
    fn addresses_that_an_app_may_have() {
        for uri in [
            "https://app.example/callback",
            "https://app.example/callback?tenant=1",
            "http://127.0.0.1/callback",
            "http://[::1]:8080/callback",
            "http://localhost:3000/callback",
            "com.example.app:/callback",
        ] {
            assert!(valid(uri), "{uri}");
        }
    }

    #[test]
    fn addresses_that_no_app_may_have() {
        let long = format!("https://app.example/{}", "a".repeat(URI_BYTES));
        for uri in [
            "",
            "/callback",
            "app.example/callback",
            "http://app.example/callback",
            "http://127.0.0.1.evil.example/callback",
            "https://app.example/callback#fragment",
            "https://app.example/callback#",
            "https://ana@app.example/callback",
            "https://ana:secret@app.example/",
            "https://app.example\\@evil.example/",
            "https://app.example/call back",
            "https://app.example/é",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp:/callback",
            "https://",
            &long,
        ] {
            assert!(!valid(uri), "{uri}");
        }
    }

    #[test]
    fn an_address_is_compared_character_by_character() {
        let uri = RedirectUri::from_store("https://app.example/callback?a=1".into());
        assert!(uri.is("https://app.example/callback?a=1"));
        for other in [
            "https://app.example/callback",
            "https://app.example/callback?a=1&b=2",
            "https://app.example/callback?a=1#x",
            "https://app.example/Callback?a=1",
            "https://APP.example/callback?a=1",
            "https://app.example:443/callback?a=1",
            "https://app.example./callback?a=1",
            "https://app.example/x/../callback?a=1",
            "https://app.example/callback/?a=1",
            "http://app.example/callback?a=1",
            "https://app.example.evil.example/callback?a=1",
            "https://app.example@evil.example/callback?a=1",
            " https://app.example/callback?a=1",
        ] {
            assert!(!uri.is(other), "{other}");
        }
    }

    #[test]
    fn the_port_of_a_loopback_address_is_free() {
        for own in ["http://127.0.0.1/cb", "http://127.0.0.1:4000/cb"] {
            let uri = RedirectUri::from_store(own.into());
            for asked in [
                "http://127.0.0.1/cb",
                "http://127.0.0.1:1/cb",
                "http://127.0.0.1:65535/cb",
            ] {
                assert!(uri.is(asked), "{own} {asked}");
            }
            for asked in [
                "http://127.0.0.1:0/cb",
                "http://127.0.0.1:65536/cb",
                "http://127.0.0.1:x/cb",
                "http://127.0.0.1:/cb",
                "http://127.0.0.1:80@evil.example/cb",
                "http://127.0.0.1.evil.example/cb",
                "http://127.0.0.1:80/other",
                "http://127.0.0.1:80/cb?x=1",
                "http://127.0.0.2:80/cb",
                "http://[::1]:80/cb",
                "http://localhost:80/cb",
                "https://127.0.0.1:80/cb",
            ] {
                assert!(!uri.is(asked), "{own} {asked}");
            }
        }
        let named = RedirectUri::from_store("http://localhost:3000/cb".into());
        assert!(named.is("http://localhost:3000/cb") && !named.is("http://localhost:3001/cb"));
    }
}
