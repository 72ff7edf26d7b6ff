//! The implementation for the server: it renders the content.

use crate::{
    page,
    shell::{
        address::{Address, provide_address},
        title::set_title,
        viewer::{LastViewer, provide_last_viewer},
    },
    ui::{MadeAt, client::ShownInPlace},
    wire::{Page, Viewer, error::ApiError},
};
use leptos::{
    ev::{MouseEvent, SubmitEvent},
    html::Div,
    prelude::*,
};
use std::sync::{Arc, OnceLock};

/// The content of the document's page, with its title. It is kept beside the page's data, which would otherwise bring it
/// into the document a second time.
#[derive(Clone, Default)]
pub(super) struct InDocument(Arc<OnceLock<(&'static str, String)>>);

impl InDocument {
    /// The content, in whose place the page's data has nothing.
    pub(super) fn or(&self, _html: String) -> String {
        let Some((title, html)) = self.0.get() else {
            return String::new();
        };
        set_title(title);
        html.clone()
    }
}

/// Provides where the content is put while a document is rendered.
pub(super) fn provide_document() -> InDocument {
    let document = InDocument::default();
    provide_context(document.clone());
    document
}

/// The content of the served page at this address, within its document or alone.
pub(super) async fn at(address: &str) -> Result<Page, ApiError> {
    if use_context::<InDocument>().is_none() {
        crate::provide_frame();
        provide_last_viewer();
        provide_address(address);
        provide_context(ShownInPlace);
    }
    let path = Address::of(address).path;
    crate::served_content(page::at(&path).map_or("", |page| page.path)).await
}

/// HTML for a part of another page, which a client shows as it is.
pub(crate) fn fragment(view: impl FnOnce() -> AnyView) -> String {
    if use_context::<MadeAt>().is_none() {
        crate::provide_frame();
    }
    view().to_html()
}

/// A served page with this title, which is also its heading. `content` must not wait for anything: it is rendered at once.
pub(crate) fn served(viewer: Viewer, title: &'static str, content: impl FnOnce(Viewer) -> AnyView) -> Page {
    // Set before the content is rendered, because components read the viewer from it.
    use_context::<LastViewer>().inspect(|last| last.0.set(Some(viewer.clone())));
    let html = content(viewer.clone()).to_html();
    match use_context::<InDocument>() {
        None => crate::wire::server::page_of(viewer, html),
        Some(document) => {
            let _ = document.0.set((title, html));
            crate::wire::server::page_of(viewer, "")
        }
    }
}

pub(super) fn when_shown(_content: NodeRef<Div>) {}

pub(super) fn click(_event: &MouseEvent) {}

pub(super) fn submit(_event: &SubmitEvent, _error: RwSignal<Option<ApiError>>) {}
