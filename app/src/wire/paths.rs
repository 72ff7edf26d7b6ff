//! Paths of our own pages, and paths inside a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// Before the endpoint of every server function.
pub const CALLS: &str = "/ui/";
/// Longest path that a redirect follows, in bytes.
const PATH_BYTES: usize = 512;

/// `target` if it is a page of this server, with its query; everything a browser could read as another host is `None`,
/// and so are server functions, where nothing can be read.
pub fn own_path(target: &str) -> Option<&str> {
    // By bytes: searching in text would cost the client two kilobytes.
    let bytes = target.as_bytes();
    let end = bytes.iter().position(|byte| matches!(byte, b'?' | b'#'));
    let path = bytes.get(..end.unwrap_or(bytes.len()))?;
    // Browsers take `\` for `/` and drop tabs and line ends; a header takes visible ASCII only.
    let clean = bytes.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'\\');
    let ours = path.starts_with(b"/") && !path.windows(2).any(|pair| pair == b"//");
    let page = bytes.len() <= PATH_BYTES && !path.starts_with(CALLS.as_bytes());
    (clean && ours && page).then_some(target)
}

/// `path`, which goes on to `next` in the end if that is a page of ours other than Home, where it leads anyway.
pub(crate) fn with_next(path: &str, next: &str) -> String {
    match own_path(next) {
        None | Some("/") => path.to_owned(),
        Some(next) => format!("{path}?next={}", encode_query(next)),
    }
}

/// Everything in a path of ours that a query value cannot hold: all but RFC 3986's unreserved characters and `/`.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// Percent-encodes a path for a query value.
pub(crate) fn encode_query(path: &str) -> PercentEncode<'_> {
    utf8_percent_encode(path, IN_QUERY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_paths() {
        for path in [
            "/",
            "/sign-in",
            "/security/two-factor?x=1#y",
            "/security/two-factor/new?name=My%20phone",
            "/a?next=https://b.example",
            "/a#b",
        ] {
            assert_eq!(own_path(path), Some(path));
        }
    }

    #[test]
    fn everything_else() {
        for path in [
            "",
            "sign-in",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a\r\nb",
            " //evil.example",
            "/a//evil.example",
            "///evil.example",
            "/é",
            "?next=/",
            "data:text/html,x",
            "/\0",
            "/%0a é",
            "/ui/sign-out",
            &format!("/{}", "a".repeat(PATH_BYTES)),
        ] {
            assert_eq!(own_path(path), None, "{path:?}");
        }
    }

    #[test]
    fn what_follows_is_a_page_of_ours() {
        assert_eq!(with_next("/sign-in", "/a b"), "/sign-in");
        assert_eq!(with_next("/sign-in", "/a?b=c"), "/sign-in?next=/a%3Fb%3Dc");
        for next in ["", "/", "//evil.example"] {
            assert_eq!(with_next("/sign-in", next), "/sign-in");
        }
    }
}
