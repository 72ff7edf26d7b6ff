//! Who looks at the pages.

use crate::wire::Viewer;
use leptos::prelude::*;

/// The viewer of the last signed-in page: on the way to the next one the frame stays as it is.
#[derive(Clone, Copy)]
pub(crate) struct LastViewer(pub RwSignal<Option<Viewer>>);

/// Provides [`LastViewer`]; call once, in `App`.
pub(crate) fn provide_last_viewer() {
    provide_context(LastViewer(RwSignal::new(None)));
}

/// The address of who is signed in, on a signed-in page.
pub(crate) fn viewer_email() -> Option<String> {
    let last = use_context::<LastViewer>()?;
    last.0
        .with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.email.clone()))
}
