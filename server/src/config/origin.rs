//! The public origin: scheme, host and port as browsers see them.

use http::Uri;
use std::net::IpAddr;

/// An origin without path, in the form browsers send it (RFC 6454 section 6.2): lower case, default port left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
    scheme_bytes: usize,
}

impl Origin {
    /// Reads an origin; http is refused unless the host is loopback.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = || format!("“{text}” is not an origin such as https://accounts.example.com");
        let uri: Uri = text.trim().parse().map_err(|_| form())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(form());
        };
        if uri.path() != "/" || uri.query().is_some() || authority.as_str().contains('@') || authority.host().is_empty()
        {
            return Err(format!("{}: only scheme, host and port", form()));
        }
        let default_port = match scheme {
            "https" => 443,
            "http" if loopback(authority.host()) => 80,
            "http" => return Err(plain_http(authority.host())),
            _ => return Err(form()),
        };
        let port = match authority
            .as_str()
            .rsplit_once(':')
            .filter(|(_, port)| !port.ends_with(']'))
        {
            None => None,
            Some(_) => Some(authority.port_u16().ok_or_else(form)?).filter(|port| *port != default_port),
        };
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let text = format!("{scheme}://{}{port}", authority.host().to_ascii_lowercase());
        Ok(Self {
            text,
            scheme_bytes: scheme.len(),
        })
    }

    /// The origin's text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and port, as a browser writes them into `Host`.
    pub fn authority(&self) -> &str {
        self.text.get(self.scheme_bytes + 3..).unwrap_or_default()
    }

    /// The host, without its port.
    pub fn host(&self) -> &str {
        let authority = self.authority();
        authority
            .rsplit_once(':')
            .filter(|(_, port)| !port.ends_with(']'))
            .map_or(authority, |(host, _)| host)
    }

    /// Whether browsers reach it by https.
    pub fn https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// Whether a `Host` header or the authority of a request line means this origin.
    pub fn is_host(&self, host: &str) -> bool {
        let default_port = if self.https() { ":443" } else { ":80" };
        let ours = self.authority();
        host.eq_ignore_ascii_case(ours)
            || host
                .strip_suffix(default_port)
                .is_some_and(|host| host.eq_ignore_ascii_case(ours))
    }

    /// The path of a URL of this origin, without query and fragment; `None` for any other origin.
    pub fn path_of<'a>(&self, url: &'a str) -> Option<&'a str> {
        let rest = url.strip_prefix(&self.text)?;
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        if path.is_empty() {
            Some("/")
        } else {
            Some(path).filter(|path| path.starts_with('/'))
        }
    }
}

fn loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn plain_http(host: &str) -> String {
    format!("http would send passwords and cookies to {host} in the clear; use https (http is for localhost only)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> String {
        Origin::parse(text).map_or_else(|reason| format!("refused: {reason}"), |origin| origin.text)
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        assert_eq!(origin("https://Accounts.Example.com/"), "https://accounts.example.com");
        assert_eq!(origin("https://example.com:443"), "https://example.com");
        assert_eq!(origin("http://localhost:3000"), "http://localhost:3000");
        assert_eq!(origin("http://[::1]:3000"), "http://[::1]:3000");
        assert_eq!(origin("http://127.0.0.1"), "http://127.0.0.1");
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "",
            "example.com",
            "ftp://example.com",
            "https://a.b/path",
            "https://a.b?x",
            "https://u@a.b",
            "https://",
            "https://a.b:x",
        ] {
            assert!(Origin::parse(text).is_err(), "{text:?}");
        }
        assert!(origin("http://example.com").contains("in the clear"));
        assert!(origin("http://localhost.example.com").contains("in the clear"));
    }

    #[test]
    fn hosts() {
        let ours = Origin::parse("https://a.example").expect("an origin");
        assert!(ours.is_host("a.example") && ours.is_host("A.Example:443"));
        assert!(!ours.is_host("a.example:80") && !ours.is_host("b.example") && !ours.is_host("a.example.evil"));
    }

    #[test]
    fn paths_of_our_urls_only() {
        let ours = Origin::parse("https://a.example").expect("an origin");
        assert_eq!(ours.path_of("https://a.example/sign-in?next=/x#y"), Some("/sign-in"));
        assert_eq!(ours.path_of("https://a.example"), Some("/"));
        assert_eq!(ours.path_of("https://a.example.evil/sign-in"), None);
        assert_eq!(ours.path_of("https://a.example:8443/"), None);
        assert_eq!(ours.path_of("https://a.example@evil/"), None);
    }
}
