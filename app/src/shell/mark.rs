use leptos::prelude::*;

/// The product's mark and name, leading home; without `Referer`, because from the sign-in page only its form sends one
/// (`lost_cookie`).
#[component]
pub(crate) fn Mark(#[prop(into)] product: String, home: &'static str) -> AnyView {
    view! {
        <a class="mark" href=home translate="no" rel="noreferrer">
            <svg viewBox="0 0 24 24" width="22" height="22" fill="currentColor" aria-hidden="true">
                <path d="M3 4.5 12 2v12.2L3 17z" />
                <path d="M13.5 7.6 21 5.5V18l-9 3.5v-4.4l1.5-.5z" opacity=".55" />
            </svg>
            {product}
        </a>
    }
    .into_any()
}
