//! Redirects lead to paths of ours and nowhere else.

/// `target` if it is a path of this server, with its query; everything a browser could read as another host is `None`.
pub fn own_path(target: &str) -> Option<&str> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    // Browsers take `\` for `/` and drop tabs and line ends; a header takes visible ASCII only.
    let ours = path.starts_with('/') && !path.contains("//") && !target.contains('\\');
    (ours && target.bytes().all(|byte| byte.is_ascii_graphic())).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn own_paths() {
        for path in [
            "/",
            "/sign-in",
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
            " //evil.example",
            "/a//evil.example",
            "///evil.example",
            "/é",
            "?next=/",
            "data:text/html,x",
            "/\0",
        ] {
            assert_eq!(own_path(path), None, "{path:?}");
        }
    }
}
