//! Headers that list what a client accepts, with weights.

use http::{HeaderMap, HeaderName};

/// Returns the items of a comma-separated header.
pub(super) fn listed(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let lines = headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// Returns the items of a header such as `Accept-Language` with their weights, from 0 to 1 (RFC 9110 section 12.4.2). An
/// item with an invalid weight has 0, which means "not acceptable".
pub(super) fn weighted(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = (&str, f32)> {
    listed(headers, name).filter_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        let item = parts.next()?;
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        Some((item, quality.map_or(1.0, weight)))
    })
}

fn weight(quality: &str) -> f32 {
    let weight = quality.trim().parse().unwrap_or_default();
    if (0.0..=1.0).contains(&weight) { weight } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderValue, header};

    #[test]
    fn items_have_weights() {
        let mut headers = HeaderMap::new();
        for line in [
            "de-CH;q=0.5, en , fr;Q=1",
            "it; q=1.5,es;level=1;q=0.2,pt;q=NaN,nl;q=much",
        ] {
            headers.append(header::ACCEPT_LANGUAGE, HeaderValue::from_static(line));
        }
        let items: Vec<_> = weighted(&headers, header::ACCEPT_LANGUAGE).collect();
        let expected = [
            ("de-CH", 0.5),
            ("en", 1.0),
            ("fr", 1.0),
            ("it", 0.0),
            ("es", 0.2),
            ("pt", 0.0),
            ("nl", 0.0),
        ];
        assert_eq!(items, expected);
    }
}
