//! The client's files: named by a hash of their content, compressed at build time, served from memory.
//!
//! rust-embed puts the files into the binary; the responses are made here. memory-serve would compress again what
//! scripts/assets.mjs has compressed (which adds brotli and gzip to the server and work to each start), uses one `ETag`
//! for all codings although RFC 9110 section 8.8.3 requires distinct ones, and adds routes that our route table cannot
//! list. tower-http's `ServeDir` derives its `ETag` from the modification time and needs three traits to serve from
//! memory.

use super::{
    Shared,
    accept::{listed, weighted},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;
use std::{borrow::Cow, collections::HashMap};

/// The URL prefix of hashed files, also used in [`super::routes::ROUTES`].
const PREFIX: &str = "/assets/";
/// For hashed names, whose content never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For fixed paths, whose content changes with a new version only; browsers revalidate by `ETag` after an hour.
const ONE_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const VARY: HeaderValue = HeaderValue::from_static("accept-encoding");

/// The folder with the client's files. A release binary embeds it, a debug build reads it from disk; it is empty
/// without a client.
#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The client's files; empty if the server was built without a client.
#[derive(Default)]
pub(super) struct Assets {
    by_file: HashMap<String, Asset>,
    files: HashMap<String, String>,
}

/// A file in all its content codings.
struct Asset {
    media: HeaderValue,
    raw: Form,
    br: Option<Form>,
    gz: Option<Form>,
}

/// The body of a file in one content coding.
struct Form {
    body: Bytes,
    /// The quoted file name, which contains a hash of the content and differs by coding.
    etag: HeaderValue,
}

#[derive(serde::Deserialize)]
struct Entry {
    file: String,
    #[serde(rename = "type")]
    media: String,
}

impl Assets {
    /// Loads the files of this build.
    pub(super) fn of_this_build() -> Self {
        Self::read(|file| {
            Some(match Site::get(file)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => bytes.into(),
            })
        })
    }

    /// Loads the files that the manifest lists.
    fn read(file: impl Fn(&str) -> Option<Bytes>) -> Self {
        let manifest = file("manifest.json").unwrap_or_default();
        let entries: HashMap<String, Entry> = serde_json::from_slice(&manifest).unwrap_or_default();
        let mut all = Self::default();
        for (name, entry) in entries {
            let Some(asset) = Asset::read(&entry, &file) else {
                continue;
            };
            all.by_file.insert(entry.file.clone(), asset);
            all.files.insert(name, entry.file);
        }
        all
    }

    /// Returns the URL path of a file by its logical name, such as `style.css`.
    pub(super) fn url(&self, name: &str) -> Option<String> {
        self.files.get(name).map(|file| format!("{PREFIX}{file}"))
    }

    fn response(&self, file: &str, asked: &HeaderMap, cache: HeaderValue) -> Response {
        let asset = self.by_file.get(file);
        asset.map_or_else(
            || StatusCode::NOT_FOUND.into_response(),
            |asset| asset.response(asked, cache),
        )
    }
}

impl Asset {
    fn read(entry: &Entry, file: impl Fn(&str) -> Option<Bytes>) -> Option<Self> {
        let form = |end: &str| {
            let name = format!("{}{end}", entry.file);
            let (body, etag) = (file(&name)?, format!("\"{name}\"").parse().ok()?);
            Some(Form { body, etag })
        };
        Some(Self {
            media: entry.media.parse().ok()?,
            raw: form("")?,
            br: form(".br"),
            gz: form(".gz"),
        })
    }

    fn response(&self, asked: &HeaderMap, cache: HeaderValue) -> Response {
        let (form, coding) = self.preferred(asked);
        let mut response = if has_already(asked, &form.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            content(form.body.clone(), self.media.clone(), coding)
        };
        response.headers_mut().extend([
            (header::ETAG, form.etag.clone()),
            (header::CACHE_CONTROL, cache),
            (header::VARY, VARY),
        ]);
        response
    }

    /// Selects the coding with the highest weight in `Accept-Encoding`; of equal ones the smallest.
    fn preferred(&self, asked: &HeaderMap) -> (&Form, Option<&'static str>) {
        let packed = [(&self.gz, "gzip"), (&self.br, "br")].into_iter();
        let packed = packed.filter_map(|(form, coding)| Some((form.as_ref()?, coding, weight(asked, coding)?)));
        let best = packed.max_by(|(.., a), (.., b)| a.total_cmp(b));
        match best {
            Some((form, coding, w)) if w > 0.0 && weight(asked, "identity").is_none_or(|raw| raw <= w) => {
                (form, Some(coding))
            }
            _ => (&self.raw, None),
        }
    }
}

fn content(body: Bytes, media: HeaderValue, coding: Option<&'static str>) -> Response {
    let coding = coding.map(|coding| (header::CONTENT_ENCODING, HeaderValue::from_static(coding)));
    // `insert` replaces the media type that a body of bytes has by default. Browsers refuse WebAssembly with two.
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response.headers_mut().extend(coding);
    response
}

/// Returns the weight of this coding in `Accept-Encoding` (RFC 9110 section 12.5.3).
///
/// The wildcard `*` is ignored: such clients get the file uncompressed.
fn weight(asked: &HeaderMap, coding: &str) -> Option<f32> {
    let mut codings = weighted(asked, header::ACCEPT_ENCODING);
    codings.find_map(|(name, weight)| name.eq_ignore_ascii_case(coding).then_some(weight))
}

