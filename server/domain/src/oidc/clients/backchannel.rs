//! Where an app is told of the end of a session (OpenID Connect Back-Channel Logout 1.0).
//!
//! This server calls the address itself, so an owner or admin must not be able to point it at what only this server reaches.
//! That a public name leads to no private network is checked when it is called.

use terms::Problem;
use url::{Host, Url};

/// Maximum length of an address, in bytes.
const URI_BYTES: usize = 512;
/// Last labels of names that are nowhere in public DNS (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, and names that home and
/// office routers give).
const LOCAL: [&str; 14] = [
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "arpa",
    "onion",
    "alt",
    "test",
    "invalid",
];

/// Whose app it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An account's: owners and admins choose the address.
    Account,
    /// The operator's.
    Operator,
}

/// Parses an address that this server calls; nothing is none. One of an account is `https` on a public host name and the default
/// port.
///
/// # Errors
/// `TooLong`, `Malformed`.
pub(super) fn parse(typed: &str, owner: Owner) -> Result<Option<String>, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if typed.len() > URI_BYTES {
        return Err(Problem::TooLong);
    }
    let visible = typed.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let url = Url::parse(typed).map_err(|_| Problem::Malformed)?;
    let plain = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let permitted = match owner {
        Owner::Account => url.scheme() == "https" && url.port().is_none() && is_public(&url),
        Owner::Operator => matches!(url.scheme(), "https" | "http") && url.host().is_some(),
    };
    match visible && plain && permitted {
        true => Ok(Some(url.into())),
        false => Err(Problem::Malformed),
    }
}

fn is_public(url: &Url) -> bool {
    let Some(Host::Domain(name)) = url.host() else {
        return false;
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| !LOCAL.contains(&last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_may_name_public_hosts_only() {
        for uri in [
            "https://app.example/logout",
            "https://app.example:443/logout?tenant=1",
            "https://a.b.example",
        ] {
            assert!(matches!(parse(uri, Owner::Account), Ok(Some(_))), "{uri}");
        }
        for uri in [
            "http://app.example/logout",
            "https://app.example:8443/logout",
            "https://localhost/logout",
            "https://app.localhost/logout",
            "https://app.LOCAL/logout",
            "https://db.internal./logout",
            "https://router.home.arpa/",
            "https://app/logout",
            "https://127.0.0.1/logout",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://192.0.2.1/",
            "https://ana@app.example/",
            "https://ana:secret@app.example/",
            "https://app.example/#part",
            "https://app.example\\@evil.example/",
            "https://app.example/a b",
            "ftp://app.example/",
            "app.example",
        ] {
            assert_eq!(parse(uri, Owner::Account), Err(Problem::Malformed), "{uri}");
        }
        let long = format!("https://app.example/{}", "a".repeat(URI_BYTES));
        assert_eq!(parse(&long, Owner::Account), Err(Problem::TooLong));
    }

    #[test]
    fn the_operator_may_name_any_host() {
        for uri in [
            "http://127.0.0.1:9000/logout",
            "http://app:8080/",
            "https://app.internal/",
        ] {
            assert!(matches!(parse(uri, Owner::Operator), Ok(Some(_))), "{uri}");
        }
        for uri in [
            "ftp://app/",
            "javascript:alert(1)",
            "http://a@app/",
            "http://app/#",
            "/logout",
        ] {
            assert_eq!(parse(uri, Owner::Operator), Err(Problem::Malformed), "{uri}");
        }
        assert_eq!(parse(" ", Owner::Account), Ok(None));
    }
}
