//! The server's side of server functions: the request, who is calling, the service, redirects.

pub use super::cookies::Cookie;

pub(crate) use super::cookies::{clear_cookie, cookie, keep_language, known_browsers, set_cookie, signed_in};

use crate::wire::{error::ApiError, paths::own_path};
use domain::{Service, kernel::browser::Browser};
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};
use terms::Language;

/// What `server` tells about a request; provided as context for pages and server functions.
#[derive(Clone)]
pub struct RequestInfo {
    /// Who is at the other end.
    pub browser: Browser,
    /// URLs of the client's files.
    pub assets: Arc<Assets>,
    /// What a failed form left behind, once.
    pub flash: Option<Flash>,
}

/// URLs of the client's files, with their content hashes; `None` where the client was not built.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The JavaScript glue.
    pub script: Option<String>,
    /// The WebAssembly module.
    pub wasm: Option<String>,
    /// The style sheet.
    pub style: Option<String>,
    /// The script that applies the chosen theme before the first paint.
    pub theme: Option<String>,
    /// The words of each language.
    pub words: Vec<(Language, String)>,
}

impl Assets {
    /// The module script that starts the client in a language. It runs after the document was parsed and painted: the
    /// client never delays it. Where something of it cannot be loaded, the plain forms stay.
    pub fn start(&self, language: Language) -> Option<String> {
        let (script, wasm) = self.script.as_ref().zip(self.wasm.as_ref())?;
        let (_, words) = self.words.iter().find(|(of, _)| *of == language)?;
        Some(format!(
            "import start,{{hydrate}} from \"{script}\";\
             hydrate((await Promise.all([fetch(\"{words}\").then(r=>r.text()),start({{module_or_path:\"{wasm}\"}})]))[0]);"
        ))
    }
}

/// A failed form without scripts: why, and what was typed into the fields that are not secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The path of the form's server function, such as `/ui/sign-in`.
    pub form: String,
    /// Why it failed.
    pub error: ApiError,
    /// Name and value of fields that are not secret.
    pub fields: Vec<(String, String)>,
}

/// Where the error of a failing server function is left for the code that answers the request; provided as context.
#[derive(Clone, Debug, Default)]
pub struct ErrorSlot(Arc<OnceLock<ApiError>>);

impl ErrorSlot {
    /// The error, if the function failed.
    pub fn error(&self) -> Option<&ApiError> {
        self.0.get()
    }
}

/// Leaves `error` in the request's [`ErrorSlot`], if there is one. The first error counts.
pub(super) fn leave_error(error: &ApiError) {
    if let Some(ErrorSlot(slot)) = use_context() {
        let _ = slot.set(error.clone());
    }
}

/// The use cases.
pub(crate) fn service() -> Result<Service, ApiError> {
    use_context().ok_or(ApiError::Internal)
}

/// Who is at the other end.
pub(crate) fn browser() -> Result<Browser, ApiError> {
    use_context::<RequestInfo>()
        .map(|info| info.browser)
        .ok_or(ApiError::Internal)
}

/// Goes on at an own path, or at Home. The one place that redirects, so that the next Leptos changes one line.
pub(crate) fn redirect(path: &str) {
    leptos_axum::redirect(own_path(path).unwrap_or(crate::page::HOME.path));
}