/// Whether `If-None-Match` contains this tag or `*` (RFC 9110 section 13.1.2).
fn has_already(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let tags = &mut listed(asked, header::IF_NONE_MATCH);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag.as_bytes())
}

/// Serves a file under its hashed name.
pub(super) async fn hashed(State(shared): State<Shared>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    shared.web.assets.response(&file, &headers, FOR_EVER)
}

/// Returns the handler for a file at a fixed path, such as `robots.txt`.
pub(super) fn fixed(name: &'static str) -> MethodRouter<Shared> {
    get(move |State(shared): State<Shared>, headers: HeaderMap| async move {
        let assets = &shared.web.assets;
        let file = assets.files.get(name).map_or("", String::as_str);
        assets.response(file, &headers, ONE_HOUR)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderName;

    const BOTH: &[(HeaderName, &str)] = &[(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd")];

    fn asked(headers: &[(HeaderName, &str)]) -> HeaderMap {
        let pairs = headers
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().expect("a value")));
        pairs.collect()
    }

    /// One file as scripts/assets.mjs writes it.
    fn assets() -> Assets {
        Assets::read(|file| match file {
            "manifest.json" => {
                Some(r#"{"a.css": {"file": "a-1.css", "type": "text/css", "bytes": 3, "br": 2, "gz": 2}}"#.into())
            }
            "a-1.css" => Some("raw".into()),
            "a-1.css.br" => Some("br".into()),
            "a-1.css.gz" => Some("gz".into()),
            _ => None,
        })
    }

    fn get(headers: &[(HeaderName, &str)]) -> Response {
        assets().response("a-1.css", &asked(headers), ONE_HOUR)
    }

    #[test]
    fn codings_are_taken_by_weight() {
        let accepted = |text: &str, coding: &str| {
            weight(&asked(&[(header::ACCEPT_ENCODING, text)]), coding).is_some_and(|weight| weight > 0.0)
        };
        assert!(accepted("gzip, deflate, br, zstd", "br") && accepted("gzip;q=0.5, BR;q=1.0", "br"));
        assert!(
            !accepted("gzip", "br")
                && !accepted("br;q=0, gzip", "br")
                && !accepted("*", "br")
                && !accepted("brx", "br")
        );
    }

    #[test]
    fn the_heaviest_coding_is_sent() {
        for (accept, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("br;q=0.5, gzip;q=0.8", Some("gzip")),
            ("br; q=0.5 , gzip; Q=0.5", Some("br")),
            ("br;q=0, gzip", Some("gzip")),
            ("br;q=much, gzip;q=0", None),
            ("br;q=0.5, identity", None),
            ("br, identity;q=0.5, *;q=0", Some("br")),
            ("zstd", None),
            ("*", None),
            ("", None),
        ] {
            let response = get(&[(header::ACCEPT_ENCODING, accept)]);
            let media: Vec<_> = response.headers().get_all(header::CONTENT_TYPE).iter().collect();
            assert_eq!(media, ["text/css"], "{accept:?}");
            let sent = response.headers().get(header::CONTENT_ENCODING);
            assert_eq!(sent.map(|value| value.to_str().expect("text")), coding, "{accept:?}");
            assert_eq!(response.headers()[header::VARY], "accept-encoding", "{accept:?}");
        }
    }

    #[test]
    fn a_cached_file_is_not_sent_again() {
        for (asked, etag) in [(&[][..], "\"a-1.css\""), (BOTH, "\"a-1.css.br\"")] {
            let first = get(asked);
            assert_eq!(
                (first.status(), &first.headers()[header::ETAG]),
                (StatusCode::OK, &etag.parse().expect("a tag"))
            );
            for tag in [
                etag.to_owned(),
                format!("W/{etag}"),
                format!("\"x\", {etag}"),
                "*".into(),
            ] {
                let again = get(&[asked, &[(header::IF_NONE_MATCH, &tag)]].concat());
                assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{tag}");
                assert_eq!(again.headers()[header::ETAG], etag);
                assert_eq!(again.headers()[header::CACHE_CONTROL], ONE_HOUR);
                assert!(!again.headers().contains_key(header::CONTENT_TYPE));
            }
        }
    }

    #[test]
    fn another_content_or_coding_is_sent() {
        for tag in ["\"a-0.css.br\"", "\"a-1.css\"", "a-1.css.br", "\"\"", ""] {
            let response = get(&[BOTH, &[(header::IF_NONE_MATCH, tag)]].concat());
            assert_eq!(response.status(), StatusCode::OK, "{tag:?}");
        }
    }

    #[test]
    fn a_missing_folder_means_a_server_without_client() {
        assert!(Assets::read(|_| None).url("style.css").is_none());
    }

    #[test]
    fn a_folder_is_read_by_its_manifest() {
        let assets = assets();
        assert_eq!(assets.url("a.css").as_deref(), Some("/assets/a-1.css"));
        assert_eq!(get(BOTH).headers()[header::CONTENT_ENCODING], "br");
        assert!(!get(&[]).headers().contains_key(header::CONTENT_ENCODING));
        let none = assets.response("a.css", &HeaderMap::new(), FOR_EVER);
        assert_eq!(none.status(), StatusCode::NOT_FOUND);
    }
}
