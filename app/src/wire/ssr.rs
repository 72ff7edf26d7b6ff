//! The server's side of server functions: the request, the service, cookies and redirects.

pub use super::cookies::Cookie;

pub(crate) use super::cookies::{
    any_cookie, clear_cookie, cookie, keep_language, known_browsers, set_cookie, signed_in, trusted_browsers,
};

use crate::{
    ClientPart, PageInfo, page,
    wire::{error::ApiError, paths::own_path},
};
use domain::{Service, kernel::browser::Browser};
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};
use terms::Language;

/// The properties of a request; `server` provides them as context for pages and server functions.
#[derive(Clone)]
pub struct RequestInfo {
    /// The client's network address and user agent.
    pub browser: Browser,
    /// URLs of the client's files.
    pub assets: Arc<Assets>,
    /// The error and values of a failed form; present in one response only.
    pub flash: Option<Flash>,
    /// Whether an open page asks by itself, which is no use of the session.
    pub looks_again: bool,
}

/// URLs of the client's files, with their content hashes; `None` where the client was not built.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The client of the pages without a session.
    pub door: Option<Client>,
    /// The client of the pages with one.
    pub home: Option<Client>,
    /// The style sheet.
    pub style: Option<String>,
    /// The script that applies the chosen theme before the first paint.
    pub theme: Option<String>,
    /// The words of each language.
    pub words: Vec<(Language, String)>,
}

/// URLs of a client's two files.
#[derive(Clone, Debug)]
pub struct Client {
    /// The JavaScript glue.
    pub script: String,
    /// The WebAssembly module.
    pub wasm: String,
}

impl Assets {
    /// The module script that starts a page's client in a language. It is deferred, so the client never delays the first
    /// paint. If a file cannot be loaded, if something else has changed the document, or if the client throws, the forms
    /// work without scripts. On pages of signing in it also fetches the home's client.
    pub fn start(&self, page: Option<&PageInfo>, language: Language) -> Option<String> {
        let home = page.is_some_and(|page| page.part == ClientPart::Home);
        let client = if home { &self.home } else { &self.door };
        let Client { script, wasm } = client.as_ref()?;
        let (_, words) = self.words.iter().find(|(of, _)| *of == language)?;
        let next = page
            .filter(|page| page.within(page::SIGN_IN))
            .and(self.home.as_ref())
            .map(|Client { script, wasm }| format!("\"{script}\",\"{wasm}\""));
        let lines = include_str!("../shell/start.js").lines().map(str::trim);
        let code: Vec<_> = lines.filter(|line| !line.starts_with("//")).collect();
        let code = code.join("\n");
        Some(
            code.replace("{script}", script)
                .replace("{wasm}", wasm)
                .replace("{words}", words)
                .replace("{next}", &next.unwrap_or_default()),
        )
    }
}

/// The error and the values of a form that failed without scripts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The path of the form's server function, such as `/ui/sign-in`.
    pub form: String,
    /// The error.
    pub error: ApiError,
    /// Name and value of fields that are not secret.
    pub fields: Vec<(String, String)>,
}

/// Passes the error of a server function to the code that renders the response; provided as context.
#[derive(Clone, Debug, Default)]
pub struct ErrorSlot(Arc<OnceLock<ApiError>>);

impl ErrorSlot {
    /// The error, if the function failed.
    pub fn error(&self) -> Option<&ApiError> {
        self.0.get()
    }
}

/// Stores `error` in the request's [`ErrorSlot`], if there is one; later errors are ignored.
pub(super) fn leave_error(error: &ApiError) {
    if let Some(ErrorSlot(slot)) = use_context() {
        let _ = slot.set(error.clone());
    }
}

/// The use cases.
pub(crate) fn service() -> Result<Service, ApiError> {
    use_context().ok_or(ApiError::Internal)
}

/// The client's network address and user agent.
pub(crate) fn browser() -> Result<Browser, ApiError> {
    use_context::<RequestInfo>()
        .map(|info| info.browser)
        .ok_or(ApiError::Internal)
}

/// Whether an open page asks by itself.
pub(crate) fn looks_again() -> bool {
    use_context::<RequestInfo>().is_some_and(|info| info.looks_again)
}

/// The file of the home's client; empty where it was not built.
pub(crate) fn home_client() -> String {
    let home = use_context::<RequestInfo>().and_then(|info| info.assets.home.as_ref().map(|home| home.wasm.clone()));
    home.unwrap_or_default()
}

/// Redirects to a path of this server, or to Home if `path` is none.
pub(crate) fn redirect(path: &str) {
    leptos_axum::redirect(own_path(path).unwrap_or(crate::page::HOME.path));
}
