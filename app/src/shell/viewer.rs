//! The signed-in member who views the pages.

use crate::wire::Viewer;
use leptos::prelude::*;

/// The viewer of the last signed-in page, so that the frame stays while the next page loads.
#[derive(Clone, Copy)]
pub(crate) struct LastViewer(pub RwSignal<Option<Viewer>>);

/// Provides [`LastViewer`]; call once, in `App`.
pub(crate) fn provide_last_viewer() {
    provide_context(LastViewer(RwSignal::new(None)));
}

/// The e-mail address of the signed-in member, on a signed-in page.
pub(crate) fn viewer_email() -> Option<String> {
    let last = use_context::<LastViewer>()?;
    last.0
        .with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.email.clone()))
}
