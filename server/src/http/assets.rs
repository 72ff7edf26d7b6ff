//! The client's files: named by their content, compressed at build time, kept in memory.

use super::Shared;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::{collections::HashMap, path::Path as FilePath};

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// Where hashed files are served; [`super::routes::ROUTES`] has the same prefix.
const PREFIX: &str = "/assets/";
/// A hashed name never gets other content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Files at fixed paths are nobody's secret and change with a new version only.
const ONE_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Where this build has the client's files.
#[expect(dead_code, reason = "which one is made depends on the profile: build.rs")]
enum Site {
    Embedded(&'static [Embedded]),
    Folder(&'static str),
}

struct Embedded {
    name: &'static str,
    file: &'static str,
    media: &'static str,
    raw: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

/// One file in all its forms.
struct Asset {
    file: String,
    media: HeaderValue,
    raw: Bytes,
    br: Option<Bytes>,
    gz: Option<Bytes>,
}

/// All files of the client; empty when the server was built without it.
#[derive(Default)]
pub struct Assets {
    by_file: HashMap<String, Asset>,
    files: HashMap<String, String>,
}

#[derive(serde::Deserialize)]
struct Entry {
    file: String,
    #[serde(rename = "type")]
    media: String,
}

impl Assets {
    /// The files of this build: inside a release binary, in target/site for a debug build.
    pub fn of_this_build() -> Self {
        match SITE {
            Site::Embedded(files) => files.iter().map(|e| (e.name.to_owned(), Asset::embedded(e))).collect(),
            Site::Folder(folder) => Self::from_folder(FilePath::new(folder)),
        }
    }

    fn from_folder(folder: &FilePath) -> Self {
        let read = |file: &str| std::fs::read(folder.join(file)).ok().map(Bytes::from);
        let manifest = read("manifest.json").unwrap_or_default();
        let entries: HashMap<String, Entry> = serde_json::from_slice(&manifest).unwrap_or_default();
        let asset = |entry: Entry| {
            let (br, gz) = (read(&format!("{}.br", entry.file)), read(&format!("{}.gz", entry.file)));
            Some(Asset {
                raw: read(&entry.file)?,
                media: media(&entry.media),
                br,
                gz,
                file: entry.file,
            })
        };
        entries
            .into_iter()
            .filter_map(|(name, entry)| Some((name, asset(entry)?)))
            .collect()
    }

    /// The URL path of the file with this logical name, such as `style.css`.
    pub fn url(&self, name: &str) -> Option<String> {
        self.files.get(name).map(|file| format!("{PREFIX}{file}"))
    }
}

impl FromIterator<(String, Asset)> for Assets {
    fn from_iter<I: IntoIterator<Item = (String, Asset)>>(assets: I) -> Self {
        let mut all = Self::default();
        for (name, asset) in assets {
            all.files.insert(name, asset.file.clone());
            all.by_file.insert(asset.file.clone(), asset);
        }
        all
    }
}

impl Asset {
    fn embedded(e: &Embedded) -> Self {
        let (br, gz) = (e.br.map(Bytes::from_static), e.gz.map(Bytes::from_static));
        Self {
            file: e.file.to_owned(),
            media: media(e.media),
            raw: Bytes::from_static(e.raw),
            br,
            gz,
        }
    }

    fn response(&self, accepted: &HeaderMap, cache: HeaderValue) -> Response {
        let (body, encoding) = match (&self.br, &self.gz) {
            (Some(br), _) if accepts(accepted, "br") => (br, Some("br")),
            (_, Some(gz)) if accepts(accepted, "gzip") => (gz, Some("gzip")),
            _ => (&self.raw, None),
        };
        let mut response = body.clone().into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.media.clone());
        headers.insert(header::CACHE_CONTROL, cache);
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }
}

fn media(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// Whether `Accept-Encoding` names this coding with a weight above zero (RFC 9110 section 12.5.3).
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let codings = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    codings.flat_map(|value| value.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

/// A file under its hashed name.
pub async fn hashed(State(shared): State<Shared>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    match shared.web.assets.by_file.get(&file) {
        Some(asset) => asset.response(&headers, FOR_EVER),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn fixed(shared: &Shared, name: &str, headers: &HeaderMap) -> Response {
    let asset = shared
        .web
        .assets
        .files
        .get(name)
        .and_then(|file| shared.web.assets.by_file.get(file));
    asset.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |asset| asset.response(headers, ONE_HOUR),
    )
}

/// `/robots.txt`
pub async fn robots(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    fixed(&shared, "robots.txt", &headers)
}

/// `/favicon.svg`
pub async fn favicon(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    fixed(&shared, "favicon.svg", &headers)
}

/// `/icon.svg`, which the web manifest names.
pub async fn icon(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    fixed(&shared, "icon.svg", &headers)
}

/// `/manifest.webmanifest`
pub async fn manifest(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    fixed(&shared, "manifest.webmanifest", &headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_taken_by_weight() {
        let accepted = |text: &str, coding: &str| {
            accepts(
                &HeaderMap::from_iter([(header::ACCEPT_ENCODING, text.parse().expect("a value"))]),
                coding,
            )
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
    fn a_folder_that_is_not_there_is_a_server_without_client() {
        assert!(
            Assets::from_folder(FilePath::new("/nowhere/at/all"))
                .url("style.css")
                .is_none()
        );
    }

    #[test]
    fn a_folder_is_read_by_its_manifest() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        write(
            "manifest.json",
            r#"{"a.css": {"file": "a-1.css", "type": "text/css", "bytes": 3, "br": 2, "gz": null}}"#,
        );
        write("a-1.css", "raw");
        write("a-1.css.br", "br");
        let assets = Assets::from_folder(folder.path());
        assert_eq!(assets.url("a.css").as_deref(), Some("/assets/a-1.css"));
        let asset = &assets.by_file["a-1.css"];
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static("br, gzip"))]);
        let response = asset.response(&headers, FOR_EVER);
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
        assert!(
            !asset
                .response(&HeaderMap::new(), FOR_EVER)
                .headers()
                .contains_key(header::CONTENT_ENCODING)
        );
    }
}
