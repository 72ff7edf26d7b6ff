//! The public origin: scheme, host and port.

use url::{Host, Position, Url};

/// An origin as browsers serialise it (RFC 6454 section 6.2): lower case, without the default port and without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(Url);

/// The origins of applications. A type of its own, because clap takes a `Vec` for a repeated flag.
pub type Apps = std::sync::Arc<[Origin]>;

impl Origin {
    /// Parses an origin. http is refused unless the host is loopback.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = || format!("“{text}” is not an origin such as https://accounts.example.com");
        // The URL parser also accepts `https:host` and `https:\\host`, as browsers do; in a setting these are mistakes.
        let url = text.trim().contains("://").then(|| Url::parse(text).ok()).flatten();
        let url = url.filter(Url::has_host).ok_or_else(form)?;
        let more = url.path() != "/" || url.query().is_some() || url.fragment().is_some() || text.contains('@');
        match url.scheme() {
            _ if more => Err(format!("{}: only scheme, host and port", form())),
            "https" => Ok(Self(url)),
            "http" if loopback(&url) => Ok(Self(url)),
            "http" => Err(plain_http(url.host_str().unwrap_or_default())),
            _ => Err(form()),
        }
    }

    /// Parses origins separated by commas.
    pub fn parse_list(text: &str) -> Result<Apps, String> {
        let origins = text.split(',').map(str::trim).filter(|origin| !origin.is_empty());
        let origins: Result<Vec<_>, _> = origins.map(Self::parse).collect();
        origins.map(Apps::from)
    }

    /// Returns the origin's text.
    pub fn as_str(&self) -> &str {
        &self.0[..Position::BeforePath]
    }

    /// Returns host and port as a browser sends them in `Host`.
    pub fn authority(&self) -> &str {
        &self.0[Position::BeforeHost..Position::AfterPort]
    }

    /// Returns the host without the port.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether the scheme is https.
    pub fn https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether a `Host` header or the authority of a request line names this origin.
    pub fn is_host(&self, host: &str) -> bool {
        let default_port = if self.https() { ":443" } else { ":80" };
        let ours = self.authority();
        host.eq_ignore_ascii_case(ours)
            || host
                .strip_suffix(default_port)
                .is_some_and(|host| host.eq_ignore_ascii_case(ours))
    }
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn plain_http(host: &str) -> String {
    format!("http would send secrets to {host} in the clear; use https (http is for localhost only)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> String {
        Origin::parse(text).map_or_else(
            |reason| format!("refused: {reason}"),
            |origin| origin.as_str().to_owned(),
        )
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        assert_eq!(origin("https://Accounts.Example.com/"), "https://accounts.example.com");
        assert_eq!(origin("https://example.com:443"), "https://example.com");
        assert_eq!(origin("http://localhost:3000"), "http://localhost:3000");
        assert_eq!(origin("http://[::1]:3000"), "http://[::1]:3000");
        assert_eq!(origin("http://127.0.0.1"), "http://127.0.0.1");
        assert_eq!(
            origin("https://Bücher.example:8443"),
            "https://xn--bcher-kva.example:8443"
        );
    }

    #[test]
    fn invalid_origins_are_refused() {
        for text in [
            "",
            "example.com",
            "ftp://example.com",
            "https://a.b/path",
            "https://a.b?x",
            "https://u@a.b",
            "https://",
            "https://a.b:x",
            "https://@a.b",
            "https://a.b/#x",
            "https:a.b",
            "https:\\\\a.b",
            "https://a b",
        ] {
            assert!(Origin::parse(text).is_err(), "{text:?}");
        }
        assert!(origin("http://example.com").contains("in the clear"));
        assert!(origin("http://localhost.example.com").contains("in the clear"));
    }

    #[test]
    fn parts() {
        let ours = Origin::parse("https://A.example:8443").expect("an origin");
        assert_eq!((ours.authority(), ours.host()), ("a.example:8443", "a.example"));
        let ours = Origin::parse("http://[::1]:80").expect("an origin");
        assert_eq!((ours.authority(), ours.host()), ("[::1]", "[::1]"));
    }

    #[test]
    fn hosts() {
        let ours = Origin::parse("https://a.example").expect("an origin");
        assert!(ours.is_host("a.example") && ours.is_host("A.Example:443"));
        assert!(!ours.is_host("a.example:80") && !ours.is_host("b.example") && !ours.is_host("a.example.evil"));
    }
}
