//! Reading cookies where Leptos does not do it for us.

use http::{HeaderMap, header};

/// The first value of the cookie with this name.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(sent, value)| (sent == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_by_their_whole_name() {
        let headers =
            HeaderMap::from_iter([(header::COOKIE, "x__Host-a=1; __Host-a=2=3;b=".parse().expect("a value"))]);
        assert_eq!(read(&headers, "__Host-a"), Some("2=3"));
        assert_eq!(read(&headers, "b"), Some(""));
        assert_eq!(read(&headers, "a"), None);
    }
}
