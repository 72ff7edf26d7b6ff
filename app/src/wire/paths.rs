//! Paths of our own pages, and paths inside a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// The prefix of every server function's path.
pub const CALLS: &str = "/ui/";
/// The longest path that a redirect accepts, in bytes.
const PATH_BYTES: usize = 4096;

/// `target` if it is a path of this server, with its query. `None` for everything that a browser could resolve to
/// another host, and for server functions, which are no pages.
pub fn own_path(target: &str) -> Option<&str> {
    local_path(target).filter(|path| !path.as_bytes().starts_with(CALLS.as_bytes()))
}

/// `target` if it is a path with its query, which no browser resolves to another host.
pub fn local_path(target: &str) -> Option<&str> {
    // Bytes, because string searching adds two kilobytes to the client.
    let bytes = target.as_bytes();
    let end = bytes.iter().position(|byte| matches!(byte, b'?' | b'#'));
    let path = bytes.get(..end.unwrap_or(bytes.len()))?;
    // Browsers treat `\` as `/` and strip tabs and line ends; a header value is limited to visible ASCII.
    let clean = bytes.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'\\');
    let ours = path.starts_with(b"/") && !path.windows(2).any(|pair| pair == b"//");
    (clean && ours && bytes.len() <= PATH_BYTES).then_some(target)
}

/// `path` with `next` in its query, if `next` is a path of this server other than Home, which is the default.
pub fn with_next(path: &str, next: &str) -> String {
    match own_path(next) {
        None | Some("/") => path.to_owned(),
        Some(next) => [path, "?next="].into_iter().chain(encode_query(next)).collect(),
    }
}

/// The query of the sign-in page if the browser did not keep the cookie.
pub(crate) const COOKIE_LOST: &str = "cookie=lost";

/// `path` with one more parameter in its query.
pub(crate) fn with_query(path: &str, parameter: &str) -> String {
    let (path, fragment) = path.find('#').map_or((path, ""), |at| path.split_at(at));
    let separator = if path.contains('?') { "&" } else { "?" };
    [path, separator, parameter, fragment].concat()
}

/// `path` with one more parameter, whose value is encoded.
#[cfg(feature = "ssr")]
pub fn with_parameter(path: &str, name: &str, value: &str) -> String {
    with_query(path, &format!("{name}={}", utf8_percent_encode(value, IN_QUERY)))
}

/// The query parameters by which a page says what was done.
pub const DONE_PARAMETERS: [&str; 5] = ["done", "sent", "ready", "changed", "cookie"];

/// All characters except RFC 3986's unreserved ones and `/`.
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
    fn a_parameter_comes_last_in_the_query() {
        assert_eq!(with_query("/", COOKIE_LOST), "/?cookie=lost");
        assert_eq!(with_query("/a?b=1#c", COOKIE_LOST), "/a?b=1&cookie=lost#c");
    }

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
