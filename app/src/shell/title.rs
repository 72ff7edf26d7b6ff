//! The title in the browser's tab.

use crate::{text::page_title, wire::site::site};

/// Sets the tab's title to this heading and the product's name. The client has a line of its own for it, because that
/// of `leptos_meta` is 3 KB.
pub(crate) fn set_title(heading: &str) {
    let title = page_title(heading, &site().name);
    #[cfg(feature = "ssr")]
    {
        // The component hands the title to the renderer of the document; what it returns renders nothing.
        use leptos_meta::{Title, TitleProps};
        let _ = Title(TitleProps::builder().text(title).build());
    }
    #[cfg(not(feature = "ssr"))]
    leptos::prelude::Effect::new(move |_| leptos::prelude::document().set_title(&title));
}
